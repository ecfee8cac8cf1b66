"""Inside the child: what a person could read in bytes of unknown meaning."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from verifier.intake.behind import Behind

_ENCODINGS: Final = ("utf-8", "gb18030")
_MOST_BYTES: Final = 4 * 1024 * 1024
"""Of one stretch of bytes; a name that hides deeper in binary data is found by no program that shows it."""

_LATIN_RUNS: Final = re.compile(rb"[\x09\x0a\x0d\x20-\x7e]{5,}")
_UTF8_RUNS: Final = re.compile(rb"(?:[\x09\x0a\x0d\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe3-\xe9][\x80-\xbf]{2}){6,}")
_HAN_UTF8: Final = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xc2\xb7){2,}")
_GBK_RUNS: Final = re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe]|[\x20-\x7e])*(?:[\xb0-\xf7][\xa1-\xfe]){2,}")
_HAN_UTF16: Final = re.compile(rb"(?:[\x00-\xff][\x4e-\x9f]){2,}|(?:[\x4e-\x9f][\x00-\xff]){2,}")
_LATIN_UTF16: Final = re.compile(rb"(?:[\x20-\x7e]\x00){4,}|(?:\x00[\x20-\x7e]){4,}")
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_MOST_PICTURES: Final = 8
_MOST_UNREADABLE: Final = 0.1

_SAMPLE_BYTES: Final = 64 * 1024
_DENSE: Final = 0.9
"""What zlib cannot make smaller than this is compressed or encrypted: any two bytes in it are a Han character in some
encoding, so only runs of ASCII and UTF-8 are kept."""


def decoded(data: bytes) -> str | None:
    """Return bytes as text where they are text: with a byte order mark, UTF-8, or GBK (GB 18030); else None."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if _is_mostly_readable(text) else None
    return None


def _is_mostly_readable(text: str) -> bool:
    unreadable = sum(1 for character in text if not character.isprintable() and character not in "\r\n\t")
    return unreadable <= _MOST_UNREADABLE * len(text)


def search_bytes(kind: str, data: bytes, behind: Behind) -> None:
    """Keep what can be read in loose bytes: as text, as runs of characters between binary data, as pictures."""
    if len(data) > _MOST_BYTES:
        behind.unread.add(kind)
        data = data[:_MOST_BYTES]
    text = decoded(data)
    if text is not None:
        behind.text(kind, text)
        return
    opened = search_pictures(kind, data, behind)
    dense = _is_dense(data)
    if dense and not opened:
        behind.unread.add(kind)
    for piece in _runs(data, dense=dense):
        behind.text(kind, piece)


def search_pictures(kind: str, data: bytes, behind: Behind) -> int:
    """Keep the pictures whose files begin anywhere in `data`; returns how many opened."""
    return sum(behind.picture_file(kind, data[start:]) for start in _picture_starts(data))


def _runs(data: bytes, *, dense: bool) -> Iterator[str]:
    for run in (_UTF8_RUNS if dense else _LATIN_RUNS).finditer(data):
        yield run.group().decode("utf-8", "ignore")
    if dense:
        return
    for pattern in (_UTF8_RUNS, _HAN_UTF8):
        yield from (run.group().decode("utf-8", "ignore") for run in pattern.finditer(data))
    for run in _GBK_RUNS.finditer(data):
        yield run.group().decode("gb18030", "ignore")
    for run in _HAN_UTF16.finditer(data):
        yield from (run.group().decode(encoding, "ignore") for encoding in ("utf-16-le", "utf-16-be"))
    for run in _LATIN_UTF16.finditer(data):
        yield run.group().replace(b"\0", b"").decode("ascii")


def _is_dense(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    return len(zlib.compress(sample, 1)) > _DENSE * len(sample) and len(sample) > 256


def _picture_starts(data: bytes) -> Iterator[int]:
    """Yield where picture files may begin; one inside another (a thumbnail) begins again."""
    found = 0
    for mark in _PICTURES:
        start = data.find(mark)
        while start >= 0 and found < _MOST_PICTURES:
            yield start
            found += 1
            start = data.find(mark, start + 1)

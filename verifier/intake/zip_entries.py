"""Inside the child: the entries of a ZIP, checked before a byte of them is unpacked, and unpacked within bounds.

Python's `zipfile` believes the central directory. Here its figures are compared with the local headers first: entries
that share bytes are a bomb (Fifield, "A better zip bomb", WOOT 2019), and names that differ are two archives in one.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.limits import (
    MAX_ARCHIVE_DIRECTORY_BYTES,
    MAX_ARCHIVE_RATIO,
    MAX_ARCHIVE_RECORDS,
    MAX_FILE_BYTES,
    RATIO_ASKED_FROM_BYTES,
)

_CHUNK_BYTES: Final = 1 << 18
_END: Final = struct.Struct("<4s4H2LH")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_ZIP64_LOCATOR: Final = b"PK\6\7"
_LOCATOR_BYTES: Final = 20
_LONGEST_COMMENT: Final = 65_535

_ENCRYPTED: Final = 0x1
_STRONGLY_ENCRYPTED: Final = 0x40
_DIRECTORY_ENCRYPTED: Final = 0x2000
_UTF8: Final = 0x800
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What every system's own tool writes. The dictionary of an LZMA stream may claim gigabytes."""

_UNIX: Final = 3
_UNICODE_PATH: Final = 0x7075


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Return the archive in `file` after a look at the size of its directory and the place of every entry.

    Raises:
        Refusal: not a whole ZIP, too many entries, or entries that overlap.
    """
    end = _check_end(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, ValueError, struct.error):
        raise Refusal(ExitCode.BROKEN) from None
    if len(archive.infolist()) > MAX_ARCHIVE_RECORDS:
        raise Refusal(ExitCode.ARCHIVE_LIMITS)
    _check_places(file, archive.infolist(), min(end, archive.start_dir))
    return archive


def problem_of(entry: zipfile.ZipInfo) -> ExitCode | None:
    """Return why an entry must not be unpacked, by what the directory says of it; None where it may be."""
    mode = entry.external_attr >> 16
    if entry.create_system == _UNIX and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return ExitCode.LINK
    if entry.flag_bits & (_ENCRYPTED | _STRONGLY_ENCRYPTED | _DIRECTORY_ENCRYPTED):
        return ExitCode.ENCRYPTED
    if entry.compress_type not in _METHODS:
        return ExitCode.METHOD
    if entry.file_size > MAX_FILE_BYTES:
        return ExitCode.ARCHIVE_LIMITS
    if entry.file_size >= RATIO_ASKED_FROM_BYTES and entry.file_size > MAX_ARCHIVE_RATIO * entry.compress_size:
        return ExitCode.ARCHIVE_LIMITS
    return ExitCode.EMPTY if entry.file_size == 0 else None


def chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack an entry piece by piece.

    Raises:
        Refusal: it is cut, has another checksum, or not the size that the directory says.
    """
    left = entry.file_size
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                left -= len(chunk)
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error):
        raise Refusal(ExitCode.BROKEN) from None
    if left:
        raise Refusal(ExitCode.BROKEN)


def name_of(entry: zipfile.ZipInfo) -> str:
    """Return the whole name of an entry as its maker meant it.

    Without the flag for UTF-8 the standard says code page 437, and nobody in China means that: Windows writes GBK,
    macOS writes UTF-8 and forgets the flag. Chinese in GBK is hardly ever valid UTF-8, so UTF-8 is asked first.
    """
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437")
    told = _unicode_path(entry.extra, raw)
    if told is not None:
        return told
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return Info-ZIP's Unicode path (APPNOTE 4.6.9), which holds only while its checksum is that of the raw name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[0] == 1:
            try:
                return body[5:].decode("utf-8") if struct.unpack_from("<L", body, 1)[0] == zlib.crc32(raw) else None
            except UnicodeDecodeError:
                return None
    return None


def _check_end(file: IO[bytes]) -> int:
    """Return the offset of the end record; raises Refusal where there is none or it announces too much."""
    size = file.seek(0, 2)
    start = max(0, size - _END.size - _LONGEST_COMMENT - _LOCATOR_BYTES)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or at + _END.size > len(tail):
        raise Refusal(ExitCode.TRUNCATED)
    if tail[max(0, at - _LOCATOR_BYTES) : at].startswith(_ZIP64_LOCATOR):
        raise Refusal(ExitCode.ARCHIVE_LIMITS)  # only archives beyond every limit here need ZIP64
    _, _, _, _, records, directory_bytes, _, _ = _END.unpack_from(tail, at)
    if records > MAX_ARCHIVE_RECORDS or directory_bytes > MAX_ARCHIVE_DIRECTORY_BYTES:
        raise Refusal(ExitCode.ARCHIVE_LIMITS)
    return start + at


def _check_places(file: IO[bytes], entries: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse entries whose bytes overlap each other or the directory, or whose local name is another."""
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        file.seek(entry.header_offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\3\4"):
            raise Refusal(ExitCode.BROKEN)
        *_, name_bytes, extra_bytes = _LOCAL.unpack(header)
        data = entry.header_offset + _LOCAL.size + name_bytes + extra_bytes
        if entry.header_offset < free or data + entry.compress_size > end:
            raise Refusal(ExitCode.ARCHIVE_UNSAFE)
        if file.read(name_bytes) != _raw_name(entry):
            raise Refusal(ExitCode.ARCHIVE_UNSAFE)
        free = data + entry.compress_size


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8 else "cp437")

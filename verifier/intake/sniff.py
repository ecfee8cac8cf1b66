"""What a file is, by its content. The name and the sender's media type are not asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.intake.kinds import BMP, DOCX, HEIC, JPEG, KINDS, PDF, PNG, TIFF, UNKNOWN, WEBP, Kind

_PDF_HEADER_WITHIN: Final = 1024
"""Acrobat and PDFium accept `%PDF-` anywhere in the first 1,024 bytes (ISO 32000-1, Annex H, note 13)."""

_HEIF_BRANDS: Final = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_OFFICE_PARTS: Final = ((b"xl/", "xlsx"), (b"ppt/", "pptx"), (b"OFD.xml", "ofd"))
_OFFICE_BEGINNINGS: Final = (
    b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"OFD.xml", b"Doc_0/",
)  # fmt: skip
"""Names that an office program puts first: an archive of stored office files has their parts in its bytes, too."""

_MARKUP: Final = ((b"<!doctype html", "html"), (b"<html", "html"), (b"<svg", "svg"), (b"<?xml", "xml"))
_WPS_STREAM: Final = "WpsCustomData".encode("utf-16-le")

_BMP_HEADERS: Final = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 108, 124))
_CONTAINERS: Final = (b"PK", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")
"""A ZIP whose first entry is a stored PDF has `%PDF-` near its start and is a ZIP."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sniff(head: bytes) -> Kind:
    """Return the kind of a file that starts with `head`; `UNKNOWN` where nothing fits.

    The signatures of what is read come first and are exact, so that one file has one kind whatever follows it.
    """
    for kind, fits in _READ:
        if fits(head):
            return kind
    for name, fits in _NAMED:
        if fits(head):
            return KINDS[name]
    return _by_puremagic(head) or _text(head) or UNKNOWN


_READ: Final[tuple[tuple[Kind, Callable[[bytes], bool]], ...]] = (
    (JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (TIFF, lambda head: head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"))),
    (WEBP, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    (BMP, lambda head: head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and head[14:18] in _BMP_HEADERS),
    (HEIC, lambda head: head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS),
    (DOCX, lambda head: _is_office(head) and b"word/" in head),
    (PDF, lambda head: b"%PDF-" in head[:_PDF_HEADER_WITHIN] and not head.startswith(_CONTAINERS)),
)
_NAMED: Final[tuple[tuple[str, Callable[[bytes], bool]], ...]] = (
    ("gif", lambda head: head.startswith((b"GIF87a", b"GIF89a"))),
    ("psd", lambda head: head.startswith(b"8BPS")),
    ("eps", lambda head: head.startswith((b"%!PS", b"\xc5\xd0\xd3\xc6"))),
    ("rar", lambda head: head.startswith(b"Rar!\x1a\x07")),
    ("seven_zip", lambda head: head.startswith(b"7z\xbc\xaf\x27\x1c")),
    ("gzip", lambda head: head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"))),
    ("caj", lambda head: head.startswith((b"CAJ\0", b"HN\0\0", b"KDH"))),
    ("executable", lambda head: head.startswith((b"MZ", b"\x7fELF", b"#!"))),
    ("video", lambda head: head[4:8] == b"ftyp" or head.startswith((b"ID3", b"OggS", b"\x1aE\xdf\xa3"))),
    ("rtf", lambda head: head.startswith(b"{\\rtf")),
    ("wps", lambda head: head.startswith(_OLE) and _WPS_STREAM in head),
    ("ole", lambda head: head.startswith(_OLE)),
    *((name, lambda head, part=part: _is_office(head) and part in head) for part, name in _OFFICE_PARTS),
    ("odf", lambda head: head.startswith(b"PK\3\4") and b"mimetypeapplication/vnd.oasis" in head[:200]),
    ("zip", lambda head: head.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08"))),
    *(
        (name, lambda head, tag=tag: head.lstrip(b"\xef\xbb\xbf \t\r\n")[: len(tag)].lower() == tag)
        for tag, name in _MARKUP
    ),
)

_BY_EXTENSION: Final = {
    **dict.fromkeys((".mp3", ".mp4", ".avi", ".mkv", ".wav", ".flac", ".wmv", ".mov"), "video"),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".msg"), "ole"),
    **dict.fromkeys((".tar", ".lz", ".lzma", ".zst", ".cab", ".iso"), "gzip"),
}


def _is_office(head: bytes) -> bool:
    """Tell whether a ZIP begins as a document of an office program (APPNOTE 4.3.7: the name stands at offset 30)."""
    return head.startswith(b"PK\3\4") and head[30:].startswith(_OFFICE_BEGINNINGS)


def _by_puremagic(head: bytes) -> Kind | None:
    """Ask the collection of signatures, but only for kinds that are named and never read."""
    import puremagic

    try:
        extension = puremagic.from_string(head[:4096])
    except (puremagic.PureError, ValueError):
        return None
    name = _BY_EXTENSION.get(extension)
    return KINDS[name] if name else None


def _text(head: bytes) -> Kind | None:
    if not head or b"\0" in head:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            # A character may be cut at the end of the head; no encoding here needs more than four bytes.
            text = head[: max(1, len(head) - 4)].decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(character.isprintable() or character in "\t\r\n\f" for character in text):
            return KINDS["text"]
    return None

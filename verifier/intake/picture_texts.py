"""Inside the child: the texts that a picture file carries beside its pixels (EXIF, XMP, comments)."""

from __future__ import annotations

from typing import Final

from PIL import ExifTags, Image

from verifier.intake.limits import MAX_METADATA_CHARACTERS, MAX_METADATA_ENTRIES
from verifier.intake.readable import decoded

_SUB_DIRECTORIES: Final = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)
_UTF16_TAGS: Final = frozenset(range(0x9C9B, 0x9CA0))
"""XPTitle, XPComment, XPAuthor, XPKeywords, XPSubject: Windows Explorer writes UTF-16 bytes here."""

_USER_COMMENT: Final = 0x9286
_UNICODE: Final = b"UNICODE\0"
"""How a user comment begins that is UTF-16, in the byte order of the writer's machine (Exif 2.32, 4.6.5)."""

_NO_TEXT: Final = frozenset({"exif", "icc_profile", "dpi", "compression"})
_PADDING: Final = "\0 \r\n"


def texts_of(image: Image.Image) -> list[tuple[str, str]]:
    """Return (kind of surface, text) of everything readable in the headers, bounded; never raises on broken EXIF."""
    found = [("exif", text) for text in _exif_texts(image)]
    for key, value in image.info.items():
        if key in _NO_TEXT:
            continue
        text = _as_text(value)
        if text:
            found.append(("metadata", text))
    return [(kind, text[:MAX_METADATA_CHARACTERS]) for kind, text in found[:MAX_METADATA_ENTRIES]]


def _exif_texts(image: Image.Image) -> list[str]:
    try:
        exif = image.getexif()
        entries = list(exif.items())
        for directory in _SUB_DIRECTORIES:
            entries.extend(exif.get_ifd(directory).items())
    except (SyntaxError, ValueError, KeyError, IndexError, TypeError, OSError, OverflowError):
        return []  # a broken EXIF block says nothing; the pixels are judged by their own decoder
    texts = [_utf16(value) if tag in _UTF16_TAGS else _as_text(value) for tag, value in entries]
    for tag, value in entries:
        if tag == _USER_COMMENT and isinstance(value, bytes) and value.startswith(_UNICODE):
            texts += [value[len(_UNICODE) :].decode(order, "ignore") for order in ("utf-16-le", "utf-16-be")]
    return [text.strip(_PADDING) for text in texts if text]


def _utf16(value: object) -> str:
    return value.decode("utf-16-le", "replace").strip(_PADDING) if isinstance(value, bytes) else _as_text(value)


def _as_text(value: object) -> str:
    """Return what can be read in a value; numbers and binary blocks have no text."""
    if isinstance(value, str):
        # Pillow reads ASCII tags and PNG's tEXt as Latin-1, as the standards say; programs write UTF-8 and GBK there.
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return str(value).strip(_PADDING)
    if not isinstance(value, bytes):
        return ""
    text = decoded(value)
    return "" if text is None else text.strip(_PADDING)

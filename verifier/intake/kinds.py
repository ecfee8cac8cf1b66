"""The kinds of files that the intake can tell apart, and which of them it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from models import messages


@dataclass(frozen=True)
class Kind:
    """A kind of file by content. `extensions` are the endings that fit it; `family` groups what may be confused.

    Applicants rename pictures freely (a WebP called .jpg): within one family the ending is not held against them.
    """

    id: str
    media_type: str
    extensions: frozenset[str] = frozenset()
    is_read: bool = False
    family: str = ""

    @property
    def label(self) -> str:
        """The Chinese name, with what to do where the kind is not read."""
        return messages.text(f"intake.{self.id}")


def _picture(id_: str, media_type: str, *extensions: str) -> Kind:
    return Kind(id_, media_type, frozenset(extensions), is_read=True, family="picture")


PDF: Final = Kind("pdf", "application/pdf", frozenset({"pdf"}), is_read=True, family="pdf")
JPEG: Final = _picture("jpeg", "image/jpeg", "jpg", "jpeg", "jpe", "jfif")
PNG: Final = _picture("png", "image/png", "png")
TIFF: Final = _picture("tiff", "image/tiff", "tif", "tiff")
WEBP: Final = _picture("webp", "image/webp", "webp")
BMP: Final = _picture("bmp", "image/bmp", "bmp", "dib")
HEIC: Final = _picture("heic", "image/heic", "heic", "heif", "hif")

DOCX: Final = Kind(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    frozenset({"docx", "docm"}),
    is_read=True,
    family="docx",
)

UNKNOWN: Final = Kind("unknown", "application/octet-stream")

_NOT_READ: Final = (
    Kind("gif", "image/gif"),
    Kind("svg", "image/svg+xml"),
    Kind("eps", "application/postscript"),
    Kind("psd", "image/vnd.adobe.photoshop"),
    Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Kind("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    Kind("ole", "application/x-ole-storage"),
    Kind("wps", "application/vnd.ms-works"),
    Kind("ofd", "application/ofd"),
    Kind("odf", "application/vnd.oasis.opendocument"),
    Kind("caj", "application/x-caj"),
    Kind("zip", "application/zip"),
    Kind("rar", "application/vnd.rar"),
    Kind("seven_zip", "application/x-7z-compressed"),
    Kind("gzip", "application/gzip"),
    Kind("html", "text/html"),
    Kind("xml", "application/xml"),
    Kind("rtf", "application/rtf"),
    Kind("text", "text/plain"),
    Kind("video", "video/mp4"),
    Kind("executable", "application/x-executable"),
)

KINDS: Final[dict[str, Kind]] = {
    kind.id: kind for kind in (PDF, JPEG, PNG, TIFF, WEBP, BMP, HEIC, DOCX, *_NOT_READ, UNKNOWN)
}

READ_EXTENSIONS: Final = frozenset(extension for kind in KINDS.values() for extension in kind.extensions)

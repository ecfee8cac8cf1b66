"""The structural allow-list of masked copies: the file is made of pixels and of what shows them, and of nothing else.

It does not need to know the name: whatever could carry text has no place in the structure.
"""

from __future__ import annotations

import io
import re
import struct
from typing import Any, Final

import pikepdf

_PAGE_KEYS: Final = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
_IMAGE_KEYS: Final = {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/DecodeParms", "/Length",
}  # fmt: skip
_CONTENT: Final = re.compile(rb"q [0-9.]+ 0 0 [0-9.]+ 0 0 cm /I Do Q")
_ERRORS: Final = (pikepdf.PdfError, KeyError, TypeError, ValueError, AttributeError, IndexError)
_PNG_CHUNKS: Final = [b"IHDR", b"IDAT", b"IEND"]


def structure_problem(data: bytes, pages: int) -> str | None:
    """Return what a masked copy holds beside its `pages` pictures, as a code; None where it holds nothing else."""
    if data.startswith(b"\x89PNG"):
        return None if pages == 1 and _png_chunks(data) == _PNG_CHUNKS else "png_chunks"
    if data.count(b"%%EOF") != 1 or not data.endswith(b"%%EOF\n") or not data.startswith(b"%PDF-"):
        return "not_one_revision"
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as document:
            return _pdf_problem(document, pages)
    except _ERRORS:
        return "unreadable"


def _pdf_problem(document: pikepdf.Pdf, pages: int) -> str | None:
    if set(document.trailer.keys()) != {"/Size", "/Root"} or set(document.Root.keys()) != {"/Type", "/Pages"}:
        return "document_keys"
    if set(document.Root.Pages.keys()) != {"/Type", "/Count", "/Kids"}:
        return "page_tree_keys"
    if len(document.pages) != pages or len(document.objects) != 2 + 3 * pages:
        return "object_count"
    return next((problem for page in document.pages if (problem := _page_problem(page.obj))), None)


def _page_problem(page: Any) -> str | None:  # noqa: ANN401  # pikepdf's objects are of any type
    if set(page.keys()) != _PAGE_KEYS or set(page.Resources.keys()) != {"/XObject"}:
        return "page_keys"
    if set(page.Resources.XObject.keys()) != {"/I"} or set(page.Contents.keys()) - {"/Length"}:
        return "page_resources"
    if not _CONTENT.fullmatch(page.Contents.read_raw_bytes()):
        return "page_content"
    image = page.Resources.XObject.I
    if set(image.keys()) != _IMAGE_KEYS or image.Subtype != "/Image" or image.Filter != "/FlateDecode":
        return "image_keys"
    return None


def _png_chunks(data: bytes) -> list[bytes]:
    """Return the names of the chunks; bytes behind the last one count as a chunk of their own."""
    names, position = [], 8
    while position + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[position : position + 8])
        names.append(name)
        position += 12 + length
    return names if position == len(data) else [*names, b"rest"]

"""Files of a corpus as text: what they hold as text, else read by OCR; foreign bytes only in the intake's sandbox."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from models.errors import FileTooLarge, InputRefused, UnsupportedType
from models.observation import SurfaceKind
from verifier.intake.child import decode
from verifier.intake.kinds import DOCX
from verifier.intake.limits import HEAD_BYTES, MIB
from verifier.intake.opened import LayerLine
from verifier.intake.opening import open_document
from verifier.intake.upload import check_upload
from verifier.reading.engine import OcrEngine
from verifier.reading.upright import read_upright

TEXT_ENDINGS: Final = frozenset({".txt", ".md"})
BINARY_ENDINGS: Final = frozenset({".pdf", ".docx"})

MAX_TEXT_BYTES: Final = 64 * MIB

LEAST_LAYER_CHARACTERS: Final = 50
"""A page with fewer characters in its text layer (a page number, a watermark) is read by OCR."""

_GLYPHS: Final = re.compile(r"[\uE000-\uF8FF\uFFFD]")
_MOST_GLYPHS: Final = 0.2
"""Layers whose fonts have no map to Unicode come as private characters; they say nothing."""


def read_text(path: Path, engine: Callable[[], OcrEngine], *, filename: str | None = None) -> str:
    """Return the text of a TXT, MD, DOCX or PDF file.

    Args:
        path: the file.
        engine: gives the OCR engine; called only where a page has no usable text.
        filename: what the file is called, whose ending says how it is read; default the path's.

    Raises:
        InputRefused: one of its kinds says why the file cannot be taken.
    """
    filename = filename or path.name
    ending = Path(filename).suffix.lower()
    if ending in TEXT_ENDINGS:
        return decode_text(_bytes(path))
    if ending == ".docx":
        return _docx(path, filename)
    return _pages(path, filename, engine)


def decode_text(data: bytes) -> str:
    """Decode a text file: UTF-8 or UTF-16 with a mark, else UTF-8, else GB 18030.

    Raises:
        UnsupportedType: none of them.
    """
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnsupportedType(kind="TXT")


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MAX_TEXT_BYTES:
        raise FileTooLarge(limit_mib=MAX_TEXT_BYTES // MIB)
    return path.read_bytes()


def _docx(path: Path, filename: str) -> str:
    """Return the visible text of a Word document; laying it out on pages would add nothing but minutes."""
    with path.open("rb") as file, tempfile.TemporaryFile() as spool:
        kind = check_upload(filename, file.read(HEAD_BYTES), path.stat().st_size)
        if kind is not DOCX:
            raise UnsupportedType(kind=kind.label)
        file.seek(0)
        decoded = decode(file, kind.id, spool)
    return "\n".join(body for kind_of, body in decoded.beginning.metadata if kind_of is SurfaceKind.TEXT_LAYER)


def _pages(path: Path, filename: str, engine: Callable[[], OcrEngine]) -> str:
    opened = open_document(path, filename=filename)
    pages = []
    for index, image in enumerate(opened.images):
        layer = _layer(opened.layers[index]) if opened.layers else ""
        if len(layer) < LEAST_LAYER_CHARACTERS:
            layer = "\n".join(line.text for line in read_upright(image, engine()).lines)
        pages.append(layer)
    return "\n\n".join(pages)


def _layer(lines: tuple[LayerLine, ...]) -> str:
    """Return a page's text layer, "" where its letters mean nothing. What leaves no ink is left out."""
    body = "\n".join(line.text for line in lines if not len(line.drawn) or bool(line.drawn.any()))
    return "" if len(_GLYPHS.findall(body)) > _MOST_GLYPHS * len(body) else body


__all__ = ["BINARY_ENDINGS", "TEXT_ENDINGS", "InputRefused", "decode_text", "read_text"]

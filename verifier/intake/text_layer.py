"""Inside the child: the text layer (文字层) of a PDF page as lines with boxes."""

from __future__ import annotations

import ctypes
from typing import Any, Final, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from verifier.intake.limits import MAX_LINE_CHARACTERS, MAX_TEXT_CHARACTERS_PER_PAGE

TextLine: TypeAlias = tuple[str, float, float, float, float]
"""(text, left, top, right, bottom), the box in fractions of the page as displayed, origin top left, not clipped."""

_GRID: Final = 1_000_000
"""PDFium converts to whole device units: with a device of a million units they are as good as fractions."""


def text_lines(page: Any) -> list[TextLine]:  # noqa: ANN401  # pypdfium2 has no types
    """Return the lines of a page in the order of its content, broken where PDFium breaks them."""
    try:
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []  # a page may have no readable text; its pixels were rendered
    try:
        count = min(text_page.count_chars(), MAX_TEXT_CHARACTERS_PER_PAGE)
        return _lines(page, text_page, max(0, count))
    finally:
        text_page.close()


def _lines(page: Any, text_page: Any, count: int) -> list[TextLine]:  # noqa: ANN401
    lines: list[TextLine] = []
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    for index in range(count + 1):
        character = "\n" if index == count else _character(text_page, index)
        if character in "\r\n" or len(text) >= MAX_LINE_CHARACTERS:
            if boxes and "".join(text).strip():
                lines.append(("".join(text), *_displayed(page, boxes)))
            text, boxes = [], []
        if character not in "\r\n":
            text.append(character)
            box = None if character.isspace() else _box(text_page, index)
            if box is not None:
                boxes.append(box)
    return lines


def _character(text_page: Any, index: int) -> str:  # noqa: ANN401
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    character = chr(code)
    return character if character.isprintable() or character in "\r\n" else " "


def _box(text_page: Any, index: int) -> tuple[float, float, float, float] | None:  # noqa: ANN401
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _displayed(page: Any, boxes: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Return the box around `boxes` (page space) as it is displayed: PDFium knows of /Rotate and of the crop box."""
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    x1, y1 = _to_device(page, left, top)
    x2, y2 = _to_device(page, right, bottom)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _to_device(page: Any, x: float, y: float) -> tuple[float, float]:  # noqa: ANN401
    device_x, device_y = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, device_x, device_y)
    return device_x.value / _GRID, device_y.value / _GRID

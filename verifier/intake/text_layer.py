"""Inside the child: the text layer (文字层) of a PDF page as lines, with a place for every character.

PDFium reads it, as it renders the page: a second parser could see another text than the one that is drawn.
"""

from __future__ import annotations

import base64
import ctypes
import struct
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from verifier.intake.limits import MAX_LINE_CHARACTERS, MAX_TEXT_CHARACTERS_PER_PAGE

TextLine: TypeAlias = tuple[str, float, float, float, float, str]
"""(text, left, top, right, bottom, places): the box in fractions of the page as displayed, origin top left, unclipped.

`places` is base64 of five little-endian int32 for every character that is not white space: its box in millionths of
the page, then 1 where it is drawn with ink and 0 where its render mode leaves no mark (Tr 3, Tr 7).
"""

_GRID: Final = 1_000_000
"""PDFium converts to whole device units: with a device of a million units they are as good as fractions."""

_LARGEST: Final = 2**31 - 1
_UNDRAWN: Final = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})

_Sides: TypeAlias = tuple[float, float, float, float]
_Displayed: TypeAlias = Callable[[_Sides], _Sides]


def text_lines(page: Any) -> list[TextLine]:  # noqa: ANN401  # pypdfium2 has no types
    """Return the lines of a page in the order of its content, broken where PDFium breaks them."""
    try:
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []  # a page may have no readable text; its pixels were rendered
    try:
        count = min(text_page.count_chars(), MAX_TEXT_CHARACTERS_PER_PAGE)
        return _lines(text_page, max(0, count), _to_display(page))
    finally:
        text_page.close()


def _lines(text_page: Any, count: int, displayed: _Displayed) -> list[TextLine]:  # noqa: ANN401
    lines: list[TextLine] = []
    text: list[str] = []
    places: list[tuple[_Sides, bool]] = []
    is_drawn = _Drawn(text_page)
    for index in range(count + 1):
        character = "\n" if index == count else _character(text_page, index)
        if character in "\r\n" or len(text) >= MAX_LINE_CHARACTERS:
            if places:
                lines.append(_line("".join(text), places))
            text, places = [], []
        if character not in "\r\n":
            text.append(character)
            if not character.isspace():
                box = _box(text_page, index)
                # Without a box of its own a character stands nowhere: nothing of it can be seen.
                places.append((displayed(box), is_drawn(index)) if box else ((0.0, 0.0, 0.0, 0.0), False))
    return lines


def _line(text: str, places: list[tuple[_Sides, bool]]) -> TextLine:
    boxes = [box for box, _ in places]
    packed = b"".join(struct.pack("<5i", *map(_millionths, box), drawn) for box, drawn in places)
    return (
        text,
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        base64.b64encode(packed).decode("ascii"),
    )


def _millionths(side: float) -> int:
    return round(max(-_LARGEST, min(_LARGEST, side * _GRID)))


class _Drawn:
    """Tells whether a character leaves ink; runs of characters share a text object, which is asked once."""

    def __init__(self, text_page: Any) -> None:  # noqa: ANN401
        self._text_page = text_page
        self._known: dict[int, bool] = {}

    def __call__(self, index: int) -> bool:
        owner = pdfium.FPDFText_GetTextObject(self._text_page, index)
        address = ctypes.cast(owner, ctypes.c_void_p).value
        if not address:
            return True
        if address not in self._known:
            self._known[address] = pdfium.FPDFTextObj_GetTextRenderMode(owner) not in _UNDRAWN
        return self._known[address]


def _character(text_page: Any, index: int) -> str:  # noqa: ANN401
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    character = chr(code)
    return character if character.isprintable() or character in "\r\n" else " "


def _box(text_page: Any, index: int) -> _Sides | None:  # noqa: ANN401
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _to_display(page: Any) -> _Displayed:  # noqa: ANN401
    """Return what maps a box in page space to the page as displayed: PDFium knows of /Rotate and of the crop box."""
    step = 1_000.0  # points: rounding to the grid then costs a billionth of the page
    origin_x, origin_y = _to_device(page, 0.0, 0.0)
    (right_x, right_y), (up_x, up_y) = _to_device(page, step, 0.0), _to_device(page, 0.0, step)
    across = ((right_x - origin_x) / step, (right_y - origin_y) / step)
    upward = ((up_x - origin_x) / step, (up_y - origin_y) / step)

    def displayed(box: _Sides) -> _Sides:
        corners = [
            (origin_x + x * across[0] + y * upward[0], origin_y + x * across[1] + y * upward[1])
            for x, y in ((box[0], box[1]), (box[2], box[3]))
        ]
        (x1, y1), (x2, y2) = corners
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    return displayed


def _to_device(page: Any, x: float, y: float) -> tuple[float, float]:  # noqa: ANN401
    device_x, device_y = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, device_x, device_y)
    return device_x.value / _GRID, device_y.value / _GRID

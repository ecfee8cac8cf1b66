"""Ruled forms: tables with labels, spans and fields, and blocks of handwriting inside a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.geometry import Box
from tests.synthesis import fonts
from tests.synthesis.documents.common import Style
from tests.synthesis.handwriting import Hand, write
from tests.synthesis.paper import DPI, NO_START, Sheet, Type

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres."""

PADDING = 1.2
SMALLEST = 6.5
INDENT = "\u3000"
TIGHT, LOOSE = 1.32, 1.5
"""Leading of labels and short entries, and of running text."""


@dataclass(frozen=True)
class Cell:
    """One cell; `label` is the form's own print, `left` sets the text from the top left instead of in the middle,
    `whole` keeps it in one row, however small: covers and searches look for names in single rows.
    """

    text: str = ""
    span: int = 1
    down: int = 1
    field: str | None = None
    label: bool = False
    left: bool = False
    whole: bool = False


Rows = Sequence[tuple[float, Sequence[Cell]]]
"""The rows of a table: height in millimetres and cells; a cell that reaches down leaves its place in the next rows."""


@dataclass(frozen=True)
class Ruling:
    """How a form is printed: type of what is filled in, type of the labels, shade of the labels' cells, outer rule."""

    type: Type
    label: Type
    shade: tuple[int, int, int] | None = None
    outer: float = 0.45


def ruling(look: Style, points: float = 12.0) -> Ruling:
    """Return a form's print by its layout: plain, 黑体 labels on grey, or bold labels within a heavy frame."""
    if look.layout == 1:
        return Ruling(look.type(points), Type("hei", points - 0.5), (232, 236, 240), 0.25)
    if look.layout == 2:
        return Ruling(look.type(points), look.type(points).bold(), None, 0.8)
    return Ruling(look.type(points), look.type(points))


def head(text: str, span: int = 1, down: int = 1) -> Cell:
    """Return a label."""
    return Cell(text, span, down, label=True)


def held(text: str, field: str | None = None, span: int = 1, down: int = 1) -> Cell:
    """Return a filled cell, noted as a field when it has a name."""
    return Cell(text, span, down, field)


def named(text: str, field: str | None = "姓名", span: int = 1, down: int = 1) -> Cell:
    """Return a cell with somebody's name, in one row."""
    return Cell(text, span, down, field, whole=True)


def prose(text: str = "", field: str | None = None, span: int = 1, down: int = 1) -> Cell:
    """Return a cell whose text runs from the top left."""
    return Cell(text, span, down, field, left=True)


def ruled(
    sheet: Sheet, left: float, top: float, widths: Sequence[float], rows: Rows, print_: Ruling
) -> list[list[Rect]]:
    """Rule and fill a table; returns the cells' places by row.

    Raises:
        ValueError: a row does not reach the last column, or a text fits its cell at no size.
    """
    heights = [height for height, _ in rows]
    free = [0] * len(widths)  # the first row in which the column is free
    places: list[list[Rect]] = []
    for index, (_, cells) in enumerate(rows):
        y, column, places_of_row = top + sum(heights[:index]), 0, []
        for cell in cells:
            while free[column] > index:
                column += 1
            x, width = left + sum(widths[:column]), sum(widths[column : column + cell.span])
            place = (x, y, x + width, y + sum(heights[index : index + cell.down]))
            _fill(sheet, place, cell, print_)
            places_of_row.append(place)
            free[column : column + cell.span] = [index + cell.down] * cell.span
            column += cell.span
        if min(free) <= index:
            raise ValueError(f"row {index} leaves a hole in the table")
        places.append(places_of_row)
    sheet.frame(left, top, left + sum(widths), top + sum(heights), weight=print_.outer)
    return places


def box_of(sheet: Sheet, place: Rect) -> Box:
    """Return a place of the sheet as a box."""
    return sheet.box_mm(*place)


def set_text(sheet: Sheet, place: Rect, text: str, type_: Type, *, left: bool = False, whole: bool = False) -> Box:
    """Set a text within a place, smaller where it would not fit; returns its box.

    Raises:
        ValueError: it does not fit at the smallest size.
    """
    x, y, right, bottom = place
    size, rows = _fitted(
        sheet, text, right - x - 2 * PADDING, bottom - y - PADDING, type_, LOOSE if left else TIGHT, whole=whole
    )
    step = size.points * 25.4 / 72 * (LOOSE if left else TIGHT)
    top = y + 2.0 if left else y + (bottom - y - step * len(rows)) / 2 + step * 0.12
    boxes = []
    for index, row in enumerate(rows):
        if left:
            # Not every face has the ideographic space that indents a paragraph.
            shift = (len(row) - len(row.lstrip(INDENT))) * size.points * 25.4 / 72
            boxes.append(sheet.text(x + PADDING + shift, top + index * step, row.lstrip(INDENT), size))
        else:
            boxes.append(sheet.centred(top + index * step, row, size, left=x, right=right))
    return Box.around(boxes)


def write_block(
    sheet: Sheet, x: float, y: float, width: float, text: str, writer: Hand, *, height_mm: float = 7.0, seed: int = 0
) -> Box:
    """Write a text by hand in rows from the top left (x, y); returns the box of the ink."""
    rows, row, run = [], "", 0.0
    for character in text:
        advance = (
            fonts.advance(writer.face, round(height_mm * DPI / 25.4), character)
            * 25.4
            / DPI
            * writer.tight
            * writer.stretch
            * 1.05
        )
        if row and run + advance > width and character not in NO_START:
            rows.append(row)
            row, run = "", 0.0
        row, run = row + character, run + advance
    boxes = []
    for index, written in enumerate([*rows, row]):
        # Nobody starts every row at the same place.
        shift = (seed * 7 + index * 5) % 4 * 0.5
        middle = y + height_mm * (0.6 + 1.3 * index)
        boxes.append(write(sheet, x + shift, middle, written, writer, height_mm=height_mm, seed=seed + index))
    return Box.around(boxes)


def writable(writer: Hand, texts: Sequence[str]) -> list[str]:
    """Return those of the texts that the writer's face can write."""
    return [text for text in texts if set(text) <= fonts.coverage(writer.face)]


def _fill(sheet: Sheet, place: Rect, cell: Cell, print_: Ruling) -> None:
    if cell.label and print_.shade:
        sheet.pen.rectangle([sheet.px(side) for side in place], fill=print_.shade)
    sheet.frame(*place)
    if cell.text:
        box = set_text(
            sheet, place, cell.text, print_.label if cell.label else print_.type, left=cell.left, whole=cell.whole
        )
        if cell.field:
            sheet.field(cell.field, cell.text.replace("\n", ""), box)


def _fitted(
    sheet: Sheet, text: str, width: float, height: float, type_: Type, leading: float, *, whole: bool
) -> tuple[Type, list[str]]:
    points = type_.points
    while points >= (SMALLEST if not whole else SMALLEST - 1.5):
        size = type_.sized(points)
        rows = _wrapped(sheet, text, width, size) if not (whole or text.isascii()) else [text]
        if len(rows) * points * 25.4 / 72 * leading <= height and all(
            _width(sheet, row, size) <= width + 1.6 for row in rows
        ):
            return size, rows
        points -= 0.5
    raise ValueError(f"does not fit its cell: {text[:12]}")


def _wrapped(sheet: Sheet, text: str, width: float, type_: Type) -> list[str]:
    rows = []
    for part in text.split("\n"):
        row = ""
        for piece in re.findall(r"[0-9A-Za-z./:-]+|.", part):
            if _width(sheet, row + piece, type_) <= width or (piece in NO_START and row):
                row += piece
                continue
            if row:
                rows.append(row)
            # A number wider than its cell is broken wherever the cell ends.
            while _width(sheet, piece, type_) > width and len(piece) > 1:
                cut = next(
                    n for n in range(len(piece) - 1, 0, -1) if n == 1 or _width(sheet, piece[:n], type_) <= width
                )
                rows.append(piece[:cut])
                piece = piece[cut:]
            row = piece
        rows.append(row)
    return rows


def _width(sheet: Sheet, text: str, type_: Type) -> float:
    return sheet.width_of(text.replace(INDENT, "国"), type_)

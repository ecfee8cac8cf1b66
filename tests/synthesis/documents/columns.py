"""Rows of text, tables and figures that run through the columns of several pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.synthesis.paper import INK, NO_START, Sheet, Type

Drawing = Callable[[Sheet, float, float, float], None]
"""Draws something at x, y with this width, all in millimetres."""


@dataclass(frozen=True)
class Row:
    """One row of type, or with `draw` something as high as `height` millimetres; `full` is justified."""

    text: str
    type: Type
    height: float
    shift: float = 0.0
    full: bool = False
    draw: Drawing | None = None
    keep: bool = False
    """Stands never at the foot of a column: a heading."""


@dataclass(frozen=True)
class Column:
    """A place for rows: left, top, width, bottom in millimetres."""

    x: float
    top: float
    width: float
    bottom: float


def rows_of(sheet: Sheet, text: str, type_: Type, width: float, *, leading: float = 1.5, indent: int = 2) -> list[Row]:
    """Return the rows of one paragraph."""
    em = type_.points * 25.4 / 72
    rows = sheet._wrapped(text, width, type_, indent)
    return [
        Row(row, type_, em * leading, indent * em if index == 0 else 0.0, index < len(rows) - 1)
        for index, row in enumerate(rows)
    ]


def heading_rows(sheet: Sheet, text: str, type_: Type, width: float, *, leading: float = 1.5) -> list[Row]:
    """Return the rows of a heading with a little air above."""
    air = Row("", type_, type_.points * 0.18, keep=True)
    kept = [
        Row(row.text, type_, row.height, keep=True)
        for row in rows_of(sheet, text, type_, width, leading=leading, indent=0)
    ]
    return [air, *kept]


def is_heading(text: str) -> bool:
    """Tell whether a paragraph is a numbered heading."""
    return text[0].isdigit() and len(text) < 40 and text[-1] not in NO_START


def fill(sheet: Sheet, rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """Set rows into the columns, one after the other; returns those that found no place."""
    left = list(rows)
    for column in columns:
        y = column.top
        while left and y + _needed(left) <= column.bottom + 0.01:
            row = left.pop(0)
            if row.draw is not None:
                row.draw(sheet, column.x, y, column.width)
            elif row.text:
                gap = column.width - row.shift - sheet.width_of(row.text, row.type)
                stretch = gap / (len(row.text) - 1) if row.full and len(row.text) > 1 else 0.0
                sheet.text(column.x + row.shift, y, row.text, row.type, stretch=stretch)
            y += row.height
    return left


def _needed(rows: Sequence[Row]) -> float:
    """Return how much room the next row needs: a heading takes the row after it along."""
    height = 0.0
    for row in rows:
        height += row.height
        if not row.keep:
            break
    return height


def height_of(rows: Sequence[Row]) -> float:
    """Return the height of all rows together."""
    return sum(row.height for row in rows)


def table(caption: str, head: Sequence[str], body: Sequence[Sequence[str]], type_: Type, note: Type) -> Row:
    """Return a three-line table (三线表) with its caption."""
    step = type_.points * 0.56

    def draw(sheet: Sheet, x: float, y: float, width: float) -> None:
        sheet.centred(y + 1.5, caption, note, left=x, right=x + width)
        top = y + 3 + step
        wide = width / len(head)
        for number, cells in enumerate((head, *body)):
            for column, cell in enumerate(cells):
                left = x + column * wide
                sheet.centred(top + 1 + number * step, cell, type_, left=left, right=left + wide)
        for number, weight in ((0, 0.45), (1, 0.2), (len(body) + 1, 0.45)):
            sheet.rule(x, top + number * step, x + width, top + number * step, weight=weight)

    return Row("", type_, step * (len(body) + 2) + 7, draw=draw)


def figure(caption: str, across: str, up: str, type_: Type, *, seed: int) -> Row:
    """Return a diagram of two or three curves with axes, their names and the caption below."""
    height = 44.0

    def draw(sheet: Sheet, x: float, y: float, width: float) -> None:
        rng = random.Random(f"figure {seed}")
        left, right, top, bottom = x + 12, x + width - 5, y + 4, y + height - 14
        small = type_.sized(type_.points - 1)
        sheet.rule(left, top, left, bottom)
        sheet.rule(left, bottom, right, bottom)
        for tick in range(6):
            at = left + (right - left) * tick / 5
            sheet.rule(at, bottom, at, bottom - 1)
            sheet.centred(bottom + 0.8, str(tick * 20), small, left=at - 6, right=at + 6)
        for tick in range(4):
            at = bottom - (bottom - top) * tick / 3
            sheet.right(at - small.points * 0.17, f"{tick * 0.5:.1f}", small, edge=left - 1)
        for curve in range(rng.randint(2, 3)):
            points, level = [], rng.uniform(0.1, 0.4)
            for step in range(12):
                level = min(0.98, max(0.02, level + rng.uniform(-0.04, 0.14)))
                points.append((sheet.px(left + (right - left) * step / 11), sheet.px(bottom - (bottom - top) * level)))
            sheet.pen.line(points, fill=INK, width=2 if curve else 3)
            for px, py in points[:: 1 + curve]:
                sheet.pen.ellipse((px - 4, py - 4, px + 4, py + 4), outline=INK, fill=None if curve == 1 else INK)
        sheet.centred(bottom + 3.8, across, small, left=left, right=right)
        sheet.text(left + 1.5, top - 3.2, up, small)
        sheet.centred(bottom + 8.2, caption, type_, left=x, right=x + width)

    return Row("", type_, height, draw=draw)

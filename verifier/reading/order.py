"""Reading order (阅读顺序): rows from top to bottom, left to right within a row; columns of prose in turn."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.geometry import Box

_SAME_ROW: Final = 0.5
"""Two boxes share a row when their middles differ by less than this part of the lower one's height."""

_MIN_COLUMN_LINES: Final = 5
"""Fewer lines side by side are two signatures, two addresses or a picture's captions."""

_MIN_COLUMN_WIDTH: Final = 0.25
"""Of the page's width. Columns of numbers in a table are as even as prose, but narrower."""

_FULL_LINE: Final = 0.75
_FULL_SHARE: Final = 0.5
"""At least this share of a column's lines must be at least `_FULL_LINE` of its width: prose fills its column, the
cells of a form or table do not."""

_GUTTERS: Final = (0.25, 0.75)
_GUTTER_STEP: Final = 0.01
_PART: Final = 2.5
"""A gap of so many line heights parts a page's foot from a column that ends above it."""


def reading_order(boxes: Sequence[Box], slope: float = 0.0) -> list[int]:
    """Return the indices of `boxes` in reading order.

    Forms and tables are read row by row. Where a gutter (栏间距) runs over several lines between columns that prose
    fills, the left column is read before the right one; what runs over the gutter, a title or a wide table, parts the
    page. After Nagy, Seth, Viswanathan, IEEE Computer 25 (7), 1992 (the X-Y cut), with prose as the condition of a cut.

    Args:
        boxes: page fractions.
        slope: how far a row sinks from the page's left to its right edge, as a fraction of the page's height. On a
            page skewed by 2 degrees the right end of a row lies two rows lower: without it, rows would be mixed.
    """
    middles = [box.centre[1] - slope * box.centre[0] for box in boxes]
    return _ordered(list(range(len(boxes))), boxes, middles)


def _ordered(indices: Sequence[int], boxes: Sequence[Box], middles: Sequence[float]) -> list[int]:
    rows = _rows(indices, boxes, middles)
    columns = _columns(rows, boxes, middles)
    if columns is None:
        return [index for row in rows for index in row]
    parts = (columns.above, columns.left, columns.right, columns.below)
    return [index for part in parts for index in _ordered(part, boxes, middles)]


def _rows(indices: Sequence[int], boxes: Sequence[Box], middles: Sequence[float]) -> list[list[int]]:
    rows: list[list[int]] = []
    for index in sorted(indices, key=middles.__getitem__):
        if rows and _same_row(index, rows[-1], boxes, middles):
            rows[-1].append(index)
        else:
            rows.append([index])
    return [sorted(row, key=lambda i: (boxes[i].left, middles[i])) for row in rows]


def _same_row(index: int, row: Sequence[int], boxes: Sequence[Box], middles: Sequence[float]) -> bool:
    # Compared with the row's first box, not its last: chained to the last, a page of slanted boxes becomes one row.
    first = row[0]
    height = min(boxes[index].height, boxes[first].height)
    return abs(middles[index] - middles[first]) <= _SAME_ROW * height


@dataclass(frozen=True)
class _Columns:
    """A stretch of the page with two columns; each part holds indices."""

    above: list[int]
    left: list[int]
    right: list[int]
    below: list[int]


def _columns(rows: Sequence[Sequence[int]], boxes: Sequence[Box], middles: Sequence[float]) -> _Columns | None:
    """Return the longest stretch of rows that prose fills in two columns, None where there is none."""
    if sum(map(len, rows)) < 2 * _MIN_COLUMN_LINES:
        return None
    best: _Columns | None = None
    for step in range(round((_GUTTERS[1] - _GUTTERS[0]) / _GUTTER_STEP) + 1):
        gutter = _GUTTERS[0] + step * _GUTTER_STEP
        crossed = [any(boxes[index].left < gutter < boxes[index].right for index in row) for row in rows]
        start = 0
        for end in range(len(rows) + 1):
            if end < len(rows) and not crossed[end]:
                continue
            if end > start:
                found = _cut(rows, start, end, gutter, boxes, middles)
                if found and (best is None or _size(found) > _size(best)):
                    best = found
            start = end + 1
    return best


def _size(columns: _Columns) -> int:
    return len(columns.left) + len(columns.right)


def _cut(
    rows: Sequence[Sequence[int]],
    start: int,
    end: int,
    gutter: float,
    boxes: Sequence[Box],
    middles: Sequence[float],
) -> _Columns | None:
    """Cut rows [start, end) at the gutter; None where either side is no column of prose."""
    start, end = _without_edges(rows, start, end, gutter, boxes, middles)
    inside = [index for row in rows[start:end] for index in row]
    left = [index for index in inside if boxes[index].centre[0] < gutter]
    right = [index for index in inside if boxes[index].centre[0] >= gutter]
    if not (_is_prose(left, boxes) and _is_prose(right, boxes)):
        return None
    above = [index for row in rows[:start] for index in row]
    below = [index for row in rows[end:] for index in row]
    return _Columns(above, left, right, below)


def _without_edges(
    rows: Sequence[Sequence[int]],
    start: int,
    end: int,
    gutter: float,
    boxes: Sequence[Box],
    middles: Sequence[float],
) -> tuple[int, int]:
    """Return the stretch without the lines above and below that stand apart: page numbers, headings on one side."""
    if start >= end:
        return start, end
    height = statistics.median(boxes[index].height for row in rows[start:end] for index in row)

    def stands_apart(row: int, neighbour: int) -> bool:
        sides = {boxes[index].centre[0] < gutter for index in rows[row]}
        distance = abs(middles[rows[row][0]] - middles[rows[neighbour][0]])
        return len(sides) == 1 and distance > _PART * height

    while end - start > 1 and stands_apart(end - 1, end - 2):
        end -= 1
    while end - start > 1 and stands_apart(start, start + 1):
        start += 1
    return start, end


def _is_prose(side: Sequence[int], boxes: Sequence[Box]) -> bool:
    if len(side) < _MIN_COLUMN_LINES:
        return False
    width = max(boxes[index].right for index in side) - min(boxes[index].left for index in side)
    full = sum(boxes[index].width >= _FULL_LINE * width for index in side)
    return width >= _MIN_COLUMN_WIDTH and full >= max(_FULL_SHARE * len(side), _MIN_COLUMN_LINES)

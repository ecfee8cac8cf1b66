"""Reading order (阅读顺序): rows from top to bottom, left to right within a row."""

from __future__ import annotations

from collections.abc import Sequence

from models.geometry import Box

_SAME_ROW = 0.5
"""Two boxes share a row when their middles differ by less than this part of the lower one's height."""


def reading_order(boxes: Sequence[Box], slope: float = 0.0) -> list[int]:
    """Return the indices of `boxes` in reading order.

    Args:
        boxes: page fractions.
        slope: how far a row sinks from the page's left to its right edge, as a fraction of the page's height. On a
            page skewed by 2 degrees the right end of a row lies two rows lower: without it, rows would be mixed.
    """
    middles = [box.centre[1] - slope * box.centre[0] for box in boxes]
    rows: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=middles.__getitem__):
        if rows and _same_row(index, rows[-1], boxes, middles):
            rows[-1].append(index)
        else:
            rows.append([index])
    return [index for row in rows for index in sorted(row, key=lambda i: (boxes[i].left, middles[i]))]


def _same_row(index: int, row: Sequence[int], boxes: Sequence[Box], middles: Sequence[float]) -> bool:
    # Compared with the row's first box, not its last: chained to the last, a page of slanted boxes becomes one row.
    first = row[0]
    height = min(boxes[index].height, boxes[first].height)
    return abs(middles[index] - middles[first]) <= _SAME_ROW * height

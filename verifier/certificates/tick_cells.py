"""Ticks by pen in a column without boxes (打√的列): missed by the reader of text or read as V, seen by their shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Box
from models.observation import Cell, Table
from verifier.pictures import RgbImage

UNREAD: Final = "〓"
"""Stands for ink in a cell that is no tick: so that the cell is not taken for an empty one."""

_TICKS: Final = "√✓✔☑■"
_NARROW: Final = 0.15
_SHORT: Final = 2
_INSIDE: Final = 0.14
_SPECK: Final = 0.004
"""Share of a cell's inside below which its ink is dust."""

_DARKER: Final = 30


def fill_tick_cells(image: RgbImage, tables: Sequence[Table]) -> list[Table]:
    """Return the tables, a tick written into each cell that shows one, `UNREAD` where other ink stands unread.

    Only narrow columns are looked at in which at least one tick was read.
    """
    return [_filled(image, table) for table in tables]


def _filled(image: RgbImage, table: Table) -> Table:
    columns = {cell.column for cell in table.cells if _is_narrow(cell) and _has_tick(cell)}
    if not columns:
        return table
    return replace(
        table, cells=tuple(_looked_at(image, cell) if cell.column in columns else cell for cell in table.cells)
    )


def _is_narrow(cell: Cell) -> bool:
    return cell.column_span == 1 and cell.box.width < _NARROW


def _has_tick(cell: Cell) -> bool:
    return any(tick in cell.text for tick in _TICKS)


def _looked_at(image: RgbImage, cell: Cell) -> Cell:
    if not _is_narrow(cell) or _has_tick(cell) or len(cell.text.strip()) > _SHORT:
        return cell
    ink = _ink(image, cell.box)
    if ink is None:
        return cell
    return replace(cell, text="√" if _is_tick(ink) else cell.text or UNREAD)


def _ink(image: RgbImage, box: Box) -> NDArray[np.bool_] | None:
    """Return the ink inside a cell, cut to its bounds; None where there is none."""
    left, top, right, bottom = box.to_pixels(image.shape[1], image.shape[0])
    across, down = round(_INSIDE * (right - left)), round(_INSIDE * (bottom - top))
    inside = image[top + down : bottom - down, left + across : right - across]
    if min(inside.shape[:2]) < 8:
        return None
    grey = cv2.cvtColor(np.ascontiguousarray(inside), cv2.COLOR_RGB2GRAY)
    dark = (grey < float(np.median(grey)) - _DARKER).astype(np.uint8)
    if float(dark.mean()) < _SPECK:
        return None
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return np.asarray(dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] > 0)


def _is_tick(ink: NDArray[np.bool_]) -> bool:
    """Tell whether a stroke goes down to a bend left of the middle and up to the right, higher than it began."""
    height, width = ink.shape
    if min(height, width) < 6 or float(ink.mean()) > 0.5:
        return False
    lowest = [int(rows.max()) if (rows := np.flatnonzero(column)).size else -1 for column in ink.T]
    highest = [int(rows.min()) if (rows := np.flatnonzero(column)).size else height for column in ink.T]
    bend = float(np.median(np.flatnonzero(np.array(lowest) >= height - 1 - 0.06 * height))) / width
    start, end = highest[: max(1, width // 8)], highest[-max(1, width // 8) :]
    falls = 0.12 * height < min(start) < 0.85 * height
    # A cross stands on two feet, a stroke on one at its end.
    right_foot = max(lowest[-max(1, width // 4) :])
    return 0.12 <= bend <= 0.62 and falls and min(end) < min(start) and right_foot < 0.75 * height

"""Reads ruled tables (有线表格): the cells of the ruling with the text that stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.geometry import Box
from models.observation import Cell, Table
from verifier.certificates.cells import cell_texts
from verifier.certificates.ruling import Grid, find_grids, reduced
from verifier.certificates.runs import across_runs, along_runs
from verifier.pictures import RgbImage

_COLOURED: Final = 60
_COLOURED_SHARE: Final = 0.002
_TINTED: Final = _COLOURED // 2
_SIDE: Final = 0.1
"""Share of the page's height and width that one side of a table of coloured lines takes up at the least."""


def find_tables(image: RgbImage, lines: Sequence[Line], *, page: int) -> list[Table]:
    """Return the ruled tables of a page, from top to bottom; a blank cell has the text "".

    A line that runs over several cells is shared out character by character. Lines of a cell are joined without a
    break, with a space between Latin words. Tables without vertical rules are not found.

    Args:
        image: H x W x 3 uint8 RGB.
        lines: what was read on the page.
        page: its number, from 1.
    """
    if min(image.shape[:2]) < 50:
        return []
    return [_table(grid, lines, page) for grid in _grids(image)]


def _grids(image: RgbImage) -> list[Grid]:
    """Look for black lines first, coloured ink taken for paper: arcs of a seal over the table are no lines.

    Only where that finds nothing on a page with coloured ink, the lines themselves may be coloured.
    """
    red, green, blue = cv2.split(reduced(image))
    brightest, darkest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    colour = cv2.subtract(brightest, darkest)
    _, coloured = cv2.threshold(colour, _COLOURED, 255, cv2.THRESH_BINARY)
    share = cv2.countNonZero(coloured) / coloured.size
    if share:
        paper = float(np.median(brightest[::4, ::4]))
        grids = find_grids(np.asarray(cv2.copyTo(np.full_like(brightest, paper), coloured, brightest), dtype=np.uint8))
    else:
        grids = find_grids(np.asarray(brightest, dtype=np.uint8))
    if grids or share < _COLOURED_SHARE or not _has_lines(np.asarray(colour, np.uint8)):
        return grids
    return find_grids(np.asarray(darkest, dtype=np.uint8))


def _has_lines(colour: NDArray[np.uint8]) -> bool:
    """Tell whether coloured ink runs as straight as the side of a table: the ring of a seal nowhere does."""
    ink = np.asarray(cv2.threshold(colour, _TINTED, 1, cv2.THRESH_BINARY)[1], np.uint8)
    height, width = (round(_SIDE * side) for side in ink.shape)
    return bool(along_runs(ink, height).any() or across_runs(ink, width).any())


def _table(grid: Grid, lines: Sequence[Line], page: int) -> Table:
    boxes = [Box.clamped(*(round(side, 6) for side in cell)) for cell in grid.cells]
    texts = cell_texts(boxes, lines)
    cells = tuple(
        Cell(row, column, box, text, row_span, column_span)
        for (row, column, row_span, column_span), box, text in zip(grid.spans, boxes, texts, strict=True)
    )
    return Table(page, Box.around(boxes), cells)

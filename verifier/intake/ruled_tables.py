"""Inside the child: the ruled tables (有线表格) of a born-digital PDF page, read from its vector lines by pdfplumber.

Only geometry leaves the child; what stands in a cell is decided outside, where text layer and pixels are compared.
pdfplumber is slow (0.2 s for a dense page), so pages without ruling never meet it, and time spent on it is bounded.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import pypdfium2.raw as pdfium

from verifier.intake.limits import (
    MAX_TABLE_CELLS_PER_PAGE,
    TABLE_SECONDS_PER_DOCUMENT,
    TABLE_SECONDS_PER_PAGE,
)

RuledCell: TypeAlias = tuple[int, int, int, int, float, float, float, float]
"""(row, column, row span, column span, left, top, right, bottom); the box in fractions of the page as displayed."""

_MIN_CHARACTERS: Final = 20
_MIN_SEGMENTS: Final = 12
"""Six lines, each a move and a stroke, make a table of two by two."""
_MAX_CHARACTERS: Final = 20_000
"""Five times a dense page of A4: pdfminer takes half a second for so many."""
_MAX_SEGMENTS: Final = 5_000
"""A drawing, not a form: finding the crossings of more lines takes many seconds."""
_MIN_CELLS: Final = 4
_SNAP_POINTS: Final = 3.0
"""Edges so close are one rule (pdfplumber's own tolerance)."""


class RuledTables:
    """Finds the tables of the pages of one document."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None
        self._left = TABLE_SECONDS_PER_DOCUMENT

    def find(self, page: Any, index: int, characters: int) -> list[list[RuledCell]]:  # noqa: ANN401
        """Return the tables of a page, from top to bottom; none where there is no ruling or no time.

        Args:
            page: as PDFium loaded it, to ask cheaply whether it has any ruling.
            index: its place in the document, from 0.
            characters: how many characters its text layer has.
        """
        if (
            self._left <= 0
            or not _MIN_CHARACTERS <= characters <= _MAX_CHARACTERS
            or not _has_ruling(page)
            or page.get_rotation()
        ):
            return []
        started = time.monotonic()
        try:
            return self._find(index)
        except (MemoryError, RecursionError):
            self._left = 0.0
            return []
        except Exception:  # noqa: BLE001  # pdfminer raises anything at all on malformed files; its tables are an extra
            return []
        finally:
            spent = time.monotonic() - started
            # No alarm ends a page in the middle: an exception out of a signal can strike anywhere, and did harm. The
            # bounds on ruling and characters keep a page short; the first one that is slow is the last.
            self._left = self._left - spent if spent <= TABLE_SECONDS_PER_PAGE else 0.0

    def _find(self, index: int) -> list[list[RuledCell]]:
        import pdfplumber

        if self._document is None:
            self._document = pdfplumber.open(io.BytesIO(self._data), password="")
        page = self._document.pages[index]
        try:
            if tuple(page.cropbox) != tuple(page.mediabox):
                return []  # boxes would be those of the uncropped page
            found = page.find_tables({"vertical_strategy": "lines", "horizontal_strategy": "lines"})
            tables = [cells for table in found if (cells := _cells(table.cells, page.bbox))]
        finally:
            page.close()
        kept: list[list[RuledCell]] = []
        for cells in sorted(tables, key=lambda cells: min(cell[5] for cell in cells)):
            if sum(map(len, kept)) + len(cells) <= MAX_TABLE_CELLS_PER_PAGE:
                kept.append(cells)
        return kept


def _has_ruling(page: Any) -> bool:  # noqa: ANN401
    segments = 0
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            segments += max(0, pdfium.FPDFPath_CountSegments(item))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            segments += max(0, pdfium.FPDFFormObj_CountObjects(item))  # what is inside may be lines
        if segments > _MAX_SEGMENTS:
            return False
    return segments >= _MIN_SEGMENTS


def _cells(boxes: Sequence[tuple[float, float, float, float]], page: Sequence[float]) -> list[RuledCell]:
    """Put cells (points, top left origin) on rows and columns; [] where they make no table of two by two."""
    left, top, right, bottom = page
    columns = _rules([box[side] for box in boxes for side in (0, 2)])
    rows = _rules([box[side] for box in boxes for side in (1, 3)])
    if len(boxes) < _MIN_CELLS or len(columns) < 3 or len(rows) < 3:
        return []  # one row or one column of boxes is a form's frame, not a table
    cells = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        first_column, last_column = _nearest(columns, box[0]), _nearest(columns, box[2])
        first_row, last_row = _nearest(rows, box[1]), _nearest(rows, box[3])
        cells.append(
            (
                first_row, first_column, max(1, last_row - first_row), max(1, last_column - first_column),
                (box[0] - left) / (right - left), (box[1] - top) / (bottom - top),
                (box[2] - left) / (right - left), (box[3] - top) / (bottom - top),
            )
        )  # fmt: skip
    return sorted(cells)


def _rules(edges: Sequence[float]) -> list[float]:
    found: list[float] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _SNAP_POINTS:
            found.append(edge)
    return found


def _nearest(rules: Sequence[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda index: abs(rules[index] - edge))

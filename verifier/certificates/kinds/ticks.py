"""Ticked clauses (勾选) of 自评表: which conditions the applicant says to meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.geometry import Box
from models.observation import Cell, FieldValue
from verifier.certificates.folding import fold
from verifier.certificates.lookup import right_of
from verifier.certificates.spec import Material

_TICKS: Final = "☑☒■√✓✔"
_BOXES: Final = "□☐"
_CLAUSE: Final = re.compile(r"^第?(?P<number>\d{1,2}\.\d{1,2})条?")


def ticked_clauses(material: Material) -> Iterator[FieldValue]:
    """Yield 勾选 1.1, 勾选 1.2 ...: 是 where a tick stands in the clause's box, 否 where a drawn box is open.

    What stands in a box is read by the reader of text: a mark that it does not name (a stroke, a cross read as a
    letter) is `unreadable`, an empty cell without a box `blank`, and neither is taken for a no.
    """
    for table in material.tables:
        for cell in table.cells:
            clause = _CLAUSE.match(fold(cell.text))
            if clause is None:
                continue
            rest = fold(cell.text)[clause.end() :]
            beside = [other for other in _row(table.cells, cell) if _is_box(other)] or _empty_before(table.cells, cell)
            mark = beside[0] if beside else right_of(table, cell) if not rest else None
            if mark is not None:
                yield _field(f"勾选 {clause['number']}", mark, table.page)


def _row(cells: tuple[Cell, ...], cell: Cell) -> Iterator[Cell]:
    return (other for other in cells if other is not cell and other.row <= cell.row < other.row + other.row_span)


def _is_box(cell: Cell) -> bool:
    text = fold(cell.text)
    return bool(text) and set(text) <= set(_TICKS + _BOXES)


def _empty_before(cells: tuple[Cell, ...], cell: Cell) -> list[Cell]:
    """Return the narrow empty cell before a clause: a column for ticks without drawn boxes."""
    before = [other for other in _row(cells, cell) if other.column + other.column_span == cell.column]
    return [other for other in before if not fold(other.text) and other.box.width < 0.15]


def _field(name: str, mark: Cell, page: int) -> FieldValue:
    text = fold(mark.text)
    box: Box = mark.box
    if any(tick in text for tick in _TICKS):
        return FieldValue(name, mark.text, "是", box, page, None)
    if any(tick in text for tick in _BOXES):
        return FieldValue(name, mark.text, "否", box, page, None)
    return FieldValue(name, mark.text or None, None, box, page, None, ("unreadable",) if text else ("blank",))

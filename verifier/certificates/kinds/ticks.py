"""Ticked clauses (勾选) of 自评表: which conditions the applicant says to meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.geometry import Box
from models.observation import Cell, FieldValue, Table
from verifier.certificates.folding import fold
from verifier.certificates.spec import Material
from verifier.certificates.table_lookup import right_of

_TICKS: Final = "☑☒■√✓✔"
_BOXES: Final = "□☐"
_MARKED_ROW: Final = re.compile(
    rf"^[ \t]*(?P<mark>[{_TICKS}{_BOXES}])[ \t]*第?(?P<number>\d{{1,2}}\.\d{{1,2}})(?=条|[ \t]|[\u4e00-\u9fff])",
    re.MULTILINE,
)
_CLAUSE: Final = re.compile(r"^第?(?P<number>\d{1,2}\.\d{1,2})条?")


def ticked_clauses(material: Material) -> Iterator[FieldValue]:
    """Yield 勾选 1.1, 勾选 1.2 ...: 是 where a tick stands in the clause's box, 否 where a drawn box is open.

    What stands in a box is read by the reader of text or seen in the pixels: a mark that neither names (a stroke, a
    cross read as a letter) is `unreadable` and not taken for a no. In a column without boxes an empty cell is a no
    where others of the column are ticked, else `blank`: such a column may be one for something else.
    """
    found = [one for table in material.tables for one in _in_table(table)]
    yield from found or _in_rows(material)


def _in_table(table: Table) -> Iterator[FieldValue]:
    clauses = [(cell, clause) for cell in table.cells if (clause := _CLAUSE.match(fold(cell.text)))]
    marks = [(clause, mark) for cell, clause in clauses if (mark := _mark_of(table, cell, clause))]
    ticked = {mark.column for _, mark in marks if _says(mark.text) == "是"}
    for clause, mark in marks:
        name = f"勾选 {clause['number']}"
        if not fold(mark.text) and mark.column in ticked:
            yield FieldValue(name, None, "否", mark.box, table.page, None)
        else:
            yield _field(name, mark, table.page)


def _mark_of(table: Table, cell: Cell, clause: re.Match[str]) -> Cell | None:
    rest = fold(cell.text)[clause.end() :]
    beside = [other for other in _row(table.cells, cell) if _is_box(other)] or _empty_before(table.cells, cell)
    return beside[0] if beside else right_of(table, cell) if not rest else None


def _in_rows(material: Material) -> Iterator[FieldValue]:
    """Yield the clauses of a sheet without a table, each behind its box."""
    for match in _MARKED_ROW.finditer(material.stream.text):
        place = material.stream.place(match.start("mark"), match.end("mark"))
        if place is not None:
            value = _says(match["mark"])
            yield FieldValue(f"勾选 {match['number']}", place.raw, value, place.box, place.page, place.confidence)


def _says(text: str) -> str | None:
    folded = fold(text)
    if any(tick in folded for tick in _TICKS):
        return "是"
    return "否" if any(box in folded for box in _BOXES) else None


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
    if value := _says(text):
        return FieldValue(name, mark.text, value, box, page, None)
    return FieldValue(name, mark.text or None, None, box, page, None, ("unreadable",) if text else ("blank",))

"""The recipe of reading a roster: a workbook in; its columns, its people, and what stands in the way out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from models.errors import RosterEmpty, RosterWithoutColumns
from verifier.certificates.folding import fold
from verifier.intake.workbook import BookCell, Sheet, Workbook, read_workbook
from verifier.rosters.columns import ID_NUMBER, NAME, NUMBER, canonical
from verifier.rosters.header import Header, find_header
from verifier.rosters.roster import Column, Place, Roster, RosterRow, Table, cell_name
from verifier.rosters.values import read_value

_NOTE: Final = re.compile(
    r"(?:注|说明|备注|填表|审核|制表|联系|合计|总计|共计|共|负责人|单位(?:负责人|公章|盖章)|主管)"
)
"""How the lines below a roster begin."""

_EXAMPLE: Final = re.compile(r"(?:例|示例|样例|范例|举例)")
_FEWEST_CELLS: Final = 3
"""A row without a name that holds fewer cells is a line of text below the table, not a person."""


def read_roster(path: Path, *, today: dt.date | None = None) -> Roster:
    """Read a roster from a workbook (.xlsx, .xls, .ods).

    Args:
        path: the workbook.
        today: an ID number of somebody born later has a problem; None does not look.

    Raises:
        InputRefused: empty, encrypted, broken, no workbook, too large, without column names or people.
    """
    return roster_of(read_workbook(path), path.name, today=today)


def roster_of(book: Workbook, filename: str, *, today: dt.date | None = None) -> Roster:
    """Return what a workbook says of people; raises like `read_roster`."""
    headers = [(sheet, find_header(sheet)) for sheet in book.sheets]
    tables = tuple(_table(sheet, header, today) for sheet, header in headers if header is not None and not sheet.hidden)
    if not any(sheet.cells for sheet in book.sheets):
        raise RosterEmpty
    if not tables:
        raise RosterWithoutColumns
    if not any(table.rows or table.nameless for table in tables):
        raise RosterEmpty
    hidden = tuple(sheet.name for sheet, header in headers if header is not None and sheet.hidden)
    return Roster(filename, tables, hidden, book.formulas)


def _table(sheet: Sheet, header: Header, today: dt.date | None) -> Table:
    named, nameless = [], []
    for row, cells in _rows(sheet, header):
        read = _row(sheet, row, cells, header, today)
        if NAME in read.values:
            named.append(read)
        elif _is_person(read):
            nameless.append(read)
    hidden = tuple(column.printed for column in header.columns if column.index in sheet.hidden_columns)
    return Table(sheet.name, header.bottom + 1, header.columns, tuple(named), tuple(nameless), hidden)


def _rows(sheet: Sheet, header: Header) -> Iterator[tuple[int, dict[int, BookCell]]]:
    """Yield the rows below the column names that may be people: no notes, examples, nor the names once more."""
    by_row: dict[int, dict[int, BookCell]] = {}
    for (row, column), cell in sheet.cells.items():
        if row > header.bottom:
            by_row.setdefault(row, {})[column] = cell
    # A unit merged over the rows of its people stands in each of them.
    for top, left, bottom, right in sheet.merged:
        if left == right and top > header.bottom and (shared := sheet.cells.get((top, left))):
            for row in range(top, bottom + 1):
                if row in by_row:
                    by_row[row].setdefault(left, shared)
    names = {column.index: column.printed for column in header.columns}
    for row, cells in sorted(by_row.items()):
        first = fold(cells[min(cells)].text)
        repeated = sum(names.get(column) == cell.text for column, cell in cells.items()) > 1
        if not repeated and not _EXAMPLE.match(first):
            yield row, cells


def _row(sheet: Sheet, row: int, cells: dict[int, BookCell], header: Header, today: dt.date | None) -> RosterRow:
    values = {
        column.name or column.printed: read_value(
            column.name, cells[column.index], _place(sheet, row, column), today=today
        )
        for column in header.columns
        if column.index in cells and not _is_stray_name(column, cells[column.index], cells)
    }
    return RosterRow(Place(sheet.name, row + 1), values, row in sheet.hidden_rows)


def _place(sheet: Sheet, row: int, column: Column) -> Place:
    return Place(sheet.name, row + 1, column.printed, cell_name(row, column.index))


def _is_stray_name(column: Column, cell: BookCell, cells: dict[int, BookCell]) -> bool:
    """Tell whether what stands under 姓名 is a line of text below the table."""
    if column.name != NAME:
        return False
    text = fold(cell.text)
    few = len(cells) < _FEWEST_CELLS
    return len(text) > 40 or (few and (bool(_NOTE.match(text)) or ":" in text)) or canonical(text) == NAME


def _is_person(row: RosterRow) -> bool:
    """Tell whether a row without a name is about somebody: an ID number, or several cells that are no signatures."""
    held = {name: value for name, value in row.values.items() if name != NUMBER}
    if ID_NUMBER in held and held[ID_NUMBER].text:
        return True
    texts = [fold(value.raw) for value in held.values()]
    first = fold(next(iter(row.values.values())).raw) if row.values else ""
    lines = any(":" in text for text in texts) or bool(_NOTE.match(first))
    return len(held) >= _FEWEST_CELLS and not lines

"""Finds the row of column names: below titles and units, perhaps two rows deep, perhaps under merged groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from verifier.intake.workbook import Sheet
from verifier.rosters.columns import NAME, NUMBER, canonical
from verifier.rosters.roster import Column

LOOKED_AT_ROWS: Final = 30
"""Column names stand near the top; titles, units and instructions take a few rows."""

_FEWEST_KNOWN: Final = 2
"""姓名 and one other known column: a lone 姓名 may be a label beside a blank."""


@dataclass(frozen=True)
class Header:
    """Where the column names end (row from 0), and the columns."""

    bottom: int
    columns: tuple[Column, ...]


def find_header(sheet: Sheet) -> Header | None:
    """Return the row (or rows) of column names; None where the sheet has none."""
    top = _Top(sheet)
    best = max(top.rows, key=lambda row: (top.known(row), -row), default=None)
    if best is None or top.known(best) < _FEWEST_KNOWN:
        return None
    bottom = top.end_of_name(best)
    return Header(bottom, tuple(_columns(top, best, bottom)))


class _Top:
    """The first rows of a sheet, with the text of a merged range in each of its cells."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows = sorted({row for row, _ in sheet.cells})[:LOOKED_AT_ROWS]
        self.width = 1 + max((column for _, column in sheet.cells), default=-1)
        last = self.rows[-1] if self.rows else -1
        self._merged = [merged for merged in sheet.merged if merged[0] <= last]
        self._texts = {place: cell.text for place, cell in sheet.cells.items() if place[0] <= last and cell.kind == "t"}
        for first_row, first_column, last_row, last_column in self._merged:
            text = self._texts.get((first_row, first_column), "")
            for row in range(first_row, min(last_row, last) + 1):
                for column in range(first_column, min(last_column + 1, self.width)):
                    self._texts[row, column] = text

    def text(self, row: int, column: int) -> str:
        """Return the text at a place, "" where there is none."""
        return self._texts.get((row, column), "")

    def known(self, row: int) -> int:
        """Return how many different known column names a row holds; 0 without 姓名."""
        names = {canonical(said) for column in range(self.width) if (said := self.text(row, column))}
        return len(names - {None, NUMBER}) if NAME in names else 0

    def end_of_name(self, row: int) -> int:
        """Return the last row of the names: 姓名 may be merged over two rows, the lower one naming parts of a group."""
        for first_row, column, last_row, _ in self._merged:
            if first_row <= row <= last_row and canonical(self.text(row, column)) == NAME:
                return last_row
        return row


def _columns(top: _Top, upper: int, bottom: int) -> list[Column]:
    columns = []
    taken: set[str] = set()
    for index in range(top.width):
        leaf, group = top.text(bottom, index), top.text(upper, index)
        if not (leaf or group):
            continue
        name = canonical(leaf or group) or (canonical(group + leaf) if group != leaf else None)
        if name in taken:
            name = None  # of two columns of one name (两个“专业”) the first is understood
        elif name is not None:
            taken.add(name)
        columns.append(Column(index, leaf or group, name))
    return columns

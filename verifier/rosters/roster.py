"""A roster as read: columns, rows, and what was noticed while reading."""

from __future__ import annotations

from dataclasses import dataclass


def cell_name(row: int, column: int) -> str:
    """Return the name that a spreadsheet shows for a cell: rows and columns from 0, `D5` for (4, 3)."""
    letters = ""
    left = column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


@dataclass(frozen=True)
class Place:
    """Where in the workbook; `row` counts from 1 as a spreadsheet shows it, `column` is the printed name."""

    sheet: str
    row: int | None = None
    column: str | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Column:
    """One column: where it stands (from 0), its name as printed, its canonical name (None: not known)."""

    index: int
    printed: str
    name: str | None


@dataclass(frozen=True)
class Value:
    """One cell of a row.

    `text` is the value in one form (ID numbers upper case, dates 2019-11 or 2019-11-03), None where it cannot be had;
    `raw` as it stands there; `problems` are stable codes: digits_lost, format, checksum, not_a_date, future_date,
    unknown_region, old_format, ambiguous_month, formula_blank.
    """

    place: Place
    raw: str
    text: str | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class RosterRow:
    """One person's row: values by canonical name (where known) or by the name as printed."""

    place: Place
    values: dict[str, Value]
    hidden: bool = False

    def get(self, name: str) -> str | None:
        """Return the value of a column in one form, None where it is blank or cannot be had."""
        value = self.values.get(name)
        return value.text if value else None


@dataclass(frozen=True)
class Table:
    """The roster on one sheet: its columns and rows, and where its column names stand (row from 1)."""

    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[RosterRow, ...]
    nameless: tuple[RosterRow, ...] = ()
    hidden_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roster:
    """A roster. `hidden_sheets` have columns of a roster and were not read; `formulas`: see `Workbook`."""

    filename: str
    tables: tuple[Table, ...]
    hidden_sheets: tuple[str, ...] = ()
    formulas: bool | None = None

    @property
    def rows(self) -> tuple[RosterRow, ...]:
        """All rows that name a person."""
        return tuple(row for table in self.tables for row in table.rows)

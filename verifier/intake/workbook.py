"""The parent's side of a workbook (花名册): its sheets as bounded cells, read in the child and checked here."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import BrokenFile, EmptyFile, RosterTooLarge, RosterUnsupported
from verifier.intake.border import clean
from verifier.intake.conversation import Lines, await_end, converse, left_well, refusal_of
from verifier.intake.kinds import Kind
from verifier.intake.limits import (
    HEAD_BYTES,
    MAX_ROSTER_CELL_CHARACTERS,
    MAX_ROSTER_COLUMNS,
    MAX_ROSTER_ROWS,
    MAX_WORKBOOK_BYTES,
    MAX_WORKBOOK_SHEETS,
    ROSTER_SECONDS,
)
from verifier.intake.sniff import sniff
from verifier.intake.upload import check_filename

_KIND: Final = "roster"
_READ: Final = frozenset({"xlsx", "ole", "wps", "odf"})
"""WPS puts its mark into workbooks, too; whether a compound file holds one, the child sees."""
_MOST_ROWS_OF_A_SHEET: Final = 1_048_576
_MOST_COLUMNS_OF_A_SHEET: Final = 16_384

CellKind = Literal["t", "n", "d", "b"]
"""Text, number (every digit written out), date (ISO 8601), truth (1 or 0)."""

_Row = Annotated[int, Field(ge=0, lt=_MOST_ROWS_OF_A_SHEET)]
_Column = Annotated[int, Field(ge=0, lt=_MOST_COLUMNS_OF_A_SHEET)]
_Text = Annotated[str, Field(max_length=MAX_ROSTER_CELL_CHARACTERS)]
_STRICT: Final = ConfigDict(extra="forbid", frozen=True)


class _Sheet(BaseModel):
    model_config = _STRICT

    name: _Text
    hidden: bool
    rows: Annotated[
        list[tuple[_Row, Annotated[list[tuple[_Column, CellKind, _Text]], Field(max_length=MAX_ROSTER_COLUMNS)]]],
        Field(max_length=MAX_ROSTER_ROWS),
    ]
    merged: Annotated[list[tuple[_Row, _Column, _Row, _Column]], Field(max_length=4 * MAX_ROSTER_ROWS)]
    hidden_rows: Annotated[list[_Row], Field(max_length=MAX_ROSTER_ROWS)]
    hidden_columns: Annotated[list[_Column], Field(max_length=MAX_ROSTER_COLUMNS)]


class _Workbook(BaseModel):
    model_config = _STRICT

    sheets: Annotated[list[_Sheet], Field(max_length=MAX_WORKBOOK_SHEETS)]
    formulas_seen: bool | None


@dataclass(frozen=True)
class BookCell:
    """A cell that holds something."""

    kind: CellKind
    text: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: cells by (row, column), both from 0; merged ranges as (top, left, bottom, right), ends included."""

    name: str
    hidden: bool
    cells: dict[tuple[int, int], BookCell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """A workbook. `formulas` tells whether a cell is computed (its last value is what is read); None where unknown."""

    sheets: tuple[Sheet, ...]
    formulas: bool | None


def read_workbook(path: Path) -> Workbook:
    """Read a workbook; no parser of foreign bytes runs in this process.

    Raises:
        InputRefused: empty, encrypted, broken, no workbook, too large.
        SandboxMissing: isolation is required here and cannot be had.
    """
    check_filename(path.name)
    with path.open("rb") as file, tempfile.TemporaryFile(prefix="verifier-roster-") as spool:
        head = file.read(HEAD_BYTES)
        if not head:
            raise EmptyFile
        _check_kind(sniff(head), head)
        if os.fstat(file.fileno()).st_size > MAX_WORKBOOK_BYTES:
            raise RosterTooLarge(rows=MAX_ROSTER_ROWS)
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        book, code = converse(file, _KIND, spool, _listen)
    if book is None:
        raise refusal_of(code, _KIND)
    return book


def workbook_of(untrusted_line: bytes) -> Workbook:
    """Return what a child said; raises BrokenFile where it is anything else."""
    try:
        told = _Workbook.model_validate_json(untrusted_line)
    except ValidationError:
        raise BrokenFile from None
    return Workbook(tuple(_sheet(sheet) for sheet in told.sheets), told.formulas_seen)


def _check_kind(kind: Kind, head: bytes) -> None:
    if kind.id not in _READ or (kind.id == "odf" and b"opendocument.spreadsheet" not in head[:200]):
        raise RosterUnsupported(kind=kind.label)


def _listen(process: subprocess.Popen[bytes]) -> Workbook | None:
    assert process.stdout is not None
    line = Lines(process.stdout).next(time.monotonic() + ROSTER_SECONDS)
    if line is None:
        await_end(process)
        return None
    book = workbook_of(line)
    return book if left_well(process) else None


def _sheet(told: _Sheet) -> Sheet:
    cells = {
        (row, column): BookCell(kind, text)
        for row, held in told.rows
        for column, kind, untrusted in held
        if (text := clean(untrusted).strip())
    }
    return Sheet(
        clean(told.name),
        told.hidden,
        cells,
        tuple(told.merged),
        frozenset(told.hidden_rows),
        frozenset(told.hidden_columns),
    )

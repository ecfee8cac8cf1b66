"""Inside the child: a workbook (.xlsx, .xls, .ods) to bounded cells, by calamine.

calamine gives values, merged ranges and hidden sheets. Hidden rows and columns and the presence of formulas stand only
in the XML of an .xlsx: that is read by expat beside it, and unknown for the older formats.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import IO, Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum
from python_calamine import SheetVisibleEnum as Visible

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.limits import (
    MAX_ROSTER_CELL_CHARACTERS,
    MAX_ROSTER_CHARACTERS,
    MAX_ROSTER_COLUMNS,
    MAX_ROSTER_ROWS,
    MAX_WORKBOOK_BYTES,
    MAX_WORKBOOK_SHEETS,
    MAX_WORKBOOK_UNPACKED_BYTES,
)
from verifier.intake.sheet_xml import Unseen, unseen_parts
from verifier.intake.spool import Answer

_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream of an OLE container that holds an encrypted .xlsx ([MS-OFFCRYPTO] 1.3.2)."""

_WORKBOOK_STREAMS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "WORKBOOK", "BOOK"))

_BOOK_BEGINS: Final = bytes((0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00))
"""BOF of the globals of a BIFF8 workbook ([MS-XLS] 2.4.21)."""

_FILE_PASS: Final = 0x2F
_RECORDS_BEFORE_PASSWORD: Final = 4

_Cell = tuple[int, str, str]


def decode_workbook(file: IO[bytes], answer: Answer) -> None:
    """Send the sheets of the workbook in `file`: name, hidden or not, rows with anything in them, merged ranges.

    Raises:
        Refusal: encrypted, no workbook, broken, too many rows.
    """
    data = file.read(MAX_WORKBOOK_BYTES + 1)
    if len(data) > MAX_WORKBOOK_BYTES:
        raise Refusal(ExitCode.TOO_MANY_ROWS)
    _check_container(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [entry for entry in book.sheets_metadata if entry.typ is SheetTypeEnum.WorkSheet]
        read = [(entry.name, entry.visible is not Visible.Visible, book.get_sheet_by_name(entry.name))
                for entry in sheets[:MAX_WORKBOOK_SHEETS]]  # fmt: skip
    except PasswordError:
        raise Refusal(ExitCode.ENCRYPTED) from None
    except CalamineError:
        raise Refusal(ExitCode.BROKEN) from None
    unseen = unseen_parts(data) if data.startswith(b"PK") else None
    budget = _Budget()
    told = [_sheet(name, hidden, sheet, (unseen or {}).get(name), budget) for name, hidden, sheet in read]
    answer.workbook(told, None if unseen is None else any(entry.formulas for entry in unseen.values()))


def _check_container(data: bytes) -> None:
    if data.startswith(b"PK"):
        _check_unpacked(data)
        return
    if _ENCRYPTED_STREAM in data or _wants_password(data):
        raise Refusal(ExitCode.ENCRYPTED)
    if not any(stream in data for stream in _WORKBOOK_STREAMS):
        raise Refusal(ExitCode.NOT_A_WORKBOOK)  # a DOC or PPT


def _check_unpacked(data: bytes) -> None:
    """Refuse what says of itself that it is a bomb; what lies about it ends at the child's memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise Refusal(ExitCode.BROKEN) from None
    if unpacked > MAX_WORKBOOK_UNPACKED_BYTES:
        raise Refusal(ExitCode.TOO_MANY_ROWS)


def _wants_password(data: bytes) -> bool:
    """Tell whether an .xls has a FilePass record behind its first one ([MS-XLS] 2.4.117).

    calamine tries one format after the other and then only says that none of them fits.
    """
    at = data.find(_BOOK_BEGINS)
    for _ in range(_RECORDS_BEFORE_PASSWORD):
        kind, size = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if at < 0 or kind == _FILE_PASS:
            return at >= 0
        at += 4 + size
    return False


class _Budget:
    """What of the limits is left for further sheets."""

    def __init__(self) -> None:
        self.rows = MAX_ROSTER_ROWS
        self.characters = MAX_ROSTER_CHARACTERS

    def take(self, cells: list[_Cell]) -> None:
        """Count a row; raises Refusal where a limit is passed."""
        self.rows -= 1
        self.characters -= sum(len(text) for _, _, text in cells)
        if self.rows < 0 or self.characters < 0:
            raise Refusal(ExitCode.TOO_MANY_ROWS)


def _sheet(name: str, hidden: bool, sheet: CalamineSheet, unseen: Unseen | None, budget: _Budget) -> dict[str, Any]:
    first_column = sheet.start[1] if sheet.start else 0
    rows = []
    # Rows come from the sheet's first, whatever lies above the area in use; columns begin with that area.
    for row, values in enumerate(sheet.iter_rows()):
        within = values[: max(0, MAX_ROSTER_COLUMNS - first_column)]
        cells = [told for column, value in enumerate(within, first_column) if (told := _cell(column, value))]
        if cells:
            budget.take(cells)
            rows.append((row, cells))
    merged = [
        (top, left, bottom, right)
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[: 4 * MAX_ROSTER_ROWS]
    ]
    return {
        "name": name[:MAX_ROSTER_CELL_CHARACTERS],
        "hidden": hidden,
        "rows": rows,
        "merged": merged,
        "hidden_rows": sorted(unseen.rows)[:MAX_ROSTER_ROWS] if unseen else [],
        "hidden_columns": sorted(unseen.columns)[:MAX_ROSTER_COLUMNS] if unseen else [],
    }


def _cell(column: int, value: object) -> _Cell | None:
    """Return (column, kind, text): t text, n number (all its digits), d date (ISO 8601), b truth; None where blank."""
    if isinstance(value, str):
        stripped = value.strip()
        return (column, "t", stripped[:MAX_ROSTER_CELL_CHARACTERS]) if stripped else None
    if isinstance(value, bool):
        return column, "b", "1" if value else "0"
    if isinstance(value, (int, float)):
        whole = isinstance(value, int) or value.is_integer()
        return column, "n", str(int(value)) if whole else repr(value)
    if isinstance(value, dt.datetime):
        return column, "d", value.date().isoformat()
    return (column, "d", value.isoformat()) if isinstance(value, dt.date) else (column, "t", str(value)[:40])

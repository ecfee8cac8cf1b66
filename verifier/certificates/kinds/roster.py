"""申报人员花名册 (巴州 2024, 附件8): one row an applicant, under a fixed row of columns."""

from __future__ import annotations

from collections.abc import Sequence

from models.observation import Cell, Table
from verifier.certificates.folding import fold
from verifier.certificates.normalisers import date, tight_text, whole_number
from verifier.certificates.organisations import organisation
from verifier.certificates.signoff import signoff_unit
from verifier.certificates.spec import DocumentSpec, Field, Find, Material

_HEADER_ROWS = 3
_FEWEST_COLUMNS = 3


def roster_table(tables: Sequence[Table]) -> Table | None:
    """Return the table one of whose first rows names a 姓名 column."""
    return next((table for table in tables if _header(table)), None)


def roster_rows(table: Table) -> list[dict[str, Cell]]:
    """Return the rows that name a person: column's printed name (folded) -> cell. Rows may stand on several pages."""
    return [row for row in rows_below_heads(table) if fold(row["姓名"].text)]


def rows_below_heads(table: Table) -> list[dict[str, Cell]]:
    """Return the rows in which anything stands, as `roster_rows`; a cover may lie on the name of one."""
    header = _header(table)
    columns = {cell.column: fold(cell.text) for cell in header}
    rows: dict[int, dict[str, Cell]] = {}
    for cell in table.cells:
        if cell.row > header[0].row and cell.column in columns:
            rows.setdefault(cell.row, {})[columns[cell.column]] = cell
    filled = (row for _, row in sorted(rows.items()) if any(fold(cell.text) for cell in row.values()))
    return [row for row in filled if "姓名" in row]


def _header(table: Table) -> list[Cell]:
    """Return the row of heads: the one with 姓名, below a row that groups columns (基本情况) where there is one."""
    row = next((cell.row for cell in table.cells if cell.row < _HEADER_ROWS and fold(cell.text) == "姓名"), None)
    found = (
        [cell for cell in table.cells if cell.row <= (row or 0) < cell.row + cell.row_span] if row is not None else []
    )
    return sorted(found, key=lambda cell: cell.column) if len(found) >= _FEWEST_COLUMNS else []


def _columns(material: Material) -> Find | None:
    table = roster_table(material.tables)
    if table is None:
        return None
    header = _header(table)
    text = "|".join(fold(cell.text) for cell in header)
    return Find(text, "|".join(cell.text for cell in header), table.page, table.box, None)


def _count(material: Material) -> Find | None:
    table = roster_table(material.tables)
    if table is None:
        return None
    count = str(len(roster_rows(table)))
    return Find(count, count, table.page, table.box, None)


ROSTER = DocumentSpec(
    type="roster",
    fields=(
        Field("年度", date, patterns=(r"(?P<value>20\d{2}年)度?",)),
        Field("专业", tight_text, patterns=(r"年度?(?P<value>[^,.;:年度]{2,20}?)专业职称评审",)),
        Field("主管单位", organisation, labels=("主管单位", "填报单位"), fallback=signoff_unit),
        Field("列名", tight_text, finder=_columns),
        Field("人数", whole_number, finder=_count),
    ),
)
"""列名 is the header's cells joined by |; the rows themselves are in the table, see `roster_rows`."""

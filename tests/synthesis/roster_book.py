"""Writes rosters as .xlsx workbooks, with what careless hands do to them: IDs as numbers, real dates, merged titles."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.synthesis.rolls import Roll

WIDTHS = {
    "序号": 6,
    "工作单位": 26,
    "姓名": 12,
    "何时、何校何专业毕业": 34,
    "身份证号": 22,
    "毕业院校": 22,
    "所学专业": 20,
}
HEADINGS = (
    "{year}年度{specialty}专业职称评审申报人员花名册",
    "{year}年职称申报人员汇总表",
    "{year}年度专业技术资格评审对象情况一览表",
)
CREATED = dt.datetime(2024, 9, 10, 10, 30, tzinfo=dt.UTC)


def write_roster(
    target: Path | BinaryIO, roll: Roll, *, layout: int = 0, ids: str = "text", dates: str = "text", spare: int = 0,
    hidden: str | None = None,
) -> int:  # fmt: skip
    """Write a roster; equal rolls give equal bytes. Returns the row of the column names, from 0.

    Args:
        target: file or stream to write to.
        roll: what stands in it.
        layout: 0 title, unit and note around the table; 1 two rows of headings; 2 the column names in the first row.
        ids: text or number: a number keeps 15 digits of an ID number, the last three are lost.
        dates: text (2019.11) or date: a cell that holds the first of the month as a date.
        spare: so many numbered rows without a name at the end.
        hidden: a column that is hidden from view.
    """
    if ids not in ("text", "number") or dates not in ("text", "date"):
        raise ValueError(f"no such cells: {ids}, {dates}")
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": "花名册", "created": CREATED})
        sheet = book.add_worksheet("花名册" if layout == 0 else "Sheet1")
        sheet.set_landscape()
        sheet.set_paper(9)
        cell = book.add_format(
            {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "font_size": 10}
        )
        bold = book.add_format({"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "bold": True})
        month = book.add_format({"border": 1, "align": "center", "num_format": "yyyy.mm"})
        top = _above(sheet, roll, layout, book.add_format({"align": "center", "bold": True, "font_size": 16}), bold)
        for column, name in enumerate(roll.columns):
            sheet.set_column(column, column, WIDTHS.get(name, 11), None, {"hidden": name == hidden})
            sheet.write_string(top, column, name, bold)
        for row in range(len(roll.rows)):
            for column, name in enumerate(roll.columns):
                _cell(sheet, top + 1 + row, column, name, roll.cell(row, name), (ids, dates), (cell, month))
        for extra in range(spare):
            sheet.write_number(top + 1 + len(roll.rows) + extra, 0, len(roll.rows) + extra + 1, cell)
            for column in range(1, len(roll.columns)):
                sheet.write_blank(top + 1 + len(roll.rows) + extra, column, None, cell)
        if layout == 0:
            sheet.write_string(top + 1 + len(roll.rows) + spare, 0, "注：此表由主管单位负责汇总并统一报送。")
    return top


def _above(sheet: Worksheet, roll: Roll, layout: int, title: Format, bold: Format) -> int:
    """Write what stands above the column names; returns their row."""
    last = len(roll.columns) - 1
    if layout == 2:
        return 0
    heading = HEADINGS[layout].format(year=roll.year, specialty=roll.specialty)
    sheet.merge_range(0, 0, 0, last, heading, title)
    sheet.write_string(1, 0, f"主管单位（盖章）：{roll.supervisor}")
    if layout == 0:
        return 2
    first = 0
    for text, span in roll.groups():
        sheet.merge_range(2, first, 2, first + span - 1, text, bold)
        first += span
    return 3


def _cell(
    sheet: Worksheet,
    row: int,
    column: int,
    name: str,
    text: str,
    kinds: tuple[str, str],
    formats: tuple[Format, Format],
) -> None:
    ids, dates = kinds
    plain, month = formats
    if not text:
        sheet.write_blank(row, column, None, plain)
    elif name == "序号":
        sheet.write_number(row, column, int(text), plain)
    elif name == "身份证号" and ids == "number" and text.isdigit():
        # A spreadsheet keeps 15 digits of a number typed in.
        sheet.write_number(row, column, int(text) // 1000 * 1000, plain)
    elif name in ("出生年月", "取得时间", "获现任专业技术职务时间") and dates == "date":
        year, number = map(int, text.split("."))
        sheet.write_datetime(row, column, dt.datetime(year, number, 1), month)  # noqa: DTZ001 - a cell has no zone
    else:
        sheet.write_string(row, column, text, plain)

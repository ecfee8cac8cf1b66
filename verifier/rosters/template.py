"""An empty roster to fill in: the notice's own columns, ID numbers and dates as text, a note on every column."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import xlsxwriter

from models.errors import InvalidRequest
from models.messages import text
from models.policy import Policy
from verifier.rosters.columns import (
    EDUCATION,
    ETHNICITY,
    GENDER,
    ID_NUMBER,
    NAME,
    NUMBER,
    PHONE,
    TITLE,
    UNIT,
    UNIT_KIND,
    WANTED_TITLE,
    canonical,
)
from verifier.rosters.rules import roster_rule
from verifier.rosters.values import DATES

_ROWS: Final = 200
"""Rows made ready below the column names; further ones keep the columns' format."""

_TEXT_FORMAT: Final = 49
"""The built-in format `@` (ECMA-376 part 1, 18.8.30): what is typed in stays text."""

_HINTS: Final = {
    NUMBER: "number",
    NAME: "name",
    ID_NUMBER: "id_number",
    GENDER: "gender",
    ETHNICITY: "ethnicity",
    UNIT: "unit",
    UNIT_KIND: "unit_kind",
    EDUCATION: "education",
    PHONE: "phone",
    TITLE: "title",
    WANTED_TITLE: "title",
    **dict.fromkeys(DATES, "date"),
}
_WIDTHS: Final = {NUMBER: 6, NAME: 12, GENDER: 6, ETHNICITY: 10, ID_NUMBER: 22, UNIT: 28, "毕业情况": 34}
_WIDTH: Final = 14
_HEADER_ROW: Final = 2


def write_template(policy: Policy, path: Path) -> int:
    """Write an empty roster for a policy as .xlsx; returns the number of columns.

    Raises:
        InvalidRequest: the pack does not say which columns the roster has.
    """
    rule = roster_rule(policy)
    if rule is None:
        raise InvalidRequest(reason=text("rosters.no_columns", policy=policy.id))
    last = len(rule.columns) - 1
    # Nothing that is typed in becomes a formula or a link by itself.
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(text("rosters.template_sheet"))
        title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        heading = book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        cell = book.add_format(
            {"border": 1, "num_format": _TEXT_FORMAT, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        number = book.add_format({"border": 1, "align": "center", "valign": "vcenter"})
        sheet.merge_range(0, 0, 0, last, rule.title or text("rosters.template_title", title=policy.title), title)
        sheet.write_string(1, 0, text("rosters.template_unit"))
        for index, column in enumerate(rule.columns):
            name = canonical(column) or column
            sheet.set_column(index, index, _WIDTHS.get(name, _WIDTH), number if name == NUMBER else cell)
            sheet.write_string(_HEADER_ROW, index, column, heading)
            sheet.write_comment(_HEADER_ROW, index, _hint(name), {"x_scale": 1.6, "author": ""})
            for row in range(_HEADER_ROW + 1, _HEADER_ROW + 1 + _ROWS):
                sheet.write_blank(row, index, None, number if name == NUMBER else cell)
            if name == GENDER:
                options = {"validate": "list", "source": ["男", "女"]}
                sheet.data_validation(_HEADER_ROW + 1, index, _HEADER_ROW + _ROWS, index, options)
        sheet.write_string(1, min(3, last), text("rosters.template_note"))
        sheet.freeze_panes(_HEADER_ROW + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
    return len(rule.columns)


def _hint(name: str) -> str:
    return text(f"rosters.hint_{_HINTS.get(name, 'other')}")

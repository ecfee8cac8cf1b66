"""花名册 on paper, across: the columns of the notice, a 汇总表 under grouped headings, a spreadsheet's print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.geometry import Box
from tests.synthesis.documents.common import Style, finish, seal, title
from tests.synthesis.documents.ruled import Cell, Rect, Ruling, head, held, named, ruled, ruling
from tests.synthesis.paper import A4, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.rolls import LAYOUT_COLUMNS, Roll, chunks, enrol
from tests.synthesis.truth import Drawn

ACROSS = (A4[1], A4[0])
WIDTHS = (
    (10, 28, 15, 25, 9, 14, 16, 16, 40, 15, 18, 18, 18, 14, 14),
    (9, 25, 9, 15, 35, 34, 30, 28, 16, 18, 15, 16, 22),
    (9, 25, 9, 15, 36, 34, 16, 15, 36, 14, 18, 16, 18, 12),
)


def roster(
    scene: Scene,
    look: Style,
    *,
    count: int = 6,
    blank_cells: int = 0,
    sealed: bool = True,
    seal_text: str | None = None,
    without: str | None = None,
    changed: Mapping[str, str] | None = None,
) -> list[Drawn]:
    """申报人员花名册: every cell is a field `column[row]`, besides the fields of the catalogue; see `rolls.enrol`."""
    roll = enrol(scene, layout=look.layout, count=count, blank_cells=blank_cells, without=without, changed=changed)
    return (_notice, _summary, _printout)[look.layout](scene, look, roll, sealed, seal_text)


def _notice(scene: Scene, look: Style, roll: Roll, sealed: bool, seal_text: str | None) -> list[Drawn]:
    sheet, print_ = Sheet(ACROSS), ruling(look, 9.5)
    y = title(sheet, [f"{roll.year}年度{roll.specialty}专业职称评审申报人员花名册"], look, y=16, points=17)
    sheet.field("年度", f"{roll.year}年")
    sheet.field("专业", roll.specialty)
    sheet.text(14, y - 4, f"主管单位（盖章）：{roll.supervisor}", look.type(12))
    sheet.field("主管单位", roll.supervisor)
    rows = [(18.0, [head(name) for name in roll.columns])]
    rows += [(12.0, _cells(roll, row)) for row in range(len(roll.rows))]
    spare = max(0, 9 - len(roll.rows))
    rows += [
        (8.0, [held(str(len(roll.rows) + extra + 1)), *([held("")] * (len(roll.columns) - 1))])
        for extra in range(spare)
    ]
    places = ruled(sheet, 13, y + 4, _widths(roll, 0), rows, print_)
    _note(sheet, roll, places[0], places[1 : 1 + len(roll.rows)], range(len(roll.rows)))
    sheet.text(14, places[-1][0][3] + 2, "注：此表由主管单位负责汇总并统一报送。", look.type(10))
    if sealed:
        seal(sheet, scene.supervisor, 74, y - 2, look, text=seal_text)
    return [finish(sheet, scene, look, "roster", "roster")]


def _summary(scene: Scene, look: Style, roll: Roll, sealed: bool, seal_text: str | None) -> list[Drawn]:
    sheet, print_ = Sheet(ACROSS), ruling(look, 9.5)
    y = title(sheet, [f"{roll.year}年职称申报人员汇总表"], look, y=18, points=19)
    sheet.field("年度", f"{roll.year}年")
    rows: list = [(9.0, [Cell(text, span, label=True) for text, span in roll.groups()])]
    rows.append((13.0, [head(name) for name in roll.columns]))
    rows += [(12.0, _cells(roll, row)) for row in range(len(roll.rows))]
    widths = _widths(roll, 1)
    places = ruled(sheet, (ACROSS[0] - sum(widths)) / 2, y - 2, widths, rows, print_)
    _note(sheet, roll, places[1], places[2:], range(len(roll.rows)))
    y = places[-1][0][3] + 8
    sheet.text(20, y, f"审核人：{scene.officer.name}", look.type(11))
    sheet.right(y, roll.supervisor, look.type(12), edge=272)
    sheet.field("主管单位", roll.supervisor)
    sheet.right(y + 8, chinese_date(scene.signed), look.type(12), edge=262)
    if sealed:
        seal(sheet, scene.supervisor, 246, y + 6, look, text=seal_text)
    return [finish(sheet, scene, look, "roster", "roster")]


def _printout(scene: Scene, look: Style, roll: Roll, sealed: bool, seal_text: str | None) -> list[Drawn]:
    """A spreadsheet's print: the title and the unit are rows of the grid, the column names come again on every page."""
    pages, type_ = [], look.type(9)
    print_ = Ruling(type_, type_, None, 0.25)
    wide = len(roll.columns)
    for number, part in enumerate(chunks(range(len(roll.rows)), 9), 1):
        sheet = Sheet(ACROSS)
        rows: list = []
        if number == 1:
            heading = f"{roll.year}年度专业技术资格评审对象情况一览表"
            rows = [(13.0, [held(heading, span=wide)]), (9.0, [held(f"主管部门：{roll.supervisor}", span=wide)])]
        rows.append((14.0, [held(name) for name in roll.columns]))
        rows += [(13.0, _cells(roll, row)) for row in part]
        places = ruled(sheet, 13.5, 15, _widths(roll, 2), rows, print_)
        if number == 1:
            sheet.field("年度", f"{roll.year}年")
            sheet.field("主管单位", roll.supervisor)
        body = places[len(rows) - len(part) :]
        _note(sheet, roll, places[len(rows) - len(part) - 1], body, part)
        if sealed and part[-1] == len(roll.rows) - 1:
            y = places[-1][0][3] + 16
            sheet.text(200, y - 2, f"{roll.supervisor}（章）", Type("hei", 10))
            seal(sheet, scene.supervisor, 226, y, look, text=seal_text)
        sheet.centred(198, f"第 {number} 页", look.type(8))
        pages.append(finish(sheet, scene, look, "roster", "roster", page=str(number)))
    return pages


def _widths(roll: Roll, layout: int) -> list[float]:
    """Return the columns' widths; a column that was left out is nobody's."""
    return [width for width, name in zip(WIDTHS[layout], LAYOUT_COLUMNS[layout], strict=True) if name in roll.columns]


def _cells(roll: Roll, row: int) -> list[Cell]:
    return [
        named(roll.cell(row, name), f"姓名[{row + 1}]")
        if name == "姓名"
        else held(roll.cell(row, name), f"{name}[{row + 1}]")
        for name in roll.columns
    ]


def _note(
    sheet: Sheet, roll: Roll, header: Sequence[Rect], body: Sequence[Sequence[Rect]], rows: Sequence[int]
) -> None:
    """Note the fields of the whole table: 列名, 人数, and 空格 for cells left empty."""
    names = list(roll.columns)
    boxes = [sheet.box_mm(*place) for place in header]
    sheet.field("列名", "|".join(names), Box.around(boxes))
    sheet.field("人数", str(len(rows)), Box.around([sheet.box_mm(*place) for cells in body for place in cells]))
    for row, column in roll.blank:
        if row in rows and column in names:
            sheet.field("空格", "", sheet.box_mm(*body[list(rows).index(row)][names.index(column)]))


DRAWERS = {"roster": roster}

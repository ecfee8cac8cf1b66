"""评审表/申报表/评定表 (app_form): here the booklet of an autonomous region; the other two in `review_prints`."""

from __future__ import annotations

from tests.synthesis.documents.booklets import (
    NONE,
    TITLES,
    Booklet,
    Filling,
    achievements,
    basics,
    education_rows,
    mark_of,
    pledge,
    section,
    unit_opinions,
    work_rows,
)
from tests.synthesis.documents.careers import career, years_told
from tests.synthesis.documents.common import Style, title
from tests.synthesis.documents.review_prints import platform, short_form
from tests.synthesis.documents.ruled import Rows, head, held, named, ruled, ruling
from tests.synthesis.documents.slots import opinion, photo
from tests.synthesis.handwriting import write_date
from tests.synthesis.paper import Sheet
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.phrases import UNIT_FORM
from tests.synthesis.truth import Drawn

NOTES = (
    "一、本表供评审专业技术职务任职资格使用。1至6页由被评审人填写，7至8页由单位和评审组织填写。",
    "二、填写内容应经人事（职称）部门审核认可，编号由评审组织统一编制。",
    "三、表中栏目无填写内容的应注明“无”，不得留有空格。",
    "四、本表一式两份，用A4纸正反双面打印，有水印方为有效。",
)


def app_form(
    scene: Scene,
    look: Style,
    *,
    opinions: str = "hand",
    wording: str = UNIT_FORM,
    blank_cells: int = 0,
    watermark: bool = True,
    pledge: bool | str = True,
    pictured: bool = True,
    sealed: bool = True,
    signature: str = "handwritten",
    seal_text: str | None = None,
    cover_unit: str | None = None,
    numbered: bool = True,
    supervised: bool = True,
) -> list[Drawn]:
    """专业技术职务任职资格评审表 and its kin; the options are told at `booklets.Filling`."""
    filling = Filling(
        opinions,
        wording,
        blank_cells,
        watermark,
        pledge,
        pictured,
        sealed,
        signature,
        seal_text,
        cover_unit,
        numbered,
        supervised,
    )
    return (_booklet, platform, short_form)[look.layout](scene, look, filling)


def _booklet(scene: Scene, look: Style, filling: Filling) -> list[Drawn]:
    book = Booklet(scene, look, "app_form", mark=mark_of(filling, "昆北专业技术人员管理平台"))
    _cover(book.page(), scene, look, filling)
    print_ = ruling(look, 11.5)
    sheet = book.page()
    _data_with_photo(sheet, scene, look, filling)
    sheet = book.page()
    y = section(sheet, 20, 22, "学习培训经历（含参加学历教育、专业培训）", look)
    ruled(sheet, 20, y, (36, 48, 44, 24, 18), education_rows(scene), print_)
    y = section(sheet, 20, 82, "工作经历", look)
    ruled(sheet, 20, y, (36, 52, 52, 30), work_rows(scene), print_)
    y = section(sheet, 20, 140, "继续教育情况", look)
    rows: Rows = (
        (10, (head("年度"), head("科目"), head("学时"), head("考核结果"))),
        *((10, (held(str(year)), held("公需科目、专业科目"), held("90"), held("合格"))) for year in (2022, 2023, 2024)),
    )
    ruled(sheet, 20, y, (36, 70, 30, 34), rows, print_)
    sheet = book.page()
    y = section(sheet, 20, 20, "任现职后主要专业技术工作业绩登记", look)
    achievements(sheet, 20, y, (28, 46, 48, 48), scene, look, print_, blank=filling.blank_cells, spare=3, height=21)
    sheet = book.page()
    _papers_and_prizes(sheet, scene, look)
    _told_and_pledged(book.page(), scene, look, filling)
    _two_opinions(book.page(), scene, look, filling)
    _committee(book.page(), scene, look)
    return book.done(opinions=filling.opinions, blank_cells=str(filling.blank_cells))


def _cover(sheet: Sheet, scene: Scene, look: Style, filling: Filling) -> None:
    sheet.text(132, 24, "编号：", look.type(12))
    title(sheet, ["昆北自治区", "专业技术职务任职资格评审表"], look, y=62, points=25)
    unit = filling.cover_unit or scene.unit.name
    entries = (
        ("单        位", unit, "单位"), ("姓        名", scene.person.name, "姓名"),
        ("现任专业技术职务", "助理工程师", "现任专业技术职务"),
        ("评审专业技术资格", TITLES[scene.level], "申报专业技术职务"),
        ("专        业", scene.specialty, "申报专业"),
    )  # fmt: skip
    y = 142.0
    for label, value, field in entries:
        sheet.text(38, y, label, look.type(15))
        sheet.centred(y, value, look.type(14), left=84, right=176)
        sheet.field(field, value)
        sheet.rule(84, y + 7, 176, y + 7)
        y += 17
    sheet.centred(244, f"填表时间：{chinese_date(scene.notice_from)}", look.type(14))
    sheet.centred(258, "昆北自治区职称改革工作领导小组办公室制", look.type(13))


def _data_with_photo(sheet: Sheet, scene: Scene, look: Style, filling: Filling) -> None:
    data = dict(basics(scene))

    def pair(name: str, span: int = 1) -> tuple:
        return head(name), (named(data[name], span=span) if name == "姓名" else held(data[name], name, span))

    rows: Rows = (
        (13, (*pair("姓名"), *pair("性别"), *pair("民族"), held("" if filling.pictured else "照片", down=4))),
        (13, (*pair("出生年月"), *pair("政治面貌", 3))),
        (13, (*pair("身份证号", 2), head("健康状况"), held("健康", span=2))),
        (13, (*pair("参加工作时间"), *pair("最高学历", 3))),
        (13, (*pair("工作单位", 3), *pair("联系电话", 2))),
        (13, (*pair("毕业院校", 3), *pair("所学专业", 2))),
        (13, (*pair("现任专业技术职务", 3), *pair("取得时间", 2))),
        (13, (*pair("申报专业技术职务", 3), *pair("申报专业", 2))),
        (16, (head("外语水平"), held(NONE, span=2), head("计算机水平"), held(NONE, span=3))),
        (22, (head("参加何学术团体\n任何职务"), held(NONE, span=6))),
        (22, (head("有何社会兼职"), held(NONE, span=6))),
        (30, (head("懂何种外语\n达到何种程度"), held(NONE, span=6))),
    )
    y = section(sheet, 20, 18, "基本情况", look)
    places = ruled(sheet, 20, y, (30, 28, 20, 20, 22, 22, 28), rows, ruling(look, 11.5))
    if filling.pictured:
        left, top, right, bottom = places[0][-1]
        photo(sheet, (left + right - 25) / 2, (top + bottom - 35) / 2, scene.person)
    for index, text in enumerate(NOTES):
        sheet.text(20, y + 198 + index * 6, text, look.type(9.5))


def _papers_and_prizes(sheet: Sheet, scene: Scene, look: Style) -> None:
    told, print_ = career(scene), ruling(look, 11)
    y = section(sheet, 20, 20, "著作、论文及重要技术报告登记", look)
    rows: list = [(11, (head("日期"), head("名称及内容提要"), head("出版、登载或交流获奖情况"), head("独（合）著")))]
    rows += [(16, (held(issue), held(name), held(journal), held(place))) for name, journal, issue, place in told.papers]
    rows += [(14, (held(NONE),) * 4)] * 2
    ruled(sheet, 20, y, (30, 62, 50, 28), rows, print_)
    y = section(sheet, 20, y + 82, "奖惩情况", look)
    rows = [(10, (head("时间"), head("奖惩名称"), head("授予单位"), head("备注")))]
    rows += [(12, (held(month), held(prize), held(giver), held(NONE))) for month, prize, giver in told.prizes]
    rows += [(12, (held(NONE),) * 4)]
    ruled(sheet, 20, y, (30, 50, 62, 28), rows, print_)
    y = section(sheet, 20, y + 42, "任现职期间年度考核情况", look)
    years = (2021, 2022, 2023)
    rows = [
        (10, (head("年度"), *(held(f"{year}年") for year in years))),
        (12, (head("考核等次"), *(held(told.grades[year]) for year in years))),
    ]
    ruled(sheet, 20, y, (44, 42, 42, 42), rows, print_)


def _told_and_pledged(sheet: Sheet, scene: Scene, look: Style, filling: Filling) -> None:
    """任现职后主要专业技术工作业绩登记（个人总结）: the pledge is its last paragraph, signed."""
    y = section(sheet, 20, 20, "个人总结（任现职以来专业技术工作情况）", look)
    sheet.frame(20, y, 190, 262, weight=0.45)
    for text in years_told(scene.seed):
        y = sheet.paragraph(25, y + 3, 160, text, look.type(12), leading=1.9)
    pledge(sheet, scene, look, filling, 25, 190)


def _two_opinions(sheet: Sheet, scene: Scene, look: Style, filling: Filling) -> None:
    rows: Rows = (
        (98, (head("基\n层\n单\n位\n推\n荐\n意\n见"), held(""))),
        (98, (head("主\n管\n呈\n报\n单\n位\n意\n见"), held(""))),
        (36, (head("备注"), held(NONE))),
    )
    places = ruled(sheet, 20, 26, (18, 152), rows, ruling(look))
    for row, one in zip(places, unit_opinions(scene, look, filling), strict=False):
        opinion(sheet, row[1], one, look)


def _committee(sheet: Sheet, scene: Scene, look: Style) -> None:
    """The committee's page, still to be filled."""
    y = section(sheet, 20, 20, "评审组织意见", look)
    print_ = ruling(look, 11)
    rows: Rows = (
        (16, (head("评审组织\n总人数"), held(""), head("参加\n人数"), held(""), head("赞成\n人数"), held(""),
              head("反对\n人数"), held(""))),
        (80, (head("专业评议组\n意见"), held("", span=7))),
        (80, (head("评审委员会\n意见"), held("", span=7))),
        (46, (head("人社部门\n审批意见"), held("", span=7))),
    )  # fmt: skip
    for row in ruled(sheet, 20, y, (26, 22, 18, 22, 18, 22, 18, 24), rows, print_)[1:]:
        _, _, right, bottom = row[1]
        sheet.text(right - 74, bottom - 16, "（盖章）", look.type(11))
        write_date(sheet, right - 48, bottom - 7, None, look.officer, kind="absent", printed=look.type(11))


DRAWERS = {"app_form": app_form}

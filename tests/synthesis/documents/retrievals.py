"""检索报告: a library's report in tables, a letter of proof, a print of hits with a searcher's signature."""

from __future__ import annotations

import datetime as dt
import random

from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, finish, grid, seal
from tests.synthesis.documents.typeset import prose
from tests.synthesis.documents.works import Work, work
from tests.synthesis.handwriting import sign
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.truth import Drawn

_HOUSES = ("昆北自治区科学技术情报研究所", "昆仑河工业大学图书馆", "澜江省科技文献中心")
_BASES = ("学术期刊全文数据库", "中文科技期刊数据库", "综合期刊数字平台")


def retrieval(
    scene: Scene, look: Style, *, rank: int = 1, title: str | None = None, found: bool = True,
    seal_text: str | None = None,
) -> list[Drawn]:  # fmt: skip
    """检索报告 of the applicant's paper; `title` another title than the paper's, `found` whether it was in the base."""
    about = work(scene, rank=rank)
    house = random.Random(f"house {scene.seed}").choice(_HOUSES)
    day = dt.date(about.year + 1, 1 + about.issue, 3 + about.pages[0] % 24)
    draw = (_tables, _letter, _print)[look.layout]
    return [draw(scene, look, about, house, day, title or about.title, found, seal_text)]


def _result(about: Work, found: bool) -> str:
    return f"经检索，上述论文已被《{_base(about)}》收录" if found else f"经检索，未见上述论文被《{_base(about)}》收录"


def _base(about: Work) -> str:
    return _BASES[about.pages[0] % len(_BASES)]


def _where(about: Work) -> str:
    return f"{about.year}年第{about.issue}期，第{about.pages[0]}-{about.pages[1]}页"


def _house_seal(sheet: Sheet, scene: Scene, look: Style, x: float, y: float, house: str, text: str | None) -> None:
    seal(sheet, scene.unit, x, y, look, text=text or house, centre="检索专用章")


def _tables(
    scene: Scene, look: Style, about: Work, house: str, day: dt.date, title: str, found: bool, seal_text: str | None
) -> Drawn:
    sheet, type_ = Sheet(), Type(look.body, 11)
    number = f"JS{day.year}{about.pages[0]:02d}{scene.seed % 1000:03d}"
    sheet.centred(24, "文献检索报告", Type("heibold", 22))
    sheet.right(36, f"报告编号：{number}", type_, edge=188)
    sheet.field("报告编号", number)
    rows = [
        (10.0, ((1, "委托人"), (1, scene.person.name), (1, "委托单位"), (1, scene.unit.name))),
        (10.0, ((1, "检索机构"), (1, house), (1, "完成日期"), (1, chinese_date(day)))),
        (16.0, ((1, "检索目的"), (3, "专业技术资格评审，证明论文的发表和收录情况"))),
        (16.0, ((1, "检索范围"), (3, f"《{_base(about)}》（1989年至{day.year}年）"))),
        (12.0, ((1, "论文题目"), (3, title))),
        (12.0, ((1, "作    者"), (3, "，".join(about.authors)))),
        (12.0, ((1, "刊    名"), (1, about.journal), (1, "刊    号"), (1, f"ISSN {about.issn}"))),
        (12.0, ((1, "年卷期页"), (3, _where(about)))),
        (24.0, ((1, "检索结果"), (3, _result(about, found) + "。详细著录信息见附件。"))),
    ]
    grid(sheet, 22, 44, (26, 56, 26, 58), rows, type_)
    _fields(sheet, about, title, day)
    sheet.text(26, 186, "检索员：", type_)
    sign(sheet, 44, 188, "田静", "检索员", look.officer, seed=look.seed)
    sheet.text(26, 202, "审核员：", type_)
    sign(sheet, 44, 204, "马春燕", "审核员", look.head, seed=look.seed + 1)
    sheet.right(196, house, Type(look.body, 13), edge=180)
    sheet.right(206, chinese_date(day), Type(look.body, 13), edge=172)
    _house_seal(sheet, scene, look, 150, 202, house, seal_text)
    return finish(sheet, scene, look, "retrieval", "tables")


def _letter(
    scene: Scene, look: Style, about: Work, house: str, day: dt.date, title: str, found: bool, seal_text: str | None
) -> Drawn:
    sheet = Sheet()
    sheet.centred(30, house, Type("songbold", 18, (190, 30, 30)))
    sheet.rule(24, 42, 186, 42, weight=0.7)
    sheet.centred(54, "论文收录证明", Type("songbold", 24))
    template = (
        "兹受{_who}委托，对其论文“{题名}”进行检索。该文由{作者}撰写，刊登于《{刊名}》（ISSN {ISSN}）{年期}。"
        + _result(about, found)
        + "。"
    )
    values = {"_who": scene.person.name, "题名": title, "作者": "、".join(about.authors), "刊名": about.journal,
              "ISSN": about.issn, "年期": _where(about)}  # fmt: skip
    y = prose(sheet, 30, 78, 150, template, values, Type(look.body, 15), leading=1.9)
    sheet.paragraph(30, y, 150, "特此证明。", Type(look.body, 15))
    sheet.text(30, 206, "检索人：", Type(look.body, 13))
    sign(sheet, 50, 208.5, "田静", "检索员", look.officer, seed=look.seed)
    sheet.right(200, house, Type(look.body, 14), edge=180)
    sheet.right(212, chinese_date(day), Type(look.body, 14), edge=172)
    _house_seal(sheet, scene, look, 148, 206, house, seal_text)
    return finish(sheet, scene, look, "retrieval", "letter")


def _print(
    scene: Scene, look: Style, about: Work, house: str, day: dt.date, title: str, found: bool, seal_text: str | None
) -> Drawn:
    sheet, sans = Sheet(colour=(255, 255, 255)), Type("microhei", 10)
    sheet.text(20, 18, "检索证明", Type("heibold", 20, (30, 80, 140)))
    sheet.right(20, house, sans, edge=190)
    sheet.rule(20, 30, 190, 30, weight=0.5)
    y = 38.0
    for label, field, value in (
        ("检索式", None, f"作者={scene.person.name} 并且 单位={scene.unit.name}"), ("数据库", None, _base(about)),
        ("检索日期", "检索日期", chinese_date(day)), ("命中记录", None, "1 条" if found else "0 条"),
    ):  # fmt: skip
        sheet.text(20, y, label, Type("microhei", 10, (110, 110, 110)))
        box = sheet.text(46, y, value, sans)
        if field:
            sheet.field(field, value, box)
        y += 8
    sheet.pen.rectangle([sheet.px(side) for side in (20, y + 2, 190, y + 58)], outline=(170, 190, 210), width=2)
    y += 7
    for label, value in (("题名：", title), ("作者：", "; ".join(about.authors)), ("机构：", scene.unit.name),
                         ("来源：", f"{about.journal} ISSN {about.issn}"), ("卷期：", _where(about)), ("DOI：",
                         about.doi)):  # fmt: skip
        sheet.text(26, y, label, sans)
        sheet.text(40, y, value, sans)
        y += 8
    for field, value in (("题名", title), ("作者", "; ".join(about.authors)), ("ISSN", about.issn), ("DOI", about.doi)):
        sheet.field(field, value)
    y = sheet.paragraph(
        20, y + 10, 170, _result(about, found) + "。本证明仅对所检索的数据库和检索日期负责。", sans, leading=1.8
    )
    draw_qr(sheet, 22, y + 8, 28, f"https://lib.example.cn/p/{about.issn}{about.pages[0]}")
    sheet.text(22, 236, "检索员：", Type("microhei", 12))
    sign(sheet, 40, 238, "田静", "检索员", look.officer, day=day, day_at=(36, 252), seed=look.seed)
    _house_seal(sheet, scene, look, 146, 232, house, seal_text)
    return finish(sheet, scene, look, "retrieval", "print")


def _fields(sheet: Sheet, about: Work, title: str, day: dt.date) -> None:
    values = (
        ("题名", title),
        ("作者", "，".join(about.authors)),
        ("刊名", about.journal),
        ("ISSN", about.issn),
        ("检索日期", chinese_date(day)),
    )
    for field, value in values:
        if sheet.find(value):
            sheet.field(field, value)


DRAWERS = {"retrieval": retrieval}

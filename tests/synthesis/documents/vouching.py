"""What a unit says of its applicant: political appraisal (现实表现政治鉴定), work experience (工作经历证明)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tests.synthesis.documents.common import Style, finish, title
from tests.synthesis.documents.letter_parts import (
    Sealing,
    cell_label,
    close,
    fitted,
    note,
    numbered,
    red_head,
    ruled,
    slot,
    stamp,
)
from tests.synthesis.paper import SIHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Person, Scene, chinese_date
from tests.synthesis.truth import Drawn

ASPECTS = ("思想政治表现", "工作现实表现", "工作态度", "廉洁自律")
"""What the appraisal must hold, besides what was ever done wrong (五(六)1); names of `missing`, with 处分情况."""

SAID = {
    "思想政治表现": "思想政治表现：该同志拥护中国共产党的领导，认真学习贯彻党的路线方针政策，政治立场坚定，旗帜鲜明。",
    "工作现实表现": "工作现实表现：该同志熟悉本职业务，按时保质完成各项工作任务，近三年年度考核均为合格以上等次。",
    "工作态度": "工作态度：该同志爱岗敬业，服从安排，团结同事，能够吃苦耐劳，作风扎实。",
    "廉洁自律": "廉洁自律：该同志遵守国家法律法规和廉洁自律各项规定，未发现收受礼品礼金等问题。",
    "处分情况": "任现职以来，该同志未出现过严重政治性、导向性错误，未受到违纪违规处罚，未因其他原因受到党纪政务处分。",
}


def political(
    scene: Scene,
    look: Style,
    *,
    missing: Sequence[str] = (),
    signature: str = "handwritten",
    second: str = "handwritten",
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
) -> list[Drawn]:
    """现实表现政治鉴定材料, signed by the head and by the party branch's member for discipline.

    Args:
        missing: names of ASPECTS, or 处分情况, that are left out.
        signature, second: kinds of the head's signature and of the member's.
    """
    sheet, sealing = Sheet(), Sealing(seal_text, seal_centre, not sealed)
    said = {name: text for name, text in SAID.items() if name not in missing}
    (_appraised_in_prose, _appraised_in_cells, _appraised_on_red_paper)[look.layout](
        sheet, scene, look, said, (signature, second), sealing
    )
    who = scene.person
    note(sheet, ("姓名", who.name), ("性别", who.gender), ("族别", f"{who.ethnicity}族"), ("身份证号", who.id_number))
    return [finish(sheet, scene, look, "political", "letter")]


def _first(scene: Scene) -> str:
    who = scene.person
    return (
        f"{who.name}，{who.gender}，{who.ethnicity}族，{chinese_date(who.birth)}出生，{scene.party}，身份证号：{who.id_number}，"
        f"现为{scene.unit.name}助理工程师。"
    )


def _appraised_in_prose(
    sheet: Sheet, scene: Scene, look: Style, said: dict[str, str], kinds: tuple[str, str], sealing: Sealing
) -> None:
    y = title(sheet, [f"关于{scene.person.name}同志", "现实表现政治鉴定材料"], look, y=26)
    type_ = look.type(SIHAO)
    y = numbered(sheet, look.margin, y, 210 - 2 * look.margin, [_first(scene), *said.values()], type_) + 8
    _two(sheet, scene, look, look.margin, y, kinds)
    close(sheet, look, y + 34, scene.unit, scene.signed, sealing=sealing)


def _two(sheet: Sheet, scene: Scene, look: Style, x: float, y: float, kinds: tuple[str, str]) -> None:
    """Two signatures one below the other: the head and the member for discipline."""
    slot(sheet, x, y, "主管领导（签字）：", "主管领导", scene.head, look.head, look, kind=kinds[0])
    slot(sheet, x, y + 15, "党支部纪律委员（签字）：", "党支部纪律委员", scene.officer, look.officer, look,
         kind=kinds[1], seed=1)  # fmt: skip


def _appraised_in_cells(
    sheet: Sheet, scene: Scene, look: Style, said: dict[str, str], kinds: tuple[str, str], sealing: Sealing
) -> None:
    """A table: particulars in two rows, one row an aspect, signatures with dates beside each other, seal below."""
    who, type_, left, label, room = scene.person, look.type(XIAOSI), 20.0, 30.0, 140.0
    sheet.centred(20, "专业技术人员现实表现政治鉴定表", Type("heibold", 19))
    y = 34.0
    for row in ((("姓名", who.name), ("性别", who.gender)), (("族别", f"{who.ethnicity}族"), ("政治面貌", scene.party)),
                (("身份证号", who.id_number), ("职称", "助理工程师"))):  # fmt: skip
        x = left
        for (name, value), width in zip(row, (60.0, 50.0), strict=True):
            ruled(sheet, x, y, (30, width), (11,))
            cell_label(sheet, x, y, 30, 11, name, type_)
            sheet.centred(y + 3.6, value, fitted(sheet, value, type_, width - 3), left=x + 30, right=x + 30 + width)
            x += 30 + width
        y += 11
    for name, text in said.items():
        ruled(sheet, left, y, (label, room), (27,))
        cell_label(sheet, left, y, label, 27, name[:4] + ("\n" + name[4:] if name[4:] else ""), type_)
        sheet.paragraph(left + label + 3, y + 3.5, room - 6, text.partition("：")[2] or text, type_, leading=1.5)
        y += 27
    ruled(sheet, left, y, (85, 85), (36,))
    for x, text, role, one, hand, kind in (
        (left, "主管领导签字：", "主管领导", scene.head, look.head, kinds[0]),
        (left + 85, "党支部纪律委员签字：", "党支部纪律委员", scene.officer, look.officer, kinds[1]),
    ):
        slot(sheet, x + 3, y + 10, text, role, one, hand, look, kind=kind, day=scene.signed, day_at=(x + 32, y + 28),
             type_=type_, seed=int(x))  # fmt: skip
    y += 36
    sheet.frame(left, y, left + 170, y + 40)
    close(sheet, look, y + 12, scene.unit, scene.signed, sealing=sealing, centre=left + 122, prefix="（盖章）")


def _appraised_on_red_paper(
    sheet: Sheet, scene: Scene, look: Style, said: dict[str, str], kinds: tuple[str, str], sealing: Sealing
) -> None:
    """The party branch's letter paper; the seal stands by itself between the signatures."""
    y = red_head(sheet, look, f"中共{scene.unit.name}支部委员会", y=22, suffix="", star=True)
    y = title(sheet, ["政治鉴定材料"], look, y=y, points=21)
    texts = [_first(scene), *(text.partition("：")[2] or text for text in said.values()), "特此鉴定。"]
    y = numbered(sheet, look.margin, y - 2, 210 - 2 * look.margin, texts, look.type(SIHAO), leading=1.6) + 10
    _two(sheet, scene, look, look.margin, y, kinds)
    edge = 210 - look.margin
    sheet.right(y + 34, chinese_date(scene.signed), look.type(), edge=edge)
    note(sheet, ("落款日期", chinese_date(scene.signed)))
    party = sealing.text or f"中共{scene.unit.name}支部委员会"
    stamp(sheet, look, scene.unit, edge - 22, y + 28, Sealing(party, sealing.centre, sealing.absent, "party"))


def work_exp(
    scene: Scene,
    look: Style,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    vague: bool = False,
    issued: dt.date | None = None,
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
) -> list[Drawn]:
    """从事专业技术工作经历证明: from when to when in which post.

    Args:
        since, until: of the whole; an `until` before `since` is the wrong order of dates.
        vague: say only for how many years, not from when to when.
    """
    sheet, sealing = Sheet(), Sealing(seal_text, seal_centre, not sealed)
    day = issued or scene.signed
    jobs = [[job.since, job.until, job.post] for job in scene.story.jobs]
    jobs[0][0], jobs[-1][1] = since or jobs[0][0], until or jobs[-1][1]
    periods = [(_month(start), _month(end) if end else "今", str(post)) for start, end, post in jobs]  # type: ignore[arg-type]
    first, last = periods[0][0], periods[-1][1]
    years = (until or day).year - (since or scene.story.jobs[0].since).year
    if vague:
        periods, first = [], ""
    draw = (_experience_in_prose, _experience_in_table, _experience_slip)[look.layout]
    draw(sheet, scene, look, periods, years, day, sealing)
    who = scene.person
    note(sheet, ("姓名", who.name), ("身份证号", who.id_number), ("起", first), ("止", "" if last == "今" else last))
    note(sheet, ("工作年限", f"{years}年"))
    return [finish(sheet, scene, look, "work_exp", "letter")]


def _month(day: dt.date) -> str:
    return f"{day.year}年{day.month}月"


Periods = list[tuple[str, str, str]]


def _experience_in_prose(
    sheet: Sheet, scene: Scene, look: Style, periods: Periods, years: int, day: dt.date, sealing: Sealing
) -> None:
    who = scene.person
    y = title(sheet, ["从事质量技术监督专业", "技术工作经历证明"], look, y=34)
    parts = [f"{start}至{end}在我单位从事{post}工作" for start, end, post in periods]
    text = (
        f"兹证明{who.name}同志（身份证号：{who.id_number}），{'，'.join(parts) + '，' if parts else ''}"
        f"累计从事本专业技术工作{years}年，工作期间遵纪守法，认真负责，无违反职业道德的行为。"
    )
    type_ = look.type(look.text_points)
    y = numbered(sheet, look.margin, y + 2, 210 - 2 * look.margin, (text, "特此证明。"), type_) + 26
    close(sheet, look, y, scene.unit, day, sealing=sealing)


def _experience_in_table(
    sheet: Sheet, scene: Scene, look: Style, periods: Periods, years: int, day: dt.date, sealing: Sealing
) -> None:
    """Periods in a table, signed by the clerk, for which unit and person take the responsibility."""
    who, type_, left, widths = scene.person, look.type(XIAOSI), 22.0, (52.0, 62.0, 52.0)
    sheet.centred(28, "专业技术工作经历证明", Type("heibold", 22))
    first = f"{who.name}，{who.gender}，身份证号：{who.id_number}，现在我单位工作。其从事专业技术工作的经历如下："
    y = sheet.paragraph(left, 46, 166, first, look.type()) + 4
    rows = [("起止时间", "工作单位", "从事何种专业技术工作")]
    rows += [(f"{start}至{end}", scene.unit.name, post) for start, end, post in periods]
    rows += [("", "", "")] * max(0, 4 - len(rows))
    ruled(sheet, left, y, widths, [12.0] * len(rows), weight=0.35)
    for index, row in enumerate(rows):
        x = left
        for value, width in zip(row, widths, strict=True):
            if value:
                small = fitted(sheet, value, type_, width - 2)
                sheet.centred(y + 4 + 12 * index, value, small, left=x, right=x + width)
            x += width
    y += 12 * len(rows) + 8
    text = f"以上累计{years}年，情况属实。如有虚假，我单位愿承担相应责任。"
    y = sheet.paragraph(left, y, 166, text, look.type()) + 10
    slot(sheet, left, y, "经办人（签字）：", "经办人", scene.officer, look.officer, look)
    sheet.text(left, y + 13, f"联系电话：{scene.officer.phone}", look.type())
    close(sheet, look, y + 34, scene.unit, day, sealing=sealing, prefix="证明单位（公章）：")


def _experience_slip(
    sheet: Sheet, scene: Scene, look: Style, periods: Periods, years: int, day: dt.date, sealing: Sealing
) -> None:
    """Blanks of a printed form filled in: one statement a row, on ruled lines, in a frame of half a page."""
    who: Person = scene.person
    sheet.frame(16, 20, 194, 186, weight=0.7)
    sheet.centred(30, "工 作 年 限 证 明", Type("heibold", 24))
    type_, y = look.type(), 52.0
    rows = [("姓    名：", who.name), ("身份证号：", who.id_number)]
    rows += [("工作经历：" if not index else "          ", f"{start}至{end}，{post}") for index, (start, end, post)
             in enumerate(periods)]  # fmt: skip
    rows += [("累计年限：", f"{years}年"), ("工作单位：", scene.unit.name)]
    for label, value in rows:
        start = 28 + sheet.width_of("姓名姓名：", type_)
        if label.strip():
            sheet.text(28, y, label, type_)
        sheet.text(start + 3, y, value, fitted(sheet, value, type_, 180 - start))
        sheet.rule(start, y + 6.6, 182, y + 6.6)
        y += 13
    sheet.text(28, y + 2, "特此证明。", type_)
    close(sheet, look, 156, scene.unit, day, sealing=sealing, suffix="（盖章）")


DRAWERS = {"political": political, "work_exp": work_exp}

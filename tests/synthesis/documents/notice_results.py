"""What came of the public notice (公示结果, 附件2; 公示情况说明 of other provinces)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tests.synthesis.documents.common import Style, finish, title
from tests.synthesis.documents.letter_parts import (
    Sealing,
    cell_label,
    close,
    note,
    note_subject,
    numbered,
    red_head,
    ruled,
)
from tests.synthesis.paper import XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.truth import Drawn

TOLD = ("公示时间", "公示地点", "全部材料", "有无异议", "廉洁自律")
"""What 辽宁 wants an account of the notice to say; names of `missing` where wording is "account"."""


def pub_result(
    scene: Scene,
    look: Style,
    *,
    days: int | None = None,
    issued: dt.date | None = None,
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    wording: str = "annex",
    missing: Sequence[str] = (),
) -> list[Drawn]:
    """…职称的公示结果 (附件2).

    Args:
        days: stated days; by default those of the scene.
        issued: the day below; one before the notice's end is the wrong order.
        wording: "annex" as prescribed; "altered" with 无投诉、举报 left out and the end reworded; "objection" where
            somebody objected; "account" the 公示情况说明 of other provinces, which states TOLD.
        missing: names of TOLD that an account leaves out.
    """
    sheet = Sheet()
    stated = f"公示{days or scene.notice_days}个工作日"
    sealing = Sealing(seal_text, seal_centre, not sealed)
    day = issued or scene.signed
    if wording == "account":
        _account(sheet, scene, look, stated, frozenset(missing), day, sealing)
    else:
        text = _result(scene, stated, wording)
        (_plain_result, _result_to_the_board, _result_as_form)[look.layout](sheet, scene, look, text, day, sealing)
    note_subject(sheet, scene)
    note(sheet, ("公示天数", stated))
    return [finish(sheet, scene, look, "pub_result", "letter")]


def _result(scene: Scene, stated: str, wording: str) -> str:
    name, grade = scene.person.name, f"{scene.series}{scene.specialty}{scene.level}"
    heard = {
        "annex": "公示期间无投诉、举报，公示无异议，申报材料真实、完整、有效",
        "altered": "公示期间未收到意见，申报材料属实",
        "objection": "公示期间收到实名反映一件，经调查核实反映问题不存在，申报材料真实、完整、有效",
    }[wording]
    return f"{name}同志申报材料已在本单位{stated}，{heard}，同意推荐{name}同志申报{grade}专业技术任职资格。"


def _plain_result(sheet: Sheet, scene: Scene, look: Style, text: str, day: dt.date, sealing: Sealing) -> None:
    y = title(
        sheet,
        [f"关于{scene.person.name}同志申报{scene.series}", f"{scene.specialty}{scene.level}职称的公示结果"],
        look,
        y=36,
    )
    y = sheet.paragraph(look.margin, y + 4, 210 - 2 * look.margin, text, look.type(look.text_points)) + 24
    close(sheet, look, y, scene.unit, day, sealing=sealing)


def _result_to_the_board(sheet: Sheet, scene: Scene, look: Style, text: str, day: dt.date, sealing: Sealing) -> None:
    """On the unit's red letter paper, addressed to the board, with the clerk and the telephone at the foot."""
    serial = f"{scene.unit.county[:2]}检函〔{day.year}〕{look.rng('serial').randint(3, 60)}号"
    y = red_head(sheet, look, scene.unit.name, y=22, suffix="", number=serial)
    y = title(sheet, [f"关于{scene.person.name}同志职称申报公示结果的报告"], look, y=y + 4, points=19)
    type_ = look.type(look.text_points)
    sheet.text(look.margin, y, "质量技术监督专业职称评审委员会：", type_)
    y = sheet.paragraph(look.margin, y + 10, 210 - 2 * look.margin, text, type_)
    sheet.text(look.margin + 11, y, "特此报告。", type_)
    close(sheet, look, y + 26, scene.unit, day, sealing=sealing)
    sheet.rule(look.margin, 266, 210 - look.margin, 266)
    sheet.text(look.margin, 269, f"联系人：{scene.officer.name}    联系电话：{scene.officer.phone}", look.type(XIAOSI))


def _result_as_form(sheet: Sheet, scene: Scene, look: Style, text: str, day: dt.date, sealing: Sealing) -> None:
    """A ruled sheet of three rows, the unit's opinion sealed in the last."""
    type_, left, top, label, room = look.type(XIAOSI), 24.0, 56.0, 30.0, 132.0
    sheet.centred(30, "职称申报公示结果", Type("heibold", 24))
    sheet.text(left, 47, f"单位：{scene.unit.name}", type_)
    span = f"{chinese_date(scene.notice_from)}至{chinese_date(scene.notice_to)}"
    rows = (("公示时间", span, 16), ("公示方式", "在单位公示栏和办公楼一楼大厅张贴公示", 16), ("公示结果", text, 54),
            ("推荐单位\n（公章）", "", 62))  # fmt: skip
    ruled(sheet, left, top, (label, room), [height for _, _, height in rows])
    y = top
    for name, value, height in rows:
        cell_label(sheet, left, y, label, height, name, type_)
        if value:
            sheet.paragraph(left + label + 3, y + 5, room - 6, value, type_, indent=0 if height < 20 else 2)
        y += height
    close(sheet, look, y - 38, scene.unit, day, sealing=sealing, centre=left + label + 84)


def _account(
    sheet: Sheet, scene: Scene, look: Style, stated: str, missing: frozenset[str], day: dt.date, sealing: Sealing
) -> None:
    """公示情况说明 after 辽宁: when, where, all materials, objections, honesty."""
    y = title(sheet, [f"关于{scene.person.name}同志申报职称", "公示情况说明"], look, y=34, points=20)
    first = f"现将{scene.person.name}同志申报{scene.series}{scene.specialty}{scene.level}职称的公示情况说明如下。"
    span = f"自{chinese_date(scene.notice_from)}起至{chinese_date(scene.notice_to)}止，共{stated}。"
    said = {
        "公示时间": f"公示时间：{span}",
        "公示地点": "公示地点：单位一楼公示栏。",
        "全部材料": "公示内容：申报人的全部申报材料，包括申报表、证书、论文和业绩佐证材料。",
        "有无异议": "公示结果：公示期间无投诉、举报，公示无异议。",
        "廉洁自律": "廉洁自律情况：该同志能够遵守廉洁自律各项规定，未受过党纪政务处分。",
    }
    kept = [text for name, text in said.items() if name not in missing]
    texts = [first, *(f"{number}、{text}" for number, text in zip("一二三四五", kept, strict=False)), "特此说明。"]
    type_ = look.type(look.text_points)
    y = numbered(sheet, look.margin, y, 210 - 2 * look.margin, texts, type_) + 20
    close(sheet, look, y, scene.unit, day, sealing=sealing)


DRAWERS = {"pub_result": pub_result}

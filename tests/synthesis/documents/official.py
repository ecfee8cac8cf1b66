"""Papers with a red head (红头): appointments, the nature of a unit; and letter paper without a title."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.synthesis.documents.common import Style, copy_note, finish, title
from tests.synthesis.documents.letter_parts import (
    RED,
    Sealing,
    close,
    fitted,
    note,
    numbered,
    red_head,
    red_rule,
    ruled,
    slot,
)
from tests.synthesis.handwriting import write
from tests.synthesis.paper import SIHAO, WUHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, Unit, chinese_date
from tests.synthesis.phrases import FORM_OPINIONS, PLEDGE
from tests.synthesis.truth import Drawn

POSTS = ("业务科副科长", "质量管理科科长", "检验室副主任", "综合办公室主任", "计量标准室主任")


def _serial(scene: Scene, look: Style, word: str, year: int) -> str:
    return f"{scene.unit.county[:2]}{word}〔{year}〕{look.rng('serial').randint(3, 120)}号"


def appointment_doc(
    scene: Scene,
    look: Style,
    *,
    named: bool = True,
    day: dt.date | None = None,
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    number: bool = True,
) -> list[Drawn]:
    """任职的通知 with a red head, imprint (版记) at the foot.

    Args:
        named: whether the applicant is on the list.
        number: whether it bears its number (文号).
    """
    sheet, sealing = Sheet(), Sealing(seal_text, seal_centre, not sealed)
    given = day or dt.date(scene.signed.year - look.rng("given").randint(1, 4), 5, look.rng("given").randint(5, 27))
    posts = look.rng("posts").sample(POSTS, 3)
    names = [scene.head.name, scene.person.name if named else "", scene.officer.name]
    listed = [(name, post) for name, post in zip(names, posts, strict=True) if name]
    serial = _serial(scene, look, "市监任", given.year) if number else None
    draw = (_appointed, _appointed_in_table, _appointed_and_relieved)[look.layout]
    draw(sheet, scene, look, listed, given, serial, sealing)
    if named:
        note(sheet, ("姓名", scene.person.name), ("职务", posts[1]))
    return [finish(sheet, scene, look, "appointment_doc", "letter")]


Listed = list[tuple[str, str]]


def _appointed(
    sheet: Sheet, scene: Scene, look: Style, listed: Listed, day: dt.date, serial: str | None, sealing: Sealing
) -> None:
    office = scene.supervisor
    y = red_head(sheet, look, office.name, y=30, number=serial)
    y = title(sheet, [f"关于{listed[0][0]}等同志任职的通知"], look, y=y + 4, points=20)
    type_, left = look.type(look.text_points), look.margin
    sheet.text(left, y, "各科室、各直属单位：", type_)
    y = sheet.paragraph(left, y + 10, 210 - 2 * left, "经研究决定，任命：", type_)
    for name, post in listed:
        line = f"{name}同志任{scene.unit.name}{post}"
        sheet.text(left + 11, y, line, fitted(sheet, line, type_, 198 - left - left))
        y += 10
    y = sheet.paragraph(left, y, 210 - 2 * left, "以上人员试用期一年，自任命之日起计算。", type_)
    close(sheet, look, max(y + 22, 186), office, day, sealing=sealing)
    _imprint(sheet, look, office, day, 250)


def _imprint(sheet: Sheet, look: Style, office: Unit, day: dt.date, y: float) -> None:
    """版记 between two rules: who else gets it, who printed it and when."""
    type_ = look.type(XIAOSI)
    sheet.rule(26, y, 184, y, weight=0.4)
    sheet.text(29, y + 3, f"抄送：{office.county}人力资源和社会保障局。", type_)
    sheet.rule(26, y + 10, 184, y + 10)
    sheet.text(29, y + 13, f"{office.name}办公室", type_)
    sheet.right(y + 13, f"{chinese_date(day)}印发", type_, edge=181)
    sheet.rule(26, y + 20, 184, y + 20, weight=0.4)


def _appointed_in_table(
    sheet: Sheet, scene: Scene, look: Style, listed: Listed, day: dt.date, serial: str | None, sealing: Sealing
) -> None:
    """The unit's own notice of whom it employs, in a table; a copy with the note that it equals the original."""
    sheet.centred(24, scene.unit.name, fitted(sheet, scene.unit.name, Type("songbold", 26, RED), 170))
    red_rule(sheet, 30, 180, 40, weight=1.1)
    red_rule(sheet, 30, 180, 41.8, weight=0.35)
    if serial:
        sheet.right(45, serial, look.type(), edge=180)
        note(sheet, ("文号", serial))
    y = title(sheet, [f"关于{listed[0][0]}等{len(listed)}名同志聘任的通知"], look, y=60, points=19)
    type_, left, widths = look.type(), 28.0, (18.0, 52.0, 48.0, 36.0)
    y = sheet.paragraph(left, y - 3, 154, "各科室：经单位研究，决定聘任下列同志，聘期三年。", type_) + 3
    rows = [("序号", "姓名", "聘任职务", "聘期起始"), *((str(index), name, post, f"{day.year}.{day.month}") for index,
            (name, post) in enumerate(listed, 1))]  # fmt: skip
    ruled(sheet, left, y, widths, (12.0,) * len(rows))
    for index, row in enumerate(rows):
        x = left
        for value, width in zip(row, widths, strict=True):
            small = fitted(sheet, value, look.type(XIAOSI), width - 2)
            sheet.centred(y + 4 + 12 * index, value, small, left=x, right=x + width)
            x += width
    close(sheet, look, y + 12 * len(rows) + 18, scene.unit, day, sealing=sealing)
    copy_note(sheet, scene, look, 34, 212)


def _appointed_and_relieved(
    sheet: Sheet, scene: Scene, look: Style, listed: Listed, day: dt.date, serial: str | None, sealing: Sealing
) -> None:
    """The party group's paper (党组文件): 任 and 免, two seals' room but one seal, number at the left."""
    office = scene.supervisor
    y = red_head(sheet, look, f"中共{office.name}党组", y=34, suffix="", star=True)
    if serial:
        sheet.text(look.margin, y - 8, serial, look.type())
        note(sheet, ("文号", serial))
    y = title(sheet, [f"关于{listed[0][0]}等同志", "职务任免的通知"], look, y=y + 6, points=20)
    type_, left = look.type(SIHAO), look.margin
    texts = [f"{name}同志任{scene.unit.name}{post}；" for name, post in listed]
    texts.append(f"免去{listed[0][0]}同志{scene.unit.name}副主任职务。")
    sheet.text(left, y, "局属各单位：", type_)
    y = numbered(sheet, left, y + 9, 210 - 2 * left, ["经局党组会议研究，决定：", *texts, "特此通知。"], type_)
    sealing = Sealing(sealing.text or f"中共{office.name}党组", sealing.centre, sealing.absent, "party")
    close(sheet, look, y + 24, office, day, sealing=sealing, label=f"中共{office.name}党组")


def unit_nature(
    scene: Scene,
    look: Style,
    *,
    nature: str | None = None,
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    day: dt.date | None = None,
) -> list[Drawn]:
    """单位性质证明: the reply on the unit's posts (机构编制批复), or a certificate of the personnel office.

    `nature` is what the unit is said to be; 参照公务员法管理的事业单位 may not apply.
    """
    rng, sheet, sealing = look.rng("nature"), Sheet(), Sealing(seal_text, seal_centre, not sealed)
    kind = nature or ("企业" if scene.unit.name.endswith("公司") else "公益一类事业单位")
    given = day or (dt.date(rng.randint(2011, 2019), rng.randint(2, 11), rng.randint(3, 27)) if not look.layout
                    else scene.signed)  # fmt: skip
    if look.layout == 0:
        board = Unit(f"{scene.unit.county}机构编制委员会", scene.supervisor.code[:-1] + "8", scene.unit.county)
        serial = _serial(scene, look, "编发", given.year)
        y = red_head(sheet, look, board.name, y=28, number=serial)
        y = title(sheet, [f"关于{scene.unit.name}", "机构编制的批复"], look, y=y + 2, points=20)
        type_, left = look.type(look.text_points), look.margin
        sheet.text(left, y, f"{scene.supervisor.name}：", type_)
        posts = rng.randint(12, 48)
        texts = (
            f"你局《关于核定{scene.unit.name}编制的请示》收悉。经研究，批复如下：",
            f"一、{scene.unit.name}为你局所属{kind}，经费实行全额预算管理。",
            f"二、核定编制{posts}名，其中专业技术人员{posts - rng.randint(3, 6)}名，领导职数一正两副。",
            "此复。",
        )
        y = numbered(sheet, left, y + 10, 210 - 2 * left, texts, type_)
        close(sheet, look, max(y + 20, 190), board, given, sealing=sealing)
        _imprint(sheet, look, board, given, 252)
        note(sheet, ("单位名称", scene.unit.name), ("编制", f"{posts}名"))
    else:
        office = Unit(f"{scene.unit.county}人力资源和社会保障局", scene.supervisor.code[:-1] + "3", scene.unit.county)
        (_nature_certified, _nature_in_form)[look.layout == 2](sheet, scene, look, office, kind, given, sealing)
        note(sheet, ("单位名称", scene.unit.name))
    note(sheet, ("单位性质", kind))
    return [finish(sheet, scene, look, "unit_nature", "letter")]


def _nature_certified(
    sheet: Sheet, scene: Scene, look: Style, office: Unit, kind: str, day: dt.date, sealing: Sealing
) -> None:
    sheet.centred(40, "单 位 性 质 证 明", Type("heibold", 26))
    text = (
        f"兹证明{scene.unit.name}系我县（市、区）辖区内{kind}，不属于参照公务员法管理的单位，依法为职工参加社会保险。"
    )
    type_ = look.type(look.text_points)
    y = numbered(sheet, look.margin, 66, 210 - 2 * look.margin, (text, "特此证明。"), type_, leading=2.1) + 30
    close(sheet, look, y, office, day, sealing=sealing)
    slot(sheet, look.margin, y + 44, "经办人：", "经办人", scene.officer, look.officer, look)


def _nature_in_form(
    sheet: Sheet, scene: Scene, look: Style, office: Unit, kind: str, day: dt.date, sealing: Sealing
) -> None:
    type_, left, widths = look.type(XIAOSI), 22.0, (44.0, 122.0)
    sheet.centred(30, "申报人员所在单位性质证明", Type("heibold", 22))
    rows = (("单位名称", scene.unit.name), ("申报人", scene.person.name), ("单位性质", kind),
            ("主管部门", scene.supervisor.name),
            ("单位地址", f"{scene.unit.county}文化路{look.seed % 90 + 1}号"))  # fmt: skip
    ruled(sheet, left, 52, widths, [14.0] * len(rows) + [76.0])
    for index, (name, value) in enumerate(rows):
        y = 52 + 14 * index
        sheet.centred(y + 5, name, type_, left=left, right=left + widths[0])
        sheet.text(left + widths[0] + 4, y + 5, value, fitted(sheet, value, type_, widths[1] - 8))
    y = 52 + 14 * len(rows)
    sheet.centred(y + 35, "证明单位意见", type_, left=left, right=left + widths[0])
    sheet.text(left + widths[0] + 4, y + 8, "以上情况属实。", type_)
    close(sheet, look, y + 36, office, day, sealing=sealing, centre=132, suffix="（章）")


def letterhead(scene: Scene, look: Style) -> list[Drawn]:
    """Letter paper with a red head and no title, of no type; nothing red on it is a seal."""
    sheet = Sheet()
    (_office_paper, _company_paper, _ruled_paper)[look.layout](sheet, scene, look)
    return [finish(sheet, scene, replace(look, edge_seal=False), None, "letterhead")]


def _office_paper(sheet: Sheet, scene: Scene, look: Style) -> None:
    y = red_head(sheet, look, scene.supervisor.name, y=26, suffix="", star=True)
    type_ = look.type(look.text_points)
    sheet.text(look.margin, y + 6, f"{scene.unit.name}：", type_)
    texts = (
        "你单位报来的材料已收悉。因工作安排调整，原定于本月下旬召开的座谈会改期举行，具体时间另行告知。",
        "请做好有关准备，会议材料可先行发送至我局办公室。",
    )
    y = numbered(sheet, look.margin, y + 16, 210 - 2 * look.margin, texts, type_)
    sheet.right(y + 24, f"{scene.supervisor.name}办公室", type_, edge=210 - look.margin)
    sheet.right(y + 35, chinese_date(scene.signed), type_, edge=210 - look.margin)
    red_rule(sheet, 24, 186, 272, weight=0.9)


def _company_paper(sheet: Sheet, scene: Scene, look: Style) -> None:
    """A company's paper: a round red mark at the left, double red rules, address at the foot in red."""
    for radius, fill in ((10.5, RED), (8.9, (252, 251, 248)), (7.4, RED), (3.0, (252, 251, 248))):
        sides = [sheet.px(34 - radius), sheet.px(26 - radius), sheet.px(34 + radius), sheet.px(26 + radius)]
        sheet.pen.ellipse(sides, fill=fill)
    name = scene.unit.name
    sheet.text(50, 20, name, fitted(sheet, name, Type("heibold", 24, RED), 134))
    red_rule(sheet, 22, 188, 42, weight=1.2)
    red_rule(sheet, 22, 188, 44, weight=0.4)
    type_ = look.type()
    sheet.text(look.margin, 58, "尊敬的客户：", type_)
    texts = (
        "感谢贵单位一直以来对我们工作的支持。自下月起，样品受理窗口调整至办公楼一楼大厅，受理时间为工作日上午十时至下午六时。",
        "送检仪器请附产品说明书和上一周期的证书复印件，领取报告时请出示受理回执。",
        "如有疑问，请与业务受理室联系。",
    )
    y = numbered(sheet, look.margin, 70, 210 - 2 * look.margin, texts, type_)
    sheet.right(y + 16, chinese_date(scene.signed), type_, edge=210 - look.margin)
    red_rule(sheet, 22, 188, 270, weight=0.4)
    foot = f"地址：{scene.unit.county}文化路{look.seed % 90 + 1}号  电话：{scene.officer.phone}"
    sheet.centred(273, foot, Type("hei", WUHAO, RED))


def _ruled_paper(sheet: Sheet, scene: Scene, look: Style) -> None:
    """Red ruled writing paper (信笺) with a few lines by hand."""
    name = f"{scene.unit.name}信笺"
    sheet.centred(20, name, fitted(sheet, name, Type("songbold", 22, RED), 160))
    red_rule(sheet, 22, 188, 36, weight=0.9)
    rows = [50 + 11 * index for index in range(20)]
    for y in rows:
        red_rule(sheet, 22, 188, y, weight=0.3)
    texts = (*(PLEDGE[start : start + 18] for start in range(0, len(PLEDGE), 18)), FORM_OPINIONS[0])
    for index, text in enumerate(texts):
        write(sheet, 26 + 10 * (index == 0), rows[index + 1] - 4.4, text, look.applicant, height_mm=7.4,
              seed=look.seed + index)  # fmt: skip
    at = rows[len(texts) + 3] - 4.5
    write(sheet, 130, at, scene.person.name, look.applicant, height_mm=9, seed=look.seed + 90)


DRAWERS = {"appointment_doc": appointment_doc, "letterhead": letterhead, "unit_nature": unit_nature}

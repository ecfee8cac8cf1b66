"""Letters between offices: consent of the sending unit (援疆), request to judge elsewhere (委托评审函)."""

from __future__ import annotations

import datetime as dt

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
    slot,
    stamp,
)
from tests.synthesis.paper import SIHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, Unit, chinese_date
from tests.synthesis.truth import Drawn

HOME_OFFICES = ("澜江省云洲市质量技术研究院", "北屏省鹤岭市计量测试研究所", "澜江省江渡市产品质量检验中心")
CAPITALS = ("北屏省人力资源和社会保障厅", "澜江省人力资源和社会保障厅")


def home_unit_consent(
    scene: Scene,
    look: Style,
    *,
    months: int = 18,
    since: dt.date | None = None,
    seal_text: str | None = None,
    seal_centre: str | None = "组织人事部",
    sealed: bool = True,
) -> list[Drawn]:
    """派出单位同意申报证明 for those sent to help (援疆); `months` of service under twelve are too few."""
    rng = look.rng("home")
    home = Unit(rng.choice(HOME_OFFICES), f"652899{rng.randrange(10**7):07d}", "云洲市")
    sheet, sealing = Sheet(), Sealing(seal_text, seal_centre, not sealed)
    start = since or dt.date(scene.signed.year - 1, 3, 1)
    last = start.month - 1 + months
    span = f"{start.year}年{start.month}月", f"{start.year + last // 12}年{last % 12 + 1}月"
    (_consent_letter, _consent_form)[look.layout == 1](sheet, scene, look, home, span, sealing)
    note_subject(sheet, scene)
    note(sheet, ("派出单位", home.name), ("援派开始", span[0]), ("援派结束", span[1]))
    return [finish(sheet, scene, look, "home_unit_consent", "letter")]


def _consent_letter(
    sheet: Sheet, scene: Scene, look: Style, home: Unit, span: tuple[str, str], sealing: Sealing
) -> None:
    """On red letter paper, or in layout 2 on plain paper with a shorter heading."""
    who = scene.person
    if look.layout == 0:
        number = f"云质人〔{scene.signed.year}〕{look.rng('serial').randint(4, 90)}号"
        y = red_head(sheet, look, home.name, y=24, suffix="", number=number)
        y = title(sheet, [f"关于同意{who.name}同志在援疆期间", "申报职称的证明"], look, y=y, points=20)
    else:
        y = title(sheet, ["派出单位同意申报证明"], look, y=40, points=24)
    type_ = look.type(SIHAO)
    sheet.text(look.margin, y, "质量技术监督专业职称评审委员会：", type_)
    first = (
        f"{who.name}同志系我单位在编在岗专业技术人员，{span[0]}至{span[1]}由我单位派往{scene.unit.county}，"
        f"在{scene.unit.name}援疆。"
    )
    second = (
        f"经我单位组织人事部门审核，该同志申报材料真实有效，同意其在援疆期间申报{scene.series}{scene.specialty}"
        f"{scene.level}专业技术任职资格。"
    )
    y = numbered(sheet, look.margin, y + 9, 210 - 2 * look.margin, (first, second, "特此证明。"), type_) + 22
    close(sheet, look, y, home, scene.signed, sealing=sealing)


def _consent_form(sheet: Sheet, scene: Scene, look: Style, home: Unit, span: tuple[str, str], sealing: Sealing) -> None:
    """A form of the receiving place: both units have a row for their opinion, two seals."""
    who, type_, left, label, room = scene.person, look.type(XIAOSI), 22.0, 34.0, 132.0
    sheet.centred(24, "援疆专业技术人员申报职称", Type("heibold", 20))
    sheet.centred(34, "派出单位同意申报表", Type("heibold", 20))
    rows = (
        ("姓    名", who.name, 12.0), ("派出单位", home.name, 12.0), ("受援单位", scene.unit.name, 12.0),
        ("援疆时间", f"{span[0]}至{span[1]}", 12.0),
        ("申报职称", f"{scene.series}{scene.specialty}{scene.level}", 12.0),
        ("派出单位\n组织人事部\n门意见", "", 72.0), ("受援单位\n意见", "", 66.0),
    )  # fmt: skip
    ruled(sheet, left, 50, (label, room), [height for _, _, height in rows])
    y = 50.0
    for name, value, height in rows:
        cell_label(sheet, left, y, label, height, name, type_)
        if value:
            sheet.text(left + label + 4, y + 4, value, type_)
        y += height
    x = left + label + 4
    sheet.paragraph(x, y - 130, room - 8, "申报材料已经审核，同意申报。", type_)
    slot(sheet, x, y - 112, "负责人（签字）：", "负责人", scene.head, look.head, look, type_=type_)
    close(sheet, look, y - 94, home, scene.signed, sealing=sealing, centre=x + 84)
    sheet.paragraph(x, y - 60, room - 8, "该同志在我单位援疆期间表现良好，同意申报。", type_)
    sheet.centred(y - 26, chinese_date(scene.signed), type_, left=x + 60, right=x + 110)
    stamp(sheet, look, scene.unit, x + 85, y - 28, Sealing())


def entrust(
    scene: Scene,
    look: Style,
    *,
    second: bool = True,
    seal_text: str | None = None,
    seal_centre: str | None = None,
    sealed: bool = True,
    valid_until: dt.date | None = None,
) -> list[Drawn]:
    """委托评审函 of the supervising office, endorsed below by the city's personnel office.

    Args:
        second: whether the endorsement has its seal (两级章).
    """
    sheet, sealing = Sheet(), Sealing(seal_text, seal_centre, not sealed)
    city = Unit(f"{scene.unit.county}人力资源和社会保障局", scene.supervisor.code[:-1] + "3", scene.unit.county)
    limit = valid_until or scene.signed + dt.timedelta(days=90)
    (_entrusted, _entrusted_with_stub)[look.layout == 1](sheet, scene, look, city, sealing, second, limit)
    note_subject(sheet, scene)
    note(sheet, ("有效期至", chinese_date(limit)))
    return [finish(sheet, scene, look, "entrust", "letter")]


def _entrusted(
    sheet: Sheet, scene: Scene, look: Style, city: Unit, sealing: Sealing, second: bool, limit: dt.date
) -> None:
    """A letter with the endorsement in a ruled box at the foot."""
    y = title(sheet, ["专业技术职务任职资格委托评审函"], look, y=30, points=22)
    type_, width = look.type(SIHAO), 210 - 2 * look.margin
    sheet.text(look.margin, y, f"{look.rng('to').choice(CAPITALS)}：", type_)
    text = (
        f"因我地未组建相应专业的评审委员会，现委托贵厅对{scene.unit.name}{scene.person.name}同志申报{scene.series}"
        f"{scene.specialty}{scene.level}专业技术任职资格进行评审，请予支持。本函有效期至{chinese_date(limit)}。"
    )
    y = sheet.paragraph(look.margin, y + 9, width, text, type_) + 20
    close(sheet, look, y, scene.supervisor, scene.signed, sealing=sealing)
    left, top = look.margin, max(196.0, y + 40)
    ruled(sheet, left, top, (30, width - 30), (58,))
    cell_label(sheet, left, top, 30, 58, "市人力资源\n社会保障\n部门意见", look.type(XIAOSI))
    sheet.text(left + 34, top + 7, "同意委托评审。", look.type())
    sheet.centred(top + 40, chinese_date(scene.signed + dt.timedelta(days=2)), look.type(), left=left + 60, right=190)
    if second:
        stamp(sheet, look, city, left + 104, top + 34, Sealing())


def _entrusted_with_stub(
    sheet: Sheet, scene: Scene, look: Style, city: Unit, sealing: Sealing, second: bool, limit: dt.date
) -> None:
    """A numbered form with a stub (存根) above the dashed line; the number is sealed across the line."""
    number = f"第{look.rng('serial').randint(1000, 9999)}号"
    type_ = look.type()
    sheet.centred(20, "委托评审函（存根）", Type("heibold", 17))
    sheet.right(32, number, type_, edge=186)
    sheet.text(24, 44, f"委托评审人员：{scene.person.name}", type_)
    sheet.text(24, 54, f"经办人：{scene.officer.name}", type_)
    sheet.text(24, 64, f"日期：{chinese_date(scene.signed)}", type_)
    for x in range(14, 196, 6):
        sheet.rule(x, 84, x + 3.4, 84)
    sheet.centred(96, "委 托 评 审 函", Type("heibold", 24))
    sheet.right(110, number, type_, edge=186)
    note(sheet, ("编号", number))
    to = look.rng("to").choice(CAPITALS)
    sheet.text(24, 122, f"{to}：", type_)
    text = (
        f"兹有我单位主管的{scene.unit.name}{scene.person.name}同志，拟申报{scene.series}{scene.specialty}{scene.level}"
        "职称，经研究，特委托贵厅相应评审委员会代为评审。"
    )
    y = numbered(sheet, 24, 132, 162, (text, f"本函有效期至{chinese_date(limit)}，复印无效。"), type_) + 16
    close(sheet, look, y, scene.supervisor, scene.signed, sealing=sealing, centre=62.0)
    sheet.centred(y, city.name, type_, left=112, right=186)
    sheet.centred(y + 11, chinese_date(scene.signed + dt.timedelta(days=1)), type_, left=112, right=186)
    if second:
        stamp(sheet, look, city, 149, y + 6, Sealing())
    stamp(sheet, look, scene.supervisor, 158, 84, sealing)


DRAWERS = {"entrust": entrust, "home_unit_consent": home_unit_consent}

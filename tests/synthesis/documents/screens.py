"""A unit's opinion as the platform shows it (推荐单位审核意见): screenshots, and a page printed from one."""

from __future__ import annotations

import datetime as dt

from tests.synthesis.documents.common import FOOT, Style
from tests.synthesis.documents.letter_parts import Sealing, done, fitted, note, ruled, stamp
from tests.synthesis.paper import DPI, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.phrases import UNIT_ONLINE
from tests.synthesis.truth import Drawn

PLATFORM = "专业技术人员职称评审管理平台"
MENU = ("我的主页", "申报人员管理", "材料审核", "单位推荐", "评审结果", "统计查询", "系统设置")
STEPS = ("申报人提交", "推荐单位审核", "主管单位审核", "评审委员会接收")
GREY, DARK, PALE, BLUE = (130, 134, 140), (48, 52, 58), (244, 246, 249), (28, 96, 190)


def unit_opinion_online(
    scene: Scene,
    look: Style,
    *,
    phrase: str = UNIT_ONLINE,
    result: str = "审核通过",
    when: dt.datetime | None = None,
    person: str | None = None,
) -> list[Drawn]:
    """推荐单位审核意见 as the platform shows it.

    Args:
        phrase: the opinion; the unit's phrase for paper forms, or another of `phrases`, is a defect.
        result: 审核通过, 待审核 or 退回修改.
        when: of the audit; one before the notice ended is the wrong order.
        person: whose application is shown, where it is not the applicant's.
    """
    moment = when or dt.datetime.combine(scene.signed, dt.time(10, 24, 36))
    told = {
        "申报人": person or scene.person.name, "推荐单位": scene.unit.name, "申报系列": scene.series,
        "申报专业": scene.specialty, "申报级别": scene.level, "审核结果": result, "审核人": scene.officer.name,
        "审核时间": f"{moment:%Y-%m-%d %H:%M:%S}", "审核意见": phrase,
    }  # fmt: skip
    sheet = (_desktop, _printed, _dialog)[look.layout](scene, look, told)
    note(sheet, *((name, told[name]) for name in ("申报人", "推荐单位", "审核结果", "审核时间")))
    note(sheet, ("审核短语", phrase))
    return [_finished(sheet, scene, look)]


def _finished(sheet: Sheet, scene: Scene, look: Style) -> Drawn:
    if sheet.height_mm > 200:
        return done(sheet, scene, look, "unit_opinion_online", "screen")
    sheet.centred(sheet.height_mm - 4.2, FOOT, Type("hei", 5, (150, 150, 150)))
    return sheet.finish("unit_opinion_online", f"screen{look.layout}", name=scene.person.name, taken="screenshot")


def _screen(width: int, height: int, colour: tuple[int, int, int]) -> Sheet:
    """A sheet of exactly so many pixels."""
    return Sheet((width * 25.4 / DPI, height * 25.4 / DPI), colour)


def _ui(pixels: float, colour: tuple[int, int, int] = DARK, *, bold: bool = False) -> Type:
    """Type of so many pixels, as style sheets give it."""
    return Type("heibold" if bold else "hei", pixels * 72 / DPI, colour)


def _mm(pixels: float) -> float:
    return pixels * 25.4 / DPI


def _fill(sheet: Sheet, left: float, top: float, right: float, bottom: float, colour: tuple[int, int, int],
          *, line: tuple[int, int, int] | None = None) -> None:  # fmt: skip
    """Fill a rectangle of pixels."""
    sheet.pen.rectangle((left, top, right, bottom), fill=colour, outline=line)


def _put(sheet: Sheet, x: float, y: float, text: str, type_: Type) -> None:
    sheet.text(_mm(x), _mm(y), text, type_)


def _desktop(scene: Scene, look: Style, told: dict[str, str]) -> Sheet:
    """A whole browser window: tabs, address, blue head, menu at the left, steps, details and the opinion."""
    sheet = _screen(1600, 900, (255, 255, 255))
    _fill(sheet, 0, 0, 1600, 38, (222, 225, 230))
    _fill(sheet, 10, 8, 300, 38, (255, 255, 255))
    _put(sheet, 40, 15, "材料审核 - 职称评审管理平台", _ui(15))
    _fill(sheet, 90, 44, 1400, 72, PALE, line=(214, 218, 224))
    _put(sheet, 106, 50, "zcps.example.cn/audit/unit?step=2", _ui(15, GREY))
    _fill(sheet, 0, 78, 1600, 138, BLUE)
    _put(sheet, 40, 96, PLATFORM, _ui(24, (255, 255, 255), bold=True))
    sheet.right(_mm(100), f"您好，{scene.officer.name}  退出", _ui(16, (255, 255, 255)), edge=_mm(1560))
    _fill(sheet, 0, 138, 210, 866, (38, 50, 66))
    for index, item in enumerate(MENU):
        if item == "单位推荐":
            _fill(sheet, 0, 150 + 48 * index, 210, 198 + 48 * index, BLUE)
        _put(sheet, 40, 166 + 48 * index, item, _ui(17, (226, 230, 236)))
    _put(sheet, 236, 154, "当前位置：单位推荐 > 审核详情", _ui(15, GREY))
    for index, step in enumerate(STEPS):
        x = 300 + 330 * index
        reached = index < 2
        if index:
            sheet.pen.line((x - 210, 214, x - 24, 214), fill=BLUE if reached else (206, 210, 216), width=3)
        sheet.pen.ellipse((x - 14, 200, x + 14, 228), fill=BLUE if reached else (206, 210, 216))
        _put(sheet, x + 20 - 60, 238, step, _ui(16, DARK if reached else GREY))
    names = ("申报人", "推荐单位", "申报系列", "申报专业", "申报级别", "审核结果", "审核人", "审核时间")
    for index, name in enumerate(names):
        x, y = 240 + 660 * (index % 2), 286 + 54 * (index // 2)
        _fill(sheet, x, y, x + 150, y + 54, PALE, line=(222, 226, 232))
        _fill(sheet, x + 150, y, x + 660, y + 54, (255, 255, 255), line=(222, 226, 232))
        _put(sheet, x + 22, y + 18, name, _ui(17, GREY))
        colour = (24, 146, 76) if told[name] == "审核通过" else DARK
        _put(sheet, x + 170, y + 18, told[name], _ui(17, colour))
    _put(sheet, 240, 530, "推荐单位审核意见", _ui(19, bold=True))
    _fill(sheet, 240, 564, 1560, 690, (255, 255, 255), line=(200, 206, 214))
    _put(sheet, 258, 582, told["审核意见"], _ui(18))
    for index, (label, colour) in enumerate((("返  回", (255, 255, 255)), ("打  印", BLUE))):
        x = 790 + 150 * index
        _fill(sheet, x, 720, x + 120, 762, colour, line=(200, 206, 214))
        _put(sheet, x + 36, 732, label, _ui(17, DARK if not index else (255, 255, 255)))
    return sheet


def _printed(scene: Scene, look: Style, told: dict[str, str]) -> Sheet:
    """The page sent to the printer: the browser's head and foot lines, a ruled table; some units seal the print."""
    sheet = Sheet()
    small = Type("hei", 8, (90, 90, 90))
    sheet.text(12, 7, told["审核时间"][:16].replace("-", "/"), small)
    sheet.centred(7, PLATFORM, small)
    sheet.centred(26, "推荐单位审核意见", Type("heibold", 19))
    left, widths, type_ = 20.0, (30.0, 55.0, 30.0, 55.0), look.type(XIAOSI)
    names = ("申报人", "推荐单位", "申报系列", "申报专业", "申报级别", "审核结果", "审核人", "审核时间")
    for index, name in enumerate(names):
        x, y = left + 85 * (index % 2), 42 + 12 * (index // 2)
        ruled(sheet, x, y, widths[:2], (12,))
        sheet.centred(y + 4, name, type_, left=x, right=x + 30)
        sheet.text(x + 33, y + 4, told[name], fitted(sheet, told[name], type_, 50))
    ruled(sheet, left, 90, (30, 140), (60,))
    sheet.centred(118, "审核意见", type_, left=left, right=left + 30)
    sheet.paragraph(left + 34, 98, 132, told["审核意见"], type_, indent=0)
    if look.rng("pressed").random() < 0.5:
        stamp(sheet, look, scene.unit, 156, 128, Sealing())
    sheet.text(12, 280, "zcps.example.cn/audit/print?id=" + str(look.seed), small)
    sheet.right(280, "1/1", small, edge=198)
    return sheet


def _dialog(scene: Scene, look: Style, told: dict[str, str]) -> Sheet:
    """A window over a darkened page: list of audits by date, as another platform shows them."""
    sheet = _screen(1280, 800, (118, 122, 128))
    for index in range(9):
        _fill(sheet, 30, 90 + 74 * index, 1250, 148 + 74 * index, (124, 128, 134))
    _fill(sheet, 140, 70, 1140, 730, (255, 255, 255))
    _fill(sheet, 140, 70, 1140, 124, (34, 120, 110))
    _put(sheet, 164, 86, "推荐单位审核意见", _ui(20, (255, 255, 255), bold=True))
    sheet.pen.line((1098, 88, 1116, 106), fill=(255, 255, 255), width=3)
    sheet.pen.line((1116, 88, 1098, 106), fill=(255, 255, 255), width=3)
    _put(
        sheet,
        176,
        148,
        f"{told['申报人']}（{told['申报系列']}{told['申报专业']}{told['申报级别']}）",
        _ui(18, bold=True),
    )
    y = 196
    for name in ("推荐单位", "审核人", "审核结果", "审核时间"):
        _put(sheet, 176, y, f"{name}：", _ui(17, GREY))
        _put(sheet, 290, y, told[name], _ui(17))
        y += 40
    _put(sheet, 176, y + 6, "审核意见：", _ui(17, GREY))
    _fill(sheet, 176, y + 40, 1104, y + 170, PALE, line=(212, 216, 222))
    width, rows, row = 890, [], ""
    for character in told["审核意见"]:
        if sheet.width_of(row + character, _ui(18)) > _mm(width):
            rows.append(row)
            row = ""
        row += character
    for index, text in enumerate([*rows, row]):
        _put(sheet, 192, y + 56 + 30 * index, text, _ui(18))
    _fill(sheet, 560, 664, 720, 708, (34, 120, 110))
    _put(sheet, 612, 677, "关  闭", _ui(18, (255, 255, 255)))
    return sheet


DRAWERS = {"unit_opinion_online": unit_opinion_online}

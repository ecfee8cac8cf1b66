"""营业执照 and 事业单位法人证书: on their side with labels in two columns, upright as a list, as a table."""

from __future__ import annotations

import datetime as dt
import random

from models.geometry import Box
from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, copy_note, finish, seal
from tests.synthesis.documents.engraving import BLUISH, GREENISH, lay_border, lay_ground, roundel
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.truth import Drawn
from tests.synthesis.units import checked_credit_code

Entries = list[tuple[str, str, str]]
"""Printed label, field name, value."""

_SCOPE = (
    "许可项目：检验检测服务；计量技术服务；特种设备检验检测（依法须经批准的项目，经相关部门批准后方可开展经营活动）。"
    "一般项目：技术服务、技术开发、技术咨询；标准化服务；仪器仪表修理；仪器仪表销售。"
)
_DUTIES = "承担辖区计量器具的强制检定和校准工作；承担产品质量监督检验和委托检验工作；为质量监督管理提供技术保障。"


def biz_license(
    scene: Scene, look: Style, *, kind: str | None = None, code: str | None = None, name: str | None = None,
    noted: bool | None = None, seal_text: str | None = None,
) -> list[Drawn]:  # fmt: skip
    """营业执照 or 事业单位法人证书.

    Args:
        scene: its unit is the bearer.
        look: its layout decides the arrangement.
        kind: company or institute; by default what the unit is.
        code: another 统一社会信用代码 than the unit's right one.
        name: another name than the unit's.
        noted: the office's note on copies; by default by lot.
        seal_text: another registry's seal.
    """
    is_company = (kind or scene.unit.kind) == "company"
    noted = look.rng("noted").random() < 0.6 if noted is None else noted
    number = code or scene.unit.credit_code
    if (number[:2] == "91") != is_company and code is None:
        number = _recoded(number, "91" if is_company else "12")
    draw = (_sideways, _upright, _table)[look.layout]
    entries = _company(scene, name) if is_company else _institute(scene, name)
    return [draw(scene, look, is_company, number, entries, noted, seal_text)]


def _recoded(number: str, first: str) -> str:
    return checked_credit_code(first + number[2:17])


def _company(scene: Scene, name: str | None) -> Entries:
    rng = random.Random(f"licence {scene.seed}")
    day = dt.date(rng.randint(1998, 2018), rng.randint(1, 12), rng.randint(1, 28))
    return [
        ("名称", "名称", name or scene.unit.name), ("类型", "类型", "有限责任公司（自然人投资或控股）"),
        ("法定代表人", "法定代表人", scene.head.name), ("经营范围", "经营范围", _SCOPE),
        ("注册资本", "注册资本", rng.choice(("壹佰万元整", "叁佰万元整", "伍佰万元整", "壹仟万元整"))),
        ("成立日期", "成立日期", chinese_date(day)), ("营业期限", "营业期限", f"{chinese_date(day)}至长期"),
        ("住所", "住所", f"昆北自治区{scene.unit.county}工业园区创业路{rng.randint(3, 88)}号"),
    ]  # fmt: skip


def _institute(scene: Scene, name: str | None) -> Entries:
    rng = random.Random(f"licence {scene.seed}")
    start = dt.date(rng.randint(2020, 2023), rng.randint(1, 12), rng.randint(1, 28))
    end = start.replace(year=start.year + 5)
    return [
        ("名称", "名称", name or scene.unit.name), ("法定代表人", "法定代表人", scene.head.name),
        ("宗旨和业务范围", "经营范围", _DUTIES), ("经费来源", "经费来源", rng.choice(("财政补助收入",
        "财政补助、事业收入"))),
        ("开办资金", "注册资本", f"￥{rng.randint(50, 900)}万元"), ("举办单位", "举办单位", scene.supervisor.name),
        ("住所", "住所", f"昆北自治区{scene.unit.county}友谊路{rng.randint(3, 88)}号"),
        ("有效期", "营业期限", f"自{chinese_date(start)}至{chinese_date(end)}"),
    ]  # fmt: skip


def _registrar(scene: Scene, is_company: bool) -> str:
    return f"{scene.unit.county}{'市场监督管理局' if is_company else '事业单位登记管理局'}"


def _heading(is_company: bool) -> str:
    return "营业执照" if is_company else "事业单位法人证书"


def _paragraph(sheet: Sheet, x: float, y: float, width: float, field: str, value: str, type_: Type) -> float:
    """Set a value that may need several rows, and note it with the box around them all."""
    first = len(sheet.lines)
    y = sheet.paragraph(x, y, width, value, type_, leading=1.45, indent=0)
    sheet.field(field, value, Box.around([line.box for line in sheet.lines[first:]]))
    return y


def _sideways(
    scene: Scene, look: Style, is_company: bool, code: str, entries: Entries, noted: bool, seal_text: str | None
) -> Drawn:
    """As licences are since 2019: code at the left, QR code at the right, labels in two columns."""
    sheet = Sheet((297.0, 210.0))
    lay_ground(sheet, 8, 8, 289, 198, (248, 250, 246), GREENISH)
    lay_border(sheet, 8, 8, 289, 198, (186, 150, 84), kind="plait", width=7)
    roundel(sheet, 148.5, 30, 10, (196, 40, 36), filled=True)
    sheet.centred(44, " ".join(_heading(is_company)), Type("songbold", 34 if is_company else 26))
    sheet.centred(60, "（副  本）", Type("song", 13))
    sheet.text(24, 24, "统一社会信用代码", Type("song", 11))
    sheet.text(24, 30, code, Type("hei", 13))
    sheet.field("统一社会信用代码", code)
    draw_qr(sheet, 246, 20, 28, f"https://gs.example.cn/i?code={code}")
    sheet.paragraph(
        222,
        22,
        24,
        "扫描二维码登录公示系统了解更多登记、备案、许可、监管信息。",
        Type("song", 7),
        leading=1.4,
        indent=0,
    )
    for column, x, width in ((entries[:4], 26, 96), (entries[4:], 158, 92)):
        y = 74.0
        for label, field, value in column:
            sheet.text(x, y, label.ljust(5, "　") if len(label) < 5 else label, Type("kai", 12))
            y = _paragraph(sheet, x + 31, y, width - 3, field, value, Type("song", 12)) + 5.5
    _registered(sheet, scene, look, is_company, seal_text, 236, 164, Type("song", 14))
    sheet.centred(189, "国家企业信用信息公示系统网址：http://gs.example.cn", Type("song", 8))
    if noted:
        copy_note(sheet, scene, look, 28, 152)
    return finish(sheet, scene, look, "biz_license", "sideways")


def _upright(
    scene: Scene, look: Style, is_company: bool, code: str, entries: Entries, noted: bool, seal_text: str | None
) -> Drawn:
    """The earlier form: upright, one list, the code below the title."""
    sheet = Sheet()
    lay_border(sheet, 12, 12, 198, 282, (160, 40, 40), kind="steps", width=6)
    roundel(sheet, 105, 40, 13, (196, 40, 36))
    sheet.centred(58, _heading(is_company), Type("kai", 36 if is_company else 30, spacing_mm=4))
    sheet.centred(78, f"统一社会信用代码 {code}", Type("song", 13))
    sheet.field("统一社会信用代码", code)
    y = 94.0
    for label, field, value in entries:
        spread = (31.0 - sheet.width_of(label, Type("song", 13))) / max(1, len(label) - 1)
        sheet.text(32, y, label, Type("song", 13), stretch=max(0.0, spread) if len(label) < 6 else 0.0)
        y = _paragraph(sheet, 70, y, 106, field, value, Type("kai", 13)) + 4
    draw_qr(sheet, 28, 226, 32, f"https://gs.example.cn/i?code={code}")
    _registered(sheet, scene, look, is_company, seal_text, 150, 236, Type("song", 15))
    if noted:
        copy_note(sheet, scene, look, 66, 192)
    return finish(sheet, scene, look, "biz_license", "upright")


def _table(
    scene: Scene, look: Style, is_company: bool, code: str, entries: Entries, noted: bool, seal_text: str | None
) -> Drawn:
    """The print of an electronic licence: on its side, ruled, the code large at the left."""
    sheet = Sheet((297.0, 210.0))
    lay_ground(sheet, 0, 0, 297, 198, (248, 250, 253), BLUISH)
    sheet.text(22, 18, _heading(is_company), Type("heibold", 30, (24, 60, 120)))
    sheet.text(22, 34, "（电子证照打印件）", Type("microhei", 11))
    sheet.right(24, code, Type("microhei", 16), edge=238)
    sheet.field("统一社会信用代码", code)
    sheet.right(18, "统一社会信用代码", Type("microhei", 9), edge=238)
    draw_qr(sheet, 244, 12, 32, f"https://gs.example.cn/e/{code}")
    y = 48.0
    for label, field, value in entries:
        sheet.rule(22, y - 2, 275, y - 2, weight=0.15)
        sheet.text(24, y, label, Type("microhei", 10.5, (90, 90, 90)))
        y = max(y + 9, _paragraph(sheet, 66, y, 206, field, value, Type("microhei", 11.5)) + 2.4)
    sheet.rule(22, y - 2, 275, y - 2, weight=0.15)
    _registered(sheet, scene, look, is_company, seal_text, 232, 166, Type("microhei", 13))
    if noted:
        copy_note(sheet, scene, look, 30, 158)
    return finish(sheet, scene, look, "biz_license", "ruled")


def _registered(
    sheet: Sheet, scene: Scene, look: Style, is_company: bool, seal_text: str | None, x: float, y: float, type_: Type
) -> None:
    """登记机关, its day and its seal, around x."""
    registrar = _registrar(scene, is_company)
    day = chinese_date(dt.date(2019 + scene.seed % 5, 1 + scene.seed % 12, 1 + scene.seed % 28))
    if look.layout == 2:
        sheet.centred(y - 8, f"登记机关：{registrar}", type_, left=x - 60, right=x + 40)
        sheet.field("登记机关", registrar)
    else:
        sheet.text(x - 52, y - 4, "登记机关", type_)
    box = sheet.centred(y + 6, day, type_, left=x - 40, right=x + 40)
    sheet.field("登记日期", day, box)
    seal(sheet, scene.supervisor, x, y, look, text=seal_text or registrar)


DRAWERS = {"biz_license": biz_license}

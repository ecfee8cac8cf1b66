"""What the social insurance office prints about contributions (社会保险参保证明)."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, finish, grid
from tests.synthesis.documents.engraving import roundel
from tests.synthesis.documents.typeset import Entry, bearer, cell_fields, faces, prose, rows, worded
from tests.synthesis.paper import WUHAO, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_TEAL = (20, 108, 120)


@dataclass(frozen=True)
class _Account:
    """One person's account: months as 202408, paid ones alone, in order; amounts in yuan."""

    name: str
    id_number: str
    number: str
    unit: str
    unit_number: str
    months: tuple[str, ...]
    base: int
    office: str
    code: str
    printed_on: dt.date
    valid_until: dt.date
    total_months: int


def social_ins(
    scene: Scene,
    look: Style,
    *,
    name: str | None = None,
    id_number: str | None = None,
    unit: str | None = None,
    months: int = 12,
    missing: tuple[str, ...] = (),
    printed_on: dt.date | None = None,
    valid_until: dt.date | None = None,
    coded: bool = True,
    linked_code: str | None = None,
    host: str = "si12333.kunbei.example",
    sealed: bool = True,
    seal_text: str | None = None,
) -> list[Drawn]:
    """Proof of social insurance with code and electronic seal; notes `months` has the months that are paid.

    Layout 0 is 社会保险参保缴费证明 with a row for each kind and one for each month, 1 社会保险个人缴费汇总单 across
    the page with amounts, 2 个人权益记录单 with years by months and a tick for each that is paid.

    Args:
        scene: whose insurance; it is paid up to the month before `printed_on`.
        look: how it looks.
        name: of somebody else.
        id_number: of somebody else.
        unit: another employer.
        months: how many are shown (layout 2 rounds up to whole years).
        missing: months such as 202403 that were not paid.
        printed_on: when; by default the day of the scene.
        valid_until: by default ninety days later.
        coded: False where the QR code is missing.
        linked_code: the QR code's, where it differs from the printed one.
        host: where the code leads; .example belongs to nobody.
        sealed: False where the electronic seal is missing.
        seal_text: text of another office's seal.
    """
    rng, letters = random.Random(f"insured {scene.seed}"), look.rng("insurance")
    day = printed_on or scene.signed
    who = bearer(scene, name).person
    if look.layout == 2:
        months = max(months, 24) + (day.month - 1 - max(months, 24)) % 12
    account = _Account(
        who.name, id_number or who.id_number, f"99{rng.randrange(10**8):08d}", unit or scene.unit.name,
        f"6599{rng.randrange(10**8):08d}", tuple(one for one in _before(day, months) if one not in missing),
        rng.randrange(4200, 9800, 10), f"{scene.unit.county}社会保险中心",
        "".join(letters.choice(_CODE) for _ in range(16)), day,
        valid_until or day + dt.timedelta(days=90), max(months, scene.story.insured_months(day) - 1) - len(missing),
    )  # fmt: skip
    draw = (_proof, _summary, _record)[look.layout]
    sheet, code_at, seal_at = draw(account, look)
    if coded:
        draw_qr(sheet, *code_at, 27, f"https://{host}/cx/yz?code={linked_code or account.code}")
    if sealed:
        stamp = draw_seal(
            seal_text or account.office, seed=0, wear=0.0, size_mm=(40.0, 40.0), centre_text="业务专用章",
            face=look.seal_face,
        )  # fmt: skip
        press(sheet, stamp, *seal_at)
    return [finish(sheet, scene, look, "social_ins", "insurance", months=",".join(account.months))]


def _before(day: dt.date, count: int) -> list[str]:
    """Return the `count` months before that of `day`, oldest first."""
    last = day.year * 12 + day.month - 2
    return [f"{index // 12}{index % 12 + 1:02d}" for index in range(last - count + 1, last + 1)]


Spot = tuple[float, float]
_Laid = tuple[Sheet, Spot, Spot]


def _valued(sheet: Sheet, x: float, y: float, label: str, field: str, value: str, type_: Type) -> None:
    sheet.text(x, y, label, type_)
    sheet.field(field, value, sheet.text(x + sheet.width_of(label, type_), y, value, type_))


def _proof(one: _Account, look: Style) -> _Laid:
    sheet, kinds = Sheet((210.0, 297.0), (255, 255, 255)), faces(look)
    heading = worded(look, "社会保险参保缴费证明", "社会保险个人参保证明", "社会保险参保缴费证明（个人专用）")
    sheet.centred(20, heading, Type("heibold", 21))
    sheet.text(150, 46, "扫码验证", Type(kinds.song, 9))
    small = Type(kinds.song, WUHAO)
    entries: list[Entry] = [
        ("姓名", "姓名", one.name), ("证件号码", "身份证号", one.id_number), ("个人编号", "个人编号", one.number),
        ("单位名称", "单位名称", one.unit), ("参保状态", None, "正常参保"),
    ]  # fmt: skip
    rows(sheet, 24, 42, entries, small, Type(kinds.song, 12), step=7.4, room=24)
    table = [(8.0, tuple((1, text) for text in ("险种", "缴费状态", "缴费起始年月", "缴费截止年月", "缴费月数")))]
    for kind in ("企业职工基本养老保险", "失业保险", "工伤保险"):
        cells = (kind, "正常缴费", one.months[0], one.months[-1], str(one.total_months))
        table.append((8.0, tuple((1, text) for text in cells)))
    grid(sheet, 24, 82, (50, 28, 30, 30, 24), table, small)
    sheet.text(24, 119, "近期缴费明细", Type("heibold", 11))
    table = [(7.0, tuple((1, text) for text in ("缴费年月", "参保单位", "缴费基数", "到账情况")))]
    table += [(7.0, ((1, month), (1, one.unit), (1, f"{one.base}.00"), (1, "已到账"))) for month in one.months[-12:]]
    first = len(sheet.lines)
    cells = grid(sheet, 24, 126, (28, 74, 32, 28), table, Type(kinds.song, 9.5))
    cell_fields(sheet, first, [("缴费年月", month) for month in one.months[-12:]], cells)
    y = 126 + 7.0 * len(table)
    _valued(sheet, 24, y + 8, "验证码：", "验证码", one.code, Type(kinds.hei, 11))
    _valued(sheet, 24, y + 15, "有效期至：", "有效期至", chinese_date(one.valid_until), small)
    sheet.field("落款单位", one.office, sheet.right(y + 14, one.office, Type(kinds.song, 12), edge=184))
    day = chinese_date(one.printed_on)
    sheet.field("打印日期", day, sheet.right(y + 22, day, Type(kinds.song, 12), edge=180))
    return sheet, (150, 50), (160, y + 18)


def _summary(one: _Account, look: Style) -> _Laid:
    sheet, kinds = Sheet((297.0, 210.0), (255, 255, 255)), faces(look)
    heading = worded(look, "社会保险个人缴费汇总单", "个人养老保险缴费对账单", "职工社会保险缴费明细")
    sheet.centred(12, heading, Type("songbold", 20))
    type_ = Type(kinds.song, 10)
    _valued(sheet, 16, 26, "姓名：", "姓名", one.name, type_)
    _valued(sheet, 66, 26, "社会保障号码：", "身份证号", one.id_number, type_)
    _valued(sheet, 140, 26, "个人编号：", "个人编号", one.number, type_)
    _valued(sheet, 16, 33, "打印时间：", "打印日期", f"{one.printed_on:%Y-%m-%d} 10:{one.base % 60:02d}", type_)
    _valued(sheet, 140, 33, "累计缴费月数：", "缴费月数", str(one.total_months), type_)
    heads = ("序号", "缴费年月", "单位编号", "单位名称", "缴费基数", "养老个人", "养老单位", "失业个人", "工伤单位")
    table = [(6.6, tuple((1, head) for head in heads))]
    shown = one.months[-15:]
    for index, month in enumerate(shown, 1):
        amounts = (f"{one.base * share:.2f}" for share in (1, 0.08, 0.16, 0.005, 0.004))
        cells = (str(index), f"{month[:4]}-{month[4:]}", one.unit_number, one.unit, *amounts)
        table.append((6.6, tuple((1, text) for text in cells)))
    first = len(sheet.lines)
    cells = grid(sheet, 16, 41, (12, 24, 32, 70, 26, 25, 26, 25, 25), table, Type(kinds.song, 9))
    cell_fields(sheet, first, [("缴费年月", f"{month[:4]}-{month[4:]}") for month in shown], cells)
    cell_fields(sheet, first, [("单位名称", one.unit)], cells)
    y = 41 + 6.6 * len(table)
    sheet.text(16, y + 5, "说明：本单据由参保人自助打印，可凭验证码或扫描二维码核验，涂改无效。", Type(kinds.song, 9))
    _valued(sheet, 16, y + 12, "验证码：", "验证码", one.code, type_)
    _valued(sheet, 90, y + 12, "有效期至：", "有效期至", f"{one.valid_until:%Y-%m-%d}", type_)
    sheet.field("落款单位", one.office, sheet.right(y + 17, f"经办机构：{one.office}", type_, edge=278))
    return sheet, (250, 9), (232, y + 14)


def _record(one: _Account, look: Style) -> _Laid:
    sheet, kinds = Sheet(), faces(look)
    sheet.pen.rectangle((0, 0, sheet.size[0], sheet.px(26)), fill=(228, 241, 243))
    roundel(sheet, 28, 13, 8, _TEAL)
    sheet.text(42, 6.5, one.office, Type(kinds.hei, 11, _TEAL))
    heading = worded(look, "职工基本养老保险个人权益记录单", "参保人员个人权益记录单", "养老保险缴费证明")
    sheet.text(42, 13.5, heading, Type(kinds.hei, 16, _TEAL))
    type_ = Type(kinds.kai, 13.5)
    years = sorted({month[:4] for month in one.months})
    values = {
        "姓名": one.name, "身份证号": one.id_number, "单位名称": one.unit, "缴费月数": str(one.total_months),
        "_office": one.office,
    }  # fmt: skip
    template = (
        "{姓名}（公民身份号码{身份证号}）现由{单位名称}参加职工基本养老保险，累计缴费{缴费月数}个月，各月缴费情况如下。"
    )
    y = prose(sheet, 24, 38, 162, template, values, type_)
    table = [(8.4, ((1, "年度"), *((1, f"{month}月") for month in range(1, 13))))]
    for year in years:
        ticks = ((1, "√" if f"{year}{month:02d}" in one.months else "") for month in range(1, 13))
        table.append((8.4, ((1, year), *ticks)))
    first = len(sheet.lines)
    cells = grid(sheet, 24, y + 5, (18, *(12.0,) * 12), table, Type(kinds.hei, 9))
    cell_fields(sheet, first, [("缴费年度", year) for year in years], cells)
    y += 5 + 8.4 * len(table)
    table = [
        (9.0, ((1, "月缴费基数（元）"), (1, f"{one.base}.00"), (1, "个人账户储存额（元）"), (1, f"{one.base * 7}.36"))),
        (9.0, ((1, "个人编号"), (1, one.number), (1, "单位编号"), (1, one.unit_number))),
    ]
    first = len(sheet.lines)
    cells = grid(sheet, 24, y + 8, (40, 40, 42, 40), table, Type(kinds.hei, 10))
    cell_fields(sheet, first, [("个人编号", one.number)], cells)
    _valued(sheet, 58, y + 42, "在线验证码：", "验证码", one.code, Type(kinds.hei, 11))
    _valued(sheet, 58, y + 50, "查验有效期：", "有效期至", chinese_date(one.valid_until), Type(kinds.hei, 11))
    day = chinese_date(one.printed_on)
    _valued(sheet, 58, y + 58, "打印日期：", "打印日期", day, Type(kinds.hei, 11))
    return sheet, (24, y + 38), (156, y + 54)


DRAWERS = {"social_ins": social_ins}

"""缴费凭证: the electronic receipt of non-tax revenue, the payment slip in four parts, a small printed receipt."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from tests.synthesis.documents.amounts import capital_amount, plain_amount
from tests.synthesis.documents.barcodes import draw_qr
from tests.synthesis.documents.common import Style, finish, grid, seal
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

REGION = "昆北自治区"
_RED = (190, 40, 40)


@dataclass(frozen=True)
class Bill:
    """What was paid: `fen` in hundredths of a yuan."""

    code: str
    number: str
    check: str
    day: str
    fen: int
    item: str


def payment(
    scene: Scene, look: Style, *, fen: int | None = None, item: str = "专业技术职务任职资格评审费"
) -> list[Drawn]:
    """缴费凭证 for the review fee; `fen` the sum in hundredths of a yuan, `item` what was paid for."""
    rng = random.Random(f"bill {scene.seed}")
    about = Bill(
        f"99{rng.randrange(10**6):06d}", f"{rng.randrange(10**10):010d}", f"{rng.randrange(16**6):06x}",
        f"{scene.signed:%Y-%m-%d}", fen or rng.choice((16000, 20000, 28000, 36050)), item,
    )  # fmt: skip
    # Half a sheet has no room for a seal over the edge.
    return [(_electronic, _slip, _receipt)[look.layout](scene, replace(look, edge_seal=False), about)]


def _overseer(sheet: Sheet, look: Style, x: float, y: float) -> None:
    """财政票据监制章: an oval that every such form has in print."""
    stamp = draw_seal("全国统一财政票据监制章", shape="oval", centre_text=f"{REGION}财政厅监制", star=False,
                      size_mm=(32.0, 21.0), seed=look.seed, wear=0.05)  # fmt: skip
    press(sheet, stamp, x, y)


def _fields(sheet: Sheet, scene: Scene, about: Bill) -> None:
    for name, value in (("票据代码", about.code), ("票据号码", about.number), ("校验码", about.check), ("交款人",
        scene.person.name),
                        ("开票日期", about.day), ("金额", plain_amount(about.fen)), ("金额大写",
                        capital_amount(about.fen))):  # fmt: skip
        if sheet.find(value):
            sheet.field(name, value)


def _electronic(scene: Scene, look: Style, about: Bill) -> Drawn:
    """On half a sheet on its side, printed in red, with the code to check at the left."""
    sheet, type_ = Sheet((241.0, 140.0)), Type(look.body, 10)
    red = Type("song", 10, _RED)
    sheet.centred(11, f"{REGION}非税收入统一票据（电子）", Type("songbold", 18, _RED))
    _overseer(sheet, look, 120.5, 24)
    draw_qr(sheet, 10, 7, 22, f"99,{about.code},{about.number},{about.check},{about.fen / 100:.2f}")
    for row, (label, value) in enumerate(
        (("票据代码：", about.code), ("交款人统一社会信用代码：", ""), ("交款人：", scene.person.name))
    ):
        sheet.text(12, 32 + 5.6 * row, label, red)
        if value:
            sheet.text(12 + sheet.width_of(label, red), 32 + 5.6 * row, value, type_)
    for row, (label, value) in enumerate(
        (("票据号码：", about.number), ("校验码：", about.check), ("开票日期：", about.day))
    ):
        sheet.text(166, 32 + 5.6 * row, label, red)
        sheet.text(166 + sheet.width_of(label, red), 32 + 5.6 * row, value, type_)
    amount = plain_amount(about.fen)
    grid(sheet, 10, 52, (34, 70, 20, 20, 32, 45), [
        (8.0, ((1, "项目编码"), (1, "项目名称"), (1, "单位"), (1, "数量"), (1, "标准"), (1, "金额（元）"))),
        (22.0, ((1, "103042707"), (1, about.item), (1, "人次"), (1, "1"), (1, amount), (1, amount))),
        (9.0, ((1, "金额合计（大写）"), (3, capital_amount(about.fen)), (2, f"（小写）{amount}"))),
        (11.0, ((1, "其他信息"), (5, "缴款渠道：网上缴费    缴款码：" + about.number[::-1]))),
    ], type_)  # fmt: skip
    sheet.text(12, 108, "收款单位（章）：", red)
    sheet.text(42, 108, f"{scene.unit.county}人力资源和社会保障局", type_)
    sheet.text(128, 108, "复核人：", red)
    sheet.text(144, 108, "马春燕", type_)
    sheet.text(180, 108, "收款人：", red)
    sheet.text(196, 108, "田静", type_)
    _fields(sheet, scene, about)
    seal(sheet, scene.supervisor, 60, 106, look, text=f"{scene.unit.county}人力资源和社会保障局", centre="财务专用章")
    return finish(sheet, scene, look, "payment", "electronic")


def _slip(scene: Scene, look: Style, about: Bill) -> Drawn:
    """一般缴款书: upright, a form of boxes, the bank's stamp in blue or red."""
    sheet, type_ = Sheet((210.0, 150.0)), Type(look.body, 10)
    sheet.centred(14, f"{REGION}非税收入一般缴款书（收据）", Type("songbold", 16))
    _overseer(sheet, look, 105, 30)
    sheet.text(14, 38, f"执收单位编码：{about.code}", type_)
    sheet.right(38, f"No {about.number}", Type("song", 11, _RED), edge=196)
    sheet.text(14, 44, f"填制日期：{about.day}", type_)
    sheet.right(44, f"校验码：{about.check}", type_, edge=196)
    amount = plain_amount(about.fen)
    grid(sheet, 14, 50, (8, 24, 60, 8, 24, 58), [
        (9.0, ((1, "付"), (1, "全称"), (1, scene.person.name), (1, "收"), (1, "全称"), (1, "银沙湖市财政局非税专户"))),
        (9.0, ((1, "款"), (1, "账号"), (1, ""), (1, "款"), (1, "账号"), (1, "6000" + about.number))),
        (9.0, ((1, "人"), (1, "开户行"), (1, ""), (1, "人"), (1, "开户行"), (1, "云杉村镇银行"))),
        (9.0, ((2, "币种：人民币"), (4, f"金额（大写）{capital_amount(about.fen)}"))),
        (9.0, ((2, "项目编码"), (1, "收入项目名称"), (2, "数量"), (1, "金额"))),
        (12.0, ((2, "103042707"), (1, about.item), (2, "1"), (1, amount))),
    ], type_)  # fmt: skip
    sheet.text(14, 112, "执收单位（盖章）", type_)
    sheet.text(86, 112, "经办人：田静", type_)
    sheet.text(146, 112, "备注：", type_)
    _fields(sheet, scene, about)
    bank = draw_seal(
        "云杉村镇银行", shape="rectangle", colour="red", size_mm=(44.0, 10.0), seed=look.seed, wear=look.wear
    )
    press(sheet, bank, 160, 122)
    seal(sheet, scene.supervisor, 48, 114, look, text=f"{scene.unit.county}人力资源和社会保障局", centre="收费专用章")
    return finish(sheet, scene, look, "payment", "slip")


def _receipt(scene: Scene, look: Style, about: Bill) -> Drawn:
    """A small receipt set as a list, copied onto a whole sheet."""
    sheet, sans = Sheet(), Type("microhei", 11)
    sheet.pen.rectangle([sheet.px(side) for side in (48, 30, 162, 218)], outline=(120, 120, 120), width=2)
    sheet.centred(40, f"{REGION}收费票据", Type("heibold", 17))
    _overseer(sheet, look, 105, 62)
    amount, y = plain_amount(about.fen), 84.0
    for label, value in (("票据代码", about.code), ("票据号码", about.number), ("开票日期", about.day), ("交款人",
        scene.person.name),
                         ("收费项目", about.item), ("数量", "1"), ("金额", amount), ("大写", capital_amount(about.fen)),
                         ("校验码", about.check)):  # fmt: skip
        sheet.text(56, y, label, sans)
        sheet.text(80, y, value, sans)
        sheet.rule(56, y + 6.4, 154, y + 6.4, weight=0.1)
        y += 10
    sheet.text(56, y + 4, f"收款单位：{scene.unit.county}人力资源和社会保障局", sans)
    _fields(sheet, scene, about)
    seal(
        sheet, scene.supervisor, 128, y + 8, look, text=f"{scene.unit.county}人力资源和社会保障局", centre="财务专用章"
    )
    draw_qr(sheet, 58, y + 13, 22, f"99,{about.code},{about.number},{about.check}")
    return finish(sheet, scene, look, "payment", "receipt")


DRAWERS = {"payment": payment}

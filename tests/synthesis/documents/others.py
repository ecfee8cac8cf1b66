"""Pages that are no document of the catalogue: a blank sheet, a bank slip."""

from __future__ import annotations

from tests.synthesis.documents.common import Style, finish, grid
from tests.synthesis.paper import WUHAO, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn


def blank(scene: Scene, look: Style) -> list[Drawn]:
    """An empty sheet that went through the scanner."""
    sheet = Sheet()
    return [sheet.finish(None, "blank")]


def bank_slip(scene: Scene, look: Style) -> list[Drawn]:
    """A bank's receipt of a transfer: filed by mistake, of no type."""
    sheet = Sheet()
    rng = look.rng("slip")
    sheet.centred(24, "云杉村镇银行电子回单", Type("heibold", 18))
    type_ = Type("song", WUHAO)
    number, payer, payee = rng.randrange(10**14), rng.randrange(10**12), rng.randrange(10**12)
    amount = rng.randrange(100, 90000) + rng.randrange(100) / 100
    grid(
        sheet, 20, 40, (26, 59, 26, 59),
        (
            (10, ((1, "交易日期"), (1, chinese_date(scene.signed)), (1, "流水号"), (1, f"{number:014d}"))),
            (10, ((1, "付款人"), (1, scene.unit.name), (1, "收款人"), (1, "长河仪器计量有限公司"))),
            (10, ((1, "付款账号"), (1, f"6000{payer:012d}"), (1, "收款账号"), (1, f"6000{payee:012d}"))),
            (10, ((1, "金额（元）"), (1, f"{amount:.2f}"), (1, "用途"), (1, "货款"))),
        ),
        type_,
    )  # fmt: skip
    press(sheet, draw_seal("云杉村镇银行股份有限公司", shape="oval", centre_text="电子回单专用章", star=False,
                           seed=look.seed, wear=0.1), 160, 78)  # fmt: skip
    return [finish(sheet, scene, look, None, "slip")]


DRAWERS = {"bank_slip": bank_slip, "blank": blank}

"""Copies of certificates: identity card (both sides on one page), diploma, certificate of the present title."""

from __future__ import annotations

from tests.synthesis.documents.common import Style, copy_note, finish
from tests.synthesis.paper import INK, Sheet, Type
from tests.synthesis.people import Scene, chinese_date
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn

GREY = (70, 70, 72)
PALE = (226, 226, 224)
_NUMERALS = "〇一二三四五六七八九"


def title_cert(
    scene: Scene, look: Style, *, seal_text: str | None = None, sealed: bool = True, phrase: str = COPY_OK
) -> list[Drawn]:
    """专业技术资格证书 of the present title, copied, with the note on copies."""
    sheet, who = Sheet(), scene.person
    left, top, right, bottom = 24.0, 26.0, 186.0, 164.0
    sheet.frame(left, top, right, bottom, weight=0.6)
    sheet.frame(left + 2, top + 2, right - 2, bottom - 2)
    sheet.centred(top + 12, "专业技术资格证书", Type("heibold", 26, spacing_mm=2), left=left, right=right)
    _portrait(sheet, left + 14, top + 40, 28, 39)
    serial = f"XF{scene.title_date.year}{look.rng('title').randrange(10**8):08d}"
    rows = (
        ("姓    名", who.name), ("性    别", who.gender), ("出生年月", f"{who.birth.year}年{who.birth.month}月"),
        ("身份证号", who.id_number), ("系列名称", scene.series), ("专业名称", scene.specialty.removesuffix("专业")),
        ("资格名称", "助理工程师"), ("资格级别", "初级"), ("批准日期", chinese_date(scene.title_date)),
        ("证书编号", serial),
    )  # fmt: skip
    type_ = Type("kai" if look.layout == 0 else "song", 13.5)
    y = top + 34.0
    for name, content in rows:
        sheet.text(left + 54, y, f"{name}：", type_)
        sheet.text(left + 82, y, content, type_)
        sheet.field(name.replace(" ", ""), content)
        y += 8.2
    sheet.text(left + 14, bottom - 17, "发证机关：", type_)
    issuer = f"{scene.unit.county}职称改革工作领导小组"
    stamp = draw_seal(issuer, colour="grey", seed=look.seed, wear=0.35, centre_text="职称专用章")
    press(sheet, stamp, left + 122, bottom - 25)
    copy_note(sheet, scene, look, 34 + 16 * look.layout, 196, seal_text=seal_text, sealed=sealed, phrase=phrase)
    return [finish(sheet, scene, look, "title_cert", "title")]


def _han_year(year: int) -> str:
    return "".join(_NUMERALS[int(digit)] for digit in str(year))


def _card(sheet: Sheet, left: float, top: float) -> None:
    sides = [sheet.px(left), sheet.px(top), sheet.px(left + 108), sheet.px(top + 68)]
    sheet.pen.rounded_rectangle(sides, radius=sheet.px(4), fill=(240, 241, 241), outline=(120, 120, 120), width=3)
    # A faint guilloche: copies of cards are never flat.
    for step in range(12):
        y = sheet.px(top + 6 + step * 5)
        sheet.pen.arc(
            (sheet.px(left + 4), y - 60, sheet.px(left + 104), y + 60), 200, 340, fill=(228, 230, 230), width=2
        )


def _portrait(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """A grey head and shoulders: nobody's photograph."""

    def px(value: float) -> float:
        return sheet.px(value)

    sheet.pen.rectangle((px(x), px(y), px(x + width), px(y + height)), fill=PALE, outline=(150, 150, 150))
    middle = x + width / 2
    sheet.pen.pieslice(
        (px(x + 1.5), px(y + height * 0.68), px(x + width - 1.5), px(y + height * 1.32)), 180, 360, fill=(74, 76, 82)
    )
    sheet.pen.rectangle(
        (px(middle - 3), px(y + height * 0.55), px(middle + 3), px(y + height * 0.73)), fill=(176, 170, 166)
    )
    sheet.pen.ellipse(
        (px(middle - width * 0.23), px(y + height * 0.17), px(middle + width * 0.23), px(y + height * 0.63)),
        fill=(190, 184, 180),
    )
    sheet.pen.pieslice(
        (px(middle - width * 0.25), px(y + height * 0.12), px(middle + width * 0.25), px(y + height * 0.5)),
        180,
        360,
        fill=(52, 50, 52),
    )


def _roundel(sheet: Sheet, x: float, y: float) -> None:
    """Where a card shows the state's emblem, a plain roundel: emblems are not for drawing."""
    for radius in (10.0, 8.0, 3.5):
        sheet.pen.ellipse(
            (sheet.px(x - radius), sheet.px(y - radius), sheet.px(x + radius), sheet.px(y + radius)),
            outline=(140, 140, 140), width=3,
        )  # fmt: skip


def _ornament(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> None:
    """A certificate's double border with a row of loops between."""
    sheet.frame(left, top, right, bottom, weight=0.5)
    sheet.frame(left + 5, top + 5, right - 5, bottom - 5)
    loop, grey = 4.0, (150, 150, 150)
    spots = [(x, y) for y in (top + 2.5, bottom - 2.5) for x in _steps(left + 2.5, right - 2.5, loop)]
    spots += [(x, y) for x in (left + 2.5, right - 2.5) for y in _steps(top + 2.5, bottom - 2.5, loop)]
    for x, y in spots:
        box = (sheet.px(x - 1.6), sheet.px(y - 1.6), sheet.px(x + 1.6), sheet.px(y + 1.6))
        sheet.pen.ellipse(box, outline=grey, width=2)


def _steps(start: float, end: float, step: float) -> list[float]:
    count = round((end - start) / step)
    return [start + (end - start) * index / count for index in range(count + 1)]


BLACK = INK


DRAWERS = {"title_cert": title_cert}

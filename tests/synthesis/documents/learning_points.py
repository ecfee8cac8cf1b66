"""学习强国 screenshots: a year's points as a telephone shows them."""

from __future__ import annotations

from dataclasses import replace

from models.geometry import Box
from tests.synthesis.documents.common import Style, finish
from tests.synthesis.documents.engraving import roundel
from tests.synthesis.documents.typeset import bearer, faces, worded
from tests.synthesis.paper import DPI, Sheet, Type
from tests.synthesis.people import Scene
from tests.synthesis.truth import Drawn

Rgb = tuple[int, int, int]

_RED, _DARK, _GREY, _PALE, _GOLD = (206, 34, 32), (40, 40, 42), (140, 140, 146), (246, 246, 248), (250, 214, 140)
SCREENS = ((1080, 2340), (1125, 2436), (720, 1600))
"""Pixels of the three telephones, one for each layout."""

TASKS = (
    ("登录", 1, 1), ("我要选读文章", 12, 12), ("视听学习", 9, 12), ("每日答题", 5, 5), ("趣味答题", 4, 8),
    ("订阅", 0, 2), ("本地频道", 1, 1), ("发表观点", 1, 1), ("强国运动", 2, 2),
)  # fmt: skip


def xuexi(
    scene: Scene,
    look: Style,
    *,
    name: str | None = None,
    points: int | None = None,
    year: int = 2023,
    today: int = 35,
    edited: bool = False,
    named: bool = True,
    width_px: int | None = None,
) -> list[Drawn]:
    """A screenshot with a year's points (年度积分); no scanner ever saw it.

    Layout 0 is the page 学习积分 with the day's tasks, 1 年度积分 with a bar for each month, 2 the picture for sharing
    (年度学习报告).

    Args:
        scene: whose telephone.
        look: its layout chooses the telephone; edge seals and the like do not touch a screen.
        name: of somebody else.
        points: the year's points; by default more than anybody asks for.
        year: which year.
        today: the day's points.
        edited: True for a number that was pasted over the real one.
        named: False where the screen shows no name.
        width_px: of a picture that is no screen of a telephone.
    """
    rng = look.rng("points")
    shown = f"{rng.randrange(1800, 9200) if points is None else points}"
    size = SCREENS[look.layout]
    sheet = Sheet(((width_px or size[0]) * 25.4 / DPI, size[1] * 25.4 / DPI), (255, 255, 255))
    about = bearer(scene, name)
    place = (_tasks, _months, _poster)[look.layout](sheet, about, look, shown, year, today, named)
    sheet.field("积分", shown, place)
    notes = {"edited": str(edited), "screen": f"{sheet.size[0]}x{sheet.size[1]}"}
    page = finish(sheet, scene, replace(look, edge_seal=False), "xuexi", "points", **notes)
    return [_pasted(page, look) if edited else page]


def _pasted(page: Drawn, look: Style) -> Drawn:
    """Return the page with the number's surroundings recompressed and a shade off, as a pasted patch is."""
    box = next(field.box for field in page.truth.fields if field.name == "积分").expanded(0.012, 0.004)
    left, top, right, bottom = box.to_pixels(page.image.shape[1], page.image.shape[0])
    patch = page.image[top:bottom, left:right].astype(int)
    patch += 7 if look.seed % 2 else -7
    image = page.image.copy()
    image[top:bottom, left:right] = patch.clip(0, 255)
    return replace(page, image=image)


def _fill(sheet: Sheet, left: float, top: float, right: float, bottom: float, colour: Rgb, radius: float = 0) -> None:
    """Fill a rectangle given in shares of the width (all four)."""
    sides = [share * sheet.size[0] for share in (left, top, right, bottom)]
    sheet.pen.rounded_rectangle(sides, radius * sheet.size[0], fill=colour)


def _status(sheet: Sheet, look: Style, colour: Rgb, face: str) -> None:
    """The bar on top: clock, signal, battery."""
    rng, width = look.rng("status"), sheet.size[0]
    sheet.text(0.06 * sheet.width_mm, 0.03 * sheet.width_mm, f"{rng.randrange(7, 23)}:{rng.randrange(60):02d}",
               Type(face, _pt(sheet, 0.038), colour))  # fmt: skip
    for step in range(4):
        x = (0.76 + 0.016 * step) * width
        sheet.pen.rectangle((x, (0.062 - 0.008 * step) * width, x + 0.010 * width, 0.066 * width), fill=colour)
    left, top, right, bottom = (share * width for share in (0.86, 0.036, 0.925, 0.066))
    sheet.pen.rounded_rectangle((left, top, right, bottom), 6, outline=colour, width=3)
    sheet.pen.rectangle((left + 6, top + 6, left + (right - left) * rng.uniform(0.3, 0.9), bottom - 6), fill=colour)


def _pt(sheet: Sheet, share: float) -> float:
    """Return a size in points from a share of the screen's width."""
    return round(sheet.size[0] * share) * 72 / DPI


def _back(sheet: Sheet, y: float, colour: Rgb) -> None:
    """The arrow that leads back."""
    width = sheet.size[0]
    sheet.pen.line(
        [(0.065 * width, (y - 0.02) * width), (0.045 * width, y * width), (0.065 * width, (y + 0.02) * width)],
        fill=colour,
        width=max(3, round(0.005 * width)),
    )


def _tasks(
    sheet: Sheet, scene: Scene, look: Style, points: str, year: int, today: int, named: bool
) -> Box:  # fmt: skip
    kinds, mm = faces(look), sheet.width_mm
    _fill(sheet, 0, 0, 1, 2.2, _PALE)
    _fill(sheet, 0, 0, 1, 0.62, _RED)
    _status(sheet, look, (255, 255, 255), kinds.hei)
    _back(sheet, 0.135, (255, 255, 255))
    white = Type(kinds.hei, _pt(sheet, 0.046), (255, 255, 255))
    sheet.centred(0.112 * mm, worded(look, "学习积分", "我的积分"), white)
    small = Type(kinds.hei, _pt(sheet, 0.034), (255, 226, 214))
    if named:
        _fill(sheet, 0.06, 0.20, 0.16, 0.30, (236, 160, 140), 0.05)
        sheet.field("姓名", scene.person.name, sheet.text(0.19 * mm, 0.215 * mm, scene.person.name, white))
    sheet.text(0.19 * mm, 0.275 * mm, "学习强国", small)
    label = f"{year}年度积分"
    sheet.centred(0.36 * mm, label, small)
    sheet.field("年份", f"{year}年", Box.around(sheet.lines[-1].characters[:5]))
    place = sheet.centred(0.425 * mm, points, Type("heibold", _pt(sheet, 0.12), (255, 255, 255)))
    _fill(sheet, 0.04, 0.58, 0.96, 0.80, (255, 255, 255), 0.02)
    dark, grey = Type(kinds.hei, _pt(sheet, 0.038), _DARK), Type(kinds.hei, _pt(sheet, 0.031), _GREY)
    for x, text, value in ((0.1, "今日积分", str(today)), (0.40, "今日上限", "50"), (0.70, "连续学习", "98天")):
        sheet.text(x * mm, 0.62 * mm, text, grey)
        sheet.text(x * mm, 0.69 * mm, value, Type("heibold", _pt(sheet, 0.048), _RED))
    sheet.text(0.06 * mm, 0.85 * mm, "积分规则", Type("heibold", _pt(sheet, 0.042), _DARK))
    for index, (task, got, most) in enumerate(TASKS):
        y = 0.93 + 0.125 * index
        _fill(sheet, 0.04, y, 0.96, y + 0.11, (255, 255, 255), 0.014)
        sheet.text(0.08 * mm, (y + 0.022) * mm, task, dark)
        limit = f"已获{got}分/每日上限{most}分"
        sheet.text(0.08 * mm, (y + 0.07) * mm, limit, Type(kinds.hei, _pt(sheet, 0.026), _GREY))
        done = got == most
        _fill(sheet, 0.74, y + 0.028, 0.92, y + 0.084, (238, 238, 240) if done else _RED, 0.028)
        colour = _GREY if done else (255, 255, 255)
        sheet.centred((y + 0.04) * mm, "已完成" if done else "去看看", Type(kinds.hei, _pt(sheet, 0.03), colour),
                      left=0.74 * mm, right=0.92 * mm)  # fmt: skip
    return place


def _months(
    sheet: Sheet, scene: Scene, look: Style, points: str, year: int, today: int, named: bool
) -> Box:  # fmt: skip
    kinds, mm, rng = faces(look), sheet.width_mm, look.rng("bars")
    _status(sheet, look, _DARK, kinds.hei)
    _back(sheet, 0.135, _DARK)
    sheet.centred(0.112 * mm, "我的年度积分", Type("heibold", _pt(sheet, 0.046), _DARK))
    sheet.pen.line([0, 0.185 * sheet.size[0], sheet.size[0], 0.185 * sheet.size[0]], fill=(226, 226, 230), width=2)
    for index, past in enumerate((year - 2, year - 1, year)):
        chosen = past == year
        if chosen:
            _fill(sheet, 0.08 + 0.3 * index, 0.215, 0.32 + 0.3 * index, 0.285, _RED, 0.035)
        type_ = Type(kinds.hei, _pt(sheet, 0.036), (255, 255, 255) if chosen else _GREY)
        edges = {"left": (0.08 + 0.3 * index) * mm, "right": (0.32 + 0.3 * index) * mm}
        box = sheet.centred(0.232 * mm, f"{past}年", type_, **edges)
        if chosen:
            sheet.field("年份", f"{past}年", box)
    grey = Type(kinds.hei, _pt(sheet, 0.034), _GREY)
    if named:
        sheet.text(0.08 * mm, 0.345 * mm, "学习者", grey)
        name = Type(kinds.hei, _pt(sheet, 0.04), _DARK)
        sheet.field("姓名", scene.person.name, sheet.text(0.24 * mm, 0.342 * mm, scene.person.name, name))
    sheet.text(0.08 * mm, 0.43 * mm, "全年累计积分", grey)
    place = sheet.text(0.08 * mm, 0.49 * mm, points, Type("heibold", _pt(sheet, 0.13), _RED))
    sheet.text(0.08 * mm, 0.66 * mm, f"日均{int(points) / 365:.1f}分  今日{today}分", grey)
    shares = [rng.uniform(0.5, 1.0) for _ in range(12)]
    total = sum(shares)
    for month, share in enumerate(shares, 1):
        y = 0.78 + 0.094 * (month - 1)
        sheet.text(0.08 * mm, y * mm, f"{month}月", Type(kinds.hei, _pt(sheet, 0.034), _DARK))
        _fill(sheet, 0.2, y + 0.004, 0.2 + 0.5 * share, y + 0.036, (240, 150, 130), 0.012)
        value = f"{round(int(points) * share / total)}"
        sheet.text((0.23 + 0.5 * share) * mm, y * mm, value, Type(kinds.hei, _pt(sheet, 0.032), _GREY))
    sheet.centred(1.96 * mm, "学习强国 学习平台", Type(kinds.hei, _pt(sheet, 0.03), _GREY))
    return place


def _poster(
    sheet: Sheet, scene: Scene, look: Style, points: str, year: int, today: int, named: bool
) -> Box:  # fmt: skip
    kinds, mm = faces(look), sheet.width_mm
    for step in range(40):
        shade = (196 - step, 24 + step // 4, 26 + step // 4)
        sheet.pen.rectangle((0, sheet.size[1] * step / 40, sheet.size[0], sheet.size[1] * (step + 1) / 40), fill=shade)
    roundel(sheet, mm / 2, 0.26 * mm, 0.09 * mm, _GOLD)
    sheet.centred(0.40 * mm, "学习强国", Type(kinds.kai, _pt(sheet, 0.11), _GOLD, spacing_mm=1.5))
    head = Type(kinds.hei, _pt(sheet, 0.052), (255, 240, 220))
    sheet.centred(0.56 * mm, f"{year}年度学习报告", head)
    sheet.field("年份", f"{year}年", Box.around(sheet.lines[-1].characters[:5]))
    _fill(sheet, 0.08, 0.70, 0.92, 1.72, (255, 248, 238), 0.03)
    dark = Type(kinds.hei, _pt(sheet, 0.044), (90, 50, 40))
    if named:
        box = sheet.centred(0.77 * mm, scene.person.name, Type(kinds.kai, _pt(sheet, 0.07), (120, 30, 30)))
        sheet.field("姓名", scene.person.name, box)
    sheet.centred(0.90 * mm, "这一年，你的总积分", dark)
    place = sheet.centred(0.985 * mm, points, Type("microhei", _pt(sheet, 0.16), _RED))
    for index, text in enumerate((
        f"学习天数 {min(365, int(points) // 24 + 40)} 天", f"阅读文章 {int(points) // 6 + 20} 篇",
        f"答题 {int(points) // 9 + 12} 次", f"超过了 {60 + int(points) % 39}% 的学员",
    )):  # fmt: skip
        sheet.centred((1.24 + 0.1 * index) * mm, text, dark)
    sheet.centred(1.86 * mm, "长按保存图片分享", Type(kinds.hei, _pt(sheet, 0.036), _GOLD))
    return place


DRAWERS = {"xuexi": xuexi}

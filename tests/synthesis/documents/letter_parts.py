"""What letters are put together from: red heads, ruled closings, labelled slots, seals across pages, thumb prints."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw

from models.geometry import Box
from tests.synthesis import fonts
from tests.synthesis.documents.common import Style, finish, seal
from tests.synthesis.handwriting import Hand, sign
from tests.synthesis.paper import SIHAO, Sheet, Type
from tests.synthesis.people import Person, Scene, Unit, chinese_date
from tests.synthesis.seals import draw_seal, press, press_across
from tests.synthesis.truth import Drawn, SignatureTruth

RED = (206, 24, 30)


@dataclass(frozen=True)
class Sealing:
    """How a letter is sealed; the defaults are right.

    `text` another organisation's seal, `centre` the line of a special-purpose seal (人事专用章), `absent` none at all,
    `emblem` what stands in place of the star (party, union).
    """

    text: str | None = None
    centre: str | None = None
    absent: bool = False
    emblem: str | None = None


def red_head(sheet: Sheet, look: Style, unit: str, *, y: float = 28.0, number: str | None = None,
             star: bool = False, suffix: str = "文件") -> float:  # fmt: skip
    """Set an office's red head with its red rule (GB/T 9704); returns the y below it. `star` breaks the rule."""
    left, right = 24.0, sheet.width_mm - 24.0
    face, name = ("songbold", "heibold", "songbold")[look.layout], unit + suffix
    points = min(44.0, 2.76 * (right - left) / len(name))
    type_ = Type(face, points, RED)
    sheet.centred(y, name, type_)
    y += points * 0.42 + 12
    if number:
        box_type = Type(look.body, SIHAO)
        sheet.centred(y, number, box_type)
        sheet.field("文号", number)
        y += 8
    red_rule(sheet, left, right, y, weight=0.9, star=star)
    return y + 12


def red_rule(sheet: Sheet, left: float, right: float, y: float, *, weight: float = 0.6, star: bool = False) -> None:
    """Draw a red rule, with a star in its middle if asked."""
    width = max(1, round(sheet.px(weight)))
    middle, gap = (left + right) / 2, 6.0 if star else 0.0
    for start, end in ((left, middle - gap), (middle + gap, right)):
        sheet.pen.line([sheet.px(start), sheet.px(y), sheet.px(end), sheet.px(y)], fill=RED, width=width)
    if star:
        red_star(sheet, middle, y, 4.2)


def red_star(sheet: Sheet, x: float, y: float, radius: float) -> None:
    """Draw a red star as printers do: flat and even, unlike a stamp's."""
    corners = [
        (
            sheet.px(x + radius * (1 if index % 2 == 0 else 0.382) * math.sin(math.pi * index / 5)),
            sheet.px(y - radius * (1 if index % 2 == 0 else 0.382) * math.cos(math.pi * index / 5)),
        )
        for index in range(10)
    ]
    sheet.pen.polygon(corners, fill=RED)


def slot(
    sheet: Sheet, x: float, y: float, label: str, role: str, who: Person, writer: Hand, look: Style, *,
    kind: str = "handwritten", day: dt.date | None = None, day_at: tuple[float, float] | None = None,
    day_kind: str | None = None, type_: Type | None = None, line: float = 0.0, seed: int = 0,
) -> SignatureTruth:  # fmt: skip
    """Set a printed label with a signature behind it, on a line of `line` millimetres if asked; y is the label's top.

    `day_at` is where the date starts, its middle below or beside the slot.
    """
    type_ = type_ or look.type()
    sheet.text(x, y, label, type_)
    start, half = x + sheet.width_of(label, type_) + 1, type_.points * 25.4 / 144
    if line:
        sheet.rule(start - 1, y + half * 2 + 1, start - 1 + line, y + half * 2 + 1)
    return sign(sheet, start, y + half, who.name, role, writer, kind=kind, day=day, day_at=day_at,
                day_kind=day_kind or kind, printed=type_, seed=look.seed + seed)  # fmt: skip


def close(
    sheet: Sheet, look: Style, y: float, unit: Unit, day: dt.date, *, sealing: Sealing | None = None,
    label: str | None = None, suffix: str = "", prefix: str = "", centre: float | None = None,
) -> None:  # fmt: skip
    """Set the unit's name and below it the printed date, sealed over both; at the right edge or around `centre`."""
    sealing, type_, name = sealing or Sealing(), look.type(), label or unit.name
    width, lead = sheet.width_of(name, type_), sheet.width_of(prefix, type_)
    whole = lead + width + sheet.width_of(suffix, type_)
    edge = sheet.width_mm - look.margin - 2
    # A long name moves left, as it would in a cell that ends at the margin.
    start = (edge - whole if centre is None else min(centre, sheet.width_mm - 24 - whole / 2) - whole / 2) + lead
    sheet.text(start - lead, y, f"{prefix}{name}{suffix}", type_)
    sheet.field("落款单位", name)
    sheet.centred(y + 11, chinese_date(day), type_, left=start, right=start + width)
    sheet.field("落款日期", chinese_date(day))
    stamp(sheet, look, unit, start + width / 2, y + 7, sealing)


def stamp(sheet: Sheet, look: Style, unit: Unit, x: float, y: float, sealing: Sealing) -> None:
    """Press the unit's seal unless it is to be absent."""
    if sealing.emblem and not sealing.absent:
        rng = look.rng(f"stamp {x:.1f} {y:.1f}")
        pad = draw_seal(
            sealing.text or unit.name,
            centre_text=sealing.centre,
            emblem=sealing.emblem,
            wear=look.wear,
            face=look.seal_face,
            rims=look.rims,
            seed=rng.randrange(10**6),
            tilt_degrees=rng.gauss(0, 7),
        )
        press(sheet, pad, x + rng.uniform(-2, 2), y + rng.uniform(-2, 2))
    elif not sealing.absent:
        seal(sheet, unit, x, y, look, text=sealing.text, centre=sealing.centre)


def note(sheet: Sheet, *found: tuple[str, str]) -> None:
    """Note fields; what is broken over two rows, or was left out, has no single box and is no field."""
    for name, value in found:
        if value and sheet.find(value):
            sheet.field(name, value)


def note_subject(sheet: Sheet, scene: Scene, level: str | None = None) -> None:
    """Note who applies for what, as far as it stands in single rows."""
    note(
        sheet,
        ("姓名", scene.person.name),
        ("系列", scene.series),
        ("专业", scene.specialty.removesuffix("专业")),
        ("级别", level or scene.level),
    )


def ruled(
    sheet: Sheet, left: float, top: float, widths: Sequence[float], heights: Sequence[float], *, weight: float = 0.25
) -> list[list[Box]]:
    """Rule an empty table; returns its cells in millimetres as boxes of the page, by row."""
    rows, y = [], top
    for height in heights:
        row, x = [], left
        for width in widths:
            sheet.frame(x, y, x + width, y + height, weight=weight)
            row.append(sheet.box_mm(x, y, x + width, y + height))
            x += width
        rows.append(row)
        y += height
    return rows


def cell_label(sheet: Sheet, x: float, y: float, width: float, height: float, text: str, type_: Type) -> None:
    """Set a label in the middle of a cell, its rows parted by line breaks."""
    rows, step = text.split("\n"), type_.points * 0.52
    top = y + (height - step * len(rows)) / 2 + step * 0.14
    for index, row in enumerate(rows):
        sheet.centred(top + index * step, row, type_, left=x, right=x + width)


def fitted(sheet: Sheet, text: str, type_: Type, width: float) -> Type:
    """Return the type, smaller where the text would be wider than `width` millimetres."""
    return type_.sized(type_.points * min(1.0, width / max(1e-6, sheet.width_of(text, type_))))


def numbered(sheet: Sheet, x: float, y: float, width: float, texts: Sequence[str], type_: Type, *,
             leading: float = 1.75) -> float:  # fmt: skip
    """Set paragraphs one below the other; returns the y below them."""
    for text in texts:
        y = sheet.paragraph(x, y, width, text, type_, leading=leading)
    return y


def seam(
    pages: Sequence[Sheet], look: Style, unit: Unit, y: float, *, text: str | None = None, centre: str | None = None,
    skip: Sequence[int] = (),
) -> None:  # fmt: skip
    """Press one seal over the fanned right edges of all pages (骑缝章): each page keeps a slice of it.

    Pages whose index is in `skip` took the place of others afterwards: their slice went with those.
    """
    rng = look.rng("seam")
    whole = draw_seal(text or unit.name, centre_text=centre, code=unit.code, face=look.seal_face, rims=look.rims,
                      seed=rng.randrange(10**6), wear=look.wear * 0.7, tilt_degrees=rng.gauss(0, 5))  # fmt: skip
    fan = [Sheet((page.width_mm, page.height_mm)) if index in skip else page for index, page in enumerate(pages)]
    press_across(fan, whole, y, seed=look.seed)


def thumb(sheet: Sheet, x: float, y: float, seed: int) -> None:
    """Press a red thumb print (捺印) with its middle at (x, y): red ink that is no seal."""
    rng = np.random.default_rng(seed)
    height, width = round(sheet.px(19)), round(sheet.px(13))
    ys, xs = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    inside = np.clip((1 - np.hypot(xs, ys)) * 6, 0, 1)
    swirl = np.hypot(xs * 1.1, ys * 1.5 + 0.25 + 0.18 * np.sin(xs * 4)) + 0.05 * np.sin(6 * np.arctan2(ys, xs))
    ridges = np.clip(0.5 + 1.4 * np.sin(swirl * rng.uniform(40, 48)), 0, 1)
    alpha = inside * (0.25 + 0.75 * ridges) * rng.uniform(0.55, 0.85) * (0.75 + 0.25 * rng.random((height, width)))
    left, top = round(sheet.px(x) - width / 2), round(sheet.px(y) - height / 2)
    place = (left, top, left + width, top + height)
    paper = np.asarray(sheet.picture.crop(place), np.float32)
    shade = 1 - alpha[..., None] * (1 - np.asarray((196, 40, 46), np.float32) / 255)
    sheet.picture.paste(Image.fromarray((paper * shade).astype(np.uint8)), place[:2])


def tilted(sheet: Sheet, text: str, *, points: float, grey: int = 226, degrees: float = 32.0) -> None:
    """Lay a pale slanting watermark under what is set afterwards; it is an ornament, not a line of text."""
    size = round(points * 200 / 72)
    font = fonts.face("hei", size)
    fonts.demand("hei", text)
    tile = Image.new("L", (size * (len(text) + 1), size * 2), 0)
    ImageDraw.Draw(tile).text((size // 2, size // 2), text, font=font, fill=255)
    turned = tile.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    left, top = (sheet.size[0] - turned.width) // 2, (sheet.size[1] - turned.height) // 2
    sheet.picture.paste((grey, grey, grey), (left, top, left + turned.width, top + turned.height), turned)


def done(sheet: Sheet, scene: Scene, look: Style, type_: str | None, layout: str, **notes: str) -> Drawn:
    """Finish a page of a document of several pages, without a stray seal at its edge."""
    return finish(sheet, scene, replace(look, edge_seal=False), type_, layout, **notes)

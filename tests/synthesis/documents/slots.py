"""What stands in the cells of forms besides text: opinions with signature and seal, photographs, ticks, watermarks."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from models.geometry import Box
from tests.synthesis import fonts
from tests.synthesis.documents.common import Style, seal
from tests.synthesis.documents.portraits import Sitter, place_portrait
from tests.synthesis.documents.ruled import Rect, set_text, write_block
from tests.synthesis.handwriting import PENS, Hand, sign, write_date
from tests.synthesis.paper import INK, Sheet, Type
from tests.synthesis.people import Person, Unit
from tests.synthesis.truth import TextLine

PHOTO = (25.0, 35.0)
"""一寸 in millimetres."""


@dataclass(frozen=True)
class Opinion:
    """An opinion cell: its field, what it says and how (hand, printed, blank), who signs as what, whose seal, the day.

    A blank one has the printed slots alone: no signature, no date, no seal. `signature` and `date` are signature kinds.
    """

    field: str
    text: str
    unit: Unit
    signer: Person
    role: str
    writer: Hand
    day: dt.date
    how: str = "hand"
    signature: str = "handwritten"
    date: str = "handwritten"
    sealed: bool = True
    seal_text: str | None = None


def opinion(sheet: Sheet, place: Rect, one: Opinion, look: Style, *, prompt: str = "", points: float = 12.0) -> None:
    """Fill an opinion cell: the text above; signature, date and seal at the foot, arranged by the layout."""
    left, top, right, bottom = place
    type_, seed = look.type(points), look.seed + round(top)
    foot = bottom - 25
    if prompt:
        sheet.text(left + 2, top + 2, prompt, type_)
        top += 6
    if one.how == "hand":
        room, height = right - left - 18, 6.8 if len(one.text) > 12 else 8.4
        # Nobody writes along the upper rule where there is room.
        top += min(9.0, max(0.0, (foot - top - height * 2.6) / 3))
        box = write_block(sheet, left + 8, top + 2.5, room, one.text, one.writer, height_mm=height, seed=seed)
        sheet.field(one.field, one.text, box)
    elif one.how == "printed":
        sheet.field(one.field, one.text, set_text(sheet, (left + 3, top, right - 3, foot), one.text, type_, left=True))
    _foot(sheet, (left, foot, right, bottom), one, look, type_, seed)


def _foot(sheet: Sheet, place: Rect, one: Opinion, look: Style, type_: Type, seed: int) -> None:
    left, foot, right, bottom = place
    blank = one.how == "blank"
    label = ("负责人（签字）：", "签名：", "负责人签章：")[look.layout]
    slot = (left + (right - left) * 0.3, left + (right - left) * 0.5, left + 6)[look.layout]
    signed_line(
        sheet, slot, foot + 8, label, one.signer.name, one.role, one.writer, type_,
        edge=right, least=left + 2, kind="absent" if blank else one.signature, seed=seed,
    )  # fmt: skip
    date_at, stamp_at = right - 50, (right - 30, left + 32, right - 30)[look.layout]
    if one.sealed or blank:
        note = ("（公章）", "（盖章）", "单位（公章）")[look.layout]
        sheet.text(stamp_at - 8, bottom - (13 if look.layout != 1 else 8), note, type_)
    kind = "absent" if blank else one.date
    date = write_date(sheet, date_at, bottom - 5, one.day, one.writer, kind=kind, printed=type_, seed=seed)
    if not blank:
        sheet.field(f"{one.field}日期", one.day.isoformat(), date.box)
        if one.sealed:
            seal(sheet, one.unit, stamp_at, bottom - 16, look, text=one.seal_text)


def signed_line(
    sheet: Sheet, x: float, y: float, label: str, name: str, role: str, writer: Hand, type_: Type, *,
    edge: float, least: float = 12.0, kind: str = "handwritten", seed: int = 0,
) -> None:  # fmt: skip
    """Set a label with a signature behind it, middle at y; it starts further left where a long name needs the room."""
    width = sheet.width_of(label, type_)
    start = max(least, min(x, edge - width - 10.5 * len(name) - 4))
    sheet.text(start, y - type_.points * 25.4 / 144, label, type_)
    sign(sheet, start + width + 1, y, name, role, writer, kind=kind, printed=type_, seed=seed)


def photo(sheet: Sheet, x: float, y: float, who: Person, *, size: tuple[float, float] = PHOTO) -> Box:
    """Glue the photograph of somebody, who is nobody, and return its box."""
    number = int(who.id_number[6:17])
    place_portrait(sheet, Sitter(number, who.gender, ("white", "blue", "red")[number % 3]), x, y, *size)
    return sheet.box_mm(x, y, x + size[0], y + size[1])


def tick_box(sheet: Sheet, x: float, y: float, side: float, manner: str, *, ticked: bool, seed: int = 0) -> Box:
    """Draw one box to tick: `drawn` ☑ by a program, `solid` ■, `pen` ✓ by hand over a printed □; returns its box."""
    sheet.frame(x, y, x + side, y + side)
    box = sheet.box_mm(x, y, x + side, y + side)
    if not ticked:
        mark = "□"
    elif manner == "solid":
        sheet.pen.rectangle([sheet.px(value) for value in (x, y, x + side, y + side)], fill=INK)
        mark = "■"
    elif manner == "pen":
        box = Box.around((box, pen_tick(sheet, x + side * 0.3, y + side * 0.4, side * 1.5, seed)))
        mark = "☑"
    else:
        _stroke(sheet, ((x + side * 0.18, y + side * 0.5), (x + side * 0.42, y + side * 0.78),
                        (x + side * 0.85, y + side * 0.2)), INK, 0.35)  # fmt: skip
        mark = "☑"
    sheet.lines.append(TextLine(mark, box, (box,), "handwritten" if manner == "pen" and ticked else "printed"))
    return box


def pen_tick(sheet: Sheet, x: float, y: float, size: float, seed: int) -> Box:
    """Draw a tick by pen with its bend near (x, y + size / 2) millimetres; one seed, one pen; returns its box."""
    rng = random.Random(f"tick {seed} {x:.1f} {y:.1f}")
    jitter = [rng.uniform(-0.12, 0.12) * size for _ in range(6)]
    points = (
        (x - size * 0.28 + jitter[0], y + jitter[1]),
        (x + jitter[2], y + size * 0.42 + jitter[3]),
        (x + size * 0.62 + jitter[4], y - size * 0.5 + jitter[5]),
    )
    _stroke(sheet, points, PENS[random.Random(seed).choice(tuple(PENS))], rng.uniform(0.35, 0.6))
    across, down = [point[0] for point in points], [point[1] for point in points]
    return sheet.box_mm(min(across) - 0.3, min(down) - 0.3, max(across) + 0.3, max(down) + 0.3)


def _stroke(sheet: Sheet, points: tuple[tuple[float, float], ...], colour: tuple[int, int, int], weight: float) -> None:
    along = [(sheet.px(x), sheet.px(y)) for x, y in points]
    sheet.pen.line(along, fill=colour, width=max(2, round(sheet.px(weight))), joint="curve")


def watermark(sheet: Sheet, text: str, *, degrees: float = 35.0, step: float = 74.0) -> None:
    """Strew a pale slanting text over a sheet that is still bare, as platforms do; it is no line of the truth."""
    tile = _watermark_tile(text, degrees)
    for row in range(-1, round(sheet.height_mm / step) + 1):
        for column in range(-1, round(sheet.width_mm / step) + 1):
            x = column * step + (step / 2 if row % 2 else 0)
            place = (round(sheet.px(x)), round(sheet.px(row * step + step / 4)))
            sheet.picture.paste((214, 216, 220), place, tile)


@lru_cache(maxsize=8)
def _watermark_tile(text: str, degrees: float) -> Image.Image:
    font = fonts.face("hei", 46)
    fonts.demand("hei", text)
    tile = Image.new("L", (round(font.getlength(text)) + 8, 64), 0)
    ImageDraw.Draw(tile).text((4, 6), text, font=font, fill=255)
    return tile.rotate(degrees, Image.Resampling.BICUBIC, expand=True)

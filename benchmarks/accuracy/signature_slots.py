"""Signature and date slots drawn by the generator and cut out as they are cut from pages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.geometry import Box
from tests.synthesis.documents.common import SPLITS
from tests.synthesis.handwriting import DATE_MANNERS, GROUNDS, sign, write_date
from tests.synthesis.ink.seal_kinds import stamp_of
from tests.synthesis.ink.writers import Hand, writer
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, scene
from tests.synthesis.scanning.capture import capture
from tests.synthesis.seals import press
from tests.synthesis.truth import Drawn
from verifier.pictures import RgbImage

KINDS = ("handwritten", "printed", "pasted", "absent")
DATE_KINDS = ("handwritten", "printed", "absent")
PLACES = ("open", "open", "ruled", "cell", "sealed")
WAYS = (
    "flatbed", "flatbed", "flatbed", "flatbed_150", "flatbed_300", "photocopy", "heavy_jpeg", "soft", "noisy",
    "low_contrast", "phone", "phone_shadow",
)  # fmt: skip
_SHEET_MM = (110.0, 44.0)


class Variety:
    """How a split's slots may be varied before they are drawn: here not at all."""

    def hand(self, hand: Hand, rng: random.Random) -> Hand:
        """Return the writer who signs."""
        return hand

    def prints(self, sheet: Sheet, x: float, y: float, name: str, type_: Type, rng: random.Random) -> bool:
        """Print the name at x, its middle at y, in another face than `type_`; return whether it was done."""
        return False


@dataclass(frozen=True)
class DrawnSlot:
    """A cut-out slot: what fills it, in which manner (pen, ground, way to write a date, face), where, how it came in.

    `label_height` is that of the printed label beside it in pixels.
    """

    image: RgbImage
    kind: str
    manner: str
    place: str
    way: str
    name: str
    label_height: float


def draw_slots(
    split: str, seed: int, count: int, *, kinds: Sequence[str] = KINDS, grounds: Sequence[str] = GROUNDS,
    variety: Variety | None = None, first: int = 0,
) -> Iterator[DrawnSlot]:  # fmt: skip
    """Yield `count` signature slots of a split, the kinds by turns; with `variety` drawn more widely than the split.

    `first` is the number of the first one: parts of a set are the same slots as the whole.
    """
    for index in range(first, first + count):
        yield _slot(split, f"{seed} {index}", kinds[index % len(kinds)], grounds, variety or Variety())


def draw_dates(
    split: str, seed: int, count: int, *, kinds: Sequence[str] = DATE_KINDS, variety: Variety | None = None,
    first: int = 0,
) -> Iterator[DrawnSlot]:  # fmt: skip
    """Yield `count` date slots of a split as `draw_slots` yields signatures."""
    for index in range(first, first + count):
        yield _date(split, f"{seed} {index}", kinds[index % len(kinds)], variety or Variety())


def _slot(split: str, seed: str, kind: str, grounds: Sequence[str], variety: Variety) -> DrawnSlot:
    rng = random.Random(f"slot {split} {seed}")
    about, place, way = scene(rng.randrange(10**6)), rng.choice(PLACES), rng.choice(WAYS)
    hand, sheet = variety.hand(writer(rng.randrange(10**6), split=split), rng), Sheet(_SHEET_MM)
    type_ = Type(rng.choice(SPLITS[split].bodies), rng.choice((10.5, 12.0, 14.0, 16.0)))
    furnish(sheet, place, about, type_, split, rng)
    ground = rng.choice(grounds) if kind == "pasted" else None
    if kind != "printed" or not variety.prints(sheet, 28, 20, about.person.name, type_, rng):
        sign(sheet, 28, 20, about.person.name, "申报人", hand, kind=kind, printed=type_, seed=rng.randrange(1000),
             ground=ground)  # fmt: skip
    manner = {"handwritten": hand.tool, "printed": type_.face, "pasted": ground or "", "absent": "-"}[kind]
    clean = sheet.finish(None, "slot")
    page = capture(clean, way, rng.randrange(10**6))
    box = page.truth.signatures[0].box
    grown = _with_margin(page, box, rng.uniform(0.01, 0.06), rng.uniform(0.02, 0.12))
    manner += " over the scan" if clean.laid_over else ""
    tall = type_.points / 72 * page.dpi
    return DrawnSlot(_cut(page.image, grown), kind, manner, place, way, about.person.name, tall)


def _date(split: str, seed: str, kind: str, variety: Variety) -> DrawnSlot:
    rng = random.Random(f"date {split} {seed}")
    about, place, way = scene(rng.randrange(10**6)), rng.choice(PLACES), rng.choice(WAYS)
    hand, sheet = variety.hand(writer(rng.randrange(10**6), split=split), rng), Sheet(_SHEET_MM)
    type_ = Type(rng.choice(SPLITS[split].bodies), rng.choice((10.5, 12.0, 14.0, 16.0)))
    furnish(sheet, place, about, type_, split, rng)
    manner = rng.choice(DATE_MANNERS) if kind == "handwritten" else None
    date = write_date(sheet, 28, 20, about.signed, hand, kind=kind, printed=type_, seed=rng.randrange(1000),
                      manner=manner)  # fmt: skip
    sheet.field("日期", about.signed.isoformat(), date.box)
    page = capture(sheet.finish(None, "date"), way, rng.randrange(10**6))
    grown = _with_margin(page, page.truth.fields[0].box, rng.uniform(0.01, 0.05), rng.uniform(0.02, 0.08))
    return DrawnSlot(_cut(page.image, grown), kind, manner or type_.face, place, way, about.signed.isoformat(),
                     type_.points / 72 * page.dpi)  # fmt: skip


def furnish(
    sheet: Sheet, place: str, about: Scene, type_: Type, split: str, rng: random.Random, *, large: float = 1.0
) -> None:
    """Print what the slot stands in: on a rule, in a table's cell, below a seal; all `large` times its size."""
    if place == "ruled":
        sheet.rule(22 * large, 27 * large, 98 * large, 27 * large, weight=0.2 * large)
    elif place == "cell":
        for x in (24 * large, 100 * large):
            sheet.rule(x, 6 * large, x, 36 * large)
        for y in (6 * large, 36 * large):
            sheet.rule(24 * large, y, 100 * large, y)
    elif place == "sealed":
        stamp = stamp_of("official", about.unit.name, rng.randrange(10**6), split=split, code=about.unit.code)
        press(sheet, stamp, (52 + rng.uniform(-8, 14)) * large, (20 + rng.uniform(-10, 10)) * large)
    sheet.text(2 * large, 20 * large - type_.points * 25.4 / 144, "签名", type_)


def _with_margin(page: Drawn, box: Box, across: float, down: float) -> Box:
    """Return the box grown by these shares of the sheet's sides: a telephone's picture is larger than the sheet."""
    height, width = page.image.shape[:2]
    a_millimetre = page.dpi / 25.4
    return box.expanded(across * _SHEET_MM[0] * a_millimetre / width, down * _SHEET_MM[1] * a_millimetre / height)


def _cut(image: RgbImage, box: Box) -> RgbImage:
    left, top, right, bottom = box.to_pixels(image.shape[1], image.shape[0])
    return np.ascontiguousarray(image[top:bottom, left:right])

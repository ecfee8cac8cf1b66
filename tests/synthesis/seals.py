"""Stamps in ink: how they are cut, inked and pressed. Cuts are in ink/seal_shapes.py, kinds in ink/seal_kinds.py."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image

from tests.synthesis.ink.seal_shapes import SCRIPT, Cut, cut
from tests.synthesis.ink.seal_styles import SealStyle, seal_style
from tests.synthesis.ink.wear import MANNERS, Alpha, doubled, smeared, worn
from tests.synthesis.paper import DPI, Sheet
from tests.synthesis.truth import SealTruth

INKS = {
    "red": ((203, 32, 38), (226, 58, 36), (231, 12, 26), (172, 24, 36), (214, 46, 78), (182, 34, 84), (209, 70, 62)),
    "blue": ((38, 58, 160), (26, 84, 186), (62, 54, 142)),
    "black": ((40, 40, 42),),
    "grey": ((118, 116, 116), (96, 96, 98), (142, 140, 140)),
}
"""Pads of each colour, from orange to purple."""
_OVER = 2
"""Stamps are drawn this much larger and then reduced: arc letters at 1:1 are ragged as no real stamp is."""
_INK = 0.15
"""The share of the stamp's fullest ink below which paper counts as bare."""


@dataclass(frozen=True, eq=False)
class Stamp:
    """An inked stamp before it is pressed; `alpha` at 200 dpi."""

    alpha: Alpha
    ink: tuple[int, int, int]
    text: str
    shape: str
    colour: str
    centre_text: str | None
    code: str | None
    size_mm: tuple[float, float]
    second_text: str | None = None
    kind: str | None = None

    @property
    def inked(self) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """Where there is ink that an eye would see; shape as `alpha`."""
        return self.alpha > _INK * float(self.alpha.max())


def draw_seal(
    text: str,
    *,
    shape: str = "round",
    centre_text: str | None = None,
    code: str | None = None,
    colour: str = "red",
    size_mm: tuple[float, float] | None = None,
    face: str = "song",
    star: bool | None = None,
    rims: int = 1,
    seed: int = 0,
    wear: float = 0.4,
    tilt_degrees: float = 0.0,
    style: SealStyle | None = None,
    emblem: str | None = None,
    second: str | None = None,
    negative: bool = False,
    damage: str | None = None,
    electronic: bool = False,
    kind: str | None = None,
) -> Stamp:
    """Return a stamp of `text`.

    Args:
        shape: round, oval, square (name chop) or rectangle (note stamp).
        face: where no style is given: `hei` takes one of the held split, `uming` of dev, else train, by the text.
        star: False leaves the middle bare; None is a star in round stamps.
        rims: 2 takes a style of the held split, which has two rings.
        wear: 0..1, how uneven, faint and gappy the ink is.
        tilt_degrees: clockwise.
        emblem: star, party or union, in place of the star.
        second: a second arc: Latin letters at the foot, or `SCRIPT` for a script of no language above the name.
        negative: white on red (阴文) for squares; without a frame for rectangles.
        damage: doubled or smeared.
        electronic: the picture of a stamp: pure red, no wear at all.
    """
    rng = random.Random(f"seal {text} {seed}")
    size = size_mm or {"round": (42.0, 42.0), "oval": (45.0, 30.0), "square": (18.0, 18.0)}.get(
        shape, (12.0 + 6.2 * max(map(len, text.split("\n"))), 12.0)
    )
    if style is None:
        split = "held" if face == "hei" or rims == 2 else "dev" if face == "uming" else "train"
        style = seal_style(text, split=split)
    middle = emblem or ("star" if (star if star is not None else shape == "round") else None)
    width, height = (round(side * DPI / 25.4) * _OVER for side in size)
    mask = cut(Cut(text, shape, (width, height), style, centre_text, code, second, middle, negative))
    alpha, ink = _inked(_turned(mask, tilt_degrees), rng, colour, wear, damage, electronic)
    told = None if second == SCRIPT else second
    return Stamp(alpha, ink, text, shape, colour, centre_text, code, size, told, kind)


def _inked(
    alpha: Alpha, rng: random.Random, colour: str, wear: float, damage: str | None, electronic: bool
) -> tuple[Alpha, tuple[int, int, int]]:
    """Return the stamp's coverage as it comes onto paper, and its ink."""
    manner = rng.choice(MANNERS)
    ink = rng.choice(INKS[colour])
    if electronic:
        ink = (255, 0, 0) if colour == "red" else ink
    else:
        alpha = worn(alpha, rng, wear, manner=manner)
        spread = 10 if colour in ("red", "blue") else 2
        ink = tuple(min(255, max(0, channel + rng.randint(-spread, spread))) for channel in ink)
    if damage is not None:
        alpha = (
            doubled(alpha, rng, rng.uniform(5, 16)) if damage == "doubled" else smeared(alpha, rng, rng.randint(9, 26))
        )
    return alpha, (ink[0], ink[1], ink[2])


def press(sheet: Sheet, stamp: Stamp, x: float, y: float) -> SealTruth:
    """Press the stamp with its middle at (x, y) millimetres; what falls off the sheet is lost. Ink multiplies.

    Raises:
        ValueError: no ink falls on the sheet.
    """
    height, width = stamp.alpha.shape
    left, top = round(sheet.px(x) - width / 2), round(sheet.px(y) - height / 2)
    right, bottom = min(sheet.size[0], left + width), min(sheet.size[1], top + height)
    window = (slice(max(0, -top), max(0, bottom - top)), slice(max(0, -left), max(0, right - left)))
    part = stamp.alpha[window]
    rows, columns = np.nonzero(stamp.inked[window])
    if not len(rows):
        raise ValueError("the stamp is beside the sheet")
    place = (max(0, left), max(0, top), right, bottom)
    paper = np.asarray(sheet.picture.crop(place), np.float32)
    # Ink is a filter, not a paint: black print under a red seal stays black.
    shade = 1 - part[..., None] * (1 - np.asarray(stamp.ink, np.float32) / 255)
    sheet.picture.paste(Image.fromarray((paper * shade).astype(np.uint8)), place[:2])
    box = sheet.box_px(
        place[0] + int(columns.min()), place[1] + int(rows.min()),
        place[0] + int(columns.max()) + 1, place[1] + int(rows.max()) + 1,
    )  # fmt: skip
    visible = len(rows) / int(stamp.inked.sum())
    truth = SealTruth(
        stamp.text, box, stamp.shape, stamp.colour, stamp.centre_text, stamp.code,
        stamp.size_mm[0] if stamp.shape == "round" else None, visible < 0.6, round(visible, 3),
        stamp.second_text, stamp.kind,
    )  # fmt: skip
    sheet.seals.append(truth)
    return truth


def press_across(
    sheets: Sequence[Sheet], stamp: Stamp, y: float, *, edge: str = "right", seed: int = 0
) -> list[SealTruth]:
    """Press one stamp over the fanned edges of several pages (骑缝章): each has its strip at the edge.

    Args:
        y: the stamp's middle in millimetres from the top.
        edge: right or left edge of every page.

    Returns:
        each page's fragment; `visible` is its share of the stamp's ink, `text` the whole stamp's.
    """
    rng = random.Random(f"across {seed}")
    width, count = stamp.alpha.shape[1], len(sheets)
    # Nobody fans pages evenly.
    cuts = [0, *(round(width * (index + rng.uniform(-0.12, 0.12)) / count) for index in range(1, count)), width]
    found = []
    for index, sheet in enumerate(sheets):
        start, end = cuts[index], cuts[index + 1]
        alpha = np.zeros_like(stamp.alpha)
        alpha[:, start:end] = stamp.alpha[:, start:end]
        wide = sheet.size[0] - end if edge == "right" else -start
        x = (wide + width / 2) * 25.4 / DPI
        truth = press(sheet, replace(stamp, alpha=alpha), x, y + rng.uniform(-0.6, 0.6))
        share = round(float(stamp.inked[:, start:end].sum() / stamp.inked.sum()), 3)
        sheet.seals[-1] = replace(truth, visible=share, is_fragment=share < 0.6)
        found.append(sheet.seals[-1])
    return found


def _turned(mask: np.ndarray[tuple[int, int], np.dtype[np.uint8]], degrees: float) -> Alpha:
    """Return the stamp turned and reduced to its size on paper, with a rim of bare paper around."""
    height, width = mask.shape
    if not degrees:
        small = cv2.resize(mask, (width // _OVER, height // _OVER), interpolation=cv2.INTER_AREA)
        return np.pad(small, 3).astype(np.float32) / 255
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    cosine, sine = abs(float(turn[0, 0])), abs(float(turn[0, 1]))
    wide, high = (
        _OVER * (int(length / _OVER) + 4) for length in (width * cosine + height * sine, width * sine + height * cosine)
    )
    turn[:, 2] += (wide / 2 - width / 2, high / 2 - height / 2)
    turned = cv2.warpAffine(mask, turn, (wide, high), flags=cv2.INTER_LINEAR)
    return cv2.resize(turned, (wide // _OVER, high // _OVER), interpolation=cv2.INTER_AREA).astype(np.float32) / 255

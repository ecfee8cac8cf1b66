"""Pens and pictures of many hands to learn from: what tells a picture must not depend on who wrote it, or what.

Faces of running text drawn with a pen, scribbles that are no characters, and strokes of real writers stand beside the
faces of handwriting; sheets are drawn up to 1.8 times as large, which is what finer scanners see of them.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from benchmarks.accuracy.signature_slots import PLACES, WAYS, Variety, furnish
from tests.synthesis import fonts
from tests.synthesis.documents.common import SPLITS
from tests.synthesis.ink.pasted import lay_picture
from tests.synthesis.ink.strokes import Ink, penned, written
from tests.synthesis.ink.writers import PENS, TOOLS, Hand, writer
from tests.synthesis.paper import DPI, INK, Sheet, Type
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from tests.synthesis.truth import SignatureTruth
from verifier.pictures import RgbImage
from verifier.signatures.model.foundry import foundry_cut

HAND_FACES = (*fonts.WRITERS, *fonts.WRITERS, "kai", "kai", "hei", "song")
"""Whose strokes are drawn: also those of print, as a pen would draw them."""
MORE_WAYS = (*WAYS, "flatbed_300", "phone_dark", "phone_soft", "copy_of_copy", "bleed_through", "folded", "skewed")
DIM_WAYS = ("phone_dark", "phone_dark", "phone_shaken", "phone_shadow", "phone", "noisy")
"""Poor light, where grain and what telephones do against it look like traces of a picture."""
SLANTS, STRETCHES, WIDTHS_MM = (-0.3, 0.4), (0.75, 1.25), (0.22, 0.85)
"""Shear and breadth of writers, wider than any split's, and their pens: trees that saw upright hands alone take leaning
ones for print of another face."""
OTHER_CUTS = 0.6
"""Share of printed slots in 楷体 or 宋体 that are set in another foundry's cut of the face."""
LARGEST = 1.8
_SHEET_MM = (110.0, 44.0)
_NAME_MM = (7.5, 13.0)


@dataclass(frozen=True)
class HandSlot:
    """A slot with writing: `ground` is the manner of the picture, None for a pen."""

    image: RgbImage
    ground: str | None
    way: str


def pens_and_pictures(
    seed: int,
    count: int,
    grounds: Sequence[str],
    *,
    crops: Sequence[RgbImage] = (),
    first: int = 0,
    ways: Sequence[str] = MORE_WAYS,
) -> Iterator[HandSlot]:
    """Yield pens and pictures by turns, of the train split's faces and of the real crops of writing."""
    for index in range(first, first + count):
        rng = random.Random(f"many hands {seed} {index}")
        yield _slot(rng, rng.choice(grounds) if index % 2 else None, crops, ways)


def _slot(rng: random.Random, ground: str | None, crops: Sequence[RgbImage], ways: Sequence[str]) -> HandSlot:
    large = rng.choice((1.0, rng.uniform(1.0, LARGEST)))
    place, way, about = rng.choice(PLACES), rng.choice(ways), scene(rng.randrange(10**6))
    sheet = Sheet((_SHEET_MM[0] * large, _SHEET_MM[1] * large))
    type_ = Type(rng.choice(SPLITS["train"].bodies), rng.choice((10.5, 12.0, 14.0, 16.0)) * large)
    furnish(sheet, place, about, type_, "train", rng, large=large)
    alpha, hand = _drawn(about.person.name, rng, large, crops)
    left, top = round(sheet.px(28 * large)), round(sheet.px(20 * large) - alpha.shape[0] / 2)
    red, green, blue = (min(255, max(0, level + rng.randint(-14, 22))) for level in PENS[hand.pen])
    pen = red, green, blue
    if ground is None:
        place_px = _write(sheet, left, max(2, top), alpha, pen)
    else:
        place_px, over = lay_picture(sheet, left, max(2, top), alpha, ground, rng.randrange(10**6), pen, DPI * large)
        sheet.laid_over.extend([over] if over else [])
    kind = "handwritten" if ground is None else "pasted"
    sheet.signatures.append(SignatureTruth("申报人", sheet.box_px(*place_px), kind, about.person.name, None))
    page = capture(sheet.finish(None, "slot"), way, rng.randrange(10**6))
    box = page.truth.signatures[0].box
    rows, columns = page.image.shape[:2]
    margin = rng.uniform(0.1, 0.5) * box.height * rows
    x0, y0, x1, y1 = box.expanded(margin / columns, margin / rows).to_pixels(columns, rows)
    return HandSlot(np.ascontiguousarray(page.image[y0:y1, x0:x1]), ground, way)


def _drawn(name: str, rng: random.Random, large: float, crops: Sequence[RgbImage]) -> tuple[Ink, Hand]:
    """Return ink coverage of a signature at 200 dpi, and the hand whose pen it is."""
    tool = rng.choices(tuple(TOOLS), (2, 5, 4, 3))[0]
    hand = dataclasses.replace(
        writer(rng.randrange(10**6)), face=rng.choice(HAND_FACES), tool=tool, slant=rng.uniform(*SLANTS),
        stretch=rng.uniform(*STRETCHES), tight=rng.uniform(0.62, 1.0), wander=rng.uniform(0.01, 0.09),
        weight=rng.uniform(-1.5, 1.0), width_mm=large * rng.uniform(*WIDTHS_MM), joined=rng.choice((0.0, 0.4, 0.9)),
    )  # fmt: skip
    height = large * rng.uniform(*_NAME_MM) * min(1.0, 4.5 / max(1, len(name)))
    lot = rng.random()
    if lot < 0.25:
        return _scribble(hand, round(height * DPI / 25.4), rng), hand
    if lot < 0.5 and crops:
        return _retraced(rng.choice(crops), hand, round(height * DPI / 25.4), rng), hand
    return written(name, hand, height, rng.randrange(1000))[0], hand


def _scribble(hand: Hand, em: int, rng: random.Random) -> Ink:
    """Return strokes that bend as they like, in two or three clusters: a signature nobody can read."""
    hand = dataclasses.replace(hand, tool=hand.tool if hand.tool != "brush" else "fountain")
    clusters = rng.randint(2, 4)
    mask = np.zeros((2 * em, round((clusters + 1.2) * em)), np.uint8)
    for cluster in range(clusters):
        for _ in range(rng.randint(3, 9)):
            centre = np.array([(0.9 + cluster) * em + rng.gauss(0, 0.18) * em, em + rng.gauss(0, 0.2) * em])
            knots = centre + np.array([[rng.gauss(0, 0.3) * em, rng.gauss(0, 0.24) * em] for _ in range(4)])
            share = np.linspace(0, 1, 24)[:, None]
            weights = ((1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3)
            curve = np.hstack(weights) @ knots
            cv2.polylines(mask, [np.round(curve).astype(np.int32)], False, (255,), 3, cv2.LINE_AA)
    return _cut(penned(mask, hand, em, rng))


def _retraced(crop: RgbImage, hand: Hand, em: int, rng: random.Random) -> Ink:
    """Return the strokes of a real hand, smooth again: as they are, or drawn anew with the hand's pen."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)
    dark, light = float(np.percentile(grey, 2)), float(np.percentile(grey, 70))
    ink = np.clip((light - grey) / max(30.0, light - dark), 0, 1)
    size = round(ink.shape[1] * em / ink.shape[0] * hand.stretch), em
    large = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if em < ink.shape[0] else cv2.INTER_CUBIC)
    room = em // 2
    padded = np.pad(large, room)
    if hand.tool != "brush" and rng.random() < 0.6:
        return _cut(penned((np.clip(padded, 0, 1) * 255).astype(np.uint8), hand, em, rng))
    soft = cv2.GaussianBlur(padded, (0, 0), max(0.8, em / 90))
    return _cut(np.clip((soft - rng.uniform(0.32, 0.5)) * 3.5 + 0.5, 0, 1).astype(np.float32) * rng.uniform(0.8, 1.0))


def _cut(alpha: Ink) -> Ink:
    rows, columns = np.flatnonzero((alpha > 0.2).any(axis=1)), np.flatnonzero((alpha > 0.2).any(axis=0))
    return alpha[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _write(sheet: Sheet, left: int, top: int, alpha: Ink, pen: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Put the ink on the sheet; return the pixels it covers."""
    place = (left, top, left + alpha.shape[1], top + alpha.shape[0])
    paper = np.asarray(sheet.picture.crop(place), np.float32)
    mixed = paper * (1 - alpha[..., None]) + np.minimum(paper, np.asarray(pen, np.float32)) * alpha[..., None]
    sheet.picture.paste(Image.fromarray(mixed.astype(np.uint8)), place[:2])
    return place


class Wider(Variety):
    """Writers that lean and stretch as people do anywhere, print of other foundries."""

    def hand(self, hand: Hand, rng: random.Random) -> Hand:
        """Return the writer with another slant and breadth, and other gaps."""
        slant, stretch, tight = rng.uniform(*SLANTS), rng.uniform(*STRETCHES), rng.uniform(0.66, 1.0)
        return dataclasses.replace(hand, slant=slant, stretch=stretch, tight=tight, wander=rng.uniform(0.01, 0.08))

    def prints(self, sheet: Sheet, x: float, y: float, name: str, type_: Type, rng: random.Random) -> bool:
        """Print the name in another foundry's cut of 楷体 or 宋体."""
        if type_.face not in ("kai", "song", "uming") or rng.random() > OTHER_CUTS:
            return False
        size, noise = 3 * round(sheet.px(type_.points * 25.4 / 72)), np.random.default_rng(rng.randrange(2**32))
        canvas = foundry_cut(name, fonts.FONTS / f"{type_.face}.ttf", size, noise)
        rows, columns = np.flatnonzero(canvas.any(axis=1)), np.flatnonzero(canvas.any(axis=0))
        cut = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        small = cv2.resize(cut, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
        left, top = round(sheet.px(x)), round(sheet.px(y) - small.shape[0] / 2)
        sheet.picture.paste(INK, (left, top), Image.fromarray(small))
        box = sheet.box_px(left, top, left + small.shape[1], top + small.shape[0])
        sheet.signatures.append(SignatureTruth("申报人", box, "printed", name, None))
        return True

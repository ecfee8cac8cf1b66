"""Judge one signature slot by its ink: handwritten, printed, pasted, absent or unclear."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from models.observation import SignatureKind
from verifier.pictures import RgbImage
from verifier.signatures.features import line_height, measure
from verifier.signatures.forest import probability, shipped_forest
from verifier.signatures.ink import Ink, Mask, depth, isolate_ink, sampled
from verifier.signatures.pasted import has_block, measure_ground

_HANDWRITTEN, _PRINTED = 0.90, 0.35
"""Probability of handwriting from which, and up to which, the judge commits itself; between them it is unclear. Print
taken for a signature lets a bad document pass, a signature left unclear costs a look: the first bound is stricter."""
_PEN, _PICTURE = 0.5, 0.6
"""Probability of a picture up to which writing passes for a pen's, and from which it is called pasted. The trees learn
from as many pictures as pens: where a scan leaves nothing to tell them by, they say one half, and that is no reason to
doubt a signature."""
_PLAIN_PICTURE = 0.93
"""The same from which even ink that is neither clearly a hand's nor print is a picture."""
_DIM_PAPER, _DIM_TRUST = 165.0, 0.25
"""Grain of poor light, and what telephones do against it, look like traces of a picture: log odds count for less where
paper is darker than this level of 255. Of 160 drawn slots with writing two are."""
_BLOCK = 0.97
"""Confidence where the picture's own paper is plain to see."""
_AROUND, _LEAST_AROUND_PX = 0.35, 16
"""What is measured around the ink, in heights of the ink and in pixels."""
_LARGEST_PX = 2400
_COARSE_PX, _COARSE_TRUST = 14, 0.6
"""Lines of fewer pixels have no strokes left to measure: log odds count for less."""

_MANY_PARTS, _DUST = 120, 0.004
"""Ink in more pieces than the first, each of less than this share of the line's height squared, is noise: names have
some dozens of pieces, and their strokes are ten times that large."""

_FAINTEST_CONTRAST = 38.0
"""Ink lighter than this is bleed-through, dirt or a watermark: real slots of pale copies have 70 and more."""
_LEAST_SHARE, _SOME_SHARE = 0.0012, 0.006
"""Share of the slot's area: below the first there is nothing, below the second not enough for a verdict."""
_LEAST_SHARPNESS = 0.06
"""The edges of ink rise by a tenth of its contrast a pixel even where a scan is soft; those of shadows hardly rise."""
_SHALLOWEST = 15.0
"""Levels of 255 by which strokes are darker than the paper beside them at least; grain in a shadow reaches 10."""
_GROUND_CONTRAST, _GROUND_COLOUR = 80.0, 24.0
"""Pale and colourful at once is the printed ground of a certificate, not a pen."""
_TALL = 1.7
"""Print in a form is hardly ever this many times as high as the form's own label; handwriting often is."""
_BLUE_LEAD = 18.0
_SEAL_SHARE, _SEALED_TRUST = 0.12, 0.7
"""Red over this share of the slot: what was below the seal is gone with it, confidence suffers."""


@dataclass(frozen=True, eq=False)
class SlotContext:
    """What the page tells about a slot: the height in pixels of its printed label, and what lies around.

    `around` is a larger cut of the page and `offset` the slot's upper left (x, y) in it: the edge of a picture laid
    over the page may lie outside the slot.
    """

    label_height_px: float | None = None
    around: RgbImage | None = None
    offset: tuple[int, int] = (0, 0)


def judge_slot(image: RgbImage, context: SlotContext | None = None) -> tuple[SignatureKind, float | None]:
    """Return (kind, confidence 0..1) of a slot that is the whole picture (H x W x 3).

    `unclear` has the confidence None: nobody gave one.
    """
    kind, confidence, _ = look_at_slot(image, context)
    return kind, confidence


def look_at_slot(image: RgbImage, context: SlotContext | None = None) -> tuple[SignatureKind, float | None, Ink | None]:
    """Return what `judge_slot` does and the slot's ink, None where the picture is too small for any."""
    if min(image.shape[:2]) < 8:
        return SignatureKind.UNCLEAR, None, None
    image, context = _bounded(image, context)
    ink = isolate_ink(image)
    kind, confidence = _judge(image, ink, context)
    if kind is SignatureKind.HANDWRITTEN and confidence is not None:
        kind, confidence = _pen_or_picture(confidence, chance_of_picture(image, ink, context))
    elif kind is SignatureKind.UNCLEAR and ink.mask.any():
        # Big pixels and a ground in dots take a hand's strokes away; what they are themselves is plain.
        picture = chance_of_picture(image, ink, context)
        if picture is not None and picture >= _PLAIN_PICTURE:
            kind, confidence = SignatureKind.PASTED, round(picture, 3)
    return kind, confidence, ink


def judge_ink(image: RgbImage, context: SlotContext | None = None) -> tuple[SignatureKind, float | None]:
    """Return (kind, confidence) as `judge_slot` does, without asking whether the writing is a picture.

    For dates and opinions: what was painted out around their ink would look like the edges of a picture.
    """
    if min(image.shape[:2]) < 8:
        return SignatureKind.UNCLEAR, None
    image, context = _bounded(image, context)
    return _judge(image, isolate_ink(image), context)


def _judge(image: RgbImage, ink: Ink, context: SlotContext | None) -> tuple[SignatureKind, float | None]:
    if (absent := _absence(ink, context)) is not None:
        return absent
    chance = _chance(image, ink, context)
    if chance is None:
        return SignatureKind.UNCLEAR, None
    if chance >= _HANDWRITTEN:
        return SignatureKind.HANDWRITTEN, round(chance, 3)
    if chance <= _PRINTED:
        return SignatureKind.PRINTED, round(1.0 - chance, 3)
    return SignatureKind.UNCLEAR, None


def _bounded(image: RgbImage, context: SlotContext | None) -> tuple[RgbImage, SlotContext | None]:
    """Return the slot no larger than strokes need: ten thousand pixels tell no more than two thousand."""
    scale = _LARGEST_PX / max(image.shape[:2])
    if scale >= 1:
        return image, context
    small = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    label = context.label_height_px if context else None
    return small, SlotContext(label * scale) if label else None


def _pen_or_picture(chance: float, pasted: float | None) -> tuple[SignatureKind, float | None]:
    if pasted is None or pasted <= _PEN:
        return SignatureKind.HANDWRITTEN, round(chance if pasted is None else min(chance, 1.0 - pasted), 3)
    return (SignatureKind.PASTED, round(pasted, 3)) if pasted >= _PICTURE else (SignatureKind.UNCLEAR, None)


def chance_of_picture(image: RgbImage, ink: Ink, context: SlotContext | None = None) -> float | None:
    """Return the probability 0..1 that the ink is a picture laid over the page, None where that cannot be measured."""
    inside = None
    if context is not None and context.around is not None:
        inside = _own_ink(ink, context, context.around)
        image, ink = context.around, isolate_ink(context.around)
    if has_block(image, ink.mask if inside is None else ink.mask & inside):
        return _BLOCK
    if inside is not None:
        image, ink, inside = _near(image, ink, inside)
    measured = measure_ground(image, ink, inside=inside)
    if measured is None:
        return None
    odds = shipped_forest("pasted").log_odds(measured)
    return probability(odds * _DIM_TRUST if _is_dim(image) else odds)


def _is_dim(image: RgbImage) -> bool:
    """Tell whether the paper is as dark as on a telephone's picture in poor light."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return float(np.percentile(sampled(grey), 80)) < _DIM_PAPER


def _near(image: RgbImage, ink: Ink, inside: Mask) -> tuple[RgbImage, Ink, Mask]:
    """Return all three cut to what lies close around the ink, as the slots were that the trees learnt from."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    margin = max(_LEAST_AROUND_PX, round(_AROUND * (rows[-1] - rows[0])))
    down = slice(max(0, int(rows[0]) - margin), int(rows[-1]) + margin)
    across = slice(max(0, int(columns[0]) - margin), int(columns[-1]) + margin)
    cut = replace(ink, levelled=ink.levelled[down, across], mask=ink.mask[down, across])
    return np.ascontiguousarray(image[down, across]), cut, inside[down, across]


def _own_ink(ink: Ink, context: SlotContext, around: RgbImage) -> Mask:
    """Return where on the larger cut the slot's own ink is: inside the extent of what was inked in the slot."""
    rows, columns = np.flatnonzero(ink.mask.any(axis=1)), np.flatnonzero(ink.mask.any(axis=0))
    left, top = context.offset
    inside = np.zeros(around.shape[:2], dtype=np.bool_)
    inside[top + rows[0] : top + rows[-1] + 1, left + columns[0] : left + columns[-1] + 1] = True
    return inside


def chance_of_handwriting(image: RgbImage, context: SlotContext | None = None) -> float | None:
    """Return the probability 0..1 that the ink of a slot is handwriting, None where there is too little to tell."""
    if min(image.shape[:2]) < 8:
        return None
    image, context = _bounded(image, context)
    ink = isolate_ink(image)
    return None if _absence(ink, context) is not None else _chance(image, ink, context)


def _chance(image: RgbImage, ink: Ink, context: SlotContext | None) -> float | None:
    measured = measure(ink)
    if measured is None:
        return None
    odds = shipped_forest().log_odds(measured) + _page_evidence(image, ink, context)
    if ink.red_share > _SEAL_SHARE:
        odds *= _SEALED_TRUST
    if line_height(ink.mask) < _COARSE_PX:
        odds *= _COARSE_TRUST
    return probability(odds)


def _absence(ink: Ink, context: SlotContext | None) -> tuple[SignatureKind, float | None] | None:
    """Return the verdict where there is no ink worth measuring, else None."""
    if ink.share < _LEAST_SHARE or ink.contrast < _FAINTEST_CONTRAST:
        return SignatureKind.ABSENT, 0.95 if ink.red_share < _SEAL_SHARE else 0.8
    if ink.contrast < _GROUND_CONTRAST and ink.colourful > _GROUND_COLOUR and ink.warmth > 0:
        return SignatureKind.ABSENT, 0.7
    if ink.sharpness < _LEAST_SHARPNESS:
        return SignatureKind.ABSENT, 0.7
    if depth(ink) < _SHALLOWEST:
        return SignatureKind.ABSENT, 0.7
    tallest, parts = _tallest_and_number(ink)
    least = 0.35 * context.label_height_px if context and context.label_height_px else 0.12 * ink.mask.shape[0]
    if tallest < max(4.0, least):
        return (SignatureKind.ABSENT, 0.85) if ink.share < _SOME_SHARE else (SignatureKind.UNCLEAR, None)
    dusty = parts > _MANY_PARTS and float(ink.mask.sum()) < _DUST * parts * line_height(ink.mask) ** 2
    return (SignatureKind.UNCLEAR, None) if dusty else None


def _tallest_and_number(ink: Ink) -> tuple[float, int]:
    """Return the height of the tallest piece of ink in pixels, and how many pieces there are."""
    number, _, stats, _ = cv2.connectedComponentsWithStats(ink.mask.astype(np.uint8), connectivity=8)
    return float(stats[1:, cv2.CC_STAT_HEIGHT].max(initial=0)), number - 1


def _page_evidence(image: RgbImage, ink: Ink, context: SlotContext | None) -> float:
    """Return log odds for handwriting from its size against the label's and from blue ink."""
    odds = 0.0
    if context and context.label_height_px:
        ratio = line_height(ink.mask) / context.label_height_px
        odds += max(0.0, min(1.0, math.log(max(ratio, 0.1) / _TALL) * 2.0))
    # Pale blue is also what scanners make of grey print: only dark, clearly blue ink speaks for a pen.
    if ink.contrast > 110 and _blueness(image, ink) > _BLUE_LEAD:
        odds += 1.0
    return odds


def _blueness(image: RgbImage, ink: Ink) -> float:
    """Return by how much the ink's blue leads its red, beyond what the paper's does."""
    red, _, blue, _ = cv2.mean(image, ink.mask.astype(np.uint8))
    paper_red, paper_blue = (float(np.percentile(sampled(image[..., channel]), 80)) for channel in (0, 2))
    return blue - red - (paper_blue - paper_red)

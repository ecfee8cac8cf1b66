"""Judge one signature slot by its ink: handwritten, printed, pasted, absent or unclear."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from models.observation import SignatureKind
from verifier.pictures import RgbImage
from verifier.signatures.features import line_height, measure
from verifier.signatures.forest import probability, shipped_forest
from verifier.signatures.ink import Grey, Ink, isolate_ink

_HANDWRITTEN, _PRINTED = 0.90, 0.25
"""Probability of handwriting from which, and up to which, the judge commits itself; between them it is unclear. Print
taken for a signature lets a bad document pass, a signature left unclear costs a look: the first bound is stricter."""
_COARSE_PX, _COARSE_TRUST = 14, 0.6
"""Lines of fewer pixels have no strokes left to measure: log odds count for less."""

_FAINTEST_CONTRAST = 38.0
"""Ink lighter than this is bleed-through, dirt or a watermark: real slots of pale copies have 70 and more."""
_LEAST_SHARE, _SOME_SHARE = 0.0012, 0.006
"""Share of the slot's area: below the first there is nothing, below the second not enough for a verdict."""
_GROUND_CONTRAST, _GROUND_COLOUR = 80.0, 24.0
"""Pale and colourful at once is the printed ground of a certificate, not a pen."""
_TALL = 1.7
"""Print in a form is hardly ever this many times as high as the form's own label; handwriting often is."""
_BLUE_LEAD = 18.0
_SEAL_SHARE, _SEALED_TRUST = 0.12, 0.7
"""Red over this share of the slot: what was below the seal is gone with it, confidence suffers."""


@dataclass(frozen=True)
class SlotContext:
    """What the page tells about a slot: the height in pixels of its printed label."""

    label_height_px: float | None = None


def judge_slot(image: RgbImage, context: SlotContext | None = None) -> tuple[SignatureKind, float | None]:
    """Return (kind, confidence 0..1) of a slot that is the whole picture (H x W x 3).

    `unclear` has the confidence None: nobody gave one.
    """
    if min(image.shape[:2]) < 8:
        return SignatureKind.UNCLEAR, None
    ink = isolate_ink(image)
    if (absent := _absence(ink, context)) is not None:
        return absent
    chance = _chance(image, ink, context)
    if chance is None:
        return SignatureKind.UNCLEAR, None
    if chance >= _HANDWRITTEN:
        kind = SignatureKind.PASTED if _on_a_pasted_patch(image, ink) else SignatureKind.HANDWRITTEN
        return kind, round(chance, 3)
    if chance <= _PRINTED:
        return SignatureKind.PRINTED, round(1.0 - chance, 3)
    return SignatureKind.UNCLEAR, None


def chance_of_handwriting(image: RgbImage, context: SlotContext | None = None) -> float | None:
    """Return the probability 0..1 that the ink of a slot is handwriting, None where there is too little to tell."""
    if min(image.shape[:2]) < 8:
        return None
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
    tallest = _tallest_part(ink)
    least = 0.35 * context.label_height_px if context and context.label_height_px else 0.12 * ink.mask.shape[0]
    if tallest < max(4.0, least):
        return (SignatureKind.ABSENT, 0.85) if ink.share < _SOME_SHARE else (SignatureKind.UNCLEAR, None)
    return None


def _tallest_part(ink: Ink) -> float:
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.mask.astype(np.uint8), connectivity=8)
    return float(stats[1:, cv2.CC_STAT_HEIGHT].max(initial=0))


def _page_evidence(image: RgbImage, ink: Ink, context: SlotContext | None) -> float:
    """Return log odds for handwriting from its size against the label's and from blue ink."""
    odds = 0.0
    if context and context.label_height_px:
        ratio = line_height(ink.mask) / context.label_height_px
        odds += max(0.0, min(1.0, math.log(max(ratio, 0.1) / _TALL) * 2.0))
    inked = image[ink.mask].astype(np.float64)
    paper = np.percentile(image.reshape(-1, 3), 80, axis=0)
    blueness = float(inked[:, 2].mean() - inked[:, 0].mean() - (paper[2] - paper[0])) if len(inked) else 0.0
    # Pale blue is also what scanners make of grey print: only dark, clearly blue ink speaks for a pen.
    if blueness > _BLUE_LEAD and ink.contrast > 110:
        odds += 1.0
    return odds


def _on_a_pasted_patch(image: RgbImage, ink: Ink) -> bool:
    """Tell whether the ink stands on a rectangle of other paper with hard, straight edges."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    side = max(9, int(min(grey.shape) * 0.25) | 1)
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return _has_rectangle(np.asarray(ground, dtype=np.uint8), ink)


def _has_rectangle(ground: Grey, ink: Ink) -> bool:
    low, high = float(np.percentile(ground, 2)), float(np.percentile(ground, 98))
    if high - low < 6:
        return False
    split = ground > (low + high) / 2
    height, width = split.shape
    for region in (split, ~split):
        _, _, stats, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8), connectivity=4)
        for left, top, wide, high_, area in stats[1:].tolist():
            inside = left > 1 and top > 1 and left + wide < width - 1 and top + high_ < height - 1
            within = ink.mask[top : top + high_, left : left + wide].sum() > 0.85 * ink.mask.sum()
            if inside and within and area > 0.94 * wide * high_ and area > 0.15 * split.size:
                return True
    return False

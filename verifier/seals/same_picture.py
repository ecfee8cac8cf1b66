"""Are two seals one and the same picture? A lead for a person: no hand presses a stamp twice alike.

Two impressions of one stamp differ in their turn and in where the ink is thick, thin or missing; two copies of one
picture do not. Declared electronic seals are the same picture by their nature: whoever asks leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

import cv2
import numpy as np

from models.geometry import Point
from verifier.ink_prints import Grid, InkPrint, laid_over
from verifier.pictures import RgbImage
from verifier.seals.ink import levels_at
from verifier.seals.suspicions import surroundings

_SIDE: Final = 64
"""Side of the grid of ink that is compared: one of 192 parts pictures from impressions no better."""
_SMALLEST_PX: Final = 96
_ROOM: Final = 0.04
_PRINT_BELOW: Final = 0.75
"""Brightness in the ink's own channel, a share of the ink's, below which print hides it."""
_FEWEST: Final = 170
"""Cells with ink, free of print on either page, without which nothing is said."""

SAME_PICTURE: Final = 0.042
"""Mean difference of the ink, a share of its mean, below which two seals are held to be one picture.

Drawn stamps pressed twice at the same turn differ by 0.059 and more, mostly 0.15; one picture on two born-digital pages
by 0.023 at most, printed and scanned twice by 0.04 to 0.14: of those only the clearest are told.
"""


def seal_print(image: RgbImage, outline: Sequence[Point], *, blue: bool = False) -> InkPrint | None:
    """Return the print of a coloured seal, None where it is too small to be compared.

    Args:
        image: the upright page, (height, width, 3) uint8 RGB.
        outline: of the seal, in page fractions.
        blue: its ink is blue instead of red.
    """
    crop, polygon = surroundings(image, outline, _ROOM)
    if crop is None or float(np.ptp(polygon, axis=0).min()) < _SMALLEST_PX:
        return None
    paper = np.maximum(levels_at(crop, 80), np.float32(60))
    share = np.clip(crop.astype(np.float32) / paper, 0, 1)
    own = share[:, :, 2 if blue else 0]
    other = np.minimum(share[:, :, 1], share[:, :, 0 if blue else 2])
    colour = np.clip(own - other, 0, 1)
    full = max(0.08, float(np.percentile(colour, 97)))
    ink = np.round(255 * np.clip(colour / full, 0, 1)).astype(np.uint8)
    usual = float(np.median(own[colour > 0.5 * full]))
    hidden = cv2.dilate((own < _PRINT_BELOW * usual).astype(np.uint8) * 255, np.ones((5, 5), np.uint8))
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    side = float((high - low).max()) * (1 + 2 * _ROOM)
    left, top = ((low + high) / 2 - side / 2).tolist()
    scale = _SIDE / side
    matrix = np.array([[scale, 0, -left * scale], [0, scale, -top * scale]])
    ink, hidden = (
        cast(Grid, cv2.warpAffine(_averaged(cast(Grid, plane), scale), matrix, (_SIDE, _SIDE)))
        for plane in (ink, hidden)
    )
    return InkPrint(ink, np.where(hidden > 60, 255, 0).astype(np.uint8))


def _averaged(plane: Grid, scale: float) -> Grid:
    """Return the plane blurred so that shrinking it by `scale` leaves nothing out."""
    return cast(Grid, cv2.GaussianBlur(plane, (0, 0), 0.4 / scale)) if scale < 1 else plane


def difference(one: InkPrint, other: InkPrint) -> float | None:
    """Return how much the ink of two seals differs where print hides neither, a share of their mean ink; 0 is equal.

    None where they cannot be laid over each other, or too little ink is free of print.
    """
    moved = laid_over(one, other)
    if moved is None:
        return None
    # Sharpness differs from scan to scan, and is no difference of ink.
    first, second = (cv2.GaussianBlur(plane, (0, 0), 1.0).astype(np.float32) for plane in (one.ink, moved.ink))
    chosen = (np.maximum(first, second) > 60) & (one.hidden == 0) & (moved.hidden == 0)
    if int(chosen.sum()) < _FEWEST:
        return None
    mine, theirs = first[chosen], second[chosen]
    mean = max(float(mine.mean()), float(theirs.mean()), 1.0)
    return float(np.abs(mine - theirs * (float(mine.mean()) / max(float(theirs.mean()), 1.0))).mean()) / mean


def is_same_picture(one: InkPrint, other: InkPrint) -> bool:
    """Tell whether two seals are held to be one picture."""
    found = difference(one, other)
    return found is not None and found < SAME_PICTURE

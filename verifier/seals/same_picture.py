"""Are two seals one and the same picture? A lead for a person: no hand presses a stamp twice alike.

Two impressions of one stamp differ in their turn and in where the ink is thick, thin or missing; two copies of one
picture do not. Declared electronic seals are the same picture by their nature: whoever asks leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Point
from verifier.pictures import RgbImage
from verifier.seals.suspicions import surroundings

_Grid: TypeAlias = NDArray[np.uint8]

_SIDE: Final = 192
"""Side of the grid of ink that is compared: about that of a seal on a page of 120 dpi."""
_ROOM: Final = 0.04
_PRINT_BELOW: Final = 0.75
"""Brightness in the ink's own channel, a share of the ink's, below which print hides it."""
_ROUNDS: Final = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-5)
_FEWEST: Final = 1500
"""Cells with ink, free of print on either page, without which nothing is said."""

SAME_PICTURE: Final = 0.045
"""Mean difference of the ink, a share of its mean, below which two seals are held to be one picture.

Drawn stamps pressed twice at the same turn differ by 0.052 and more, mostly 0.15; one picture on two born-digital pages
by 0.033 at most, printed and scanned twice by 0.04 to 0.12: of those only the clearest are told.
"""


@dataclass(frozen=True, eq=False)
class SealPrint:
    """The ink of a seal on a grid of its own outline, (192, 192): 0 paper to 255 full ink, and where print hides it."""

    ink: _Grid
    hidden: _Grid


def seal_print(image: RgbImage, outline: Sequence[Point], *, blue: bool = False) -> SealPrint | None:
    """Return the print of a coloured seal, None where it is too small to be compared.

    Args:
        image: the upright page, (height, width, 3) uint8 RGB.
        outline: of the seal, in page fractions.
        blue: its ink is blue instead of red.
    """
    crop, polygon = surroundings(image, outline, _ROOM)
    if crop is None or float(np.ptp(polygon, axis=0).min()) < _SIDE / 2:
        return None
    paper = np.maximum(np.percentile(crop.reshape(-1, 3), 80, axis=0), 60.0).astype(np.float32)
    share = np.clip(crop.astype(np.float32) / paper, 0, 1)
    own = share[:, :, 2 if blue else 0]
    other = share[:, :, :2].min(axis=2) if blue else share[:, :, 1:].min(axis=2)
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
    return SealPrint(*(cast(_Grid, cv2.warpAffine(plane, matrix, (_SIDE, _SIDE))) for plane in (ink, hidden)))


def difference(one: SealPrint, other: SealPrint) -> float | None:
    """Return how much the ink of two seals differs where print hides neither, a share of their mean ink; 0 is equal.

    None where they cannot be laid over each other, or too little ink is free of print.
    """
    align: Any = cv2.findTransformECC
    try:
        _, matrix = align(one.ink, other.ink, np.eye(2, 3, dtype=np.float32), cv2.MOTION_AFFINE, _ROUNDS, None, 5)
    except cv2.error:  # the two have nothing in common
        return None
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    ink, hidden = (cv2.warpAffine(plane, matrix, (_SIDE, _SIDE), flags=flags) for plane in (other.ink, other.hidden))
    # Sharpness differs from scan to scan, and is no difference of ink.
    first, second = (cv2.GaussianBlur(plane, (0, 0), 1.5).astype(np.float32) for plane in (one.ink, ink))
    chosen = (np.maximum(first, second) > 60) & (one.hidden == 0) & (hidden == 0)
    if int(chosen.sum()) < _FEWEST:
        return None
    mine, theirs = first[chosen], second[chosen]
    mean = max(float(mine.mean()), float(theirs.mean()), 1.0)
    return float(np.abs(mine - theirs * (float(mine.mean()) / max(float(theirs.mean()), 1.0))).mean()) / mean


def is_same_picture(one: SealPrint, other: SealPrint) -> bool:
    """Tell whether two seals are held to be one picture."""
    found = difference(one, other)
    return found is not None and found < SAME_PICTURE

"""Skew (倾斜) of a page before anything is read: the angle at which its rows stand out most.

Projection profiles (Postl, ICPR 1986): ink is summed along slanted rows; at the right angle rows and gaps alternate
most sharply. Ruled tables say the same as text. Columns are tried as well as rows, because a page may lie on its side.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

_Points: TypeAlias = NDArray[np.float32]

_LONG_SIDE_PX: Final = 1000
"""At this size one pixel across the page is 0.08 degrees, and 9 pt print still has rows and gaps."""
_WINDOW_PX: Final = 25
_DEPTH: Final = 24
"""Ink is darker than the mean around it by this much (levels of 255)."""
_MARGIN: Final = 0.03
"""Edge of the picture where shadows and holes are no rows."""
_LEAST_INK: Final = 400
_MOST_INK: Final = 30_000
"""Pixels looked at: more say nothing new."""
_WIDEST_DEGREES: Final = 15.0
_COARSE: Final = 0.5
_FINE: Final = 0.05
_SHARP: Final = 1.6
"""Rows at the best angle must be this many times as sharp as at the median one: walls and portraits have no rows."""


def estimate_skew(image: RgbImage) -> float | None:
    """Return the clockwise skew of a page in degrees, -15..15; None where it has no rows.

    Args:
        image: the page, shape (H, W, 3), lying in any of the four quarter turns.
    """
    across, down = _ink(image)
    if len(across) < _LEAST_INK:
        return None
    angles = np.arange(-_WIDEST_DEGREES, _WIDEST_DEGREES + _COARSE / 2, _COARSE, dtype=np.float64)
    # Turning moves a row's y by x tan a, and a column's x by y tan a the other way.
    peaks = (_peak(x, y, angles.tolist()) for x, y in ((across, down), (-down, across)))
    sharpness, angle, x, y = max(peaks, key=lambda peak: peak[0])
    if sharpness < _SHARP or abs(angle) > _WIDEST_DEGREES - _COARSE / 2:
        return None
    fine = np.arange(angle - _COARSE, angle + _COARSE + _FINE / 2, _FINE)
    return round(float(fine[np.argmax([_sharpness(x, y, float(at)) for at in fine])]), 2)


def _peak(x: _Points, y: _Points, angles: list[float]) -> tuple[float, float, _Points, _Points]:
    found = np.array([_sharpness(x, y, at) for at in angles])
    top = int(found.argmax())
    return float(found[top] / max(1.0, float(np.median(found)))), angles[top], x, y


def _sharpness(x: _Points, y: _Points, degrees: float) -> float:
    """Return the sum of squared steps between neighbouring rows when rows sink by `degrees`."""
    rows = y - x * np.float32(np.tan(np.radians(degrees)))
    profile = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())


def _ink(image: RgbImage) -> tuple[_Points, _Points]:
    """Return x and y of the dark pixels of a small copy."""
    height, width = image.shape[:2]
    scale = min(1.0, _LONG_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # Green alone: red seals are dark in it too, but a third of the work of a proper grey is saved.
    grey = cv2.resize(np.ascontiguousarray(image[:, :, 1]), size, interpolation=cv2.INTER_AREA)
    ink = cv2.subtract(cv2.blur(grey, (_WINDOW_PX, _WINDOW_PX)), grey) > _DEPTH
    top, left = int(size[1] * _MARGIN), int(size[0] * _MARGIN)
    down, across = np.nonzero(ink[top : size[1] - top, left : size[0] - left])
    if len(down) > _MOST_INK:
        # At random, always the same: every n-th pixel would make columns of its own.
        some = np.random.default_rng(0).integers(0, len(down), _MOST_INK)
        across, down = across[some], down[some]
    return across.astype(np.float32), down.astype(np.float32)

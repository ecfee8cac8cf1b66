"""Some seals have two rims: the second, inside the first, would be taken for glyphs and cut the name in two."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from verifier.seals.ellipse import Ellipse, sample_ring
from verifier.seals.ink import Grey

_ANGLES: Final = np.linspace(0.0, 2 * math.pi, 180, endpoint=False)
_BARE: Final = 0.5
"""Share of a turn with ink below which there is paper between two rings."""
_CLOSED: Final = 0.9
"""Share of a turn with ink from which there is a ring; glyphs in a row reach two thirds."""


def inner_ring(ellipse: Ellipse, strength: Grey) -> Ellipse | None:
    """Return the outer edge of a second ring inside the rim, behind which the glyphs stand; None without one."""
    radii = np.linspace(0.98, 0.62, 73)
    soft = sample_ring(strength, ellipse, _ANGLES, radii, outside=0)
    full = float(np.percentile(soft.max(axis=0), 85))
    inked = (soft > np.clip(0.3 * full, 6, 60)).astype(np.uint8)
    # A fitted rim is off by a pixel or two: three neighbouring radii together hold a ring that wavers.
    cover = cv2.dilate(inked, np.ones((5, 1), np.uint8)).mean(axis=1)
    bare = np.flatnonzero(cover < _BARE)
    if not len(bare):
        return None
    rings = np.flatnonzero((cover >= _CLOSED) & (np.arange(len(radii)) > bare[0]))
    if not len(rings):
        return None
    edge = float(radii[rings[0]])
    return Ellipse(
        ellipse.x, ellipse.y, ellipse.major - (1 - edge) * ellipse.minor, edge * ellipse.minor, ellipse.angle
    )

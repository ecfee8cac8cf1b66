"""Where the ring of glyphs begins: behind the rim, and behind a second one where a seal has two.

A second rim would be taken for glyphs and cut the name in two, and so would the inner part of a heavy one.
"""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.ellipse import Ellipse, sample_ring
from verifier.seals.ink import Grey

_ANGLES: Final = np.linspace(0.0, 2 * math.pi, 180, endpoint=False)
_STEP: Final = 0.005
_RADII: Final[NDArray[np.float64]] = np.linspace(1.02, 0.365, 132)
_WAVER: Final = 3
"""Steps by which a ring may lie farther in or out than the fitted rim says."""
_CLOSED: Final = 0.88
"""Share of a turn with ink from which there is a ring; glyphs in a row reach two thirds."""
_LEAST_RIM: Final = 0.85
_DEEP: Final = 0.15
"""Least depth of a ring of glyphs, a share of the radius."""
_INKED: Final = 0.04
"""Least share of ink in it: between two rims there is none."""
_USUAL_RIM: Final = 0.06
"""Depth of a common rim, a share of the radius: glyphs are looked for and read at places that allow for it."""
_BELOW: Final = 0.8
_HEAVY: Final = 0.92
"""A single rim that ends outside this needs no allowance."""


def inner_ring(ellipse: Ellipse, strength: Grey) -> Ellipse | None:
    """Return the rim that a common seal with the same glyphs would have; None where it has this one.

    Args:
        ellipse: outer edge of the outermost rim, pixels.
        strength: of the ink, (height, width), 0 for paper.
    """
    soft = sample_ring(strength, ellipse, _ANGLES, _RADII, outside=0)
    full = float(np.percentile(soft.max(axis=0), 85))
    inked = (soft > np.clip(0.3 * full, 6, 60)).astype(np.uint8)
    cover = cv2.dilate(inked, np.ones((2 * _WAVER + 1, 1), np.uint8)).mean(axis=1)
    # A second rim is worn where the first one is.
    rim_cover = float(cover[_RADII >= 0.92].max())
    closed = np.flatnonzero(cover >= _CLOSED * max(rim_cover, _LEAST_RIM))
    if not len(closed) or _RADII[closed[0]] < 0.9:
        return None
    begin = _first_zone(closed, inked.mean(axis=1))
    edge = float(_RADII[begin]) + _STEP * _WAVER
    if edge >= _HEAVY:
        return None
    rim = edge + _USUAL_RIM * edge
    return Ellipse(ellipse.x, ellipse.y, ellipse.major - (1 - rim) * ellipse.minor, rim * ellipse.minor, ellipse.angle)


def _first_zone(closed: NDArray[np.intp], ink: NDArray[np.float64]) -> int:
    """Return the step behind the ring that the outermost zone deep enough for glyphs, with ink in it, begins with."""
    ends = np.append(closed, len(ink))
    for ring, (start, end) in enumerate(zip(ends[:-1] + 1, ends[1:], strict=True)):
        inside = ink[start + _WAVER : max(start + _WAVER + 1, end - _WAVER)]
        if (end - start) * _STEP >= _DEEP and float(inside.mean()) >= _INKED:
            return int(closed[ring])
    return int(closed[0])


def ring_below(ellipse: Ellipse) -> Ellipse:
    """Return the rim that a common seal would have whose glyphs stand in a second row, below another script's.

    Bilingual seals (双语公章) carry Uyghur, Tibetan or Mongolian along the rim and the Chinese name below it.
    """
    return Ellipse(
        ellipse.x, ellipse.y, ellipse.major - (1 - _BELOW) * ellipse.minor, _BELOW * ellipse.minor, ellipse.angle
    )

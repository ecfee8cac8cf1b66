"""Where the middle of a seal is: all its rings wander in and out together where it was taken wrongly.

The outer edge of the rim alone misleads: strokes of a heading or of another seal touch it, ink has run, one of two rims
is worn away on one side. So the whole profile of the rim is compared, sector by sector, with that of the other sectors.
"""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.ellipse import Ellipse, sample
from verifier.seals.ink import Grey, Mask
from verifier.seals.ring import fit_points, percentile

_SECTORS: Final = 60
_RAYS: Final = 6
"""Rays of a sector, averaged: a glyph near the rim covers half of them."""
_STEP: Final = 0.005
_RADII: Final[NDArray[np.float64]] = np.linspace(0.82, 1.115, 60)
_REACH: Final = 10
"""Steps by which a sector may lie farther in or out than its neighbours."""
_BLURS: Final = (15, 3, 3)
"""Steps over which profiles are smoothed, round by round: at first two rims are one, so that they are not mistaken."""
_LIKE: Final = 0.5
"""Correlation of a sector with the common profile from which its place is believed."""
_FEWEST: Final = 0.4
"""Share of the sectors that must be believed."""
_STRAY: Final = 2.5
"""Steps from the fitted curve beyond which a sector is left out."""
_MOST_OVAL: Final = 2.2

_WIDE: Final[NDArray[np.float64]] = np.linspace(0.8, 1.15, 71)
"""Where the outer edge of a rim is looked for."""
_NEAR: Final = np.abs(_WIDE - 1.0) < 0.1
_BEYOND: Final = 8
"""Steps at the end of that range which lie outside the rim."""
_COARSE: Final[NDArray[np.float64]] = np.linspace(0.8, 1.16, 25)

_ANGLES: Final[NDArray[np.float64]] = np.linspace(0.0, 2 * math.pi, _SECTORS * _RAYS, endpoint=False)
_MIDDLES: Final[NDArray[np.float64]] = _ANGLES.reshape(_SECTORS, _RAYS).mean(axis=1)


def centred(ellipse: Ellipse, strength: Grey) -> Ellipse:
    """Return the ellipse moved and bent so that the rim lies at one depth all around; itself where that is unclear.

    Args:
        ellipse: as fitted to the rim's outer edge, pixels.
        strength: of the ink, (height, width), 0 for paper.
    """
    for blur in _BLURS:
        profiles = _profiles(ellipse, strength, blur)
        shift, likeness = _shifts(profiles)
        wander = _curve(shift, likeness >= _LIKE)
        if wander is None:
            return ellipse
        x, y = ellipse.points(_MIDDLES, 1.0 + _STEP * wander)
        fitted = fit_points(np.stack([x, y], axis=1))
        if fitted is None or not 0.9 < fitted.radius / ellipse.radius < 1.1 or fitted.aspect > _MOST_OVAL:
            return ellipse
        ellipse = fitted
    return ellipse


def settled(ellipse: Ellipse, strength: Grey) -> Ellipse:
    """Return the ellipse centred and then stretched to the outer edge of the rim that stands out around its middle.

    For rims that print crosses: there the outermost ink is seldom the rim's.
    """
    ellipse = centred(ellipse, strength)
    polar = sample(strength, ellipse, _ANGLES[::2], _WIDE, outside=0)
    full = percentile(polar.max(axis=0), 60)
    mean = np.minimum(polar, np.uint8(full)).mean(axis=1)
    peak = int(np.argmax(np.where(_NEAR, mean, -1.0)))
    outside = float(mean[-_BEYOND:].mean())
    below = np.flatnonzero(mean[peak:] < outside + 0.5 * (mean[peak] - outside))
    edge = float(_WIDE[peak + int(below[0]) - 1]) if len(below) else 1.0
    return Ellipse(ellipse.x, ellipse.y, edge * ellipse.major, edge * ellipse.minor, ellipse.angle)


def stands_out(ellipse: Ellipse, ink: Mask) -> float:
    """Return 0..1, by how much more ink lies on a thin ring near an ellipse than on the rings around it.

    Asked of what was proposed, before anything dearer: print is as dense everywhere.
    """
    share = (sample(ink, ellipse, _ANGLES[::4], _COARSE, outside=0) > 100).mean(axis=1)
    smooth = (share[:-2] + share[1:-1] + share[2:]) / 3
    near = np.abs(_COARSE[1:-1] - 1.0) < 0.1
    return float(smooth[near].max() - np.median(share))


def _profiles(ellipse: Ellipse, strength: Grey, blur: int) -> NDArray[np.float32]:
    """Return the ink from inside the rim to outside it, (sectors, steps), each with a mean of 0 and a length of 1."""
    polar = sample(strength, ellipse, _ANGLES, _RADII, outside=0).astype(np.float32)
    profiles = polar.reshape(len(_RADII), _SECTORS, _RAYS).mean(axis=2).T
    profiles = cv2.blur(profiles, (blur, 1))
    profiles -= profiles.mean(axis=1, keepdims=True)
    length = np.linalg.norm(profiles, axis=1, keepdims=True)
    unit: NDArray[np.float32] = profiles / np.maximum(length, 1e-3)
    return unit


def _shifts(profiles: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Return by how many steps each sector lies farther out than the common profile, and how like it that makes it."""
    moved = np.stack([np.roll(profiles, -shift, axis=1) for shift in range(-_REACH, _REACH + 1)], axis=1)
    common = profiles.mean(axis=0)
    best = np.zeros(_SECTORS, np.intp)
    for _ in range(3):  # the mean of sectors out of step is blurred: with every round they fall into step
        likeness = moved @ (common / max(float(np.linalg.norm(common)), 1e-6))
        best = likeness.argmax(axis=1)
        common = moved[np.arange(_SECTORS), best].mean(axis=0)
    shift = best.astype(np.float64) - _REACH
    return shift, likeness[np.arange(_SECTORS), best]


def _curve(shift: NDArray[np.float64], believed: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    """Return the shifts that a misplaced, stretched ellipse makes: first and second harmonics, without strays.

    Their mean is no mistake of the middle: the common profile may lie anywhere.
    """
    base = np.stack(
        [np.ones_like(_MIDDLES), *(wave(k * _MIDDLES) for k in (1, 2) for wave in (np.cos, np.sin))], axis=1
    )
    kept = believed
    for _ in range(4):
        if kept.sum() < _FEWEST * _SECTORS:
            return None
        solved, *_ = np.linalg.lstsq(base[kept], shift[kept], rcond=None)
        away = np.abs(shift - base @ solved)
        kept = believed & (away <= max(_STRAY, 2 * float(np.median(away[kept]))))
    solved[0] = 0.0
    wander: NDArray[np.float64] = base @ solved
    return wander

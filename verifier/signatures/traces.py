"""Traces that a picture leaves in what it lies on: dots of a printer's screen, seals and rules that break off.

A pen's ink is continuous; office printers make anything that is not solid black of dots on a grid, which a scan of 200
to 300 dpi shows as a ripple of two to four pixels. For telling printing processes by the texture of their ink see
Mikkilineni et al., "Printer identification based on texture features", NIP 20, 2004.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage
from verifier.signatures.ink import Mask, lead_of_red

Levels = NDArray[np.float32]

_LAGS: Final = (
    ((0, 1), (1, 0)), ((1, 1), (1, -1)), ((0, 2), (2, 0)), ((1, 2), (2, 1), (1, -2), (2, -1)), ((2, 2), (2, -2)),
    ((0, 3), (3, 0)), ((0, 4), (4, 0)),
)  # fmt: skip
"""Distances (down, across) in pixels at which a ripple is looked for, in groups that a turned screen mixes."""
_REACH = 4
_MOST = 6000
"""Pixels looked at; more say no more."""
_RED_LEAD = 35
_BESIDE, _CLEAR = 40, 10
"""Pixels beside the ink in which a rule or a seal must go on, and that a block may be wider than its ink."""

TRACES: Final = (
    *(f"{place}_{name}" for place in ("core", "rim", "paper") for name in (
        "near", "corner", "two", "knight", "two_corner", "three", "four", "most", "least", "strength")),
    "red_inside", "red_around", "rule_gap",
)  # fmt: skip


def traces(image: RgbImage, grey: Levels, mask: Mask, distance: Levels, dark: Mask) -> list[float]:
    """Return the measures in the order of TRACES.

    Args:
        image: the slot and what lies around it.
        grey: the same in grey.
        mask: the signature's own ink.
        distance: how far each pixel is from ink, 0 where it is neither ink's surroundings nor paper.
        dark: everything that is no paper.
    """
    ripple = grey - cv2.GaussianBlur(grey, (0, 0), 1.5)
    core = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    core = core if int(core.sum()) > 60 else mask
    near = (distance > 3) & (distance <= 9)
    contrast = max(10.0, float(np.median(grey[near]) - np.median(grey[core])) if near.any() and core.any() else 10.0)
    rim = (cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~core
    return [
        *_repeats(ripple, core, contrast), *_repeats(ripple, rim, contrast), *_repeats(ripple, near, contrast),
        *_broken_seal(image, mask), _broken_rule(dark, mask),
    ]  # fmt: skip


def _repeats(ripple: Levels, where: Mask, contrast: float) -> list[float]:
    """Return the autocorrelation of the ripple at each group of lags, its extremes and the ripple's strength."""
    inside = where.copy()
    inside[:_REACH] = inside[-_REACH:] = False
    inside[:, :_REACH] = inside[:, -_REACH:] = False
    places = np.flatnonzero(inside)
    if len(places) < 40:
        return [0.0] * 10
    places = places[:: max(1, len(places) // _MOST)]
    flat, known, width = ripple.ravel(), where.ravel(), ripple.shape[1]
    own = flat[places]
    energy = float(own @ own) / len(own) + 1e-3
    single: list[float] = []
    groups: list[float] = []
    for lags in _LAGS:
        found = []
        for down, across in lags:
            others = places + down * width + across
            both = known[others]
            count = int(both.sum())
            found.append(float((own * flat[others])[both].sum()) / count / energy if count > 30 else 0.0)
        groups.append(float(np.mean(found)))
        single.extend(found)
    return [*groups, max(single[4:]), min(single), float(np.sqrt(energy)) / contrast]


def _broken_seal(image: RgbImage, mask: Mask) -> list[float]:
    """Return the shares of red between the ink and around it: a seal that lies under a block shows only around."""
    height, width = mask.shape
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return [0.0, 0.0]
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    red = lead_of_red(image) > _RED_LEAD
    inside = int(red[top:bottom, left:right].sum())
    y0, y1, x0, x1 = max(0, top - _BESIDE), min(height, bottom + _BESIDE), max(0, left - _BESIDE), right + _BESIDE
    around = int(red[y0:y1, x0:x1].sum()) - inside
    area = (y1 - y0) * (min(width, x1) - x0) - (bottom - top) * (right - left)
    return [inside / max(1, (bottom - top) * (right - left)), around / max(1, area)]


def _broken_rule(dark: Mask, mask: Mask) -> float:
    """Return 0..1: how fully a rule runs left and right of the ink, and how empty it is between."""
    columns = np.flatnonzero(mask.any(axis=0))
    if not len(columns):
        return 0.0
    left, right = int(columns[0]) - _CLEAR, int(columns[-1]) + 1 + _CLEAR
    before, after = dark[:, max(0, left - _BESIDE) : max(0, left)], dark[:, right : right + _BESIDE]
    if before.shape[1] < 8 or after.shape[1] < 8 or right - left < 4 * _CLEAR:
        return 0.0
    thick = np.ones((5, 1), np.uint8)
    ends = np.minimum(*(cv2.dilate(side.astype(np.uint8), thick).mean(axis=1) for side in (before, after)))
    if float(ends.max(initial=0.0)) < 0.7:
        return 0.0
    tall = 2 * (3 + round(0.02 * (right - left))) + 1
    between = cv2.dilate(dark[:, left + 2 * _CLEAR : right - 2 * _CLEAR].astype(np.uint8), np.ones((tall, 1), np.uint8))
    return float((ends * (1 - between.mean(axis=1))).max(initial=0.0))

"""How neighbouring pixels go together in ink and along its rim: a picture's pixels came about otherwise than a pen's.

What a smooth curve would not explain of a pixel, its residual, is counted in threes that stand side by side.
Resampling, compression, a printer's dots and the hard rim of a cut-out each favour other threes, whatever the strokes
look like. The measures are those of rich models (Fridrich and Kodovsky, "Rich models for steganalysis of digital
images", IEEE TIFS 7(3), 2012), of one residual and two steps.
"""

from __future__ import annotations

import itertools
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.signatures.ink import Mask

Levels = NDArray[np.float32]

_MOST: Final = 2
"""Residuals are counted in steps -2 .. 2; what is beyond counts as the last."""
_CLASSES: Final = 2 * _MOST + 1
_STEPS: Final = {"coarse": 24.0, "fine": 8.0}
"""Steps as parts of the ink's contrast."""
_LEAST_STEP: Final = 1.0
_ROOM: Final = 4


def _folded() -> NDArray[np.intp]:
    """Return for each three its group: threes that are each other's mirror image or negative are counted together."""
    groups: dict[tuple[int, ...], int] = {}
    folded = []
    for three in itertools.product(range(_CLASSES), repeat=3):
        negative = tuple(_CLASSES - 1 - one for one in three)
        alike = min(three, three[::-1], negative, negative[::-1])
        folded.append(groups.setdefault(alike, len(groups)))
    return np.array(folded)


_GROUP: Final = _folded()
_GROUPS: Final = int(_GROUP.max()) + 1
RESIDUALS: Final = tuple(
    f"{step}_{place}_{way}_{group}"
    for step in _STEPS
    for place in ("core", "rim")
    for way in ("along", "across")
    for group in range(_GROUPS)
)


def residuals(grey: Levels, mask: Mask) -> list[float]:
    """Return the measures in the order of RESIDUALS: the square roots of the shares of each group of threes.

    Args:
        grey: the slot and what lies around it, at the scan's own resolution.
        mask: the signature's own ink.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return [0.0] * len(RESIDUALS)
    light, dark = float(np.percentile(grey, 80)), float(np.percentile(grey[mask], 20))
    part = (
        slice(max(0, int(rows[0]) - _ROOM), int(rows[-1]) + 1 + _ROOM),
        slice(max(0, int(columns[0]) - _ROOM), int(columns[-1]) + 1 + _ROOM),
    )
    near, ink = np.ascontiguousarray(grey[part]), mask[part].astype(np.uint8)
    core = cv2.erode(ink, np.ones((3, 3), np.uint8)) > 0
    rim = (cv2.dilate(ink, np.ones((5, 5), np.uint8)) > 0) & ~core
    found: list[float] = []
    for parts in _STEPS.values():
        step = max(max(20.0, light - dark) / parts, _LEAST_STEP)
        level, plumb = (_classes(near, kernel, step) for kernel in (np.array([[1, -2, 1]]), np.array([[1], [-2], [1]])))
        for place in (core, rim):
            # Plumb residuals are counted on the turned picture, so that every three lies along the columns of a row.
            along = _threes(level, place) + _threes(plumb.T, place.T)
            across = _threes(level.T, place.T) + _threes(plumb, place)
            found += [*_shares(along), *_shares(across)]
    return found


def _classes(grey: Levels, kernel: NDArray[np.int64], step: float) -> NDArray[np.intp]:
    residual = cv2.filter2D(grey, cv2.CV_32F, kernel.astype(np.float32))
    return np.clip(np.round(residual / step), -_MOST, _MOST).astype(np.intp) + _MOST


def _threes(classes: NDArray[np.intp], where: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how often each group of three neighbours along a row occurs inside `where`."""
    whole = where[:, :-2] & where[:, 1:-1] & where[:, 2:]
    code = (classes[:, :-2] * _CLASSES + classes[:, 1:-1]) * _CLASSES + classes[:, 2:]
    return np.bincount(_GROUP[code[whole]], minlength=_GROUPS).astype(np.float64)


def _shares(counted: NDArray[np.float64]) -> list[float]:
    shares: list[float] = np.sqrt(counted / max(1.0, float(counted.sum()))).tolist()
    return shares

"""Gradient directions of a glyph in eight by eight places, after a normal size. Not used at run time.

Liu et al., "Handwritten digit recognition: investigation of normalization and feature extraction techniques" (Pattern
Recognition 37, 2004): moment normalisation, eight directions of the gradient, square root. Moments place a worn glyph
as they place a whole one; its outermost strokes, which wear first, would not.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.cells import CELL, Cell

PLACES: Final = 8
DIRECTIONS: Final = 8
LENGTH: Final = PLACES * PLACES * DIRECTIONS
Features: TypeAlias = NDArray[np.float32]
"""Shape (512,), length 1."""

_PAPER: Final = 20
_FULL: Final = 96
"""Percentiles of a cell's ink that are taken for paper and for full ink."""
_FAINTEST: Final = 0.05
_SPREAD: Final = 0.25
"""Standard deviation of the ink along both axes after normalisation, a share of the side."""
_SPREADS: Final = (0.2, 0.32)
"""Least and most spread that is believed: 一 is flat, print beneath a seal reaches to the edges."""
_SMOOTH: Final = 0.9
_POOL: Final = 0.42
_AT: Final = (np.arange(CELL) + 0.5).astype(np.float32)


def glyph_features(cell: Cell) -> Features:
    """Return the features of a glyph's picture."""
    smooth = cv2.GaussianBlur(_normalised(cell), (0, 0), _SMOOTH)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *order, ksize=3) for order in ((1, 0), (0, 1)))
    strength = np.hypot(across, down)
    turn = (np.arctan2(down, across) / (2 * math.pi) * DIRECTIONS) % DIRECTIONS
    lower = np.floor(turn)
    share = turn - lower
    nearest = lower.astype(np.intp) % DIRECTIONS
    step = CELL // PLACES
    pooled = []
    for direction in range(DIRECTIONS):
        part = (nearest == direction) * (1 - share) + ((nearest + 1) % DIRECTIONS == direction) * share
        plane = cv2.GaussianBlur((strength * part).astype(np.float32), (0, 0), step * _POOL)
        pooled.append(plane[step // 2 :: step, step // 2 :: step])
    values = np.sqrt(np.maximum(np.stack(pooled), 0)).ravel()
    return cast(Features, (values / (np.linalg.norm(values) + 1e-6)).astype(np.float32))


def _normalised(cell: Cell) -> Cell:
    """Return the glyph with its paper at 0, its ink at 1, its middle in the middle and its spread the same."""
    ink = np.clip(cell - np.percentile(cell, _PAPER), 0, None)
    ink = np.clip(ink / max(float(np.percentile(ink, _FULL)), _FAINTEST), 0, 1).astype(np.float32)
    whole = float(ink.sum()) + 1e-6
    scales, offsets = [], []
    for along in (ink.sum(axis=0), ink.sum(axis=1)):
        middle = float((along * _AT).sum()) / whole
        spread = math.sqrt(float((along * (_AT - middle) ** 2).sum()) / whole)
        least, most = (CELL * share for share in _SPREADS)
        scale = _SPREAD * CELL / min(max(spread, least), most)
        scales.append(scale)
        offsets.append(CELL / 2 - scale * middle)
    matrix = np.array([[scales[0], 0, offsets[0]], [0, scales[1], offsets[1]]], np.float32)
    return cast(Cell, cv2.warpAffine(ink, matrix, (CELL, CELL), flags=cv2.INTER_LINEAR))

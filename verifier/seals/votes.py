"""Circles that the smooth outlines of dark ink vote for (Hough transform with edge direction, Ballard 1981).

Only where an outline runs on in one direction, or bends outwards as a rim does, may it vote: outlines of glyphs do not,
and print is nearly all the ink that a page has.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.ellipse import Ellipse
from verifier.seals.ink import Grey, Mask

Floats: TypeAlias = NDArray[np.float32]

_ALONG: Final = 8
"""Pixels along an outline, to either side of a point, in which it is asked to be smooth."""
_LEAST_CHORD: Final = 14
"""Least distance, in pixels, between the two ends of such a piece; around a corner they are nearer."""
_BEND: Final = (-0.3, 4.0)
"""Pixels by which the middle may lie beyond the chord; on the inner edge of a rim it lies before it, on corners far."""
_RADIUS_STEP: Final = 1.05
_CELL: Final = 3
"""Votes are counted in cells of this many pixels, two by two of them together."""
_MIN_VOTES: Final = 0.18
"""Votes for a circle as a share of its circumference from which it is looked at."""
_MAX_EDGES: Final = 6000
_LEAST_SLOPE: Final = 40
_FEWEST: Final = 30


def voted(darkness: Grey, mask: Mask, *, low: float, high: float, most: int) -> list[Ellipse]:
    """Return the circles with the most votes, best first.

    Args:
        darkness: 0 for paper, (height, width).
        mask: where that is ink.
        low: smallest radius of interest, pixels.
        high: largest radius of interest, pixels.
        most: circles that are returned.
    """
    x, y, dx, dy, share = _outer_edges(darkness, _smooth_points(mask))
    if len(x) < _FEWEST:
        return []
    radius = low
    peaks: list[tuple[float, Ellipse]] = []
    while radius <= high:
        peaks += _peaks(x - radius * dx, y - radius * dy, radius, darkness.shape, share)
        radius *= _RADIUS_STEP
    # By share alone the small circles of chance, in stars and glyphs, come before the rim around them.
    peaks.sort(key=lambda peak: -peak[0] * math.sqrt(peak[1].radius))
    kept: list[Ellipse] = []
    for _, circle in peaks:
        if len(kept) < most and not any(_near(circle, other) for other in kept):
            kept.append(circle)
    return kept


def _smooth_points(mask: Mask) -> NDArray[np.int32]:
    """Return (n, 2) x and y of the outline's points around which it runs straight on or bends outwards."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    long = [outline for outline in outlines if len(outline) >= 3 * _ALONG]
    if not long:
        return np.empty((0, 2), np.int32)
    points = np.concatenate(long).reshape(-1, 2)
    sizes = np.array([len(outline) for outline in long])
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    size = np.repeat(sizes, sizes)
    place = np.arange(len(points)) - first
    before, after = (points[first + (place + side) % size] for side in (-_ALONG, _ALONG))
    chord = (after - before).astype(np.float32)
    distance = np.hypot(chord[:, 0], chord[:, 1])
    aside = (before + after) / 2 - points
    # OpenCV goes round ink and round holes in opposite turns, so that ink lies on the same side of both.
    bend = (chord[:, 1] * aside[:, 0] - chord[:, 0] * aside[:, 1]) / np.maximum(distance, 1.0)
    ruled = (chord == 0).any(axis=1) & (np.abs(bend) < 0.01)
    smooth = (distance >= _LEAST_CHORD) & (bend >= _BEND[0]) & (bend <= _BEND[1])
    chosen: NDArray[np.int32] = points[smooth & ~ruled]
    return chosen


def _outer_edges(darkness: Grey, points: NDArray[np.int32]) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Return x, y and the unit direction towards the paper of at most `_MAX_EDGES` points, and the share kept."""
    share = min(1.0, _MAX_EDGES / max(1, len(points)))
    if share < 1.0:
        points = points[np.random.default_rng(7).choice(len(points), _MAX_EDGES, replace=False)]
    smooth = cv2.GaussianBlur(darkness, (0, 0), 0.8)
    place = points[:, 1], points[:, 0]
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *order)[place] for order in ((1, 0), (0, 1)))
    strength = np.hypot(across, down)
    steep = strength > _LEAST_SLOPE
    x, y = (side[steep].astype(np.float32) for side in (points[:, 0], points[:, 1]))
    # darkness falls towards the paper
    return x, y, -across[steep] / strength[steep], -down[steep] / strength[steep], share


def _peaks(
    x: Floats, y: Floats, radius: float, shape: tuple[int, ...], kept_share: float
) -> list[tuple[float, Ellipse]]:
    """Return (share of the circumference, circle) of the best centre of one radius, where it has enough votes."""
    column, row = (x * (1 / _CELL)).astype(np.int32), (y * (1 / _CELL)).astype(np.int32)
    high, wide = -(-shape[0] // _CELL), -(-shape[1] // _CELL)
    inside = (x >= 0) & (column < wide) & (y >= 0) & (row < high)
    votes = np.bincount(row[inside] * wide + column[inside], minlength=high * wide).astype(np.float32)
    if 4 * votes.max() < _MIN_VOTES * 2 * math.pi * radius * kept_share:
        return []
    spread = cv2.boxFilter(votes.reshape(high, wide), -1, (2, 2), normalize=False, borderType=cv2.BORDER_CONSTANT)
    peaks = []
    for _ in range(3):
        _, most, _, (left, top) = cv2.minMaxLoc(spread)
        share = most / (2 * math.pi * radius * kept_share)
        if share < _MIN_VOTES:
            break
        # The window ends with the cell of the peak: its middle is the corner of that cell.
        peaks.append((share, Ellipse(float(_CELL * left), float(_CELL * top), radius, radius)))
        cv2.circle(spread, (left, top), max(2, round(0.5 * radius / _CELL)), (0,), -1)
    return peaks


def _near(one: Ellipse, other: Ellipse) -> bool:
    return (
        math.hypot(one.x - other.x, one.y - other.y) < 0.25 * other.radius and abs(one.radius / other.radius - 1) < 0.12
    )

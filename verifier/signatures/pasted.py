"""What tells a picture of a signature that was laid over the page from ink that was put on it.

A picture brings its own paper (a block a shade off, with straight edges), or was enlarged (soft or blocky edges), or
compressed (ringing around the strokes), or cut out (a pale seam, no half tones). All measures are taken at the scan's
own resolution: scaling would make every edge alike. For the traces of resampling and splicing see Farid, "A survey of
image forgery detection", IEEE Signal Processing Magazine 26(2), 2009.
"""

from __future__ import annotations

import itertools
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage
from verifier.signatures.ink import Ink, Mask, lead_of_red, sampled
from verifier.signatures.residuals import RESIDUALS, residuals
from verifier.signatures.traces import TRACES, traces

Vector = NDArray[np.float64]
Levels = NDArray[np.float32]

_NEAR, _EDGE_SPAN = 4, 5
"""Pixels around ink that are neither ink nor paper, and pixels averaged on either side of a block's edge."""
_DISTANCES: Final = (1, 2, 3, 4, 6, 9)
_DARK: Final = 190
"""Levelled brightness below which nothing is paper."""
_LEAST_STEP: Final = 6.0
"""Levels by which a block's paper differs at least, seen without measuring."""
_LARGEST: Final = 520
"""Slots are halved until no higher than this: enlarged or not, strokes are then a few pixels wide."""

PASTED_FEATURES: Final = (
    "block_all", "block_three", "block_two", "block_one", "block_level", "block_noise",
    *(f"ring_{distance}" for distance in _DISTANCES[1:]), "ring_spread", "far_spread", "ringing",
    "edge_width", "half_tones", "axis_edges", "stairs", "edge_sharpest",
    "edge_sway", "edge_bluntest", "tones_dark", "tones_middle", "tones_light",
    "colour_fringe", "noise", "stroke",
    *TRACES, *RESIDUALS,
)  # fmt: skip


def measure_ground(image: RgbImage, ink: Ink, *, inside: Mask | None = None) -> Vector | None:
    """Return the measures in the order of PASTED_FEATURES, None without enough ink or paper to compare.

    Args:
        image: the slot, with as much of the page around it as there is.
        ink: the ink of that picture.
        inside: where the signature's own ink is; by default all ink is its own.
    """
    mask = ink.mask if inside is None else ink.mask & inside
    # Rules and what the form prints are neither the signature's ink nor paper.
    other = (ink.levelled < _DARK) & ~mask
    if image.shape[0] > _LARGEST:
        scale = _LARGEST / image.shape[0]
        image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        mask, other = _resized(mask, image.shape[:2]), _resized(other, image.shape[:2])
    if int(mask.sum()) < 60 or min(image.shape[:2]) < 16:
        return None
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    red = _red(image)
    distance: Levels = cv2.distanceTransform((~(mask | red)).astype(np.uint8), cv2.DIST_L2, 3).astype(np.float32)
    foreign = cv2.dilate((other & (distance > _NEAR)).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    distance[foreign] = 0
    paper = distance > _NEAR
    if int(paper.sum()) < 200:
        return None
    values = [
        *_block(grey, mask, paper),
        *_rings(grey, distance, paper),
        *_edges(grey, mask & ~red, paper),
        _fringe(image, distance),
        *_paper(grey, mask, paper),
        *traces(image, grey, mask & ~red, distance, mask | other),
        *residuals(grey, mask),
    ]
    return np.nan_to_num(np.asarray(values, dtype=np.float64), nan=0.0, posinf=50.0, neginf=-50.0)


def has_block(image: RgbImage, mask: Mask) -> bool:
    """Tell whether the ink stands on a rectangle of other paper with hard, straight edges: nothing left to weigh."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    side = max(9, int(min(grey.shape) * 0.25) | 1)
    ground = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    low, high = (float(level) for level in np.percentile(sampled(ground), (2, 98)))
    if high - low < _LEAST_STEP or not mask.any():
        return False
    split = ground > (low + high) / 2
    height, width = split.shape
    whole = int(mask.sum())
    for region in (split, ~split):
        _, _, stats, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8), connectivity=4)
        for left, top, wide, tall, area in stats[1:].tolist():
            inside = left > 1 and top > 1 and left + wide < width - 1 and top + tall < height - 1
            filled = area > 0.94 * wide * tall and area > 0.1 * split.size
            if inside and filled and int(mask[top : top + tall, left : left + wide].sum()) > 0.85 * whole:
                return True
    return False


def _some(levels: Levels) -> Levels:
    """Return enough of the levels for a median."""
    return levels[:: max(1, len(levels) // 8000)]


def _resized(mask: Mask, shape: tuple[int, ...]) -> Mask:
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA) > 100)


def _red(image: RgbImage) -> Mask:
    lead = (lead_of_red(image) > 25).astype(np.uint8)
    return np.asarray(cv2.dilate(lead, np.ones((5, 5), np.uint8)) > 0)


def _block(grey: Levels, mask: Mask, paper: Mask) -> list[float]:
    """Steps of the paper's brightness at a rectangle around the ink, weakest side first, and their unlikeliness.

    For each side the paper is averaged along the ink's extent, so that a step of one level shows above the noise; a
    block has the same step, up or down, at all four sides, a shadow or a fold at one or two.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    across, sure_across = _profile(grey, paper, slice(top, bottom), axis=0)
    down, sure_down = _profile(grey, paper, slice(left, right), axis=1)
    reach = max(12, (bottom - top))
    sides = [
        _steps(across[:left][::-1], sure_across[:left][::-1], reach),
        _steps(across[right:], sure_across[right:], reach),
        _steps(down[:top][::-1], sure_down[:top][::-1], reach),
        _steps(down[bottom:], sure_down[bottom:], reach),
    ]
    best = (np.zeros(4), 0.0)
    for sign in (1.0, -1.0):
        found = np.sort([max((sign * side).max(initial=0.0), 0.0) for side in sides])
        if found.sum() > best[0].sum():
            best = (found, sign)
    spread = float(np.mean([side.std() if len(side) else 0.0 for side in sides]))
    return [*best[0].tolist(), float(best[1] * best[0][1]), spread]


def _profile(grey: Levels, paper: Mask, window: slice, *, axis: int) -> tuple[Vector, NDArray[np.bool_]]:
    """Return the mean of the paper in each column (axis 0) or row (axis 1) of the window, and where it is known."""
    part, sure = (grey[window], paper[window]) if axis == 0 else (grey[:, window], paper[:, window])
    count = sure.sum(axis=axis)
    mean = (part * sure).sum(axis=axis) / np.maximum(count, 1)
    return mean.astype(np.float64), np.asarray(count >= max(3, 0.25 * part.shape[axis]))


def _steps(profile: Vector, sure: NDArray[np.bool_], reach: int) -> Vector:
    """Return inside minus outside at each place of a profile that runs outwards from the ink."""
    profile, sure = profile[:reach][sure[:reach]], sure[:reach]
    span = min(_EDGE_SPAN, len(profile) // 3)
    if span < 2:
        return np.zeros(0)
    sums = np.concatenate(([0.0], np.cumsum(profile)))
    places = np.arange(span, len(profile) - span + 1)
    inside = (sums[places] - sums[places - span]) / span
    # One pixel of the edge itself belongs to neither side.
    outside = (sums[np.minimum(places + span, len(profile))] - sums[places]) / span
    return np.asarray(inside - outside)


def _rings(grey: Levels, distance: Levels, paper: Mask) -> list[float]:
    """Brightness of the paper at growing distance from the ink, against the paper far off; spread near and far."""
    far = distance > 14
    ground = grey[far if int(far.sum()) > 100 else paper]
    level, far_spread = float(np.median(_some(ground))), float(ground.std())
    rings = []
    for low, high in itertools.pairwise(_DISTANCES):
        ring = grey[(distance > low) & (distance <= high)]
        rings.append(float(ring.mean()) - level if ring.size else 0.0)
    high_pass = grey - cv2.blur(grey, (3, 3))
    close = (distance > 3) & (distance <= 8)
    near_spread = float(high_pass[close].std()) if close.any() else 0.0
    away = float(high_pass[far].std()) if int(far.sum()) > 100 else float(high_pass[paper].std())
    return [*rings, near_spread, far_spread, near_spread / (away + 0.3)]


def _edges(grey: Levels, mask: Mask, paper: Mask) -> list[float]:
    """How wide, how even and how straight the ink's edge is, and which half tones lie along it.

    A cut-out has a jagged edge without half tones: steep where it runs along an axis, blunt at every step. How dark and
    how even the ink is does tell generated pictures from generated pens, and nothing of real ones.
    """
    if not mask.any():
        return [0.0] * 10
    dark, light = float(np.percentile(grey[mask], 15)), float(np.median(_some(grey[paper])))
    contrast = max(light - dark, 10.0)
    dx, dy = (cv2.Sobel(grey, cv2.CV_32F, *way, scale=1 / 8).astype(np.float32) for way in ((1, 0), (0, 1)))
    slope = cv2.magnitude(dx, dy)
    rim = (cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0) & (
        slope > 0.08 * contrast
    )
    steepest = slope[rim] / contrast if rim.any() else np.zeros(1)
    near = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    share = ((grey - dark) / contrast)[near]
    tones = [float(((share > low) & (share <= low + 0.2)).sum()) / max(1, int(rim.sum())) for low in (0.15, 0.4, 0.65)]
    angle = np.abs(np.degrees(np.arctan2(dy[rim], dx[rim]))) % 90 if rim.any() else np.zeros(1)
    axis = float(((angle < 8) | (angle > 82)).mean())
    mean = max(float(steepest.mean()), 0.02)
    half = float(((share > 0.25) & (share < 0.75)).sum()) / max(1, int(rim.sum()))
    return [
        1.0 / mean, half, axis, _stairs(dx, dy, rim), float(np.percentile(steepest, 90)),
        float(steepest.std()) / mean, float(np.percentile(steepest, 15)), *tones,
    ]  # fmt: skip


def _stairs(dx: Levels, dy: Levels, rim: Mask) -> float:
    """Share of the edge that lies in straight pieces of three pixels along an axis: big pixels have nothing else."""
    plumb = (rim & (np.abs(dx) > 4 * np.abs(dy))).astype(np.uint8)
    level = (rim & (np.abs(dy) > 4 * np.abs(dx))).astype(np.uint8)
    straight = int(cv2.morphologyEx(plumb, cv2.MORPH_OPEN, np.ones((3, 1), np.uint8)).sum())
    straight += int(cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, 3), np.uint8)).sum())
    return straight / max(1, int(rim.sum()))


def _fringe(image: RgbImage, distance: Levels) -> float:
    """Return the spread of the colour around the ink: JPEG halves its resolution."""
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB).astype(np.float32)
    fringe = (distance > 1) & (distance <= 6)
    return float(lab[..., 2][fringe].std() + lab[..., 1][fringe].std()) if fringe.any() else 0.0


def _paper(grey: Levels, mask: Mask, paper: Mask) -> list[float]:
    """Noise of the paper, and width of the strokes in pixels."""
    laplacian = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    length = max(1, int((mask & (cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0)).sum()))
    return [
        float(np.median(_some(laplacian[paper]))),
        2.0 * float(mask.sum()) / length,
    ]

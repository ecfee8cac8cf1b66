"""The outline of a page in a photograph (文档边缘): the bright sheet on a darker table, only when there is no doubt.

Content that is cut away is worse than a page that stays oblique, so everything must agree: one bright region, large,
with four straight sides and plausible corners, each side with darker surroundings, and nothing bright beside it.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Homography
from verifier.pictures import RgbImage
from verifier.reading.warping import Matrix, Size, homography

Corners: TypeAlias = NDArray[np.float64]
"""Corners of a page as fractions of the picture, shape (4, 2), clockwise from the one nearest to the top left."""

_Mask: TypeAlias = NDArray[np.uint8]

_LONG_SIDE_PX: Final = 480
_LEAST_SIDE_PX: Final = 600
"""Pictures whose short side is below this are snippets, not photographs of pages."""
_LEAST_AREA: Final = 0.4
_MOST_AREA: Final = 0.97
"""A sheet that fills the picture is a scan: there is nothing to cut away."""
_CONTRAST: Final = 35
"""Levels of 255 by which the sheet is brighter than what lies beside it."""
_SIDE_CONTRAST: Final = 0.9
"""Share of the places along a side that must show it."""
_FILLED: Final = 0.97
"""Overlap of the bright region with its four-cornered outline (intersection over union)."""
_BRIGHT_BESIDE: Final = 0.1
"""Share of what is left of the picture that may be as bright as the sheet: a second sheet is content too."""
_CORNER_DEGREES: Final = (60.0, 120.0)
_SHORTENED: Final = 0.6
"""Least ratio of two opposite sides: seen more obliquely than this, the far end cannot be read anyway."""
_A4: Final = math.sqrt(2)
_A4_TOLERANCE: Final = 0.1
"""Sides seen obliquely are off by about this much; a bank or identity card's ratio (1.586) stays outside."""
_REACH: Final = 0.015
"""How far beside an outline its surroundings are looked at, as a share of the picture's long side."""
_ALONG: Final = 40


def find_outline(image: RgbImage) -> Corners | None:
    """Return the corners of the page in a photograph, or None where they are not beyond doubt.

    Args:
        image: the photograph, shape (H, W, 3).
    """
    height, width = image.shape[:2]
    if min(height, width) < _LEAST_SIDE_PX or _has_bright_border(image):
        return None
    scale = _LONG_SIDE_PX / max(height, width)
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(
        cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_NEAREST), size, interpolation=cv2.INTER_AREA
    )
    # The darkest channel: white paper is bright in all of them, a wooden or coloured table in one or two.
    light = cv2.GaussianBlur(small.min(axis=2), (5, 5), 0)
    mask = _sheet(light)
    if mask is None:
        return None
    corners = _four_corners(mask)
    if corners is None or not _plausible(corners, mask, light):
        return None
    return _clockwise(corners) / np.array(size, dtype=np.float64)


def flattening(corners: Corners, size: Size) -> tuple[Homography, Size]:
    """Return the way back from the flattened page to the photograph of `size`, and the flattened page's size.

    The page is as large as its longest sides in the photograph; sides within 10 % of A4's ratio are A4's.
    """
    quad = corners * np.array(size, dtype=np.float64)
    top, right, bottom, left = _sides(quad)
    width, height = max(top, bottom), max(left, right)
    across, down = top + bottom, left + right
    if abs(max(across, down) / min(across, down) / _A4 - 1) <= _A4_TOLERANCE:
        width, height = (width, width * _A4) if height >= width else (height * _A4, height)
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    matrix = cast(Matrix, cv2.getPerspectiveTransform(square, corners.astype(np.float32)))
    return homography(matrix), (round(width), round(height))


def _has_bright_border(image: RgbImage) -> bool:
    """Tell at once, from a sixty-fourth of its pixels, that a picture is a scan: bright as its paper to the edge."""
    light = image[::8, ::8].min(axis=2)
    border = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    return bool(np.median(border) > np.percentile(light, 75) - _CONTRAST)


def _sheet(light: _Mask) -> _Mask | None:
    """Return the largest bright region with its print filled in."""
    level, _ = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cast(_Mask, (light > level).astype(np.uint8))
    closed = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    area = cv2.contourArea(largest) / light.size
    if not _LEAST_AREA <= area <= _MOST_AREA:
        return None
    mask = np.zeros_like(light)
    cv2.drawContours(mask, [largest], -1, (1,), cv2.FILLED)
    beside = mask == 0
    if float(bright[cv2.dilate(mask, np.ones((7, 7), np.uint8)) == 0].sum()) > _BRIGHT_BESIDE * float(beside.sum()):
        return None
    return mask


def _four_corners(mask: _Mask) -> Corners | None:
    """Return four corners whose sides are fitted to the region's outline, in pixels of the mask."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(contours[0])
    for tolerance in (0.01, 0.02, 0.03, 0.04):
        rough = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True).reshape(-1, 2).astype(np.float64)
        if len(rough) == 4:
            break
    else:
        return None
    outline = contours[0].reshape(-1, 2).astype(np.float64)
    lines = [_fitted(outline, start, end) for start, end in zip(rough, np.roll(rough, -1, axis=0), strict=True)]
    if any(line is None for line in lines):
        return None
    fitted = [line for line in lines if line is not None]
    corners = [np.cross(fitted[index - 1], fitted[index]) for index in range(4)]
    if any(abs(corner[2]) < 1e-9 for corner in corners):
        return None
    return np.array([corner[:2] / corner[2] for corner in corners]) + 0.5


def _fitted(outline: Corners, start: Corners, end: Corners) -> NDArray[np.float64] | None:
    """Return the straight line (a, b, c) through the outline between two rough corners, its ends left out."""
    way = end - start
    length = float(np.hypot(*way))
    if length < 20:
        return None
    along = (outline - start) @ way / length**2
    aside = np.abs((outline - start) @ np.array([-way[1], way[0]])) / length
    near = outline[(along > 0.06) & (along < 0.94) & (aside < 0.03 * length + 2)]
    if len(near) < length * 0.7:
        return None
    line = cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)
    vx, vy, x, y = (float(value) for value in np.asarray(line).ravel())
    off = np.abs((near - (x, y)) @ np.array([-vy, vx]))
    if float(np.percentile(off, 90)) > max(1.5, 0.008 * length):
        return None
    return np.array([-vy, vx, vy * x - vx * y])


def _plausible(corners: Corners, mask: _Mask, light: _Mask) -> bool:
    height, width = mask.shape
    # Corners on or outside the picture's edge: part of the page is missing, and its shape is a guess.
    if (corners < 0.5).any() or (corners[:, 0] > width - 0.5).any() or (corners[:, 1] > height - 0.5).any():
        return False
    angles = _angles(corners)
    if min(angles) < _CORNER_DEGREES[0] or max(angles) > _CORNER_DEGREES[1]:
        return False
    one, two, three, four = _sides(corners)
    if min(one, three) < _SHORTENED * max(one, three) or min(two, four) < _SHORTENED * max(two, four):
        return False
    drawn = np.zeros_like(mask)
    cv2.fillPoly(drawn, [np.round(corners - 0.5).astype(np.int32)], (1,))
    if float((mask & drawn).sum()) < _FILLED * float((mask | drawn).sum()):
        return False
    return all(
        _stands_out(start, end, corners.mean(axis=0), light)
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True)
    )


def _stands_out(start: Corners, end: Corners, middle: Corners, light: _Mask) -> bool:
    """Tell whether nearly everywhere along a side the sheet is brighter than what lies beyond."""
    height, width = light.shape
    way = end - start
    normal = np.array([-way[1], way[0]]) / np.hypot(*way)
    if (middle - start) @ normal < 0:
        normal = -normal
    reach = max(3.0, _REACH * max(height, width))
    at = start + np.linspace(0.03, 0.97, _ALONG)[:, np.newaxis] * way - 0.5
    inside = _levels(light, at + reach * normal)
    # At the very edge of the picture there may be only a pixel or two of background.
    outside = _levels(light, np.clip(at - reach * normal, 0, (width - 1, height - 1)))
    return float(np.mean(inside - outside >= _CONTRAST)) >= _SIDE_CONTRAST


def _levels(light: _Mask, points: Corners) -> Corners:
    whole = np.round(points).astype(int)
    return np.asarray(light[whole[:, 1], whole[:, 0]], dtype=np.float64)


def _angles(corners: Corners) -> list[float]:
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    cosines = (before * after).sum(axis=1) / (np.hypot(*before.T) * np.hypot(*after.T))
    return [float(angle) for angle in np.degrees(np.arccos(np.clip(cosines, -1, 1)))]


def _sides(corners: Corners) -> tuple[float, float, float, float]:
    one, two, three, four = (float(side) for side in np.hypot(*(np.roll(corners, -1, axis=0) - corners).T))
    return one, two, three, four


def _clockwise(corners: Corners) -> Corners:
    """Return the corners clockwise (y down), the one nearest to the top left first."""
    middle = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
    return cast(Corners, np.roll(around, -int(around.sum(axis=1).argmin()), axis=0))

"""What tells a pen from a printer: measures of the ink of a slot, free of its size and resolution.

Printed Chinese stands on a grid, its strokes run level and plumb, its widths repeat; a hand slants, joins, sways. The
measures are the usual ones of handwriting-against-print work (stroke direction, stroke width, size and baseline of
connected components, projection profiles; for example Zheng, Li & Doermann, "Machine printed text and handwriting
identification in noisy document images", PAMI 26(3), 2004).
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.signatures.ink import Grey, Ink, Mask

Vector = NDArray[np.float64]

LINE_HEIGHT_PX: Final = 64
"""Every slot is scaled so that its tallest run of inked rows has this height."""
_DIRECTION_BINS = 12
_WIDEST = 16 * LINE_HEIGHT_PX

FEATURE_NAMES: Final = (
    *(f"direction_{index}" for index in range(_DIRECTION_BINS)),
    "level_peak", "plumb_peak", "level_tilt", "plumb_tilt", "oblique",
    "level_sharp", "plumb_sharp", "level_sway", "plumb_sway",
    "stroke_width", "stroke_width_spread", "stroke_width_tail",
    "parts", "part_height", "part_height_spread", "bottom_spread", "top_spread", "part_fill", "largest_part",
    "level_runs_short", "level_runs_long", "plumb_runs_short", "plumb_runs_long",
    "gaps", "gap_spread", "pitch", "row_onset", "row_fill", "foot_sway", "head_sway",
    "ink_spread", "edge", "density", "corners", "convexity",
)  # fmt: skip


def line_height(mask: Mask) -> int:
    """Return the height in pixels of the tallest run of rows that hold ink (0 without ink)."""
    rows = mask.sum(axis=1)
    inked = np.concatenate(([False], rows > max(1.0, 0.04 * float(rows.max(initial=0))), [False]))
    edges = np.flatnonzero(inked[1:] != inked[:-1])
    return int((edges[1::2] - edges[::2]).max(initial=0))


def measure(ink: Ink) -> Vector | None:
    """Return the features in the order of FEATURE_NAMES, or None where there is too little ink to measure."""
    height = line_height(ink.mask)
    if height < 6 or int(ink.mask.sum()) < 12:
        return None
    grey, mask = _scaled(ink, height)
    if int(mask.sum()) < 60:
        return None
    values = [*_directions(grey), *_widths(mask), *_parts(mask), *_runs(mask), *_profiles(mask), *_texture(grey, mask)]
    return np.nan_to_num(np.asarray(values, dtype=np.float64), nan=0.0, posinf=5.0, neginf=-5.0)


def _scaled(ink: Ink, height: int) -> tuple[Grey, Mask]:
    """Return the inked part at the normal height, as grey (ink 0, paper 255, contrast stretched) and as mask."""
    rows, columns = np.flatnonzero(ink.mask.any(axis=1)), np.flatnonzero(ink.mask.any(axis=0))
    part = ink.levelled[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    inked = ink.mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    dark = float(np.percentile(part[inked], 20))
    near = cv2.dilate(inked.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    stretched = np.clip((part.astype(np.float32) - dark) * (255.0 / max(1.0, 250.0 - dark)), 0, 255)
    stretched[~near] = 255
    scale = LINE_HEIGHT_PX / height
    size = (int(np.clip(part.shape[1] * scale, 8, _WIDEST)), max(8, round(part.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    grey = np.clip(cv2.resize(stretched, size, interpolation=way), 0, 255).astype(np.uint8)
    grey = np.pad(grey, 4, constant_values=255)
    return grey, np.asarray(grey < 128)


def _directions(grey: Grey) -> list[float]:
    """Histogram of stroke directions from the structure tensor, and how sharply it peaks at level and plumb."""
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.0)
    dx, dy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    xx, yy, xy = (cv2.GaussianBlur(product, (0, 0), 2.0) for product in (dx * dx, dy * dy, dx * dy))
    strength = np.sqrt((xx - yy) ** 2 + 4 * xy**2)
    # The stroke runs across the gradient; angles count from level, y down, over [-15, 165) degrees.
    angle = (np.degrees(0.5 * np.arctan2(2 * xy, xx - yy)) + 90.0 + 15.0) % 180.0
    by_place = _by_place(angle, strength)
    fine = by_place.sum(axis=0)
    fine = fine / max(float(fine.sum()), 1e-9)
    coarse = fine.reshape(_DIRECTION_BINS, -1).sum(axis=1)
    level, level_tilt = _peak(fine, 15)
    plumb, plumb_tilt = _peak(fine, 105)
    oblique = float(fine[35:85].sum() + fine[125:175].sum())
    return [
        *coarse.tolist(), level, plumb, level_tilt, plumb_tilt, oblique,
        _peak(fine, 15, half=1)[0], _peak(fine, 105, half=1)[0], _sway(by_place, 15), _sway(by_place, 105),
    ]  # fmt: skip


def _by_place(angle: NDArray[np.float32], strength: NDArray[np.float32]) -> Vector:
    """Return the direction histogram of each piece of the line, a line height long: shape (pieces, 180)."""
    pieces = max(1, round(angle.shape[1] / LINE_HEIGHT_PX))
    piece = np.arange(angle.shape[1]) * pieces // angle.shape[1]
    cell = np.minimum(angle.astype(np.int64), 179) + 180 * piece[None, :]
    counted = np.bincount(cell.ravel(), strength.ravel(), 180 * pieces)
    return np.asarray(counted.reshape(pieces, 180), dtype=np.float64)


def _sway(by_place: Vector, centre: int) -> float:
    """Return by how many degrees / 10 the strokes near `centre` turn from character to character; print never does."""
    weights = by_place[:, centre - 13 : centre + 14].sum(axis=1)
    if len(weights) < 2 or weights.sum() <= 0:
        return 0.0
    tilts = np.array([_peak(piece, centre)[1] for piece in by_place])
    mean = float(np.average(tilts, weights=weights))
    return float(np.sqrt(np.average((tilts - mean) ** 2, weights=weights)))


def _peak(fine: Vector, centre: int, reach: int = 12, half: int = 3) -> tuple[float, float]:
    """Return the largest sum over 2 * half + 1 degrees near `centre` and how far from it that lies, in degrees / 10."""
    rolled = np.roll(fine, 90 - centre)
    sums = np.convolve(rolled, np.ones(2 * half + 1), mode="same")[90 - reach : 90 + reach + 1]
    best = int(np.argmax(sums))
    return float(sums[best]), (best - reach) / 10.0


def _widths(mask: Mask) -> list[float]:
    """Stroke width in line heights, its spread, and its 90th against its 50th percentile."""
    distance = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    ridge = (distance > 0.5) & (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)) - 1e-6)
    widths = 2.0 * distance[ridge]
    if widths.size == 0:
        return [0.0, 0.0, 0.0]
    middle = float(np.median(widths))
    return [
        middle / LINE_HEIGHT_PX,
        float(widths.std()) / max(float(widths.mean()), 1e-6),
        float(np.percentile(widths, 90)) / max(middle, 1e-6),
    ]


def _parts(mask: Mask) -> list[float]:
    """Connected components that are no specks: number, size, and how far their tops and bottoms scatter."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    parts = stats[1:][stats[1:, cv2.CC_STAT_AREA] >= 12].astype(np.float64)
    if not len(parts):
        return [0.0] * 7
    heights, areas = parts[:, cv2.CC_STAT_HEIGHT], parts[:, cv2.CC_STAT_AREA]
    large = parts[heights > 0.4 * LINE_HEIGHT_PX]
    large = large if len(large) else parts
    tops = large[:, cv2.CC_STAT_TOP] % (1.6 * LINE_HEIGHT_PX) if mask.shape[0] > 2 * LINE_HEIGHT_PX else large[:, 1]
    bottoms = large[:, cv2.CC_STAT_TOP] + large[:, cv2.CC_STAT_HEIGHT]
    fill = areas / (parts[:, cv2.CC_STAT_WIDTH] * heights)
    return [
        len(parts) * LINE_HEIGHT_PX**2 / mask.size,
        float(heights.mean()) / LINE_HEIGHT_PX,
        float(heights.std()) / float(heights.mean()),
        float(bottoms.std()) / LINE_HEIGHT_PX if mask.shape[0] < 2 * LINE_HEIGHT_PX else 0.0,
        float(tops.std()) / LINE_HEIGHT_PX if mask.shape[0] < 2 * LINE_HEIGHT_PX else 0.0,
        float(np.average(fill, weights=areas)),
        float(areas.max() / areas.sum()),
    ]


def _runs(mask: Mask) -> list[float]:
    """Share of the ink that lies in straight level and plumb runs of 0.2 and 0.4 line heights."""
    plain, total = mask.astype(np.uint8), float(mask.sum())
    shares = []
    for kernel in ((1, 0), (0, 1)):
        for length in (0.2, 0.4):
            side = max(3, int(length * LINE_HEIGHT_PX))
            shape = (1, side) if kernel == (1, 0) else (side, 1)
            shares.append(float(cv2.morphologyEx(plain, cv2.MORPH_OPEN, np.ones(shape, np.uint8)).sum()) / total)
    return shares


def _profiles(mask: Mask) -> list[float]:
    """Gaps between characters, their regularity, the pitch of the grid, and how suddenly the rows begin."""
    columns = mask.sum(axis=0).astype(np.float64)
    empty = np.concatenate(([False], columns == 0, [False]))
    edges = np.flatnonzero(empty[1:] != empty[:-1])
    gaps = (edges[1::2] - edges[::2]).astype(np.float64)[1:-1]
    rows = mask.sum(axis=1).astype(np.float64)
    half = np.flatnonzero(rows > 0.5 * np.percentile(rows, 95))
    some = np.flatnonzero(rows > 0.05 * np.percentile(rows, 95))
    onset = float(half[0] - some[0]) / LINE_HEIGHT_PX if half.size else 0.0
    return [
        len(gaps) * LINE_HEIGHT_PX / mask.shape[1],
        float(gaps.std() / gaps.mean()) if len(gaps) > 1 else 0.0,
        _pitch(columns),
        onset,
        float(rows[some].mean() / max(float(rows.max()), 1.0)) if some.size else 0.0,
        *_feet_and_heads(mask),
    ]


def _feet_and_heads(mask: Mask) -> tuple[float, float]:
    """Return how much the lowest and the highest ink of pieces a line height long varies, in line heights."""
    if mask.shape[0] > 1.9 * LINE_HEIGHT_PX:
        return 0.0, 0.0
    pieces = np.array_split(mask, max(1, round(mask.shape[1] / LINE_HEIGHT_PX)), axis=1)
    inked = [np.flatnonzero(piece.sum(axis=1) > 1) for piece in pieces]
    ends = np.array([(rows[-1], rows[0]) for rows in inked if rows.size], dtype=np.float64)
    if len(ends) < 2:
        return 0.0, 0.0
    foot, head = ends.std(axis=0) / LINE_HEIGHT_PX
    return float(foot), float(head)


def _pitch(columns: Vector) -> float:
    """Return the highest autocorrelation of the column profile at a lag of 0.7 to 1.4 line heights."""
    centred = columns - columns.mean()
    energy = float(centred @ centred)
    lags = range(int(0.7 * LINE_HEIGHT_PX), min(int(1.4 * LINE_HEIGHT_PX), len(columns) - 16), 2)
    found = [float(centred[:-lag] @ centred[lag:]) / energy * len(columns) / (len(columns) - lag) for lag in lags]
    return max(found, default=0.0) if energy > 0 else 0.0


def _texture(grey: Grey, mask: Mask) -> list[float]:
    """Evenness of the ink, sharpness of its edge, density, corners and convexity of its outlines."""
    core = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    spread = float(grey[core].std()) / 255.0 if core.any() else 0.0
    gradient = np.abs(cv2.Sobel(grey.astype(np.float32), cv2.CV_32F, 1, 0)) / 1020.0
    rim = (cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~core
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    length = sum(cv2.arcLength(contour, True) for contour in contours)
    corners = sum(len(cv2.approxPolyDP(contour, 2.0, True)) for contour in contours)
    hulls = [(cv2.contourArea(c), cv2.contourArea(cv2.convexHull(c))) for c in contours if len(c) > 12]
    hull = sum(whole for _, whole in hulls)
    return [
        spread,
        float(gradient[rim].mean()) if rim.any() else 0.0,
        float(mask.mean()),
        corners * LINE_HEIGHT_PX / max(length, 1.0) / 10.0,
        sum(area for area, _ in hulls) / hull if hull else 0.0,
    ]

"""Find mosaics (马赛克): a region of even tiles, all of one size, in several shades."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

_FLATS = (6, 10, 14)
"""Largest ripple inside a tile: compression makes some, and where more is allowed tiles of like shades run together."""
_SMALLEST, _LARGEST = 4, 60
"""Side of a tile in pixels of the working picture."""
_TILES, _SHADES = 6, 3
_SHADE_STEP = 20
_MOST_INK = 0.4
_ALIGNED = 0.75
"""Share of a cluster's tiles that stand on the grid of one of them."""


def find_mosaics(image: RgbImage, text_height: float) -> list[tuple[int, int, int, int]]:
    """Return (left, top, right, bottom) of every cluster of at least six touching, equally large, one-coloured tiles.

    QR codes have tiles as well, in two shades only; three are asked for.
    """
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    tiles = _tiles(grey)
    if len(tiles) < _TILES:
        return []
    found = []
    for side in sorted({int(size) for size in tiles[:, 2]}):
        alike = tiles[(np.abs(tiles[:, 2] - side) <= 1) & (np.abs(tiles[:, 3] - side) <= 1)]
        if len(alike) >= _TILES:
            found.extend(_clusters(grey, alike, side, text_height))
    kept = _largest_only(found)
    return [] if _all_is_tiled(grey, kept) else kept


def _all_is_tiled(grey: NDArray[np.uint8], boxes: list[tuple[int, int, int, int]]) -> bool:
    """Tell whether most of the page's ink is tiles: then a small picture was blown up, and nobody hid anything."""
    dark = grey < 128
    tiled = sum(int(dark[top:bottom, left:right].sum()) for left, top, right, bottom in boxes)
    return tiled > _MOST_INK * max(1, int(dark.sum()))


def _tiles(grey: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return (left, top, width, height) of the small squares of one shade, one row each."""
    kernel = np.ones((2, 2), np.uint8)
    ripple = np.asarray(cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel)), dtype=np.uint8)
    return np.unique(np.concatenate([_squares(ripple, flat) for flat in _FLATS]), axis=0)


def _squares(ripple: NDArray[np.uint8], flat: int) -> NDArray[np.int64]:
    _, _, stats, _ = cv2.connectedComponentsWithStats((ripple <= flat).astype(np.uint8), connectivity=4)
    wide, high, area = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    square = (np.abs(wide - high) <= 1) & (area >= 0.95 * wide * high)
    sized = (wide >= _SMALLEST - 1) & (wide <= _LARGEST)
    return np.asarray(stats[1:][square & sized][:, :4], dtype=np.int64)


def _clusters(
    grey: NDArray[np.uint8], tiles: NDArray[np.int64], side: int, text_height: float
) -> list[tuple[int, int, int, int]]:
    # Neighbouring tiles of one shade run together and are no squares: bridge the hole they leave.
    bridge = 2 + side
    canvas = np.zeros(grey.shape, np.uint8)
    for left, top, wide, high in tiles.tolist():
        canvas[max(0, top - bridge) : top + high + bridge, max(0, left - bridge) : left + wide + bridge] = 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(canvas, connectivity=4)
    owner = labels[tiles[:, 1] + side // 2, tiles[:, 0] + side // 2]
    shade = grey[tiles[:, 1] + side // 2, tiles[:, 0] + side // 2] // _SHADE_STEP
    found = []
    for index in np.unique(owner[owner > 0]).tolist():
        own = owner == index
        left, top, wide, high = (int(value) for value in stats[index][:4])
        several = int(own.sum()) >= _TILES and len(np.unique(shade[own])) >= _SHADES and _on_one_grid(tiles[own], side)
        if several and wide - 2 * bridge >= 2.5 * side and high - 2 * bridge >= max(1.6 * side, 0.6 * text_height):
            trim = bridge - 1
            found.append((left + trim, top + trim, left + wide - trim, top + high - trim))
    return found


def _on_one_grid(tiles: NDArray[np.int64], side: int) -> bool:
    """Tell whether the tiles stand on one grid: small squares of print stand anywhere."""
    pitch = side + 1
    for axis in (0, 1):
        rest = tiles[:, axis] % pitch
        apart = np.abs(rest[:, None] - rest[None, :])
        on_grid = np.minimum(apart, pitch - apart) <= 1
        if float(on_grid.mean(axis=1).max()) < _ALIGNED:
            return False
    return True


def _largest_only(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    kept: list[tuple[int, int, int, int]] = []
    for box in sorted(boxes, key=lambda box: (box[0] - box[2]) * (box[3] - box[1])):
        if not any(box[0] < k[2] and k[0] < box[2] and box[1] < k[3] and k[1] < box[3] for k in kept):
            kept.append(box)
    return kept

"""Where on a page a code may stand (二维码、条码): a whole page is searched in a tenth of the time of decoding it.

A matrix is a patch in which light and dark change as often across as down, everywhere: rows of text leave gaps. Bars
change one way and hardly the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

Grey = NDArray[np.uint8]

_STEP: Final = 40
"""Grey levels that make an edge."""

_CELL: Final = 16
"""Pixels a side of the cells in which edges are counted."""

_DENSE: Final = 0.06
_DENSER: Final = 0.1
_LARGEST: Final = 420
"""Side of a code in pixels at 200 dpi: 50 mm."""

_MOST: Final = 3
_MOST_SMALL: Final = 4
_MARGIN: Final = 0.15

_BARS: Final = 0.06
_ONE_WAY: Final = 2.5
"""Edges across the bars for each one along them: bars askew by twenty degrees have 2.7, rows of text 1 to 1.5."""
_SHORTEST: Final = (2, 5)
"""Height and length of bars in cells, at the least: 4 by 10 mm at 200 dpi."""
_QUIET: Final = 2
"""Cells of white that a decoder of bars wants around them."""

Patch: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True)
class Regions:
    """Patches that look like codes, the densest first: up to three `matrices`, four `small` ones, three of `bars`."""

    matrices: list[Patch]
    small: list[Patch]
    bars: list[Patch]


def code_regions(image: RgbImage) -> Regions:
    """Return where codes may stand on a page (H x W x 3 uint8)."""
    # Red ink over a code is bright in the red channel, as the paper is.
    if min(image.shape[:2]) <= _CELL:
        return Regions([], [], [])
    red = np.asarray(cv2.extractChannel(image, 0), np.uint8)
    across, down = _edges(red[1:, 1:], red[1:, :-1]), _edges(red[1:, 1:], red[:-1, 1:])
    return Regions(*_matrices(np.minimum(across, down), red.shape), _bars(across, down, red.shape))


def _bars(across: NDArray[np.float32], down: NDArray[np.float32], shape: tuple[int, ...]) -> list[Patch]:
    found = []
    for these, those, least in ((across, down, _SHORTEST), (down, across, _SHORTEST[::-1])):
        one_way = ((these > _BARS) & (these > _ONE_WAY * those)).astype(np.uint8)
        joined = cv2.morphologyEx(one_way, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        solid = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(least, np.uint8))
        for left, top, width, height, area in cv2.connectedComponentsWithStats(solid)[2][1:].tolist():
            found.append(
                (area, _cells(left - _QUIET, top - _QUIET, left + width + _QUIET, top + height + _QUIET, shape))
            )
    return [patch for _, patch in sorted(found, reverse=True)[:_MOST]]


def _cells(left: int, top: int, right: int, bottom: int, shape: tuple[int, ...]) -> Patch:
    """Return a patch given in cells, one cell of slack around, in pixels of the page."""
    return (
        max(0, (left - 1) * _CELL),
        max(0, (top - 1) * _CELL),
        min(shape[1], (right + 1) * _CELL),
        min(shape[0], (bottom + 1) * _CELL),
    )


def _matrices(dense: NDArray[np.float32], shape: tuple[int, ...]) -> tuple[list[Patch], list[Patch]]:
    """Return patches of large codes and of small ones, which fill few cells: a heavy title fills as many."""
    large = _squares(dense, _DENSE, 3, shape)[:_MOST]
    small = [patch for patch in _squares(dense, _DENSER, 2, shape) if not any(_meet(patch, one) for one in large)]
    return large, small[:_MOST_SMALL]


def _squares(dense: NDArray[np.float32], least: float, cells: int, shape: tuple[int, ...]) -> list[Patch]:
    full = cv2.morphologyEx((dense > least).astype(np.uint8), cv2.MORPH_OPEN, np.ones((cells, cells), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(full)
    found = []
    for label, (left, top, width, height, area) in enumerate(stats[1:].tolist(), 1):
        is_square = 0.6 <= width / height <= 1.67 and area >= 0.6 * width * height
        if is_square and max(width, height) * _CELL <= _LARGEST:
            found.append((float(dense[labels == label].mean()), (left, top, width, height)))
    height_px, width_px = shape
    return [_widened(place, width_px, height_px) for _, place in sorted(found, reverse=True)]


def _meet(one: Patch, other: Patch) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _edges(one: Grey, other: Grey) -> NDArray[np.float32]:
    """Return the share of edges in each cell."""
    _, changed = cv2.threshold(cv2.absdiff(one, other), _STEP, 255, cv2.THRESH_BINARY)
    height, width = (side // _CELL for side in changed.shape)
    cells = cv2.resize(changed[: height * _CELL, : width * _CELL], (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cells, np.float32) / np.float32(255)


def _widened(place: tuple[int, int, int, int], width_px: int, height_px: int) -> Patch:
    left, top, width, height = (side * _CELL for side in place)
    edge = _CELL + round(_MARGIN * max(width, height))
    return (
        max(0, left - edge),
        max(0, top - edge),
        min(width_px, left + width + edge),
        min(height_px, top + height + edge),
    )

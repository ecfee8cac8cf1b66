"""Where on a page a two-dimensional code may stand that the decoder did not see at first (小、盖章、模糊的二维码).

A code is a patch in which light and dark change as often across as down, everywhere: rows of text leave gaps.
"""

from __future__ import annotations

from typing import Final

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
_SIDE: Final = (56, 420)
"""Sides of a code in pixels at 200 dpi: 7 to 50 mm."""

_MOST: Final = 3
_MARGIN: Final = 0.15


def code_regions(image: RgbImage, grey: Grey) -> list[tuple[int, int, int, int]]:
    """Return up to three patches (left, top, right, bottom in pixels) that look like a code, the densest first."""
    # Red ink over a code is bright in the red channel, as the paper is.
    if min(grey.shape) <= _CELL:
        return []
    red = np.ascontiguousarray(image[:, :, 0])
    across, down = _edges(red[1:, 1:], red[1:, :-1]), _edges(red[1:, 1:], red[:-1, 1:])
    dense = np.minimum(across, down)
    full = cv2.morphologyEx((dense > _DENSE).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(full)
    found = []
    for label, (left, top, width, height, area) in enumerate(stats[1:], 1):
        sides = width * _CELL, height * _CELL
        if (
            _SIDE[0] <= min(sides)
            and max(sides) <= _SIDE[1]
            and 0.6 <= width / height <= 1.67
            and area >= 0.6 * width * height
        ):
            found.append((float(dense[labels == label].mean()), (int(left), int(top), int(width), int(height))))
    height_px, width_px = grey.shape
    return [_widened(place, width_px, height_px) for _, place in sorted(found, reverse=True)[:_MOST]]


def _edges(one: Grey, other: Grey) -> NDArray[np.float32]:
    """Return the share of edges in each cell."""
    changed = (cv2.absdiff(one, other) > _STEP).astype(np.uint8)
    height, width = (side // _CELL for side in changed.shape)
    cells = cv2.resize(changed[: height * _CELL, : width * _CELL] * 255, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cells, np.float32) / np.float32(255)


def _widened(place: tuple[int, int, int, int], width_px: int, height_px: int) -> tuple[int, int, int, int]:
    left, top, width, height = (side * _CELL for side in place)
    edge = _CELL + round(_MARGIN * max(width, height))
    return (
        max(0, left - edge),
        max(0, top - edge),
        min(width_px, left + width + edge),
        min(height_px, top + height + edge),
    )

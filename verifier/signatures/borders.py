"""Where ruled lines end a slot: the borders of its cell."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Box
from verifier.pictures import RgbImage

_DARK = 150
_BORDER = 0.92
"""Share of a column (row) that is dark in a border; a stroke of a hand is shorter than the slot or slants."""


def within_borders(image: RgbImage, area: Box, label: Box, height: float) -> Box:
    """Return `area` cut at the vertical border right of the label and at horizontal borders above and below it.

    `height` is the label's in page heights. A rule close below the label is the line to write on, and stays inside.
    """
    rows, columns = image.shape[:2]
    left, top, right, bottom = area.to_pixels(columns, rows)
    if right - left < 8 or bottom - top < 8:
        return area
    dark = (cv2.cvtColor(image[top:bottom, left:right], cv2.COLOR_RGB2GRAY) < _DARK).astype(np.uint8)
    label_top, label_bottom, tall = label.top * rows - top, label.bottom * rows - top, height * rows
    x_end = _first(_lines(dark, axis=0), after=0.3 * tall)
    across = _lines(dark, axis=1)
    y_start = max((row for row in across if row < label_top), default=-1) + 1
    y_end = _first(across, after=label_bottom + 0.45 * tall)
    pad = max(1, round(0.06 * tall))
    new_right = right if x_end is None else left + x_end - pad
    new_bottom = bottom if y_end is None else top + y_end - pad
    new_top = top + y_start + pad if y_start else top
    if new_right - left < tall or new_bottom - new_top < 0.6 * tall:
        return area
    return Box.from_pixels(left, new_top, new_right, new_bottom, width_px=columns, height_px=rows)


def _lines(dark: NDArray[np.uint8], *, axis: int) -> list[int]:
    """Return the columns (axis 0) or rows (axis 1) that are dark all along; one pixel of skew is forgiven."""
    kernel = np.ones((1, 3) if axis == 0 else (3, 1), np.uint8)
    share = cv2.dilate(dark, kernel).mean(axis=axis)
    return [int(place) for place in np.flatnonzero(share >= (_BORDER if axis == 0 else 0.8))]


def _first(places: list[int], *, after: float) -> int | None:
    return next((place for place in places if place > after), None)

"""From the detector's map to outlines of lines: the post-processing of differentiable binarisation.

Liao et al., AAAI 2020, section 3.4, as PaddleOCR and RapidOCR do it; the tests hold it equal to RapidOCR's. It stands
here because importing RapidOCR's brings a logger, a downloader and a drawer: 0.6 s of every worker and every command.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

import cv2
import numpy as np
import pyclipper
from numpy.typing import NDArray

Quad: TypeAlias = NDArray[np.float32]
"""Corners of a text line in pixels, shape (4, 2): top left, top right, bottom right, bottom left."""

Points: TypeAlias = NDArray[Any]
"""Whole pixels of a contour as OpenCV has them, shape (n, 1, 2)."""

_MIN_SIDE_PX: Final = 3
_MAX_CANDIDATES: Final = 1000
_KERNEL: Final = np.ones((2, 2), dtype=np.uint8)


@dataclass(frozen=True)
class Regions:
    """Finds outlines in a map of text probabilities.

    Args:
        threshold: a pixel above it is text.
        box_threshold: an outline whose mean probability lies below it is dropped.
        unclip: how far an outline is blown up, times area over length: the network marks only the core of a line.
    """

    threshold: float
    box_threshold: float
    unclip: float

    def find(self, scores: NDArray[np.float32], width: int, height: int) -> list[Quad]:
        """Return the outlines in a map of shape (h, w), scaled to a picture of this size, whole pixels."""
        mask = cv2.dilate((scores > self.threshold).astype(np.uint8), _KERNEL)
        contours, _ = cv2.findContours(mask * np.uint8(255), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        found = (self._outline(scores, contour, np.array([width, height])) for contour in contours[:_MAX_CANDIDATES])
        return [quad for quad in found if quad is not None]

    def _outline(self, scores: NDArray[np.float32], contour: Points, size: NDArray[np.int64]) -> Quad | None:
        core, short_side = _least_rectangle(contour)
        if short_side < _MIN_SIDE_PX or _mean_inside(scores, contour) < self.box_threshold:
            return None
        blown, short_side = _least_rectangle(_blown_up(core, self.unclip))
        if short_side < _MIN_SIDE_PX + 2:
            return None
        # In single precision throughout, as RapidOCR has it: what falls halfway between two pixels goes the same way.
        scaled = blown / np.array(scores.shape[::-1], np.float32) * size.astype(np.float32)
        corners = np.clip(np.round(scaled), 0, size).astype(np.int32)
        quad = np.minimum(_ordered(corners), size - 1).astype(np.float32)
        wide, high = int(np.linalg.norm(quad[0] - quad[1])), int(np.linalg.norm(quad[0] - quad[3]))
        return quad if wide > _MIN_SIDE_PX and high > _MIN_SIDE_PX else None


def _least_rectangle(points: Points) -> tuple[NDArray[np.float32], float]:
    """Return the corners of the least rectangle around points, in order, and its shorter side."""
    rectangle = cv2.minAreaRect(points)
    corners = sorted(cv2.boxPoints(rectangle), key=lambda corner: float(corner[0]))
    left = corners[:2] if corners[1][1] > corners[0][1] else corners[1::-1]
    right = corners[2:] if corners[3][1] > corners[2][1] else corners[:1:-1]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32), min(rectangle[1])


def _mean_inside(scores: NDArray[np.float32], contour: Points) -> float:
    """Return the mean probability inside an outline, not inside the rectangle around it."""
    left, top, wide, high = cv2.boundingRect(contour)
    mask = np.zeros((high, wide), dtype=np.uint8)
    cv2.fillPoly(mask, [contour - np.array([left, top], dtype=np.int32)], (1,))
    return float(cv2.mean(scores[top : top + high, left : left + wide], mask)[0])


def _blown_up(core: NDArray[np.float32], unclip: float) -> Points:
    x, y = core[:, 0].astype(np.float64), core[:, 1].astype(np.float64)
    area = abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2
    length = float(np.sum(np.hypot(x - np.roll(x, -1), y - np.roll(y, -1))))
    offset = pyclipper.PyclipperOffset()
    offset.AddPath(core, pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    return cast(Points, np.array(offset.Execute(area * unclip / length), dtype=np.int32).reshape(-1, 1, 2))


def _ordered(corners: NDArray[np.int32]) -> NDArray[np.int32]:
    """Order corners once more: rounding may have changed which one is leftmost."""
    by_x = corners[np.argsort(corners[:, 0])]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.int32)

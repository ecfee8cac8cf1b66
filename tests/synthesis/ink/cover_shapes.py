"""The outlines of covers laid by hand: strokes of a felt pen, strips of paper or tape with their shadow."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

KINDS = ("opaque", "translucent", "mosaic", "blur", "thin", "partial")
MARGIN = 30
"""How far in pixels a shape may reach beyond what it must cover."""


@dataclass(frozen=True, eq=False)
class Shape:
    """`mask` 0..1 is where the cover lies, `shadow` the light left beside it; both with MARGIN around the core."""

    mask: NDArray[np.float32]
    shadow: NDArray[np.float32]


def marker(size: tuple[int, int], seed: int) -> Shape:
    """Return strokes to and fro that cover a core of (width, height) pixels for sure, their ends ragged."""
    rng = random.Random(f"marker {seed} {size}")
    width, height = size
    mask = np.zeros((height + 2 * MARGIN, width + 2 * MARGIN), np.uint8)
    pen = max(10, min(height + 6, round(height * rng.uniform(0.55, 1.1))))
    strokes = max(1, math.ceil((height + 4) / (pen * 0.72)))
    for index in range(strokes):
        y = MARGIN + height * (index + 0.5) / strokes
        start, end = MARGIN + pen * 0.3 - rng.uniform(1, 12), MARGIN + width - pen * 0.3 + rng.uniform(1, 12)
        points = []
        for step in range(9):
            x = start + (end - start) * step / 8
            points.append((x, y + rng.gauss(0, pen * 0.035)))
        cv2.polylines(mask, [np.round(np.asarray(points) * 8).astype(np.int32)], False, 255, pen, cv2.LINE_AA, shift=3)
        _ragged(mask, rng, (start - pen * 0.4, y), pen, -1)
        _ragged(mask, rng, (end + pen * 0.4, y), pen, 1)
    mask[MARGIN - 1 : MARGIN + height + 1, MARGIN - 1 : MARGIN + width + 1] = 255
    return Shape(mask.astype(np.float32) / 255, np.ones(mask.shape, np.float32))


def _ragged(mask: NDArray[np.uint8], rng: random.Random, end: tuple[float, float], pen: int, side: int) -> None:
    """Let the felt's fibres run out at a stroke's end."""
    for _ in range(5):
        y = end[1] + rng.uniform(-0.45, 0.45) * pen
        reach = end[0] + side * rng.uniform(0, 8)
        cv2.line(mask, (round(end[0]), round(y)), (round(reach), round(y)), 255, rng.randint(1, 3), cv2.LINE_AA)


def strip(size: tuple[int, int], seed: int) -> Shape:
    """Return a strip stuck on a little askew, its ends torn or cut, with a soft shadow at two sides."""
    rng = random.Random(f"strip {seed} {size}")
    width, height = size
    shape = (height + 2 * MARGIN, width + 2 * MARGIN)
    # Longer strips are laid straighter: the corners must stay within the margin and beyond the core.
    lean = rng.uniform(-0.6, 0.6) * min(0.05, 9 / max(width, height))
    more = 2 + abs(lean) * width / 2
    corners = np.asarray([
        (-rng.uniform(2, 8), -more), (width + rng.uniform(2, 8), -more),
        (width + rng.uniform(2, 8), height + more), (-rng.uniform(2, 8), height + more),
    ])  # fmt: skip
    corners[:, 1] += lean * (corners[:, 0] - width / 2)
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.round((corners + MARGIN) * 8).astype(np.int32)], 255, cv2.LINE_AA, shift=3)
    mask[MARGIN : MARGIN + height, MARGIN : MARGIN + width] = 255
    moved = cv2.warpAffine(mask, np.asarray([(1, 0, rng.choice((-2, 2))), (0, 1, 2)], np.float64), shape[::-1])
    soft = cv2.GaussianBlur(moved, (0, 0), 2.2).astype(np.float32) / 255
    return Shape(mask.astype(np.float32) / 255, (1 - rng.uniform(0.12, 0.32) * soft).astype(np.float32))


def texture(shape: tuple[int, ...], look: str, seed: int) -> NDArray[np.float32]:
    """Return the unevenness of the cover's own tone in levels; nothing below shows in it."""
    noise = np.random.default_rng(seed * 11 + len(look))
    if look == "marker":
        rows = cv2.resize(noise.random((max(2, shape[0] // 2), 3), np.float32), shape[1::-1])
        return np.asarray(rows * 22, np.float32)
    cloud = cv2.resize(noise.random((4, 8), np.float32), shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray((cloud - 1) * 7, np.float32)

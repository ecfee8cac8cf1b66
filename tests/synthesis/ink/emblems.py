"""What stands in the middle of stamps: star, hammer and sickle, the sign of the trade unions; and a script of none."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
"""A stamp's ink, 0 or 255 (grey at edges), shape (height, width)."""
Point = tuple[float, float]


def polygon(mask: Mask, points: list[Point], value: int = 255) -> None:
    """Fill a polygon; points are pixels and may be broken."""
    fixed = np.round(np.asarray(points) * 16).astype(np.int32)
    cv2.fillPoly(mask, [fixed], value, cv2.LINE_AA, shift=4)


def star(mask: Mask, x: float, y: float, radius: float) -> None:
    """Draw a five-pointed star; the inner corners are those of the pentagram."""
    corners = []
    for index in range(10):
        length = radius if index % 2 == 0 else radius * 0.382
        angle = math.pi * index / 5
        corners.append((x + length * math.sin(angle), y - length * math.cos(angle)))
    polygon(mask, corners)


def hammer_and_sickle(mask: Mask, x: float, y: float, radius: float) -> None:
    """Draw the emblem of the party: the blade around the right, its grip and the hammer's head at the left."""
    outer, inner = [], []
    for step in range(41):
        share = step / 40
        angle = math.radians(-118 + 242 * share)
        weight = 0.03 + 0.24 * math.sin(min(1.0, share * 1.25) * math.pi / 2) * (1 - 0.35 * share)
        outer.append((x + radius * 0.9 * math.cos(angle), y + radius * 0.9 * math.sin(angle)))
        reach = radius * (0.9 - weight)
        inner.append((x + reach * math.cos(angle) - radius * 0.04, y + reach * math.sin(angle)))
    polygon(mask, [*outer, *reversed(inner)])
    _bar(mask, (x - 0.4 * radius, y + 0.66 * radius), (x - 0.86 * radius, y + 0.98 * radius), 0.17 * radius)
    _bar(mask, (x - 0.5 * radius, y - 0.5 * radius), (x + 0.86 * radius, y + 0.9 * radius), 0.19 * radius)
    _bar(mask, (x - 0.78 * radius, y - 0.12 * radius), (x - 0.12 * radius, y - 0.78 * radius), 0.34 * radius)


def _bar(mask: Mask, start: Point, end: Point, weight: float) -> None:
    length = math.dist(start, end)
    dx, dy = (end[1] - start[1]) / length * weight / 2, (start[0] - end[0]) / length * weight / 2
    polygon(mask, [
        (start[0] + dx, start[1] + dy), (end[0] + dx, end[1] + dy),
        (end[0] - dx, end[1] - dy), (start[0] - dx, start[1] - dy),
    ])  # fmt: skip


def union_sign(mask: Mask, x: float, y: float, radius: float) -> None:
    """Draw the trade unions' sign: 工 within 中, in a ring."""
    weight = radius * 0.15
    cv2.circle(mask, (round(x), round(y)), round(radius), 255, round(weight), cv2.LINE_AA)
    for height in (-0.42, 0.42):
        _bar(mask, (x - 0.52 * radius, y + height * radius), (x + 0.52 * radius, y + height * radius), weight)
    for across in (-0.52, 0.52):
        _bar(mask, (x + across * radius, y - 0.5 * radius), (x + across * radius, y + 0.5 * radius), weight * 0.8)
    _bar(mask, (x, y - 0.86 * radius), (x, y + 0.86 * radius), weight * 1.2)


EMBLEMS = {"star": star, "party": hammer_and_sickle, "union": union_sign}


def cursive(length: int, height: int, seed: int) -> Mask:
    """Return a strip that looks like joined writing from a distance and says nothing: bows, hooks and dots on a line.

    It stands for the second script on bilingual stamps, of which no open subset is at hand; nobody can read it, which
    is what a reader of Chinese should find.
    """
    rng = random.Random(f"cursive {seed}")
    mask = np.zeros((height, length), np.uint8)
    line, weight = height * 0.62, max(2, round(height * 0.11))
    x = float(weight)
    while x < length - height * 0.6:
        word = min(x + height * rng.uniform(1.4, 3.6), length - weight)
        cv2.line(mask, (round(x), round(line)), (round(word), round(line)), 255, weight, cv2.LINE_AA)
        while x < word - height * 0.3:
            _letterlike(mask, rng, x, line, height, weight)
            x += height * rng.uniform(0.32, 0.55)
        x = word + height * 0.45
    return mask


def _letterlike(mask: Mask, rng: random.Random, x: float, line: float, height: int, weight: int) -> None:
    kind = rng.randrange(4)
    at = (round(x + height * 0.15), round(line))
    if kind == 0:
        cv2.line(mask, at, (at[0] + rng.randint(-2, 2), round(height * 0.14)), 255, weight, cv2.LINE_AA)
    elif kind == 1:
        middle = (at[0], round(line - height * 0.13))
        cv2.ellipse(mask, middle, (round(height * 0.13), round(height * 0.13)), 0, 0, 360, 255, weight, cv2.LINE_AA)
    elif kind == 2:
        middle = (at[0], round(line + height * 0.02))
        cv2.ellipse(mask, middle, (round(height * 0.2), round(height * 0.24)), 0, 0, 170, 255, weight, cv2.LINE_AA)
    else:
        cv2.line(mask, at, (at[0], round(line - height * 0.22)), 255, weight, cv2.LINE_AA)
    for _ in range(rng.choice((0, 0, 1, 2))):
        y = rng.choice((line - height * 0.42, line + height * 0.28))
        cv2.circle(mask, (at[0] + rng.randint(-4, 4), round(y)), max(1, weight // 2 + 1), 255, -1, cv2.LINE_AA)

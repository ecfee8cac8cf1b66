"""What pad, hand and paper make of a clean stamp: gaps, clouds, frayed rims, double and smeared impressions."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

Alpha = NDArray[np.float32]
"""Ink coverage, shape (height, width), 0 for bare paper and 1 for full ink."""

MANNERS = ("even", "even", "dry", "heavy", "leaning")
"""How stamps come out: evenly; from a dry pad, in flecks; over-inked, letters run together; pressed on one side."""


def worn(alpha: Alpha, rng: random.Random, wear: float, *, manner: str = "even") -> Alpha:
    """Return the alpha as ink leaves it; `wear` 0..1 is how uneven, faint and gappy it is."""
    noise = np.random.default_rng(rng.randrange(2**32))
    height, width = alpha.shape
    soft = cv2.GaussianBlur(alpha, (0, 0), 0.6 + 0.4 * wear)
    if manner == "heavy":
        soft = np.clip(cv2.GaussianBlur(cv2.dilate(alpha, np.ones((2, 2), np.uint8)), (0, 0), 0.9) * 1.25, 0, 1)
    cloud = cv2.resize(noise.random((7, 7), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    fine = noise.integers(0, 256, (height, width), np.uint8)
    speck = cv2.GaussianBlur(fine, (0, 0), 1.1).astype(np.float32)
    speck = (speck - 127.5) / (float(speck.std()) + 1e-6)
    coarse = cv2.resize(noise.random((height // 6 + 1, width // 6 + 1), np.float32), (width, height))
    dry = {"dry": 1.0, "leaning": 0.5, "heavy": 0.0}.get(manner, 0.25)
    # A level that wanders over the stamp: where it is high only the thickest ink is left, and rims fray.
    level = 0.42 + wear * (0.12 + 0.22 * dry) * (speck * 0.55 + (coarse - 0.5) * 1.6 + (cloud - 0.5) * 1.2)
    # Where the stamp does not touch the paper there is no ink, however low the level.
    ink = np.clip((soft - level) / (0.5 - 0.25 * dry) + 0.5, 0, 1) * np.clip(soft * 5 - 0.2, 0, 1)
    ink *= _slope(height, width, rng, wear * (0.95 if manner == "leaning" else 0.35))
    ink *= 1 - wear * 0.4 * np.clip(cloud, 0, 1)
    ink *= 1 - (0.1 + 0.2 * wear) * fine.astype(np.float32) / 255
    return np.clip(ink * (0.97 - 0.2 * wear), 0, 1).astype(np.float32)


def _slope(height: int, width: int, rng: random.Random, depth: float) -> Alpha:
    angle = rng.uniform(0, 2 * math.pi)
    ys, xs = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return np.clip(1 - depth * (1 + xs * math.cos(angle) + ys * math.sin(angle)) / 2, 0, 1).astype(np.float32)


def doubled(alpha: Alpha, rng: random.Random, distance: float) -> Alpha:
    """Return two impressions of one stroke, the second fainter, some pixels aside and a little turned."""
    margin = math.ceil(distance) + 4
    base = np.pad(alpha, margin)
    angle = rng.uniform(0, 2 * math.pi)
    height, width = base.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.gauss(0, 1.0), 1)
    turn[:, 2] += (distance * math.cos(angle), distance * math.sin(angle))
    ghost = cv2.warpAffine(base, turn, (width, height)) * rng.uniform(0.35, 0.75)
    return np.asarray(1 - (1 - base) * (1 - ghost), np.float32)


def smeared(alpha: Alpha, rng: random.Random, length: int) -> Alpha:
    """Return a stamp wiped while wet: a fading trail to one side."""
    base = np.pad(alpha, length + 4)
    angle = rng.uniform(0, 2 * math.pi)
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    for step in range(length + 1):
        x, y = length - round(step * math.cos(angle)), length - round(step * math.sin(angle))
        kernel[y, x] = math.exp(-2.2 * step / length)
    trail = cv2.filter2D(base, -1, kernel / kernel.sum())
    return np.maximum(base * 0.85, np.clip(trail * 1.15, 0, 1)).astype(np.float32)

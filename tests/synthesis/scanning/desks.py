"""What pages lie on when they are photographed: wood, laminate, cloth, stone, a dark screen."""

from __future__ import annotations

import random
from functools import lru_cache

import cv2
import numpy as np

from tests.synthesis.scanning.light import Picture

DESKS = ("wood", "dark_wood", "laminate", "cloth", "stone")
_COLOURS = {
    "wood": (176, 132, 88), "dark_wood": (92, 62, 44), "laminate": (205, 203, 198), "cloth": (70, 84, 104),
    "stone": (150, 148, 142), "screen": (14, 15, 18),
}  # fmt: skip


@lru_cache(maxsize=8)
def _texture(kind: str, variant: int) -> Picture:
    """Return a texture of 900 by 900 pixels."""
    noise = np.random.default_rng(variant * 7 + len(kind))
    side = 900
    base = np.asarray(_COLOURS[kind], np.float32)
    field = np.zeros((side, side), np.float32)
    if kind.endswith("wood"):
        # Grain runs along the board: noise drawn long, bent by slow waves.
        rows = cv2.resize(noise.random((300, 6), np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
        rings = cv2.resize(noise.random((9, 4), np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
        field = (rows - 0.5) * 0.22 + np.sin(rings * 42) * 0.08
    elif kind == "cloth":
        weave = np.indices((side, side)).sum(axis=0) % 4 < 2
        field = weave * 0.08 + (noise.random((side, side), np.float32) - 0.5) * 0.2
    elif kind == "stone":
        for count, depth in ((8, 0.2), (40, 0.15), (250, 0.2)):
            cells = noise.random((count, count), np.float32)
            field += depth * (cv2.resize(cells, (side, side), interpolation=cv2.INTER_CUBIC) - 0.5)
    elif kind == "laminate":
        field = (noise.random((side, side), np.float32) - 0.5) * 0.04
    return np.asarray(np.clip(base * (1 + field[..., None]), 0, 255), np.uint8)


def desk(kind: str, size: tuple[int, int], rng: random.Random) -> Picture:
    """Return a desk of (width, height) pixels: a texture enlarged and turned by lot."""
    texture = np.rot90(_texture(kind, rng.randrange(2)), rng.randrange(4))
    return np.asarray(cv2.resize(np.ascontiguousarray(texture), size, interpolation=cv2.INTER_LINEAR), np.uint8)

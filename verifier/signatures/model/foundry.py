"""Print as another foundry might have cut it: one face stands for many, changed alike in all its characters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Canvas = NDArray[np.uint8]
"""Ink 255 on 0, shape (height, width)."""

_BRUSHED = 0.55
"""Share of cuts that are drawn with a brush: 楷体 of most foundries swells and presses, where a pen's does not."""


@dataclass(frozen=True)
class Brush:
    """How a foundry's brush draws: shares of the character's size, and degrees from level.

    `thick` and `thin` are the half axes of the nib that lies at `angle`; `press` is how much wider than the stroke its
    ends are pressed, `soft` how round its corners.
    """

    thick: float
    thin: float
    angle: float
    press: float
    soft: float


def foundry_cut(text: str, face: Path, size: int, rng: Generator) -> Canvas:
    """Return a text in glyphs and a weight of another foundry's drawing, `size` pixels high, paper around."""
    return weighted(_foundry(text, face, size, rng), rng)


def weighted(canvas: Canvas, rng: Generator) -> Canvas:
    """Return the ink in another weight."""
    weight = int(rng.integers(-1, 3))
    if not weight:
        return canvas
    return np.asarray((cv2.dilate if weight > 0 else cv2.erode)(canvas, np.ones((2, abs(weight) + 1), np.uint8)))


def _foundry(text: str, face: Path, size: int, rng: Generator) -> Canvas:
    """Set a text in glyphs of another hand's drawing: strokes rise, lean and bend alike in all, each on its place.

    A 楷体 differs from the next in how steeply level strokes rise and in the bend of each glyph. Equal characters come
    out equal, and none leaves the line: that is what a hand never does.
    """
    cell, gap = 2 * size, int(size * rng.choice([0, 0, 0.05, 0.3]))
    lean, rise = float(rng.uniform(-0.06, 0.06)), float(rng.uniform(-0.09, 0.03))
    wide, high, bend = float(rng.uniform(0.85, 1.1)), float(rng.uniform(0.9, 1.1)), float(rng.uniform(0.0, 0.05))
    move = np.array([[wide, lean, 0.0], [rise, high, 0.0]], np.float32)
    move[:, 2] = size - move[:, :2] @ np.array([size, size], np.float32)
    brush = _any_brush(rng) if rng.random() < _BRUSHED else None
    glyphs: dict[str, Canvas] = {}
    canvas = np.zeros((cell, size + len(text) * (size + gap) + size), np.uint8)
    for index, character in enumerate(text):
        if character not in glyphs:
            tile = Image.new("L", (cell, cell))
            ImageDraw.Draw(tile).text((size, size), character, font=font(face, size), fill=255, anchor="mm")
            drawn = np.asarray(cv2.warpAffine(np.asarray(tile), move, (cell, cell)), dtype=np.uint8)
            drawn = _brushed(drawn, brush, size) if brush else drawn
            glyphs[character] = warp(drawn, rng, strength=bend, reach=0.22 * size) if bend > 0.01 else drawn
        left = index * (size + gap)
        place = canvas[:, left : left + cell]
        np.maximum(place, glyphs[character][:, : place.shape[1]], out=place)
    return trimmed(canvas, rng)


def _any_brush(rng: Generator) -> Brush:
    thick = float(rng.uniform(0.02, 0.045))
    return Brush(
        thick, thick * float(rng.uniform(0.3, 0.8)), float(rng.uniform(-50, 5)), float(rng.uniform(0.9, 1.5)),
        float(rng.uniform(0.15, 0.45)),
    )  # fmt: skip


def _brushed(tile: Canvas, brush: Brush, size: int) -> Canvas:
    """Return a character drawn anew along the middle of its strokes: level ones thin, falling ones thick, ends pressed.

    An oblique nib does the first (Noordzij, "The Stroke", 1985), a dab at each end the second.
    """
    line = cv2.ximgproc.thinning(((tile > 110) * 255).astype(np.uint8))
    bits = (line > 0).astype(np.uint8)
    if not bits.any():
        return tile
    drawn = cv2.dilate(line, _nib(brush.thick * size, brush.thin * size, brush.angle))
    neighbours = cv2.filter2D(bits, -1, np.ones((3, 3), np.float32), borderType=cv2.BORDER_CONSTANT) - bits
    dab = brush.press * brush.thick * size
    for y, x in np.argwhere((bits > 0) & (neighbours == 1)):
        window = bits[max(0, y - 5) : y + 6, max(0, x - 5) : x + 6]
        rows, columns = np.nonzero(window)
        # A stroke that runs out to the lower left or upwards is lifted, all others are pressed.
        ahead = (x - max(0, x - 5) - columns.mean(), y - max(0, y - 5) - rows.mean())
        if not (ahead[1] < -0.5 or (ahead[0] < -0.3 and ahead[1] > 0.3)):
            axes = (max(1, round(dab)), max(1, round(0.6 * dab)))
            cv2.ellipse(drawn, (int(x), int(y)), axes, 45 + brush.angle / 3, 0, 360, (255,), -1)
    soft = cv2.GaussianBlur(drawn, (0, 0), max(0.5, brush.soft * brush.thick * size)).astype(np.float32)
    return np.asarray(np.clip((soft - 127) * 2.5 + 127, 0, 255), dtype=np.uint8)


def _nib(long: float, short: float, degrees: float) -> Canvas:
    reach = max(1, int(np.ceil(long)))
    nib = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    axes = (max(1, round(long)), max(1, round(short)))
    cv2.ellipse(nib, (reach, reach), axes, degrees, 0, 360, (1,), -1)
    return nib


@lru_cache(maxsize=64)
def font(face: Path, size: int) -> ImageFont.FreeTypeFont:
    """Return a face at this size in pixels."""
    return ImageFont.truetype(str(face), size)


def trimmed(canvas: Canvas, rng: Generator) -> Canvas:
    """Return the ink with a little paper around it."""
    rows, columns = np.flatnonzero(canvas.any(axis=1)), np.flatnonzero(canvas.any(axis=0))
    if not rows.size:
        return canvas
    canvas = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    top, bottom, left, right = (int(value) for value in rng.integers(2, 40, size=4))
    return np.pad(canvas, ((top, bottom), (left, right)))


def warp(canvas: Canvas, rng: Generator, *, strength: float, reach: float | None = None) -> Canvas:
    """Displace smoothly by about `strength` line heights (elastic distortion, Simard et al. 2003)."""
    height, width = canvas.shape
    reach = reach or float(rng.uniform(8, 22))
    shift = [cv2.GaussianBlur(rng.uniform(-1, 1, canvas.shape).astype(np.float32), (0, 0), reach) for _ in range(2)]
    dx, dy = (field / max(float(np.abs(field).max()), 1e-6) * strength * 90 for field in shift)
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    to_x, to_y = (x + dx).astype(np.float32), (y + dy).astype(np.float32)
    return np.asarray(cv2.remap(canvas, to_x, to_y, cv2.INTER_LINEAR), dtype=np.uint8)

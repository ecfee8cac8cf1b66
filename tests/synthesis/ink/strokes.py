"""Writing as ink: characters set by a writer's habits, then bent as a whole and drawn with a brush or a pen."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.synthesis import fonts
from tests.synthesis.ink.writers import Hand
from tests.synthesis.paper import DPI

Ink = NDArray[np.float32]
"""Ink coverage 0..1, shape (height, width) at 200 dpi."""
Span = tuple[float, float]
_Point = tuple[int, int]
_DIGITS = {"mashan": "longcang", "zhimang": "kai"}
"""Whose digits a pen writes: the middle line of the brush's own 4 is that of a 9."""


@dataclass(frozen=True)
class _Placed:
    """A character's [start, end) and where its ink begins and leaves off, in pixels of the canvas."""

    character: str
    span: Span
    first: _Point
    last: _Point


def written(text: str, writer: Hand, height_mm: float, seed: int) -> tuple[Ink, list[Span]]:
    """Return ink coverage cut to the ink, and each character's [start, end) in pixels."""
    fonts.demand(writer.face, text)
    rng = random.Random(f"written {text} {writer.seed} {seed}")
    em = _em(text, writer, height_mm)
    canvas, placed = _set(text, writer, em, rng)
    mask = np.array(canvas)
    start = 0
    if writer.tool != "brush":
        _join(mask, placed, writer, em, random.Random(f"joins {text} {writer.seed} {seed}"))
        mask, start = _trimmed(mask, em)
        alpha = penned(mask, writer, em, rng)
    else:
        alpha = _bent(mask.astype(np.float32) / 255, writer, em, rng)
    rows, columns = np.nonzero(alpha > 0.2)
    left, right = int(columns.min()), int(columns.max()) + 1
    cut = alpha[int(rows.min()) : int(rows.max()) + 1, left:right]
    width = float(right - left)
    left += start
    return cut, [(min(width, max(0.0, one.span[0] - left)), min(width, max(0.0, one.span[1] - left))) for one in placed]


def _trimmed(mask: NDArray[np.uint8], em: int) -> tuple[NDArray[np.uint8], int]:
    """Return the writing with as much paper around as it may be bent into, and how much was cut off at the left."""
    x, y, width, height = cv2.boundingRect(mask)
    room = round(em * 0.4)
    left, top = max(0, x - room), max(0, y - room)
    return np.ascontiguousarray(mask[top : y + height + room, left : x + width + room]), left


def _em(text: str, writer: Hand, height_mm: float) -> int:
    em = round(height_mm * DPI / 25.4)
    if not any(ord(character) > 0x2E80 for character in text):
        # Brush faces draw digits at a third of the em: nobody writes dates that small.
        _, top, _, bottom = fonts.face(_face("0", writer), em).getbbox("0")
        em = round(em * min(2.2, 0.72 * em / (bottom - top)))
    return em


def _face(character: str, writer: Hand) -> str:
    lent = _DIGITS.get(writer.face, writer.face)
    return lent if character.isascii() and writer.tool != "brush" else writer.face


def _set(text: str, writer: Hand, em: int, rng: random.Random) -> tuple[Image.Image, list[_Placed]]:
    canvas = Image.new("L", (round(em * (len(text) + 3) * 1.2 * max(1.0, writer.stretch)), em * 3), 0)
    x, placed = float(em), []
    for character in text:
        grow = rng.uniform(0.86, 1.14) if not character.isdigit() else rng.uniform(0.94, 1.06)
        font = fonts.face(_face(character, writer), em)
        tile = Image.new("L", (em * 2, em * 2), 0)
        ImageDraw.Draw(tile).text((em, em), character, font=font, fill=255, anchor="mm")
        tile = tile.resize((round(em * 2 * grow * writer.stretch), round(em * 2 * grow * rng.uniform(0.94, 1.06))))
        tile = tile.rotate(rng.uniform(-5, 5), Image.Resampling.BICUBIC)
        advance = font.getlength(character) * grow * (writer.tight if not character.isdigit() else 0.96)
        advance *= writer.stretch
        y = em * 1.5 + rng.gauss(0, writer.wander) * em + writer.drift * (x - em)
        place = (round(x + advance / 2 - tile.width / 2), round(y - tile.height / 2))
        canvas.paste(255, (*place, place[0] + tile.width, place[1] + tile.height), tile)
        placed.append(_Placed(character, (x, x + advance), *_ends(tile, place)))
        x += advance * rng.uniform(0.96, 1.05)
    return canvas, placed


def _ends(tile: Image.Image, place: tuple[int, int]) -> tuple[_Point, _Point]:
    """Return the upper left and the lower right ink of a character: where a hurried pen enters and leaves."""
    box = tile.getbbox()
    if box is None:
        return place, place
    rows, columns = np.nonzero(np.asarray(tile.crop(box)) > 110)
    if not len(rows):
        return place, place
    along = columns + rows
    first, last = int(along.argmin()), int(along.argmax())
    left, top = place[0] + box[0], place[1] + box[1]
    return (
        (left + int(columns[first]), top + int(rows[first])), (left + int(columns[last]), top + int(rows[last]))
    )  # fmt: skip


def _join(mask: NDArray[np.uint8], placed: Sequence[_Placed], writer: Hand, em: int, rng: random.Random) -> None:
    """Draw the way of a pen that is not lifted: a bow from one character's end to the next one's start."""
    for before, after in itertools.pairwise(placed):
        # Nobody joins the points and figures of a date: 2024.9.2 would lose its points.
        figures = before.character.isascii() or after.character.isascii()
        if rng.random() >= writer.joined or before.last == before.first or figures:
            continue
        start, end = np.asarray(before.last, float), np.asarray(after.first, float)
        if np.hypot(*(end - start)) > 1.1 * em:
            continue
        bow = (start + end) / 2 + (0.1 * em, 0.12 * em * rng.uniform(-0.4, 1))
        share = np.linspace(0, 1, 12)[:, None]
        curve = (1 - share) ** 2 * start + 2 * share * (1 - share) * bow + share**2 * end
        cv2.polylines(mask, [np.round(curve).astype(np.int32)], False, 255, 2, cv2.LINE_AA)


def _fields(shape: tuple[int, int], em: int, noise: np.random.Generator) -> list[Ink]:
    """Return how far each pixel is bent aside, down: slow waves of some hundredths of the em."""
    height, width = shape
    coarse = (max(3, height // max(8, em // 3)), max(3, width // max(8, em // 3)))
    return [
        cv2.resize(
            noise.normal(0, em * 0.028, coarse).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        for _ in range(2)
    ]


def _bend(picture: Ink, writer: Hand, em: int, noise: np.random.Generator, beyond: float) -> Ink:
    height, width = picture.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    aside, down = _fields((height, width), em, noise)
    sheared = xs + (ys - height / 2) * writer.slant + aside
    return np.asarray(cv2.remap(picture, sheared, ys + down, cv2.INTER_LINEAR, borderValue=beyond), np.float32)


def _bent(alpha: Ink, writer: Hand, em: int, rng: random.Random) -> Ink:
    """Return brush writing sheared by the writer's slant, waved, thickened or thinned, with uneven pressure."""
    noise = np.random.default_rng(rng.randrange(2**32))
    height, width = alpha.shape
    bent = _bend(alpha, writer, em, noise, 0)
    spread = cv2.GaussianBlur(bent, (0, 0), 1.1)
    level = 0.46 - 0.14 * writer.weight
    ink = np.clip((spread - level) * 3.2 + 0.5, 0, 1)
    pressure = cv2.resize(noise.random((6, 24), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(cv2.GaussianBlur(ink, (0, 0), 0.55) * (0.74 + 0.3 * pressure), 0, 1).astype(np.float32)


def penned(mask: NDArray[np.uint8], writer: Hand, em: int, rng: random.Random) -> Ink:
    """Return the writing as a pen's line: the middle of the brush strokes, drawn anew at the pen's width.

    What is bent is the distance from the middle line, not the line: the rim stays smooth.
    """
    noise = np.random.default_rng(rng.randrange(2**32))
    line = _middle_line(mask)
    distance = cv2.distanceTransform(255 - line, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    near = np.minimum(distance, 12).astype(np.float32)
    bent = _bend(cv2.GaussianBlur(near, (0, 0), 0.6), writer, em, noise, 12)
    height, width = bent.shape
    press = cv2.resize(
        noise.random((max(3, height * 6 // em), max(4, width * 6 // em)), np.float32), (width, height),
        interpolation=cv2.INTER_CUBIC,
    )  # fmt: skip
    swing = {"gel": 0.25, "ballpoint": 0.3, "fountain": 0.7}[writer.tool]
    # Nobody's pen grows with the letters, but small writing is written lightly.
    half = writer.width_mm * DPI / 25.4 / 2 * min(1.1, (em / 80) ** 0.35) * (1 + swing * (press - 0.5))
    ink = np.clip(half - bent + 0.6, 0, 1)
    if writer.tool == "ballpoint":
        speck = cv2.GaussianBlur(noise.integers(0, 256, bent.shape, np.uint8), (0, 0), 0.9).astype(np.float32) / 255
        ink *= np.clip(0.9 - np.clip(speck - 0.56, 0, 1) * 4.5 - 0.25 * (1 - press), 0, 1)
    elif writer.tool == "fountain":
        ink *= np.clip(0.7 + 0.4 * press, 0, 1)
    return np.clip(ink, 0, 1).astype(np.float32)


def _middle_line(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the middle of the brush strokes, one pixel wide.

    Thinning shortens every stroke by half its width at each end, so that a 4 loses its bar and reads as a 9: each end
    is drawn out again, onward as it went, by what the stroke was wide there.
    """
    solid = ((mask > 110) * 255).astype(np.uint8)
    line = cv2.ximgproc.thinning(solid)
    radius = cv2.distanceTransform(solid, cv2.DIST_L2, cv2.DIST_MASK_5)
    bits = (line > 0).astype(np.uint8)
    neighbours = cv2.filter2D(bits, -1, np.ones((3, 3), np.float32), borderType=cv2.BORDER_CONSTANT) - bits
    for y, x in np.argwhere((bits > 0) & (neighbours == 0)):
        cv2.circle(line, (int(x), int(y)), max(1, round(float(radius[y, x]) * 0.5)), 255, -1)
    for y, x in np.argwhere((bits > 0) & (neighbours == 1)):
        window = bits[max(0, y - 6) : y + 7, max(0, x - 6) : x + 7]
        rows, columns = np.nonzero(window)
        back = np.asarray((x - max(0, x - 6) - columns.mean(), y - max(0, y - 6) - rows.mean()))
        length = float(np.hypot(*back))
        if length > 1:
            tip = np.asarray((x, y)) + back / length * float(radius[y, x]) * 0.9
            cv2.line(line, (int(x), int(y)), (round(float(tip[0])), round(float(tip[1]))), 255, 1)
    return line

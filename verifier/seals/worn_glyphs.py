"""Draws glyphs as stamps carry them, worn and scanned: what the reader of glyphs is trained on. Not used at run time.

A glyph stands upright between its neighbours on the ring; it is squeezed, worn, smeared, under- and over-inked, pressed
on print, and photographed out of focus. It is then taken out as a seal's glyphs are, with the errors that makes.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from verifier.seals.cells import CELL, Cell

_EM: Final = 96
_BORDER: Final = 8
_BASELINE: Final = 0.88
"""Where the line of the letters stands in the em square of Chinese typefaces."""
Glyph: TypeAlias = NDArray[np.uint8]
Ink: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True)
class Wear:
    """How badly the worst glyphs are worn: hard ones leave a third that nobody can read."""

    patchy: float
    patches: tuple[float, float]
    speckled: float
    blur: float


_HARD: Final = Wear(patchy=0.5, patches=(-0.8, 0.6), speckled=0.42, blur=0.075)
_MILD: Final = Wear(patchy=0.35, patches=(-0.5, 0.8), speckled=0.3, blur=0.06)


def drawn(characters: str, font: str, index: int = 0) -> list[Glyph | None]:
    """Return each character in a typeface, white on black; None for those that it lacks."""
    face = ImageFont.truetype(font, _EM, index=index)
    missing = _draw(face, "\U0010fffe")
    glyphs = [_draw(face, character) for character in characters]
    return [None if np.array_equal(glyph, missing) else glyph for glyph in glyphs]


def _draw(face: ImageFont.FreeTypeFont, character: str) -> Glyph:
    picture = Image.new("L", (_EM + 2 * _BORDER, _EM + 2 * _BORDER), 0)
    top = _BORDER - face.getmetrics()[0] + _EM * _BASELINE
    ImageDraw.Draw(picture).text((_BORDER, top), character, font=face, fill=255)
    return np.asarray(picture)


def worn_cell(rng: random.Random, face: Sequence[Glyph | None], character: int) -> Cell:
    """Return one character of a face as it is taken out of a worn stamp, (48, 48), 0 paper to 1."""
    wear = rng.choice((_HARD, _MILD))
    noise = np.random.default_rng(rng.getrandbits(64))
    height = rng.uniform(18, 60)
    width = height * rng.uniform(0.5, 1.0)
    step = width * rng.choice((rng.uniform(0.98, 1.15), rng.uniform(1.0, 1.7)))
    ink = _on_the_ring(rng, face, character, height, width, step)
    ink = _worn(rng, noise, ink, wear)
    ink = _blurred(rng, ink, height, wear)
    if rng.random() < 0.25:
        ink = np.maximum(ink, _print_beneath(rng, ink.shape, height))
    elif rng.random() < 0.15:
        ink = _over_print(rng, ink, face, height)
    if rng.random() < 0.5:
        ink = _scanned(rng, noise, ink, height)
    ink = np.clip(ink + noise.normal(0, rng.uniform(0, 0.09), ink.shape), 0, 1).astype(np.float32)
    return _taken_out(rng, ink, height, step)


def _on_the_ring(
    rng: random.Random, face: Sequence[Glyph | None], character: int, height: float, width: float, step: float
) -> Ink:
    """Return the glyph upright in the middle, its neighbours turned as on a ring of a common radius."""
    radius = height * rng.uniform(1.7, 3.2)
    shape = int(height * 1.5), int(max(step * 1.2, 8)) + 2
    ink = np.zeros(shape, np.float32)
    for place in (0, -1, 1):
        glyph = face[character] if place == 0 else face[rng.randrange(len(face))]
        if glyph is None or (place and rng.random() < 0.12):
            continue
        turn = place * step / radius + (rng.gauss(0, 0.05) if place == 0 else 0.0)
        cos, sin = math.cos(turn), math.sin(turn)
        across, down = width / _EM, height / _EM
        x, y = shape[1] / 2 + radius * math.sin(turn), shape[0] / 2 + radius * (1 - math.cos(turn))
        middle = _EM / 2 + _BORDER
        matrix = np.array(
            [
                [cos * across, -sin * down, x - (cos * across - sin * down) * middle],
                [sin * across, cos * down, y - (sin * across + cos * down) * middle],
            ],
            np.float32,
        )
        if min(across, down) < 0.5:
            glyph = cv2.blur(glyph, (max(1, int(0.7 / across)), max(1, int(0.7 / down)))).astype(np.uint8)
        ink = np.maximum(ink, cv2.warpAffine(glyph, matrix, shape[::-1]).astype(np.float32) / 255)
    return ink


def _worn(rng: random.Random, noise: np.random.Generator, ink: Ink, wear: Wear) -> Ink:
    size = ink.shape[::-1]
    if rng.random() < wear.patchy:
        side = rng.choice((2, 3, 4, 6, 10))
        patches = cv2.resize(noise.random((side, side)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
        ink = ink * np.clip(patches * rng.uniform(1.2, 3.5) + rng.uniform(*wear.patches), 0, 1).astype(np.float32)
    if rng.random() < 0.35:
        fine = noise.random((max(2, size[1] // 2), max(2, size[0] // 2))).astype(np.float32)
        ink = ink * (cv2.resize(fine, size) > rng.uniform(0.05, wear.speckled))
    return ink


def _blurred(rng: random.Random, ink: Ink, height: float, wear: Wear) -> Ink:
    sigma = rng.choice((rng.uniform(0.3, 1.0), rng.uniform(0.5, wear.blur * height + 0.3)))
    ink = cv2.GaussianBlur(ink, (0, 0), sigma).astype(np.float32)
    if rng.random() < 0.25:
        length = max(2, int(height * rng.uniform(0.03, 0.12)))
        smear, angle = np.zeros((length, length), np.float32), rng.random() * math.pi
        reach = length / 2 * math.cos(angle), length / 2 * math.sin(angle)
        ends = [(int(length / 2 + way * reach[0]), int(length / 2 + way * reach[1])) for way in (-1, 1)]
        cv2.line(smear, ends[0], ends[1], (1.0,), 1)
        if smear.sum() > 0:
            ink = cv2.filter2D(ink, -1, smear / smear.sum()).astype(np.float32)
    return np.clip((ink - rng.uniform(-0.05, 0.28)) * rng.uniform(1.0, 3.2), 0, 1).astype(np.float32)


def _print_beneath(rng: random.Random, shape: tuple[int, ...], height: float) -> Ink:
    strokes = np.zeros(shape, np.uint8)
    for _ in range(rng.randint(1, 5)):
        start = rng.randrange(shape[1]), rng.randrange(shape[0])
        end = start[0] + int(rng.gauss(0, height * 0.3)), start[1] + int(rng.gauss(0, height * 0.3))
        cv2.line(strokes, start, end, (255,), max(1, int(height * rng.uniform(0.02, 0.08))), cv2.LINE_AA)
    return strokes.astype(np.float32) / np.float32(255) * np.float32(rng.uniform(0.15, 0.8))


def _over_print(rng: random.Random, ink: Ink, face: Sequence[Glyph | None], height: float) -> Ink:
    """Return the ink with a letter of print beneath: it shows through, or is missing where it was taken away."""
    glyph = face[rng.randrange(len(face))]
    if glyph is None:
        return ink
    size = height * rng.uniform(0.35, 1.2) / _EM
    turn = rng.uniform(-math.pi, math.pi)
    cos, sin = size * math.cos(turn), size * math.sin(turn)
    x, y = rng.uniform(0, ink.shape[1]), rng.uniform(0, ink.shape[0])
    middle = _EM / 2 + _BORDER
    matrix = np.array([[cos, -sin, x - (cos - sin) * middle], [sin, cos, y - (sin + cos) * middle]], np.float32)
    print_ = cv2.warpAffine(glyph, matrix, ink.shape[::-1], flags=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
    print_ = cv2.GaussianBlur(print_, (0, 0), rng.uniform(0.4, 1.2)).astype(np.float32)
    if rng.random() < 0.5:
        return cast(Ink, np.maximum(ink, print_ * np.float32(rng.uniform(0.15, 0.9))))
    return cast(Ink, ink * (1 - print_ * np.float32(rng.uniform(0.4, 1.0))))


def _scanned(rng: random.Random, noise: np.random.Generator, ink: Ink, height: float) -> Ink:
    """Return the ink as it comes from a coarse scan, a copier or a file that was compressed hard."""
    pixels = rng.uniform(10, 30)
    scale = min(1.0, pixels / height)
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    way = rng.random()
    small = np.clip(small + noise.normal(0, rng.uniform(0, 0.1), small.shape), 0, 1).astype(np.float32)
    if way < 0.3:
        grey = np.clip(255 - 255 * small * rng.uniform(0.4, 1.0), 0, 255).astype(np.uint8)
        coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, rng.randrange(8, 60)])[1]
        small = (255 - cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE).astype(np.float32)) / np.float32(255)
    elif way < 0.55:
        steep, level = rng.uniform(2.0, 12.0), rng.uniform(0.2, 0.6)
        small = np.clip((small - level) * steep + 0.5, 0, 1).astype(np.float32)
    return np.clip(cv2.resize(small, ink.shape[::-1], interpolation=cv2.INTER_CUBIC), 0, 1).astype(np.float32)


def _taken_out(rng: random.Random, ink: Ink, height: float, step: float) -> Cell:
    """Return the glyph's place as `verifier.seals.cells` cuts it, off by what that is off."""
    width = step * rng.uniform(0.92, 1.16)
    badly = rng.random() < 0.25
    left = ink.shape[1] / 2 + rng.gauss(0, 0.1 if badly else 0.05) * step - width / 2
    off = (-0.1, 0.25) if badly else (-0.03, 0.14)
    top = (ink.shape[0] - height) / 2 - height * rng.uniform(*off)
    bottom = (ink.shape[0] + height) / 2 + height * rng.uniform(*off)
    x, y = CELL / width, CELL / (bottom - top)
    return cv2.warpAffine(ink, np.array([[x, 0, -left * x], [0, y, -top * y]], np.float32), (CELL, CELL)).astype(
        np.float32
    )

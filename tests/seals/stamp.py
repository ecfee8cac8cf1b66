"""Draws small fictional seals on paper for the tests of seals; no library of looks, just what the tests name."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

RED = (214, 38, 44)
BLUE = (40, 62, 190)
BLACK = (40, 40, 40)

_FONTS = Path(__file__).parents[1] / "synthesis" / "fonts"
_SCALE = 3


@lru_cache(maxsize=32)
def font(size: int, name: str = "song") -> ImageFont.FreeTypeFont:
    """Return a Chinese font of this size in pixels; skips the test where the generator's fonts are absent."""
    path = _FONTS / f"{name}.ttf"
    if not path.is_file():
        pytest.skip(f"the font {path.name} of the generator is absent")
    return ImageFont.truetype(str(path), size)


def paper(width: int = 900, height: int = 700, colour: tuple[int, int, int] = (250, 250, 247)) -> Image.Image:
    """Return an empty page."""
    return Image.new("RGB", (width, height), colour)


def print_lines(page: Image.Image, lines: list[str], *, left: int, top: int, size: int = 26) -> None:
    """Print black lines on a page."""
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((left, top + number * round(1.7 * size)), line, font=font(size), fill=(25, 25, 25))


def round_seal(
    name: str,
    *,
    diameter: int = 260,
    aspect: float = 1.0,
    centre: str = "",
    code: str = "",
    star: bool = True,
    span: float = 235.0,
) -> Image.Image:
    """Return the ink (mode L, 255 full) of a round seal, or of an oval one with `aspect` above 1."""
    size = diameter * _SCALE
    ink = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(ink)
    radius, rim = size / 2 - 2, round(0.028 * size)
    draw.ellipse((2, 2, size - 3, size - 3), outline=255, width=rim)
    _arc(ink, name, radius * 0.74, size // 2, glyph=round(radius * 0.30), span=span, clockwise=True)
    if code:
        _arc(ink, code, radius * 0.86, size // 2, glyph=round(radius * 0.12), span=76.0, clockwise=False)
    if star:
        middle, arm = size / 2, radius * 0.31
        points = []
        for corner in range(10):
            reach = arm if corner % 2 == 0 else arm * 0.382
            angle = -math.pi / 2 + corner * math.pi / 5
            points.append((middle + reach * math.cos(angle), middle + reach * math.sin(angle)))
        draw.polygon(points, fill=255)
    if centre:
        letters = font(round(radius * 0.2), "song")
        draw.text((size / 2, size / 2 + radius * 0.5), centre, font=letters, fill=255, anchor="mm")
    return ink.resize((round(diameter * aspect), diameter), Image.Resampling.LANCZOS)


def square_seal(rows: list[str], *, side: int = 130) -> Image.Image:
    """Return the ink of a framed name chop with the rows as they stand, left to right."""
    ink = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(ink)
    draw.rectangle((1, 1, side - 2, side - 2), outline=255, width=max(2, side // 24))
    step = (side * 0.84) / len(rows)
    for row, text in enumerate(rows):
        for column, glyph in enumerate(text):
            at = (side * 0.08 + step * (column + 0.5), side * 0.08 + step * (row + 0.5))
            draw.text(at, glyph, font=font(round(step * 0.92), "song"), fill=255, anchor="mm")
    return ink


def press(
    page: Image.Image,
    ink: Image.Image,
    *,
    centre: tuple[int, int],
    colour: tuple[int, int, int] = RED,
    strength: float = 0.85,
    turn: float = 0.0,
) -> Image.Image:
    """Return the page with the ink pressed on it (it darkens what is below), turned by degrees clockwise."""
    turned = ink.rotate(-turn, expand=True, resample=Image.Resampling.BICUBIC)
    layer = Image.new("L", page.size, 0)
    layer.paste(turned, (centre[0] - turned.width // 2, centre[1] - turned.height // 2))
    share = np.asarray(layer, np.float32)[:, :, None] / 255.0 * strength
    below = np.asarray(page, np.float32)
    inked = below * (np.array(colour, np.float32) / 255.0)
    return Image.fromarray(np.round(below * (1 - share) + inked * share).astype(np.uint8))


def pixels(page: Image.Image) -> NDArray[np.uint8]:
    """Return the page as the product takes it: (height, width, 3) uint8 RGB."""
    return np.asarray(page.convert("RGB"), np.uint8).copy()


def _arc(ink: Image.Image, text: str, radius: float, middle: int, *, glyph: int, span: float, clockwise: bool) -> None:
    letters = font(glyph, "song")
    step = span / max(1, len(text) - 1) if len(text) > 1 else 0.0
    for index, character in enumerate(text):
        offset = -span / 2 + index * step
        angle = math.radians(-90 + offset) if clockwise else math.radians(90 - offset)
        tile = Image.new("L", (2 * glyph, 2 * glyph), 0)
        ImageDraw.Draw(tile).text(
            (glyph, glyph), character, font=letters, fill=255, anchor="mm", stroke_width=glyph // 50
        )
        if not character.isdigit():  # the glyphs of seals are narrow, the narrower the longer the name
            room = math.radians(step) * radius if step else 2.0 * glyph
            tile = tile.resize((round(2 * min(0.8 * glyph, 0.95 * room)), 2 * glyph))
        degrees = math.degrees(angle) + (90 if clockwise else -90)
        tile = tile.rotate(-degrees, expand=True, resample=Image.Resampling.BICUBIC)
        at = (middle + radius * math.cos(angle), middle + radius * math.sin(angle))
        ink.paste(255, (round(at[0] - tile.width / 2), round(at[1] - tile.height / 2)), tile)

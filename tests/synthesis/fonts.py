"""The committed font subsets by role. What is held out from development has faces of its own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"

BODY = ("song", "kai", "hei")
"""Faces of running text: song (宋体), kai (楷体), hei (黑体)."""

BODY_DEV = ("uming",)
"""Faces of running text of the dev split: another cut of 宋体."""

BODY_HELD = ("microhei", "ukai")
"""Faces of running text that only held-out pages use: another 黑体, another 楷体."""

WRITERS = ("longcang", "mashan")
WRITERS_DEV = ("zhimang",)
WRITERS_HELD = ("liujian",)
"""Faces of handwriting by split, as for running text."""

BOLD = {"song": "songbold", "hei": "heibold", "uming": "uming"}
"""What headings and seals are cut in. 宋体 of the dev split has no bold; in 黑体 its seals would be those of held."""


class MissingGlyphs(ValueError):
    """A text has characters that the face lacks; drawing it would show empty boxes."""


@lru_cache(maxsize=256)
def face(name: str, size_px: int) -> ImageFont.FreeTypeFont:
    """Return a committed face by name at this size in pixels of the em square."""
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size_px, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=65536)
def advance(name: str, size_px: int, character: str) -> float:
    """Return how far a character moves the pen, in pixels."""
    return face(name, size_px).getlength(character)


@lru_cache(maxsize=65536)
def ink(name: str, size_px: int, character: str) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of a character's ink in pixels from the pen's place on the baseline."""
    return face(name, size_px).getbbox(character, anchor="ls")


@lru_cache(maxsize=16384)
def glyph(
    name: str, size_px: int, character: str, across: float, down: float
) -> tuple[Image.Image, tuple[int, int]] | None:
    """Return a character as ink coverage and where its corner is from the pen's pixel; None where it has no ink.

    `across` and `down` are the `phase` of the pen's place: setting type again and again costs more than paper.
    """
    canvas = Image.new("L", (3 * size_px, 3 * size_px), 0)
    place = (size_px + across, 2 * size_px + down)
    ImageDraw.Draw(canvas).text(place, character, font=face(name, size_px), fill=255, anchor="ls")
    box = canvas.getbbox()
    return (canvas.crop(box), (box[0] - size_px, box[1] - 2 * size_px)) if box else None


def phase(fraction: float, half: float) -> float:
    """Return one of three places in a pixel that Pillow renders alike; it rounds up from `half` sixty-fourths on."""
    return 0.0 if fraction == 0 else 0.25 if fraction * 64 < half else 0.75


@lru_cache(maxsize=16)
def coverage(name: str) -> frozenset[str]:
    """Return the characters that a face can draw."""
    with TTFont(FONTS / f"{name}.ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def demand(name: str, text: str) -> None:
    """Raise MissingGlyphs where the face cannot draw the text."""
    missing = set(text) - coverage(name)
    if missing:
        raise MissingGlyphs(f"{name} lacks {''.join(sorted(missing))!r}: run tests.synthesis.build_fonts")


def bold(name: str) -> str:
    """Return the bold face that goes with a text face; where there is none, 黑体 as typists do."""
    return BOLD.get(name, "heibold")

"""The committed font subsets by role. What is held out from development has faces of its own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

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

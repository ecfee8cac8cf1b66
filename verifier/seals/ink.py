"""Which pixels carry coloured ink, judged against the paper around them.

Colours are judged in CIELAB after the picture is divided by its own paper: a fixed rule on red minus green takes the
cast of yellow lamps and pink forms for ink and loses faint seals on grey scans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

Mask: TypeAlias = NDArray[np.uint8]
"""Array (height, width) of 0 and 255."""

Grey: TypeAlias = NDArray[np.uint8]
"""Array (height, width), 0 black to 255 white."""

_PAPER_SIDE: Final = 96
"""Long side, in pixels, of the thumbnail on which the paper is estimated."""
_PAPER_REACH: Final = 0.2
"""How far (share of the long side) paper is looked for; wider than the solid star of a seal that fills the picture."""
_PAPER_MAX_CHROMA: Final = 0.30
"""A bright place whose channels differ by more than this share is a coloured surface, not paper under a tinted lamp."""

LEVELS: Final = ((10, 16), (7, 12))
"""Chroma from which ink is seen, and which some pixels near by must reach: first common seals, then faint ones.

Compressed scans have noise of 3 to 5, a coloured fringe of black print stays below the second figure. One low level
for all would run the glyphs of heavy seals together with their frames.
"""


@dataclass(frozen=True)
class Ink:
    """One coloured ink of a picture, arrays (height, width).

    `strength` is the CIELAB chroma where the hue is that of the ink, else 0.
    """

    strength: Grey

    def mask(self, level: tuple[int, int]) -> Mask:
        """Return where ink lies; a weak pixel is ink only near a strong one (hysteresis without a flood fill)."""
        weak, strong = level
        _, seeds = cv2.threshold(self.strength, strong - 1, 255, cv2.THRESH_BINARY)
        if cv2.countNonZero(seeds) == 0:
            return cast(Mask, seeds)
        _, all_ = cv2.threshold(self.strength, weak - 1, 255, cv2.THRESH_BINARY)
        return cast(Mask, cv2.bitwise_and(all_, cv2.dilate(seeds, np.ones((9, 9), np.uint8))))


@dataclass(frozen=True)
class Inks:
    """The inks of one picture; `dark` is the mask of black print and writing."""

    red: Ink
    blue: Ink
    dark: Mask


def balance(image: RgbImage) -> RgbImage:
    """Return the picture with its paper made white everywhere (uneven light and colour cast taken out)."""
    paper = _paper(image)
    scaled = cv2.divide(image, np.maximum(paper, 40).astype(np.uint8), scale=250.0)
    return cast(RgbImage, scaled)


def find_inks(balanced: RgbImage) -> Inks:
    """Return the masks of the inks of a picture that `balance` returned."""
    lab = cv2.cvtColor(balanced, cv2.COLOR_RGB2LAB)
    lightness, a, b = (cast(Grey, channel) for channel in cv2.split(lab))
    green_red, blue_yellow = a.astype(np.float32) - 128, b.astype(np.float32) - 128
    chroma = cast(Grey, cv2.convertScaleAbs(cv2.magnitude(green_red, blue_yellow)))
    # Hues: printing and stamp reds lie at -42..55 degrees of the a,b plane; gold and orange above, violet below.
    red = (blue_yellow <= 1.4 * green_red) & (blue_yellow >= -0.9 * green_red)
    blue = (np.abs(green_red) < -1.2 * blue_yellow) & ~red
    dark = (lightness < 140) & (chroma < 20)
    return Inks(Ink(_both(chroma, red)), Ink(_both(chroma, blue)), _both(np.full_like(chroma, 255), dark))


def seal_ink(image: RgbImage, *, blue: bool = False) -> Grey:
    """Return the ink of a coloured seal alone, dark on white, with the black print over it taken out.

    Args:
        image: a crop around the seal, balanced or not, (height, width, 3).
        blue: the seal is blue instead of red.

    Where black print crosses a stroke the stroke is closed again: a hole would break the glyph.
    """
    paper = np.maximum(np.percentile(image.reshape(-1, 3), 85, axis=0), 60.0).astype(np.float32)
    pixels = np.clip(image.astype(np.float32) / paper, 0.0, 1.0)
    own, other = (pixels[:, :, 2], pixels[:, :, 0]) if blue else (pixels[:, :, 0], np.min(pixels[:, :, 1:], axis=2))
    opponent = np.clip(own - other, 0.0, 1.0)
    strength = max(0.08, float(np.percentile(opponent[opponent > 0.05], 80)) if np.any(opponent > 0.05) else 1.0)
    # Compression keeps colour at half the resolution: colour says where ink may be, brightness draws the stroke.
    near = cv2.dilate(cv2.blur(opponent, (3, 3)), np.ones((3, 3), np.uint8))
    ink = np.clip((1.0 - other) / strength, 0.0, 1.0) * np.clip(near / (0.45 * strength) - 0.25, 0.0, 1.0)
    black = np.clip((0.62 - own) / 0.2, 0.0, 1.0)
    ink *= 1.0 - black
    width = max(3, round(min(image.shape[:2]) / 60)) | 1
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)))
    ink = np.where(black > 0.3, closed, ink)
    return cast(Grey, np.round(255.0 * (1.0 - ink)).astype(np.uint8))


def dark_ink(image: RgbImage) -> Grey:
    """Return the darkness of a grey or black seal, dark on white, stretched to full contrast."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    low, high = (float(value) for value in np.percentile(grey, (2, 80)))
    stretched = (grey.astype(np.float32) - low) / max(high - low, 20.0)
    return cast(Grey, np.round(255.0 * np.clip(stretched, 0.0, 1.0)).astype(np.uint8))


def _paper(image: RgbImage) -> RgbImage:
    """Return the colour of the paper everywhere: the brightest nearby, smoothed, never a coloured surface."""
    height, width = image.shape[:2]
    scale = _PAPER_SIDE / max(height, width)
    small = cv2.resize(
        image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    reach = 2 * round(_PAPER_SIDE * _PAPER_REACH / 2) + 1
    bright = cv2.dilate(small, np.ones((reach, reach), np.uint8)).astype(np.float32)
    lightest = bright.max(axis=2)
    coloured = (lightest - bright.min(axis=2)) > _PAPER_MAX_CHROMA * lightest
    plain = bright[~coloured]
    bright[coloured] = np.median(plain, axis=0) if len(plain) else (255.0, 255.0, 255.0)
    smooth = cv2.blur(bright, (reach, reach))
    return cast(RgbImage, cv2.resize(np.clip(smooth, 0, 255).astype(np.uint8), (width, height)))


def _both(values: Grey, flags: NDArray[np.bool_]) -> Grey:
    """Return the values where the flags are set, else 0."""
    return values * flags.view(np.uint8)

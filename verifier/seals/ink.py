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
from verifier.seals.working import Window, Working

Mask: TypeAlias = NDArray[np.uint8]
"""Array (height, width) of 0 and 255."""

Grey: TypeAlias = NDArray[np.uint8]
"""Array (height, width), 0 black to 255 white."""

LEVELS: Final = ((10, 16), (7, 12))
"""Chroma from which ink is seen, and which some pixels near by must reach: first common seals, then faint ones.

Compressed scans have noise of 3 to 5, a coloured fringe of black print stays below the second figure. One low level
for all would run the glyphs of heavy seals together with their frames.
"""

_TINT: Final = 5
"""Chroma, averaged over four pixels, above which there may be ink: faint strokes lose half of theirs."""
_AROUND: Final = 12
"""Pixels around coloured ink that are judged too."""

_STRIPES: Final = 4
"""Chroma by which most pixels of a photographed screen differ from their surroundings; scans stay below 2."""
_STRIPE_BLUR: Final = 2.2
"""Standard deviation, pixels of the working scale, that cancels neighbouring stripes of opposite colours."""

_BLACK: Final = 0.4
"""Share of the paper's brightness, in the ink's own channel, below which a pixel is black print.

Higher figures cut the dark edges of the seal's own strokes: by colour alone, 0.4 read 96 % of the characters of eight
drawn seals of 170 px where 0.5 read 91 %.
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


def find_inks(picture: Working) -> Inks:
    """Return the masks of the inks of a picture."""
    window = _coloured_part(picture)
    whole = picture.shape
    if window is None:
        none = np.zeros(whole, np.uint8)
        return Inks(Ink(none), Ink(none.copy()), none.copy())
    lab = cv2.cvtColor(picture.balanced(window), cv2.COLOR_RGB2LAB)
    lightness, a, b = (cast(Grey, channel) for channel in cv2.split(lab))
    if _is_striped(a, b):
        a, b = (cast(Grey, cv2.GaussianBlur(channel, (0, 0), _STRIPE_BLUR)) for channel in (a, b))
    chroma, red, blue = _by_hue(a, b)
    below = [
        cv2.threshold(plane, most, 255, cv2.THRESH_BINARY_INV)[1] for plane, most in ((lightness, 139), (chroma, 19))
    ]
    planes = []
    for plane in (red, blue, cv2.bitwise_and(*below)):
        planes.append(np.zeros(whole, np.uint8))
        planes[-1][window] = plane
    return Inks(Ink(planes[0]), Ink(planes[1]), planes[2])


def _coloured_part(picture: Working) -> Window | None:
    """Return rows and columns of the rectangle outside which nothing is red or blue, None where nothing is.

    Looked for at half the size: most pages have colour in one corner, and CIELAB of the rest is wasted.
    """
    _, a, b = cv2.split(cv2.cvtColor(picture.half, cv2.COLOR_RGB2LAB))
    _, red, blue = _by_hue(cast(Grey, a), cast(Grey, b))
    coloured = cv2.threshold(cv2.max(red, blue), _TINT, 255, cv2.THRESH_BINARY)[1]
    left, top, width, height = (2 * side for side in cv2.boundingRect(coloured))
    if not width:
        return None
    rows = slice(max(0, top - _AROUND), min(picture.shape[0], top + height + _AROUND))
    return rows, slice(max(0, left - _AROUND), min(picture.shape[1], left + width + _AROUND))


def _by_hue(a: Grey, b: Grey) -> tuple[Grey, Grey, Grey]:
    """Return the chroma of every pixel, that of red hues alone and that of blue hues alone, 0 where there is none."""
    code = cv2.merge([a, b]).view(np.uint16)[:, :, 0]
    chroma, red, blue, _ = cv2.split(_HUES.take(code).view(np.uint8).reshape(*a.shape, 4))
    return cast(Grey, chroma), cast(Grey, red), cast(Grey, blue)


def _table() -> NDArray[np.uint32]:
    """Return chroma, chroma of red hues alone and of blue hues alone, a byte each, for every pair of 8-bit a and b.

    One look-up for the three, in the order in which a pair of bytes lies in memory: three were half of the search.
    """
    b, a = (axis.ravel().astype(np.float64) - 128 for axis in np.meshgrid(range(256), range(256), indexing="ij"))
    chroma = np.minimum(255, np.round(np.hypot(a, b))).astype(np.uint8)
    # Hues: printing and stamp reds lie at -42..55 degrees of the a,b plane; gold and orange above, violet below.
    red = (b <= 1.4 * a) & (b >= -0.9 * a)
    blue = (np.abs(a) < -1.2 * b) & ~red
    planes = [chroma, _both(chroma, red), _both(chroma, blue), chroma]
    return np.stack(planes, axis=1).view(np.uint32)[:, 0]


def _is_striped(a: Grey, b: Grey) -> bool:
    """Tell whether fine coloured stripes cover most of a picture: a photograph of a screen (moire)."""
    middle = slice(len(a) // 3, max(len(a) // 3 + 1, 2 * len(a) // 3))
    rough = [cv2.absdiff(part, cv2.blur(part, (7, 7)))[::3, ::3] for part in (a[middle], b[middle])]
    return float(np.percentile(np.maximum(*rough), 60)) >= _STRIPES


def seal_inks(image: RgbImage, *, blue: bool = False) -> tuple[Grey, Grey]:
    """Return two pictures of a coloured seal's ink alone, dark on white, with the black print over it taken out.

    Args:
        image: a crop around the seal, (height, width, 3).
        blue: the seal is blue instead of red.

    Returns:
        The first is drawn by colour and brightness together, the second by colour alone. They fail differently, so
        that readings of both that agree are more often right.
    """
    paper = np.maximum(levels_at(image, 85), np.float32(60))
    pixels = np.clip(image.astype(np.float32) / paper, 0.0, 1.0)
    own = pixels[:, :, 2] if blue else pixels[:, :, 0]
    other = np.minimum(pixels[:, :, 1], pixels[:, :, 0 if blue else 2])
    by_colour = _by_colour(own, other)
    by_both = np.sqrt(by_colour * _by_brightness(own, other))
    black = np.clip((_BLACK - own) / 0.2, 0.0, 1.0)
    return _without_print(by_both, black), _without_print(by_colour, black)


def levels_at(image: RgbImage, percent: float) -> NDArray[np.float32]:
    """Return the percentile (0..100) of each channel, three numbers; as numpy's, from a count of the 256 levels."""
    place = (image.shape[0] * image.shape[1] - 1) * percent / 100
    low = int(place)
    found = []
    for channel in range(3):
        upto = np.cumsum(cv2.calcHist([image], [channel], None, [256], [0, 256]).ravel().astype(np.int64))
        first, second = np.searchsorted(upto, (low, low + 1), side="right")
        found.append(first + (place - low) * (min(second, 255) - first))
    return np.array(found, np.float32)


def _by_colour(own: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ink 0..1 by saturation, which stays the same where the ink lies over grey."""
    saturation = np.clip(own - other, 0.0, 1.0) / np.maximum(own, 0.15)
    ink: NDArray[np.float32] = np.clip(saturation / _strength(saturation), 0.0, 1.0).astype(np.float32)
    return ink


def _by_brightness(own: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ink 0..1 by darkness where colour is near.

    Compression keeps colour at half the resolution: colour says where ink may be, brightness draws the stroke.
    """
    opponent = np.clip(own - other, 0.0, 1.0)
    strength = _strength(opponent)
    coloured = opponent > 0.4 * strength
    darkness = 1.0 - other
    full = max(0.15, float(np.percentile(darkness[coloured], 85))) if coloured.any() else 1.0
    near = cv2.dilate(cv2.blur(opponent, (3, 3)), np.ones((3, 3), np.uint8))
    gate = np.clip(near / (0.45 * strength) - 0.25, 0.0, 1.0)
    ink: NDArray[np.float32] = (np.clip(darkness / full, 0.0, 1.0) * gate).astype(np.float32)
    return ink


def _strength(values: NDArray[np.float32]) -> float:
    """Return the value of full ink."""
    inked = values[values > 0.05]
    return max(0.08, float(np.percentile(inked, 80))) if inked.size else 1.0


def _without_print(ink: NDArray[np.float32], black: NDArray[np.float32]) -> Grey:
    """Return the ink as a grey picture, its strokes closed where black print crosses them (a hole breaks a glyph)."""
    shown = ink * (1.0 - black)
    width = max(3, round(min(ink.shape) / 60)) | 1
    closed = cv2.morphologyEx(shown, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)))
    return np.round(255.0 * (1.0 - np.where(black > 0.3, closed, shown))).astype(np.uint8)


def dark_inks(image: RgbImage, tone: float) -> tuple[Grey, Grey]:
    """Return two pictures of the ink of a grey or black seal, dark on white, blacker print taken out.

    Args:
        image: a crop around the seal, (height, width, 3).
        tone: brightness 0..1 of the seal's rim against the paper; print is parted from a seal that is clearly lighter.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    brightness = np.clip(grey / max(float(np.percentile(grey, 85)), 60.0), 0.0, 1.0)
    ink = np.clip((1.0 - brightness) / max(1.0 - tone, 0.15), 0.0, 1.0).astype(np.float32)
    black = np.zeros_like(ink)
    if tone > 0.3:
        black = np.clip((0.62 * tone - brightness) / 0.12 + 0.5, 0.0, 1.0).astype(np.float32)
    level = cast(Grey, np.round(255.0 * brightness).astype(np.uint8))
    window = max(15, round(min(grey.shape) / 10)) | 1
    local = cv2.adaptiveThreshold(level, 1, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY_INV, window, 10)
    return _without_print(ink, black), _without_print(local.astype(np.float32) * ink, black)


def _both(values: Grey, flags: NDArray[np.bool_]) -> Grey:
    """Return the values where the flags are set, else 0."""
    return values * flags.view(np.uint8)


_HUES: Final = _table()

"""How well a page can be read: blank, blurred, low_resolution, rotated, skewed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.observation import PageQuality
from verifier.pictures import RgbImage

_Grey: TypeAlias = NDArray[np.uint8]

_EVERY: Final = 3
_NO_COLOUR: Final = 2
"""Of so many pixels of a row one is looked at; by so many levels its channels differ at most where it has no colour."""

_REFERENCE_DPI: Final = 200.0
_A4_INCHES: Final = 11.69
_MARGIN: Final = 0.03
"""Edge of a page where scanners leave shadows and holes: it does not make a page unblank."""

_INK_DEPTH: Final = 40
"""Grey levels by which ink is darker than the paper around it; bleed-through of the back stays below."""
_BLANK_INK: Final = 0.0003
"""Part of a page; the five characters 此页空白无 at 12 pt on A4 are 0.0005."""

_BLURRED_RATIO: Final = 0.12
"""Variance of the Laplacian over variance of the grey levels inside text lines, see `_blur_ratio`."""

_MIN_DPI: Final = 120.0
_MIN_LINE_HEIGHT_PX: Final = 17
"""Of a line's box, which is half as high again as its characters: 11 px characters are 9 pt at 90 dpi."""

_MIN_LONG_SIDE_PX: Final = 800
_SKEWED_DEGREES: Final = 1.5
_MIN_WORDS_FOR_ANGLE: Final = 6


def assess(image: RgbImage, lines: Sequence[Line], *, page: int, dpi: float | None) -> PageQuality:
    """Return how well a page can be read.

    Args:
        image: the page.
        lines: as read from it; their absence is a sign of its own.
        page: its number.
        dpi: pixels per inch, None where nobody knows; a page of unknown size is taken for A4.
    """
    grey: _Grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    blank = not lines and _ink(grey) < _BLANK_INK
    problems = {
        "blank": blank,
        "blurred": _is_blurred(grey, lines),
        "low_resolution": not blank and _is_low_resolution(grey, lines, dpi),
        "rotated": _is_rotated(grey, lines),
        "skewed": abs(skew_degrees(lines, grey.shape[1], grey.shape[0]) or 0.0) > _SKEWED_DEGREES,
    }
    found = tuple(code for code, is_so in problems.items() if is_so)
    return PageQuality(page, round(_sharpness(grey, dpi), 2), blank, found, _is_grey(image))


def _is_grey(image: RgbImage) -> bool:
    """Tell whether nothing on a page has a colour: a colour scanner leaves some in every sheet of black print."""
    red, green, blue = cv2.split(np.ascontiguousarray(image[::_EVERY, ::_EVERY]))
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    return bool(np.asarray(spread).max(initial=0) <= _NO_COLOUR)


def skew_degrees(lines: Sequence[Line], width_px: int, height_px: int) -> float | None:
    """Return the median angle of the lines, clockwise positive; None without lines that have enough words."""
    angles = []
    for line in lines:
        if len(line.words) >= _MIN_WORDS_FOR_ANGLE:
            first, last = line.words[0].box.centre, line.words[-1].box.centre
            across, down = (last[0] - first[0]) * width_px, (last[1] - first[1]) * height_px
            if across > abs(down):  # a line that stands on its side says nothing about skew
                angles.append(math.degrees(math.atan2(down, across)))
    return median(angles) if angles else None


def _sharpness(grey: _Grey, dpi: float | None) -> float:
    """Return the variance of the Laplacian (Pech-Pacheco et al., ICPR 2000) at 200 dpi; never enlarges."""
    scale = _REFERENCE_DPI / (dpi or max(grey.shape) / _A4_INCHES)
    if scale < 0.95:
        grey = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())


def _ink(grey: _Grey) -> float:
    """Return the part of the page, without its edge, that is darker than the paper around it."""
    height, width = grey.shape
    top, left = int(height * _MARGIN), int(width * _MARGIN)
    inner = grey[top : height - top, left : width - left]
    if not inner.size:
        return 0.0
    small = cv2.resize(inner, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA) if min(inner.shape) > 64 else inner
    paper = cv2.medianBlur(small, 31) if min(small.shape) > 31 else np.full_like(small, np.median(small))
    return float(np.mean(paper.astype(np.int16) - small > _INK_DEPTH))


def _is_blurred(grey: _Grey, lines: Sequence[Line]) -> bool:
    ratios = [ratio for line in lines if (ratio := _blur_ratio(grey, line)) is not None]
    return bool(ratios) and median(ratios) < _BLURRED_RATIO


def _blur_ratio(grey: _Grey, line: Line) -> float | None:
    """Return a sharpness that does not depend on contrast, ink or the size of the print; None for unusable lines.

    The Laplacian of a page says how much is printed on it as much as how sharp it is: a sharp page of three lines has
    less than a blurred one of forty. So it is taken inside lines, scaled to one height, over the variance there.
    """
    height, width = grey.shape
    left, top, right, bottom = (
        round(side * length) for side, length in zip(line.box, (width, height, width, height), strict=True)
    )
    crop = grey[top:bottom, left:right]
    if min(crop.shape) < 8:
        return None
    scale = _LINE_HEIGHT_PX / min(crop.shape)
    if scale < 1:
        crop = np.asarray(cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    contrast = float(crop.var())
    return float(cv2.Laplacian(crop, cv2.CV_32F).var()) / contrast if contrast > 25 else None


_LINE_HEIGHT_PX: Final = 32


def _is_low_resolution(grey: _Grey, lines: Sequence[Line], dpi: float | None) -> bool:
    if lines:
        heights = [line.box.height * grey.shape[0] for line in lines]
        return bool(median(heights) < _MIN_LINE_HEIGHT_PX)
    return dpi < _MIN_DPI if dpi is not None else max(grey.shape) < _MIN_LONG_SIDE_PX


def _is_rotated(grey: _Grey, lines: Sequence[Line]) -> bool:
    """Tell whether most lines stand on their side: a cheap hint that finds 90 and 270 degrees, never 180."""
    height, width = grey.shape
    standing = [line.box.height * height > 1.5 * line.box.width * width for line in lines if len(line.text) > 1]
    return len(standing) >= 3 and sum(standing) > len(standing) / 2

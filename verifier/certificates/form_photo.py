"""A portrait glued or printed on a form or a certificate (表格上的照片)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.geometry import Box
from models.observation import Photo
from verifier.certificates.folding import fold
from verifier.certificates.photo import RATIO, portrait_in
from verifier.pictures import RgbImage

_ASKS: Final = ("姓名", "性别", "照片", "相片")
"""Words of pages about a person: others are not searched."""

_WIDTH: Final = 620
"""Pixels to which a page's width is reduced: 75 dpi for A4, at which strokes of print are two or three wide."""

_FROM_PAPER: Final = 30
_STROKE: Final = 9
"""Pixels that an area measures both ways which is no print: a large title's strokes have six."""

_SIZE: Final = (0.004, 0.06)
"""Share of the page: 25 x 35 mm are 0.014 of A4; cards and certificates are smaller sheets."""

_FILLED: Final = 0.8
_ONE_INCH: Final = 25 / 35
_BUST: Final = (0.62, 1.02)
"""Height of a bust before a white ground, as a share of its print's: the shoulders reach both sides and the foot."""

_MOST: Final = 8


def find_form_photo(image: RgbImage, lines: Sequence[Line], *, page: int) -> Photo | None:
    """Return the portrait on a page that has words, too, None where there is none.

    Args:
        image: H x W x 3 uint8 RGB, upright.
        lines: what was read on it; pages that speak of nobody are not searched.
        page: its number, from 1.
    """
    if not any(word in fold(line.text) for line in lines for word in _ASKS):
        return None
    height, width = image.shape[:2]
    # Sampled, not averaged: a tenth of the time, and only areas count here.
    small = cv2.resize(image, (_WIDTH, max(1, round(_WIDTH * height / width))), interpolation=cv2.INTER_LINEAR)
    for box in _areas(np.asarray(small, np.uint8)):
        if (found := portrait_in(image, box, lines, page)) is not None:
            return replace(found, on_form=True)
    return None


def _areas(small: RgbImage) -> Iterator[Box]:
    """Yield the solid areas that have the shape of a portrait, the largest first, and busts with their white ground."""
    rows, columns = small.shape[:2]
    paper = np.median(small[::4, ::4].reshape(-1, 3), axis=0)
    is_paper = cv2.inRange(small, paper - _FROM_PAPER, paper + _FROM_PAPER)
    solid = cv2.morphologyEx(cv2.bitwise_not(is_paper), cv2.MORPH_OPEN, np.ones((_STROKE, _STROKE), np.uint8))
    solid = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    for left, top, width, height, area in _largest(np.asarray(solid, np.uint8)):
        share = width * height / solid.size
        if RATIO[0] <= width / height <= RATIO[1] and area >= _FILLED * width * height and _fits(share):
            yield Box(left / columns, top / rows, (left + width) / columns, (top + height) / rows)
        full = width / _ONE_INCH
        if _BUST[0] <= height / full <= _BUST[1] and top + height >= full and _fits(width * full / solid.size):
            yield Box(left / columns, (top + height - full) / rows, (left + width) / columns, (top + height) / rows)


def _fits(share: float) -> bool:
    return _SIZE[0] <= share <= _SIZE[1]


def _largest(solid: NDArray[np.uint8]) -> list[tuple[int, int, int, int, int]]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8, ltype=cv2.CV_16U)
    found = sorted(stats[1:], key=lambda part: -int(part[cv2.CC_STAT_AREA]))[:_MOST]
    return [(int(one[0]), int(one[1]), int(one[2]), int(one[3]), int(one[4])) for one in found]

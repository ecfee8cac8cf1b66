"""Find ink that no reading explains and that may be print: lines that stand sideways or upside down are dropped.

Readers drop what they read without confidence, and a name in the margin that reads from the bottom up is read so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import cv2
import numpy as np

from models.document import Line
from models.geometry import Box
from verifier.pictures import RgbImage

_WORKING_SIDE: Final = 1200
"""Longer pictures are reduced until they fit: characters are then still some ten pixels high."""

_DARKER: Final = 18
"""Levels by which ink is darker than the mean around it."""

_LONGEST_RULE: Final = 6
"""Times the height of text that a stroke of a character is shorter than; longer ones are rules."""

_THIN, _THICK = 0.45, 2.2
"""Bounds of the short side in heights of text."""

_LONG: Final = 1.6
_LONGEST: Final = 30.0
"""Bounds of the long side, in short sides; a name has two characters at least."""

_INK: Final = (0.10, 0.65)
"""Share of ink in the box of a line of print."""

_MOST: Final = 6
"""Boxes of one page; where more ink is unread, it is handwriting or a picture, and quality says so elsewhere."""


def unread_ink(
    image: RgbImage, lines: Sequence[Line], known: Iterable[Box], text_height: float, *, most: int | None = _MOST
) -> list[Box]:
    """Return the boxes of ink like print on a page that neither a line nor a known thing explains.

    Args:
        image: the upright page, H x W x 3.
        lines: what was read on it.
        known: boxes of seals, signatures, codes, covers: what is there is looked at otherwise.
        text_height: of a usual line, as a share of the page's height.
        most: boxes, the largest first; None for all.
    """
    by = max(1, int(np.ceil(max(image.shape[:2]) / _WORKING_SIDE)))
    size = (max(1, image.shape[1] // by), max(1, image.shape[0] // by))
    small = np.asarray(cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA))
    high = max(6, round(text_height * size[1]))
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 4 * high + 1, _DARKER)
    for box in (*(line.box for line in lines), *known):
        left, top, right, bottom = box.to_pixels(*size)
        ink[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 0
    for shape in ((_LONGEST_RULE * high, 1), (1, _LONGEST_RULE * high)):
        ink[cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8)) > 0] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((high // 2 + 1, high // 2 + 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = []
    for left, top, wide, tall, _ in stats[1:count].tolist():
        short, long = sorted((wide, tall))
        share = float(ink[top : top + tall, left : left + wide].mean())
        like_a_line = _THIN * high <= short <= _THICK * high and _LONG * short <= long <= _LONGEST * short
        if like_a_line and _INK[0] <= share <= _INK[1]:
            found.append((wide * tall, (left - 1, top - 1, left + wide + 1, top + tall + 1)))
    boxes = [Box.from_pixels(*box, width_px=size[0], height_px=size[1]) for _, box in sorted(found, reverse=True)]
    return boxes[:most]

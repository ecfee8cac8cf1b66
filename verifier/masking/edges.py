"""Tell whether a cover cuts through print (遮盖不全): glyphs that go on above or below it are read by their halves.

Print before and behind a cover says nothing: a name stands in the middle of a line (`beside` asks whose it is).
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_INK: Final = 45
"""Levels by which ink differs from paper."""

_NEAR: Final = 2
"""Pixels between the rim of a cover and ink that it cuts: rims are soft over that much."""

_CUT: Final = 0.15
"""Least part of a line's height that must be left of a glyph."""

_SEVERAL: Final = 2
"""Pieces along one rim; a single one may be a stroke of handwriting or a stain."""

_LARGEST: Final = 1.3
"""Heights of a line: longer pieces are rules of a table, under which covers lie often."""


def cuts_print(grey: NDArray[np.uint8], box: tuple[int, int, int, int], text_height: float, paper: int) -> bool:
    """Tell whether pieces of glyphs stick out of a cover.

    Args:
        grey: the page, H x W.
        box: the cover in pixels (left, top, right, bottom).
        text_height: of a usual line, in pixels.
        paper: brightness of the paper.
    """
    return max(pieces_beside(grey, box, text_height, paper)) >= _SEVERAL


def pieces_beside(
    grey: NDArray[np.uint8], box: tuple[int, int, int, int], text_height: float, paper: int, ink: int = _INK
) -> tuple[int, int]:
    """Return how many pieces of glyphs touch a box from above and from below; arguments as of `cuts_print`.

    `ink` is by how many levels they differ from the paper.
    """
    left, top, right, bottom = box
    reach = max(4, round(text_height))
    above = grey[max(0, top - _NEAR - reach) : max(0, top - _NEAR), left:right]
    below = grey[bottom + _NEAR : bottom + _NEAR + reach, left:right][::-1]
    return _pieces(above, text_height, paper, ink), _pieces(below, text_height, paper, ink)


def _pieces(side: NDArray[np.uint8], text_height: float, paper: int, levels: int) -> int:
    """Count the pieces of ink that touch the last row of a strip and are of a glyph's size."""
    if min(side.shape) < 3:
        return 0
    ink = (cv2.absdiff(np.ascontiguousarray(side), np.full_like(side, paper)) > levels).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    touching = set(np.unique(labels[-_NEAR:]).tolist()) - {0}
    sizes = [(int(stats[index][2]), int(stats[index][3])) for index in touching if index < count]
    return sum(
        _CUT * text_height <= high and _CUT * text_height <= wide <= _LARGEST * text_height for wide, high in sizes
    )

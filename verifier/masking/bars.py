"""Find bars that are too thin to hide (过细的遮盖): a line drawn through print leaves the halves above and below it.

A rule of a table runs between lines of print and an underline below them; a bar has pieces of glyphs on both sides.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.masking.edges import pieces_beside

_DARK: Final = 70
"""Levels by which a bar is darker than its paper."""

_SHORTEST, _LONGEST = 1.6, 14.0
"""Lengths of a bar in heights of text: shorter ones are strokes of glyphs (一), longer ones rules."""

_THIN, _THICK = 0.10, 0.55
"""Heights of a bar in heights of text; a patch from three quarters on is judged elsewhere."""

_LEAST_PX: Final = 4
"""Pixels below which a bar is a hair of a low scan."""

_FILLED: Final = 0.9
"""Share of its bounding box that a bar fills; pen strokes are bent."""

_PIECES: Final = 2
"""Pieces of glyphs that touch it on each side."""

_BOTH: Final = 0.35
"""Share of its length over which there is ink right above and right below."""


def find_bars(grey: NDArray[np.uint8], text_height: float, paper: int) -> list[tuple[int, int, int, int]]:
    """Return (left, top, right, bottom) of bars through print.

    Args:
        grey: the page, H x W.
        text_height: of a usual line, in pixels.
        paper: brightness of the paper.
    """
    dark = (grey < paper - _DARK).astype(np.uint8)
    long = max(5, round(_SHORTEST * text_height))
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    bars = []
    for left, top, wide, high, area in stats[1:count].tolist():
        like_a_bar = (
            wide <= _LONGEST * text_height
            and max(_LEAST_PX, _THIN * text_height) <= high <= _THICK * text_height
            and area >= _FILLED * wide * high
        )
        if like_a_bar and _through_print(grey, dark, (left, top, left + wide, top + high), text_height, paper):
            bars.append((left, top, left + wide, top + high))
    return bars


def _through_print(
    grey: NDArray[np.uint8], dark: NDArray[np.uint8], box: tuple[int, int, int, int], text_height: float, paper: int
) -> bool:
    left, top, right, bottom = box
    if min(pieces_beside(grey, box, text_height, paper)) < _PIECES:
        return False
    near = max(2, round(0.2 * text_height))
    above = dark[max(0, top - near) : top, left:right].any(axis=0).mean()
    below = dark[bottom : bottom + near, left:right].any(axis=0).mean()
    return bool(min(above, below) >= _BOTH)

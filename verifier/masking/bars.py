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

_THIN, _THICK = 0.08, 0.55
"""Heights of a bar in heights of text; a patch from three quarters on is judged elsewhere."""

_LEAST_PX: Final = 4
"""Pixels below which a bar is a hair of a low scan."""

_STRAIGHT: Final = 0.6
"""Pixels, as a standard deviation, by which the middle of a bar leaves a straight line; pen strokes are bent. The line
may slope: a bar of ten characters that lies two pixels askew fills three quarters of its bounding box."""

_EVEN: Final = 0.18
"""Share of its thickness by which that varies, as a standard deviation."""

_PIECES, _MANY = 2, 3
"""Pieces of glyphs that touch it on each side; and as many that nothing else need be asked."""

_BOTH: Final = 0.35
"""Share of its length over which there is ink right above and right below."""

_INK, _PALE, _PALEST = 45, 0.4, 25
"""Levels by which print differs from its paper; less on a page where the bar itself is pale: a share of its depth, and
no less than the grain of paper."""


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
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    bars = []
    for index, (left, top, wide, high, area) in enumerate(stats[1:count].tolist(), start=1):
        thick = area / wide
        if wide > _LONGEST * text_height or not max(_LEAST_PX, _THIN * text_height) <= thick <= _THICK * text_height:
            continue
        own = labels[top : top + high, left : left + wide] == index
        if _is_straight(own) and _through_print(grey, (left, top, left + wide, top + high), text_height, paper):
            bars.append((left, top, left + wide, top + high))
    return bars


def _is_straight(bar: NDArray[np.bool_]) -> bool:
    """Tell whether a piece of ink is of one thickness and runs along a straight line."""
    thick = bar.sum(axis=0)
    if not thick.all():
        return False
    middles = (bar * np.arange(bar.shape[0])[:, None]).sum(axis=0) / thick
    across = np.arange(bar.shape[1])
    left_over = middles - np.polyval(np.polyfit(across, middles, 1), across)
    return float(left_over.std()) <= _STRAIGHT and float(thick.std()) <= _EVEN * float(thick.mean())


def _through_print(grey: NDArray[np.uint8], box: tuple[int, int, int, int], text_height: float, paper: int) -> bool:
    left, top, right, bottom = box
    depth = paper - float(np.median(grey[top:bottom, left:right]))
    ink = round(max(_PALEST, min(_INK, _PALE * depth)))
    pieces = min(pieces_beside(grey, box, text_height, paper, ink))
    if pieces < _PIECES:
        return False
    near = max(2, round(0.2 * text_height))
    above = (grey[max(0, top - near) : top, left:right] < paper - ink).any(axis=0).mean()
    below = (grey[bottom : bottom + near, left:right] < paper - ink).any(axis=0).mean()
    return bool(pieces >= _MANY or min(above, below) >= _BOTH)

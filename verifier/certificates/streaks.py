"""Streaks that dirt on a scanner's glass or a copier's drum draws along the whole page (扫描条纹)."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

_ASIDE_PX: Final = 4
"""Pixels by which pieces of one streak may stand beside each other."""
_BEYOND: Final = 0.08
"""Share of the page's height along which a streak runs where no table is."""
_PASSES: Final = 0.012
"""Share by which a rule may pass the last line that it meets."""
_ACROSS_PX: Final = 8
"""Pixels on either side in which the horizontal lines are looked for."""
_CUT: Final = 6
"""Rows of pixels with lines on both sides, at the least: two hairlines."""
_THROUGH: Final = 0.7
"""Share of the horizontal lines around it that a streak cuts through, at the least."""
_WIDEST_PX: Final = 18
_MOST: Final = 3
"""Streaks of a page; where more run beyond, the lines that end the table were not seen."""


def without_streaks(across: NDArray[np.uint8], along: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the vertical lines without those that run on where no table is.

    Args:
        across: H x W, 0 or 1, horizontal lines.
        along: H x W, 0 or 1, vertical lines.
    """
    bands = _bands(along)
    streaks = [band for band in bands if _is_streak(across, along, band)]
    if not streaks or len(streaks) > _MOST or 2 * len(streaks) > len(bands):
        return along
    kept = along.copy()
    for left, right in streaks:
        kept[:, left:right] = 0
    return kept


def _bands(along: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Return from where to where vertical lines stand that are long enough to matter, in pieces or whole."""
    width = along.shape[1]
    lengths = cv2.reduce(along, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[0]
    found: list[tuple[int, int]] = []
    for x in np.flatnonzero(lengths > _BEYOND * along.shape[0]).tolist():
        left = found.pop()[0] if found and x - _ASIDE_PX <= found[-1][1] else max(0, x - _ASIDE_PX)
        found.append((left, min(width, x + _ASIDE_PX + 1)))
    return found


def _is_streak(across: NDArray[Any], along: NDArray[Any], band: tuple[int, int]) -> bool:
    """Tell whether lines go on above the first or below the last of the horizontal ones that they cut through."""
    left, right = band
    on_left = _rows_of(across[:, max(0, left - _ACROSS_PX) : left])
    on_right = _rows_of(across[:, right : right + _ACROSS_PX])
    met = np.flatnonzero(on_left | on_right)
    # A table's own side has lines on one side of it only, but for creases of the paper.
    through = np.count_nonzero(on_left & on_right)
    if through < max(_CUT, _THROUGH * met.size) or right - left > _WIDEST_PX:
        return False
    inked = _rows_of(along[:, left:right])
    slack = round(_PASSES * len(inked))
    beyond = np.count_nonzero(inked[: max(0, int(met[0]) - slack)]) + np.count_nonzero(inked[int(met[-1]) + slack :])
    return bool(beyond > _BEYOND * len(inked))


def _rows_of(mask: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which rows of a mask hold anything, two pixels up and down: lines of a page askew climb."""
    rows = np.any(mask, axis=1).astype(np.uint8)
    return np.asarray(np.convolve(rows, np.ones(5, np.uint8), "same") > 0)

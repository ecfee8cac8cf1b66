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
_MOST: Final = 3
"""Streaks of a page; where more run beyond, the lines that end the table were not seen."""


def without_streaks(across: NDArray[np.uint8], along: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the vertical lines without those that run on where no table is.

    Args:
        across: H x W uint8, horizontal lines.
        along: H x W uint8, vertical lines.
    """
    height = across.shape[0]
    _, _, stats, _ = cv2.connectedComponentsWithStats(along)
    beyond: dict[int, int] = {}
    for left, top, width, tall, _ in stats[1:].tolist():
        x = left + width // 2
        near = next((known for known in beyond if abs(known - x) <= _ASIDE_PX), x)
        beyond[near] = beyond.get(near, 0) + _outside(across, x, top, top + tall)
    streaks = [x for x, length in beyond.items() if length > _BEYOND * height]
    if not streaks or len(streaks) > _MOST or 2 * len(streaks) > len(beyond):
        return along
    kept = along.copy()
    for x in streaks:
        kept[:, max(0, x - _ASIDE_PX) : x + _ASIDE_PX + 1] = 0
    return kept


def _outside(across: NDArray[Any], x: int, top: int, bottom: int) -> int:
    """Return how much of a vertical line stands above the first and below the last horizontal one that it meets."""
    slack = round(_PASSES * int(across.shape[0]))
    met = np.flatnonzero(across[top:bottom, max(0, x - _ASIDE_PX) : x + _ASIDE_PX + 1].any(axis=1))
    if not met.size:
        return bottom - top
    first, last = int(met[0]), int(met[-1])
    return max(0, first - slack) + max(0, bottom - top - last - slack)

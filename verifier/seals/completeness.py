"""Was everything on the ring read? Glyphs that the reader passed over, between its characters or at their ends.

A recogniser drops a heavy or an unusual glyph without a trace and is as sure of the rest as ever: 鹤岭市 becomes 岭市
at .99. But glyphs on a seal are set evenly, so that a hole in the row of characters, or ink of a glyph's size beyond
the last one, shows what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

_HOLE: Final = 1.6
"""A step from one character to the next of this many usual ones passes over a glyph."""
_NEAR: Final = (0.55, 1.45)
"""Where, in usual steps from the first or last character, the next glyph would begin and end."""
_INKED: Final = 0.3
"""Share of that place's columns with ink in the upper and the lower half from which a glyph stands there."""
_PRESENT: Final = 0.05
"""Share of ink in each half of a column from which the column belongs to a glyph."""
_DARK: Final = 150


def holes(positions: Sequence[float]) -> set[int]:
    """Return the indexes of the characters beside which one is missing, from their places along the strip (0..1)."""
    if len(positions) < 3:
        return set()
    steps = [after - before for before, after in pairwise(positions)]
    usual = median(steps)
    return {index + side for index, step in enumerate(steps) if step > _HOLE * usual for side in (0, 1)}


def ink_beyond(strip: RgbImage, positions: Sequence[float]) -> set[int]:
    """Return the indexes of the first and last character where ink of a glyph's size follows outwards."""
    if len(positions) < 3:
        return set()
    usual = median(after - before for before, after in pairwise(positions))
    columns = _glyph_columns(strip)
    found = set()
    for index, way in ((0, -1), (len(positions) - 1, 1)):
        ends = sorted(positions[index] + way * reach * usual for reach in _NEAR)
        low, high = (round(end * len(columns)) for end in ends)
        place = columns[max(0, low) : max(0, high)]
        if high - low and place.sum() >= _INKED * (high - low):
            found.add(index)
    return found


def _glyph_columns(strip: RgbImage) -> NDArray[np.bool_]:
    """Return which columns of a strip hold ink in both halves: digits of a code and the rim fill only one."""
    ink = strip[:, :, 0] < _DARK
    inner = ink[round(0.12 * len(ink)) : round(0.9 * len(ink))]
    middle = len(inner) // 2
    both: NDArray[np.bool_] = (inner[:middle].mean(axis=0) >= _PRESENT) & (inner[middle:].mean(axis=0) >= _PRESENT)
    return both

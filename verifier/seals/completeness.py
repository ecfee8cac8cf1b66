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

_HOLE: Final = 1.75
"""A step from one character to the next of this many usual ones passes over a glyph, whatever is seen there."""
_SUSPECT: Final = 1.35
"""So does one of this many with ink of a glyph in its middle: a reader tells places to a third of a glyph only."""
_MIDDLE: Final = 0.3
"""How far from the middle of a suspect step ink is looked for, in usual steps."""
_FILLED: Final = 0.6
"""Share of those columns with ink in the upper and the lower half; between two glyphs there is hardly any."""
_NEAR: Final = (0.55, 1.45)
"""Where, in usual steps from the first or last character, the next glyph would begin and end."""
_INKED: Final = 0.3
"""Share of that place's columns with ink in the upper and the lower half from which a glyph stands there."""
_SEEN: Final = 0.35
"""Share of that place which must lie on the strip to be judged."""
_PRESENT: Final = 0.05
"""Share of ink in each half of a column from which the column belongs to a glyph."""
_DARK: Final = 150


def holes(strip: RgbImage, positions: Sequence[float]) -> set[int]:
    """Return the indexes of the characters beside which one is missing.

    Args:
        strip: what was read, dark on white.
        positions: places of the characters along it, 0..1, ascending.
    """
    if len(positions) < 3:
        return set()
    steps = [after - before for before, after in pairwise(positions)]
    usual = _usual(steps)
    columns = _glyph_columns(strip)
    found: set[int] = set()
    for index, step in enumerate(steps):
        middle = (positions[index] + positions[index + 1]) / 2
        low, high = (round((middle + side * _MIDDLE * usual) * len(columns)) for side in (-1, 1))
        inked = columns[max(0, low) : max(1, high)]
        filled = bool(inked.size) and float(inked.mean()) >= _FILLED
        if step > _HOLE * usual or (step > _SUSPECT * usual and filled):
            found |= {index, index + 1}
    return found


def _usual(steps: Sequence[float]) -> float:
    """Return the usual step: the mean of those that pass over nothing. Their median is off by a reader's grid."""
    middle = median(steps)
    near = [step for step in steps if step <= 1.25 * middle]
    return sum(near) / len(near)


def ink_beyond(strip: RgbImage, positions: Sequence[float]) -> set[int]:
    """Return the indexes of the first and last character where ink of a glyph's size follows outwards."""
    if len(positions) < 3:
        return set()
    usual = _usual([after - before for before, after in pairwise(positions)])
    columns = _glyph_columns(strip)
    found = set()
    for index, way in ((0, -1), (len(positions) - 1, 1)):
        ends = sorted(positions[index] + way * reach * usual for reach in _NEAR)
        low, high = (round(end * len(columns)) for end in ends)
        place = columns[max(0, low) : max(0, high)]
        if place.size >= _SEEN * (high - low) > 0 and float(place.mean()) >= _INKED:
            found.add(index)
    return found


def _glyph_columns(strip: RgbImage) -> NDArray[np.bool_]:
    """Return which columns of a strip hold ink in both halves: digits of a code and the rim fill only one."""
    ink = strip[:, :, 0] < _DARK
    inner = ink[round(0.12 * len(ink)) : round(0.9 * len(ink))]
    middle = len(inner) // 2
    both: NDArray[np.bool_] = (inner[:middle].mean(axis=0) >= _PRESENT) & (inner[middle:].mean(axis=0) >= _PRESENT)
    return both

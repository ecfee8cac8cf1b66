"""Read a text layer by where its characters stand, whatever the order in which the file holds them.

A program may set a name letter by letter, from the right to the left, or other text in between: what is copied is
scrambled, what is seen is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.geometry import Box
from models.observation import Surface, SurfaceKind
from verifier.intake.opened import LayerLine

_SAME_ROW: Final = 0.5
"""Characters stand on one row while their middles differ by less than this share of the taller one's height."""

_GAP: Final = 2.0
"""Heights of air that part two texts on one row."""

_MOST: Final = 20_000
"""Characters of a page; more are no page that anybody reads."""


def scattered_rows(layer: Sequence[LayerLine], *, page: int) -> list[Surface]:
    """Return the rows of a page's text layer that none of the layer's own lines holds as such.

    Args:
        layer: the lines as the file holds them, placed on the upright page.
        page: its number.
    """
    characters = [character for line in layer for character in line.text if not character.isspace()]
    if not 2 <= len(characters) <= _MOST:
        return []
    places = np.concatenate([line.places for line in layer]).astype(np.float64)
    if len(places) != len(characters):
        return []
    held = "\n".join("".join(line.text.split()) for line in layer)
    found = []
    for row in _rows(places):
        text = "".join(characters[index] for index in row)
        if len(row) >= 2 and text not in held:
            left, top = places[row, :2].min(axis=0)
            right, bottom = places[row, 2:].max(axis=0)
            found.append(Surface(SurfaceKind.TEXT_LAYER, text, page, Box.clamped(left, top, right, bottom)))
    return found


def _rows(places: NDArray[np.float64]) -> Iterator[list[int]]:
    """Yield the characters of each row from left to right, parted at wide gaps; those without a size are left out."""
    middle, height = places[:, [1, 3]].mean(axis=1), places[:, 3] - places[:, 1]
    order = [index for index in np.argsort(middle, kind="stable").tolist() if height[index] > 0]
    rows: list[list[int]] = []
    for index in order:
        last = rows[-1][-1] if rows else None
        near = last is not None and middle[index] - middle[last] < _SAME_ROW * max(height[index], height[last])
        if near:
            rows[-1].append(index)
        else:
            rows.append([index])
    for row in rows:
        yield from _parted(sorted(row, key=lambda index: float(places[index, 0])), places)


def _parted(row: list[int], places: NDArray[np.float64]) -> Iterator[list[int]]:
    start = 0
    for place in range(1, len(row)):
        before, here = places[row[place - 1]], places[row[place]]
        # Gaps are shares of the page's width, heights of its height: on upright pages that makes the gap smaller.
        if here[0] - before[2] > _GAP * (here[3] - here[1]):
            yield row[start:place]
            start = place
    yield row[start:]

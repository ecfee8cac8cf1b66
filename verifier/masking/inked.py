"""Ink in a place of a page that nobody read: whether there is any, and where it ends."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Box
from models.observation import Observation
from verifier.intake.opened import Opened
from verifier.pictures import RgbImage
from verifier.reading.upright import straight_picture

_RIM: Final = 0.12
"""Share of a place on each side that may be a rule of the form."""

_DARKER: Final = 40
"""Levels by which ink is darker than its paper."""

_PALE: Final = 0.3
_PALEST: Final = 12
"""Share of the depth of a place's darkest ink, and levels, from which on what is paler counts too: where a box ends at
the ink, no stroke may be taken for paper."""

_LEAST: Final = 0.004
"""Share of a place that is ink where something stands in it."""

_RULE: Final = 0.8
"""Share of a row or column that is ink where it is a rule."""

_SPECKS: Final = 2
"""Dark pixels from which on a row or column holds ink; the margin is wider than the tip of a stroke."""

_MASKED: Final = 0.5
"""Share of a place that is black where it was masked before."""

_PAD: Final = 0.08
"""Heights of the place by which a box goes beyond its ink."""


class Ink:
    """The ink of one document's upright pages."""

    def __init__(self, opened: Opened, observation: Observation) -> None:
        self._opened = opened
        self._observation = observation
        self._upright = lru_cache(maxsize=1)(self._straight)

    def there_is(self, number: int, box: Box) -> bool:
        """Tell whether something stands in a place of page `number` (from 1); rules at its edges do not count."""
        dark = self._dark(number, box.expanded(-_RIM * box.width, -_RIM * box.height))
        return bool(dark.size) and float(dark.mean()) > _LEAST

    def around(self, number: int, box: Box, core: Box | None = None) -> Box:
        """Return the part of a place that holds all its ink, rules apart; the whole place where there is none.

        Args:
            number: of the page, from 1.
            box: the place.
            core: the part of it to which the ink must reach, so that strokes that stick out of a slot count and the
                lines above and below it do not; None takes all ink.
        """
        dark = self._dark(number, box, pale=True)
        if core is not None:
            dark = _reaching(dark, self._core(number, box, core))
        rows, columns = (np.flatnonzero(dark.sum(axis=axis) >= _SPECKS) for axis in (1, 0))
        if not len(rows) or not len(columns):
            return box
        height, width = dark.shape
        inside = Box(
            columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
        ).placed_in(box)
        upright = self._upright(number)
        pad = _PAD * box.height
        return inside.expanded(pad * upright.shape[0] / upright.shape[1], pad).intersection(box) or box

    def is_covered(self, number: int, box: Box) -> bool:
        """Tell whether a place is black already, half of it at least, and what is left of it bare: a mask of before."""
        upright = self._upright(number)
        left, top, right, bottom = box.to_pixels(upright.shape[1], upright.shape[0])
        place = upright[top:bottom, left:right]
        black = np.asarray(place.max(axis=2, initial=0) == 0, dtype=np.bool_)
        if not black.size or float(black.mean()) < _MASKED:
            return False
        rows, columns = (np.flatnonzero(black.any(axis=axis)) for axis in (1, 0))
        within = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        rest = np.array(place.min(axis=2))
        rest[within] = rest.max()
        return bool(black[within].all()) and int(np.ptp(rest)) < _DARKER

    def _straight(self, number: int) -> RgbImage:
        return straight_picture(self._opened.images[number - 1], self._observation.pages[number - 1])

    def _dark(self, number: int, box: Box, *, pale: bool = False) -> NDArray[np.bool_]:
        """Return which pixels of a place are ink, pale strokes among them or not, without rows and columns of rules."""
        upright = self._upright(number)
        left, top, right, bottom = box.to_pixels(upright.shape[1], upright.shape[0])
        grey = upright[top:bottom, left:right].mean(axis=2)
        if not grey.size:
            return np.zeros((0, 0), np.bool_)
        paper = float(np.median(grey))
        deepest = paper - float(np.percentile(grey, 1))
        darker = min(_DARKER, max(_PALEST, _PALE * deepest)) if pale else _DARKER
        dark = np.asarray(grey < paper - darker)
        rules = (dark.mean(axis=1) > _RULE, dark.mean(axis=0) > _RULE)
        dark[rules[0], :] = False
        dark[:, rules[1]] = False
        return dark

    def _core(self, number: int, box: Box, core: Box) -> tuple[slice, slice]:
        """Return the rows and columns of a place that a part of it takes."""
        height, width = self._upright(number).shape[:2]
        left, top, *_ = box.to_pixels(width, height)
        core_left, core_top, core_right, core_bottom = core.to_pixels(width, height)
        return (
            slice(max(0, core_top - top), max(0, core_bottom - top)),
            slice(max(0, core_left - left), max(0, core_right - left)),
        )


def _reaching(dark: NDArray[np.bool_], core: tuple[slice, slice]) -> NDArray[np.bool_]:
    """Return the pieces of ink that reach into a part of the place."""
    _, labels = cv2.connectedComponents(dark.astype(np.uint8), connectivity=8)
    return np.asarray(np.isin(labels, np.unique(labels[core])) & dark)

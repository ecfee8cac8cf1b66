"""Ink in a place of a page that nobody read: whether there is any, and where it ends."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

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

_LEAST: Final = 0.004
"""Share of a place that is ink where something stands in it."""

_RULE: Final = 0.8
"""Share of a row or column that is ink where it is a rule."""

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

    def around(self, number: int, box: Box) -> Box:
        """Return the part of a place that holds all its ink, rules apart; the whole place where there is none."""
        dark = self._dark(number, box)
        rows, columns = np.nonzero(dark)
        if not len(rows):
            return box
        height, width = dark.shape
        inside = Box(
            columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height
        ).placed_in(box)
        pad = _PAD * box.height
        return inside.expanded(pad, pad).intersection(box) or box

    def _straight(self, number: int) -> RgbImage:
        return straight_picture(self._opened.images[number - 1], self._observation.pages[number - 1])

    def _dark(self, number: int, box: Box) -> NDArray[np.bool_]:
        """Return which pixels of a place are ink, without the rows and columns that are rules."""
        upright = self._upright(number)
        left, top, right, bottom = box.to_pixels(upright.shape[1], upright.shape[0])
        grey = upright[top:bottom, left:right].mean(axis=2)
        if not grey.size:
            return np.zeros((0, 0), np.bool_)
        dark = np.asarray(grey < np.median(grey) - _DARKER)
        rules = (dark.mean(axis=1) > _RULE, dark.mean(axis=0) > _RULE)
        dark[rules[0], :] = False
        dark[:, rules[1]] = False
        return dark

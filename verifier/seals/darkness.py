"""How dark the colourless pixels of a picture are: black print, rules, and the seals of copies.

Reckoned at half the working size for the whole picture, and at the working size where something was proposed.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final, cast

import cv2
import numpy as np

from verifier.seals.ink import Grey, Inks
from verifier.seals.working import Window, Working, stretched

_COLOURED: Final = 14
"""Chroma from which a pixel is not called dark."""
_SHARE_COLOURED: Final = 64
"""Levels of 255: share of coloured pixels from which one of half the size counts as coloured."""
_PAPER_STEP: Final = 4
_PAPER_REACH: Final = 11
"""Paper is looked for this far, in pixels of a picture reduced by the step: over print, not over a dark photograph."""
_DARKEST_PAPER: Final = 48
_BRIGHT_PAPER: Final = 225


class Darkness:
    """0 for paper, about 250 for black, 0 also where there is coloured ink."""

    def __init__(self, picture: Working, inks: Inks) -> None:
        """Take the picture and its inks; nothing is reckoned yet."""
        self.picture = picture
        self._coloured = _coloured(inks)

    @cached_property
    def half(self) -> Grey:
        """The whole picture at half the working size."""
        dark = _dark(self._grey, self._shade)
        if self._coloured is not None:
            height, width = dark.shape
            share = cv2.resize(self._coloured, (width, height), interpolation=cv2.INTER_AREA)
            dark[share > _SHARE_COLOURED] = 0
        return dark

    def part(self, window: Window) -> Grey:
        """Return a part of the picture at the working size."""
        grey = cast(Grey, cv2.cvtColor(self.picture.balanced(window), cv2.COLOR_RGB2GRAY))
        shade = None if self._shade is None else stretched(self._shade, self.picture.shape, window)
        dark = _dark(grey, shade)
        if self._coloured is not None:
            dark[self._coloured[window] > 0] = 0
        return dark

    @cached_property
    def _grey(self) -> Grey:
        return cast(Grey, cv2.cvtColor(self.picture.half, cv2.COLOR_RGB2GRAY))

    @cached_property
    def _shade(self) -> Grey | None:
        """Brightness of the paper, a thumbnail, None where it is bright everywhere.

        Colours cannot be judged in shadow, so that the balanced picture leaves it dark; a dark rim on dark paper still
        shows.
        """
        grey = self._grey
        size = max(1, grey.shape[1] // _PAPER_STEP), max(1, grey.shape[0] // _PAPER_STEP)
        small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        reach = np.ones((_PAPER_REACH, _PAPER_REACH), np.uint8)
        paper = cv2.blur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, reach), (_PAPER_REACH, _PAPER_REACH))
        shade: Grey = np.clip(paper, _DARKEST_PAPER, 250).astype(np.uint8)
        return None if int(shade.min()) >= _BRIGHT_PAPER else shade


def _coloured(inks: Inks) -> Grey | None:
    """Return 255 on coloured ink and beside it, None where there is none."""
    coloured = cv2.threshold(cv2.max(inks.red.strength, inks.blue.strength), _COLOURED - 1, 255, cv2.THRESH_BINARY)[1]
    if cv2.countNonZero(coloured) == 0:
        return None
    return cast(Grey, cv2.dilate(coloured, np.ones((3, 3), np.uint8)))


def _dark(grey: Grey, shade: Grey | None) -> Grey:
    if shade is not None:
        if shade.shape != grey.shape:
            shade = stretched(shade, grey.shape)
        grey = np.asarray(cv2.divide(grey, shade, scale=250.0), np.uint8)
    return cast(Grey, cv2.subtract(np.full_like(grey, 250), grey))

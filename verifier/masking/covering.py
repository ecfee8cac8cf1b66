"""Decide what a masked copy covers: solid boxes of constant size, on the picture as it came.

A box tight to the glyphs tells how long the name is, which in a field of three colleagues tells whose it is; so boxes
come in steps of a constant width, whatever stands below. Across the line, and over what a hand wrote, a box ends where
the ink does: the height of print tells nothing, and a reader's boxes are up to twice as high.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from models.document import Page
from models.geometry import Box
from models.observation import NameHit, Observation, SurfaceKind
from verifier.masking.variants import COVERED, FIELD

_ROW: Final = 1.4
"""Height of a read line in heights of its characters: the detector's boxes leave a fifth of air above and below."""

_LENGTH: Final = 4.4
"""Length of a box in characters: three of them and their margins, so that names of two and three look the same."""

_GROWTH: Final = 2.2
"""Characters by which longer ones grow."""

_HEIGHT: Final = 1.08
"""Height of a box in heights of its line: a quarter of a character beyond the characters on either side."""

_FLATTEST: Final = 0.6
"""The same where the ink ends earlier: 一 is no measure of a line."""

_HELD: Final = 1.2
"""Height of the ink of a line with its margins, in heights of its characters."""

_SIDE_MARGIN: Final = 0.1
"""Characters; dropped strokes have no box. That boxes of characters are off is in the hit's own margin (`placing`)."""

_WHOLE: Final = frozenset({SurfaceKind.SEAL, SurfaceKind.SIGNATURE, SurfaceKind.QR})
"""Surfaces that are covered whole: a part of a seal, of a signature or of a code still tells."""

_SAME_ROW: Final = 0.5
_STANDS: Final = 1.5
"""A hit this many times as tall as wide is a line on its side, or a column."""


@dataclass(frozen=True)
class CoverBox:
    """A box to cover: `box` on the upright page, `original` on the picture as it came, where it is painted."""

    page: int
    box: Box
    original: Box


Inked = Callable[[int, Box], Box]
"""Gives the part of a place of a page that holds all its ink."""


def boxes_to_cover(
    observation: Observation,
    hits: Iterable[NameHit],
    added: Sequence[tuple[int, Box]] = (),
    removed: Sequence[tuple[int, Box]] = (),
    inked: Inked | None = None,
) -> list[CoverBox]:
    """Return the boxes for all hits that lie on a page, with those that a person added and without those removed.

    A person's boxes are taken as they are; a removed box takes away every box of ours that it covers by half. Without
    `inked` a box is as high as the line that was read.
    """
    pages = {page.number: page for page in observation.pages}
    found = [
        (hit.page, _around(hit, pages[hit.page], inked)) for hit in hits if hit.page is not None and hit.box is not None
    ]
    kept = [
        (number, box)
        for number, box in _merged(found)
        if not any(number == page and box.covered_by(other) > 0.5 for page, other in removed)
    ]
    wanted = [*kept, *((number, box) for number, box in added if number in pages)]
    return [CoverBox(number, box, _on_original(box, pages[number])) for number, box in wanted]


def _around(hit: NameHit, page: Page, inked: Inked | None) -> Box:
    assert hit.box is not None
    aspect = page.width_px / page.height_px
    if hit.surface in _WHOLE or hit.variant in ("vertical", FIELD, COVERED):
        # As wide as their form has room for them.
        loose = hit.variant == FIELD or hit.surface is SurfaceKind.SIGNATURE
        box = inked(page.number, hit.box) if inked and loose else hit.box
        pad = 0.03 * max(box.width * aspect, box.height) + 0.003
        return box.expanded(pad / aspect, pad)
    if hit.box.height > _STANDS * hit.box.width * aspect:
        return _along(hit.box, aspect)
    return _in_row(hit.box, page, inked)


def _in_row(box: Box, page: Page, inked: Inked | None) -> Box:
    """Return the box over a piece of a line: as high as its ink, as long as a whole number of steps."""
    aspect = page.width_px / page.height_px
    row = _row_height(box, page)
    middle, half = (box.top + box.bottom) / 2, row * _HEIGHT / 2
    place = Box.clamped(box.left, middle - half, box.right, middle + half)
    held = inked(page.number, place) if inked else place
    height = max(held.height, _FLATTEST * row)
    character = min(row / _ROW, height / _HELD) if inked else row / _ROW
    margin = _SIDE_MARGIN * character / aspect
    length = _length(held.width + 2 * margin, character / aspect)
    left = max(0.0, min(held.left - margin, 1.0 - length))
    middle = held.centre[1]
    return Box.clamped(left, middle - height / 2, min(1.0, left + length), middle + height / 2)


def _length(needed: float, character: float) -> float:
    """Return the length of a box that is at least so long; a character's side in the same unit."""
    more = max(0, math.ceil((needed / character - _LENGTH) / _GROWTH - 1e-9))
    return character * (_LENGTH + more * _GROWTH)


def _along(box: Box, aspect: float) -> Box:
    """Return the box over a line that stands on its side: its steps go down the page."""
    thick = box.width * aspect  # in page heights, as everything along the line
    character = thick / _ROW
    length = _length(box.height + 2 * _SIDE_MARGIN * character, character)
    top = max(0.0, min(box.top - _SIDE_MARGIN * character, 1.0 - length))
    half = box.width * _HEIGHT / 2
    middle = (box.left + box.right) / 2
    return Box.clamped(middle - half, top, middle + half, min(1.0, top + length))


def _row_height(box: Box, page: Page) -> float:
    """Return the height of the line in which a hit stands; the hit's own where it is turned or no line is near."""
    heights = [
        line.box.height
        for line in page.lines
        if line.box.top <= (box.top + box.bottom) / 2 <= line.box.bottom
        and box.covered_by(line.box) > _SAME_ROW
        and line.box.height < 1.6 * box.height
    ]
    # A hit on a line has a margin of its own, which would widen the step once more.
    return max(heights, default=box.height)


def _merged(found: Sequence[tuple[int, Box]]) -> list[tuple[int, Box]]:
    """Return the boxes without those that lie inside a larger one."""
    largest_first = sorted(found, key=lambda item: -item[1].area)
    kept: list[tuple[int, Box]] = []
    for number, box in largest_first:
        if not any(number == other_number and box.covered_by(other) > 0.999 for other_number, other in kept):
            kept.append((number, box))
    return sorted(kept, key=lambda item: (item[0], item[1].top, item[1].left))


def _on_original(box: Box, page: Page) -> Box:
    return page.original.apply_box(box) if page.original is not None else box

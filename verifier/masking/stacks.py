"""Lines that belong together although reading order does not say so: neighbours and vertical stacks."""

from __future__ import annotations

from collections.abc import Sequence

from models.document import Line, Page

_SAME_ROW = 0.5
"""Share of the lower line's height by which two lines on one row overlap."""
_GAP_HEIGHTS = 3.0
"""A neighbour on the row is at most this many line heights away, one below at most this many below."""
_STACKED = 2
"""Lines of at most this many characters take part in a vertical stack."""


def loose_joins(lines: Sequence[Line]) -> list[list[int]]:
    """Return pairs (line, nearest one right of it) and (line, nearest one below) that do not follow each other."""
    joins = []
    for index, line in enumerate(lines):
        for other in (_right_of(lines, index), _below(lines, index)):
            if other is not None and other != index + 1 and line.text and lines[other].text:
                joins.append([index, other])
    return joins


def stacks(page: Page) -> list[list[int]]:
    """Return chains of very short lines, each right below the one before (竖排)."""
    lines = page.lines
    short = [index for index, line in enumerate(lines) if 0 < len(line.text.strip()) <= _STACKED]
    below = {index: _stacked_below(page, index, short) for index in short}
    followers = {other for other in below.values() if other is not None}
    chains = []
    for head in short:
        if head in followers:
            continue
        chain, following = [head], below[head]
        while following is not None and following not in chain:
            chain.append(following)
            following = below[following]
        if len(chain) > 1:
            chains.append(chain)
    return chains


def _right_of(lines: Sequence[Line], index: int) -> int | None:
    box, best, nearest = lines[index].box, None, float("inf")
    for other, line in enumerate(lines):
        gap = line.box.left - box.right
        shared = min(box.bottom, line.box.bottom) - max(box.top, line.box.top)
        on_the_row = shared > _SAME_ROW * min(box.height, line.box.height)
        starts_right = line.box.left > box.left and gap > -0.25 * box.width
        if other != index and on_the_row and starts_right and gap < nearest:
            best, nearest = other, gap
    return best


def _below(lines: Sequence[Line], index: int) -> int | None:
    box, best, nearest = lines[index].box, None, float("inf")
    for other, line in enumerate(lines):
        gap = line.box.top - box.bottom
        if other == index or line.box.top <= box.top or gap > _GAP_HEIGHTS * max(box.height, line.box.height):
            continue
        if min(box.right, line.box.right) > max(box.left, line.box.left) and gap < nearest:
            best, nearest = other, gap
    return best


def _stacked_below(page: Page, index: int, short: Sequence[int]) -> int | None:
    box, best, nearest = page.lines[index].box, None, float("inf")
    for other in short:
        candidate = page.lines[other].box
        gap = candidate.top - box.bottom
        aligned = abs(candidate.centre[0] - box.centre[0]) < 0.6 * max(box.width, candidate.width)
        close = candidate.top > box.top and -0.5 * box.height < gap < _GAP_HEIGHTS * box.height
        if other != index and aligned and close and gap < nearest:
            best, nearest = other, gap
    return best

"""What of a squeezed line has to be read again: the stretches where a character may be wrong, or missing.

Wide characters (Chinese ones and their points) survive squeezing when they are sure, evenly set and not too close.
Digits and Latin letters do not: whatever holds one is read again, with a sure neighbour on both sides, at which the new
reading is joined to the old one. Where the neighbours do not come out as before, the whole line is read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

SURE: Final = 0.8
_FIRST_WIDE: Final = 0x2E80
"""From here on, characters are as wide as high (CJK radicals, Unicode)."""
_LEAST_STEPS: Final = 2.3
"""Characters set closer than this, in steps of the network, may melt together."""
_WIDEST_GAP: Final = 1.7
"""Times the usual distance: a gap of nearly two characters may hide a lost one."""
_APART: Final = 7
"""Doubtful characters nearer than this share a stretch: between two stretches stand two anchors and their context."""
_WORTH: Final = 0.6
"""Where stretches take more of a line than this, reading all of it costs hardly more."""


@dataclass(frozen=True)
class Character:
    """One character as read: `position` is where it begins as a fraction 0..1 of the strip's width."""

    text: str
    confidence: float
    position: float


@dataclass(frozen=True)
class Stretch:
    """A piece of a line to be read again.

    Args:
        left: index of the last character before it that stands, -1 where it begins with the line.
        right: index of the first one after it, the number of characters where it ends with the line.
        start: where the piece is cut, a fraction 0..1 of the line.
        end: see `start`.
    """

    left: int
    right: int
    start: float
    end: float


def doubtful(found: Sequence[Character], steps: float) -> list[Stretch] | None:
    """Return what of a squeezed line of so many steps is to be read again; None where the whole line is."""
    usual = _usual_gap(found, steps)
    if usual is None:
        return None
    doubted = {i for i, character in enumerate(found) if not _stands(character)}
    for i, (before, after) in enumerate(pairwise(found)):
        if after.position - before.position > _WIDEST_GAP * usual:
            doubted |= {i, i + 1}
    stretches = [_stretch(found, first, last, usual) for first, last in _runs(sorted(doubted))]
    return stretches if sum(piece.end - piece.start for piece in stretches) <= _WORTH else None


def joined(
    found: Sequence[Character], stretches: Sequence[Stretch], readings: Sequence[Sequence[Character]]
) -> list[Character] | None:
    """Return the line with its stretches as they were read again; None where one does not fit its neighbours."""
    line: list[Character] = []
    done = 0
    for stretch, reading in zip(stretches, readings, strict=True):
        inner = _between(found, stretch, reading)
        if inner is None:
            return None
        line += [*found[done : stretch.left + 1], *inner]
        done = stretch.right
    return [*line, *found[done:]]


def _stands(character: Character) -> bool:
    return character.confidence >= SURE and ord(min(character.text)) >= _FIRST_WIDE


def _usual_gap(found: Sequence[Character], steps: float) -> float | None:
    """Return the usual distance of wide characters, a fraction of the line; None where a line is no Chinese text."""
    gaps = [b.position - a.position for a, b in pairwise(found) if _stands(a) and _stands(b)]
    if not gaps:
        return None
    usual = median(gaps)
    return usual if usual * steps >= _LEAST_STEPS else None


def _runs(doubted: Sequence[int]) -> list[tuple[int, int]]:
    """Return first and last of the doubted characters that are near one another."""
    runs: list[tuple[int, int]] = []
    for index in doubted:
        if runs and index - runs[-1][1] < _APART:
            runs[-1] = runs[-1][0], index
        else:
            runs.append((index, index))
    return runs


def _stretch(found: Sequence[Character], first: int, last: int, usual: float) -> Stretch:
    """Return the stretch around doubted characters: a neighbour, an anchor and a character of context on each side."""
    left, right = first - 2, last + 2
    from_start, to_end = left < 1, right > len(found) - 2
    return Stretch(
        -1 if from_start else left,
        len(found) if to_end else right,
        0.0 if from_start else max(0.0, found[left - 1].position - usual / 2),
        1.0 if to_end else min(1.0, found[right + 1].position + usual),
    )


def _between(found: Sequence[Character], stretch: Stretch, reading: Sequence[Character]) -> list[Character] | None:
    """Return what a new reading says between the two anchors, its positions those of the line."""
    wide = stretch.end - stretch.start
    moved = [replace(character, position=stretch.start + character.position * wide) for character in reading]
    if stretch.left >= 0:
        begin = _place(moved, found[stretch.left], found[stretch.left + 1])
        if begin is None:
            return None
        moved = moved[begin + 1 :]
    if stretch.right < len(found):
        end = _place(moved, found[stretch.right], found[stretch.right - 1])
        if end is None:
            return None
        moved = moved[:end]
    return moved


def _place(reading: Sequence[Character], anchor: Character, beside: Character) -> int | None:
    """Return where the anchor stands in a new reading, at most half way to its neighbour from where it stood."""
    room = abs(beside.position - anchor.position) / 2
    near = [
        (abs(character.position - anchor.position), index)
        for index, character in enumerate(reading)
        if character.text == anchor.text and _stands(character)
    ]
    off, index = min(near, default=(room + 1, 0))
    return index if off <= room else None

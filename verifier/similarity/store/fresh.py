"""Documents that are in no segment on disk yet: small segments in memory, merged sixteen to one as they grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.store.catalogue import Catalogue
from verifier.similarity.store.segment import Segment, in_memory

_AT_ONCE: Final = 16
"""So many segments of one size become one: a search asks a few dozen, and adding costs a few microseconds a token."""


class FreshTexts:
    """The fresh documents as one process sees them."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []

    def __len__(self) -> int:
        return sum(len(segment) for segment in self.segments)

    def absorb(self, numbers: Sequence[int], texts: Sequence[NDArray[np.uint16]]) -> None:
        """Take up new documents."""
        if numbers:
            self.segments.append(in_memory("", numbers, texts))
        while len(self.segments) >= _AT_ONCE and self._size(-_AT_ONCE) <= _AT_ONCE * max(1, self._size(-1)):
            self._merge(len(self.segments) - _AT_ONCE)

    def refresh(self, catalogue: Catalogue) -> None:
        """Become what the catalogue says: drop what was merged or removed, take up what others added."""
        wanted = catalogue.fresh_numbers()
        there = set(wanted)
        self.segments = [
            segment if len(kept) == len(segment) else _of(segment, kept)
            for segment, kept in ((entry, [n for n in entry.numbers.tolist() if n in there]) for entry in self.segments)
            if kept
        ]
        known = {number for segment in self.segments for number in segment.numbers.tolist()}
        new = [number for number in wanted if number not in known]
        texts = [(number, np.frombuffer(text, np.uint16)) for number, text in catalogue.fresh_texts(new)]
        self.absorb([number for number, _ in texts], [units for _, units in texts])

    def _size(self, index: int) -> int:
        return len(self.segments[index])

    def _merge(self, first: int) -> None:
        merged = self.segments[first:]
        numbers = [number for segment in merged for number in segment.numbers.tolist()]
        texts = [_text(segment, number) for segment in merged for number in segment.numbers.tolist()]
        self.segments[first:] = [in_memory("", numbers, texts)]


def _of(segment: Segment, numbers: list[int]) -> Segment:
    return in_memory("", numbers, [_text(segment, number) for number in numbers])


def _text(segment: Segment, number: int) -> NDArray[np.uint16]:
    units = segment.text_units(number)
    assert units is not None, "a segment has the texts of its numbers"
    return units

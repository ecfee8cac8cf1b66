"""Edited copies (改写式复制): passages with words swapped, sentences reordered, noise put in.

Every run of 4 tokens that both texts have is a seed. Seeds that are close in both texts make a group, whatever their
order, and a group with enough text, densely enough, is a passage. The method is that of the seed-and-extend family
(M. A. Sanchez-Perez, G. Sidorov, A. Gelbukh, PAN at CLEF 2014), with tokens in place of sentences as seeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

EDITED_RULE: Final = "edited-4/1"
"""Names the rule of edited passages: this file with its figures."""

GAP: Final = 40
"""Seeds at most so many tokens apart, in both texts, belong together: a clause or two that were rewritten between."""

LEAST_COVERED: Final = 24
LEAST_DENSITY: Final = 0.25
LEAST_PAIRS: Final = 0.5
"""A group counts with so many tokens in seeds, this share of its extent in seeds, and this share in pairs of
neighbouring tokens that both texts have: of a text with 3 words in 10 replaced 7 in 10 still stand in pairs, of two
texts on one subject about 2 in 10."""

FILL: Final = 8
"""Between shared pairs of a passage, so many tokens at most are taken to be edited; what is longer is the author's."""

EDGE: Final = 3
"""At the ends of a passage, so many."""

NEAR_COVERED: Final = 7
NEAR_DENSITY: Final = 0.6
NEAR_PAPER: Final = 40
NEAR_SOURCE: Final = 600
"""A short group (four seeds in a row) counts beside a passage: so near in the paper, and within a page in the source.
That is what a shuffled sentence of less than thirteen tokens looks like."""

SEED: Final = 4

_MOST_SEEDS: Final = 200_000


@dataclass(frozen=True)
class Edited:
    """A passage: tokens first..last (both included) in the paper and in the source."""

    first: int
    last: int
    source_first: int
    source_last: int


class Aligner:
    """Finds the edited passages of one paper in one source after the other."""

    def __init__(self, paper: NDArray[np.uint64]) -> None:
        from verifier.similarity.aligning import seed_table

        self._paper = paper
        size = 1 << max(8, int(2 * len(paper)).bit_length())
        self._heads, self._following = np.full(size, -1, np.int32), np.full(len(paper), -1, np.int32)
        seed_table(paper, self._heads, self._following)

    def align(self, source: NDArray[np.uint64]) -> list[Edited]:
        """Return the passages that the paper shares with a source, in the order of the paper."""
        seeds, groups, members = self._groups(source)
        density = np.minimum(
            groups[:, 4] / (groups[:, 1] - groups[:, 0] + 1), groups[:, 5] / (groups[:, 3] - groups[:, 2] + 1)
        )
        covered = np.minimum(groups[:, 4], groups[:, 5])
        taken = (covered >= LEAST_COVERED) & (density >= LEAST_DENSITY)
        for k in np.flatnonzero(taken).tolist():
            taken[k] = self._share_in_pairs(source, groups[k]) >= LEAST_PAIRS
        short = (covered >= NEAR_COVERED) & (density >= NEAR_DENSITY) & ~taken
        _take_near(groups, taken, short)
        return [
            piece
            for k in np.flatnonzero(taken).tolist()
            for piece in self._pieces(source, groups[k], seeds[members[k] : members[k + 1]])
        ]

    def _share_in_pairs(self, source: NDArray[np.uint64], group: NDArray[np.int64]) -> float:
        from verifier.similarity.aligning import mark_pairs

        one = self._paper[group[0] : group[1] + 1]
        other = source[group[2] : group[3] + 1]
        there = mark_pairs(one, other, np.zeros(len(one), np.bool_)) / len(one)
        back = mark_pairs(other, one, np.zeros(len(other), np.bool_)) / len(other)
        return float(min(there, back))

    def _pieces(
        self, source: NDArray[np.uint64], group: NDArray[np.int64], seeds: NDArray[np.int64]
    ) -> Iterator[Edited]:
        """Cut a passage where more than `FILL` tokens are in no shared pair; pieces without a seed are dropped."""
        from verifier.similarity.aligning import mark_pairs

        first = max(0, int(group[0]) - FILL)
        one = self._paper[first : int(group[1]) + 1 + FILL]
        marked = np.zeros(len(one), np.bool_)
        mark_pairs(one, source[max(0, int(group[2]) - FILL) : int(group[3]) + 1 + FILL], marked)
        places = np.flatnonzero(marked)
        cuts = np.flatnonzero(np.diff(places) > FILL + 1) + 1
        for piece in np.split(places, cuts):
            begin, end = first + int(piece[0]), first + int(piece[-1])
            inside = seeds[(seeds[:, 0] >= begin) & (seeds[:, 0] <= end)]
            if len(inside):
                # Beyond the outermost seeds, pairs soon may be anybody's.
                begin = _edge(piece[::-1] + first, int(inside[0, 0]))
                end = _edge(piece + first, int(inside[-1, 0]) + SEED - 1)
                yield Edited(begin, end, int(inside[:, 1].min()), int(inside[:, 1].max()) + SEED - 1)

    def _groups(self, source: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64], list[int]]:
        """Return the seeds by group and place, the measures of each group, and where each group's seeds begin."""
        from verifier.similarity.aligning import group_seeds, measure_groups, shared_seeds

        seeds = np.empty((min(_MOST_SEEDS, 4 * len(source) + 64), 2), np.int64)
        seeds = seeds[: shared_seeds(self._paper, source, self._heads, self._following, seeds)]
        seeds = seeds[np.argsort(seeds[:, 0], kind="stable")]
        parents = np.empty(len(seeds), np.int64)
        group_seeds(seeds, GAP, parents)
        order = np.argsort(parents, kind="stable")
        measured = np.empty((len(seeds), 6), np.int64)
        measured = measured[: measure_groups(seeds, parents, order, measured)]
        borders = np.flatnonzero(np.diff(parents[order])) + 1
        return seeds[order], measured, [0, *borders.tolist(), len(seeds)]


def _edge(places: NDArray[np.int64], start: int) -> int:
    """Follow places (in one direction) from `start` on, over gaps of at most `EDGE` tokens; return the last."""
    reached = start
    forwards = bool(len(places) < 2 or places[-1] > places[0])
    for place in places.tolist():
        if (place > reached) == forwards and place != reached:
            if abs(place - reached) > EDGE + 1:
                break
            reached = place
    return reached


def _take_near(groups: NDArray[np.int64], taken: NDArray[np.bool_], short: NDArray[np.bool_]) -> None:
    """Take short groups beside passages, and then those beside them; changes `taken`."""
    while True:
        near = np.zeros(len(groups), bool)
        for index in np.flatnonzero(taken).tolist():
            first, last, begin, end = groups[index, :4].tolist()
            near |= (
                (groups[:, 0] <= last + NEAR_PAPER)
                & (groups[:, 1] >= first - NEAR_PAPER)
                & (groups[:, 2] <= end + NEAR_SOURCE)
                & (groups[:, 3] >= begin - NEAR_SOURCE)
            )
        new = near & short & ~taken
        if not new.any():
            return
        taken |= new

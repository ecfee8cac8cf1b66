"""The exact pass over segments: fingerprints to hits, hits to maximal runs, runs to sources; no source is cut off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.sources import Source, SourceRuns
from verifier.similarity.store.segment import Segment
from verifier.similarity.tokens import Tokens, low_surrogates
from verifier.similarity.winnowing import fingerprints

_PERIODIC: Final = 64
_PERIODIC_PAIRS: Final = 4096
_ALL: Final = 1 << 40
_STEPS: Final = 200_000_000
"""Tokens walked in one search of a segment before walks are cut short: a second or two."""

_MANY_RUNS: Final = 2_000
"""More runs than these in one document are thinned out to those that cover the same tokens."""

_SLICE: Final = 1 << 16
"""Fingerprints looked up at once: a paper of two million characters has nine times as many."""

Sources = Callable[[Sequence[int]], dict[int, Source]]


def search_segments(
    segments: Sequence[Segment],
    tokens: Tokens,
    sources: Sources,
    documents: int,
    exclude: frozenset[str],
    near: int,
    *,
    cold: bool = False,
) -> tuple[list[SourceRuns], list[Source]]:
    """Search all segments.

    Args:
        segments: where to search; may hold documents that are no longer in the corpus.
        tokens: the paper.
        sources: gives the documents of numbers that are in the corpus.
        documents: size of the corpus, to weigh fingerprints.
        exclude: ids that are not wanted.
        near: how many sources are wanted for a closer look.
        cold: the segments may not be in the page cache: have what is needed read all at once.

    Returns:
        Every source with a run of 13 tokens or more, most tokens first; and the nearest sources.

    Raises:
        SegmentDamaged: one of the segments contradicts itself.
    """
    hashes, at = fingerprints(tokens.ids)
    most = _most(hashes)
    shared: list[_Shared] = []
    frequency = np.zeros(len(hashes), np.int64)
    for segment in segments if cold else ():
        segment.ask_for_table(hashes[:_SLICE])
    for segment in segments:
        shared += _in_segment(segment, tokens, hashes, at, most, frequency, cold=cold)
    weights = np.log1p(max(1, documents) / np.maximum(1, frequency))
    # More than wanted, for some may have been removed; half as many again and a few.
    nearest = _nearest(shared, weights, near + near // 2 + 8) if near else []
    wanted = sorted({number for entry in shared for number in entry.with_runs} | set(nearest))
    known = {number: source for number, source in sources(wanted).items() if source.id not in exclude}
    exact = [runs for entry in shared for runs in entry.source_runs(known)]
    exact.sort(key=lambda entry: (-entry.tokens, entry.source.id))
    return exact, [known[number] for number in nearest if number in known][:near]


@dataclass(frozen=True, eq=False)
class _Shared:
    """What one segment shares: hits as (document index, fingerprint), runs as `Segment.runs` gives them."""

    segment: Segment
    documents: NDArray[np.int64]
    prints: NDArray[np.int64]
    runs: NDArray[np.int64]

    @property
    def with_runs(self) -> list[int]:
        found: list[int] = self.segment.numbers[np.unique(self.runs[:, 0])].tolist()
        return found

    def source_runs(self, known: dict[int, Source]) -> list[SourceRuns]:
        found: list[SourceRuns] = []
        indexes, firsts = np.unique(self.runs[:, 0], return_index=True)
        if not len(indexes):
            return found
        begins = self.segment.starts[self.runs[:, 0]]
        placed = self.runs[:, 1:].copy()
        placed[:, 2] -= begins
        placed[:, 3] -= begins
        tokens = np.add.reduceat(placed[:, 1], firsts).tolist()
        pairs = self.segment.pairs[indexes].tolist()
        numbers = self.segment.numbers[indexes].tolist()
        edges = [*firsts.tolist(), len(placed)]
        for k, number in enumerate(numbers):
            source = known.get(number)
            if source is not None:
                runs = placed[edges[k] : edges[k + 1]]
                if pairs[k]:
                    self._in_code_points(int(indexes[k]), runs)
                found.append(SourceRuns(source, runs, tokens[k]))
        return found

    def _in_code_points(self, index: int, runs: NDArray[np.int64]) -> None:
        """Change places in units to places in code points."""
        begin, end = self.segment.starts[index], self.segment.starts[index + 1]
        runs[:, 2:] -= np.searchsorted(low_surrogates(self.segment.units[begin:end]), runs[:, 2:])


def _in_segment(
    segment: Segment,
    tokens: Tokens,
    hashes: NDArray[np.uint64],
    at: NDArray[np.int64],
    most: NDArray[np.int64],
    frequency: NDArray[np.int64],
    *,
    cold: bool,
) -> list[_Shared]:
    """Search one segment, a slice of the paper's fingerprints at a time; runs over a border are found by both."""
    parts = []
    slices = 1 + len(hashes) // _SLICE
    for first in range(0, len(hashes), _SLICE):
        cut = slice(first, first + _SLICE)
        counted = np.zeros(len(hashes[cut]), np.int64)
        if cold:
            segment.ask_for_postings(hashes[cut])
        hits = segment.hits(hashes[cut], at[cut], most[cut], counted)
        frequency[cut] += counted
        if cold:
            segment.ask_for_texts(hits)
        documents = segment.documents_of(hits)
        runs = segment.runs(tokens.ids, hits, documents, _STEPS // slices)
        if len(hits):
            parts.append((documents, hits[:, 2] + first, runs))
    if not parts:
        return []
    runs = _without_contained(np.concatenate([part[2] for part in parts]))
    return [_Shared(segment, np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), runs)]


def _without_contained(runs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort by document and place; drop runs that lie, in the paper, inside another run of the same document."""
    runs = runs[np.lexsort((runs[:, 3], -runs[:, 2], runs[:, 1], runs[:, 0]))]
    if not len(runs):
        return runs
    # How far earlier runs of the same document reach; documents are set apart by more than any paper's length.
    far = (runs[:, 0] - runs[0, 0]) * (1 << 32)
    reach = np.maximum.accumulate(far + runs[:, 1] + runs[:, 2])
    kept = np.ones(len(runs), bool)
    kept[1:] = far[1:] + runs[1:, 1] + runs[1:, 2] > reach[:-1]
    outer: NDArray[np.int64] = runs[kept]
    needed = np.ones(len(outer), np.bool_)
    if len(outer) > _MANY_RUNS:
        from verifier.similarity.store.looking import thin_out

        thin_out(outer, _MANY_RUNS, needed)
    return outer[needed]


def _most(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return how many places of each fingerprint are wanted: all, but where the paper repeats itself over and over.

    A paper that has one 8-gram m > 64 times is periodic there; with all places of its sources that would be a product
    of two large numbers. Each of its m places is still compared with 4096 / m places of the corpus, at least one.
    """
    _, inverse, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    repeated = counts[inverse]
    most: NDArray[np.int64] = np.full(len(hashes), _ALL, np.int64)
    periodic = repeated > _PERIODIC
    most[periodic] = np.maximum(1, _PERIODIC_PAIRS // repeated[periodic])
    return most


def _nearest(shared: Sequence[_Shared], weights: NDArray[np.float64], wanted: int) -> list[int]:
    """Return the numbers of the documents with the greatest sum of weights over the different fingerprints shared."""
    numbers, scores = [], []
    for entry in shared:
        pairs = np.unique(entry.documents * len(weights) + entry.prints)
        documents, first = np.unique(pairs // len(weights), return_index=True)
        numbers.append(entry.segment.numbers[documents])
        scores.append(np.add.reduceat(weights[pairs % len(weights)], first))
    if not numbers:
        return []
    number, score = np.concatenate(numbers), np.concatenate(scores)
    order = np.lexsort((number, -score))[:wanted]
    found: list[int] = number[order].tolist()
    return found

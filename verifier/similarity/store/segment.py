"""A segment: texts of many documents one after the other, and the postings of their fingerprints. Never changed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.folding import TABLE
from verifier.similarity.store.mapping import ask_for, let_go, pieces
from verifier.similarity.tokens import low_surrogates, table_arrays

MAX_UNITS: Final = 1 << 29
"""Units of text in one segment, 1 GiB: its postings, which are built in memory, are 0.8 GiB."""

_LEAST_BITS, _MOST_BITS = 4, 26
_POSTINGS_PER_UNIT: Final = 0.2
_POSTINGS_PER_BUCKET: Final = 16
_LEARN_UNITS: Final = 1 << 22
_AROUND_UNITS: Final = 512
_LOW_32: Final = np.uint64(0xFFFFFFFF)


class SegmentDamaged(Exception):
    """The postings of a segment contradict themselves; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, eq=False)
class Segment:
    """One segment, in memory or mapped from disk; all arrays are read-only.

    `numbers` (int64, ascending) names its documents, `starts` (int64, one more) their texts in `units` (uint16),
    `pairs` (int64) the characters of two units in each; `before` (uint32, 2**bits + 1) and `body` (uint16, 3 a posting)
    are the postings, see `placing`.
    """

    name: str
    numbers: NDArray[np.int64]
    starts: NDArray[np.int64]
    units: NDArray[np.uint16]
    bits: int
    before: NDArray[np.uint32]
    body: NDArray[np.uint16]
    pairs: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)

    def text_units(self, number: int) -> NDArray[np.uint16] | None:
        """Return the text of a document, None where it is not here."""
        index = int(np.searchsorted(self.numbers, number))
        if index == len(self.numbers) or self.numbers[index] != number:
            return None
        return self.units[self.starts[index] : self.starts[index + 1]]

    def ask_for_table(self, hashes: NDArray[np.uint64]) -> None:
        """Have the part of the table read that a look-up of these fingerprints needs."""
        buckets = self._buckets(hashes)
        ask_for(self.before, buckets, buckets + 2)

    def ask_for_postings(self, hashes: NDArray[np.uint64]) -> None:
        """Have the postings of these fingerprints read; the table should have been asked for."""
        buckets = self._buckets(hashes)
        firsts, ends = self.before[buckets].astype(np.int64), self.before[buckets + 1].astype(np.int64)
        ask_for(self.body, 3 * firsts, 3 * ends)

    def ask_for_texts(self, hits: NDArray[np.int64]) -> None:
        """Have the text around hits read."""
        ask_for(self.units, hits[:, 0] - _AROUND_UNITS, hits[:, 0] + _AROUND_UNITS)

    def _buckets(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        found: NDArray[np.int64] = ((hashes & _LOW_32) >> np.uint64(32 - self.bits)).astype(np.int64)
        return found

    def hits(
        self, hashes: NDArray[np.uint64], at: NDArray[np.int64], most: NDArray[np.int64], frequency: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return (place, token of the paper, fingerprint) of every posting, sorted; adds to `frequency`.

        Raises:
            SegmentDamaged: the postings contradict themselves.
        """
        from verifier.similarity.store.looking import look_up

        size = max(4096, 8 * len(hashes))
        while True:
            found, counted = np.empty((size, 3), np.int64), np.zeros(len(hashes), np.int64)
            count = look_up(hashes, at, most, self.bits, self.before, self.body, len(self.units), found, counted)
            if count < 0:
                raise SegmentDamaged(self.name)
            if count <= size:
                break
            size = count
        frequency += counted
        found = found[:count]
        # Both fit into one word: places have 32 bits, tokens of a paper fewer.
        return found[np.argsort((found[:, 0] << 31) | found[:, 1], kind="stable")]

    def documents_of(self, hits: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the index of the document of each hit."""
        return (np.searchsorted(self.starts, hits[:, 0], side="right") - 1).astype(np.int64)

    def runs(
        self, paper: NDArray[np.uint64], hits: NDArray[np.int64], documents: NDArray[np.int64], steps: int
    ) -> NDArray[np.int64]:
        """Return (document, first token, tokens, first unit, end unit) of every maximal equal run of 13 or more."""
        from verifier.similarity.store.looking import extend

        size = max(1024, len(hits) // 4)
        while True:
            runs = np.empty((size, 5), np.int64)
            count = extend(paper, self.units, self.starts, documents, hits, table_arrays(), steps, runs)
            if count <= size:
                return runs[:count]
            size = count


def bits_for(units: int) -> int:
    """Return the size of the table for a text: buckets of about sixteen postings."""
    buckets = max(1.0, units * _POSTINGS_PER_UNIT / _POSTINGS_PER_BUCKET)
    return int(min(_MOST_BITS, max(_LEAST_BITS, round(float(np.log2(buckets))))))


def learn(units: NDArray[np.uint16]) -> None:
    """Make the folding table know a long text, a piece at a time."""
    for start in range(0, len(units), _LEARN_UNITS):
        # A pair that is cut in two is learned whole with the next unit.
        piece = units[start : start + _LEARN_UNITS + 1]
        TABLE.learn(piece)
        let_go(piece)


def count_table(units: NDArray[np.uint16], starts: NDArray[np.int64], bits: int, threads: int) -> Counted:
    """Count the postings of every bucket, for each of `threads` slices of the documents."""
    from verifier.similarity.store.placing import count_postings

    slices = _slices(starts, threads)
    counts = np.zeros((len(slices), 1 << bits), np.uint32)

    def count(k: int) -> None:
        for first, last in pieces(starts, *slices[k]):
            count_postings(units, starts, first, last, table_arrays(), bits, counts[k])
            let_go(units[starts[first] : starts[last]])

    with ThreadPoolExecutor(len(slices)) as pool:
        list(pool.map(count, range(len(slices))))
    before = np.zeros((1 << bits) + 1, np.uint32)
    np.cumsum(counts.sum(axis=0, dtype=np.uint32), out=before[1:])
    # From here on: where each slice begins to write in each bucket.
    cursors = np.zeros_like(counts)
    np.cumsum(counts[:-1], axis=0, out=cursors[1:])
    return Counted(slices, before, cursors)


@dataclass(frozen=True, eq=False)
class Counted:
    """The table, and where each slice of documents writes its postings."""

    slices: list[tuple[int, int]]
    before: NDArray[np.uint32]
    cursors: NDArray[np.uint32]


def fill_body(
    units: NDArray[np.uint16], starts: NDArray[np.int64], bits: int, counted: Counted, body: NDArray[np.uint16]
) -> None:
    """Write and sort the postings into `body` (uint16, 3 a posting)."""
    from verifier.similarity.store.placing import place_postings, sort_buckets

    def place(k: int) -> None:
        for first, last in pieces(starts, *counted.slices[k]):
            place_postings(units, starts, first, last, table_arrays(), bits, counted.before, counted.cursors[k], body)
            let_go(units[starts[first] : starts[last]])

    buckets = 1 << bits
    parts = len(counted.slices)
    edges = [buckets * k // parts for k in range(parts + 1)]
    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(place, range(parts)))
        list(pool.map(lambda k: sort_buckets(edges[k], edges[k + 1], counted.before, body), range(parts)))


def in_memory(name: str, numbers: Sequence[int], texts: Sequence[NDArray[np.uint16]]) -> Segment:
    """Build a segment in memory."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(entry) for entry in texts], out=starts[1:])
    units = np.concatenate([*texts, np.zeros(0, np.uint16)])
    learn(units)
    units.setflags(write=False)
    bits = bits_for(len(units))
    counted = count_table(units, starts, bits, 1)
    body = np.empty(3 * int(counted.before[-1]), np.uint16)
    fill_body(units, starts, bits, counted, body)
    for array in (starts, counted.before, body):
        array.setflags(write=False)
    order = np.array(numbers, np.int64)
    order.setflags(write=False)
    pairs = np.array([len(low_surrogates(entry)) for entry in texts], np.int64)
    return Segment(name, order, starts, units, bits, counted.before, body, pairs)


def _slices(starts: NDArray[np.int64], parts: int) -> list[tuple[int, int]]:
    """Cut the documents into at most `parts` slices of about equal text."""
    documents = len(starts) - 1
    if documents == 0:
        return [(0, 0)]
    edges = np.searchsorted(starts, np.linspace(0, starts[-1], parts + 1)[1:-1]).tolist()
    edges = sorted({0, documents, *(min(documents, edge) for edge in edges)})
    return [(edges[k], edges[k + 1]) for k in range(len(edges) - 1)]

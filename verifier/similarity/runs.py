"""Verbatim runs: from shared fingerprints to maximal shared runs of tokens, with no cut on the number of sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.winnowing import SHORTEST_RUN

_CHUNK = 64


@dataclass(frozen=True, order=True)
class Run:
    """`length` tokens that stand at token index `paper` of the paper and at token index `source` of the source."""

    paper: int
    source: int
    length: int


def maximal_runs(paper: NDArray[np.uint64], source: NDArray[np.uint64], hits: Iterable[tuple[int, int]]) -> list[Run]:
    """Extend hits (paper index, source index) of equal k-grams to maximal equal runs of at least 13 tokens.

    A hit whose k-grams differ (a collision of hashes) extends to nothing and is dropped.
    """
    runs: list[Run] = []
    reached: dict[int, int] = {}
    for at_paper, at_source in sorted(hits):
        diagonal = at_paper - at_source
        if at_paper < reached.get(diagonal, -1):
            continue
        if paper[at_paper] != source[at_source]:
            continue
        before = _equal_backwards(paper, source, at_paper, at_source)
        after = _equal_forwards(paper, source, at_paper, at_source)
        reached[diagonal] = at_paper + after
        if before + after >= SHORTEST_RUN:
            runs.append(Run(at_paper - before, at_source - before, before + after))
    return without_contained(runs)


def without_contained(runs: Sequence[Run]) -> list[Run]:
    """Drop every run whose place in the paper lies inside that of a longer (or an equally long, earlier) run."""
    kept: list[Run] = []
    reach = -1
    for run in sorted(runs, key=lambda run: (run.paper, -run.length, run.source)):
        if run.paper + run.length > reach:
            kept.append(run)
            reach = run.paper + run.length
    return kept


def _equal_forwards(paper: NDArray[np.uint64], source: NDArray[np.uint64], i: int, j: int) -> int:
    """Count equal tokens from (i, j) on."""
    length = 0
    while True:
        size = min(_CHUNK, len(paper) - i - length, len(source) - j - length)
        if size <= 0:
            return length
        differ = np.flatnonzero(paper[i + length : i + length + size] != source[j + length : j + length + size])
        if len(differ):
            return length + int(differ[0])
        length += size


def _equal_backwards(paper: NDArray[np.uint64], source: NDArray[np.uint64], i: int, j: int) -> int:
    """Count equal tokens just before (i, j)."""
    return _equal_forwards(paper[:i][::-1], source[:j][::-1], 0, 0)

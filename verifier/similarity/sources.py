"""A document of the corpus, and what a search finds of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Source:
    """One document of the corpus; only `id` and its text are required."""

    id: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    kind: str | None = None


@dataclass(frozen=True, eq=False)
class SourceRuns:
    """All verbatim runs that one source shares with the paper.

    `runs` (int64, shape (n, 4)): first token in the paper, number of tokens, start and end in code points of the
    source; ascending in the paper, none inside another. `tokens` is their sum, overlaps counted twice.
    """

    source: Source
    runs: NDArray[np.int64]
    tokens: int


@dataclass(frozen=True, eq=False)
class Found:
    """What a search gives.

    `exact` has every source that shares a run of 13 tokens or more, most tokens first. `near` has the sources with the
    weightiest shared fingerprints, for a closer look, weightiest first. `unanswered` documents could not be searched,
    because their segment is damaged and not yet built anew.
    """

    exact: list[SourceRuns]
    near: list[Source]
    unanswered: int = 0

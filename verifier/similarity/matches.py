"""What one source shares with the paper: verbatim runs and edited passages together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.edited import Edited
from verifier.similarity.masks import Pieces, mask_of
from verifier.similarity.sources import Source, SourceRuns
from verifier.similarity.tokens import Tokens

LEAST_NEWS: Final = 8
"""An edited passage has at least so many tokens that are in no verbatim run; fewer are the fringe of one."""

_NONE = np.zeros((0, 4), np.int64)


@dataclass(frozen=True, eq=False)
class Match:
    """A source with its passages.

    `runs` and `edited` (int64, (n, 4)): first token in the paper, the token behind the last, start and end in code
    points of the source.
    """

    source: Source
    runs: NDArray[np.int64]
    edited: NDArray[np.int64]
    tokens: int
    """Tokens in passages, overlaps counted twice: good for sorting."""

    @property
    def pieces(self) -> Pieces:
        """Where in the paper the passages of both kinds stand."""
        return np.concatenate([self.runs[:, :2], self.edited[:, :2]]) if len(self.edited) else self.runs[:, :2]


def exact_match(found: SourceRuns) -> Match:
    """Return what the exact pass found of a source."""
    runs = found.runs.copy()
    runs[:, 1] += runs[:, 0]
    return Match(found.source, runs, _NONE, found.tokens)


def with_edited(
    match: Match | None, source: Source, passages: Sequence[Edited], tokens: Tokens, paper_tokens: int
) -> Match:
    """Add edited passages to what is known of a source; mere fringes of verbatim runs are dropped."""
    runs = match.runs if match is not None else _NONE
    known = mask_of(paper_tokens, runs[:, :2])
    rows = [
        (entry.first, entry.last + 1, *tokens.span(entry.source_first, entry.source_last))
        for entry in passages
        if int((~known[entry.first : entry.last + 1]).sum()) >= LEAST_NEWS
    ]
    edited = np.array(rows, np.int64).reshape(-1, 4)
    more = int((edited[:, 1] - edited[:, 0]).sum())
    return Match(source, runs, edited, more + (match.tokens if match is not None else 0))

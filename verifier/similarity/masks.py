"""Which tokens of a paper are meant: masks over tokens, and the ratios they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.overlap import Ratio
from verifier.similarity.tokens import Tokens

Mask: TypeAlias = NDArray[np.bool_]
Pieces: TypeAlias = NDArray[np.int64]
"""(n, 2) int64: first token of each piece, and the token behind its last."""


def mask_of(total: int, pieces: Pieces) -> Mask:
    """Return the mask of tokens in any of the pieces."""
    steps = np.zeros(total + 1, np.int64)
    np.add.at(steps, pieces[:, 0], 1)
    np.add.at(steps, pieces[:, 1], -1)
    mask: Mask = np.cumsum(steps[:-1]) > 0
    return mask


def joined(total: int, pieces: Iterable[Pieces]) -> Mask:
    """Return the mask of tokens in any piece of several sources."""
    every = list(pieces)
    return mask_of(total, np.concatenate(every) if every else np.zeros((0, 2), np.int64))


@dataclass(frozen=True, eq=False)
class Cover:
    """What many sources cover: `counts` by source (tokens that count, overlaps once), `holders` by token (sources)."""

    counts: NDArray[np.int64]
    holders: NDArray[np.int64]


def cover_of(pieces: Sequence[Pieces], counting: Mask) -> Cover:
    """Count what each of many sources covers of the tokens that count."""
    from verifier.similarity.counting import cover

    counts, steps = np.zeros(len(pieces), np.int64), np.zeros(len(counting) + 1, np.int64)
    if pieces:
        every = np.concatenate(pieces)
        sources = np.repeat(np.arange(len(pieces)), [len(entry) for entry in pieces])
        order = np.lexsort((every[:, 0], sources))
        cover(sources[order], every[order], before(counting), counts, steps)
    return Cover(counts, np.cumsum(steps[:-1]))


def before(mask: Mask) -> NDArray[np.int64]:
    """Return, by token and for the end, how many marked tokens stand before it."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(mask, dtype=np.int64)])


def in_span(tokens: Tokens, start: int, end: int) -> slice:
    """Return the tokens that stand wholly inside a span of code points."""
    return slice(int(np.searchsorted(tokens.starts, start)), int(np.searchsorted(tokens.ends, end, side="right")))


def ratio(copied: Mask, compared: Mask) -> Ratio:
    """Return the ratio of the copied among the compared tokens."""
    return Ratio.of(int((copied & compared).sum()), int(compared.sum()))

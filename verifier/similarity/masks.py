"""Which tokens of a paper are meant: masks over tokens, and the ratios they make."""

from __future__ import annotations

from collections.abc import Iterable
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


def holders(total: int, pieces: Iterable[Pieces]) -> NDArray[np.int64]:
    """Return, by token, how many sources have it (a source counts once however often it has it)."""
    steps = np.zeros(total + 1, np.int64)
    for entry in pieces:
        edges = np.diff(mask_of(total, entry).astype(np.int8), prepend=0, append=0)
        steps += edges
    return np.cumsum(steps[:-1])


def in_span(tokens: Tokens, start: int, end: int) -> slice:
    """Return the tokens that stand wholly inside a span of code points."""
    return slice(int(np.searchsorted(tokens.starts, start)), int(np.searchsorted(tokens.ends, end, side="right")))


def ratio(copied: Mask, compared: Mask) -> Ratio:
    """Return the ratio of the copied among the compared tokens."""
    return Ratio.of(int((copied & compared).sum()), int(compared.sum()))

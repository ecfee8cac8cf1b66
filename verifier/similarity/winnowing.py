"""Winnowing over tokens: few fingerprints, and yet every long enough shared run is found.

Source: S. Schleimer, D. S. Wilkerson, A. Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003.
With k-grams of `K` tokens and windows of `W` hashes, every run of at least K + W - 1 tokens that two texts share leaves
at least one fingerprint in common. K = 8, W = 6 give the 13 tokens of the field's folklore at 1/3.6 of the postings of
all 13-grams.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

K: Final = 8
W: Final = 6
SHORTEST_RUN: Final = K + W - 1
"""13 tokens: no shared run of this length or more is missed."""

_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)


def fingerprints(ids: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the winnowed hashes of a token sequence and the index of the first token of each.

    Both arrays have shape (m,); positions ascend. A text of fewer than 13 tokens gives all its k-grams.
    """
    hashes = _gram_hashes(ids)
    if len(hashes) == 0:
        return hashes, np.zeros(0, np.int64)
    if len(hashes) <= W:
        positions = np.arange(len(hashes), dtype=np.int64)
        return hashes, positions
    windows = sliding_window_view(hashes, W)
    # The rightmost minimum, so that runs of equal hashes give few fingerprints: argmin of the reversed window.
    positions = np.unique(np.arange(len(windows)) + (W - 1) - np.argmin(windows[:, ::-1], axis=1)).astype(np.int64)
    return hashes[positions], positions


def _gram_hashes(ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
    if len(ids) < K:
        return np.zeros(0, np.uint64)
    windows = sliding_window_view(ids, K)
    mixed = np.zeros(len(windows), np.uint64)
    for column in range(K):
        mixed = mixed * _MULTIPLIER + windows[:, column]
    # Finalised (splitmix64): the low bits of a polynomial hash alone would order grams by their last token.
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX_1
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_2
    return mixed ^ (mixed >> np.uint64(31))

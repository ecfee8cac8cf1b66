"""Winnowing over tokens: few fingerprints, and yet every long enough shared run is found.

Source: S. Schleimer, D. S. Wilkerson, A. Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003.
With k-grams of `K` tokens and windows of `W` hashes, every run of at least K + W - 1 tokens that two texts share leaves
at least one fingerprint in common. K = 8, W = 6 give the 13 tokens of the field's folklore at 1/3.6 of the postings of
all 13-grams.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

K: Final = 8
W: Final = 6
SHORTEST_RUN: Final = K + W - 1
"""13 tokens: no shared run of this length or more is missed."""


def fingerprints(ids: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the winnowed hashes of a token sequence and the index of the first token of each.

    Both arrays have shape (m,); positions ascend. A text of fewer than 13 tokens gives all its k-grams.
    """
    from verifier.similarity.kernels import winnow

    scratch, chosen, at = np.empty_like(ids), np.empty_like(ids), np.empty(len(ids), np.int64)
    count = winnow(ids, len(ids), scratch, chosen, at)
    return chosen[:count].copy(), at[:count].copy()

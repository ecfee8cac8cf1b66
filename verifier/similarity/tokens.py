"""Text as tokens that survive re-typing: one Chinese character, or one whole Latin word or number, is a token.

What is folded before comparing stands in `folding`; every token keeps its place in the original text, so that a passage
can be shown on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.similarity.folding import TABLE

RULE_VERSION: Final = "verbatim-13/2"
"""Names the rule behind verbatim runs: this tokenisation, runs of 13 tokens."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """A text as tokens.

    `ids` are stable 64-bit hashes of the folded tokens (uint64, shape (n,)); `starts` and `ends` are the offsets of
    each token in Unicode code points of the original text (int64, shape (n,)).
    """

    ids: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the span in code points of the tokens `first` to `last` (both included)."""
        return int(self.starts[first]), int(self.ends[last])


def units_of(text: str) -> NDArray[np.uint16]:
    """Return a text as UTF-16 code units (read-only); halves of pairs that stand alone become U+FFFD."""
    try:
        data = text.encode("utf-16-le")
    except UnicodeEncodeError:
        data = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode("utf-16-le")
    return np.frombuffer(data, np.uint16)


def text_of(units: NDArray[np.uint16]) -> str:
    """Return the text that `units_of` gave."""
    return units.tobytes().decode("utf-16-le", "replace")


def tokenise(text: str) -> Tokens:
    """Split `text` into folded tokens with their places."""
    return tokenise_stored(units_of(text))


def tokenise_stored(units: NDArray[np.uint16]) -> Tokens:
    """Split a text in UTF-16 into folded tokens with their places in code points."""
    from verifier.similarity.kernels import tokenise_units

    TABLE.learn(units)
    size = len(units)
    ids, starts, ends = np.empty(size, np.uint64), np.empty(size, np.int64), np.empty(size, np.int64)
    count = tokenise_units(units, 0, size, table_arrays(), ids, starts, ends)
    ids, starts, ends = ids[:count].copy(), starts[:count].copy(), ends[:count].copy()
    low = low_surrogates(units)
    if len(low):
        starts, ends = starts - np.searchsorted(low, starts), ends - np.searchsorted(low, ends)
    return Tokens(ids, starts, ends)


def low_surrogates(units: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Return where the second halves of pairs stand: offset in code points = unit - how many stand before it."""
    found: NDArray[np.int64] = np.flatnonzero((units >= 0xDC00) & (units < 0xE000)).astype(np.int64)
    return found


def table_arrays() -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the folding table as the compiled loops want it."""
    return TABLE.kinds, TABLE.factors, TABLE.terms

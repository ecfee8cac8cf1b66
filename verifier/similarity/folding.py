"""Which characters count as the same: one table over Unicode, filled as characters are met.

Folded: full and half width (NFKC), case, traditional to simplified; punctuation, white space and marks are dropped.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

DROPPED: Final = 1
ALONE: Final = 2
LETTER: Final = 3
"""Classes: not compared; a token of its own (a Chinese character); a letter or digit of a word. 0 is not yet known."""

MULTIPLIER: Final = 0x9E3779B97F4A7C15
_CODE_POINTS: Final = 0x110000
_WORD: Final = (1 << 64) - 1


@dataclass(eq=False)
class FoldTable:
    """`kinds` (uint8), `factors` and `terms` (uint64), each by code point.

    A token's hash starts at 0 and takes up each of its characters as `hash * factor + term` (modulo 2**64): a
    character that folds to several (㎡ to m2) takes them up in one step.
    """

    kinds: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(_CODE_POINTS, np.uint8))
    factors: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(_CODE_POINTS, np.uint64))
    terms: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(_CODE_POINTS, np.uint64))

    def learn(self, units: NDArray[np.uint16]) -> None:
        """Fill the table for every character of a text in UTF-16."""
        for code in np.unique(units[self.kinds[units] == 0]).tolist():
            if 0xD800 <= code < 0xE000:
                self.kinds[code] = DROPPED  # half of a pair; pairs are learned below
            else:
                self._fill(code)
        high = np.flatnonzero((units[:-1] & 0xFC00) == 0xD800)
        if len(high):
            low = units[high + 1].astype(np.int64)
            codes = (0x10000 + ((units[high].astype(np.int64) - 0xD800) << 10) + (low - 0xDC00))[
                (low & 0xFC00) == 0xDC00
            ]
            for code in np.unique(codes[self.kinds[codes] == 0]).tolist():
                self._fill(code)

    def _fill(self, code: int) -> None:
        folded = fold(chr(code))
        factor, term = 1, 0
        for part in folded:
            factor, term = factor * MULTIPLIER & _WORD, (term * MULTIPLIER + ord(part)) & _WORD
        self.factors[code], self.terms[code] = factor, term
        # The kind last: another thread may look in between, and a kind says that the rest is there.
        self.kinds[code] = DROPPED if not folded else ALONE if _stands_alone(folded) else LETTER


TABLE: Final = FoldTable()
"""The table of this process."""


def fold(character: str) -> str:
    """Return the character folded, or "" where it does not count (punctuation, white space, marks, controls)."""
    folded = _simplify(unicodedata.normalize("NFKC", character).lower())
    return "".join(part for part in folded if unicodedata.category(part)[0] in "LN")


def _stands_alone(folded: str) -> bool:
    """Tell whether a character is a token of its own: every letter of a script that is written without spaces."""
    return any(
        unicodedata.category(part) == "Lo" and not unicodedata.name(part, "").startswith(("ARABIC", "HEBREW"))
        for part in folded
    )


def _simplify(text: str) -> str:
    global _converter
    if _converter is None:
        import opencc

        _converter = opencc.OpenCC("t2s")
    return str(_converter.convert(text))


_converter: Any = None

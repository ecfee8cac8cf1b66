"""Text as tokens that survive re-typing: one Chinese character, or one whole Latin word or number, is a token.

Folded before comparing: full and half width (NFKC), case, traditional to simplified characters; punctuation and white
space are dropped. Every token keeps its place in the original text, so that a passage can be shown on both sides.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import opencc
from numpy.typing import NDArray

RULE_VERSION: Final = "verbatim-13/1"
"""Names the rule behind every ratio: this tokenisation, runs of 13 tokens."""

_simplify = opencc.OpenCC("t2s")


@dataclass(frozen=True)
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


def tokenise(text: str) -> Tokens:
    """Split `text` into folded tokens with their places."""
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    word: list[str] = []
    word_start = 0

    def close(end: int) -> None:
        if word:
            ids.append(_token_id("".join(word)))
            starts.append(word_start)
            ends.append(end)
            word.clear()

    for offset, character in enumerate(text):
        folded = _fold(character)
        if not folded:
            # Inside a Latin word a soft hyphen or an apostrophe is no border, but a space is; borders are safe here:
            # a word split in both texts the same way still matches.
            close(offset)
        elif _stands_alone(folded):
            close(offset)
            ids.append(_token_id(folded))
            starts.append(offset)
            ends.append(offset + 1)
        else:
            if not word:
                word_start = offset
            word.append(folded)
    close(len(text))
    return Tokens(np.array(ids, np.uint64), np.array(starts, np.int64), np.array(ends, np.int64))


@lru_cache(maxsize=65536)
def _fold(character: str) -> str:
    """Return the character folded, or "" where it does not count (punctuation, white space, marks, controls)."""
    folded = _simplify.convert(unicodedata.normalize("NFKC", character).lower())
    return "".join(part for part in folded if unicodedata.category(part)[0] in "LN")


@lru_cache(maxsize=65536)
def _stands_alone(folded: str) -> bool:
    """Tell whether a character is a token of its own: every letter of a script that is written without spaces."""
    return any(
        unicodedata.category(part) == "Lo" and not unicodedata.name(part, "").startswith(("ARABIC", "HEBREW"))
        for part in folded
    )


@lru_cache(maxsize=262144)
def _token_id(token: str) -> int:
    # Not hash(): that one is salted per process, and these ids are stored and shared between workers.
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")

"""Whose a source is: the author's own publication, or the very paper that is compared."""

from __future__ import annotations

import unicodedata
from typing import Final

from verifier.similarity.masks import mask_of
from verifier.similarity.matches import Match
from verifier.similarity.paper import Paper
from verifier.similarity.sources import Source
from verifier.similarity.tokens import tokenise

ITSELF_TOKENS: Final = 300
ITSELF_SHARE: Final = 0.95
"""A paper of so many tokens that shares so much of itself with a source, which has little else, stands there itself."""


def is_own(source: Source, author: str | None, own: frozenset[str]) -> bool:
    """Tell whether a source is the author's own publication."""
    return source.id in own or (author is not None and _name(author) in {_name(entry) for entry in source.authors})


def may_be_itself(paper: Paper, match: Match, author: str | None, own: frozenset[str]) -> bool:
    """Tell whether a source may be the paper itself: nearly all of it, by the same author as far as anybody said.

    The same text under another person's name is no such thing; it is a copy of the whole.
    """
    total = len(paper.tokens)
    if total < ITSELF_TOKENS or match.tokens < ITSELF_SHARE * total:
        return False
    if mask_of(total, match.runs[:, :2]).mean() < ITSELF_SHARE:
        return False
    return author is None or not match.source.authors or is_own(match.source, author, own)


def has_little_else(paper: Paper, body: str) -> bool:
    """Tell whether a source that has the paper has little else: a collection that holds it is not the paper."""
    return len(tokenise(body)) * ITSELF_SHARE <= len(paper.tokens)


def _name(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).split()).casefold()

"""Where a phrase stands in a document, found fast: only the lines that can hold it are searched in earnest.

The exact search (`verifier.certificates.phrases`) keeps a place for every character, some 15 ms a page; judging has
50 ms for all documents. So pages are first asked which pairs of characters (bigrams) of the phrase they hold.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from models.document import Line, Page
from verifier.certificates.folding import fold
from verifier.certificates.phrases import PhraseMatch, find_phrase, match_at
from verifier.checks.dossier import Held

_LEAST_PAIRS: Final = 0.2
"""Share of a phrase's bigrams that a page must hold: a phrase of which a third is misread keeps about so many."""

_LEAST_CHARACTERS: Final = 0.6
"""Or the share of its characters that one line must hold, for a phrase misread all over."""

NOWHERE: Final = PhraseMatch(0.0, None, None, None)


def locate(held: Held, phrase: str) -> PhraseMatch:
    """Return the best place of `phrase` in the document, as `find_phrase` does; `NOWHERE` where nothing is alike."""
    pattern, pairs, characters = _sought(phrase)
    exact = _exactly(held, pattern)
    if exact is not None:
        return exact
    if not _may_hold(held.folded_text, pairs, characters):
        return NOWHERE
    pages = []
    for page, folded, body in zip(held.pages, held.folded, held.bodies, strict=True):
        lines = _near(page, folded, body, pairs, characters)
        if lines:
            pages.append(dataclasses.replace(page, lines=lines))
    return find_phrase(pages, phrase) if pages else NOWHERE


@lru_cache(maxsize=256)
def _sought(phrase: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return a phrase folded, its pairs of characters, and its characters."""
    pattern = fold(phrase)
    pairs = frozenset(pattern[index : index + 2] for index in range(len(pattern) - 1)) or frozenset({pattern})
    return pattern, pairs, frozenset(pattern)


def stands_in(held: Held, phrase: str) -> bool:
    """Tell whether a page holds the phrase letter by letter."""
    pattern, _, _ = _sought(phrase)
    return any(pattern in body for body in held.bodies)


def _exactly(held: Held, pattern: str) -> PhraseMatch | None:
    """Return the place of a phrase that stands there letter by letter, in lines that follow one another."""
    for page, folded, body in zip(held.pages, held.folded, held.bodies, strict=True):
        start = body.find(pattern) if pattern else -1
        if start >= 0:
            # Of a page only the lines that hold it: to look at each costs more than the search.
            ends = list(itertools.accumulate(map(len, folded)))
            first = bisect.bisect_right(ends, start)
            last = bisect.bisect_left(ends, start + len(pattern)) + 1
            before = ends[first - 1] if first else 0
            lines = [(page.number, line) for line in page.lines[first:last]]
            return match_at(lines, folded[first:last], start - before, start + len(pattern) - before, 1.0)
    return None


def _may_hold(body: str, pairs: frozenset[str], characters: frozenset[str]) -> bool:
    # Single characters are found ten times as fast as pairs; the set of all of a text's would cost more than both.
    there = {character for character in characters if character in body}
    if len(there) >= _LEAST_CHARACTERS * len(characters):
        return True
    possible = [pair for pair in pairs if there.issuperset(pair)]
    least = _LEAST_PAIRS * len(pairs)
    return len(possible) >= least and sum(pair in body for pair in possible) >= least


def _near(
    page: Page, folded: Sequence[str], body: str, pairs: frozenset[str], characters: frozenset[str]
) -> tuple[Line, ...]:
    """Return the lines of a page that may hold the phrase, with all that stands between them; none where it cannot."""
    least = _LEAST_CHARACTERS * len(characters)
    is_rich = sum(character in body for character in characters) >= least
    rich = [is_rich and len(characters.intersection(line)) >= least for line in folded]
    if sum(pair in body for pair in pairs) < _LEAST_PAIRS * len(pairs) and not any(rich):
        return ()
    marked = []
    for index, line in enumerate(folded):
        # With one character of either neighbour: a phrase may break anywhere.
        reach = folded[index - 1][-1:] * (index > 0) + line + "".join(folded[index + 1 : index + 2])[:1]
        if rich[index] or not pairs.isdisjoint(map("".join, itertools.pairwise(reach))):
            marked.append(index)
    boxes = [page.lines[index].box for index in marked]
    if not boxes:
        return page.lines
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return tuple(line for line in page.lines if line.box.bottom > top and line.box.top < bottom)

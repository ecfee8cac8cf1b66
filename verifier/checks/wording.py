"""Where a phrase stands in a document, found fast: only the lines that can hold it are searched in earnest.

The exact search (`verifier.certificates.phrases`) keeps a place for every character, some 15 ms a page; judging has
50 ms for all documents. So pages are first asked which pairs of characters (bigrams) of the phrase they hold.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from models.document import Line, Page
from models.geometry import Box
from verifier.certificates.folding import fold, fold_character
from verifier.certificates.layout import span_box
from verifier.certificates.phrases import PhraseMatch, find_phrase
from verifier.checks.dossier import Held

_LEAST_PAIRS: Final = 0.2
"""Share of a phrase's bigrams that a page must hold: a phrase of which a third is misread keeps about so many."""

_LEAST_CHARACTERS: Final = 0.6
"""Or the share of its characters that one line must hold, for a phrase misread all over."""

NOWHERE: Final = PhraseMatch(0.0, None, None, None)


def locate(held: Held, phrase: str) -> PhraseMatch:
    """Return the best place of `phrase` in the document, as `find_phrase` does; `NOWHERE` where nothing is alike."""
    pattern = fold(phrase)
    exact = _exactly(held, pattern)
    if exact is not None:
        return exact
    pairs = {pattern[index : index + 2] for index in range(len(pattern) - 1)} or {pattern}
    if not _may_hold(held.folded_text, pairs, set(pattern)):
        return NOWHERE
    pages = []
    for page, folded, body in zip(held.pages, held.folded, held.bodies, strict=True):
        lines = _near(page, folded, body, pairs, set(pattern))
        if lines:
            pages.append(dataclasses.replace(page, lines=lines))
    return find_phrase(pages, phrase) if pages else NOWHERE


def stands_in(held: Held, phrase: str) -> bool:
    """Tell whether a page holds the phrase letter by letter."""
    pattern = fold(phrase)
    return any(pattern in body for body in held.bodies)


def _exactly(held: Held, pattern: str) -> PhraseMatch | None:
    """Return the place of a phrase that stands there letter by letter, in lines that follow one another."""
    for page, folded, body in zip(held.pages, held.folded, held.bodies, strict=True):
        start = body.find(pattern) if pattern else -1
        if start >= 0:
            spans = list(_spans(page.lines, folded, start, start + len(pattern)))
            raw = "".join(line.text[first:last] for line, first, last in spans)
            return PhraseMatch(1.0, page.number, Box.around([span_box(*span) for span in spans]), raw)
    return None


def _spans(lines: Sequence[Line], folded: Sequence[str], start: int, end: int) -> Iterator[tuple[Line, int, int]]:
    """Yield the lines below [start, end) of their joined folded text, each with its part of the text as read."""
    position = 0
    for line, text in zip(lines, folded, strict=True):
        first, last = max(start - position, 0), min(end - position, len(text))
        if first < last:
            yield line, *_as_read(line.text, first, last)
        position += len(text)
        if position >= end:
            return


def _as_read(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the folded characters [start, end) of a text stand in it: folding drops some and splits others."""
    ends = list(itertools.accumulate(len(fold_character(character)) for character in text))
    return bisect.bisect_right(ends, start), bisect.bisect_left(ends, end) + 1


def _may_hold(body: str, pairs: set[str], characters: set[str]) -> bool:
    # Single characters are found ten times as fast as pairs; the set of all of a text's would cost more than both.
    there = {character for character in characters if character in body}
    if len(there) >= _LEAST_CHARACTERS * len(characters):
        return True
    possible = [pair for pair in pairs if there.issuperset(pair)]
    least = _LEAST_PAIRS * len(pairs)
    return len(possible) >= least and sum(pair in body for pair in possible) >= least


def _near(page: Page, folded: Sequence[str], body: str, pairs: set[str], characters: set[str]) -> tuple[Line, ...]:
    """Return the lines of a page that may hold the phrase, with all that stands between them; none where it cannot."""
    rich = [_is_rich(line, characters) for line in folded] if _is_rich(body, characters) else [False] * len(folded)
    if sum(pair in body for pair in pairs) < _LEAST_PAIRS * len(pairs) and not any(rich):
        return ()
    marked = []
    for index, line in enumerate(folded):
        # With one character of either neighbour: a phrase may break anywhere.
        reach = folded[index - 1][-1:] * (index > 0) + line + "".join(folded[index + 1 : index + 2])[:1]
        if rich[index] or any(pair in reach for pair in pairs):
            marked.append(index)
    boxes = [page.lines[index].box for index in marked]
    if not boxes:
        return page.lines
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return tuple(line for line in page.lines if line.box.bottom > top and line.box.top < bottom)


def _is_rich(text: str, characters: set[str]) -> bool:
    # A search for each of the few characters is much faster than a walk along the text.
    return sum(character in text for character in characters) >= _LEAST_CHARACTERS * len(characters)

"""Find Latin spellings of a name with a letter or two misread or half hidden, and given names that stand alone.

Chinese characters are taken for look-alikes of theirs (`spelling`); Latin letters are taken for whatever is thin and
round. A short spelling is a letter or two away from many words, so only spellings of six letters and more are searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from verifier.masking.pinyin import joined_forms

_SHORTEST: Final = 6
_SHORTEST_HYPHENED: Final = 4
_LONG: Final = 10
"""From this length on two letters may differ, below it one."""

_LETTERS: Final = re.compile(r"[A-Za-z](?:[\s'’.,\-<]{0,3}[A-Za-z0-9|])*")


def misread_spans(latin: str, parts: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Return (start, end, variant) in a text with accents taken off: `confusable`, or `partial` for a name alone."""
    found: list[tuple[int, int, str]] = []
    whole, given = joined_forms(parts)
    for run in _LETTERS.finditer(latin):
        at = [place for place in range(*run.span()) if latin[place].isalnum()]
        letters = "".join(latin[place] for place in at).lower()
        for form in whole:
            span = _near(form, letters)
            if span is not None and not _goes_on(latin, at[span[0]], at[span[1] - 1] + 1):
                found.append((at[span[0]], at[span[1] - 1] + 1, "confusable"))
        found += [
            (run.start() + start, run.start() + end, "partial") for start, end in _given_alone(run.group(), given)
        ]
    return found


def _given_alone(text: str, given: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a given name stands alone: a long one, or one with the hyphen that only names have (Shu-he)."""
    for form in given:
        if len(form) < _SHORTEST_HYPHENED:
            continue
        for word in re.finditer(rf"(?<![a-z]){'-?'.join(form)}(?![a-z])", text, re.IGNORECASE):
            if len(form) >= _SHORTEST or "-" in word.group():
                yield word.span()


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether the word goes on right before or behind: then it is another one that holds the letters."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return any(letter.isascii() and letter.isalpha() for letter in (before, after))


def _near(form: str, letters: str) -> tuple[int, int] | None:
    """Return where `letters` hold the form but for a letter or two."""
    if len(form) < _SHORTEST or len(letters) < len(form) - 2:
        return None
    allowed = 2 if len(form) >= _LONG else 1
    place = partial_ratio_alignment(form, letters, score_cutoff=100.0 * (1 - (allowed + 0.5) / len(form)))
    if place is None or place.dest_end <= place.dest_start:
        return None
    piece = letters[place.dest_start : place.dest_end]
    cut = form[place.src_start : place.src_end]
    distance = Levenshtein.distance(cut, piece) + len(form) - len(cut)
    return (place.dest_start, place.dest_end) if distance <= allowed else None

"""How sure a value is: what the reader thought of its characters, and how wide they were set (值的可信度)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Final

from models.document import Line, Page

CLEAR: Final = 0.9
"""A character read with less is a guess between two or more: 1 value in 6 that holds one is wrong, else 1 in 60."""

GUESSED: Final = 0.6
"""A character read with less makes its value one for a person (0.8 is where checks begin to decide)."""

DOUBTFUL: Final = 0.75
"""Confidence at the most of a value that reads oddly for what it is: an organisation without its last word."""

LABEL_MISREAD: Final = 0.85
"""Confidence at the most of a value whose label was not read to the letter."""

_DECIDES: Final = 0.8
_LONG: Final = 40
_GAP: Final = 0.48
_GAP_BESIDE_LATIN: Final = 0.8


def confidence_of(characters: Iterable[float | None]) -> float | None:
    """Return the confidence of a value from those of its characters; None where nothing is known of any.

    The worst character decides, not the mean: in 第二十兰师棉麻质量检验站 one character at 0.41 is wrong and the mean
    is 0.93. Only a text of more than 40 characters is as sure as its mean: nobody compares it to the letter.
    """
    known = [value for value in characters if value is not None]
    if not known:
        return None
    mean, worst = fmean(known), min(known)
    if worst >= CLEAR or len(known) > _LONG:
        sure = mean
    elif worst >= GUESSED:
        sure = _DECIDES + (worst - GUESSED) / (CLEAR - GUESSED) * (CLEAR - _DECIDES)
    else:
        sure = worst / GUESSED * _DECIDES
    return round(sure, 4)


def character_confidences(line: Line) -> Sequence[float | None]:
    """Return a confidence for each character of `line.text`: of its word where the words spell the line.

    Marks and spaces have none: a colon read as a full stop says nothing about the value beside it.
    """
    spelled = [
        (character, word.confidence) for word in line.words for character in word.text if not character.isspace()
    ]
    own: Iterable[float | None] = (confidence for _, confidence in spelled)
    if [character for character, _ in spelled] != [character for character in line.text if not character.isspace()]:
        own = (line.confidence for character in line.text if not character.isspace())
    following = iter(own)
    found = [None if character.isspace() else next(following) for character in line.text]
    return [value if character.isalnum() else None for character, value in zip(line.text, found, strict=True)]


def gaps_in(line: Line, page: Page) -> frozenset[int]:
    """Return the offsets in `line.text` before which a blank was set that the reader left out (姓名张三).

    A gap of half the line's height is wider than any that setting in full lines makes; beside digits and Latin letters,
    whose boxes are less exact, it must be wider.
    """
    words = line.words
    # One character read for each word: asked first, for lines without words are many.
    if not words or any(len(word.text) != 1 for word in words):
        return frozenset()
    solid = [offset for offset, character in enumerate(line.text) if not character.isspace()]
    if len(solid) != len(words):
        return frozenset()
    height, width = line.box.height * page.height_px, page.width_px
    found = set()
    before = words[0]
    for offset, word in zip(solid[1:], words[1:], strict=True):
        gap = (word.box.left - before.box.right) * width
        if gap > _GAP * height and not line.text[offset - 1].isspace():
            needed = _GAP_BESIDE_LATIN if before.text.isascii() or word.text.isascii() else _GAP
            if gap > needed * height:
                found.add(offset)
        before = word
    return frozenset(found)

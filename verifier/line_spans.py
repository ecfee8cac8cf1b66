"""Where in a line of text the characters [start, end) stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from models.document import Line, Word
from models.geometry import Box

_UPRIGHT_RATIO = 1.5
"""A line of two characters or more this much taller than wide is set vertically."""


def is_vertical(line: Line, *, aspect: float) -> bool:
    """Tell whether the line runs downwards; `aspect` is the page's width / height in pixels."""
    return len(line.text.strip()) > 1 and line.box.height > _UPRIGHT_RATIO * line.box.width * aspect


def character_share(line: Line) -> float:
    """Return the mean length of one full-width character as a share of the line's length."""
    return 1.0 / (sum(_weight(character) for character in line.text) or 1.0)


def range_box(line: Line, start: int, end: int, *, aspect: float) -> Box:
    """Return the box of `line.text[start:end]`: from the words' boxes where they make up the text, else its share."""
    vertical = is_vertical(line, aspect=aspect)
    return _box_from_words(line, start, end, vertical=vertical) or _share(
        line.box, line.text, start, end, vertical=vertical
    )


def _weight(character: str) -> float:
    """Return a character's advance in em: full-width ones 1, others about half."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55


def _share(box: Box, text: str, start: int, end: int, *, vertical: bool) -> Box:
    weights = [_weight(character) for character in text]
    total = sum(weights) or 1.0
    first, last = sum(weights[:start]) / total, sum(weights[:end]) / total
    if vertical:
        return Box.clamped(box.left, box.top + first * box.height, box.right, box.top + last * box.height)
    return Box.clamped(box.left + first * box.width, box.top, box.left + last * box.width, box.bottom)


def _box_from_words(line: Line, start: int, end: int, *, vertical: bool) -> Box | None:
    spans = _word_spans(line.text, line.words)
    if spans is None:
        return None
    boxes = [
        _share(word.box, word.text, max(0, start - first), min(last, end) - first, vertical=vertical)
        for word, (first, last) in zip(line.words, spans, strict=True)
        if first < end and start < last
    ]
    return Box.around(boxes) if boxes else None


def _word_spans(text: str, words: Sequence[Word]) -> list[tuple[int, int]] | None:
    """Return where each word stands in the line's text, None where they do not fit it."""
    spans, position = [], 0
    for word in words:
        found = text.find(word.text, position)
        if found < 0 or not word.text or text[position:found].strip():
            return None
        position = found + len(word.text)
        spans.append((found, position))
    return spans if spans and not text[position:].strip() else None

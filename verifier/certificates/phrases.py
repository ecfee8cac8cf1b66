"""Finds a prescribed phrase or template in what was read (原文短语、模板比对), tolerant of print and reading.

Full and half width, traditional characters, kinds of punctuation and line ends make no difference; every other
difference costs. The distance is Levenshtein's, the match approximate substring search (Sellers 1980).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from models.document import Page
from models.geometry import Box
from verifier.certificates.folding import fold
from verifier.certificates.layout import Stream, columns_of, stream_of

_PLACEHOLDER: Final = re.compile(r"(?:[xX×]{1,}|_{2,}|\{[^{}]*\}|\.{3,}|…+)+")
"""What a template leaves open: XXX, ×××, ____, {name}, ..."""

_SLACK: Final = 12
"""Characters kept on both sides of a rough hit before it is measured exactly."""


@dataclass(frozen=True)
class PhraseMatch:
    """The best place of a phrase: similarity 0..1 (1 = letter by letter), page, box and the text as read there.

    Where nothing alike stands anywhere, similarity is what is left (often below 0.5); page, box, text are None only for
    pages without text.
    """

    similarity: float
    page: int | None
    box: Box | None
    text: str | None


def find_phrase(pages: Sequence[Page], phrase: str) -> PhraseMatch:
    """Return the place that is most alike `phrase`.

    Raises:
        ValueError: the phrase is empty.
    """
    pattern = fold(phrase)
    if not pattern:
        raise ValueError("an empty phrase is everywhere")
    best = PhraseMatch(0.0, None, None, None)
    for stream in _orders(pages):
        distance, start, end = closest(pattern, stream.tight)
        similarity = max(0.0, 1 - distance / len(pattern))
        if best.page is not None and similarity <= best.similarity:
            continue
        place = stream.tight_place(start, end)
        if place is not None:
            best = PhraseMatch(similarity, place.page, place.box, place.raw)
        if best.similarity == 1.0:
            break
    return best


def _orders(pages: Sequence[Page]) -> Iterator[Stream]:
    """Yield the text in row order, then in blocks: a stamped phrase beside other text is torn apart by rows."""
    yield stream_of(pages)
    yield Stream((page, [line]) for page in pages for block in columns_of(page.lines) for line in block)


def template_similarity(text: str, template: str) -> float:
    """Return which share (0..1) of a template's fixed text stands in `text`, piece after piece.

    What fills a placeholder (XXX, ×××, ____, {name}) and what stands before, after and between pieces costs nothing; a
    changed, missing or inserted character inside a piece costs one.

    Raises:
        ValueError: the template has no fixed text.
    """
    pieces = template_pieces(template)
    if not pieces:
        raise ValueError("a template without fixed text")
    body = fold(text)
    cost = position = 0
    for piece in pieces:
        distance, _, end = closest(piece, body[position:])
        if distance > len(piece) / 2:
            cost += len(piece)  # missing: the search for the next piece goes on from here
            continue
        cost += distance
        position += end
    return max(0.0, 1 - cost / sum(map(len, pieces)))


def template_pieces(template: str) -> list[str]:
    """Return the fixed pieces of a template, folded, without the placeholders between them."""
    return [piece for piece in (fold(part) for part in _PLACEHOLDER.split(template)) if piece]


def closest(pattern: str, text: str) -> tuple[int, int, int]:
    """Return (distance, start, end) of the stretch of `text` with the least edit distance to `pattern`.

    The first of several equal ones. Both must be folded. For an empty text (len(pattern), 0, 0).
    """
    exact = text.find(pattern)
    if exact >= 0:
        return 0, exact, exact + len(pattern)
    start, end = 0, len(text)
    if len(text) > 2 * len(pattern) + 4 * _SLACK:
        # Rapidfuzz finds the neighbourhood at C speed; its windows have fixed length, so the rest is measured here.
        rough = fuzz.partial_ratio_alignment(pattern, text)
        if rough is not None:
            start, end = max(0, rough.dest_start - _SLACK), min(len(text), rough.dest_end + _SLACK)
    distance, first, last = _sellers(pattern, text[start:end])
    return distance, start + first, start + last


def _sellers(pattern: str, text: str) -> tuple[int, int, int]:
    """Approximate substring search: one column a character of the text, starts carried along."""
    costs = list(range(len(pattern) + 1))
    starts = [0] * (len(pattern) + 1)
    best = (len(pattern), 0, 0)
    for position, character in enumerate(text, start=1):
        diagonal, diagonal_start = costs[0], starts[0]
        costs[0], starts[0] = 0, position
        for row, expected in enumerate(pattern, start=1):
            options = (
                (diagonal + (expected != character), diagonal_start),
                (costs[row] + 1, starts[row]),
                (costs[row - 1] + 1, starts[row - 1]),
            )
            diagonal, diagonal_start = costs[row], starts[row]
            costs[row], starts[row] = min(options, key=lambda option: option[0])
        if costs[-1] < best[0]:
            best = (costs[-1], starts[-1], position)
    return best

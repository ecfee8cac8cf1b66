"""Finds a prescribed phrase or template in what was read (原文短语、模板比对), tolerant of print and reading.

Full and half width, traditional characters, kinds of punctuation and line ends make no difference; every other
difference costs. The distance is Levenshtein's, the match approximate substring search (Sellers 1980; Myers 1999).
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
from verifier.certificates.layout import Stream, columns_of, rows_of

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
    rows = [(page, row) for page in pages for row in rows_of(page.lines)]
    yield Stream(rows)
    blocks = [(page, [line]) for page in pages for block in columns_of(page.lines) for line in block]
    if [id(line) for _, row in rows for line in row] != [id(line) for _, (line,) in blocks]:
        yield Stream(blocks)


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
    distance, first, last = _nearest(pattern, text[start:end])
    return distance, start + first, start + last


def _nearest(pattern: str, text: str) -> tuple[int, int, int]:
    """Search without a rough hit: where it ends in one pass, where it began in a second one backwards from there."""
    costs = _ending_at(pattern, text)
    distance = min(costs)
    end = costs.index(distance)
    backwards = text[max(0, end - len(pattern) - distance) : end][::-1]
    reached = [length for length, cost in enumerate(_ending_at(pattern[::-1], backwards)) if cost == distance]
    # Of several beginnings the one of the pattern's own length: a misread first character belongs to the phrase.
    length = min(reached, key=lambda length: (abs(length - len(pattern)), -length))
    return distance, end - length, end


def _ending_at(pattern: str, text: str) -> list[int]:
    """Return the least distance of a stretch of `text` that ends before each character, and at the end of the text.

    Bit-parallel (Myers 1999): a column of the table is two numbers whose bits say where it rises and falls.
    """
    rows, top = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    places: dict[str, int] = {}
    for row, character in enumerate(pattern):
        places[character] = places.get(character, 0) | 1 << row
    rises, falls, cost = rows, 0, len(pattern)
    costs = [cost]
    for character in text:
        equal = places.get(character, 0)
        held = equal | falls
        across = (((equal & rises) + rises) ^ rises) | equal
        grows, shrinks = falls | ~(across | rises) & rows, rises & across
        cost += bool(grows & top) - bool(shrinks & top)
        grows, shrinks = grows << 1, shrinks << 1
        rises, falls = (shrinks | ~(held | grows)) & rows, grows & held & rows
        costs.append(cost)
    return costs

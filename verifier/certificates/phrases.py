"""Finds a prescribed phrase or template in what was read (原文短语、模板比对), tolerant of print and reading.

Full and half width, traditional characters, kinds of punctuation and line ends make no difference; every other
difference costs. The distance is Levenshtein's, the match approximate substring search (Sellers 1980; Myers 1999).
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from models.document import Line, Page
from models.geometry import Box
from verifier.certificates.folding import fold, fold_character, fold_lines
from verifier.certificates.layout import columns_of, rows_of, span_box

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
    for lines in _orders(pages):
        folded = fold_lines([line.text for _, line in lines])
        distance, start, end = closest(pattern, "".join(folded))
        similarity = max(0.0, 1 - distance / len(pattern))
        if best.page is not None and similarity <= best.similarity:
            continue
        if start < end:
            best = match_at(lines, folded, start, end, similarity)
        if best.similarity == 1.0:
            break
    return best


def match_at(
    lines: Sequence[tuple[int, Line]], folded: Sequence[str], start: int, end: int, similarity: float
) -> PhraseMatch:
    """Return the match of a stretch of the joined folded text of lines; one that runs over pages has its first's box.

    Args:
        lines: page number and line, in order.
        folded: their folded texts.
        start: of the stretch, below `end`.
        end: of the stretch, exclusive.
        similarity: to give the match.
    """
    spans = list(_spans(lines, folded, start, end))
    first_page = spans[0][0]
    raw = "".join(line.text[first:last] for _, line, first, last in spans)
    box = Box.around([span_box(line, first, last) for page, line, first, last in spans if page == first_page])
    return PhraseMatch(similarity, first_page, box, raw)


def _spans(
    lines: Sequence[tuple[int, Line]], folded: Sequence[str], start: int, end: int
) -> Iterator[tuple[int, Line, int, int]]:
    """Yield the lines below [start, end) of their joined folded text, each with its part of the text as read."""
    position = 0
    for (page, line), text in zip(lines, folded, strict=True):
        after = position + len(text)
        if after > start and text:
            yield page, line, *_as_read(line.text, text, max(start - position, 0), min(end, after) - position)
        position = after
        if position >= end:
            return


def _as_read(text: str, folded: str, start: int, end: int) -> tuple[int, int]:
    """Return where the folded characters [start, end) of a text stand in it: folding drops some and splits others."""
    if len(text) == len(folded) and text.isprintable() and " " not in text:
        return start, end
    ends = list(itertools.accumulate(len(fold_character(character)) for character in text))
    return bisect.bisect_right(ends, start), bisect.bisect_left(ends, end) + 1


def _orders(pages: Sequence[Page]) -> Iterator[list[tuple[int, Line]]]:
    """Yield the lines in row order, then in blocks: a stamped phrase beside other text is torn apart by rows."""
    rows = [(page.number, line) for page in pages for row in rows_of(page.lines) for line in row]
    yield rows
    blocks = [(page.number, line) for page in pages for block in columns_of(page.lines) for line in block]
    if any(one is not other for (_, one), (_, other) in zip(rows, blocks, strict=True)):
        yield blocks


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


@lru_cache(maxsize=256)
def template_pieces(template: str) -> tuple[str, ...]:
    """Return the fixed pieces of a template, folded, without the placeholders between them."""
    return tuple(filter(None, (fold(part) for part in _PLACEHOLDER.split(template))))


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

"""Lines of a page that may be its title (标题), joined where a title runs over several lines."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from models.document import Line, Page
from models.geometry import Box
from verifier.certificates.folding import fold
from verifier.certificates.layout import rows_of

HEAD: Final = 1 / 3
"""Titles stand in the first third of a page (and in its first rows, however low they begin)."""

_FIRST_ROWS: Final = 3
_LONGEST_TITLE: Final = 60
_MOST_ROWS: Final = 3
_LARGE_BESIDE: Final = 1.5
_COVER: Final = 12
"""A page of at most so many rows, one of them large, is a cover or a certificate: its first row says what it is."""

_SPOKEN: Final = re.compile(r"[你您吗呢吧?]|哪里|怎么|了没")
_HEADING: Final = re.compile(r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)")
"""The number of a chapter inside a document (八、单位推荐意见)."""


@dataclass(frozen=True)
class Title:
    """A candidate: folded text without brackets at its end; `size` 0..1 how much larger than the text, `weight` 0..1.

    `scale` is the height of its smallest line in heights of the text's lines.
    `in_head` is False for large lines further down (a certificate's title in the middle of the sheet).
    """

    text: str
    scale: float
    size: float
    weight: float
    in_head: bool


def titles_of(page: Page) -> list[Title]:
    """Return the candidates of a page, from top to bottom."""
    rows = rows_of(page.lines)
    if not rows:
        return []
    # Long lines are the text; a page of few short lines has no other measure than all of them.
    text_lines = [line for line in page.lines if len(line.text) >= 12] or list(page.lines)
    usual = statistics.median(line.box.height for line in text_lines) or 1.0
    largest = max(line.box.height for line in page.lines)
    covers = len(rows) <= _COVER and largest >= _LARGE_BESIDE * rows[0][0].box.height
    heads = [index < _FIRST_ROWS or _box(row).centre[1] < HEAD for index, row in enumerate(rows)]
    return [
        title
        for first in range(len(rows))
        for stretch in (*_stretches(rows, first), *_set_apart(rows[first], usual))
        if (title := _title(stretch, usual, in_head=heads[first], first=covers and not first)) is not None
    ]


def _stretches(rows: list[list[Line]], first: int) -> Iterator[list[list[Line]]]:
    return (rows[first : last + 1] for last in _extents(rows, first))


def _set_apart(row: list[Line], usual: float) -> Iterator[list[list[Line]]]:
    """Yield large lines beside others: on a folded sheet the title stands left of the text."""
    if len(row) > 1:
        yield from ([[line]] for line in row if line.box.height >= _LARGE_BESIDE * usual)


def _extents(rows: list[list[Line]], first: int) -> Iterator[int]:
    """Yield the last rows of titles that begin in row `first`: rows of like height, close below each other."""
    yield first
    for last in range(first + 1, min(first + _MOST_ROWS, len(rows))):
        above, below = _box(rows[last - 1]), _box(rows[last])
        alike = 0.7 < below.height / (above.height or 1.0) < 1.4
        if not alike or below.top - above.bottom > 1.5 * above.height or abs(below.centre[0] - above.centre[0]) > 0.12:
            return
        yield last


def _title(rows: list[list[Line]], usual: float, *, in_head: bool, first: bool) -> Title | None:
    text = fold("".join(line.text for row in rows for line in row))
    text = re.sub(r"(?<=.)\([^()]*\)$", "", text).strip("()")
    if len(text) < 2 or len(text) > _LONGEST_TITLE or _HEADING.match(text):
        return None
    boxes = [_box(row) for row in rows]
    scale = min(line.box.height for row in rows for line in row) / usual
    size = min(1.0, max(0.0, scale - 1.0) / 0.4)
    centred = all(abs(box.centre[0] - 0.5) < 0.07 for box in boxes) and boxes[-1].width < 0.85
    # What a cover is stands small in a corner above the name of the work (技术报告, 企业标准).
    weight = 0.5 + 0.3 * size + 0.2 * (centred or first)
    if re.search(r"[,;]|\.$|:.{6}", text):
        weight *= 0.5  # a sentence of the text, not a title
    if _SPOKEN.search(text):
        weight *= 0.3  # somebody speaks of a document (公示表交了吗)
    return Title(text, scale, size, weight, in_head)


def _box(row: list[Line]) -> Box:
    return Box.around(line.box for line in row)

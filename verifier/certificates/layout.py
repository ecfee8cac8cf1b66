"""Text of pages as one stream of folded characters, each of which knows its page and box.

Readers of fields and finders of phrases search the plain strings of a `Stream` and ask it for the place of a find.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from models.document import Line, Page
from models.geometry import Box
from verifier.certificates.certainty import character_confidences, confidence_of, gaps_in
from verifier.certificates.folding import fold_character

ROW_OVERLAP: Final = 0.5
"""Two lines stand in one row when they share at least this part of the lower one's height."""


_LONGEST: Final = 1 << 20
"""Characters of a line, at the most: what is longer is no line."""


@dataclass(frozen=True)
class Place:
    """Where a stretch of text stands: the text as read, first page, box on that page, confidence of its characters."""

    raw: str
    page: int
    box: Box
    confidence: float | None


class _Source(NamedTuple):
    """The line that a character comes from and its offset in that line's text."""

    page: Page
    line: Line
    offset: int


class Stream:
    """Folded text of lines in a given order.

    `text` keeps the layout: one space between words of a line, a tab between lines of a row, a line feed between rows.
    `tight` has no white space at all, for sentences that run over line ends. Spans of either lead to a `Place`.
    """

    def __init__(self, rows: Iterable[tuple[Page, Sequence[Line]]]) -> None:
        """Take rows of lines, top to bottom, each from left to right."""
        characters: list[str] = []
        self._lines: list[tuple[Page, Line]] = []
        # Of each character the number of its line times _LONGEST and its offset there: a page has a thousand and more.
        self._sources: list[int | None] = []
        for page, row in rows:
            for index, line in enumerate(row):
                if characters:
                    self._separate(characters, "\t" if index else "\n")
                self._add(characters, page, line)
        self.text = "".join(characters)
        self._solid = [index for index, source in enumerate(self._sources) if source is not None]
        self.tight = "".join([characters[index] for index in self._solid])

    def _add(self, characters: list[str], page: Page, line: Line) -> None:
        first = len(self._lines) * _LONGEST
        self._lines.append((page, line))
        text = line.text[:_LONGEST]
        gaps = gaps_in(line, page)
        folded = [fold_character(character) for character in text]
        if not gaps and all(len(character) == 1 for character in folded):
            characters += folded
            self._sources += range(first, first + len(folded))
            return
        for offset, character in enumerate(folded):
            if offset in gaps:
                self._separate(characters, " ")
            if character:
                characters += character
                self._sources += [first + offset] * len(character)
            elif characters and characters[-1] not in " \t\n":
                self._separate(characters, " ")

    def _separate(self, characters: list[str], mark: str) -> None:
        characters.append(mark)
        self._sources.append(None)

    def place(self, start: int, end: int) -> Place | None:
        """Return where `text[start:end]` stands; None where it holds white space only."""
        return _place([self._source(source) for source in self._sources[start:end] if source is not None])

    def tight_place(self, start: int, end: int) -> Place | None:
        """Return where `tight[start:end]` stands; None for an empty span."""
        sources = (self._sources[index] for index in self._solid[start:end])
        return _place([self._source(source) for source in sources if source is not None])

    def _source(self, source: int) -> _Source:
        number, offset = divmod(source, _LONGEST)
        return _Source(*self._lines[number], offset)

    def between(self, start: int, end: int) -> str:
        """Return `tight[start:end]` as it stands in `text`, with its blanks, gaps and row ends."""
        return self.text[self._solid[start] : self._solid[end - 1] + 1] if start < end else ""

    def pieces(self, start: int) -> list[tuple[int, int]]:
        """Return the spans in `text` of the lines that make up the row at offset `start`."""
        first, end = self.row_of(start)
        spans = []
        for piece in self.text[first:end].split("\t"):
            spans.append((first, first + len(piece)))
            first += len(piece) + 1
        return spans

    def row_of(self, start: int) -> tuple[int, int]:
        """Return the span in `text` of the row that holds offset `start`."""
        end = self.text.find("\n", start)
        return self.text.rfind("\n", 0, start) + 1, len(self.text) if end < 0 else end


def stream_of(pages: Sequence[Page]) -> Stream:
    """Return the stream of all pages, lines grouped into rows: the order in which a form is read."""
    return Stream((page, row) for page in pages for row in rows_of(page.lines))


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Group lines that stand side by side (同一行); rows from top to bottom, lines in a row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.centre[1]):
        last = rows[-1] if rows else None
        if last and all(_shares_row(line.box, other.box) for other in last):
            last.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box.left) for row in rows]


def _shares_row(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    # Lines one above the other may touch, and a tall stamp beside a line is a row of its own.
    overlap_x = min(one.right, other.right) - max(one.left, other.left)
    if overlap_x > 0.5 * min(one.width, other.width):
        return False
    return shared >= ROW_OVERLAP * min(one.height, other.height) and max(one.height, other.height) <= 3 * min(
        one.height, other.height
    )


def columns_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines into blocks that run downwards: stamps and notes beside the text keep their own order."""
    blocks: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        home = next((block for block in reversed(blocks) if _continues(block[-1].box, line.box)), None)
        if home is None:
            blocks.append([line])
        else:
            home.append(line)
    return blocks


def _continues(above: Box, below: Box) -> bool:
    shared = min(above.right, below.right) - max(above.left, below.left)
    gap = below.top - above.bottom
    height = min(above.height, below.height)
    return shared >= 0.5 * min(above.width, below.width) and -0.5 * height <= gap <= 1.2 * max(
        above.height, below.height
    )


def character_boxes(line: Line) -> list[Box]:
    """Return a box for each character of `line.text`: from its words where they spell the line, else evenly shared."""
    spelled = [pair for word in line.words for pair in zip(word.text, _shared(word.box, word.text), strict=True)]
    solid = [(character, box) for character, box in spelled if not character.isspace()]
    if [character for character, _ in solid] != [character for character in line.text if not character.isspace()]:
        return _shared(line.box, line.text)
    boxes: list[Box] = []
    following = iter(solid)
    for character in line.text:
        if character.isspace():
            edge = boxes[-1].right if boxes else line.box.left
            boxes.append(Box(edge, line.box.top, edge, line.box.bottom))
        else:
            boxes.append(next(following)[1])
    return boxes


def span_box(line: Line, start: int, end: int) -> Box:
    """Return the box of `line.text[start:end]`, as `character_boxes` gives it, white space aside."""
    if not line.words:
        return _part(line.box, line.text, start, end)
    if len(line.words) == len(line.text) and "".join([word.text for word in line.words]) == line.text:
        return Box.around([word.box for word in line.words[start:end]])
    first = len(_solid(line.text[:start]))
    last = first + len(_solid(line.text[start:end]))
    if first == last or _solid("".join(word.text for word in line.words)) != _solid(line.text):
        return Box.around(character_boxes(line)[start:end])
    boxes, position = [], 0
    for word in line.words:
        text = _solid(word.text)
        left, right = max(0, first - position), min(len(text), last - position)
        if left < right:
            boxes.append(_part(word.box, text, left, right))
        position += len(text)
    return Box.around(boxes)


def _solid(text: str) -> str:
    return "".join(text.split())


def _part(box: Box, text: str, start: int, end: int) -> Box:
    """Return the part of a box that `text[start:end]` takes of it."""
    if start == 0 and end == len(text):
        return box
    widths = _widths(text)
    share = box.width / (sum(widths) or 1.0)
    left = min(box.right, box.left + sum(widths[:start]) * share)
    return Box(left, box.top, min(box.right, left + sum(widths[start:end]) * share), box.bottom)


def _widths(text: str) -> list[float]:
    """Return how wide each character is: a Latin letter or digit is half as wide as a Chinese character."""
    return [0.55 if character.isascii() else 1.0 for character in text]


def _shared(box: Box, text: str) -> list[Box]:
    """Share a box among characters."""
    widths = _widths(text)
    total = sum(widths) or 1.0
    boxes, left = [], box.left
    for width in widths:
        right = min(box.right, left + box.width * width / total)
        boxes.append(Box(left, box.top, right, box.bottom))
        left = right
    return boxes


def _place(sources: Sequence[_Source]) -> Place | None:
    """Join characters to a place; one that runs over pages has the box of its first page."""
    if not sources:
        return None
    spans: dict[int, tuple[_Source, int]] = {}
    for source in sources:
        first, _ = spans.get(id(source.line), (source, 0))
        spans[id(source.line)] = (first, source.offset)
    page = sources[0].page
    raw = "".join(first.line.text[first.offset : last + 1] for first, last in spans.values())
    boxes = [
        span_box(first.line, first.offset, last + 1)
        for first, last in spans.values()
        if first.page.number == page.number
    ]
    known = [
        confidence
        for first, last in spans.values()
        for confidence in character_confidences(first.line)[first.offset : last + 1]
    ]
    return Place(raw, page.number, Box.around(boxes), confidence_of(known))

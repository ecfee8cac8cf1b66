"""Recognises the type of a document and the documents inside a file: titles first, words of the text second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from models.document import Line, Page
from models.geometry import Box
from models.observation import Part
from verifier.certificates.folding import fold
from verifier.certificates.phrases import closest
from verifier.certificates.titles import Title, titles_of
from verifier.certificates.types import DocumentType, document_types

ENOUGH: Final = 0.45
"""A page whose best type scores less has no known type."""

STARTS: Final = 0.5
"""A later page must score this much by its title to begin a new document."""

_ROWS_OF_TEXT: Final = 50
"""Paragraphs of a text without pages that are asked for its type: about two pages."""

_TITLE_LIKE: Final = 0.6
_BY_LENGTH: Final = {2: 0.5, 3: 0.7, 4: 0.9}
"""Short words (合同, 目录, 鉴定) stand in many titles; from five characters on a word speaks for itself."""

_OPENED: Final = 0.5
_WHOLE, _AT_END, _AT_START, _INSIDE = 1.0, 0.95, 0.75, 0.65
_MISREAD: Final = 0.85
_ALIKE: Final = 65
"""Percent of likeness below which no single misreading can be: three of four characters are the least."""

_PORTRAIT: Final = 0.8
_NAME_OF_A_WORK: Final = 4
_NUMBERED: Final = re.compile(r"第(\d{1,3})页,?共(\d{1,3})页")
_BELOW_HEAD: Final = 0.85
_LARGER_TITLE: Final = 0.25


@dataclass(frozen=True)
class Recognition:
    """The type of a file (that of its first known part), None where nothing is known, and the documents inside it."""

    type: str | None
    confidence: float | None
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class _Guess:
    """The best type of one page; `titled` where a title says so, `large` where that title is larger than the text."""

    type: str
    score: float
    titled: bool
    large: bool


@dataclass(frozen=True)
class _Hit:
    """A word of a type found in a title."""

    kind: DocumentType
    title: Title
    start: int
    end: int
    strength: float


def recognise(pages: Sequence[Page], portraits: frozenset[int] = frozenset()) -> Recognition:
    """Return the type of the pages and the parts they fall into.

    Args:
        pages: upright, with their lines.
        portraits: numbers of the pages that are a portrait and nothing else.

    A page that begins a new document starts a part; a page without a title of its own belongs to the part before it.
    Pages of one type that `merges` stay together. Unknown types are None, never a guess.
    """
    parts: list[Part] = []
    for before, page in zip([None, *pages], pages, strict=False):
        guess = None if before is not None and _goes_on(before, page) else _guess(page)
        if guess is None and page.number in portraits:
            guess = _Guess("photo_1in", _PORTRAIT, titled=True, large=True)
        if not parts or (guess is not None and _begins(guess, parts[-1])):
            kind, score = (guess.type, guess.score) if guess else (None, None)
            parts.append(Part(kind, score, page.number, page.number))
        else:
            last = parts[-1]
            parts[-1] = Part(last.type, last.type_confidence, last.first_page, page.number)
    parts = _with_covers(parts, pages)
    known = next((part for part in parts if part.type is not None), None)
    return Recognition(known.type if known else None, known.type_confidence if known else None, tuple(parts))


def _goes_on(before: Page, page: Page) -> bool:
    """Tell whether two pages are numbered as following pages of one document (第3页 共4页)."""
    one, other = _NUMBERED.search(fold(before.text)), _NUMBERED.search(fold(page.text))
    return bool(one and other and one[2] == other[2] and int(one[1]) + 1 == int(other[1]))


def _with_covers(parts: list[Part], pages: Sequence[Page]) -> list[Part]:
    """Join an unknown page to the document behind it that repeats its largest words: a cover names no type."""
    joined: list[Part] = []
    by_number = {page.number: page for page in pages}
    for part in parts:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.type is None
            and part.type is not None
            and document_types()[part.type].merges
            and _repeats(by_number[before.last_page], by_number[part.first_page])
        ):
            joined[-1] = Part(part.type, part.type_confidence, before.first_page, part.last_page)
        else:
            joined.append(part)
    return joined


def _repeats(cover: Page, following: Page) -> bool:
    largest = max(titles_of(cover), key=lambda title: title.scale, default=None)
    return largest is not None and len(largest.text) >= _NAME_OF_A_WORK and largest.text in fold(following.text)


def recognise_text(text: str) -> Recognition:
    """Return the type of a document that has a text and no pages (DOCX).

    Its first paragraphs are put below each other as lines of one height: a title is then known by its words and its
    place, never by its size. The page that carries them is of paper and leaves this function in no form.
    """
    rows = [row.strip() for row in text.split("\n") if row.strip()][:_ROWS_OF_TEXT]
    if not rows:
        return Recognition(None, None, ())
    height = 1 / _ROWS_OF_TEXT
    lines = []
    for index, row in enumerate(rows):
        half = min(0.4, 0.015 * len(row))
        lines.append(Line(row, Box(0.5 - half, index * height, 0.5 + half, (index + 0.7) * height)))
    guess = _guess(Page(1, 1654, 2339, None, tuple(lines)))
    return Recognition(guess.type, guess.score, ()) if guess else Recognition(None, None, ())


def _begins(guess: _Guess, current: Part) -> bool:
    """Tell whether a page begins a new document after `current`."""
    merges = document_types()[guess.type].merges
    if guess.type == current.type:
        # A running head repeats the title in small print; the next year's form prints it large again.
        return not merges and guess.titled and guess.large and guess.score >= STARTS
    return guess.score >= STARTS and (guess.titled or merges)


def _guess(page: Page) -> _Guess | None:
    """Return the best type of a page, its score lowered by a close second; None where no type has enough."""
    titles = titles_of(page)
    text = fold(page.text)
    hits = list(_hits(titles)) or list(_misread(titles))
    scored = [_score(kind, titles, hits, text, page.text) for kind in document_types().values()]
    guesses = sorted((guess for guess in scored if guess is not None), key=lambda guess: -guess.score)
    if any(guess.titled and guess.score >= STARTS for guess in guesses):
        # Where a title speaks, words of the text are no rival: a form mentions much that it is not.
        guesses = [guess for guess in guesses if guess.titled]
    if not guesses or guesses[0].score < ENOUGH:
        return None
    best = guesses[0]
    second = guesses[1].score if len(guesses) > 1 else 0.0
    doubt = 0.25 * max(0.0, second / best.score - 0.6) / 0.4
    return _Guess(best.type, round(best.score * (1 - doubt), 4), best.titled, best.large)


def _score(
    kind: DocumentType, titles: Sequence[Title], hits: Sequence[_Hit], text: str, page_text: str
) -> _Guess | None:
    if any(word in title.text for title in titles if title.weight >= _TITLE_LIKE for word in kind.negative):
        return None
    if any(word in text for word in kind.absent):
        return None
    body = _body(kind, text)
    own = [hit for hit in hits if hit.kind is kind and not any(_covers(other, hit) for other in hits)]
    own = [hit for hit in own if not any(word in hit.title.text for word in kind.negative)]
    needed = max(3, min(4, (len(kind.body) + 1) // 2))
    by_text = 0.45 + 0.2 * body if sum(fold(word) in text for word in kind.body) >= needed else 0.0
    if kind.opens and all(re.search(rf"^\W*{word}", page_text, re.MULTILINE) for word in kind.opens):
        by_text = max(by_text, _OPENED + 0.2 * body)
    best = max(own, key=lambda hit: hit.strength, default=None)
    by_title = (0.8 * best.strength + 0.2 * body if kind.body else 0.92 * best.strength) if best else 0.0
    if best is not None and by_title >= by_text:
        return _Guess(kind.id, by_title, True, best.title.size >= _LARGER_TITLE)
    return _Guess(kind.id, by_text, False, False) if by_text else None


def _body(kind: DocumentType, text: str) -> float:
    """Return how much of the type's vocabulary stands on the page, 0..1; three fifths of it are enough for 1."""
    if not kind.body:
        return 0.0
    found = sum(fold(word) in text for word in kind.body)
    return min(1.0, found / max(2.0, 0.6 * len(kind.body)))


def _hits(titles: Sequence[Title]) -> Iterator[_Hit]:
    for title in titles:
        if not title.in_head and title.size < 0.6:
            continue
        place = 1.0 if title.in_head else _BELOW_HEAD
        for kind in document_types().values():
            for word in kind.title:
                start = title.text.find(fold(word))
                if start >= 0:
                    end = start + len(word)
                    strength = _BY_LENGTH.get(len(word), 1.0) * _position(title.text, start, end)
                    yield _Hit(kind, title, start, end, strength * title.weight * place)
            for word in kind.ends:
                if title.text.endswith(word):
                    size = len(title.text)
                    yield _Hit(kind, title, size - len(word), size, _AT_END * title.weight * place)


def _misread(titles: Sequence[Title]) -> Iterator[_Hit]:
    """Hits with one character read wrongly, for pages on which no title is read right."""
    for title in titles:
        if not title.in_head or title.weight < _TITLE_LIKE:
            continue
        for kind in document_types().values():
            for word in kind.title:
                if len(word) >= 4 and fuzz.partial_ratio(word, title.text) >= _ALIKE:
                    distance, start, end = closest(fold(word), title.text)
                    if distance == 1:
                        strength = _BY_LENGTH.get(len(word), 1.0) * _position(title.text, start, end)
                        yield _Hit(kind, title, start, end, _MISREAD * strength * title.weight)


def _position(title: str, start: int, end: int) -> float:
    if end - start >= 0.85 * len(title):
        return _WHOLE
    return _AT_END if end == len(title) else _AT_START if start == 0 else _INSIDE


def _covers(other: _Hit, hit: _Hit) -> bool:
    """Tell whether another type's longer word holds this one (公示结果 holds 公示): the longest word wins."""
    return (
        other.kind is not hit.kind
        and hit.title.text in other.title.text
        and fold(other.title.text[other.start : other.end]) != hit.title.text[hit.start : hit.end]
        and hit.title.text[hit.start : hit.end] in other.title.text[other.start : other.end]
        and not any(word in other.title.text for word in other.kind.negative)
    )

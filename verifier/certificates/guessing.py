"""The type of one page: words of its titles first, words of its text second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from models.document import Page
from verifier.certificates.folding import fold
from verifier.certificates.journals import JournalPart, journal_part
from verifier.certificates.phrases import closest
from verifier.certificates.titles import Title, titles_of
from verifier.certificates.types import DocumentType, document_types

ENOUGH: Final = 0.45
"""A page whose best type scores less has no known type."""

STARTS: Final = 0.5
"""A title must score this much to begin a document."""

_TITLE_LIKE: Final = 0.6
_LESS: Final = 0.85
_BY_LENGTH: Final = {2: 0.5, 3: 0.7, 4: 0.9}
"""Short words (合同, 目录, 鉴定) stand in many titles; from five characters on a word speaks for itself."""

_OPENED: Final = 0.5
_OF_JOURNALS: Final = frozenset({"paper", "catalog"})
"""Types whose words a periodical has too: its contents are headed 目录 like a list of materials."""

_JOURNAL: Final = 0.6
_NEEDED: Final = 2
_WHOLE, _AT_END, _AT_START, _INSIDE = 1.0, 0.95, 0.75, 0.65
_NAMES_A_FORM: Final = 4
_FORM: Final = re.compile(r"(?:情况|结果|登记|统计|汇总)*表")
"""What follows the name of a matter on a form about it (群众评议情况表)."""

_MISREAD: Final = 0.85
_ALIKE: Final = 65
"""Percent of likeness below which no single misreading can be: three of four characters are the least."""

_BELOW_HEAD: Final = 0.85
_LARGER_TITLE: Final = 0.25


@dataclass(frozen=True)
class Guess:
    """The best type of one page.

    `titled` where a title says so, `large` where that title is larger than the text, `opened` where lines begin as the
    text of the type does (摘要, 关键词), `journal` for pages of a periodical around the article.
    """

    type: str
    score: float
    titled: bool
    large: bool
    opened: bool = False
    journal: JournalPart | None = None


@dataclass(frozen=True)
class _Hit:
    """A word of a type found in a title."""

    kind: DocumentType
    title: Title
    start: int
    end: int
    strength: float


def guess_page(page: Page) -> Guess | None:
    """Return the best type of a page, its score lowered by a close second; None where no type has enough."""
    titles = titles_of(page)
    text = fold(page.text)
    rows = "\n".join(fold(line.text) for line in page.lines)
    hits = list(_hits(titles)) or list(_misread(titles))
    scored = [_score(kind, titles, hits, text, rows) for kind in document_types().values()]
    guesses = sorted((guess for guess in scored if guess is not None), key=lambda guess: -guess.score)
    journal = journal_part(page) if not guesses or guesses[0].type in _OF_JOURNALS else None
    if journal is not None:
        score = max(_JOURNAL, *(guess.score for guess in guesses if guess.type == "paper"), 0.0)
        return Guess("paper", score, titled=False, large=False, journal=journal)
    if any(guess.titled and guess.score >= STARTS for guess in guesses):
        # Where a title speaks, words of the text are no rival: a form mentions much that it is not.
        guesses = [guess for guess in guesses if guess.titled]
    if not guesses or guesses[0].score < ENOUGH:
        return None
    best = guesses[0]
    second = guesses[1].score if len(guesses) > 1 else 0.0
    doubt = 0.25 * max(0.0, second / best.score - 0.6) / 0.4
    return replace(best, score=round(best.score * (1 - doubt), 4))


def _score(kind: DocumentType, titles: Sequence[Title], hits: Sequence[_Hit], text: str, rows: str) -> Guess | None:
    # Words in rows that are clearly less of a title than its own are labels (评审时间 on 电子证书).
    heard = max([_TITLE_LIKE, *(_LESS * hit.title.weight for hit in hits if hit.kind is kind)])
    if any(word in title.text for title in titles if title.weight >= heard for word in kind.negative):
        return None
    if any(word in text for word in kind.absent):
        return None
    if kind.needs and sum(word in text for word in kind.needs) < _NEEDED:
        return None
    body = _body(kind, text)
    own = [hit for hit in hits if hit.kind is kind and not any(_covers(other, hit) for other in hits)]
    own = [hit for hit in own if not any(word in hit.title.text for word in kind.negative)]
    needed = max(3, min(4, (len(kind.body) + 1) // 2))
    by_text = 0.45 + 0.2 * body if _spoken_of(kind, text) >= needed else 0.0
    opened = bool(kind.opens) and all(re.search(rf"^\W*{word}", rows, re.MULTILINE) for word in kind.opens)
    if opened:
        by_text = max(by_text, _OPENED + 0.2 * body)
    best = max(own, key=lambda hit: hit.strength, default=None)
    by_title = (0.8 * best.strength + 0.2 * body if kind.body else 0.92 * best.strength) if best else 0.0
    # A title that would do by itself stays one where the text says even more.
    if best is not None and by_title >= min(by_text, STARTS):
        return Guess(kind.id, max(by_title, by_text), True, best.title.size >= _LARGER_TITLE, opened)
    return Guess(kind.id, by_text, titled=False, large=False, opened=opened) if by_text else None


def _body(kind: DocumentType, text: str) -> float:
    """Return how much of the type's vocabulary stands on the page, 0..1; three fifths of it are enough for 1."""
    return min(1.0, _spoken_of(kind, text) / max(2.0, 0.6 * len(kind.body))) if kind.body else 0.0


def _spoken_of(kind: DocumentType, text: str) -> int:
    """Return how many words of the type's vocabulary stand on the page."""
    return sum(word in text for word in _vocabulary()[kind.id].body)


@dataclass(frozen=True)
class _Words:
    """The words of a type: those of its titles as written and folded, those at a title's end, those of its text."""

    kind: DocumentType
    title: tuple[tuple[str, str], ...]
    ends: tuple[str, ...]
    body: tuple[str, ...]

    def among(self, text: str) -> _Words:
        """Return the words without those of titles that stand nowhere in `text`."""
        title = tuple(pair for pair in self.title if pair[1] in text)
        return replace(self, title=title, ends=tuple(word for word in self.ends if word in text))


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, _Words]:
    """Return the words of every type by its id."""
    return {
        kind.id: _Words(kind, tuple((word, fold(word)) for word in kind.title), kind.ends, tuple(map(fold, kind.body)))
        for kind in document_types().values()
    }


def _hits(titles: Sequence[Title]) -> Iterator[_Hit]:
    # Of a thousand words a handful stands on a page: the others are asked for once, not in every title.
    every = "\n".join(title.text for title in titles)
    known = [words for kind in _vocabulary().values() if (words := kind.among(every)).title or words.ends]
    for title in titles:
        if not title.in_head and title.size < 0.6:
            continue
        place = 1.0 if title.in_head else _BELOW_HEAD
        for words in known:
            for word, folded in words.title:
                start = title.text.find(folded)
                if start >= 0:
                    end = start + len(word)
                    strength = _BY_LENGTH.get(len(word), 1.0) * _position(title.text, start, end)
                    yield _Hit(words.kind, title, start, end, strength * title.weight * place)
            for word in words.ends:
                if title.text.endswith(word):
                    size = len(title.text)
                    yield _Hit(words.kind, title, size - len(word), size, _AT_END * title.weight * place)


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
    if _FORM.fullmatch(title, end) and end - start >= _NAMES_A_FORM:
        return _AT_END
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

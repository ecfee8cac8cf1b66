"""Where one document of a file ends and the next begins (合订文件拆分)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from models.document import Page
from models.observation import Part
from verifier.certificates.folding import fold
from verifier.certificates.guessing import STARTS, Guess
from verifier.certificates.journals import JournalPart
from verifier.certificates.titles import titles_of
from verifier.certificates.types import document_types

_SPEAKS: Final = 0.6
"""A page without a title begins a document of another type where its words say so as plainly as they can."""

_PLAIN: Final = 0.65
"""A title of this score begins a document whatever numbers stand at the foot: a binder numbers the whole bundle."""

_NAME_OF_A_WORK: Final = 4
_NUMBERED: Final = re.compile(r"第(\d{1,3})页,?[/(]?共(\d{1,3})页")


@dataclass
class _Group:
    """Pages of one document, each with what it was taken for by itself."""

    pages: list[Page]
    guesses: list[Guess | None]
    type: str | None = None
    confidence: float | None = None
    sides: set[int] = field(default_factory=set)

    def part(self) -> Part:
        return Part(self.type, self.confidence, self.pages[0].number, self.pages[-1].number)


def split(pages: Sequence[Page], guesses: Sequence[Guess | None]) -> list[Part]:
    """Return the documents of a file, one after the other, every page in exactly one.

    Args:
        pages: upright, with their lines.
        guesses: what each page is taken for by itself.
    """
    groups: list[_Group] = []
    for index, (page, guess) in enumerate(zip(pages, guesses, strict=True)):
        if index and _goes_on(pages[index - 1], page) and not _is_plain(guess, groups[-1]):
            guess = None
        sides = _sides(guess, page)
        if not groups or _begins(guess, sides, groups[-1]):
            kind, score = (guess.type, guess.score) if guess else (None, None)
            groups.append(_Group([page], [guess], kind, score, sides))
        else:
            groups[-1].pages.append(page)
            groups[-1].guesses.append(guess)
            groups[-1].sides |= sides
    return [group.part() for group in _with_covers(groups)]


def _goes_on(before: Page, page: Page) -> bool:
    """Tell whether two pages are numbered as following pages of one document (第3页 共4页)."""
    one, other = _NUMBERED.search(fold(before.text)), _NUMBERED.search(fold(page.text))
    return bool(one and other and one[2] == other[2] and int(one[1]) + 1 == int(other[1]))


def _is_plain(guess: Guess | None, current: _Group) -> bool:
    return guess is not None and guess.titled and guess.large and guess.score >= _PLAIN and guess.type != current.type


def _begins(guess: Guess | None, sides: set[int], current: _Group) -> bool:
    """Tell whether a page begins a new document after `current`."""
    if guess is None:
        # What follows a portrait is no second side of it, whatever it may be.
        return current.type is not None and document_types()[current.type].alone
    kind = document_types()[guess.type]
    if guess.type != current.type:
        broad = current.type is not None and document_types()[current.type].broad
        begun = guess.titled or guess.opened or kind.merges
        return guess.score >= STARTS and (begun or (guess.score >= _SPEAKS and not broad))
    if kind.sides:
        return bool(sides & current.sides)
    if guess.type == "paper":
        return _another_paper(guess, current)
    # A running head repeats the title in small print; the next year's form prints it large again.
    return not kind.merges and guess.titled and guess.large and guess.score >= STARTS


def _sides(guess: Guess | None, page: Page) -> set[int]:
    """Return which sides of its card a page shows: a card has each side once."""
    if guess is None:
        return set()
    text = fold(page.text)
    sides = document_types()[guess.type].sides
    return {index for index, words in enumerate(sides) if any(word in text for word in words)}


def _another_paper(guess: Guess, current: _Group) -> bool:
    """Tell whether the cover of another issue or another article's first page follows an article."""
    begun = any(one is not None and one.journal is None and one.opened for one in current.guesses)
    return begun and (guess.journal is JournalPart.COVER or guess.opened)


def _with_covers(groups: list[_Group]) -> list[_Group]:
    """Give covers to the works behind them: a cover names no type, and repeats the largest words of the next page."""
    joined: list[_Group] = []
    for group in groups:
        before = joined[-1] if joined else None
        if before is not None and group.type is not None and document_types()[group.type].merges:
            covers = _covers_at_end(before, group)
            if covers == len(before.pages):
                joined.pop()
            elif covers:
                before.pages, before.guesses = before.pages[:-covers], before.guesses[:-covers]
        joined.append(group)
    return joined


def _covers_at_end(before: _Group, group: _Group) -> int:
    """Move the pages at the end of a group that are covers of the next one; returns how many there were."""
    count = 0
    least = 0 if before.type is None else 1
    while len(before.pages) - count > least:
        cover, guess = before.pages[-1 - count], before.guesses[-1 - count]
        own = before.pages[-2 - count] if len(before.pages) - count > 1 else None
        if guess is not None or not _repeats(cover, group.pages[0]) or (own is not None and _repeats(cover, own)):
            break
        group.pages.insert(0, cover)
        group.guesses.insert(0, None)
        count += 1
    return count


def _repeats(cover: Page, following: Page) -> bool:
    largest = max(titles_of(cover), key=lambda title: title.scale, default=None)
    return largest is not None and len(largest.text) >= _NAME_OF_A_WORK and largest.text in fold(following.text)

"""Recognises the type of a document and the documents inside a file, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.document import Line, Page
from models.geometry import Box
from models.observation import Part
from verifier.certificates.guessing import Guess, guess_page
from verifier.certificates.splitting import split

_ROWS_OF_TEXT: Final = 50
"""Paragraphs of a text without pages that are asked for its type: about two pages."""

_PORTRAIT: Final = 0.8


@dataclass(frozen=True)
class Recognition:
    """The type of a file (that of its first known part), None where nothing is known, and the documents inside it."""

    type: str | None
    confidence: float | None
    parts: tuple[Part, ...]


def recognise(pages: Sequence[Page], portraits: frozenset[int] = frozenset()) -> Recognition:
    """Return the type of the pages and the parts they fall into.

    Args:
        pages: upright, with their lines.
        portraits: numbers of the pages that are a portrait and nothing else.

    A page that begins a new document starts a part; a page without a title of its own belongs to the part before it.
    Pages of one type that `merges` stay together. Unknown types are None, never a guess.
    """
    parts = split(pages, [_guess(page, portraits) for page in pages])
    known = next((part for part in parts if part.type is not None), None)
    return Recognition(known.type if known else None, known.type_confidence if known else None, tuple(parts))


def _guess(page: Page, portraits: frozenset[int]) -> Guess | None:
    guess = guess_page(page)
    if guess is None and page.number in portraits:
        return Guess("photo_1in", _PORTRAIT, titled=True, large=True)
    return guess


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
    guess = guess_page(Page(1, 1654, 2339, None, tuple(lines)))
    return Recognition(guess.type, guess.score, ()) if guess else Recognition(None, None, ())

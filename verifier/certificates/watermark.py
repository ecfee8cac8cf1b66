"""Takes a slanted watermark (文字水印) off what was read: its pieces stand between and inside the values of a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from models.document import Line, Page
from models.observation import Table
from verifier.certificates.cells import cell_texts
from verifier.certificates.folding import fold

_SLANTED: Final = 1.9
"""A line is slanted whose box is higher than so many of its characters are wide: the box of upright print is as high
as one character."""

_STEEP: Final = 0.12
"""Height by width of a line that climbs seven degrees: on a page askew long lines are higher than their print, too."""

_LARGER: Final = 1.2
_MIXED: Final = 1.6
"""Heights of the usual line from which a line is print and watermark read as one."""
_UNSURE: Final = 0.5
"""Confidence at the most of what was read from both."""
_FEWEST: Final = 2


def without_watermark(pages: Sequence[Page], tables: Sequence[Table]) -> tuple[Sequence[Page], Sequence[Table]]:
    """Return pages and tables without the pieces of a watermark; the very same where there is none."""
    words = _watermark_texts(pages)
    if not words:
        return pages, tables
    cleaned = [replace(page, lines=tuple(_beside(page, words))) for page in pages]
    by_number = {page.number: page for page in cleaned}
    return cleaned, [_refilled(table, by_number[table.page]) if table.page in by_number else table for table in tables]


def _watermark_texts(pages: Iterable[Page]) -> tuple[str, ...]:
    """Return what slanted lines of four characters and more say, where one says it twice or says part of another."""
    slanted = [fold(line.text) for page in pages for line in page.lines if _is_slanted(line, page)]
    long = [text for text in slanted if len(text) >= 4]
    return tuple({text for text in long if sum(other in text or text in other for other in long) >= _FEWEST})


def _is_slanted(line: Line, page: Page) -> bool:
    width, height = line.box.width * page.width_px, line.box.height * page.height_px
    if not width > height > _STEEP * width:
        return False
    count = sum(0.55 if character.isascii() else 1.0 for character in line.text if not character.isspace())
    return count >= 2.5 and height > _SLANTED * width / count


def _beside(page: Page, words: Sequence[str]) -> list[Line]:
    """Return the lines that are no piece: neither slanted nor larger than the print and part of its text.

    What was read from a piece and the print below it stays, unsure, without the piece's characters at its ends.
    """
    if not page.lines:
        return []
    usual = median(line.box.height for line in page.lines if not _is_slanted(line, page) or len(page.lines) < _FEWEST)
    characters = frozenset("".join(words))
    kept = []
    for line in page.lines:
        text, is_slanted = fold(line.text), _is_slanted(line, page)
        is_piece = is_slanted or (line.box.height > _LARGER * usual and any(text in word for word in words))
        others = sum(character.isalnum() and character not in characters for character in text)
        is_mixed = line.box.height > _MIXED * usual and _touches(text, characters)
        if others >= _FEWEST and (is_slanted or is_mixed):
            kept.append(_without_ends(line, characters))
        elif not is_piece:
            kept.append(line)
    return kept


def _touches(text: str, characters: frozenset[str]) -> bool:
    return bool(text) and (text[0] in characters or text[-1] in characters) and ":" not in text


def _without_ends(line: Line, characters: frozenset[str]) -> Line:
    ends = "" if ":" in fold(line.text) else "".join(characters)
    unsure = _UNSURE if line.confidence is None else min(line.confidence, _UNSURE)
    return replace(line, text=line.text.strip(ends + " "), confidence=unsure, words=())


def _refilled(table: Table, page: Page) -> Table:
    texts = cell_texts([cell.box for cell in table.cells], page.lines)
    cells = (replace(cell, text=text) for cell, text in zip(table.cells, texts, strict=True))
    return replace(table, cells=tuple(cells))

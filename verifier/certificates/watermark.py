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

_LARGER: Final = 1.3
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
    """Return the lines that are no piece: neither slanted nor larger than the print and part of its text."""
    if not page.lines:
        return []
    usual = median(line.box.height for line in page.lines if not _is_slanted(line, page) or len(page.lines) < _FEWEST)
    return [
        line
        for line in page.lines
        if not (
            _is_slanted(line, page)
            or (line.box.height > _LARGER * usual and any(fold(line.text) in text for text in words))
        )
    ]


def _refilled(table: Table, page: Page) -> Table:
    texts = cell_texts([cell.box for cell in table.cells], page.lines)
    cells = (replace(cell, text=text) for cell, text in zip(table.cells, texts, strict=True))
    return replace(table, cells=tuple(cells))

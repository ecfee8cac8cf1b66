"""Tables of born-digital pages: ruled with vector lines, filled with what was read there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from models.document import Line
from models.observation import Table
from verifier.certificates.cells import cell_texts

_SAME_PLACE: Final = 0.3
"""A table seen in the pixels of which a drawn one covers more than this part is the same table, or a piece of it."""


def fill_tables(drawn: Sequence[Table], seen: Sequence[Table], lines: Sequence[Line]) -> list[Table]:
    """Return the tables of a page from top to bottom, those drawn with vector lines preferred.

    Vector lines give exact cells where pixels leave doubts (hairlines, shaded rows, a stamp over a rule), but a scanned
    table inside a digital page has none.

    Args:
        drawn: tables that the page draws; whatever text their cells have is replaced.
        seen: tables found in the page's picture.
        lines: what was read on the page.
    """
    filled = []
    for table in drawn:
        texts = cell_texts([cell.box for cell in table.cells], lines)
        cells = (replace(cell, text=text) for cell, text in zip(table.cells, texts, strict=True))
        filled.append(replace(table, cells=tuple(cells)))
    # A box around an empty area of the page is no table until something stands in it.
    filled = [table for table in filled if any(cell.text for cell in table.cells)]
    others = [
        table
        for table in seen
        if all(max(table.box.covered_by(own.box), own.box.covered_by(table.box)) <= _SAME_PLACE for own in filled)
    ]
    return sorted([*filled, *others], key=lambda table: (table.box.top, table.box.left))

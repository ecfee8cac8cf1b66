"""Which text stands in which cell of a table (单元格文字) and how sure it is, free of any image library."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.document import Line, Page
from models.geometry import Box
from models.observation import Cell, Table
from verifier.certificates.certainty import character_confidences, confidence_of
from verifier.certificates.layout import character_boxes, rows_of


def cell_texts(boxes: Sequence[Box], lines: Sequence[Line]) -> list[str]:
    """Return the text of each cell: every line goes to the cell under it, or piece by piece to the cells it crosses."""
    pieces: list[list[Line]] = [[] for _ in boxes]
    for line in lines:
        for index, piece in _pieces(line, boxes):
            pieces[index].append(piece)
    return [_joined([line.text for row in rows_of(found) for line in row]) for found in pieces]


def _pieces(line: Line, boxes: Sequence[Box]) -> list[tuple[int, Line]]:
    home = next((index for index, box in enumerate(boxes) if line.box.covered_by(box) > 0.85), None)
    if home is not None:
        return [(home, line)]
    runs: list[tuple[int, list[tuple[str, Box]]]] = []
    for character, box in zip(line.text, character_boxes(line), strict=True):
        owner = next((index for index, cell in enumerate(boxes) if cell.contains(box.centre)), None)
        if owner is None:
            continue
        if not runs or runs[-1][0] != owner:
            runs.append((owner, []))
        runs[-1][1].append((character, box))
    return [
        (owner, Line("".join(text for text, _ in run).strip(), Box.around(box for _, box in run), line.confidence))
        for owner, run in runs
        if any(not text.isspace() for text, _ in run)
    ]


def _joined(texts: Sequence[str]) -> str:
    joined = ""
    for text in texts:
        needs_space = re.search(r"[A-Za-z0-9,.;]$", joined) and re.match(r"[A-Za-z]", text)
        joined += (" " if needs_space else "") + text.strip()
    return joined


def cell_confidence(pages: Sequence[Page], table: Table, cell: Cell) -> float | None:
    """Return the confidence of the characters inside a cell; None where nothing is known of any."""
    return confidence_of(
        confidence
        for page in pages
        if page.number == table.page
        for line in page.lines
        if _overlap(line.box, cell.box)
        for box, confidence in zip(character_boxes(line), character_confidences(line), strict=True)
        if cell.box.contains(box.centre)
    )


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom

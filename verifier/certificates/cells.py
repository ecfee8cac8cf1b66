"""Which text stands in which cell of a table (单元格文字) and how sure it is, free of any image library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from models.document import Line, Page
from models.geometry import Box
from models.observation import Cell, Table
from verifier.certificates.certainty import DOUBTFUL, character_confidences, confidence_of
from verifier.certificates.layout import character_boxes, rows_of

_TOUCHING: Final = 0.2
"""Parts of a line's height between two characters that were set without a gap, at the most."""


def cell_texts(boxes: Sequence[Box], lines: Sequence[Line]) -> list[str]:
    """Return the text of each cell: every line goes to the cell under it, or piece by piece to the cells it crosses."""
    pieces: list[list[Line]] = [[] for _ in boxes]
    for line in lines:
        for index, piece in _pieces(line, boxes):
            pieces[index].append(piece)
    return [_joined([line.text for row in rows_of(found) for line in row]) for found in pieces]


def _pieces(line: Line, boxes: Sequence[Box]) -> list[tuple[int, Line]]:
    own = line.box
    near = [
        (index, box)
        for index, box in enumerate(boxes)
        if box.left < own.right and own.left < box.right and box.top < own.bottom and own.top < box.bottom
    ]
    home = next((index for index, box in near if own.covered_by(box) > 0.85), None)
    if home is not None:
        return [(home, line)]
    runs: list[tuple[int, list[tuple[str, Box]]]] = []
    for character, box in zip(line.text, character_boxes(line), strict=True):
        owner = next((index for index, cell in near if cell.contains(box.centre)), None)
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
    """Return the confidence of the characters inside a cell; None where nothing is known of any.

    A text that runs on over the cell's edge without a gap was cut by a streak of the scanner, not by a rule.
    """
    known: list[float | None] = []
    is_cut = False
    for page in (page for page in pages if page.number == table.page):
        for line in page.lines:
            if _overlap(line.box, cell.box):
                boxes = character_boxes(line)
                inside = [index for index, box in enumerate(boxes) if cell.box.contains(box.centre)]
                confidences = character_confidences(line)
                known += [confidences[index] for index in inside]
                is_cut = is_cut or _runs_on(line, boxes, inside, page)
    sure = confidence_of(known)
    return min(sure, DOUBTFUL) if is_cut and sure is not None else sure


def _runs_on(line: Line, boxes: Sequence[Box], inside: Sequence[int], page: Page) -> bool:
    """Tell whether the characters of a line that stand in a cell have a neighbour right beyond its edge."""
    if not inside or len(line.words) != len(line.text.replace(" ", "")):
        return False
    for index, other in ((inside[0], inside[0] - 1), (inside[-1], inside[-1] + 1)):
        if 0 <= other < len(boxes) and (line.text[index] + line.text[other]).isalnum():
            gap = max(boxes[other].left - boxes[index].right, boxes[index].left - boxes[other].right) * page.width_px
            if gap < _TOUCHING * line.box.height * page.height_px:
                return True
    return False


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom

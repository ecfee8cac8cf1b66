"""Rows: lines of text that stand side by side, joined; readers cut 2024 年 9 月 6 日 into many pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.document import Line, Word
from models.geometry import Box

_WIDEST_GAP = 3.5
"""Pieces of one row are at most this many line heights apart."""


@dataclass(frozen=True)
class Row:
    """Joined lines, left to right; `indices` are those of the lines it was made of."""

    line: Line
    indices: tuple[int, ...]


def rows_of(lines: Sequence[Line], *, aspect: float) -> list[Row]:
    """Return every line or, where short pieces stand side by side, the row of them; `aspect` is page width / height."""
    left_over, rows = set(range(len(lines))), []
    for index in sorted(left_over, key=lambda index: lines[index].box.left):
        if index not in left_over:
            continue
        chain = [index]
        left_over.discard(index)
        while (following := _next(lines, chain[-1], left_over, aspect=aspect)) is not None:
            chain.append(following)
            left_over.discard(following)
        rows.append(Row(_joined([lines[place] for place in chain]), tuple(chain)))
    return sorted(rows, key=lambda row: (row.line.box.top, row.line.box.left))


def _next(lines: Sequence[Line], index: int, free: set[int], *, aspect: float) -> int | None:
    box, best, nearest = lines[index].box, None, float("inf")
    for other in free:
        candidate = lines[other].box
        shared = min(box.bottom, candidate.bottom) - max(box.top, candidate.top)
        low, high = sorted((box.height, candidate.height))
        gap = (candidate.left - box.right) * aspect
        if (
            shared > 0.5 * low
            and -0.6 * high < gap < _WIDEST_GAP * high
            and candidate.left > box.left
            and gap < nearest
        ):
            best, nearest = other, gap
    return best


def _joined(pieces: Sequence[Line]) -> Line:
    if len(pieces) == 1:
        return pieces[0]
    words: list[Word] = []
    for piece in pieces:
        whole = "".join(word.text for word in piece.words) == "".join(piece.text.split())
        words.extend(piece.words if piece.words and whole else [Word(piece.text, piece.box, piece.confidence)])
    return Line(" ".join(piece.text for piece in pieces), Box.around(piece.box for piece in pieces), None, tuple(words))

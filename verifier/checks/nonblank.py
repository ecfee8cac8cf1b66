"""No cell of a form is left blank: where there is nothing to say, 无 stands (不得留有空格)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic.dataclasses import dataclass

from models.document import Page
from models.messages import text
from models.observation import Cell, Table
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held

_PORTRAIT: Final = (0.5, 1.4)
"""Width to height of a cell for a photograph of 25 x 35 or 35 x 45 mm, with room around it."""


@dataclass(frozen=True, config=VALUE)
class NonblankParams:
    """What stands for nothing (`fill`), and `exempt` words: a blank beside a label with one is for others to fill."""

    fill: str = "无"
    exempt: tuple[str, ...] = ("签", "日期", "照片", "盖章", "公章", "意见", "编号", "备注", "年月日")


def run(documents: Sequence[Held], requirement: Requirement, params: NonblankParams, context: Context) -> list[Answer]:
    """Look at the tables of each document."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: NonblankParams) -> Answer:
    tables = [table for table in held.observation.tables if held.has(table.page)]
    if not tables:
        return review(text("clauses.blank_no_table", title=held.title), None, held, held.evidence())
    sheets = {page.number: page for page in held.pages}
    blank = [
        (table, cell, label)
        for table in tables
        for cell, label in _blanks(table, params)
        if not _is_for_portrait(cell, sheets[table.page])
    ]
    if not blank:
        return passed(text("clauses.blank_none", title=held.title), held)
    labels = "、".join(dict.fromkeys(label for _, _, label in blank if label)) or text("clauses.blank_unnamed")
    evidence = [Evidence(held.document, table.page, cell.box, "", params.fill) for table, cell, _ in blank[:30]]
    said = {"title": held.title, "count": len(blank), "labels": labels, "fill": params.fill}
    named = [label for _, _, label in blank if label]
    # A cell without a label may be part of a ruled list whose rows need not all be used.
    if not named or held.is_unreadable:
        return review(text("clauses.blank_unsure", **said), text("clauses.blank_remedy", **said), held, *evidence)
    return failed(text("clauses.blank_found", **said), text("clauses.blank_remedy", **said), held, *evidence)


def _blanks(table: Table, params: NonblankParams) -> list[tuple[Cell, str]]:
    """Return the blank cells right of a label, or without one, with the label; those for others to fill left out."""
    by_place = {(cell.row, cell.column): cell for cell in table.cells}
    found = []
    for cell in table.cells:
        if cell.text.strip():
            continue
        left = next((by_place[place] for place in _left_of(cell) if place in by_place), None)
        label = fold(left.text) if left is not None else ""
        if not any(word in label for word in params.exempt):
            found.append((cell, left.text.strip() if left is not None else ""))
    return found


def _is_for_portrait(cell: Cell, page: Page) -> bool:
    """Tell whether a photograph may be glued in, which has no text: over several rows, about as wide as tall."""
    width, height = cell.box.width * page.width_px, cell.box.height * page.height_px
    return cell.row_span > 1 and _PORTRAIT[0] * height <= width <= _PORTRAIT[1] * height


def _left_of(cell: Cell) -> list[tuple[int, int]]:
    return [(cell.row, column) for column in range(cell.column - 1, -1, -1)][:1]


CHECK = Check("nonblank", NonblankParams, run)

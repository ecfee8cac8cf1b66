"""A table has the columns of the notice's form, in its order (花名册、一览表、汇总表的列)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class ColumnsParams:
    """Names of the `columns`, in order."""

    columns: Annotated[tuple[str, ...], Field(min_length=1)]


def run(documents: Sequence[Held], requirement: Requirement, params: ColumnsParams, context: Context) -> list[Answer]:
    """Compare the head row of each document's widest table; without a table, its text."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: ColumnsParams) -> Answer:
    heads = _heads(held)
    said = {"title": held.title, "columns": "、".join(params.columns)}
    if not heads:
        body = held.folded_text
        missing = [name for name in params.columns if fold(name) not in body]
        said["missing"] = "、".join(missing) or said["columns"]
        return review(text("clauses.columns_unread", **said), None, held, held.evidence(expected=said["columns"]))
    wanted = [fold(name) for name in params.columns]
    found = [fold(head) for head in heads]
    if found == wanted:
        return passed(text("clauses.columns_good", count=len(wanted), **said), held)
    missing = [name for name in params.columns if fold(name) not in found]
    said |= {"found": "、".join(heads), "missing": "、".join(missing)}
    evidence = Evidence(held.document, held.first_page, None, said["found"], said["columns"])
    remedy = text("clauses.columns_remedy", **said)
    if not missing:
        return failed(text("clauses.columns_order", **said), remedy, held, evidence)
    # A head that was cut in two or misread is missing too.
    near = sum(any(name[:2] in head for head in found) for name in wanted) == len(wanted) or held.is_unreadable
    message = text("clauses.columns_missing", **said)
    return doubtful(message, remedy, held, evidence) if near else failed(message, remedy, held, evidence)


def _heads(held: Held) -> list[str]:
    tables = [table for table in held.observation.tables if held.has(table.page)]
    if not tables:
        return []
    widest = max(tables, key=lambda table: max((cell.column for cell in table.cells), default=0))
    first = min((cell.row for cell in widest.cells), default=0)
    cells = sorted((cell for cell in widest.cells if cell.row == first), key=lambda cell: cell.column)
    return [cell.text for cell in cells]


CHECK = Check("columns", ColumnsParams, run)

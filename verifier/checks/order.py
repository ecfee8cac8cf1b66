"""The parts of a bound volume stand in the order of its list (按目录顺序装订)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, doubtful, passed
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held


@dataclass(frozen=True, config=VALUE)
class OrderParams:
    """Titles of the parts, in order."""

    titles: Annotated[tuple[str, ...], Field(min_length=1)]


def run(documents: Sequence[Held], requirement: Requirement, params: OrderParams, context: Context) -> list[Answer]:
    """Look for each title in the head of a page of each document; a title that is not found may be worded otherwise."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: OrderParams) -> Answer:
    heads = ["".join(lines[:4]) for lines in held.folded]
    places = {title: [page for page, head in enumerate(heads) if fold(title) in head] for title in params.titles}
    found = [(title, pages[-1]) for title, pages in places.items() if pages]
    missing = [title for title, pages in places.items() if not pages]
    said = {"title": held.title, "missing": "、".join(missing), "titles": "、".join(params.titles)}
    remedy = text("clauses.order_remedy", **said)
    wrong = [later for (_, before), (later, after) in pairwise(found) if after < before]
    if wrong:
        said["wrong"] = "、".join(wrong)
        return doubtful(text("clauses.order_wrong", **said), remedy, held, held.evidence())
    if missing:
        return doubtful(text("clauses.order_missing", **said), remedy, held, held.evidence())
    return passed(text("clauses.order_good", **said), held)


CHECK = Check("order", OrderParams, run, reaches=(Verdict.PASSED, Verdict.NEEDS_REVIEW))

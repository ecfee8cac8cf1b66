"""How the form is printed: A4, both sides, so many copies (纸张、双面、份数)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import FactName

_A4: Final = 297 / 210
_SLACK: Final = 0.04
"""Share by which a scan's margins may change the ratio of an A4 sheet; B5 and A3 have the same, 16K (1.40) nearly."""


@dataclass(frozen=True, config=VALUE)
class SheetParams:
    """`a4` looks at the ratio of the pages. Sides and copies cannot be seen on a scan: facts of the counter tell them.

    `copies` are demanded; `copies_fact` counts what was received, `duplex_fact` says whether both sides are printed.
    """

    a4: bool = True
    copies: int = 1
    copies_fact: FactName = ""
    duplex_fact: FactName = ""


def run(documents: Sequence[Held], requirement: Requirement, params: SheetParams, context: Context) -> list[Answer]:
    """Look at each document's pages, and once at what the counter recorded."""
    answers = [_ratio(held) for held in documents] if params.a4 else []
    if params.duplex_fact:
        answers.append(_duplex(params, context))
    if params.copies_fact:
        answers.append(_copies(params, context))
    return answers


def _ratio(held: Held) -> Answer:
    sizes = [(page.number, page.height_px / page.width_px) for page in held.pages]
    odd = [number for number, ratio in sizes if min(abs(ratio - _A4), abs(1 / ratio - _A4)) > _SLACK * _A4]
    if odd:
        pages = "、".join(map(str, odd))
        message = text("clauses.sheet_odd", title=held.title, pages=pages)
        return doubtful(message, text("clauses.sheet_remedy"), held, *(held.evidence(number) for number in odd))
    return passed(text("clauses.sheet_good", title=held.title, pages=len(sizes)), held)


def _duplex(params: SheetParams, context: Context) -> Answer:
    value = context.fact(params.duplex_fact)
    if value is None:
        return review(text("clauses.sheet_look"), text("clauses.sheet_record"))
    if value is True:
        return passed(text("clauses.sheet_duplex"))
    return failed(text("clauses.sheet_simplex"), text("clauses.sheet_remedy"))


def _copies(params: SheetParams, context: Context) -> Answer:
    count = context.fact(params.copies_fact)
    said = {"count": count, "copies": params.copies}
    if not isinstance(count, int):
        return review(text("clauses.copies_unknown", **said), text("clauses.sheet_record"))
    if count >= params.copies:
        return passed(text("clauses.copies_good", **said))
    return failed(text("clauses.copies_few", **said), text("clauses.copies_remedy", **said))


CHECK = Check("sheet", SheetParams, run)

"""The applicant wrote the paper alone or as first author (独立完成或第一作者)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.fields import MASKED
from verifier.checks.places import at_field

_BETWEEN: Final = re.compile(r"[,，、;；/\s]+")
_LONGEST_NAME: Final = 4
_SURE_NAME: Final = 3
"""Characters of a name that begins no other person's: 张伟 may be the beginning of 张伟民, 潘衿若 is whole."""


@dataclass(frozen=True, config=VALUE)
class AuthorRankParams:
    """The `field` lists the authors in order; `violated` is for notices that say 一般."""

    field: str = "作者"
    violated: Literal["failed", "needs_review"] = "needs_review"


def run(
    documents: Sequence[Held], requirement: Requirement, params: AuthorRankParams, context: Context
) -> list[Answer]:
    """Look at each paper."""
    return [_judge(held, params, context) for held in documents]


def _judge(held: Held, params: AuthorRankParams, context: Context) -> Answer:
    field, name = held.field(params.field), context.applicant.name
    if field is None or not field.value or not name or MASKED in field.problems:
        return review(text("checks.field_not_found", title=held.title, field=params.field), None, held, held.evidence())
    authors = [fold(part) for part in _BETWEEN.split(field.value) if part]
    said = {"title": held.title, "authors": field.value}
    evidence = at_field(held, field, expected=name)
    first = authors[0].rstrip("0123456789*") if authors else ""
    if _is_first(first, fold(name)):
        is_alone = len(authors) == 1 and first == fold(name)
        key = "clauses.author_alone" if is_alone else "clauses.author_first"
        return passed(text(key, **said), held, evidence)
    if params.violated == "needs_review" or is_doubtful(field.confidence):
        return review(text("clauses.author_later", **said), text("clauses.author_look"), held, evidence)
    return failed(text("clauses.author_later", **said), text("clauses.author_remedy"), held, evidence)


def _is_first(author: str, name: str) -> bool:
    """Tell whether a list begins with this name, also where the reader lost what stood between the names."""
    is_glued = len(author) > _LONGEST_NAME and "·" not in author and len(name) >= _SURE_NAME
    return author == name or (is_glued and author.startswith(name))


CHECK = Check("author_rank", AuthorRankParams, run)

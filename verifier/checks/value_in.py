"""A field has one of the values that the notice allows (类型、等级、出具机构)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.certificates.folding import fold
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.places import at_field


@dataclass(frozen=True, config=VALUE)
class ValueInParams:
    """The `field` must hold one of `allowed`. Where it was not read, one of them in the text will do.

    `otherwise` says what another value means.
    """

    field: str
    allowed: tuple[str, ...]
    otherwise: Literal["failed", "needs_review"] = "failed"


def run(documents: Sequence[Held], requirement: Requirement, params: ValueInParams, context: Context) -> list[Answer]:
    """Look at each document."""
    return [_judge(held, params) for held in documents]


def _judge(held: Held, params: ValueInParams) -> Answer:
    field = held.field(params.field)
    said = {"title": held.title, "field": params.field, "allowed": "、".join(params.allowed[:12])}
    if field is None or field.value is None:
        body = held.folded_text
        found = next((value for value in params.allowed if fold(value) in body), None)
        if found is None:
            return review(text("clauses.value_unread", **said), None, held, held.evidence(expected=said["allowed"]))
        return passed(text("clauses.value_good", found=found, **said), held, held.evidence(text=found))
    said["found"] = field.value
    evidence = at_field(held, field, expected=said["allowed"])
    if any(fold(value) in fold(field.value) for value in params.allowed):
        return passed(text("clauses.value_good", **said), held, evidence)
    if params.otherwise == "needs_review" or is_doubtful(field.confidence):
        return review(text("clauses.value_unsure", **said), None, held, evidence)
    return failed(text("clauses.value_bad", **said), text("clauses.value_remedy", **said), held, evidence)


CHECK = Check("value_in", ValueInParams, run)

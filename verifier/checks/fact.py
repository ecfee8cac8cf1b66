"""A fact of the applicant has one of the values that the notice allows (资格、登记、库查询)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import JsonValue
from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.facts import Known
from verifier.checks.parameters import FactName


@dataclass(frozen=True, config=VALUE)
class FactParams:
    """The fact must be one of `allowed` (none: any), none of `denied`, and between the bounds where it is a number.

    `violated` says what a violation means: where the notice says 原则上, a person weighs it. `ask` tells where to look.
    """

    fact: FactName
    allowed: tuple[JsonValue, ...] = ()
    denied: tuple[JsonValue, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    violated: Literal["failed", "needs_review"] = "failed"
    ask: str = ""


def run(documents: Sequence[Held], requirement: Requirement, params: FactParams, context: Context) -> list[Answer]:
    """Answer once for the application; what nobody said is a question, with where to look."""
    label = context.policy.facts[params.fact].label
    known = context.known.get(params.fact)
    if known is None or context.fact(params.fact) is None:
        ask = params.ask or text("checks.facts_remedy", unknown=label)
        return [review(text("clauses.fact_unknown", label=label), ask)]
    said = {"label": label, "value": shown(known.value), "source": known.source}
    if _holds(known, params):
        return [passed(text("clauses.fact_good", **said), None, *known.evidence)]
    if params.violated == "needs_review":
        return [review(text("clauses.fact_doubtful", **said), params.ask or None, None, *known.evidence)]
    return [failed(text("clauses.fact_bad", **said), text("clauses.fact_remedy", label=label), None, *_seen(known))]


def shown(value: JsonValue) -> str:
    """Return a fact's value for a reader."""
    if isinstance(value, bool):
        return text("checks.yes" if value else "checks.no")
    return str(value)


def _holds(known: Known, params: FactParams) -> bool:
    value = known.value
    if params.allowed and value not in params.allowed:
        return False
    if value in params.denied:
        return False
    if params.minimum is None and params.maximum is None:
        return True
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    low = params.minimum is None or value >= params.minimum
    return low and (params.maximum is None or value <= params.maximum)


def _seen(known: Known) -> tuple[Evidence, ...]:
    return known.evidence or (Evidence(text=shown(known.value)),)


CHECK = Check("fact", FactParams, run, application_wide=True, without_pages=True)

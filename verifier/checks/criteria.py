"""One of the rules for whom a title is open is met: education, years, whatever they name (资格条件)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field as dataclass_field
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Conditions, Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.conditions import applies
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import CutoffName, FactName
from verifier.checks.spans import full_years, span_of


@dataclass(frozen=True, config=VALUE)
class Rule:
    """Facts that must hold (`when`), and full `years` since the present title, where the rule names any."""

    when: Conditions = dataclass_field(default_factory=dict)
    years: Annotated[int, Field(ge=0)] = 0


@dataclass(frozen=True, config=VALUE)
class CriteriaParams:
    """Any of the `rules` will do; years are counted from the fact `since` to the `cutoff`, without one to today."""

    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    since: FactName = ""
    cutoff: CutoffName = ""

    @property
    def conditions(self) -> tuple[Conditions, ...]:
        """The facts that are named; the loader looks them up."""
        return tuple(rule.when for rule in self.rules)


def run(documents: Sequence[Held], requirement: Requirement, params: CriteriaParams, context: Context) -> list[Answer]:
    """Answer once for the application: met, by none, or open where an unknown fact would decide."""
    answers = [_met(rule, params, context) for rule in params.rules]
    for met, _ in answers:
        if met is True:
            return [passed(text("clauses.criteria_good"))]
    unknown = "、".join(dict.fromkeys(label for met, labels in answers if met is None for label in labels))
    if any(met is None for met, _ in answers):
        return [review(text("clauses.fact_unknown", label=unknown), text("checks.facts_remedy", unknown=unknown))]
    return [failed(text("clauses.criteria_bad"), text("clauses.criteria_remedy"))]


def _met(rule: Rule, params: CriteriaParams, context: Context) -> tuple[bool | None, tuple[str, ...]]:
    said = applies(rule.when, {}, context.policy, context.facts)
    if said.answer is False or not rule.years:
        return said.answer, said.unknown
    span = span_of(str(context.fact(params.since) or ""))
    cutoff = context.policy.cutoffs.get(params.cutoff) or context.today
    if span is None:
        label = context.policy.facts[params.since].label if params.since else text("clauses.since")
        return None, (*said.unknown, label)
    if full_years(span[0], cutoff) < rule.years:
        return False, ()
    return (said.answer, said.unknown) if full_years(span[1], cutoff) >= rule.years else (None, said.unknown)


CHECK = Check("criteria", CriteriaParams, run, application_wide=True, without_pages=True)

"""The years since the present title are enough on the cutoff, counted by anniversaries (任职年限，周年)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field as dataclass_field
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import CutoffName, FactName
from verifier.checks.spans import anniversary, full_years, span_of


@dataclass(frozen=True, config=VALUE)
class SeniorityParams:
    """The fact `since` is the day of the title; `years` are demanded by level (the fact `level`), on the `cutoff`."""

    since: FactName
    level: FactName
    cutoff: CutoffName
    years: dict[str, Annotated[int, Field(ge=0)]] = dataclass_field(default_factory=dict)


def run(documents: Sequence[Held], requirement: Requirement, params: SeniorityParams, context: Context) -> list[Answer]:
    """Answer once for the application."""
    cutoff = context.policy.cutoffs[params.cutoff]
    level = context.fact(params.level)
    known = context.known.get(params.since)
    span = span_of(str(known.value)) if known else None
    names = {name: context.policy.facts[name].label for name in (params.since, params.level)}
    unknown = [names[name] for name, value in ((params.since, span), (params.level, level)) if value is None]
    if unknown:
        labels = "、".join(unknown)
        return [review(text("clauses.fact_unknown", label=labels), text("checks.facts_remedy", unknown=labels))]
    if cutoff is None:
        return [review(text("clauses.cutoff_unknown"), text("checks.parameter_remedy"))]
    wanted = params.years.get(str(level))
    if wanted is None or span is None or known is None:
        return [review(text("clauses.seniority_no_years", level=level), text("checks.parameter_remedy"))]
    lowest, highest = full_years(span[1], cutoff), full_years(span[0], cutoff)
    said = {"since": known.value, "source": known.source, "cutoff": cutoff, "level": level, "wanted": wanted}
    said["years"] = str(lowest) if lowest == highest else f"{lowest}—{highest}"
    if lowest >= wanted:
        return [passed(text("clauses.seniority_good", **said), None, *known.evidence, years=lowest)]
    if highest >= wanted:
        return [review(text("clauses.seniority_unsure", **said), None, None, *known.evidence)]
    remedy = text("clauses.seniority_remedy", due=anniversary(span[0], wanted))
    return [failed(text("clauses.seniority_bad", **said), remedy, None, *known.evidence, years=highest)]


CHECK = Check("seniority", SeniorityParams, run, application_wide=True, without_pages=True)

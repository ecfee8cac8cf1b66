"""Hours of further education year by year, or credits in their place (学时、学分逐年可替代)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.report import Verdict
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.due import candidates
from verifier.checks.education import Offered, offered
from verifier.checks.parameters import FactName, TypeName
from verifier.checks.spans import span_of
from verifier.checks.years import listed


@dataclass(frozen=True, config=VALUE)
class Credits:
    """In place of the hours from the year `since` on: `per_year` credits, and `also_hours` of `also_subject`."""

    type: TypeName
    per_year: int
    since: int
    also_hours: int = 0
    also_subject: tuple[str, ...] = ()


@dataclass(frozen=True, config=VALUE)
class CreditHoursParams:
    """`per_year` hours of the subject (words; none: all) in at least `years` years (0: in every year).

    `last_year` is the last that counts; years before the fact `since` (the day of the present title) do not.
    `hours_of` gives years with a number of hours of their own. `of_credits` asks the other way round: every year for
    which credits are offered has enough.
    """

    per_year: int
    last_year: int
    since: FactName
    years: int = 0
    subject: tuple[str, ...] = ()
    hours_of: dict[str, int] | None = None
    credits: Credits | None = None
    of_credits: bool = False


def run(
    documents: Sequence[Held], requirement: Requirement, params: CreditHoursParams, context: Context
) -> list[Answer]:
    """Answer once for the application."""
    found = offered(context, params.credits.type if params.credits else "")
    if params.of_credits:
        return [_credits(found, params)]
    known = context.known.get(params.since)
    span = span_of(str(known.value)) if known else None
    if span is None:
        label = context.policy.facts[params.since].label
        return [review(text("clauses.fact_unknown", label=label), text("checks.facts_remedy", unknown=label))]
    first = span[0].year + (0 if params.years else 1)
    wanted = range(first, params.last_year + 1)
    good = {year for year in wanted if _is_enough(year, found, params)}
    return [_answer(good, wanted, found, requirement, params, context)]


def _answer(
    good: set[int],
    wanted: range,
    found: Offered,
    requirement: Requirement,
    params: CreditHoursParams,
    context: Context,
) -> Answer:
    needed = params.years or len(wanted)
    missing = sorted(set(wanted) - good)
    said = {"good": listed(good) or "—", "count": len(good), "needed": needed, "hours": params.per_year}
    said["missing"] = listed(missing)
    if len(good) >= needed:
        return passed(text("clauses.hours_good", **said), None, *found.evidence)
    key = "clauses.hours_some" if params.years else "clauses.hours_every"
    remedy = text("clauses.hours_remedy", **said)
    if params.years:
        more = {"more": needed - len(good), "first": wanted.start, "last": params.last_year}
        remedy = text("clauses.hours_remedy_some", **more)
    unread = [*found.unread, *(material.filename for material in candidates(requirement.on, context))]
    if unread or not context.case.complete:
        files = "、".join(dict.fromkeys(unread)) or text("clauses.still_reading")
        message = text(key, **said) + text("clauses.hours_unread", files=files)
        return doubtful(message, remedy, None, *found.evidence)
    return failed(text(key, **said), remedy, None, *found.evidence)


def _credits(found: Offered, params: CreditHoursParams) -> Answer:
    """Judge the credits that are offered; a year in which the hours alone are enough needs none."""
    if not found.credits and not found.unread_credits:
        return Answer(Verdict.NOT_APPLICABLE, text("clauses.credits_none"))
    years = sorted(found.credits)
    poor = [year for year in years if not _is_enough(year, found, params)]
    said = {"years": listed(years), "poor": listed(poor)}
    if found.unread_credits:
        files = "、".join(found.unread_credits)
        return review(text("clauses.credits_unread", files=files), None, None, *found.evidence)
    if poor:
        return failed(
            text("clauses.credits_poor", **said), text("clauses.credits_remedy", **said), None, *found.evidence
        )
    return passed(text("clauses.credits_good", **said), None, *found.evidence)


def _is_enough(year: int, found: Offered, params: CreditHoursParams) -> bool:
    hours = (params.hours_of or {}).get(str(year), params.per_year)
    if found.hours(year, params.subject) >= hours:
        return True
    instead = params.credits
    if instead is None or year < instead.since or found.credits.get(year, 0) < instead.per_year:
        return False
    return found.hours(year, instead.also_subject) >= instead.also_hours


CHECK = Check(
    "credit_hours",
    CreditHoursParams,
    run,
    application_wide=True,
    without_pages=True,
    reaches=(Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE),
)

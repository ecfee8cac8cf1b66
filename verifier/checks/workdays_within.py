"""So many working days lie between two events at most (审核通过后 10 个工作日内报送)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, failed, passed, review
from verifier.checks.calendars import count_workdays
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import FactName
from verifier.checks.sources import event_day, parse_day
from verifier.checks.workdays import after


@dataclass(frozen=True, config=VALUE)
class WorkdaysWithinParams:
    """From the day after the fact `start` to the event `until`, at most `maximum` working days."""

    start: FactName
    until: Literal["submitted_at", "received_at"]
    maximum: int


def run(
    documents: Sequence[Held], requirement: Requirement, params: WorkdaysWithinParams, context: Context
) -> list[Answer]:
    """Answer once for the application."""
    start = parse_day(str(context.fact(params.start) or ""))
    end = event_day(params.until, context)
    names = {context.policy.facts[params.start].label: start, text(f"checks.event_{params.until}"): end}
    unknown = "、".join(label for label, day in names.items() if day is None)
    if start is None or end is None:
        return [review(text("clauses.fact_unknown", label=unknown), text("checks.facts_remedy", unknown=unknown))]
    count = count_workdays(after(start), end, context.policy.calendar)
    said = {"start": start, "end": end, "maximum": params.maximum, "unknown": "、".join(count.unknown)}
    said["count"] = str(count.lowest) if count.lowest == count.highest else f"{count.lowest}—{count.highest}"
    if count.highest <= params.maximum:
        return [passed(text("clauses.within_good", **said), None, workdays=count.highest)]
    if count.lowest <= params.maximum:
        return [review(text("clauses.within_unsure", **said))]
    return [failed(text("clauses.within_late", **said), text("checks.window_remedy"), workdays=count.lowest)]


CHECK = Check("workdays_within", WorkdaysWithinParams, run, application_wide=True, without_pages=True)

"""Months that follow each other without a gap are enough, up to the event (缴费月份连续)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.sources import event_day
from verifier.checks.spans import dates_apart, month_number

_MONTH: Final = re.compile(r"(?<!\d)(20\d{2})(?:[-./年](0?[1-9]|1[0-2])(?!\d)|(0[1-9]|1[0-2])(?!\d))")
_SPAN: Final = re.compile(
    r"(20\d{2})[-./年]?(0[1-9]|1[0-2]|[1-9])月?(?:\d{1,2}日?)?(?:[-—~至到]{1,2})(20\d{2})[-./年]?(0[1-9]|1[0-2]|[1-9])"
)
_LATE: Final = 2
"""Months by which a statement may lag behind the day: contributions are booked in the following month."""


@dataclass(frozen=True, config=VALUE)
class MonthsParams:
    """At least `minimum` months in a row, the last of them not long before the event `until`."""

    minimum: int
    until: Literal["submitted_at", "received_at"] = "submitted_at"


def run(documents: Sequence[Held], requirement: Requirement, params: MonthsParams, context: Context) -> list[Answer]:
    """Look at all these documents together, once for the application."""
    if not documents:
        return []
    months = sorted({month for held in documents for month in months_in(held.text)})
    day = event_day(params.until, context)
    evidence = [held.evidence() for held in documents]
    said: dict[str, object] = {"minimum": params.minimum}
    if not months or day is None:
        key = "clauses.months_unread" if not months else "clauses.months_no_day"
        return [review(text(key, **said), None, None, *evidence)]
    run_end, length = _latest_run(months, day)
    said |= {"length": length, "end": f"{run_end // 12}-{run_end % 12 + 1:02}"}
    if length >= params.minimum and month_number(day.year, day.month) - run_end <= _LATE:
        return [passed(text("clauses.months_good", **said), None, *evidence, months=length)]
    remedy = text("clauses.months_remedy", **said)
    if length >= params.minimum:
        return [doubtful(text("clauses.months_old", **said), remedy, None, *evidence)]
    # A month that was not read makes a gap where none is.
    if months[-1] - months[0] + 1 >= params.minimum or any(held.is_unreadable for held in documents):
        return [doubtful(text("clauses.months_gap", **said), remedy, None, *evidence)]
    return [failed(text("clauses.months_few", **said), remedy, None, *evidence)]


def months_in(said: str) -> set[int]:
    """Return the months that a text names, and those within the spans that it names."""
    folded = dates_apart(said)
    found = {month_number(int(year), int(one or two)) for year, one, two in _MONTH.findall(folded)}
    for first_year, first, last_year, last in _SPAN.findall(folded):
        start, end = month_number(int(first_year), int(first)), month_number(int(last_year), int(last))
        if 0 <= end - start <= 600:
            found |= set(range(start, end + 1))
    return found


def _latest_run(months: Sequence[int], day: dt.date) -> tuple[int, int]:
    """Return the last month and the length of the latest longest run of months, none of them after the day."""
    best_end, best, length, before = months[0], 0, 0, None
    for month in months:
        if month > month_number(day.year, day.month):
            break
        length = length + 1 if before is not None and month == before + 1 else 1
        before = month
        if length >= best:
            best_end, best = month, length
    return best_end, best


CHECK = Check("months", MonthsParams, run)

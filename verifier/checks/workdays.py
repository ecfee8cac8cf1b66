"""A public notice stood for enough working days (公示期不少于 N 个工作日)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Literal

from pydantic.dataclasses import dataclass

from models.messages import text
from models.observation import FieldValue
from models.policy import Requirement
from models.report import Evidence
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.calendars import Workdays, count_workdays, days_off
from verifier.checks.confidence import is_doubtful
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.parameters import TypeName
from verifier.checks.places import at_field
from verifier.checks.sources import parse_day


@dataclass(frozen=True, config=VALUE)
class WorkdaysParams:
    """`minimum` working days, the first day counted or not; the fields `start` and `end` stand on the `notice`.

    Where `result` is given, the number of days that it states must be that of the period.
    """

    minimum: int
    count_from: Literal["first_day", "second_day"]
    notice: TypeName
    start: str
    end: str
    result: TypeName = ""
    stated: str = ""


@dataclass(frozen=True, config=VALUE)
class _Period:
    start: dt.date
    end: dt.date


def run(documents: Sequence[Held], requirement: Requirement, params: WorkdaysParams, context: Context) -> list[Answer]:
    """Count the days of each notice, and compare each result with the first notice that could be read."""
    notices = [held for held in documents if held.type == params.notice]
    answers = [_notice(held, params, context) for held in notices]
    periods = [period for held in notices if (period := _period(held, params)) is not None]
    if params.result:
        results = [held for held in documents if held.type == params.result]
        answers += [_stated(held, periods[0] if periods else None, params, context) for held in results]
    return answers


def _notice(held: Held, params: WorkdaysParams, context: Context) -> Answer:
    period = _period(held, params)
    ends = [field for name in (params.start, params.end) if (field := held.field(name)) is not None]
    if period is None:
        evidence = [at_field(held, field) for field in ends] or [held.evidence()]
        message = text("checks.workdays_unread", title=held.title)
        return doubtful(message, text("checks.workdays_dates"), held, *evidence)
    if period.end < period.start:
        message = text("checks.workdays_reversed", title=held.title, start=period.start, end=period.end)
        return doubtful(message, text("checks.workdays_dates"), held, *(at_field(held, field) for field in ends))
    return _long_enough(held, ends, period, params, context)


def _long_enough(
    held: Held, ends: Sequence[FieldValue], period: _Period, params: WorkdaysParams, context: Context
) -> Answer:
    count = _count(period, params, context)
    expected = text("checks.workdays_expected", minimum=params.minimum)
    evidence = [at_field(held, field, expected=expected) for field in ends]
    shown = str(count.lowest) if count.lowest == count.highest else f"{count.lowest}—{count.highest}"
    said = {
        "title": held.title,
        "start": period.start,
        "end": period.end,
        "count": shown,
        "minimum": params.minimum,
        "rule": text(f"checks.workdays_{params.count_from}"),
    }
    measures = {"workdays_lowest": count.lowest, "workdays_highest": count.highest, "minimum": params.minimum}
    if count.lowest >= params.minimum:
        return passed(text("checks.workdays_enough", **said), held, *evidence, **measures)
    if count.highest >= params.minimum:
        unknown = "、".join(count.unknown)
        message = text("checks.workdays_bounds", unknown=unknown, **said)
        return review(message, None, held, *evidence, **measures)
    if any(is_doubtful(field.confidence) or field.problems for field in ends):
        return review(text("checks.workdays_doubtful", **said), None, held, *evidence, **measures)
    remedy = text("checks.workdays_remedy", minimum=params.minimum, off=days_off(context.policy.calendar))
    return failed(text("checks.workdays_short", **said), remedy, held, *evidence, **measures)


def _stated(held: Held, period: _Period | None, params: WorkdaysParams, context: Context) -> Answer:
    field = held.field(params.stated)
    digits = re.search(r"\d+", field.value or "") if field else None
    if field is None or digits is None:
        evidence = at_field(held, field) if field else held.evidence()
        return review(text("checks.field_not_found", title=held.title, field=params.stated), None, held, evidence)
    days = int(digits.group())
    evidence = at_field(held, field)
    if period is None or period.end < period.start:
        return review(text("checks.stated_no_period", title=held.title, days=days), None, held, evidence)
    return _agrees(held, days, period, evidence, is_doubtful(field.confidence), params, context)


def _agrees(
    held: Held,
    days: int,
    period: _Period,
    evidence: Evidence,
    doubtful: bool,
    params: WorkdaysParams,
    context: Context,
) -> Answer:
    count = _count(period, params, context)
    calendar_days = (period.end - period.start).days + 1
    said = {"title": held.title, "days": days, "start": period.start, "end": period.end, "calendar": calendar_days}
    said["count"] = str(count.lowest) if count.lowest == count.highest else f"{count.lowest}—{count.highest}"
    if days == calendar_days or count.lowest <= days <= count.highest:
        return passed(text("checks.stated_same", **said), held, evidence, stated_days=days)
    if doubtful:
        return review(text("checks.stated_doubtful", **said), None, held, evidence, stated_days=days)
    return failed(text("checks.stated_other", **said), text("checks.stated_remedy"), held, evidence, stated_days=days)


def after(day: dt.date) -> dt.date:
    """Return the day after."""
    return day + dt.timedelta(days=1)


def _count(period: _Period, params: WorkdaysParams, context: Context) -> Workdays:
    first = after(period.start) if params.count_from == "second_day" else period.start
    return count_workdays(first, period.end, context.policy.calendar)


def _period(held: Held, params: WorkdaysParams) -> _Period | None:
    start, end = held.field(params.start), held.field(params.end)
    first, last = parse_day(start.value if start else None), parse_day(end.value if end else None)
    return _Period(first, last) if first and last else None


CHECK = Check("workdays", WorkdaysParams, run)

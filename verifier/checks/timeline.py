"""Periods follow each other without a gap or overlap, or last long enough (简历连续、援派期)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pydantic.dataclasses import dataclass

from models.messages import text
from models.policy import Requirement
from models.values import VALUE
from verifier.checks.answers import Answer, doubtful, failed, passed, review
from verifier.checks.context import Check, Context
from verifier.checks.dossier import Held
from verifier.checks.spans import dates_apart, month_number

Period = tuple[int, int]
"""First and last month, counted from year 0."""

_DAY: Final = r"(?P<{0}y>(?:19|20)\d{{2}})[-./年](?P<{0}m>1[0-2]|0?[1-9])(?:月\d{{1,2}}日|月|[-./]\d{{1,2}}(?!\d))?"
# A paragraph may break its row on either side of 至.
_PERIOD: Final = re.compile(
    _DAY.format("a") + r"\s*(?:起)?\s*[-—~至到]{1,2}\s*(?:(?P<now>今|现在)|" + _DAY.format("b") + ")"
)


@dataclass(frozen=True, config=VALUE)
class TimelineParams:
    """With `longest_gap`, no gap of more than so many months and no overlap; with `minimum_months`, one lasts so long.

    With `to_now`, the last period reaches to the day of judging.
    """

    longest_gap: int | None = None
    minimum_months: int = 0
    to_now: bool = False


def run(documents: Sequence[Held], requirement: Requirement, params: TimelineParams, context: Context) -> list[Answer]:
    """Look at the periods of each document. A misread year looks like a gap: what is odd goes to a person."""
    return [_judge(held, params, context.today) for held in documents]


def periods_in(said: str, today: dt.date) -> list[Period]:
    """Return the periods that a text names, in order of their beginning; 至今 ends today."""
    found = set()
    for match in _PERIOD.finditer(dates_apart(said)):
        start = month_number(int(match["ay"]), int(match["am"]))
        now = match["now"] is not None
        end = month_number(today.year, today.month) if now else month_number(int(match["by"]), int(match["bm"]))
        if start <= end:
            found.add((start, end))
    return sorted(found)


def _judge(held: Held, params: TimelineParams, today: dt.date) -> Answer:
    periods = periods_in(held.text, today)
    said = {"title": held.title, "count": len(periods), "minimum": params.minimum_months}
    if not periods:
        return review(text("clauses.periods_unread", **said), None, held, held.evidence())
    longest = max(end - start + 1 for start, end in periods)
    said["longest"] = longest
    if longest < params.minimum_months:
        remedy = text("clauses.periods_remedy", **said)
        answer = doubtful if held.is_unreadable else failed
        return answer(text("clauses.periods_short", **said), remedy, held, held.evidence())
    odd = _odd(periods, params)
    if odd:
        said["odd"] = "；".join(odd)
        return doubtful(text("clauses.periods_odd", **said), text("clauses.periods_mend"), held, held.evidence())
    if params.to_now and month_number(today.year, today.month) - periods[-1][1] > 12:
        return doubtful(text("clauses.periods_ended", **said), text("clauses.periods_mend"), held, held.evidence())
    return passed(text("clauses.periods_good", **said), held, held.evidence())


def _odd(periods: Sequence[Period], params: TimelineParams) -> list[str]:
    if params.longest_gap is None:
        return []
    found = []
    for (_, end), (start, _) in pairwise(periods):
        if start - end - 1 > params.longest_gap:
            found.append(text("clauses.periods_gap", end=_shown(end), start=_shown(start)))
        elif start < end:
            found.append(text("clauses.periods_overlap", end=_shown(end), start=_shown(start)))
    return found


def _shown(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


CHECK = Check("timeline", TimelineParams, run, without_pages=True)

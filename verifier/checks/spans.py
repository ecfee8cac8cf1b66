"""Days that are known by the year or the month only, as a span between two days."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import Final

from verifier.certificates.folding import fold_keeping_space

_PARTS: Final = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$")
_AROUND_MARKS: Final = re.compile(r" *([年月日./~至到-]) *")
_ISSUE: Final = re.compile(r"((?:19|20)\d{2})年?.*期")


def dates_apart(said: str) -> str:
    """Return a text folded in which dates keep their distance: 202401 202402 must not become one number."""
    lines = "\n".join(fold_keeping_space(line) for line in said.split("\n"))
    return _AROUND_MARKS.sub(r"\1", lines)


@lru_cache(maxsize=4096)
def span_of(value: str | None) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day that an ISO 8601 text (2024, 2024-03, 2024-03-31) may mean; of a period, its end.

    Of the issue of a periodical (2024年第3期) only the year is known. None where it is no date.
    """
    issue = _ISSUE.match((value or "").strip())
    if issue is not None:
        return dt.date(int(issue.group(1)), 1, 1), dt.date(int(issue.group(1)), 12, 31)
    found = _PARTS.match((value or "").rpartition("/")[2].strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if year is None or month is None:
            return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
        if day is None:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, month, day), dt.date(year, month, day)
    except ValueError:
        return None


def anniversary(start: dt.date, years: int) -> dt.date:
    """Return the day so many years later (周年): of 29 February, 1 March where there is none."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return dt.date(start.year + years, 3, 1)


def full_years(start: dt.date, end: dt.date) -> int:
    """Return how many anniversaries of `start` lie on or before `end`."""
    years = end.year - start.year
    return years if anniversary(start, years) <= end else years - 1


def month_number(year: int, month: int) -> int:
    """Return months since year 0, to count spans with."""
    return year * 12 + month - 1

"""Working days between two days: national holidays and 调休 (chinesecalendar), regional holidays (a dated file).

Where a year's arrangement is not known, the count is a lower and an upper bound, never a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Final

import chinese_calendar
from pydantic import Field
from pydantic.dataclasses import dataclass as value

from models.messages import text
from models.policy import Calendar
from models.values import VALUE, adapter
from verifier.strict_yaml import read_yaml

_DAY: Final = dt.timedelta(days=1)
_LONGEST_SPAN_DAYS: Final = 3660
"""Ten years: longer spans are a misread date."""


@value(frozen=True, config=VALUE)
class Off:
    """A known holiday, both ends included."""

    name: str
    from_: Annotated[dt.date, Field(alias="from")]
    to: dt.date


@value(frozen=True, config=VALUE)
class About:
    """A holiday that takes at most `days` working days somewhere in the span."""

    name: str
    from_: Annotated[dt.date, Field(alias="from")]
    to: dt.date
    days: int


@value(frozen=True, config=VALUE)
class Year:
    """What is known of one year."""

    off: tuple[Off, ...] = ()
    about: tuple[About, ...] = ()


@value(frozen=True, config=VALUE)
class Region:
    """Holidays of one region, by year."""

    name: str
    unlisted_days: int
    years: dict[int, Year]


@dataclass(frozen=True)
class Workdays:
    """Number of working days: between `lowest` and `highest`, equal where all is known; `unknown` says what is not."""

    lowest: int
    highest: int
    unknown: tuple[str, ...] = ()


def count_workdays(start: dt.date, end: dt.date, calendar: Calendar) -> Workdays:
    """Count the working days from `start` to `end`, both included; none where `end` lies before `start`.

    Raises:
        ValueError: the span is longer than ten years.
    """
    if (end - start).days > _LONGEST_SPAN_DAYS:
        raise ValueError("span of more than ten years")
    days = list(_days(start, end))
    certain = [day for day in days if _is_national_workday(day) is True]
    unsure = [day for day in days if _is_national_workday(day) is None]
    unknown = [text("checks.calendar_national", year=year) for year in sorted({day.year for day in unsure})]
    regional = [_regional(certain, regions()[code]) for code in calendar.extra]
    # A region's working day must be one in every calendar.
    working = set(certain).intersection(*(set(kept) for kept, _, _ in regional))
    maybe_off = sum(most for _, most, _ in regional)
    unknown += [name for _, _, names in regional for name in names]
    return Workdays(max(0, len(working) - maybe_off), len(working) + len(unsure), tuple(dict.fromkeys(unknown)))


def day_after_workdays(start: dt.date, days: int, calendar: Calendar) -> dt.date | None:
    """Return the first day by which surely `days` working days have passed since `start`, the day itself not counted.

    None where that is not known within four times as many days: the year's arrangement has not been published. `days`
    counts from 1; whoever has a deadline gets the doubtful days as a present.
    """
    first = start + _DAY
    for ahead in range(days - 1, days * 4 + 14):
        end = first + dt.timedelta(days=ahead)
        if count_workdays(first, end, calendar).lowest >= days:
            return end
    return None


@lru_cache(maxsize=1)
def regions() -> dict[str, Region]:
    """Return the regions of the holiday file by code."""
    content = (files("verifier.checks") / "regional-holidays.yaml").read_text(encoding="utf-8")
    return {code: adapter(Region).validate_python(entry) for code, entry in read_yaml(content).value.items()}


def _days(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    day = start
    while day <= end:
        yield day
        day += _DAY


@lru_cache(maxsize=4096)
def _is_national_workday(day: dt.date) -> bool | None:
    """Tell whether the nation works on a day; None beyond the years whose arrangement has been published."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def days_off(calendar: Calendar) -> str:
    """Return the days that are no working days of a calendar, for a reader."""
    if not calendar.extra:
        return text("checks.workdays_off")
    return text("checks.workdays_off_in", regions="、".join(regions()[code].name for code in calendar.extra))


def _regional(certain: Iterable[dt.date], region: Region) -> tuple[list[dt.date], int, list[str]]:
    """Return the working days that remain, how many more may be off, and the names of what is not known."""
    remaining: list[dt.date] = []
    most, unknown = 0, []
    by_year: dict[int, list[dt.date]] = {}
    for day in certain:
        by_year.setdefault(day.year, []).append(day)
    for year, days in by_year.items():
        known = region.years.get(year)
        if known is None:
            remaining += days
            most += min(len(days), region.unlisted_days)
            unknown.append(text("checks.calendar_region", region=region.name, year=year))
            continue
        kept = [day for day in days if not any(holiday.from_ <= day <= holiday.to for holiday in known.off)]
        remaining += kept
        for holiday in known.about:
            touched = sum(holiday.from_ <= day <= holiday.to for day in kept)
            if touched:
                most += min(touched, holiday.days)
                unknown.append(text("checks.calendar_holiday", region=region.name, year=year, name=holiday.name))
    return remaining, most, unknown

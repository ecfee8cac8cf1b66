"""Who applies under a notice: a scene of the seed with its public notice on days that fit."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace

from tests.synthesis.people import Scene, scene


def applicant(
    seed: int, *, first: dt.date, rest: Sequence[dt.date] = (), level: str = "中级", series: str, specialty: str
) -> Scene:
    """Return the scene of a seed, applying for this title.

    Args:
        seed: decides who it is.
        first: the earliest day on which the public notice goes up; it may be up to three days later.
        rest: days off on which nobody counts, besides Saturdays and Sundays.
        level, series, specialty: as on the forms.
    """
    rng = random.Random(f"notice {seed} {first}")
    start = first + dt.timedelta(days=rng.randrange(4))
    while not _is_work(start, rest):
        start += dt.timedelta(days=1)
    # One more day than is asked: it is enough in either way of counting.
    days = rng.choice((6, 6, 7))
    end, left = start, days - 1
    while left:
        end += dt.timedelta(days=1)
        left -= _is_work(end, rest)
    return replace(
        scene(seed),
        notice_from=start,
        notice_to=end,
        notice_days=days,
        signed=end + dt.timedelta(days=1),
        level=level,
        series=series,
        specialty=specialty,
    )


def _is_work(day: dt.date, rest: Sequence[dt.date]) -> bool:
    return day.weekday() < 5 and day not in rest

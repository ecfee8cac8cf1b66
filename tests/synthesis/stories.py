"""What happened when in a fictional applicant's life, so that no two papers of an application contradict each other."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.synthesis.units import checked_patent_number

CLOSING = dt.date(2023, 12, 31)
"""Achievements count up to here (申报截止日 of the notices of 2024)."""


@dataclass(frozen=True)
class Job:
    """A post held from a month to another; `until` None while it lasts."""

    since: dt.date
    until: dt.date | None
    post: str


@dataclass(frozen=True)
class Title:
    """A professional title (职称) and the day it was given."""

    name: str
    level: str
    given: dt.date


@dataclass(frozen=True)
class Published:
    """A paper in a journal that does not exist."""

    heading: str
    journal: str
    day: dt.date
    issue: int
    pages: tuple[int, int]


@dataclass(frozen=True)
class Patent:
    """A patent with filing and granting days; `kind` is 发明, 实用新型 or 外观设计."""

    heading: str
    kind: str
    number: str
    filed: dt.date
    granted: dt.date


@dataclass(frozen=True)
class Story:
    """A life in order: school, work, titles, insurance, publications."""

    entered_school: dt.date
    graduated: dt.date
    jobs: tuple[Job, ...]
    titles: tuple[Title, ...]
    insured_since: dt.date
    papers: tuple[Published, ...]
    patents: tuple[Patent, ...]

    def insured_months(self, until: dt.date) -> int:
        """Return how many months were paid for, the first and that of `until` counted."""
        return (until.year - self.insured_since.year) * 12 + until.month - self.insured_since.month + 1


_POSTS = ("检定员", "检验员", "技术员", "质量管理员")
_HEADINGS = (
    "电子汽车衡偏载误差的分析与修正", "压力变送器校准中零点漂移的处理", "棉花品级检验的取样方法比较",
    "数字指示秤示值误差的不确定度评定", "食用植物油酸价测定的影响因素", "光功率计校准结果的比对",
)  # fmt: skip
_JOURNALS = ("西域计量技术", "云洲光电与检测", "质量检验学刊", "北屏标准化论坛")
_DEVICES = ("一种便携式砝码夹具", "一种压力表检定台", "一种棉样分层取样器", "光纤端面清洁装置", "水表检定用排气阀")


def tell(seed: int, birth: dt.date, graduated: dt.date, title_date: dt.date, signed: dt.date) -> Story:
    """Return the story that fits the days a scene already states."""
    rng = random.Random(f"story {seed}")
    began = dt.date(graduated.year, rng.randint(8, 10), 1)
    change = dt.date(rng.randint(title_date.year, 2021), rng.randint(1, 12), 1)
    post = rng.choice(_POSTS)
    if rng.random() < 0.5 and change > began:
        jobs = (Job(began, change, post), Job(change, None, "助理工程师"))
    else:
        jobs = (Job(began, None, post),)
    return Story(
        dt.date(graduated.year - 4, 9, 1),
        graduated,
        jobs,
        (Title("助理工程师", "初级", title_date),),
        # Insurance begins with the first month of work, or the next one.
        dt.date(began.year, began.month + rng.randint(0, 1), 1),
        tuple(_papers(rng, title_date)),
        tuple(_patents(rng, title_date)),
    )


def _papers(rng: random.Random, after: dt.date) -> list[Published]:
    days = sorted(_between(rng, after) for _ in range(rng.randint(1, 3)))
    headings = rng.sample(_HEADINGS, len(days))
    found = []
    for heading, day in zip(headings, days, strict=True):
        first = rng.randint(10, 90)
        found.append(Published(heading, rng.choice(_JOURNALS), day, day.month, (first, first + rng.randint(2, 5))))
    return found


def _patents(rng: random.Random, after: dt.date) -> list[Patent]:
    found = []
    for heading in rng.sample(_DEVICES, rng.randint(0, 2)):
        filed = _between(rng, after)
        kind, number = rng.choice((("发明", 1), ("实用新型", 2), ("实用新型", 2)))
        granted = min(CLOSING, filed + dt.timedelta(days=rng.randint(200, 500)))
        found.append(
            Patent(heading, kind, checked_patent_number(filed.year, number, rng.randrange(10**5)), filed, granted)
        )
    return found


def _between(rng: random.Random, after: dt.date) -> dt.date:
    """Return a day after the present title and half a year or more before the closing day."""
    last = CLOSING - dt.timedelta(days=210)
    return after + dt.timedelta(days=rng.randint(30, (last - after).days))

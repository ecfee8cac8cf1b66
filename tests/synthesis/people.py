"""Fictional people and what the documents of one application say of them, decided by a seed.

Nobody here exists. ID numbers keep the form and the check digit of GB 11643, so that a checker has something to check,
but their region is 652899: county code 99 was never given to any county, so no such number can belong to a person.
Seal codes start with 652899 as well, school codes with 199, which no school has. Places and units have invented names
(`units`), names are drawn by lot (`names`); what happened when is `stories`.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from tests.synthesis.names import draw_name
from tests.synthesis.stories import Story, tell
from tests.synthesis.units import REGION, UNIVERSITIES, Unit, draw_place, draw_unit, make_unit, supervisor_of

__all__ = ["REGION", "Person", "Scene", "Unit", "checked_id", "chinese_date", "person", "scene", "unit"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

SUBJECTS = (
    "测控技术与仪器", "机械设计制造及其自动化", "食品质量与安全", "材料科学与工程", "光电信息科学与工程", "应用化学",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """A fictional person."""

    name: str
    gender: str
    ethnicity: str
    birth: dt.date
    id_number: str
    phone: str


@dataclass(frozen=True)
class Scene:
    """All that the documents of one application talk about."""

    seed: int
    person: Person
    head: Person
    officer: Person
    unit: Unit
    supervisor: Unit
    school: str
    subject: str
    graduated: dt.date
    title_date: dt.date
    level: str = "中级"
    series: str = "工程系列"
    specialty: str = "质量技术监督专业"
    notice_from: dt.date = dt.date(2024, 8, 26)
    notice_to: dt.date = dt.date(2024, 8, 30)
    notice_days: int = 5
    signed: dt.date = dt.date(2024, 9, 2)

    @property
    def party(self) -> str:
        """政治面貌, the same on every paper of the application."""
        return ("中共党员", "群众", "群众")[self.seed % 3]

    @property
    def story(self) -> Story:
        """What happened when: school, work, titles, insurance, papers, patents; it fits the dates of the scene."""
        return tell(self.seed, self.person.birth, self.graduated, self.title_date, self.signed)


def checked_id(first17: str) -> str:
    """Return the ID number with its check digit (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return first17 + "10X98765432"[total % 11]


def person(
    rng: random.Random, *, born: tuple[int, int] = (1978, 1996), name: str | None = None, place: str = "west"
) -> Person:
    """Return a fictional person of a place of names.SHARES."""
    gender = rng.choice("男女")
    birth = dt.date(rng.randint(*born), rng.randint(1, 12), rng.randint(1, 28))
    sequence = rng.randrange(10, 99) * 10 + rng.choice((1, 3, 5, 7, 9) if gender == "男" else (0, 2, 4, 6, 8))
    number = checked_id(f"{REGION}{birth:%Y%m%d}{sequence:03d}")
    phone = f"1990000{rng.randrange(10000):04d}"
    drawn = draw_name(rng, gender, place=place)
    return Person(name or drawn.text, gender, drawn.ethnicity, birth, number, phone)


unit = make_unit
"""`(rng, county, name)`: a fictional unit with a seal code."""


def scene(seed: int, *, name: str | None = None) -> Scene:
    """Return everything about one fictional application, decided by the seed."""
    rng = random.Random(f"scene {seed}")
    place = draw_place(rng)
    county = rng.choice(place.counties)
    applicant = person(rng, name=name, place=place.names)
    graduated = dt.date(applicant.birth.year + 22, 7, 1)
    days = rng.choice((5, 5, 6, 7))
    start, end = _working_days(dt.date(2024, 8, 19) + dt.timedelta(days=rng.randrange(10)), days)
    return Scene(
        seed=seed,
        person=applicant,
        head=person(rng, born=(1966, 1980), place=place.names),
        officer=person(rng, born=(1970, 1990), place=place.names),
        unit=draw_unit(rng, place, county),
        supervisor=supervisor_of(rng, county),
        school=rng.choice(UNIVERSITIES),
        subject=rng.choice(SUBJECTS),
        graduated=graduated,
        title_date=dt.date(min(2019, graduated.year + 2), rng.randint(9, 12), rng.randint(1, 28)),
        notice_from=start,
        notice_to=end,
        notice_days=days,
        signed=end + dt.timedelta(days=rng.randint(1, 3)),
    )


def _working_days(day: dt.date, count: int) -> tuple[dt.date, dt.date]:
    """Return the first and last of `count` weekdays from `day` on; late August 2024 had no holiday."""
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    start = day
    while count > 1:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return start, day


def chinese_date(day: dt.date) -> str:
    """Return the date as printed: 2024年9月2日."""
    return f"{day.year}年{day.month}月{day.day}日"

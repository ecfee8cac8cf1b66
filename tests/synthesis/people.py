"""Fictional people, units and places, decided by a seed.

Nobody here exists. ID numbers keep the form and the check digit of GB 11643, so that a checker has something to check,
but their region is 652899: county code 99 was never given to any county, so no such number can belong to a person.
Seal codes start with 652899 as well, school codes with 199, which no school has. Places and units have invented names.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

REGION = "652899"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

SURNAMES = "张王李赵陈刘杨周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
GIVEN = "闻溪澜舟若川景行知远云岚书禾明湛子衿清野望舒怀瑾念安星河松筠北辰夏言秋池立白乐同初晴思齐守一嘉木听雨青岑"
GIVEN_PLAIN = "伟芳娜敏静丽强磊军洋勇艳杰涛超霞平刚桂英华玉兰建国志明海燕春梅文斌"
COUNTIES = ("孔雀滩县", "云沙县", "铁门湾县", "红柳河县", "雪松岭县", "银沙湖市")
BODIES = ("计量检定所", "质量检验所", "标准化研究所", "纤维检验中心", "特种设备检验所")
COMPANIES = ("天山云杉检测技术有限公司", "长河仪器计量有限公司", "沙枣花质量技术服务有限公司")
SCHOOLS = ("昆仑河工业大学", "天山北麓理工学院", "塔河湾职业技术大学")
SUBJECTS = ("测控技术与仪器", "机械设计制造及其自动化", "食品质量与安全", "材料科学与工程")
ETHNICITIES = ("汉", "汉", "汉", "维吾尔", "回", "哈萨克", "蒙古")


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
class Unit:
    """A fictional organisation; `code` is the 13-digit number at the foot of its seal."""

    name: str
    code: str
    county: str


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


def checked_id(first17: str) -> str:
    """Return the ID number with its check digit (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return first17 + "10X98765432"[total % 11]


def person(rng: random.Random, *, born: tuple[int, int] = (1978, 1996), name: str | None = None) -> Person:
    """Return a fictional person."""
    gender = rng.choice("男女")
    birth = dt.date(rng.randint(*born), rng.randint(1, 12), rng.randint(1, 28))
    sequence = rng.randrange(10, 99) * 10 + rng.choice((1, 3, 5, 7, 9) if gender == "男" else (0, 2, 4, 6, 8))
    given = "".join(rng.sample(rng.choice((GIVEN, GIVEN_PLAIN)), rng.choice((1, 2, 2, 2))))
    number = checked_id(f"{REGION}{birth:%Y%m%d}{sequence:03d}")
    phone = f"1990000{rng.randrange(10000):04d}"
    return Person(name or rng.choice(SURNAMES) + given, gender, rng.choice(ETHNICITIES), birth, number, phone)


def unit(rng: random.Random, county: str, name: str) -> Unit:
    """Return a fictional unit with a seal code."""
    return Unit(name, f"{REGION}{rng.randrange(10**7):07d}", county)


def scene(seed: int, *, name: str | None = None) -> Scene:
    """Return everything about one fictional application, decided by the seed."""
    rng = random.Random(f"scene {seed}")
    county = rng.choice(COUNTIES)
    applicant = person(rng, name=name)
    body = county + rng.choice(BODIES) if rng.random() < 0.6 else county + rng.choice(COMPANIES)
    graduated = dt.date(applicant.birth.year + 22, 7, 1)
    days = rng.choice((5, 5, 6, 7))
    start, end = _working_days(dt.date(2024, 8, 19) + dt.timedelta(days=rng.randrange(10)), days)
    return Scene(
        seed=seed,
        person=applicant,
        head=person(rng, born=(1966, 1980)),
        officer=person(rng, born=(1970, 1990)),
        unit=unit(rng, county, body),
        supervisor=unit(rng, county, f"{county}市场监督管理局"),
        school=rng.choice(SCHOOLS),
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

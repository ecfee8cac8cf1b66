"""What can contradict what: one field of one paper made to say something else, nothing else on it changed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmarks.accuracy.contradiction_office import Desk, Papers
from models.observation import FieldValue, Observation
from tests.synthesis.people import checked_id
from verifier.certificates.checksums import patent_check_character

Change = Callable[[str, random.Random], str | None]
"""The value to a contradicting one; None where this value has none."""


@dataclass(frozen=True)
class Kind:
    """One kind of contradiction: which fields of which types it may stand in, and what they then say."""

    name: str
    fields: Sequence[tuple[str, str]]
    change: Change


@dataclass(frozen=True)
class Planting:
    """The papers with one contradiction, the documents it lies between, and what was changed into what."""

    papers: Papers
    documents: frozenset[str]
    said: str


def planted(kind: Kind, desk: Desk, rng: random.Random) -> Planting | None:
    """Return the papers with one contradiction of a kind, None where the application has no place for it."""
    if kind.name.startswith("twice"):
        return _twice(kind, desk, rng)
    places = [
        (filename, field, changed)
        for filename, seen in desk.papers.items()
        for type_id, name in kind.fields
        for field in seen.fields
        if field.name == name
        and type_id in _types(seen, field)
        and field.value
        and not field.problems
        and (changed := kind.change(field.value, rng)) not in (None, field.value)
    ]
    if not places:
        return None
    filename, field, changed = rng.choice(places)
    seen = _said_otherwise(desk.papers[filename], field, str(changed))
    said = f"{filename} {field.name}: {field.value} -> {changed}"
    return Planting({**desk.papers, filename: seen}, frozenset({desk.document(filename)}), said)


def _types(seen: Observation, field: FieldValue) -> set[str | None]:
    parts = {part.type for part in seen.parts if part.first_page <= field.page <= part.last_page}
    return parts or {seen.type}


def _said_otherwise(seen: Observation, field: FieldValue, value: str) -> Observation:
    """Return the paper that says something else in a field, in the text of its page too."""
    others = tuple(replace(one, raw=value, value=value) if one is field else one for one in seen.fields)
    pages = tuple(
        replace(
            page,
            lines=tuple(
                replace(line, text=line.text.replace(field.value or "", value), words=()) for line in page.lines
            ),
        )
        if page.number == field.page
        else page
        for page in seen.pages
    )
    return replace(seen, fields=others, pages=pages)


def _twice(kind: Kind, desk: Desk, rng: random.Random) -> Planting | None:
    """Return the papers with one of them filed once more, as another scan of the same thing."""
    types = {type_id for type_id, _ in kind.fields}
    there = [name for name, seen in desk.papers.items() if seen.type in types]
    if not there:
        return None
    name = rng.choice(there)
    seen = desk.papers[name]
    again = f"again-{name}"
    desk.slots[again] = "其他"
    copied = replace(seen, sha256=rng.randbytes(32).hex())
    documents = frozenset({desk.document(name), desk.document(again)})
    return Planting({**desk.papers, again: copied}, documents, f"{name} filed twice")


def _person(value: str, rng: random.Random) -> str:
    return rng.choice([one for one in ("欧阳若川", "言若水", "谷雨桐", "阿依努尔·买买提") if one != value])


def _id_number(value: str, rng: random.Random) -> str:
    serial = f"{(int(value[14:17]) + rng.choice((2, 4, 20))) % 1000:03}"
    return rng.choice((checked_id(value[:14] + serial), value[:16] + str((int(value[16]) + 2) % 10) + value[17]))


def _sex(value: str, rng: random.Random) -> str:
    return {"男": "女", "女": "男"}[value]


def _later(*, days: int = 0, months: int = 0) -> Change:
    """Return the change that moves a date, printed to the day, month or year, by so much either way."""

    def change(value: str, rng: random.Random) -> str | None:
        sign = rng.choice((-1, 1))
        if len(value) == len("2024-01"):
            return _month(value, sign * max(1, months))
        day = dt.date.fromisoformat(value)
        return str(day + dt.timedelta(days=sign * (days or 31 * months))) if len(value) == 10 else None

    return change


def _month(value: str, months: int) -> str:
    number = int(value[:4]) * 12 + int(value[5:7]) - 1 + months
    return f"{number // 12}-{number % 12 + 1:02}"


def _years(*choices: int) -> Change:
    """Return the change that moves a date by one of these numbers of years."""

    def change(value: str, rng: random.Random) -> str | None:
        return f"{int(value[:4]) + rng.choice(choices)}{value[4:]}" if value[:4].isdecimal() else None

    return change


def _unit(value: str, rng: random.Random) -> str:
    return rng.choice(("长河仪器计量有限公司", "青石峡县交通勘察设计院", "白杨沟市热力有限责任公司"))


def _digit(value: str, rng: random.Random) -> str:
    """Return the number with one of the last six figures changed: serials, which nothing else can check."""
    at = rng.randrange(len(value) - 6, len(value))
    return value[:at] + rng.choice([one for one in "0123456789" if one != value[at]]) + value[at + 1 :]


def _at(start: int, stop: int, *choices: str) -> Change:
    """Return the change that puts another text at some place of a number."""

    def change(value: str, rng: random.Random) -> str | None:
        wanted = [one for one in choices if one != value[start:stop]]
        return value[:start] + rng.choice(wanted) + value[stop:] if len(value) >= stop else None

    return change


def _year_inside(start: int, *shifts: int) -> Change:
    """Return the change of the four figures of a year inside a number."""

    def change(value: str, rng: random.Random) -> str | None:
        year = value[start : start + 4]
        return value[:start] + str(int(year) + rng.choice(shifts)) + value[start + 4 :] if year.isdecimal() else None

    return change


def _patent_year(value: str, rng: random.Random) -> str:
    digits = str(int(value[2:6]) + rng.choice((-3, -2, -1, 1, 2))) + value[6:14]
    return f"ZL{digits}.{patent_check_character(digits)}"


def _patent_kind(value: str, rng: random.Random) -> str:
    digits = value[2:6] + rng.choice([one for one in "123" if one != value[6]]) + value[7:14]
    return f"ZL{digits}.{patent_check_character(digits)}"


def _other(*choices: str) -> Change:
    """Return the change to one of these texts."""
    return lambda value, rng: rng.choice([one for one in choices if one not in value and value not in one])


_HELD = ("id_card", "diploma", "degree", "chsi_reg", "title_cert", "social_ins", "app_form", "ce_cert", "political")
_NUMBERED = ("title_cert", "social_ins", "app_form", "ce_cert", "political", "contract", "cadre_resume", "pub_notice")
KINDS = (
    Kind("name", [*((one, "姓名") for one in (*_HELD, "pub_notice", "award")), ("contract", "乙方")], _person),
    Kind("id number", [("id_card", "公民身份号码"), *((one, "身份证号") for one in _NUMBERED)], _id_number),
    Kind("sex", [(one, "性别") for one in (*_HELD, "pub_notice", "cadre_resume")], _sex),
    Kind(
        "birth",
        [(one, name) for one in (*_HELD, "cadre_resume") for name in ("出生", "出生日期", "出生年月")],
        _later(days=40, months=2),
    ),
    Kind("people", [(one, name) for one in ("id_card", "app_form", "political", "pub_notice")
                    for name in ("民族", "族别")], _other("锡伯族", "东乡族")),
    Kind("unit", [("app_form", "工作单位"), ("cadre_resume", "单位"), ("pub_notice", "落款单位"),
                  ("biz_license", "名称")], _unit),
    Kind("insurance unit", [("social_ins", "单位名称")], _unit),
    Kind("contract unit", [("contract", "甲方")], _unit),
    Kind("diploma number", [("diploma", "证书编号"), ("chsi_reg", "证书编号")], _digit),
    Kind("diploma school", [("diploma", "学校"), ("chsi_reg", "学校")], _other("北屏工程学院", "云岭科技大学")),
    Kind("diploma subject", [("diploma", "专业"), ("chsi_reg", "专业"), ("app_form", "所学专业")],
         _other("历史学", "法学")),
    Kind("year in diploma number", [("diploma", "证书编号"), ("chsi_reg", "证书编号")], _year_inside(6, -2, -1, 1, 2)),
    Kind("level in diploma number", [("diploma", "证书编号"), ("chsi_reg", "证书编号")], _at(10, 12, "02", "06", "05")),
    Kind("school in degree number", [("degree", "证书编号")], _at(0, 5, "19912", "19955")),
    Kind("level in degree number", [("degree", "证书编号")], _at(5, 6, "2", "3", "4")),
    Kind("year in degree number", [("degree", "证书编号")], _year_inside(6, -2, -1, 1, 2)),
    Kind("year in title number", [("title_cert", "证书编号"), ("title_ecert", "证书编号")],
         _year_inside(2, -3, -2, -1, 2, 3)),
    Kind("year in learning number", [("ce_cert", "证书编号")], _year_inside(2, -3, -2, -1, 1, 2)),
    Kind("year in patent number", [("patent", "专利号")], _patent_year),
    Kind("kind in patent number", [("patent", "专利号")], _patent_kind),
    Kind("graduation", [("diploma", "毕业日期"), ("chsi_reg", "毕业日期")], _later(months=1)),
    Kind("study backwards", [("diploma", "入学日期"), ("chsi_reg", "入学日期")], _years(5, 6)),
    Kind("patent backwards", [("patent", "授权公告日")], _years(-4, -3)),
    Kind("contract backwards", [("contract", "合同结束")], _years(-12, -9)),
    Kind("notice backwards", [("pub_notice", "公示开始")], _years(1)),
    Kind("title date", [("title_cert", "批准日期")], _later(days=200, months=7)),
    Kind("title date of form", [("app_form", "取得时间")], _later(months=3)),
    Kind("title held", [("app_form", "现任专业技术职务"), ("pub_notice", "现任专业技术职务任职资格")],
         _other("高级经济师", "会计师")),
    Kind("level applied for", [("app_form", "申报级别"), ("pub_notice", "级别"), ("pub_result", "级别")],
         _other("正高级", "初级")),
    Kind("future", [("ce_cert", "落款日期"), ("award", "落款日期"), ("title_cert", "批准日期")], _years(25, 30)),
    Kind("twice patent", [("patent", "")], _other()),
    Kind("twice paper", [("paper", "")], _other()),
    Kind("twice award", [("award", "")], _other()),
)  # fmt: skip

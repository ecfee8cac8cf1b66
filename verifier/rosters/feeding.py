"""What a roster tells of an applicant where their own facts.yaml says nothing, each value with its source."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from models.messages import text
from models.policy import Policy
from verifier.certificates.folding import fold
from verifier.folders import ApplicantFolder
from verifier.rosters.columns import (
    BIRTH,
    ETHNICITY,
    GENDER,
    ID_NUMBER,
    LEVEL,
    NAME,
    SUPERVISOR,
    UNIT,
    UNIT_KIND,
    WANTED_TITLE,
)
from verifier.rosters.matching import sound_number
from verifier.rosters.roster import RosterRow, Value

_IDENTITY: Final = {
    "name": NAME,
    "id_number": ID_NUMBER,
    "unit": UNIT,
    "gender": GENDER,
    "ethnicity": ETHNICITY,
    "birth_date": BIRTH,
    "supervising_unit": SUPERVISOR,
}

_LEVELS: Final = (("正高级", "正高级"), ("高级", "副高级"), ("助理", "初级"), ("技术员", "初级"), ("工程师", "中级"))
"""Part of a title in the engineering series (工程系列) -> level; the first that fits counts."""

_EMPLOYERS: Final = (
    ("企业", "企业"),
    ("公司", "企业"),
    ("自由职业", "自由职业"),
    ("事业", "行政事业"),
    ("机关", "行政事业"),
    ("行政", "行政事业"),
)


def feed(folder: ApplicantFolder, row: RosterRow, policy: Policy) -> tuple[ApplicantFolder, dict[str, str]]:
    """Return the folder with what only the roster says, and the source of each value that came from it.

    Keys of the sources: `applicant.name` and kin, `fact.level` and kin. What facts.yaml states stays.
    """
    sources: dict[str, str] = {}
    known: dict[str, Any] = {}
    for key, column in _IDENTITY.items():
        value = row.values.get(column)
        if value is None or getattr(folder.applicant, key) is not None:
            continue
        told = _told(key, value)
        if told is not None:
            known[key] = told
            sources[f"applicant.{key}"] = source_of(value)
    facts = dict(folder.facts)
    for name, answer, value in _facts(row, policy):
        if name not in facts:
            facts[name] = answer
            sources[f"fact.{name}"] = source_of(value)
    applicant = dataclasses.replace(folder.applicant, **known)
    return dataclasses.replace(folder, applicant=applicant, facts=facts), sources


def source_of(value: Value) -> str:
    """Return how to call a cell of the roster before a reader."""
    place = value.place
    return text("rosters.source", row=text("rosters.row", row=place.row), column=place.column)


def _told(key: str, value: Value) -> str | dt.date | None:
    if key == "id_number":
        return sound_number(value.text)
    if key == "birth_date":
        try:
            return dt.date.fromisoformat(value.text or "")
        except ValueError:
            return None  # a month is no date of birth
    return fold(value.text) if key == "name" and value.text else value.text


def _facts(row: RosterRow, policy: Policy) -> Iterator[tuple[str, str, Value]]:
    level = row.values.get(LEVEL)
    wanted = row.values.get(WANTED_TITLE)
    kind = row.values.get(UNIT_KIND)
    if level and level.text and _accepts(policy, "level", level.text):
        yield "level", level.text, level
    elif wanted and (answer := _first(_LEVELS, wanted.text)) and _accepts(policy, "level", answer):
        yield "level", answer, wanted
    if kind and (answer := _first(_EMPLOYERS, kind.text)) and _accepts(policy, "employer_type", answer):
        yield "employer_type", answer, kind


def _first(known: tuple[tuple[str, str], ...], said: str | None) -> str | None:
    return next((answer for part, answer in known if said and part in said), None)


def _accepts(policy: Policy, fact: str, answer: str) -> bool:
    rule = policy.facts.get(fact)
    return rule is not None and answer in rule.values

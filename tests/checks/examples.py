"""One example for every verdict that a check can reach, as data: what is handed in, what is asked, what is answered."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from models.application import Application
from models.case import Case
from models.geometry import Box
from models.observation import Cell, Observation, Photo, QrCode, SignatureKind, Table, Writing
from models.policy import CheckCall, Policy, Requirement, Severity
from models.report import Finding, Verdict
from tests.checks.making import UNIT, case, observation, policy, seal

P, F, R, N, E = (
    Verdict.PASSED,
    Verdict.FAILED,
    Verdict.NEEDS_REVIEW,
    Verdict.NOT_APPLICABLE,
    Verdict.ERRORED,
)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
BOX = Box(0.1, 0.1, 0.9, 0.5)
FACTS = {
    "level": {"label": "申报级别", "kind": "enum", "values": ["初级", "中级", "副高级"]},
    "current_level": {"label": "现职称层级", "kind": "enum", "values": ["无", "初级", "中级"]},
    "title_date": {"label": "现职称取得日期", "kind": "date"},
    "direct": {"label": "是否直接申报", "kind": "bool", "default": False},
    "yes": {"label": "某事是否属实", "kind": "bool"},
    "count": {"label": "某物件数", "kind": "integer"},
    "day": {"label": "某日", "kind": "date"},
    "other_day": {"label": "另一日", "kind": "date"},
    "specialty": {"label": "申报专业", "kind": "text"},
    "region": {"label": "所在地", "kind": "text"},
    "committee": {"label": "评委会", "kind": "text"},
    "employer": {"label": "所在单位", "kind": "text"},
}


@dataclass(frozen=True)
class Example:
    """`check` asked of `held` with `params` answers `verdict` (the worst of its answers)."""

    check: str
    verdict: Verdict
    params: dict[str, Any]
    held: Case = field(default_factory=case)
    on: tuple[str, ...] = ()
    pack: dict[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def policy(self) -> Policy:
        other = Requirement("A-1", "一", "原文", Severity.CORRECT, (CheckCall("completeness"),))
        return policy(other, **{"facts": FACTS, **self.pack})


def told(held: Case, **facts: Any) -> Case:
    """The case with these facts."""
    application = dataclasses.replace(held.application, facts={**held.application.facts, **facts})
    return dataclasses.replace(held, application=application)


def with_application(held: Case, **parts: Any) -> Case:
    """The case with parts of its application replaced."""
    application: Application = dataclasses.replace(held.application, **parts)
    return dataclasses.replace(held, application=application)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def table(*rows: tuple[str, ...]) -> Table:
    cells = [Cell(row, column, BOX, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    return Table(1, BOX, tuple(cells))


def finding(requirement: str, verdict: Verdict, severity: Severity = Severity.CORRECT) -> Finding:
    return Finding(requirement, "一", "原文", verdict, severity, "说明")


def doc(type_id: str, *texts: str, **parts: Any) -> Observation:
    return observation(type_id, *texts, **parts)


ON_FORM = Photo(1, BOX, 295, 413, 1, on_form=True)


def unreadable() -> Observation:
    return observation(None, "看不出是什么材料")


def code(text: str) -> QrCode:
    return QrCode(1, BOX, "QRCode", text)


def _written(kind: str) -> tuple[dict[str, Any], Case, tuple[str, ...]]:
    """The parameters, the form with its sentence written so, and its type."""
    lines = ("真实准确，", "同意推荐")
    writings = tuple(Writing(1, BOX, line, SignatureKind(kind), 0.95) for line in lines)
    form = doc("app_form", "基层意见\n真实准确，同意推荐", seals=(seal(UNIT),), writings=writings)
    return {"phrase": "said", "cells": ["基层意见"]}, case(a=form), ("app_form",)

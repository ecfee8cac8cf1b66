"""Hand-made observations and cases of fictional people, for tests of what is judged."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.application import Applicant, Application, Material
from models.case import Case
from models.document import Line, Page, TextSource
from models.geometry import Box
from models.observation import (
    EngineInfo,
    FieldValue,
    HandwrittenDate,
    Observation,
    PageQuality,
    Seal,
    SealColour,
    SealShape,
    Signature,
    SignatureKind,
)
from models.policy import CheckCall, Policy, Requirement, Severity, Source
from models.values import from_jsonable
from verifier.checks.answers import Answer
from verifier.checks.context import Context
from verifier.checks.dossier import Dossier
from verifier.checks.registry import CHECKS

NOW = dt.datetime(2024, 9, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SUBMITTED = dt.datetime(2024, 9, 10, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ENGINE = EngineInfo(observer="test", ocr="canned", ocr_version="1")
UNIT = "库尔勒市梨城计量检测有限公司"
SUPERVISOR = "巴音郭楞蒙古自治州市场监督管理局"
APPLICANT = Applicant(
    name="林墨白",
    id_number="11010519491231002X",
    unit=UNIT,
    gender="女",
    birth_date=dt.date(1949, 12, 31),
    supervising_unit=SUPERVISOR,
)


def page(text: str = "", number: int = 1, *, width: int = 1654, height: int = 2339) -> Page:
    """A page whose lines stand below each other."""
    rows = [row for row in text.split("\n") if row]
    step = 0.8 / max(1, len(rows))
    lines = tuple(
        Line(row, Box(0.1, 0.1 + step * index, 0.9, 0.1 + step * index + step * 0.8), 0.98)
        for index, row in enumerate(rows)
    )
    return Page(number, width, height, 200.0, lines, TextSource.PIXELS)


def observation(type_id: str | None = None, *texts: str, **parts: Any) -> Observation:
    """An observation of one page a text (one page of some text where none is given)."""
    pages = parts.pop("pages", None) or tuple(
        page(text, number) for number, text in enumerate(texts or ("某份材料",), start=1)
    )
    quality = parts.pop("quality", tuple(PageQuality(entry.number, 300.0, False) for entry in pages))
    confidence = None if type_id is None else 0.95
    return Observation("0" * 64, pages, type_id, confidence, ENGINE, quality=quality, **parts)


def field(
    name: str, value: str | None, *problems: str, confidence: float | None = 0.97, raw: str | None = None
) -> FieldValue:
    return FieldValue(name, raw or value, value, Box(0.3, 0.3, 0.6, 0.34), 1, confidence, problems)


def seal(text: str | None, *, page: int = 1, confidence: float | None = 0.95, **parts: Any) -> Seal:
    values: dict[str, Any] = {"centre_text": None, "code": None, "is_copy": False, "is_fragment": False} | parts
    return Seal(
        page,
        Box(0.6, 0.7, 0.8, 0.84),
        (),
        SealShape.ROUND,
        SealColour.RED,
        text,
        confidence=confidence,
        diameter_mm=None,
        **values,
    )


def signature(
    role: str, kind: str = "handwritten", *, confidence: float | None = 0.95, date: HandwrittenDate | None = None
) -> Signature:
    return Signature(1, Box(0.5, 0.8, 0.7, 0.84), role, SignatureKind(kind), confidence, date)


def handwritten(
    kind: str = "handwritten", value: dt.date | None = None, confidence: float | None = 0.9
) -> HandwrittenDate:
    return HandwrittenDate(value, None, Box(0.5, 0.86, 0.7, 0.9), SignatureKind(kind), confidence)


def case(**documents: Observation | str | tuple[Observation, str | None]) -> Case:
    """A complete case: document id -> observation (with its slot), or the code of a refusal."""
    materials, observations = [], {}
    for name, entry in documents.items():
        seen, slot = entry if isinstance(entry, tuple) else (entry, None)
        if isinstance(seen, str):
            materials.append(Material(name, "0" * 64, f"{name}.pdf", slot, refusal=seen))
        else:
            materials.append(Material(name, "0" * 64, f"{name}.pdf", slot))
            observations[name] = seen
    application = Application(
        "A-1", "test", APPLICANT, tuple(materials), {"level": "中级"}, submitted_at=SUBMITTED, submission_number=1
    )
    return Case(application, observations)


def policy(*requirements: Requirement, **parts: Any) -> Policy:
    values: dict[str, Any] = {
        "schema": "policy-pack/1",
        "id": "test",
        "title": "试验用政策包",
        "version": "1",
        "year": 2024,
        "source": Source("通知", "评委会"),
        "levels": ("中级",),
        "series": "工程系列",
        "specialty": "质量技术监督",
        "requirements": requirements,
        "facts": {"level": {"label": "申报级别", "kind": "enum", "values": ["初级", "中级"]}},
    }
    return from_jsonable(Policy, values | parts)


def requirement(check: str, on: tuple[str, ...] = (), severity: str = "correct", **params: Any) -> Requirement:
    return Requirement("T-1", "一", "原文", Severity(severity), (CheckCall(check, params),), on)


def ask(check: str, held_case: Case, on: tuple[str, ...], pack: Policy | None = None, **params: Any) -> list[Answer]:
    """Put one check's question to a case."""
    context = Context(Dossier(held_case), pack or policy(), NOW)
    kind = CHECKS[check]
    given = from_jsonable(kind.params, params)
    return kind.run(context.dossier.of(on), requirement(check, on, **params), given, context)

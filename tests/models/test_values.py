"""Every value of the vocabulary survives JSON, refuses what it does not know, and has a schema."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import pkgutil
from typing import Any

import jsonschema_rs
import pytest
from pydantic import ValidationError

import models
from models.application import Applicant, Application, Material
from models.case import Case
from models.document import Line, Page, TextSource, Word
from models.geometry import Box
from models.observation import (
    EngineInfo,
    FieldValue,
    HandwrittenDate,
    NameHit,
    Observation,
    Seal,
    SealColour,
    SealShape,
    Signature,
    SignatureKind,
    Surface,
    SurfaceKind,
)
from models.overlap import OverlapRatios, OverlapReport, Passage, PassageKind, Ratio, SourceOverlap
from models.policy import Severity
from models.report import Evidence, Finding, Report, Verdict
from models.values import from_json, json_schema, to_json, to_jsonable

BOX = Box(0.1, 0.2, 0.3, 0.4)
ENGINE = EngineInfo("1/canned/0", "canned", "0")
NOW = dt.datetime(2024, 9, 10, 9, tzinfo=dt.UTC)


def observation() -> Observation:
    page = Page(1, 1654, 2339, 200, (Line("公示", BOX, 0.99, (Word("公", BOX, 0.9),)),), TextSource.PIXELS)
    date = HandwrittenDate(dt.date(2024, 7, 8), "2024年7月8日", BOX, SignatureKind.HANDWRITTEN, 0.7)
    return Observation(
        sha256="0" * 64,
        pages=(page,),
        type="pub_notice",
        type_confidence=0.9,
        engine=ENGINE,
        fields=(FieldValue("姓名", "张 三", "张三", BOX, 1, 0.9, ("spaced",)),),
        seals=(
            Seal(
                1,
                BOX,
                ((0.1, 0.2), (0.3, 0.4)),
                SealShape.ROUND,
                SealColour.RED,
                None,
                None,
                None,
                None,
                False,
                False,
                40,
            ),
        ),
        signatures=(Signature(1, BOX, "申报人", SignatureKind.UNCLEAR, None, date),),
        surfaces=(Surface(SurfaceKind.METADATA, "作者"),),
    )


def finding(verdict: Verdict = Verdict.FAILED, severity: Severity = Severity.CORRECT) -> Finding:
    evidence = (Evidence("d1", 1, BOX, "见到", "应有", 0.5),)
    return Finding(
        "BY-42",
        "五(二)",
        "公示期不少于5个工作日",
        verdict,
        severity,
        "只有 4 个",
        "重新公示",
        "d1",
        evidence,
        {"days": 4},
    )


def report(*findings: Finding, verdict: Verdict = Verdict.FAILED) -> Report:
    return Report("a1", "p", "1", findings, verdict, (ENGINE,), NOW)


def overlap() -> OverlapReport:
    ratio = Ratio.of(3, 10)
    return OverlapReport(
        "v", 10, OverlapRatios(ratio, None, ratio, ratio),
        (SourceOverlap("s", None, ("李四",), False, 3, 0.3),),
        (Passage("s", PassageKind.VERBATIM, (0, 3), (4, 7), 1, BOX),), 1,
    )  # fmt: skip


def case() -> Case:
    application = Application(
        "a1", "p", Applicant("张三", birth_date=dt.date(1990, 1, 2)), (Material("d1", "0" * 64, "x.pdf"),)
    )
    hit = NameHit(SurfaceKind.PIXELS, "张三", "name", False, 1, BOX)
    return Case(application, {"d1": observation()}, {"d1": (hit,)}, {"d1": overlap()})


@pytest.mark.parametrize(
    "value", [observation(), report(finding()), case(), overlap()], ids=lambda value: type(value).__name__
)
def test_round_trip_and_schema(value: Any):
    assert from_json(type(value), to_json(value)) == value
    jsonschema_rs.validate(json_schema(type(value)), to_jsonable(value))


def test_unknown_keys_are_refused():
    data = json.loads(to_json(finding()))
    with pytest.raises(ValidationError):
        from_json(Finding, json.dumps({**data, "extra": 1}))


def test_values_are_frozen():
    with pytest.raises(AttributeError):
        finding().message = "other"  # type: ignore[misc]


def test_a_report_with_an_open_blocking_finding_cannot_pass():
    for verdict in (Verdict.FAILED, Verdict.ERRORED, Verdict.NEEDS_REVIEW):
        with pytest.raises(ValueError, match="cannot be passed"):
            report(finding(verdict), verdict=Verdict.PASSED)
    with pytest.raises(ValueError, match="cannot be"):
        report(verdict=Verdict.ERRORED)
    assert report(finding(Verdict.FAILED, Severity.WARN), verdict=Verdict.PASSED).verdict is Verdict.PASSED


def test_worst_verdict():
    assert Verdict.worst([]) is Verdict.NOT_APPLICABLE
    assert Verdict.worst([Verdict.PASSED, Verdict.NEEDS_REVIEW]) is Verdict.NEEDS_REVIEW
    assert Verdict.worst([Verdict.ERRORED, Verdict.NEEDS_REVIEW]) is Verdict.ERRORED
    assert Verdict.worst([Verdict.ERRORED, Verdict.FAILED]) is Verdict.FAILED


def test_a_ratio_cannot_exceed_its_total():
    assert Ratio.of(0, 0).ratio is None
    with pytest.raises(ValueError, match="more copied"):
        Ratio(3, 2, 1.0)


def test_the_root_package_says_what_models_means():
    assert "Data models" in (models.__doc__ or "")
    assert "Never network weights" in (models.__doc__ or "")


def test_every_module_of_the_vocabulary_has_a_docstring():
    for module in pkgutil.walk_packages(models.__path__, "models."):
        if "migrations" not in module.name:
            assert importlib.import_module(module.name).__doc__, module.name

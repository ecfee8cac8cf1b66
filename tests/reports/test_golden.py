"""The whole report on one fictional application, compared letter by letter; boxes within a tolerance.

`VERIFIER_REGENERATE=1 pytest tests/reports/test_golden.py` writes the golden file anew; a change of it needs a second
reader.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.reports.fictional import NOW, fictional_case
from verifier.judging import judge
from verifier.policies.loader import load_policy
from verifier.reports.export import applicant_json

GOLDEN = Path(__file__).parents[1] / "golden" / "xj-by-2024-qs.json"
FLAG = "VERIFIER_REGENERATE"
BOX_TOLERANCE = 0.002
"""Page fractions: about half a millimetre of an A4 page."""


def _report():
    case = fictional_case()
    report = judge(case, load_policy("xj-by-2024-qs"), now=NOW)
    return json.loads(json.dumps(applicant_json(report, case.application.applicant.name)))


def _without_boxes(report):
    boxes = []
    for finding in report["findings"]:
        for evidence in finding["evidence"]:
            boxes.append(evidence.pop("box"))
    return report, boxes


def test_the_report_is_the_golden_one():
    if os.environ.get(FLAG):
        GOLDEN.write_text(json.dumps(_report(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    expected, expected_boxes = _without_boxes(json.loads(GOLDEN.read_text(encoding="utf-8")))
    found, found_boxes = _without_boxes(_report())
    assert found == expected
    for box, golden in zip(found_boxes, expected_boxes, strict=True):
        assert box == (None if golden is None else pytest.approx(golden, abs=BOX_TOLERANCE))


def test_the_golden_file_is_not_being_regenerated():
    assert not os.environ.get(FLAG), f"{FLAG} is set: the golden report was written, not compared"


def test_the_golden_report_shows_every_kind_of_answer():
    verdicts = {finding["verdict"] for finding in _report()["findings"]}
    assert verdicts == {"passed", "failed", "needs_review", "not_applicable"}

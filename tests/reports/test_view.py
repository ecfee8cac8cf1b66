"""How a report is sorted for its readers."""

from __future__ import annotations

from models.policy import Severity
from models.report import Finding, Report, Verdict
from tests.checks.making import NOW, case, observation
from verifier.reports.view import Section, sections


def finding(requirement: str, severity: Severity, document: str, remedy: str) -> Finding:
    return Finding(requirement, "一", "原文", Verdict.NEEDS_REVIEW, severity, "须人工查看", remedy, document, (), None)


def review(*findings: Finding) -> Section:
    held = case(one=observation("diploma"), two=observation("title_cert"))
    report = Report("a", "p", "1", findings, Verdict.NEEDS_REVIEW, (), NOW, {})
    return next(part for part in sections(report, held, lambda _: None) if part.key == "review")


def test_what_may_cost_the_year_is_looked_at_first() -> None:
    section = review(finding("T-1", Severity.CORRECT, "one", "甲"), finding("T-2", Severity.REJECT, "two", "乙"))
    assert [group.requirement for group in section.groups] == ["T-2", "T-1"]
    assert section.groups[0].severity == "若不符合：不予受理"


def test_what_is_to_do_about_all_documents_is_said_once() -> None:
    (alike,) = review(*(finding("T-1", Severity.CORRECT, name, "甲") for name in ("one", "two"))).groups
    assert alike.remedy == ("甲",) and not any(entry.remedy for entry in alike.entries)
    (unlike,) = review(*(finding("T-1", Severity.CORRECT, name, name) for name in ("one", "two"))).groups
    assert unlike.remedy == () and [entry.remedy for entry in unlike.entries] == [("one",), ("two",)]

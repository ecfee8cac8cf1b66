from __future__ import annotations

import dataclasses
import datetime as dt
import logging

import pytest

from models.application import Applicant
from models.case import Correction
from models.observation import PageQuality, Part
from models.policy import CheckCall, Severity
from models.report import Report, Verdict
from models.values import from_json, to_json
from tests.checks.making import NOW, case, observation, page, policy, requirement, seal, signature
from verifier.certificates.types import document_types
from verifier.checks import registry
from verifier.checks.context import Check
from verifier.checks.mask import MaskParams
from verifier.checks.refused import UNOPENED
from verifier.judging import judge, judge_document
from verifier.policies.loader import list_policies, load_policy

SIGNED = requirement("signature", ("truth_pledge",), role=["申报人"])


def _report(held, *requirements, **parts):
    return judge(held, policy(*requirements, **parts), now=NOW)


def test_a_handwritten_signature_passes_the_whole_application():
    report = _report(case(pledge=observation("truth_pledge", signatures=(signature("申报人"),))), SIGNED)
    (finding,) = report.findings
    assert report.verdict is Verdict.PASSED
    assert (finding.verdict, finding.document, finding.clause, finding.quote) == (
        Verdict.PASSED,
        "pledge",
        "一",
        "原文",
    )
    assert finding.evidence[0].page == 1
    assert report.engines[0].ocr == "canned"


def test_the_judge_never_stops_at_the_first_defect():
    held = case(
        pledge=observation("truth_pledge", signatures=(signature("申报人", "absent"),)),
        resp=observation("unit_resp"),
    )
    sealed = dataclasses.replace(requirement("seal", ("unit_resp",), role=["unit"]), id="T-2")
    report = _report(held, SIGNED, sealed)
    assert [finding.verdict for finding in report.findings] == [Verdict.FAILED, Verdict.FAILED]
    assert report.verdict is Verdict.FAILED
    assert all(finding.remedy for finding in report.findings)


def test_the_worst_check_wins_and_all_reasons_are_kept():
    both = dataclasses.replace(
        SIGNED, checks=(*SIGNED.checks, CheckCall("seal", {"role": ["unit"]}), CheckCall("page_quality"))
    )
    held = case(pledge=observation("truth_pledge", signatures=(signature("申报人", "unclear"),)))
    (finding,) = _report(held, both).findings
    assert finding.verdict is Verdict.FAILED
    seal_said, signature_said, quality_said = finding.message.split("\n")
    assert "印章" in seal_said
    assert "不能确定" in signature_said
    assert "清晰" in quality_said


def test_several_documents_give_one_finding_each():
    held = case(a=observation("diploma", seals=(seal("甲大学"),)), b=observation("diploma"))
    report = _report(held, requirement("seal", ("diploma",)))
    assert [(finding.document, finding.verdict) for finding in report.findings] == [
        ("a", Verdict.PASSED),
        ("b", Verdict.FAILED),
    ]


def test_a_null_parameter_asks_a_person_and_names_it():
    held = case(summary=observation("summary"))
    (finding,) = _report(held, requirement("length", ("summary",), maximum=None)).findings
    assert finding.verdict is Verdict.NEEDS_REVIEW
    assert "maximum" in finding.message


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"level": "中级"}, Verdict.PASSED),
        ({"level": "初级"}, Verdict.NOT_APPLICABLE),
        ({}, Verdict.NEEDS_REVIEW),
        ({"level": "院士"}, Verdict.NEEDS_REVIEW),
    ],
)
def test_a_condition_on_an_unknown_fact_is_never_not_applicable(facts, verdict):
    held = case(pledge=observation("truth_pledge", signatures=(signature("申报人"),)))
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, facts=facts))
    (finding,) = _report(held, dataclasses.replace(SIGNED, when={"level": "中级"})).findings
    assert finding.verdict is verdict
    assert ("申报级别" in finding.message) == (verdict is Verdict.NEEDS_REVIEW)


def test_a_failed_hint_is_shown_and_does_not_fail_the_application():
    held = case(
        pledge=observation("truth_pledge", signatures=(signature("申报人", "absent"),)), a=observation("diploma")
    )
    hint = dataclasses.replace(SIGNED, severity=Severity.WARN)
    good = dataclasses.replace(requirement("page_quality", ("diploma",)), id="T-2")
    report = _report(held, hint, good)
    assert report.findings[0].verdict is Verdict.FAILED
    assert report.verdict is Verdict.PASSED


def test_severities_escalate_where_nothing_can_be_handed_in_later():
    held = case(pledge=observation("truth_pledge", signatures=(signature("申报人", "absent"),)))
    report = _report(held, SIGNED, process={"severity_escalation": {"correct": "reject"}})
    assert report.findings[0].severity is Severity.REJECT


def test_where_the_notice_is_unclear_a_defect_becomes_a_question():
    asked = dataclasses.replace(requirement("seal", ("id_card", "diploma")), unclear_on=("id_card",))
    report = _report(case(card=observation("id_card"), diploma=observation("diploma")), asked)
    assert [finding.verdict for finding in report.findings] == [Verdict.NEEDS_REVIEW, Verdict.FAILED]
    assert "居民身份证" in report.findings[0].message


def test_a_defect_of_what_may_be_something_else_becomes_a_question():
    unsure = dataclasses.replace(observation("diploma"), type_confidence=0.3)
    (finding,) = _report(case(a=unsure), requirement("seal", ("diploma",))).findings
    assert (finding.verdict, "不够确定" in finding.message) == (Verdict.NEEDS_REVIEW, True)


def test_a_check_that_breaks_costs_one_finding_and_leaks_no_text(monkeypatch, caplog):
    def broken(documents, asked, params, context):
        raise ValueError("林墨白")

    monkeypatch.setitem(registry.CHECKS, "mask", Check("mask", MaskParams, broken))
    held = case(pledge=observation("truth_pledge", signatures=(signature("申报人"),)))
    broken_one = dataclasses.replace(requirement("mask", ("*",)), id="T-2")
    with caplog.at_level(logging.ERROR):
        report = _report(held, broken_one, SIGNED)
    assert [finding.verdict for finding in report.findings] == [Verdict.ERRORED, Verdict.PASSED]
    assert report.verdict is Verdict.NEEDS_REVIEW
    assert "A-1" in caplog.text
    assert "林墨白" not in caplog.text


def test_without_the_document_nothing_is_claimed():
    (finding,) = _report(case(other=observation("diploma")), SIGNED).findings
    assert finding.verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("unknown", [observation(None), "broken_file"])
def test_a_file_that_may_be_the_missing_one_is_for_a_person(unknown):
    finding = next(one for one in _report(case(scan=unknown), SIGNED).findings if one.requirement == SIGNED.id)
    assert finding.verdict is Verdict.NEEDS_REVIEW
    assert "scan.pdf" in finding.message


@pytest.mark.parametrize(
    ("code", "verdict", "remedy"),
    [
        ("encrypted_file", Verdict.FAILED, "去掉密码"),
        ("unsupported_type", Verdict.FAILED, "PDF、JPEG、PNG"),
        ("too_many_pages", Verdict.FAILED, "拆分"),
        ("observation_failed", Verdict.NEEDS_REVIEW, ""),
    ],
)
def test_a_file_that_does_not_open_is_told_though_no_clause_speaks_of_files(code, verdict, remedy):
    """Beside everything that was asked for, it would otherwise be passed over in silence."""
    held = case(pledge=observation("truth_pledge", signatures=(signature("申报人"),)), more=code)
    report = _report(held, SIGNED)
    (told,) = [one for one in report.findings if one.requirement == "FILE-1"]
    assert (told.document, told.verdict) == ("more", verdict)
    assert "more.pdf" in told.message and remedy in (told.remedy or "") and "{" not in (told.remedy or "")
    assert report.verdict is verdict


@pytest.mark.parametrize(
    ("pages", "is_told"),
    [
        ((PageQuality(1, 3.0, False, ("blurred",)),), True),
        ((PageQuality(1, 300.0, True, ("blank",)), PageQuality(2, 3.0, False, ("low_resolution",))), True),
        ((PageQuality(1, 300.0, False), PageQuality(2, 3.0, False, ("blurred",))), False),
        ((PageQuality(1, 300.0, False, ("skewed",)),), False),
        ((), False),
    ],
)
def test_a_scan_of_which_nothing_can_be_read_is_for_a_person_under_every_notice(pages, is_told):
    good = observation("truth_pledge", signatures=(signature("申报人"),))
    scan = observation("award", *("文字",) * max(1, len(pages)), quality=pages)
    report = _report(case(pledge=good, scan=scan), SIGNED)
    told = [one for one in report.findings if one.requirement == "FILE-2"]
    assert [one.document for one in told] == ["scan"] * is_told
    assert report.verdict is (Verdict.NEEDS_REVIEW if is_told else Verdict.PASSED)
    assert all("scan.pdf" in one.message and "重新扫描" in (one.remedy or "") for one in told)


def test_what_half_of_a_file_lacks_is_for_a_person_where_both_halves_may_be_one_document():
    parts = (Part("truth_pledge", 0.9, 1, 1), Part("truth_pledge", 0.9, 2, 2))
    signed = dataclasses.replace(signature("申报人"), page=2)
    unsigned = dataclasses.replace(signature("申报人", "absent"), page=1)
    both = observation("truth_pledge", "保证书", "保证书", parts=parts, signatures=(unsigned, signed))
    (finding,) = _report(case(both=both), SIGNED).findings
    assert finding.verdict is Verdict.NEEDS_REVIEW and "同一份的几页" in finding.message
    alone = observation("truth_pledge", "保证书", signatures=(unsigned,))
    (finding,) = _report(case(alone=alone), SIGNED).findings
    assert finding.verdict is Verdict.FAILED


def test_a_file_that_a_clause_tells_of_is_told_once():
    clause = dataclasses.replace(requirement("page_quality", ("*",)), id="T-2")
    told = [one for one in _report(case(more="encrypted_file"), clause).findings if one.document == "more"]
    assert [one.requirement for one in told] == ["T-2"]


def test_an_application_under_way_never_passes_and_misses_nothing_yet():
    held = dataclasses.replace(case(other=observation("diploma")), complete=False)
    report = _report(held, SIGNED, dataclasses.replace(requirement("page_quality", ("*",)), id="T-2"))
    assert report.findings[0].verdict is Verdict.NEEDS_REVIEW
    assert report.verdict is Verdict.NEEDS_REVIEW


def test_nothing_judged_is_not_a_pass():
    assert _report(case()).verdict is Verdict.NEEDS_REVIEW


def test_a_person_may_say_what_a_document_is():
    held = case(scan=observation(None, signatures=(signature("申报人"),)))
    held = dataclasses.replace(held, corrections=(Correction("scan", "type", "truth_pledge"),))
    (finding,) = _report(held, SIGNED).findings
    assert (finding.document, finding.verdict) == ("scan", Verdict.PASSED)


def test_one_document_is_judged_as_soon_as_it_is_observed():
    held = dataclasses.replace(
        case(pledge=observation("truth_pledge", signatures=(signature("申报人", "absent"),)), a=observation("diploma")),
        complete=False,
    )
    pack = policy(
        SIGNED, dataclasses.replace(requirement("page_quality", ("*",)), id="T-2"), requirement("completeness")
    )
    findings = judge_document(held, pack, "pledge", now=NOW)
    assert [(finding.requirement, finding.verdict) for finding in findings] == [
        ("T-1", Verdict.FAILED),
        ("T-2", Verdict.PASSED),
    ]
    assert {finding.document for finding in findings} == {"pledge"}


def test_a_report_survives_its_json():
    report = _report(case(pledge=observation("truth_pledge", signatures=(signature("申报人", "printed"),))), SIGNED)
    assert from_json(Report, to_json(report)) == report


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        judge(case(), policy(), now=dt.datetime(2024, 9, 1))  # noqa: DTZ001  # the point of the test


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("name", [summary.id for summary in list_policies()])
def test_no_pack_breaks_on_anything(name, complete):
    """Every type of document, bare, of an applicant of whom nothing is known: questions, no errors, no pass."""
    documents = {type_id: observation(type_id) for type_id in document_types()}
    held = case(**documents, nothing=observation(None, pages=(page(""),)), locked="encrypted_file")
    bare = dataclasses.replace(
        held.application, applicant=Applicant(), facts={}, submitted_at=None, submission_number=None
    )
    held = dataclasses.replace(held, application=bare, complete=complete)
    pack = load_policy(name)
    report = judge(held, pack, now=NOW)
    assert not [finding for finding in report.findings if finding.verdict is Verdict.ERRORED]
    assert report.verdict is not Verdict.PASSED
    asked = {finding.requirement for finding in report.findings} - {UNOPENED}
    assert asked == {entry.id for entry in pack.requirements}
    assert all(finding.message and "{" not in finding.message for finding in report.findings)
    pairs = [(finding.requirement, finding.document) for finding in report.findings]
    assert len(pairs) == len(set(pairs)), "one finding per requirement and document"
    alone = judge_document(held, pack, "diploma", now=NOW)
    assert {finding.document for finding in alone} <= {"diploma"} and (alone or name != "xj-by-2024-qs")
    assert all(finding in report.findings for finding in alone)


def test_what_is_in_doubt_is_for_the_clerk_and_not_yet_for_the_applicant():
    unclear = case(pledge=observation("truth_pledge", signatures=(signature("申报人", "unclear"),)))
    absent = case(pledge=observation("truth_pledge", signatures=(signature("申报人", "absent"),)))
    (asked,), (told,) = _report(unclear, SIGNED).findings, _report(absent, SIGNED).findings
    assert asked.remedy is not None and told.remedy is not None
    assert told.remedy.startswith("请由申报人本人")
    assert asked.remedy.startswith("请先人工查看") and asked.remedy.endswith(told.remedy)


def test_a_defect_of_which_the_notice_is_not_sure_is_for_the_committee_first():
    open_to_doubt = dataclasses.replace(SIGNED, unclear_on=("truth_pledge",))
    (finding,) = _report(
        case(pledge=observation("truth_pledge", signatures=(signature("申报人", "absent"),))), open_to_doubt
    ).findings
    assert finding.verdict is Verdict.NEEDS_REVIEW
    assert finding.remedy is not None and finding.remedy.startswith("请先由评委会办事机构确认")

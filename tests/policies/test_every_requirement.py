from __future__ import annotations

import dataclasses
import os

import pytest

from models.case import Case
from models.policy import External, Policy
from models.report import Verdict
from tests.checks.examples import doc, moment, table, told, with_application
from tests.checks.making import NOW, case, field
from tests.policies.requirement_table import KINDS, PAGE, page, reachable, rows
from verifier.certificates.types import document_types
from verifier.checks.registry import CHECKS
from verifier.judging import judge
from verifier.policies.loader import list_policies, load_policy

P, F, R, N = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE
FLAG = "VERIFIER_REGENERATE"
PACKS = [summary.id for summary in list_policies()]


def _requirements():
    return [(name, entry) for name in PACKS for entry in load_policy(name).requirements]


def test_every_row_stands_in_one_pack_with_its_severity():
    found = {entry.id: str(entry.severity) for _, entry in _requirements()}
    assert found == {row.id: row.severity for row in rows().values()}
    assert len(found) == len(_requirements()) == 237


def test_the_page_is_made_of_the_packs():
    if os.environ.get(FLAG):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_page_is_not_being_made():
    assert not os.environ.get(FLAG), f"{FLAG} is set: the page was written, not compared"


def test_kinds_and_checks_answer_each_other():
    kinds = {kind for row in rows().values() for kind in row.kinds}
    assert kinds <= set(KINDS)
    assert {check for checks in KINDS.values() for check in checks} <= set(CHECKS)
    for name, entry in _requirements():
        allowed = {check for kind in rows()[entry.id].kinds for check in KINDS[kind]}
        assert allowed & {call.check for call in entry.checks}, (name, entry.id, rows()[entry.id].kinds)


def test_what_the_machine_decides_is_not_left_to_a_person_alone():
    for _, entry in _requirements():
        if rows()[entry.id].automation in "AB":
            assert {call.check for call in entry.checks} != {"manual"} or entry.id in BY_HAND, entry.id


BY_HAND = {"ZJ-19"}
"""Rows that are seen where no document leads: on a web site (第二次公示)."""


def _full() -> Case:
    """A document of every kind, in no slot, with little on it."""
    return case(**{type_id: doc(type_id, "一份材料 2024年1月1日") for type_id in document_types()})


def _cases(policy: Policy) -> list[Case]:
    facts = {name: _some(rule) for name, rule in policy.facts.items()}
    paper = {"received_at": moment("2024-09-20")}
    others = {
        name: rule.values[0] if rule.kind == "enum" else True if rule.kind == "bool" else value
        for (name, rule), value in zip(policy.facts.items(), facts.values(), strict=True)
    }
    reading = dataclasses.replace(_full(), complete=False)
    cases = [case(), _full(), reading, with_application(_full(), **paper)]
    return [*cases, *(told(with_application(_full(), **paper), **chosen) for chosen in (facts, others))]


def _some(rule):
    values = {"enum": rule.values[-1:], "bool": (False,), "integer": (2,), "date": ("2020-01-01",), "text": ("某",)}
    return next(iter(values[rule.kind]), None)


@pytest.mark.parametrize("name", PACKS)
def test_every_requirement_answers_with_the_verdicts_of_its_line(name):
    policy = load_policy(name)
    allowed = {entry.id: set(reachable(entry, policy)) for entry in policy.requirements}
    for held in _cases(policy):
        report = judge(held, policy, now=NOW)
        assert {finding.requirement for finding in report.findings} == set(allowed)
        for finding in report.findings:
            # While files are still being read, everything is open.
            expected = allowed[finding.requirement] | ({R} if not held.complete else set())
            assert finding.verdict in expected, (finding.requirement, finding.verdict, finding.message)
            assert finding.message.strip()
            assert finding.verdict is not F or finding.remedy


@pytest.mark.parametrize("name", PACKS)
def test_nothing_known_passes_nothing_that_asks_for_something(name):
    policy = load_policy(name)
    bare = dataclasses.replace(case().application, facts={}, submitted_at=None, submission_number=None)
    report = judge(dataclasses.replace(case(), application=bare), policy, now=NOW)
    free = {"remind", "output_rule", "never_require", "late_files", "expiry"}
    silent = {entry.id for entry in policy.requirements if {call.check for call in entry.checks} & free}
    # What most applicants need not be asked (是否考核认定) has a default, and the report says so.
    usual = {name for name, rule in policy.facts.items() if rule.default is not None}
    silent |= {entry.id for entry in policy.requirements for call in entry.checks if call.params.get("fact") in usual}
    passed = {finding.requirement for finding in report.findings if finding.verdict is P}
    assert passed <= silent


# What is not in the notices.

_TITLE = {"title_date": "2019-06-01", "level": "中级"}
_HOURS = case(a=doc("ce_cert", fields=(field("年度", "2022"), field("学时", "40"), field("落款单位", "某培训中心"))))
_ALL_HOURS = case(
    a=doc("ce_cert", fields=(field("年度", "2022"), field("学时", "40"))),
    b=doc("ce_cert", fields=(field("年度", "2023"), field("学时", "90"))),
)
_ROSTER = case(a=doc("roster", tables=(table(("序号", "姓名", "单位")),)))
SUPPLIED = [
    ("js-sz-2024-opto-qe", "SZO-01", "years_by_level", {"中级": 4}, told(case(), **_TITLE), P),
    ("js-sz-2024-opto-qe", "SZO-01", "years_by_level", {"中级": 5}, told(case(), **_TITLE), F),
    ("js-sz-2024-opto-qe", "SZO-15", "roster_columns", ["序号", "姓名", "单位"], _ROSTER, P),
    ("js-sz-2024-opto-qe", "SZO-15", "roster_columns", ["姓名", "序号", "单位"], _ROSTER, F),
    ("js-sz-2024-opto-qe", "SZO-23", "hours_per_year", 40, told(_ALL_HOURS, title_date="2021-06-01"), P),
    ("js-sz-2024-opto-qe", "SZO-23", "hours_per_year", 72, told(_ALL_HOURS, title_date="2021-06-01"), F),
    ("js-sz-2024-eng", "SZE-11", "training_bases", ["某培训中心"], _HOURS, P),
    ("js-sz-2024-eng", "SZE-11", "training_bases", ["另一培训中心"], _HOURS, R),
    ("js-sz-2024-eng", "SZE-24", "years_by_level", {"中级": 4}, told(case(), **_TITLE), P),
    ("js-sz-2024-eng", "SZE-24", "years_by_level", {"中级": 5}, told(case(), **_TITLE), F),
    ("xj-by-2024-qs", "BY-78", "conditions", [{"when": {"level": "中级"}, "years": 4}], told(case(), **_TITLE), P),
    ("xj-by-2024-qs", "BY-78", "conditions", [{"when": {"level": "初级"}}], told(case(), **_TITLE), F),
    ("ln-2024-qs", "LN-08", "years_by_level", {"中级": 5}, told(case(), **_TITLE), P),
    # The anniversary is on the first of June 2025, after the cutoff: five years by the calendar years would be six.
    ("ln-2024-qs", "LN-08", "years_by_level", {"中级": 6}, told(case(), **_TITLE), F),
    ("ln-2024-qs", "LN-19", "dossier_order", ["目录"], case(a=doc("bound_dossier", "目录")), P),
    ("ln-2024-qs", "LN-19", "dossier_order", ["目录", "论文"], case(a=doc("bound_dossier", "论文", "目录")), R),
    ("ln-2024-qs", "LN-27", "roster_columns", ["序号", "姓名", "单位"], _ROSTER, P),
    ("ln-2024-qs", "LN-27", "roster_columns", ["序号", "单位", "姓名"], _ROSTER, F),
    ("js-zj-2024", "ZJ-09", "years_by_level", {"中级": 4}, told(case(), **_TITLE), P),
    ("js-zj-2024", "ZJ-09", "years_by_level", {"中级": 5}, told(case(), **_TITLE), F),
    (
        "js-zj-2024",
        "ZJ-10",
        "senior_cutoff",
        "2024-06-30",
        told(case(a=doc("paper", fields=(field("出版日期", "2024-06"),))), level="副高级"),
        P,
    ),
    (
        "js-zj-2024",
        "ZJ-10",
        "senior_cutoff",
        "2024-06-30",
        told(case(a=doc("paper", fields=(field("出版日期", "2024-07"),))), level="副高级"),
        F,
    ),
    ("js-zj-2024", "ZJ-11", "hours_before_2023", {"2022": 40}, told(_ALL_HOURS, title_date="2021-06-01"), P),
    ("js-zj-2024", "ZJ-11", "hours_before_2023", {"2022": 72}, told(_ALL_HOURS, title_date="2021-06-01"), F),
    ("js-zj-2024", "ZJ-28", "skilled_rules", [{"when": {"level": "中级"}}], told(case(), skilled_worker=True), P),
    ("js-zj-2024", "ZJ-28", "skilled_rules", [{"when": {"level": "初级"}}], told(case(), skilled_worker=True), F),
    (
        "js-zj-2024",
        "ZJ-31",
        "qualification_list",
        ["注册计量师"],
        told(case(a=doc("vocational", fields=(field("职业名称", "一级注册计量师"),))), by_qualification=True),
        P,
    ),
    (
        "js-zj-2024",
        "ZJ-31",
        "qualification_list",
        ["注册计量师"],
        told(case(a=doc("vocational", fields=(field("职业名称", "调酒师"),))), by_qualification=True),
        F,
    ),
    ("js-zj-2024", "ZJ-33", "grassroots_rules", [{"when": {"level": "中级"}}], told(case(), grassroots_track=True), P),
    ("js-zj-2024", "ZJ-33", "grassroots_rules", [{"when": {"level": "初级"}}], told(case(), grassroots_track=True), F),
]


def _verdict(held: Case, policy: Policy, requirement: str) -> tuple[Verdict, str]:
    found = [entry for entry in judge(held, policy, now=NOW).findings if entry.requirement == requirement]
    worst = max(found, key=lambda finding: finding.verdict.rank)
    return worst.verdict, worst.message


@pytest.mark.parametrize(("name", "requirement", "key", "value", "held", "verdict"), SUPPLIED)
def test_a_missing_source_is_named_and_judged_once_it_is_supplied(name, requirement, key, value, held, verdict):
    policy = load_policy(name)
    held = with_application(held, received_at=moment("2024-09-20"))
    source = policy.external[key].source
    before, message = _verdict(held, policy, requirement)
    assert before is R and source in message
    supplied = dataclasses.replace(policy, external={**policy.external, key: External(source, value)})
    assert _verdict(held, supplied, requirement)[0] is verdict


def test_every_missing_source_is_tested():
    missing = {
        (name, key) for name in PACKS for key, entry in load_policy(name).external.items() if entry.value is None
    }
    assert missing == {(name, key) for name, _, key, *_ in SUPPLIED}

"""What one person alone can have is told where a second applicant of the batch has it."""

from __future__ import annotations

import dataclasses

import pytest

from models.case import Case
from models.observation import Observation
from models.policy import Severity
from models.report import Verdict
from tests.checks.making import NOW, case, field, observation, policy, requirement
from verifier.consistency.batch import SHARED, Shared
from verifier.judging import judge
from verifier.owners import with_findings


def paper(type_id: str, name: str, value: str, *problems: str) -> Observation:
    return observation(type_id, fields=(field(name, value, *problems),))


def applicant(id_: str, seen: Observation, sha256: str) -> Case:
    held = case(a=seen)
    (material,) = held.application.materials
    materials = (dataclasses.replace(material, sha256=sha256),)
    return dataclasses.replace(held, application=dataclasses.replace(held.application, id=id_, materials=materials))


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        (paper("app_form", "联系电话", "19900008372"), paper("app_form", "联系电话", "19900008372"), True),
        (paper("app_form", "联系电话", "19900008372"), paper("app_form", "联系电话", "19900008373"), False),
        (paper("title_cert", "证书编号", "XF2006740"), paper("title_cert", "证书编号", "XF2006740"), True),
        (paper("title_cert", "证书编号", "001"), paper("title_cert", "证书编号", "001"), False),  # a row's number
        (paper("patent", "专利号", "ZL201729939548.9"), paper("patent", "专利号", "ZL201729939548.9"), False),
        (paper("diploma", "证书编号", "1990712012"), paper("diploma", "证书编号", "1990712012", "masked"), False),
        (paper("diploma", "证书编号", "1990712012"), paper("ce_cert", "证书编号", "1990712012"), False),
    ],
)  # fmt: skip
def test_what_two_applicants_share(one: Observation, other: Observation, is_told: bool):
    shared = Shared()
    assert shared.findings(applicant("甲", one, "1" * 64)) == ()
    found = shared.findings(applicant("乙", other, "2" * 64))
    assert [finding.requirement for finding in found] == [SHARED] * is_told
    assert all("“甲”" in finding.message and finding.severity is Severity.WARN for finding in found)


@pytest.mark.parametrize(("type_id", "is_told"), [("photo_1in", True), ("diploma", True), ("pub_notice", False)])
def test_one_file_of_two_applicants_is_told_unless_it_is_for_all(type_id: str, is_told: bool):
    shared = Shared()
    shared.findings(applicant("甲", observation(type_id), "1" * 64))
    assert bool(shared.findings(applicant("乙", observation(type_id), "1" * 64))) is is_told


def test_an_applicant_shares_nothing_with_themselves():
    shared, mine = Shared(), applicant("甲", paper("app_form", "联系电话", "19900008372"), "1" * 64)
    shared.findings(mine)
    assert shared.findings(mine) == ()


def test_the_hint_does_not_decide():
    mine = applicant("乙", paper("app_form", "联系电话", "19900008372"), "2" * 64)
    shared = Shared()
    shared.findings(applicant("甲", paper("app_form", "联系电话", "19900008372"), "1" * 64))
    before = judge(mine, policy(requirement("presence", ("app_form",))), now=NOW)
    after = with_findings(before, shared.findings(mine))
    assert before.verdict is Verdict.PASSED
    assert (after.verdict, len(after.findings)) == (Verdict.PASSED, len(before.findings) + 1)

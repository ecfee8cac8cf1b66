"""Whose papers: certain by number or within a batch, a question by a name alone, told once."""

from __future__ import annotations

import dataclasses

import pytest

from models.application import Applicant
from models.case import Case
from models.observation import Observation
from models.report import Verdict
from tests.checks.making import NOW, case, field, observation, policy, requirement
from tests.synthesis.people import scene
from verifier.judging import judge
from verifier.owners import OTHER_PERSON, TWICE, Owners, with_findings
from verifier.rosters.matching import Identity

A, B = scene(1).person, scene(2).person
ME = Applicant(name=A.name, id_number=A.id_number)


def paper(name: str | None = None, number: str | None = None, type_id: str = "title_cert") -> Observation:
    said = [("姓名", name), ("身份证号", number)]
    return observation(type_id, fields=tuple(field(label, value) for label, value in said if value))


def mine(applicant: Applicant = ME, id_: str = "甲", **documents: Observation) -> Case:
    held = case(**documents)
    return dataclasses.replace(held, application=dataclasses.replace(held.application, applicant=applicant, id=id_))


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (paper(A.name, A.id_number), None),
        (paper(A.name), None),
        (paper("欧阳若川", A.id_number), None),  # a former name: the number settles it
        (paper(A.name[:-1]), None),  # cut
        (paper(A.name, B.id_number), Verdict.NEEDS_REVIEW),  # one of the two numbers is wrong
        (paper(B.name, B.id_number), Verdict.FAILED),
        (paper(None, B.id_number), Verdict.FAILED),
        (paper("欧阳若川"), Verdict.NEEDS_REVIEW),
        (paper("阿依古丽·牙生"), Verdict.NEEDS_REVIEW),
        (paper("仅供软件测试该"), None),  # a line of print that was taken for a name
        (dataclasses.replace(paper("欧阳若川"), type_confidence=0.3), None),
        (paper("欧阳若川", type_id="paper"), None),  # authors, witnesses, colleagues stand on other papers
        (observation("title_cert", fields=(field("姓名", "欧阳若川", confidence=0.5),)), None),
        (observation("title_cert", fields=(field("姓名", "欧阳若川", "masked"),)), None),
    ],
)
def test_how_sure_it_is_that_a_paper_is_anothers(seen: Observation, verdict: Verdict | None):
    assert [finding.verdict for finding in Owners().findings(mine(a=seen))] == ([verdict] if verdict else [])


def test_a_name_of_the_batch_is_certain_and_named():
    owners = Owners([("甲", Identity(A.name, None)), ("乙", Identity(B.name, None))])
    (finding,) = owners.findings(mine(a=paper(B.name)))
    assert (finding.verdict, finding.requirement, finding.document) == (Verdict.FAILED, OTHER_PERSON, "a")
    assert "“乙”" in finding.message
    assert finding.defect and "“乙”" not in finding.defect, "the applicant is not told who else has handed in"
    assert finding.evidence[0].expected == A.name


def test_an_applicant_of_the_same_name_is_nobody_else():
    owners = Owners([("甲", Identity(A.name, None)), ("花名册第 3 行", Identity(A.name, A.id_number))])
    assert owners.findings(mine(a=paper(A.name))) == ()


def test_the_same_number_in_two_folders_is_told_of_the_second():
    owners = Owners()
    assert owners.findings(mine(id_="1")) == ()
    (finding,) = owners.findings(mine(Applicant(name="改名", id_number=A.id_number), id_="2"))
    assert (finding.requirement, finding.verdict) == (TWICE, Verdict.FAILED)


def test_what_a_clause_fails_at_the_same_place_is_told_once():
    held = mine(a=paper(B.name))
    clause = requirement("cross_match", ("title_cert",), match={"姓名": "applicant.name"})
    found = Owners([("乙", Identity(B.name, None))]).findings(held)
    (finding,) = with_findings(judge(held, policy(clause), now=NOW), found).findings
    assert finding.requirement == clause.id
    assert "“乙”" in finding.message
    assert "“乙”" not in (finding.defect or "")


def test_what_no_clause_asks_decides_all_the_same():
    held = mine(a=paper(B.name, B.id_number))
    clause = requirement("presence", all_of=["title_cert"])
    before = judge(held, policy(clause), now=NOW)
    after = with_findings(before, Owners().findings(held))
    assert (before.verdict, after.verdict) == (Verdict.PASSED, Verdict.FAILED)
    assert after.findings[0].requirement == OTHER_PERSON
    assert with_findings(before, ()) == before

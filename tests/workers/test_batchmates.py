"""What only the batch knows of an applicant is told in any order of judging, and told again when it changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from models.application import Applicant
from models.case import Case
from models.messages import text
from models.observation import Observation
from models.report import Report
from models.store.applications import Applications
from models.store.batches import Batches
from models.store.document_changes import DocumentChanges
from models.store.erasing import Erasing
from models.store.reports import Reports
from models.store.tables_batches import BatchTraitRow
from tests.checks.making import field, observation
from tests.synthesis.people import scene
from tests.workers.conftest import Desk
from tests.workers.fakes import FakeJudge, FakeObserver
from tests.workers.test_batch_rosters import hand_in_roster
from verifier.intake.opened import Opened
from workers.context import Context, install
from workers.jobs import judge_application, observe_document

POLICY = "xj-by-2024-qs"
ONE, OTHER, THIRD = (scene(number).person for number in (1, 2, 3))
PAPERS = {
    "one": ("title_cert", {"姓名": ONE.name, "身份证号": ONE.id_number}),
    "card": ("id_card", {"姓名": ONE.name, "公民身份号码": ONE.id_number}),
    "other": ("title_cert", {"姓名": OTHER.name, "身份证号": OTHER.id_number}),
    "named": ("title_cert", {"姓名": THIRD.name}),
    "phone": ("app_form", {"联系电话": "19900008372"}),
}


class PaperObserver(FakeObserver):
    """Sees in a file the paper that it names, by its second word."""

    def observe(self, opened: Opened) -> Observation:
        super().observe(opened)
        type_id, fields = PAPERS[self._said[1]]
        seen = observation(type_id, fields=tuple(field(name, value) for name, value in fields.items()))
        return dataclasses.replace(seen, sha256=opened.document.sha256)


@pytest.fixture
def office(desk: Desk, context: Context) -> Desk:
    install(dataclasses.replace(context, observer=PaperObserver()))
    return desk


def batch_of(desk: Desk, *people: Applicant) -> list[str]:
    with desk.database.transaction() as session:
        batch = Batches(session, desk.organisation).create(policy=POLICY, label="批").id
        applications = Applications(session, desk.organisation)
        return [
            applications.create(policy=POLICY, applicant=one, batch_id=batch, label=f"{number:02}").id
            for number, one in enumerate(people)
        ]


def judge_all(desk: Desk, applications: Sequence[str]) -> None:
    """Judge until nobody is to be judged anew, as the reconciler does; it has to come to an end."""
    for _ in range(5):
        waiting = [one for one in applications if not desk.stored(one).is_judged]
        if not waiting:
            return
        for one in waiting:
            judge_application(one)
    raise AssertionError("they have one another judged for ever")


def told(desk: Desk, application: str) -> list[tuple[str, str]]:
    with desk.database.reading() as session:
        report = Reports(session, desk.organisation).latest(application)
    assert isinstance(report, Report)
    own = ("OWN-1", "OWN-2", "CON-7")
    return [(finding.requirement, finding.verdict.value) for finding in report.findings if finding.requirement in own]


def message(desk: Desk, application: str, requirement: str) -> str:
    with desk.database.reading() as session:
        report = Reports(session, desk.organisation).latest(application)
    assert report is not None
    return next(finding.message for finding in report.findings if finding.requirement == requirement)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_same_is_told_whoever_is_judged_first(office: Desk, order: tuple[int, ...]):
    third = Applicant(name=THIRD.name, id_number=THIRD.id_number)
    made = batch_of(office, Applicant(name=ONE.name), Applicant(name=OTHER.name), third)
    papers = (["ok one", "ok phone 0", "ok named"], ["ok other", "ok phone 1"], ["ok other 2"])
    for number in order:
        handed = [office.hand_in(made[number], paper) for paper in papers[number]]
        for document in handed:
            observe_document(document)
    judge_all(office, made)
    assert told(office, made[0]) == [("OWN-1", "failed")], "a paper of the third applicant"
    assert "“02”" in message(office, made[0], "OWN-1")
    assert told(office, made[1]) == [("CON-7", "needs_review")], "the telephone of the first"
    assert "“00”" in message(office, made[1], "CON-7")
    assert told(office, made[2]) == [("OWN-1", "failed")], "a paper of the second applicant, by its number"
    assert "“01”" in message(office, made[2], "OWN-1")


def test_one_person_in_two_folders(office: Desk):
    made = batch_of(office, Applicant(name=ONE.name, id_number=ONE.id_number), Applicant(name=ONE.name))
    for number, application in enumerate(made):
        observe_document(office.hand_in(application, f"ok card {number}"))
    judge_all(office, made)
    assert told(office, made[0]) == []
    assert told(office, made[1]) == [("OWN-2", "failed")]
    assert "“00”" in message(office, made[1], "OWN-2")


def test_what_was_taken_back_is_told_no_more(office: Desk):
    made = batch_of(office, Applicant(name=ONE.name), Applicant(name=OTHER.name))
    first = office.hand_in(made[0], "ok phone 0")
    kept = office.hand_in(made[0], "ok one")
    for document in (first, kept, office.hand_in(made[1], "ok phone 1")):
        observe_document(document)
    judge_all(office, made)
    assert told(office, made[1]) == [("CON-7", "needs_review")]
    with office.database.transaction() as session:
        DocumentChanges(session, office.organisation, author="user:1").supersede(first)
    judge_all(office, made)
    assert told(office, made[1]) == []


def test_who_comes_while_another_is_judged_is_not_missed(office: Desk, context: Context):
    made = batch_of(office, Applicant(name=ONE.name), Applicant(name=OTHER.name))
    documents = [office.hand_in(one, f"ok phone {number}") for number, one in enumerate(made)]

    class Interrupted(FakeJudge):
        def application(self, case: Case, *, now: dt.datetime) -> Report:
            if case.application.id == made[1] and not office.stored(made[0]).is_judged:
                observe_document(documents[0])
            return super().application(case, now=now)

    install(dataclasses.replace(context, observer=PaperObserver(), judge=Interrupted()))
    observe_document(documents[1])
    assert office.stored(made[0]).is_judged
    judge_all(office, made)
    assert told(office, made[1]) == [("CON-7", "needs_review")]


def test_outside_a_batch_only_the_papers_of_the_folder_speak(office: Desk):
    with office.database.transaction() as session:
        applications = Applications(session, office.organisation)
        application = applications.create(policy=POLICY, applicant=Applicant(ONE.name, id_number=ONE.id_number)).id
    observe_document(office.hand_in(application, "ok other"))
    assert told(office, application) == [("OWN-1", "failed")]


def test_who_stands_in_the_roster_alone_is_known(office: Desk, tmp_path: Path):
    (made,) = batch_of(office, Applicant(name=ONE.name))
    batch = office.stored(made).batch_id
    assert batch is not None
    hand_in_roster(office, batch, tmp_path / "r.xlsx", [[1.0, ONE.name, "女", "甲厂"], [2.0, THIRD.name, "男", "乙厂"]])
    observe_document(office.hand_in(made, "ok named"))
    judge_all(office, [made])
    assert told(office, made) == [("OWN-1", "failed")]
    assert text("rosters.row_of", row=3) in message(office, made, "OWN-1")


def test_erased_with_the_application(office: Desk):
    made = batch_of(office, Applicant(name=ONE.name), Applicant(name=OTHER.name))
    for number, one in enumerate(made):
        observe_document(office.hand_in(one, f"ok phone {number}"))
    judge_all(office, made)
    with office.database.transaction() as session:
        Erasing(session, office.organisation).application(made[0])
        left = set(session.scalars(select(BatchTraitRow.application_id)))
    assert left == {made[1]}

"""Corrections, decisions, long lists, events, webhooks and rosters: the same on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from models.application import Applicant
from models.decisions import ActKind, digest_of
from models.policy import Severity
from models.report import Report, Verdict
from models.store.application_changes import ApplicationChanges, Corrected, Outdated
from models.store.applications import Applications
from models.store.batches import Batches
from models.store.changes import Changes, Subject
from models.store.database import Database
from models.store.decisions import Decisions, NewAct
from models.store.document_changes import AlreadyThere, DocumentChanges
from models.store.documents import Documents
from models.store.events import DeliveryState, EventKind, Events
from models.store.report_findings import FindingFilter, ReportFindings
from models.store.reports import Reports
from models.store.rosters import BatchRosters
from models.store.standings import Sort, StandingFilter, Standings
from models.store.webhooks import Webhooks, settle, take_due
from tests.models.store.samples import ENGINE, NOW, SHA, a_document, an_application, finding

FINDINGS = (
    replace(finding("seal", Verdict.FAILED), severity=Severity.REJECT),
    finding("age", Verdict.NEEDS_REVIEW),
    replace(finding("photo", Verdict.FAILED), severity=Severity.WARN),
)


def judge(database: Database, organisation: str, application: str) -> Report:
    report = Report(application, "policy", "1", FINDINGS, Verdict.FAILED, (ENGINE,), NOW)
    with database.transaction() as session:
        revision = Applications(session, organisation).get(application).revision
        assert Reports(session, organisation).save(report, revision=revision)
    return report


def test_corrections_are_added_and_the_last_holds(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)
    application = document.application_id
    with database.transaction() as session:
        changes = Changes(session, organisation)
        for value, withdrawn in (("甲", False), ("乙", False), (None, True), ("丙", False)):
            changes.record(
                application, Subject.FIELD, "姓名", earlier=None, value=value, author="user:1", document_id=document.id,
                withdrawn=withdrawn,
            )  # fmt: skip
    with database.reading() as session:
        changes = Changes(session, organisation)
        assert [change.value for change in changes.of_document(document.id)] == ["甲", "乙", None, "丙"]
        assert [(fix.name, fix.value) for fix in changes.in_force(application)] == [("姓名", "丙")]


def test_an_application_is_corrected_on_the_state_that_was_read(database: Database, organisation: str) -> None:
    application = an_application(database, organisation).id
    with database.transaction() as session:
        changes = ApplicationChanges(session, organisation, "user:1")
        submitted = NOW.replace(tzinfo=dt.timezone(dt.timedelta(hours=8)))
        corrected = Corrected({"name": "李四"}, {"level": "中级"}, {"submitted_at": submitted}, "other")
        after = changes.correct(application, corrected, edits=0)
        assert (after.applicant.name, after.policy, after.edits) == ("李四", "other", 1)
        assert after.submitted_at == submitted and after.facts == {"level": "中级"}
        with pytest.raises(Outdated):
            changes.correct(application, Corrected(facts={"level": "副高级"}), edits=0)
        assert changes.correct(application, corrected, edits=1).edits == 1, "nothing changed"


def test_documents_move_and_are_taken_back(database: Database, organisation: str) -> None:
    first = a_document(database, organisation)
    with database.transaction() as session:
        documents = Documents(session, organisation)
        second = documents.add(first.application_id, sha256=SHA, size=10, filename="证书.pdf", slot="论文")
        changes = DocumentChanges(session, organisation, "user:1")
        assert changes.describe(first.id, {"slot": "学历"}).slot == "学历"
        with pytest.raises(AlreadyThere):
            changes.describe(first.id, {"slot": "论文"})
        gone = changes.supersede(second.id, by=first.id)
        assert gone.superseded_by == first.id and changes.supersede(second.id) == gone
        assert changes.describe(first.id, {"slot": "论文"}).slot == "论文", "the slot is free again"
        assert [document.id for document in documents.of_application(first.application_id)] == [first.id]
        assert documents.progress(first.application_id).total == 1


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_a_list_follow_each_other(database: Database, organisation: str, sort: Sort) -> None:
    with database.transaction() as session:
        applications = Applications(session, organisation)
        made = [applications.create(policy="policy", applicant=Applicant(name=name)).id for name in "乙甲甲丙"]
    for application in made[:2]:
        judge(database, organisation, application)
    seen, after = [], None
    with database.reading() as session:
        standings = Standings(session, organisation)
        while True:
            page = standings.page(StandingFilter(), sort=sort, limit=1, after=after)
            seen += [one.id for one in page.items]
            after = page.next
            if after is None:
                break
        assert sorted(seen) == sorted(made) and page.total == 4
        failed = standings.page(StandingFilter(verdict=Verdict.FAILED, severity=Severity.REJECT, search="乙")).items
        assert [one.id for one in failed] == [made[0]]
        assert (failed[0].reject, failed[0].correct, failed[0].warn, failed[0].needs_review) == (1, 0, 1, 1)
        assert standings.page(StandingFilter(search="%")).total == 0
        assert standings.page(StandingFilter(disputed=True)).total == 0
        assert standings.page(StandingFilter(assignee="")).total == 4


def test_decisions_change_what_lists_and_look_ups_say(database: Database, organisation: str) -> None:
    application = an_application(database, organisation).id
    report = judge(database, organisation, application)
    with database.transaction() as session:
        decisions = Decisions(session, organisation)
        decisions.one_at_a_time(application)
        act = NewAct(
            ActKind.DECIDE, "user:1", "seal", verdict=Verdict.PASSED, reason="看过", of_finding=digest_of(FINDINGS[:1])
        )
        recorded = decisions.record(application, act)
        assert Standings(session, organisation).decided(report).verdict is Verdict.NEEDS_REVIEW
        assert decisions.of_application(application) == (recorded,)
    with database.reading() as session:
        assert Applications(session, organisation).get(application).verdict is Verdict.NEEDS_REVIEW
        findings = ReportFindings(session, organisation)
        failed = findings.page(FindingFilter(verdict=Verdict.FAILED))
        assert [one.finding.requirement for one in failed] == ["photo"]
        first = findings.page(FindingFilter(application=application), limit=1)[0]
        rest = findings.page(FindingFilter(application=application), after=(application, first.position))
        assert [one.finding.requirement for one in (first, *rest)] == ["seal", "age", "photo"]


def test_events_are_told_in_order_and_delivered_once(database: Database, organisation: str) -> None:
    with database.transaction() as session:
        batch = Batches(session, organisation).create(policy="policy", label="批").id
        application = (
            Applications(session, organisation)
            .create(policy="policy", applicant=Applicant(), batch_id=batch, label="甲")
            .id
        )
        webhooks = Webhooks(session, organisation)
        made = webhooks.create("https://office.example/", (EventKind.APPLICATION_JUDGED,), author="user:1").webhook
        assert webhooks.get(made.id) == made and webhooks.list() == (made,)
    judge(database, organisation, application)
    with database.reading() as session:
        told = Events(session, organisation).after(0, batch=batch)
        assert [event.kind for event in told] == [EventKind.APPLICATION_JUDGED, EventKind.BATCH_JUDGED]
        assert Events(session, organisation).after(told[0].id, application=application) == ()
    with database.transaction() as session:
        (delivery,) = take_due(session, ttl=dt.timedelta(seconds=60))
        assert delivery.event == told[0] and take_due(session, ttl=dt.timedelta(seconds=60)) == ()
        assert settle(session, delivery, arrived=True, status=204, error=None)
        assert not settle(session, delivery, arrived=False, status=500, error=None)
        assert Webhooks(session, organisation).deliveries(made.id)[0].state is DeliveryState.DELIVERED


def test_another_roster_takes_the_place_of_the_first(database: Database, organisation: str) -> None:
    with database.transaction() as session:
        batch = Batches(session, organisation).create(policy="policy", label="批").id
        application = (
            Applications(session, organisation)
            .create(policy="policy", applicant=Applicant(), batch_id=batch, label="甲")
            .id
        )
        rosters = BatchRosters(session, organisation)
        assert rosters.put(batch, roster="一", report="{}", author="user:1")
        assert not rosters.put(batch, roster="一", report="{}", author="user:1")
        first = rosters.digest(batch)
        assert first is not None
        for body in ("旧", "新"):
            rosters.note_meeting(application, batch, first, body)
        assert rosters.meetings(batch, first) == ("新",)
        assert rosters.put(batch, roster="二", report="{}", author="user:1")
        assert rosters.meetings(batch, rosters.digest(batch) or "") == ()
        assert Applications(session, organisation).get(application).revision == 2

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.application import Applicant
from models.errors import NotFound
from models.geometry import Box
from models.report import Verdict
from models.store.api_keys import ApiKeys, Role, authenticate
from models.store.applications import MAX_JUDGE_ATTEMPTS, Applications, ApplicationState
from models.store.database import Database, clock
from models.store.document_leases import DOCUMENTS, DocumentLeases
from models.store.documents import Documents, DocumentState
from models.store.findings import Findings
from models.store.housekeeping import (
    due_applications,
    oldest_open_document,
    organisation_of_application,
)
from models.store.leases import due, owner
from models.store.observations import Observations
from models.store.organisations import Organisations, bootstrap
from models.store.pictures import PagePicture, Pictures
from models.store.reports import Reports
from tests.models.store.samples import OBSERVER, TTL, a_document, an_application, finding, observation, report

LATER = dt.timedelta(minutes=1)


@pytest.fixture
def stranger(database: Database) -> str:
    with database.transaction() as session:
        return Organisations(session).create("别的评委会").id


def test_bootstrap_makes_one_key_once(database: Database) -> None:
    key = bootstrap(database)
    assert key is not None
    assert bootstrap(database) is None
    with database.reading() as session:
        found = authenticate(session, key)
        assert found is not None
        assert found.role is Role.ADMIN
        assert authenticate(session, key[:-1] + ("0" if key[-1] != "0" else "1")) is None
        assert authenticate(session, "") is None


def test_a_revoked_key_opens_nothing_and_strangers_cannot_revoke(
    database: Database, organisation: str, stranger: str
) -> None:
    with database.transaction() as session:
        made = ApiKeys(session, organisation).create(Role.REVIEWER, label="复核")
        with pytest.raises(NotFound):
            ApiKeys(session, stranger).revoke(made.key.id)
    with database.transaction() as session:
        assert authenticate(session, made.plaintext) == made.key
        ApiKeys(session, organisation).revoke(made.key.id)
        assert made.plaintext not in str(ApiKeys(session, organisation).list())
    with database.reading() as session:
        assert authenticate(session, made.plaintext) is None


def test_an_application_comes_back_as_it_was_handed_in(database: Database, organisation: str) -> None:
    applicant = Applicant(name="阿依古丽·买买提", birth_date=dt.date(1980, 2, 29))
    submitted = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    with database.transaction() as session:
        made = Applications(session, organisation).create(
            policy="p", applicant=applicant, facts={"level": "副高"}, submitted_at=submitted, submission_number=2
        )
    with database.reading() as session:
        kept = Applications(session, organisation).get(made.id)
    assert (kept.applicant, kept.facts, kept.submitted_at) == (applicant, {"level": "副高"}, submitted)
    assert (kept.state, kept.revision, kept.judged_revision) == (ApplicationState.RECEIVED, 0, None)


def test_strangers_see_nothing(database: Database, organisation: str, stranger: str) -> None:
    document = a_document(database, organisation)
    with database.transaction() as session:
        now = clock(session)
        lease = DocumentLeases(session, organisation).acquire(document.id, now=now, ttl=TTL)
        assert lease
        assert DocumentLeases(session, organisation).finish(
            lease, observation(), (finding(),), observer=OBSERVER, now=now
        )
        assert Reports(session, organisation).save(report(document.application_id), revision=2)
        Pictures(session, organisation).put_page(document.sha256, 1, PagePicture("cd" * 32, "ab" * 32))
        Pictures(session, organisation).put_crop(document.id, 1, Box.whole(), "cd" * 32)
    with database.transaction() as session:
        with pytest.raises(NotFound):
            Applications(session, stranger).get(document.application_id)
        assert Reports(session, stranger).latest(document.application_id) is None
        with pytest.raises(NotFound):
            Documents(session, stranger).get(document.id)
        with pytest.raises(NotFound):
            Documents(session, stranger).add(document.application_id, sha256="0" * 64, size=1, filename="x.pdf")
        assert Documents(session, stranger).of_application(document.application_id) == ()
        assert Documents(session, stranger).progress(document.application_id).total == 0
        assert Documents(session, stranger).cancel(document.application_id) == 0
        assert Findings(session, stranger).of_document(document.id) == ()
        assert Observations(session, stranger).of_document(document.id) is None
        assert Observations(session, stranger).find(document.sha256, observer=OBSERVER) is None
        assert Pictures(session, stranger).page(document.sha256, 1) is None
        assert Pictures(session, stranger).crop(document.id, 1, Box.whole()) is None
        assert DocumentLeases(session, stranger).acquire(document.id, now=now + LATER, ttl=TTL) is None
        assert Applications(session, stranger).list() == ()
    with database.reading() as session:
        assert Pictures(session, organisation).page(document.sha256, 1) == PagePicture("cd" * 32, "ab" * 32)
        assert Pictures(session, organisation).crop(document.id, 1, Box.whole()) == "cd" * 32
        assert Reports(session, organisation).latest(document.application_id) == report(document.application_id)


def test_the_same_upload_is_one_document(database: Database, organisation: str) -> None:
    application = an_application(database, organisation).id
    first = a_document(database, organisation, application)
    assert a_document(database, organisation, application) == first
    assert a_document(database, organisation, application, filename="另一个名字.pdf").id != first.id
    with database.reading() as session:
        assert Applications(session, organisation).get(application).revision == 2


def test_the_same_upload_by_many_at_once_is_one_document(database: Database, organisation: str) -> None:
    application = an_application(database, organisation).id
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: a_document(database, organisation, application).id, range(24)))
    assert len(set(found)) == 1
    with database.reading() as session:
        assert Applications(session, organisation).get(application).revision == 1


def test_progress_counts_and_estimates(database: Database, organisation: str) -> None:
    application = an_application(database, organisation).id
    documents = [a_document(database, organisation, application, filename=f"{n}.pdf") for n in range(4)]
    with database.transaction() as session:
        leases, now = DocumentLeases(session, organisation), clock(session)
        progress = Documents(session, organisation).progress(application)
        assert (progress.total, progress.done, progress.failed, progress.eta_seconds) == (4, 0, 0, None)
        start = now - dt.timedelta(seconds=20)
        for document in documents[:2]:
            lease = leases.acquire(document.id, now=start, ttl=TTL)
            assert lease and leases.finish(lease, observation(), (), observer=OBSERVER, now=now)
        lease = leases.acquire(documents[2].id, now=start, ttl=TTL)
        assert lease and leases.refuse(lease, "broken_file", {}, now=now)
        progress = Documents(session, organisation).progress(application)
        assert (progress.total, progress.done, progress.failed) == (4, 2, 1)
        assert progress.eta_seconds is not None
        assert 9 <= progress.eta_seconds <= 15
        assert not progress.is_complete
        Documents(session, organisation).cancel(application)
        progress = Documents(session, organisation).progress(application)
        assert (progress.total, progress.eta_seconds, progress.is_complete) == (3, 0, True)


def test_what_is_due_is_what_nobody_works_on(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)
    with database.transaction() as session:
        now = clock(session)
        assert due(session, DOCUMENTS, now=now) == ()
        assert [found.id for found in due(session, DOCUMENTS, now=now + LATER)] == [document.id]
        DocumentLeases(session, organisation).mark_queued(document.id)
        assert due(session, DOCUMENTS, now=now) == ()
        assert [found.id for found in due(session, DOCUMENTS, now=now + LATER)] == [document.id]
        assert oldest_open_document(session) == document.created_at
        lease = DocumentLeases(session, organisation).acquire(document.id, now=now, ttl=TTL)
        assert lease
        assert due(session, DOCUMENTS, now=now + TTL) == ()
        assert [found.attempts for found in due(session, DOCUMENTS, now=now + TTL * 2)] == [1]
        DocumentLeases(session, organisation).mark_queued(document.id)
        assert Documents(session, organisation).get(document.id).state is DocumentState.OBSERVING
        DocumentLeases(session, organisation).refuse(lease, "broken_file", {}, now=now)
        assert due(session, DOCUMENTS, now=now + TTL * 9) == ()
        assert oldest_open_document(session) is None


def test_a_revision_is_judged_once_and_a_new_document_reopens_it(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)
    application = document.application_id
    with database.transaction() as session:
        now = clock(session)
        assert due_applications(session, now=now) == ()
        lease = DocumentLeases(session, organisation).acquire(document.id, now=now, ttl=TTL)
        assert lease and DocumentLeases(session, organisation).refuse(lease, "broken_file", {}, now=now)
        (due,) = due_applications(session, now=now)
        assert due.id == application
        applications = Applications(session, organisation)
        assert applications.begin_judging(application, due.revision, now=now, ttl=TTL)
        assert not applications.begin_judging(application, due.revision, now=now, ttl=TTL)
        assert due_applications(session, now=now) == ()
        assert due_applications(session, now=now + TTL * 2) == (due,)
        assert Reports(session, organisation).save(report(application), revision=due.revision)
        assert not Reports(session, organisation).save(report(application, Verdict.FAILED), revision=due.revision)
        assert not applications.begin_judging(application, due.revision, now=now + TTL * 2, ttl=TTL)
        assert due_applications(session, now=now + TTL * 2) == ()
    with database.reading() as session:
        stored = Applications(session, organisation).get(application)
        assert (stored.state, stored.verdict) == (ApplicationState.JUDGED, Verdict.NEEDS_REVIEW)
    a_document(database, organisation, application, filename="补充.pdf")
    with database.reading() as session:
        stored = Applications(session, organisation).get(application)
        assert stored.state is ApplicationState.OBSERVING
        assert stored.judged_revision is not None
        assert stored.judged_revision < stored.revision


def test_a_judge_that_always_fails_is_given_up(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)
    with database.transaction() as session:
        now = clock(session)
        Documents(session, organisation).cancel(document.application_id)
        (due,) = due_applications(session, now=now)
        applications = Applications(session, organisation)
        for _ in range(MAX_JUDGE_ATTEMPTS):
            assert not applications.give_up_judging(due.id, due.revision, now=now)
            assert due_applications(session, now=now) == (due,)
            assert applications.begin_judging(due.id, due.revision, now=now, ttl=TTL)
            assert not applications.give_up_judging(due.id, due.revision, now=now)
            applications.stop_judging(due.id, due.revision)
        assert not applications.begin_judging(due.id, due.revision, now=now, ttl=TTL)
        assert applications.give_up_judging(due.id, due.revision, now=now)
        assert applications.get(due.id).state is ApplicationState.NEEDS_MANUAL
        assert due_applications(session, now=now) == ()


def test_a_report_on_an_old_revision_does_not_close_the_application(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)
    a_document(database, organisation, document.application_id, filename="后到.pdf")
    with database.transaction() as session:
        assert Reports(session, organisation).save(report(document.application_id), revision=1)
        stored = Applications(session, organisation).get(document.application_id)
        assert (stored.state, stored.revision, stored.judged_revision) == (ApplicationState.OBSERVING, 2, 1)


def test_work_finds_its_organisation(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)
    with database.reading() as session:
        assert owner(session, DOCUMENTS, document.id) == organisation
        assert organisation_of_application(session, document.application_id) == organisation
        assert owner(session, DOCUMENTS, "nothing") is None

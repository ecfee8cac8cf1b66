from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

from models.report import Verdict
from models.store.applications import Applications
from models.store.database import Database
from models.store.document_leases import DOCUMENTS, DocumentLeases
from models.store.documents import Documents, DocumentState
from models.store.findings import Findings
from models.store.leases import MAX_ATTEMPTS, Lease, due
from models.store.observations import Observations
from tests.models.store.samples import NOW, OBSERVER, TTL, a_document, finding, observation


def acquire(database: Database, organisation: str, document: str, at=NOW) -> Lease | None:
    with database.transaction() as session:
        return DocumentLeases(session, organisation).acquire(document, now=at, ttl=TTL)


def finish(database: Database, lease: Lease, *findings, at=NOW) -> bool:
    with database.transaction() as session:
        return DocumentLeases(session, lease.organisation_id).finish(
            lease, observation(), findings, observer=OBSERVER, now=at
        )


def state(database: Database, organisation: str, document: str) -> DocumentState:
    with database.reading() as session:
        return Documents(session, organisation).get(document).state


def test_one_of_many_concurrent_acquirers_gets_the_lease(database: Database, organisation: str) -> None:
    document = a_document(database, organisation).id
    start = threading.Barrier(8)

    def contend(_: int) -> Lease | None:
        start.wait()
        return acquire(database, organisation, document)

    with ThreadPoolExecutor(8) as pool:
        leases = [lease for lease in pool.map(contend, range(8)) if lease is not None]
    assert [(lease.token, lease.attempt) for lease in leases] == [(1, 1)]


def test_a_held_lease_is_not_given_and_a_run_out_one_is(database: Database, organisation: str) -> None:
    document = a_document(database, organisation).id
    first = acquire(database, organisation, document)
    assert first is not None
    assert acquire(database, organisation, document, NOW + TTL) is None
    second = acquire(database, organisation, document, NOW + TTL * 1.01)
    assert second is not None
    assert (second.token, second.attempt) == (2, 2)


def test_who_was_overtaken_writes_nothing(database: Database, organisation: str) -> None:
    document = a_document(database, organisation).id
    first = acquire(database, organisation, document)
    second = acquire(database, organisation, document, NOW + TTL * 2)
    assert first and second
    assert not finish(database, first, finding("old"))
    with database.transaction() as session:
        leases = DocumentLeases(session, organisation)
        assert not leases.renew(first, now=NOW, ttl=TTL)
        assert not leases.fail(first, now=NOW)
        assert not leases.refuse(first, "broken_file", {}, now=NOW)
    assert state(database, organisation, document) is DocumentState.OBSERVING
    assert finish(database, second, finding("new"))
    assert not finish(database, second, finding("again"))
    with database.reading() as session:
        assert [found.requirement for found in Findings(session, organisation).of_document(document)] == ["new"]


def test_finishing_writes_observation_findings_and_state_together(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)
    lease = acquire(database, organisation, document.id)
    assert lease is not None
    assert finish(database, lease, finding("seal"), finding("date", Verdict.FAILED))
    with database.reading() as session:
        stored = Documents(session, organisation).get(document.id)
        assert (stored.state, stored.type, stored.pages) == (DocumentState.OBSERVED, "diploma", 1)
        assert Observations(session, organisation).of_document(document.id) == observation()
        assert Observations(session, organisation).find(document.sha256, observer=OBSERVER) == observation()
        assert Observations(session, organisation).find(document.sha256, observer="2") is None
        assert len(Findings(session, organisation).of_document(document.id)) == 2
    assert acquire(database, organisation, document.id, NOW + TTL * 9) is None


def test_a_clock_that_was_put_back_holds_nothing_up(database: Database, organisation: str) -> None:
    document = a_document(database, organisation).id
    hour = dt.timedelta(hours=1)
    first = acquire(database, organisation, document, NOW + hour)
    assert first is not None
    with database.reading() as session:
        (found,) = due(session, DOCUMENTS, now=NOW)
    assert found.attempts == 1
    second = acquire(database, organisation, document, NOW)
    assert second is not None
    assert not finish(database, first)
    assert finish(database, second)


def test_a_renewed_lease_holds_longer(database: Database, organisation: str) -> None:
    document = a_document(database, organisation).id
    lease = acquire(database, organisation, document)
    assert lease is not None
    with database.transaction() as session:
        assert DocumentLeases(session, organisation).renew(lease, now=NOW + TTL, ttl=TTL)
    assert acquire(database, organisation, document, NOW + TTL * 1.5) is None


def test_three_failed_attempts_leave_the_document_to_a_person(database: Database, organisation: str) -> None:
    document = a_document(database, organisation).id
    seen = []
    for _ in range(MAX_ATTEMPTS):
        lease = acquire(database, organisation, document)
        assert lease is not None
        with database.transaction() as session:
            assert DocumentLeases(session, organisation).fail(lease, now=NOW)
        seen.append(state(database, organisation, document))
    assert seen == [DocumentState.RECEIVED, DocumentState.RECEIVED, DocumentState.NEEDS_MANUAL]
    assert acquire(database, organisation, document) is None
    with database.reading() as session:
        assert Documents(session, organisation).get(document).error_code == "observation_failed"


def test_attempts_that_end_without_a_word_are_given_up(database: Database, organisation: str) -> None:
    document = a_document(database, organisation).id
    for attempt in range(MAX_ATTEMPTS):
        assert acquire(database, organisation, document, NOW + TTL * 2 * attempt)
    late = NOW + TTL * 2 * MAX_ATTEMPTS
    assert acquire(database, organisation, document, late) is None
    with database.transaction() as session:
        assert not DocumentLeases(session, organisation).give_up(document, now=NOW)
        assert DocumentLeases(session, organisation).give_up(document, now=late)
        assert not DocumentLeases(session, organisation).give_up(document, now=late)
    assert state(database, organisation, document) is DocumentState.NEEDS_MANUAL


def test_a_refused_file_goes_to_a_person_at_once(database: Database, organisation: str) -> None:
    document = a_document(database, organisation).id
    lease = acquire(database, organisation, document)
    assert lease is not None
    with database.transaction() as session:
        assert DocumentLeases(session, organisation).refuse(lease, "too_many_pages", {"limit": 200}, now=NOW)
    with database.reading() as session:
        stored = Documents(session, organisation).get(document)
    assert (stored.state, stored.error_code) == (DocumentState.NEEDS_MANUAL, "too_many_pages")
    assert stored.error_parameters == {"limit": 200}


def test_a_cancelled_document_takes_no_result(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)
    lease = acquire(database, organisation, document.id)
    assert lease is not None
    with database.transaction() as session:
        assert Documents(session, organisation).cancel(document.application_id) == 1
    assert not finish(database, lease)
    assert state(database, organisation, document.id) is DocumentState.CANCELLED


def test_every_end_changes_what_a_judge_would_see(database: Database, organisation: str) -> None:
    document = a_document(database, organisation)

    def revision() -> int:
        with database.reading() as session:
            return Applications(session, organisation).get(document.application_id).revision

    before = revision()
    lease = acquire(database, organisation, document.id)
    assert revision() == before
    assert lease is not None and finish(database, lease)
    assert revision() == before + 1

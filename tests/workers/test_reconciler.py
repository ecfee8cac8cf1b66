from __future__ import annotations

import datetime as dt
import threading

import pytest

from models.store.applications import MAX_JUDGE_ATTEMPTS, Applications, ApplicationState
from models.store.database import Database, clock
from models.store.document_leases import DocumentLeases
from models.store.documents import Documents, DocumentState
from models.store.leases import MAX_ATTEMPTS
from tests.workers.conftest import Desk
from workers import reconciler
from workers.queue import Duty
from workers.reconciler import Reconciled, reconcile

LONG_AGO = dt.timedelta(minutes=5)
TTL = dt.timedelta(seconds=60)


class FakeQueue:
    """A queue that keeps its hints, or does not answer."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers = answers
        self.hints: list[str] = []

    def hint(self, duty: Duty, work_id: str, *, attempt: int, step: int = 0, at_front: bool = False) -> bool:
        return self._put(duty.job_id(work_id, attempt, step))

    def judge(self, application_id: str, *, revision: int) -> bool:
        return self._put(f"app-{application_id}-{revision}")

    def waiting(self) -> frozenset[str] | None:
        return frozenset(self.hints) if self.answers else None

    def _put(self, job: str) -> bool:
        if self.answers:
            self.hints.append(job)
        return self.answers


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reconciler looks five minutes from now: what was just handed in is old enough."""
    monkeypatch.setattr(reconciler, "clock", lambda session: clock(session) + LONG_AGO)


def test_what_was_never_enqueued_is_hinted_once(desk: Desk) -> None:
    document = desk.hand_in(desk.application(), "ok")
    queue = FakeQueue()
    assert reconcile(desk.database, queue) == Reconciled(documents=1)
    assert queue.hints == [f"doc-{document}-1"]
    assert desk.document(document).state is DocumentState.QUEUED
    assert reconcile(desk.database, queue) == Reconciled()
    queue.hints.clear()
    assert reconcile(desk.database, queue) == Reconciled(documents=1)


def test_a_lease_that_ran_out_is_hinted_for_the_next_attempt(desk: Desk) -> None:
    document = desk.hand_in(desk.application(), "ok")
    with desk.database.transaction() as session:
        assert DocumentLeases(session, desk.organisation).acquire(document, now=clock(session), ttl=TTL)
    queue = FakeQueue()
    assert reconcile(desk.database, queue).documents == 1
    assert queue.hints == [f"doc-{document}-2"]


def test_a_living_lease_is_left_alone(desk: Desk) -> None:
    document = desk.hand_in(desk.application(), "ok")
    with desk.database.transaction() as session:
        assert DocumentLeases(session, desk.organisation).acquire(document, now=clock(session), ttl=LONG_AGO * 2)
    assert reconcile(desk.database, FakeQueue()) == Reconciled()


def test_after_the_last_attempt_a_person_takes_over(desk: Desk) -> None:
    application = desk.application()
    document = desk.hand_in(application, "ok")
    with desk.database.transaction() as session:
        start = clock(session) - dt.timedelta(hours=1)
        for attempt in range(MAX_ATTEMPTS):
            assert DocumentLeases(session, desk.organisation).acquire(document, now=start + TTL * 2 * attempt, ttl=TTL)
    queue = FakeQueue()
    done = reconcile(desk.database, queue)
    assert (done.documents, done.applications, done.given_up) == (0, 1, 1)
    assert desk.document(document).state is DocumentState.NEEDS_MANUAL
    assert queue.hints == [f"app-{application}-{desk.stored(application).revision}"]


def test_an_application_that_cannot_be_judged_is_given_up(desk: Desk) -> None:
    application = desk.application()
    desk.hand_in(application, "ok")
    with desk.database.transaction() as session:
        Documents(session, desk.organisation).cancel(application)
    revision = desk.stored(application).revision
    for _ in range(MAX_JUDGE_ATTEMPTS):
        assert reconcile(desk.database, FakeQueue()) == Reconciled(applications=1)
        with desk.database.transaction() as session:
            applications = Applications(session, desk.organisation)
            assert applications.begin_judging(application, revision, now=clock(session), ttl=TTL)
            applications.stop_judging(application, revision)
    assert reconcile(desk.database, FakeQueue()) == Reconciled(given_up=1)
    assert desk.stored(application).state is ApplicationState.NEEDS_MANUAL
    assert reconcile(desk.database, FakeQueue()) == Reconciled()


def test_without_a_queue_nothing_is_marked(desk: Desk) -> None:
    document = desk.hand_in(desk.application(), "ok")
    assert reconcile(desk.database, FakeQueue(answers=False)) == Reconciled()
    assert desk.document(document).state is DocumentState.RECEIVED


def test_the_loop_survives_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    stop, seen = threading.Event(), []
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")

    def look(*_) -> None:
        seen.append(1)
        if len(seen) == 2:
            stop.set()

    monkeypatch.setattr(reconciler, "clock", lambda session: look() or clock(session))
    reconciler.run(database, FakeQueue(), every_seconds=0.01, stop=stop)  # no tables: every query fails
    database.close()
    assert len(seen) == 2

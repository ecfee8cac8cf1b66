"""A kill at every point of a job: a forked worker ends there, the reconciler and a second worker mend it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from models.store.blobs import Blobs
from models.store.documents import DocumentState
from models.store.invariants import check_store
from tests.workers.conftest import Desk
from tests.workers.fakes import FakeJudge, fake_context
from tests.workers.test_reconciler import FakeQueue
from workers import faults
from workers.context import Context, install
from workers.faults import POINTS
from workers.jobs import judge_application, observe_document
from workers.leasing import HUNG
from workers.reconciler import reconcile

LEASE_SECONDS = 0.3


def in_a_process(desk: Desk, document: str) -> int:
    """Observe in a forked process; return its exit status."""
    child = os.fork()
    if child == 0:
        try:
            install(fake_context(desk.settings))
            observe_document(document)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_hints(queue: FakeQueue) -> None:
    for job in queue.hints:
        kind, _, rest = job.partition("-")
        {"doc": observe_document, "app": judge_application}[kind](rest.rpartition("-")[0])
    queue.hints.clear()


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    desk.settings = desk.settings.model_copy(update={"lease_seconds": LEASE_SECONDS})
    application = desk.application()
    document = desk.hand_in(application, "ok")
    monkeypatch.setenv("VERIFIER_FAULT", point)
    assert in_a_process(desk, document) == 137
    monkeypatch.delenv("VERIFIER_FAULT")
    time.sleep(LEASE_SECONDS * 1.2)
    context = fake_context(desk.settings)
    install(context)
    queue = FakeQueue()
    for _ in range(2):
        reconcile(desk.database, queue)
        run_hints(queue)
    context.database.close()
    assert desk.document(document).state is DocumentState.OBSERVED
    assert len(desk.findings(document)) == 1
    stored = desk.stored(application)
    assert stored.judged_revision == stored.revision
    assert desk.report(application) is not None
    assert check_store(desk.database, Blobs(desk.settings.blobs_folder)) == ()


def test_a_judge_that_hangs_ends_its_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.settings = desk.settings.model_copy(update={"job_seconds": 0.5})
    document = desk.hand_in(desk.application(), "ok")
    monkeypatch.setattr(FakeJudge, "application", lambda self, case, *, now: time.sleep(60))
    started = time.monotonic()
    assert in_a_process(desk, document) == 1
    assert time.monotonic() - started < 10
    assert desk.document(document).state is DocumentState.OBSERVED


def test_an_observer_that_hangs_gives_the_document_back(desk: Desk) -> None:
    desk.settings = desk.settings.model_copy(update={"job_seconds": 0.5, "lease_seconds": 1.0})
    document = desk.hand_in(desk.application(), "hang")
    assert in_a_process(desk, document) == HUNG
    stored = desk.document(document)
    assert (stored.state, stored.attempts) == (DocumentState.RECEIVED, 1)


def test_every_point_is_passed_in_order(desk: Desk, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[str] = []
    monkeypatch.setattr("workers.jobs.reach", passed.append)
    observe_document(desk.hand_in(desk.application(), "ok"))
    assert tuple(passed) == POINTS


def test_without_a_wish_nothing_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(faults.os, "_exit", lambda status: pytest.fail("ended"))
    faults.reach("after_lease")
    (tmp_path / "once").touch()
    monkeypatch.setenv("VERIFIER_FAULT", "after_lease")
    monkeypatch.setenv("VERIFIER_FAULT_ONCE", str(tmp_path / "once"))
    faults.reach("after_lease")

"""The masking job: an answer or a proved copy from an id alone, once, and nothing that is not proved."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.document import Document, Line, Page, Word
from models.errors import BrokenFile, NoMaskedCopy
from models.geometry import Box
from models.masking import MaskingVerdict, PageBox
from models.observation import Observation
from models.store.database import clock
from models.store.invariants import Breach, check_store
from models.store.leases import MAX_ATTEMPTS
from models.store.masked_view import MaskedView, masked_view
from models.store.masking_leases import MaskingLeases
from models.store.masking_tasks import MaskingKind, MaskingRequest, MaskingState, MaskingTasks, StoredMasking
from models.store.observations import Observations
from models.store.pictures import Pictures
from tests.intake.here import use_here
from tests.workers.conftest import Desk
from tests.workers.fakes import ENGINE, FakeObserver
from tests.workers.test_reconciler import LONG_AGO, FakeQueue
from verifier.intake.opened import Opened
from verifier.intake.opening import open_document
from workers import reconciler
from workers.context import Context, install
from workers.faults import MASKING_POINTS
from workers.masking import COPY_NAME, run_masking
from workers.queue import MASK, JobQueue, enqueue
from workers.reconciler import Reconciled, reconcile

WHO = "张伟"
WIDTH, HEIGHT = 500, 700
NAME = Box(0.4, 0.2, 0.5, 0.22)


def page_saying(text: str) -> Page:
    width = 0.05
    words = tuple(Word(c, Box(0.2 + i * width, 0.2, 0.2 + (i + 1) * width, 0.22)) for i, c in enumerate(text))
    return Page(1, WIDTH, HEIGHT, lines=(Line(text, Box.around([word.box for word in words]), 0.99, words),))


class PageObserver(FakeObserver):
    """Sees one page that says what its file says; a finished copy says `after`, and is really opened."""

    def __init__(self, after: str = "姓名") -> None:
        self.after = after
        self.observed: list[str] = []

    def open(self, path: Path, *, filename: str) -> Opened:
        if filename == COPY_NAME:
            return open_document(path, filename=filename)
        super().open(path, filename=filename)
        image = np.random.default_rng(1).integers(200, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)
        document = Document("a" * 64, filename, "image/png", (Page(1, WIDTH, HEIGHT),))
        return Opened(document, (image,))

    def observe(self, opened: Opened) -> Observation:
        name = opened.document.filename
        self.observed.append(name)
        if name != COPY_NAME and self._said[0] == "fail":
            raise RuntimeError("张伟")
        said = self.after if name == COPY_NAME else " ".join(self._said[1:])
        return Observation(opened.document.sha256, (page_saying(said),), None, None, ENGINE)


class Second:
    name = "second"
    version = "1"

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def read(self, image):
        return [Line(text, Box(0.1, 0.1, 0.5, 0.12), 0.9) for text in self._texts]

    def read_strip(self, image):
        return "", ()


@pytest.fixture
def observer() -> PageObserver:
    return PageObserver()


@pytest.fixture
def service(context: Context, observer: PageObserver, monkeypatch: pytest.MonkeyPatch) -> Context:
    use_here(monkeypatch)
    working = replace(context, observer=observer, second=lambda: Second("正文"))
    install(working)
    return working


def asked(
    desk: Desk, context: Context, said: str = "ok 姓名张伟", kind: MaskingKind = MaskingKind.COPY, **details
) -> str:
    blob = context.blobs.put(desk.organisation, io.BytesIO(said.encode()))
    values = {"name": WHO, "sha256": blob.sha256, "filename": "证书.png"} | details
    with desk.database.transaction() as session:
        return MaskingTasks(session, desk.organisation).add(MaskingRequest(kind, **values)).id


def asked_of_document(desk: Desk, context: Context) -> tuple[str, str]:
    document = desk.document(desk.hand_in(desk.application(), "ok 姓名张伟", "证书.png"))
    return document.id, asked(desk, context, document_id=document.id, sha256=document.sha256)


def stored(desk: Desk, task: str) -> StoredMasking:
    with desk.database.reading() as session:
        return MaskingTasks(session, desk.organisation).get(task)


def seen(desk: Desk, context: Context, document: str) -> MaskedView:
    with desk.database.reading() as session:
        return masked_view(session, context.blobs, desk.organisation, document)


def test_a_check_is_answered_and_what_was_seen_is_kept(desk: Desk, service: Context):
    task = asked(desk, service, kind=MaskingKind.CHECK, flags={1: False})
    run_masking(task)
    done = stored(desk, task)
    assert done.state is MaskingState.DONE and done.answer.answer is MaskingVerdict.LEAKS
    assert done.answer.pages[0].needs_mask is True and len(done.answer.reasons) == 2
    with desk.database.reading() as session:
        assert Observations(session, desk.organisation).find("a" * 64, observer=service.observer.version)
        assert Pictures(session, desk.organisation).page("a" * 64, 1)


def test_a_file_seen_before_is_not_read_again(desk: Desk, service: Context, observer: PageObserver):
    for _ in range(2):
        run_masking(asked(desk, service, kind=MaskingKind.CHECK))
    assert observer.observed == ["证书.png"]


def test_a_file_that_does_not_open_cannot_be_called_clean(desk: Desk, service: Context):
    task = asked(desk, service, "refuse", MaskingKind.CHECK)
    run_masking(task)
    done = stored(desk, task)
    assert done.answer.answer is MaskingVerdict.CANNOT_TELL and BrokenFile().detail in done.answer.reasons[0]


def test_a_file_that_does_not_open_has_no_copy(desk: Desk, service: Context):
    task = asked(desk, service, "refuse")
    run_masking(task)
    done = stored(desk, task)
    assert done.state is MaskingState.NEEDS_MANUAL and (done.copy, done.error_code) == (None, "broken_file")


def test_a_released_copy_is_covered_and_seen(desk: Desk, service: Context):
    document, task = asked_of_document(desk, service)
    run_masking(task)
    done = stored(desk, task)
    assert done.answer.released and all(step.passed for step in done.answer.proof)
    view = seen(desk, service, document)
    assert view.export().startswith(b"%PDF") and view.text(1) == "姓名"
    image = cv2.imdecode(np.frombuffer(view.picture(1), np.uint8), cv2.IMREAD_COLOR)
    covered = image[round(NAME.top * HEIGHT) + 2 : round(NAME.bottom * HEIGHT) - 2, 155:195]
    assert image.shape == (HEIGHT, WIDTH, 3) and not covered.any() and image[:100].all()
    small = cv2.imdecode(np.frombuffer(view.thumbnail(1), np.uint8), cv2.IMREAD_COLOR)
    assert max(small.shape) == 320
    assert cv2.imdecode(np.frombuffer(view.preview(1), np.uint8), cv2.IMREAD_COLOR).shape == image.shape
    breaches = {violation.breach for violation in check_store(desk.database, service.blobs)}
    assert breaches <= {Breach.OBSERVED_WITHOUT_OBSERVATION}
    assert list(service.settings.spool_folder.iterdir()) == []


def test_boxes_of_a_reviewer_are_painted(desk: Desk, service: Context):
    mine = PageBox(1, Box(0.5, 0.8, 0.6, 0.9))
    task = asked(desk, service, added=(mine,))
    run_masking(task)
    assert mine in stored(desk, task).answer.boxes


@pytest.mark.parametrize(
    ("second", "after", "failing"),
    [(Second(f"姓名 {WHO}"), "姓名", "second_reading"), (Second("正文"), f"姓名{WHO}", "first_reading")],
)
def test_a_trace_that_any_reading_finds_keeps_the_copy_back(desk: Desk, service: Context, second, after, failing):
    install(replace(service, observer=PageObserver(after), second=lambda: second))
    document, task = asked_of_document(desk, service)
    run_masking(task)
    done = stored(desk, task)
    assert done.state is MaskingState.DONE and not done.answer.released and done.copy is None
    assert [step.step for step in done.answer.proof if not step.passed] == [failing]
    with pytest.raises(NoMaskedCopy):
        seen(desk, service, document)


def test_without_a_second_engine_there_is_no_copy(desk: Desk, service: Context, context: Context):
    install(replace(context, observer=PageObserver()))
    task = asked(desk, service)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Exception, match="引擎"):
            run_masking(task)
    done = stored(desk, task)
    assert done.state is MaskingState.NEEDS_MANUAL and done.copy is None


def test_an_attempt_that_fails_is_given_back(desk: Desk, service: Context):
    task = asked(desk, service, "fail")
    for attempt in range(1, MAX_ATTEMPTS + 1):
        with pytest.raises(RuntimeError):
            run_masking(task)
        assert stored(desk, task).attempts == attempt
    assert stored(desk, task).state is MaskingState.NEEDS_MANUAL
    run_masking(task)  # nothing is left to do
    assert stored(desk, task).attempts == MAX_ATTEMPTS


def test_a_task_is_done_once(desk: Desk, service: Context, observer: PageObserver):
    task = asked(desk, service, kind=MaskingKind.CHECK)
    run_masking(task)
    run_masking(task)
    run_masking("00000000-0000-4000-8000-000000000000")
    assert len(observer.observed) == 1 and stored(desk, task).attempts == 1


def test_a_copy_taken_back_while_it_is_made_is_not_released(desk: Desk, service: Context, observer: PageObserver):
    document, task = asked_of_document(desk, service)

    class Slow(PageObserver):
        def observe(self, opened: Opened) -> Observation:
            with desk.database.transaction() as session:
                MaskingTasks(session, desk.organisation).withdraw(task)
            return super().observe(opened)

    install(replace(service, observer=Slow()))
    run_masking(task)
    assert stored(desk, task).state is MaskingState.WITHDRAWN
    with pytest.raises(NoMaskedCopy):
        seen(desk, service, document)


def test_a_hint_that_was_dropped_is_given_by_the_reconciler(desk: Desk, service: Context, monkeypatch):
    task = asked(desk, service)
    assert enqueue(desk.database, JobQueue(None), MASK, [task]) == 0
    assert stored(desk, task).state is MaskingState.RECEIVED
    monkeypatch.setattr(reconciler, "clock", lambda session: clock(session) + LONG_AGO)
    queue = FakeQueue()
    assert reconcile(desk.database, queue) == Reconciled(masking=1)
    assert queue.hints == [f"mask-{task}-1"] and stored(desk, task).state is MaskingState.QUEUED
    assert reconcile(desk.database, queue) == Reconciled()


def test_the_reconciler_gives_up_a_task_whose_attempts_are_spent(desk: Desk, service: Context, monkeypatch):
    task = asked(desk, service)
    ttl = LONG_AGO / 5
    for attempt in range(MAX_ATTEMPTS):
        with desk.database.transaction() as session:
            now = clock(session) + ttl * attempt * 1.1
            assert MaskingLeases(session, desk.organisation).acquire(task, now=now, ttl=ttl)
    monkeypatch.setattr(reconciler, "clock", lambda session: clock(session) + LONG_AGO)
    assert reconcile(desk.database, FakeQueue()) == Reconciled(given_up=1)
    assert stored(desk, task).state is MaskingState.NEEDS_MANUAL


def test_every_point_is_passed_in_order(desk: Desk, service: Context, monkeypatch: pytest.MonkeyPatch):
    passed: list[str] = []
    monkeypatch.setattr("workers.masking.reach", passed.append)
    run_masking(asked(desk, service))
    assert tuple(passed) == MASKING_POINTS
    passed.clear()
    run_masking(asked(desk, service, kind=MaskingKind.CHECK))
    assert passed == [point for point in MASKING_POINTS if point not in ("masking_after_copy", "masking_after_blob")]

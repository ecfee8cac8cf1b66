from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from sqlalchemy import delete

from models.observation import Observation
from models.report import Verdict
from models.store.applications import ApplicationState
from models.store.blobs import Blobs
from models.store.documents import DocumentState
from models.store.leases import MAX_ATTEMPTS
from models.store.pictures import Pictures
from models.store.tables import PictureRow, new_id
from tests.workers.conftest import Desk
from tests.workers.fakes import BOX, FakeJudge, FakeObserver
from verifier.intake.opened import Opened
from verifier.reading.warping import QUARTERS
from workers.context import Context, install
from workers.jobs import judge_application, observe_document

Runs = Callable[[], list[str]]


def test_a_document_is_observed_judged_and_pictured(desk: Desk, context: Context) -> None:
    application = desk.application()
    document = desk.hand_in(application, "ok")
    observe_document(document)
    assert desk.document(document).state is DocumentState.OBSERVED
    assert desk.observation(document).type == "diploma"
    assert [found.requirement for found in desk.findings(document)] == ["seal"]
    with desk.database.reading() as session:
        pictures = Pictures(session, desk.organisation)
        page, crop = pictures.page(desk.document(document).sha256, 1), pictures.crop(document, 1, BOX)
    assert page is not None
    assert crop is not None
    blobs = Blobs(desk.settings.blobs_folder)
    for blob in (page.full, page.preview, page.thumbnail):
        image = cv2.imdecode(np.frombuffer(blobs.read(desk.organisation, blob), np.uint8), cv2.IMREAD_COLOR)
        assert image.shape == (60, 40, 3)
    assert blobs.read(desk.organisation, page.preview).startswith(b"\xff\xd8")
    assert blobs.read(desk.organisation, crop)


class TurningObserver(FakeObserver):
    """Finds the page lying on its side, its upper half dark."""

    def open(self, path: Path, *, filename: str) -> Opened:
        opened = super().open(path, filename=filename)
        opened.images[0][:30] = 0
        return opened

    def observe(self, opened: Opened) -> Observation:
        page = replace(opened.document.pages[0], width_px=60, height_px=40, original=QUARTERS[90], rotation_degrees=90)
        return replace(super().observe(opened), pages=(page,))


@pytest.mark.parametrize("known", [False, True])
def test_the_stored_page_is_upright_also_when_the_observation_is_one_made_before(
    desk: Desk, context: Context, known: bool
) -> None:
    install(replace(context, observer=TurningObserver()))
    application = desk.application()
    document = desk.hand_in(application, "ok")
    observe_document(document)
    if known:
        with desk.database.transaction() as session:
            session.execute(delete(PictureRow))
        document = desk.hand_in(desk.application(), "ok")
        observe_document(document)
    with desk.database.reading() as session:
        blob = Pictures(session, desk.organisation).page(desk.document(document).sha256, 1)
    assert blob is not None
    png = Blobs(desk.settings.blobs_folder).read(desk.organisation, blob.full)
    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image.shape == (40, 60)
    assert image[:, :30].max() == 0
    assert image[:, 30:].min() > 0


def test_the_last_document_closes_the_application(desk: Desk, context: Context) -> None:
    application = desk.application()
    first, second = desk.hand_in(application, "ok 1"), desk.hand_in(application, "refuse")
    observe_document(first)
    assert desk.report(application) is None
    observe_document(second)
    report = desk.report(application)
    assert report is not None
    assert report.verdict is Verdict.NEEDS_REVIEW
    assert desk.stored(application).state is ApplicationState.JUDGED


def test_three_deliveries_leave_one_result(desk: Desk, context: Context, runs: Runs) -> None:
    application = desk.application()
    document = desk.hand_in(application, "ok")
    for _ in range(3):
        observe_document(document)
        judge_application(application)
    assert len(runs()) == 1
    assert desk.document(document).attempts == 1
    assert desk.stored(application).revision == desk.stored(application).judged_revision
    assert len(desk.findings(document)) == 1


def test_a_file_seen_before_is_not_read_again(desk: Desk, context: Context, runs: Runs) -> None:
    first, second = desk.application(), desk.application()
    documents = [desk.hand_in(first, "ok", "甲.pdf"), desk.hand_in(second, "ok", "乙.pdf")]
    for document in documents:
        observe_document(document)
    assert len(runs()) == 1
    assert [desk.document(document).state for document in documents] == [DocumentState.OBSERVED] * 2
    assert desk.report(second) is not None


def test_a_refused_file_goes_to_a_person_at_once(desk: Desk, context: Context, runs: Runs) -> None:
    document = desk.hand_in(desk.application(), "refuse")
    observe_document(document)
    stored = desk.document(document)
    assert (stored.state, stored.error_code, stored.attempts) == (DocumentState.NEEDS_MANUAL, "broken_file", 1)
    assert runs() == []


def test_a_damaged_blob_is_never_read_silently(desk: Desk, context: Context, runs: Runs) -> None:
    document = desk.hand_in(desk.application(), "ok")
    place = Blobs(desk.settings.blobs_folder).path(desk.organisation, desk.document(document).sha256)
    place.unlink()
    place.write_bytes(b"ok, changed")
    observe_document(document)
    assert desk.document(document).error_code == "blob_damaged"
    assert runs() == []


def test_an_attempt_that_raises_is_tried_again_and_then_left_to_a_person(desk: Desk, context: Context) -> None:
    application = desk.application()
    document = desk.hand_in(application, "fail")
    states = []
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(RuntimeError):
            observe_document(document)
        states.append(desk.document(document).state)
    assert states == [DocumentState.RECEIVED, DocumentState.RECEIVED, DocumentState.NEEDS_MANUAL]
    observe_document(document)
    assert desk.document(document).attempts == MAX_ATTEMPTS


def test_a_judge_that_raises_leaves_the_documents_observed(desk: Desk, context: Context) -> None:
    application = desk.application(policy="broken")
    document = desk.hand_in(application, "ok")
    with pytest.raises(RuntimeError):
        observe_document(document)
    assert desk.document(document).state is DocumentState.OBSERVED
    assert desk.report(application) is None


def test_a_document_that_comes_while_judging_is_judged_too(desk: Desk, context: Context) -> None:
    application = desk.application()
    document = desk.hand_in(application, "ok 1")

    class Interrupted(FakeJudge):
        late: str | None = None

        def application(self, case, *, now):
            self.late = desk.hand_in(application, "ok 2", "后到.pdf")
            return super().application(case, now=now)

    judge = Interrupted()
    install(replace(context, judge=judge))
    observe_document(document)
    assert desk.stored(application).state is ApplicationState.OBSERVING
    install(context)
    assert judge.late is not None
    observe_document(judge.late)
    assert len(desk.report(application).findings) == 2
    assert desk.stored(application).state is ApplicationState.JUDGED


def test_a_long_look_keeps_its_lease(desk: Desk, context: Context) -> None:
    settings = desk.settings.model_copy(update={"lease_seconds": 0.4})
    install(replace(context, settings=settings))
    document = desk.hand_in(desk.application(), "slow 1.0")
    started = time.monotonic()
    observe_document(document)
    assert time.monotonic() - started >= 1.0
    assert (desk.document(document).state, desk.document(document).attempts) == (DocumentState.OBSERVED, 1)


def test_a_full_disk_costs_no_attempt(desk: Desk, context: Context, runs: Runs) -> None:
    document = desk.hand_in(desk.application(), "ok")
    full = Blobs(desk.settings.blobs_folder, reserve_bytes=1 << 60)
    install(replace(context, blobs=full))
    for _ in range(MAX_ATTEMPTS + 1):
        observe_document(document)
    stored = desk.document(document)
    assert (stored.state, stored.attempts) == (DocumentState.QUEUED, 0)
    install(context)
    observe_document(document)
    assert desk.document(document).state is DocumentState.OBSERVED


def test_a_full_disk_costs_the_pictures_of_the_evidence_only(desk: Desk, context: Context) -> None:
    application = desk.application()
    document = desk.hand_in(application, "ok")

    class FillsUp(FakeJudge):
        def document(self, case, document, *, now):
            context.blobs.reserve_bytes = 1 << 60
            return super().document(case, document, now=now)

    install(replace(context, judge=FillsUp()))
    observe_document(document)
    assert desk.report(application) is not None
    with desk.database.reading() as session:
        assert Pictures(session, desk.organisation).crop(document, 1, BOX) is None


def test_an_unknown_id_is_no_work(context: Context) -> None:
    observe_document(new_id())
    judge_application(new_id())

"""Masking tasks: one result whoever works, nothing to see without a released copy, and the newest copy counts."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from models.application import Applicant
from models.errors import NoMaskedCopy, NotFound
from models.geometry import Box
from models.masking import CopyAnswer, MaskingAnswer, MaskingVerdict, PageBox, Step
from models.store.applications import Applications
from models.store.blobs import Blobs
from models.store.database import Database, clock
from models.store.documents import Documents, StoredDocument
from models.store.leases import MAX_ATTEMPTS, Lease, due, owner
from models.store.masked_view import MaskedView, masked_view, masked_views, same_name
from models.store.masking_leases import MASKING, MaskedPage, MaskingLeases
from models.store.masking_tasks import MaskingKind, MaskingRequest, MaskingState, MaskingTasks
from models.store.organisations import Organisations

TTL = dt.timedelta(seconds=60)
LATER = dt.timedelta(minutes=5)
BOX = PageBox(1, Box(0.1, 0.1, 0.4, 0.2))
STEP = Step("pixels", True, "ok")
WHO = "欧阳若川"


@pytest.fixture
def blobs(tmp_path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@pytest.fixture
def document(database: Database, organisation: str, blobs: Blobs) -> StoredDocument:
    blob = blobs.put(organisation, io.BytesIO(b"original"))
    with database.transaction() as session:
        application = Applications(session, organisation).create(policy="p", applicant=Applicant(name=WHO))
        return Documents(session, organisation).add(
            application.id, sha256=blob.sha256, size=blob.size, filename="欧阳若川 身份证.png"
        )


def asked(database: Database, organisation: str, document: StoredDocument, **details) -> str:
    values = {"kind": MaskingKind.COPY, "name": WHO, "sha256": document.sha256, "document_id": document.id} | details
    with database.transaction() as session:
        return MaskingTasks(session, organisation).add(MaskingRequest(filename=document.filename, **values)).id


def taken(database: Database, organisation: str, task: str, after: dt.timedelta = dt.timedelta()) -> Lease:
    with database.transaction() as session:
        lease = MaskingLeases(session, organisation).acquire(task, now=clock(session) + after, ttl=TTL)
    assert lease is not None
    return lease


def finished(database: Database, organisation: str, blobs: Blobs, task: str, *, released: bool = True) -> bool:
    copy, png, jpeg = (blobs.put_bytes(organisation, data).sha256 for data in (b"%PDF copy", b"PNG", b"JPEG"))
    lease = taken(database, organisation, task)
    with database.transaction() as session:
        return MaskingLeases(session, organisation).finish(
            lease,
            CopyAnswer(released, (BOX,), (STEP,)),
            now=clock(session),
            copy=copy if released else None,
            pages=(MaskedPage(1, png, jpeg, "姓名 ■\n身份 证"),) if released else (),
        )


def seen(database: Database, organisation: str, blobs: Blobs, document: StoredDocument) -> MaskedView:
    with database.reading() as session:
        return masked_view(session, blobs, organisation, document.id)


def test_what_is_asked_for_is_kept_whole(database, organisation, document):
    details = {"also": (("unit", "某所"),), "flags": {2: True}, "added": (BOX,), "removed": (BOX, BOX)}
    task = asked(database, organisation, document, **details)
    with database.reading() as session:
        stored = MaskingTasks(session, organisation).get(task, MaskingKind.COPY)
    assert (stored.state, stored.answer, stored.copy) == (MaskingState.RECEIVED, None, None)
    request = stored.request
    assert {key: getattr(request, key) for key in details} == details
    assert (request.name, request.document_id, request.sha256) == (WHO, document.id, document.sha256)


def test_nobody_finds_another_organisations_task(database, organisation, document):
    task = asked(database, organisation, document)
    with database.transaction() as session:
        stranger = Organisations(session).create("另一评委会").id
    with database.reading() as session:
        assert owner(session, MASKING, task) == organisation
        assert MaskingTasks(session, stranger).list(MaskingKind.COPY) == ()
        for wrong in (MaskingTasks(session, stranger), MaskingTasks(session, organisation, only_own=True)):
            with pytest.raises(NotFound):
                wrong.get(task)
        with pytest.raises(NotFound):
            MaskingTasks(session, organisation).get(task, MaskingKind.CHECK)


def test_lists_are_by_kind_and_document(database, organisation, document):
    copies = {asked(database, organisation, document) for _ in range(3)}
    check = asked(database, organisation, document, kind=MaskingKind.CHECK, document_id=None)
    with database.reading() as session:
        tasks = MaskingTasks(session, organisation)
        first = tasks.list(MaskingKind.COPY, document=document.id, limit=2)
        rest = tasks.list(MaskingKind.COPY, document=document.id, after=first[-1].id)
        assert {task.id for task in (*first, *rest)} == copies and len(rest) == 1
        assert [task.id for task in tasks.list(MaskingKind.CHECK)] == [check]
        assert tasks.list(MaskingKind.CHECK, document=document.id) == ()


def test_whoever_was_overtaken_writes_nothing(database, organisation, document):
    task = asked(database, organisation, document, kind=MaskingKind.CHECK)
    first = taken(database, organisation, task)
    second = taken(database, organisation, task, LATER)
    answer = MaskingAnswer(MaskingVerdict.CLEAN, (), (), ())
    with database.transaction() as session:
        leases = MaskingLeases(session, organisation)
        assert not leases.renew(first, now=clock(session), ttl=TTL)
        assert not leases.finish(first, answer, now=clock(session))
        assert not leases.fail(first, now=clock(session))
        assert leases.finish(second, answer, now=clock(session))
        assert leases.acquire(task, now=clock(session) + LATER, ttl=TTL) is None
    with database.reading() as session:
        assert MaskingTasks(session, organisation).get(task).answer == answer


def test_three_attempts_and_then_a_person(database, organisation, document):
    task = asked(database, organisation, document)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        lease = taken(database, organisation, task)
        assert lease.attempt == attempt
        with database.transaction() as session:
            assert MaskingLeases(session, organisation).fail(lease, now=clock(session))
    with database.reading() as session:
        stored = MaskingTasks(session, organisation).get(task)
    assert stored.state is MaskingState.NEEDS_MANUAL and stored.error_code == "observation_failed"


def test_a_task_put_back_has_its_attempt_back(database, organisation, document):
    task = asked(database, organisation, document)
    lease = taken(database, organisation, task)
    with database.transaction() as session:
        assert MaskingLeases(session, organisation).put_back(lease, not_before=clock(session))
        assert MaskingTasks(session, organisation).get(task).attempts == 0


def test_what_waits_or_was_abandoned_is_due(database, organisation, document):
    waiting, abandoned, held = (asked(database, organisation, document) for _ in range(3))
    taken(database, organisation, abandoned)
    taken(database, organisation, held, LATER)
    with database.reading() as session:
        assert due(session, MASKING, now=clock(session)) == ()
        found = due(session, MASKING, now=clock(session) + dt.timedelta(seconds=90))
    assert {task.id: task.attempts for task in found} == {waiting: 0, abandoned: 1}


def test_a_task_that_ended_without_a_word_too_often_is_given_up(database, organisation, document):
    task = asked(database, organisation, document)
    for attempt in range(MAX_ATTEMPTS):
        taken(database, organisation, task, TTL * 2 * attempt)
    with database.transaction() as session:
        leases, now = MaskingLeases(session, organisation), clock(session)
        assert not leases.give_up(task, now=now)
        assert leases.give_up(task, now=now + TTL * 2 * MAX_ATTEMPTS)
        assert MaskingTasks(session, organisation).get(task).state is MaskingState.NEEDS_MANUAL


def test_a_released_copy_is_all_that_is_seen(database, organisation, document, blobs):
    task = asked(database, organisation, document)
    assert finished(database, organisation, blobs, task)
    view = seen(database, organisation, blobs, document)
    assert (view.export(), view.picture(1), view.thumbnail(1)) == (b"%PDF copy", b"PNG", b"JPEG")
    assert view.preview(1) == b"PNG", "the copy was made before there were previews"
    assert view.text(1) == "姓名 ■\n身份 证"
    assert view.pages_with("身份证") == (1,) and view.pages_with("学历") == () and view.pages_with(" ") == ()
    for of_page in (view.picture, view.preview, view.thumbnail, view.text):
        with pytest.raises(NotFound):
            of_page(2)
    with database.reading() as session:
        views, withheld = masked_views(session, blobs, organisation, document.application_id)
    assert [one.document_id for one in views] == [document.id] and withheld == 0


def assert_refused(database, organisation, blobs, document):
    with pytest.raises(NoMaskedCopy):
        seen(database, organisation, blobs, document)
    with database.reading() as session:
        assert masked_views(session, blobs, organisation, document.application_id) == ((), 1)


def test_without_a_copy_nothing_is_seen(database, organisation, document, blobs):
    assert_refused(database, organisation, blobs, document)


def test_a_copy_that_was_not_released_shows_nothing(database, organisation, document, blobs):
    finished(database, organisation, blobs, asked(database, organisation, document), released=False)
    assert_refused(database, organisation, blobs, document)


def test_a_later_copy_that_is_not_released_yet_hides_the_earlier(database, organisation, document, blobs):
    finished(database, organisation, blobs, asked(database, organisation, document))
    asked(database, organisation, document)
    assert_refused(database, organisation, blobs, document)


def test_a_copy_taken_back_shows_nothing_and_cannot_be_released(database, organisation, document, blobs):
    task = asked(database, organisation, document)
    lease = taken(database, organisation, task)
    with database.transaction() as session:
        assert MaskingTasks(session, organisation).withdraw(task).state is MaskingState.WITHDRAWN
        answer = CopyAnswer(True, (), (STEP,))
        assert not MaskingLeases(session, organisation).finish(lease, answer, now=clock(session), copy="0" * 64)
    assert_refused(database, organisation, blobs, document)
    task = asked(database, organisation, document)
    finished(database, organisation, blobs, task)
    with database.transaction() as session:
        MaskingTasks(session, organisation).withdraw(task)
    assert_refused(database, organisation, blobs, document)


@pytest.mark.parametrize("details", [{"name": "李四"}, {"name": None}, {"sha256": "1" * 64}])
def test_a_copy_of_another_person_or_file_shows_nothing(database, organisation, document, blobs, details):
    finished(database, organisation, blobs, asked(database, organisation, document, **details))
    assert_refused(database, organisation, blobs, document)


def test_a_document_of_others_is_not_found(database, organisation, document, blobs):
    finished(database, organisation, blobs, asked(database, organisation, document))
    with database.transaction() as session:
        stranger = Organisations(session).create("另一评委会").id
    with database.reading() as session, pytest.raises(NotFound):
        masked_view(session, blobs, stranger, document.id)


def test_spellings_of_one_name():
    assert same_name("欧阳 若川", "欧阳若川\u3000") and not same_name("欧阳若川", "欧阳若")

"""The job of masking (姓名遮盖): answer whether a file gives its subject away, or make a copy that does not.

It comes with an id alone, may run twice or at the same time, and leaves one result. What is wanted, and whose name is
looked for, stands in the database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from models.errors import BlobDamaged, InputRefused, StorageFull, StorageUnavailable, VerifierError
from models.masking import CopyAnswer, MaskingAnswer, MaskingVerdict, Step
from models.messages import text
from models.observation import Observation
from models.store.database import clock
from models.store.leases import Lease, owner
from models.store.masking_leases import MASKING, MaskedPage, MaskingLeases
from models.store.masking_tasks import MaskingKind, MaskingRequest, MaskingTasks
from models.store.observations import Observations
from models.store.pictures import PagePicture, Pictures
from verifier.intake.opened import Opened
from verifier.masking.answer import judge_masking, judge_refused
from verifier.masking.apply import make_masked_copy
from verifier.masking.subject import Subject
from workers.context import Context, current
from workers.faults import reach
from workers.leasing import Holding
from workers.logs import logger
from workers.pictures import store_pages

COPY_NAME: Final = "masked.pdf"
"""Every copy is called so: a name of its own could tell."""

_STORAGE_PAUSE: Final = timedelta(seconds=30)

_log = logger(__name__)


@dataclass(frozen=True)
class _Result:
    """What is written in the end: the answer, what was seen, and of a released copy its file and pages."""

    answer: MaskingAnswer | CopyAnswer
    seen: Observation | None
    originals: dict[int, PagePicture]
    copy: str | None = None
    type: str | None = None
    pages: tuple[MaskedPage, ...] = ()


def run_masking(task_id: str) -> None:
    """Do one masking task, unless somebody else does or did."""
    context = current()
    lease = _take_lease(context, task_id)
    if lease is None:
        _log.info("masking_not_open", masking=task_id)
        return
    with Holding(context, lease, MaskingLeases):
        _attempt(context, lease)


def _take_lease(context: Context, task_id: str) -> Lease | None:
    ttl = timedelta(seconds=context.settings.lease_seconds)
    with context.database.transaction() as session:
        organisation_id = owner(session, MASKING, task_id)
        if organisation_id is None:
            return None
        return MaskingLeases(session, organisation_id).acquire(task_id, now=clock(session), ttl=ttl)


def _attempt(context: Context, lease: Lease) -> None:
    reach("masking_after_lease")
    with context.database.reading() as session:
        request = MaskingTasks(session, lease.organisation_id).get(lease.id).request
    try:
        result = (
            _check(context, lease, request) if request.kind is MaskingKind.CHECK else _copy(context, lease, request)
        )
    except (InputRefused, BlobDamaged) as refusal:
        _refuse(context, lease, request, refusal)
    except (StorageFull, StorageUnavailable) as away:
        _put_back(context, lease, away)
    else:
        _finish(context, lease, result)


def _check(context: Context, lease: Lease, request: MaskingRequest) -> _Result:
    opened = _open(context, lease, request)
    observation = _observation(context, lease, opened)
    originals = store_pages(context, lease.organisation_id, opened, observation.pages)
    answer = judge_masking(request.filename, observation, _subject(request), request.flags)
    return _Result(answer, observation, originals)


def _copy(context: Context, lease: Lease, request: MaskingRequest) -> _Result:
    opened = _open(context, lease, request)
    observation = _observation(context, lease, opened)
    originals = store_pages(context, lease.organisation_id, opened, observation.pages)
    subject = _subject(request)
    assert subject is not None, "no copy is made for nobody"
    with _folder(context) as folder:
        made = make_masked_copy(
            opened,
            observation,
            subject,
            folder / COPY_NAME,
            context.second(),
            added=[(one.page, one.box) for one in request.added],
            removed=[(one.page, one.box) for one in request.removed],
        )
        reach("masking_after_copy")
        if made.path is None:
            return _Result(made.answer, observation, originals)
        return _shown(context, lease, subject, made.answer, made.path, _Result(made.answer, observation, originals))


def _shown(
    context: Context, lease: Lease, subject: Subject, answer: CopyAnswer, path: Path, result: _Result
) -> _Result:
    """Read the finished copy once more, as blind reviewers will search it, and store what they may see.

    All that they are shown is made from the copy, nothing from the original; and should this reading find a trace, the
    copy is not released after all.
    """
    opened = context.observer.open(path, filename=COPY_NAME)
    seen = context.observer.observe(opened)
    leaks = judge_masking(COPY_NAME, seen, subject).answer is MaskingVerdict.LEAKS
    step = Step("first_reading", not leaks, text("masking.proof_first_found" if leaks else "masking.proof_first"))
    answer = CopyAnswer(not leaks, answer.boxes, (*answer.proof, step))
    if leaks:
        return _Result(answer, result.seen, result.originals)
    blob = context.blobs.put_bytes(lease.organisation_id, path.read_bytes()).sha256
    reach("masking_after_blob")
    pages = tuple(_pages(context, lease, opened, seen))
    return _Result(answer, result.seen, result.originals, blob, seen.type, pages)


def _pages(context: Context, lease: Lease, opened: Opened, seen: Observation) -> Iterator[MaskedPage]:
    pictures = store_pages(context, lease.organisation_id, opened, seen.pages)
    for page in seen.pages:
        picture = pictures[page.number]
        yield MaskedPage(page.number, picture.full, picture.thumbnail or picture.full, page.text, picture.preview)


def _open(context: Context, lease: Lease, request: MaskingRequest) -> Opened:
    with context.blobs.local(lease.organisation_id, request.sha256) as path:
        opened = context.observer.open(path, filename=request.filename)
    reach("masking_after_open")
    return opened


def _observation(context: Context, lease: Lease, opened: Opened) -> Observation:
    """Return what was seen in the file: kept from before, or now."""
    with context.database.reading() as session:
        known = Observations(session, lease.organisation_id).find(
            opened.document.sha256, observer=context.observer.version
        )
    observation = known or context.observer.observe(opened)
    reach("masking_after_observe")
    return observation


def _subject(request: MaskingRequest) -> Subject | None:
    return Subject(request.name or "", request.also) if request.name or request.also else None


@contextmanager
def _folder(context: Context) -> Iterator[Path]:
    """Yield a folder on the data disk that goes away: an unproved copy lies nowhere else."""
    spool = context.settings.spool_folder
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="masking-", dir=spool) as folder:
        yield Path(folder)


def _finish(context: Context, lease: Lease, result: _Result) -> None:
    reach("masking_before_finish")
    with context.database.transaction() as session:
        finished = MaskingLeases(session, lease.organisation_id).finish(
            lease, result.answer, now=clock(session), copy=result.copy, type=result.type, pages=result.pages
        )
        if finished and result.seen is not None:
            Observations(session, lease.organisation_id).put(result.seen, observer=context.observer.version)
            for page, picture in result.originals.items():
                Pictures(session, lease.organisation_id).put_page(result.seen.sha256, page, picture)
    reach("masking_after_finish")
    event = "masking_done" if finished else "result_dropped_overtaken"
    _log.info(event, masking=lease.id, attempt=lease.attempt, released=result.copy is not None)


def _refuse(context: Context, lease: Lease, request: MaskingRequest, refusal: VerifierError) -> None:
    """End a task whose file cannot be opened: a file that nobody could look into is not clean, and has no copy."""
    with context.database.transaction() as session:
        leases, now = MaskingLeases(session, lease.organisation_id), clock(session)
        if request.kind is MaskingKind.CHECK and isinstance(refusal, InputRefused):
            leases.finish(lease, judge_refused(request.filename, refusal.detail, _subject(request)), now=now)
        else:
            leases.refuse(lease, refusal.code, refusal.parameters, now=now)
    _log.info("masking_refused", masking=lease.id, code=refusal.code)


def _put_back(context: Context, lease: Lease, away: VerifierError) -> None:
    with context.database.transaction() as session:
        MaskingLeases(session, lease.organisation_id).put_back(lease, not_before=clock(session) + _STORAGE_PAUSE)
    _log.error("put_back", masking=lease.id, code=away.code)

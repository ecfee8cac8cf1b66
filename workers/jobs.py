"""The two jobs. Both come with an id alone, may run twice or at the same time, and leave one result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from models.errors import BlobDamaged, InputRefused, StorageFull, StorageUnavailable, VerifierError
from models.observation import Observation
from models.report import Finding
from models.store.applications import Applications
from models.store.database import clock
from models.store.document_leases import DOCUMENTS, DocumentLeases
from models.store.documents import Documents, StoredDocument
from models.store.housekeeping import next_document, organisation_of_application
from models.store.leases import Lease, owner
from models.store.observations import Observations
from models.store.pictures import PagePicture, Pictures
from models.store.reports import Reports
from verifier.owners import with_findings
from workers.batchmates import meet_batch
from workers.cases import build_case, with_observation
from workers.context import Context, current
from workers.faults import reach
from workers.leasing import Holding, ended_when_hung
from workers.logs import logger
from workers.papers import judge_again, with_overlaps
from workers.pictures import store_crops, store_pages
from workers.rosters import meet_roster

_STORAGE_PAUSE = timedelta(seconds=30)
"""How long a document waits when the disk is full or the store of files does not answer."""

_log = logger(__name__)


def observe_document(document_id: str) -> None:
    """Observe one document, judge what can be judged of it alone, and judge the application after the last one.

    The document is that of the hint, or one that somebody waits for where the hinted one came in a batch.
    """
    context = current()
    lease = _take_lease(context, document_id)
    if lease is None:
        _log.info("document_not_open", document=document_id)
        return
    with Holding(context, lease, DocumentLeases):
        findings = _attempt(context, lease)
    with ended_when_hung(context.settings.job_seconds):
        _try_crops(context, lease.organisation_id, findings)
    _judge_when_complete(context, lease)


def judge_application(application_id: str) -> None:
    """Judge the current revision of an application whose documents are all terminal."""
    context = current()
    with context.database.transaction() as session:
        organisation_id = organisation_of_application(session, application_id)
        if organisation_id is None:
            return
        applications = Applications(session, organisation_id)
        revision = applications.get(application_id).revision
        ttl = timedelta(seconds=context.settings.lease_seconds)
        if not applications.begin_judging(application_id, revision, now=clock(session), ttl=ttl):
            return
    with (
        ended_when_hung(context.settings.job_seconds),
        _released_on_failure(context, organisation_id, application_id, revision),
    ):
        with context.database.reading() as session:
            case, now = build_case(session, organisation_id, application_id), clock(session)
        case, met = meet_roster(context, organisation_id, case)
        case = with_overlaps(context, organisation_id, case, findable=True)
        further, company = meet_batch(context, organisation_id, case, met.roster if met is not None else None)
        report = with_findings(context.judge.application(case, now=now), further)
        _try_crops(context, organisation_id, report.findings)
        reach("before_report")
        with context.database.transaction() as session:
            if company is not None:
                company.lock(session, organisation_id)
            # A document that came in the meantime has raised the revision: this report is then an older one's.
            saved = Reports(session, organisation_id).save(report, revision=revision)
            if saved and met is not None:
                met.note(session, organisation_id)
            again = judge_again(session, organisation_id, report) if saved else ()
            if saved and company is not None:
                again += company.note(session, organisation_id)
        reach("after_report")
    _log.info("application_judged", application=application_id, revision=revision, saved=saved)
    for other in again:
        _log.info("judged_again", application=other, because_of=application_id)


@contextmanager
def _released_on_failure(context: Context, organisation_id: str, application_id: str, revision: int) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        _log.error("judging_failed", application=application_id, error=type(error).__name__)
        with context.database.transaction() as session:
            Applications(session, organisation_id).stop_judging(application_id, revision)
        raise


@dataclass(frozen=True)
class _Seen:
    """What a look at a document gave: all that `finish` writes."""

    observation: Observation
    findings: tuple[Finding, ...]
    pages: dict[int, PagePicture]


def _take_lease(context: Context, document_id: str) -> Lease | None:
    ttl = timedelta(seconds=context.settings.lease_seconds)
    with context.database.transaction() as session:
        now = clock(session)
        chosen = next_document(session, document_id, now=now)
        organisation_id = owner(session, DOCUMENTS, chosen) if chosen is not None else None
        if chosen is None or organisation_id is None:
            return None
        return DocumentLeases(session, organisation_id).acquire(chosen, now=now, ttl=ttl)


def _attempt(context: Context, lease: Lease) -> tuple[Finding, ...]:
    """Bring the document to an end, or give it back; return the findings that were written."""
    reach("after_lease")
    try:
        seen = _look(context, lease)
    except (InputRefused, BlobDamaged) as refusal:
        _refuse(context, lease, refusal)
    except (StorageFull, StorageUnavailable) as away:
        _put_back(context, lease, away)
    else:
        return seen.findings if _finish(context, lease, seen) else ()
    return ()


def _look(context: Context, lease: Lease) -> _Seen:
    with context.database.reading() as session:
        document = Documents(session, lease.organisation_id).get(lease.id)
        observation = Observations(session, lease.organisation_id).find(
            document.sha256, observer=context.observer.version
        )
        pages = _known_pages(Pictures(session, lease.organisation_id), document, observation)
    if observation is None or pages is None:
        observation, pages = _open_and_observe(context, document, observation)
    reach("after_observe")
    with context.database.reading() as session:
        case = build_case(session, lease.organisation_id, document.application_id, only_document=lease.id)
        now = clock(session)
    case = with_observation(case, document.id, observation)
    case = with_overlaps(context, lease.organisation_id, case, findable=False)
    findings = context.judge.document(case, document.id, now=now)
    return _Seen(observation, findings, pages)


def _known_pages(
    pictures: Pictures, document: StoredDocument, observation: Observation | None
) -> dict[int, PagePicture] | None:
    """Return the stored pictures of a file seen before, None where one is missing or has no preview."""
    if observation is None:
        return None
    found = {page.number: pictures.page(document.sha256, page.number) for page in observation.pages}
    known = {number: picture for number, picture in found.items() if picture is not None and picture.preview}
    return known if len(known) == len(found) else None


def _open_and_observe(
    context: Context, document: StoredDocument, known: Observation | None
) -> tuple[Observation, dict[int, PagePicture]]:
    with context.blobs.local(document.organisation_id, document.sha256) as path:
        opened = context.observer.open(path, filename=document.filename)
    reach("after_open")
    observation = known or context.observer.observe(opened)
    return observation, store_pages(context, document.organisation_id, opened, observation.pages)


def _finish(context: Context, lease: Lease, seen: _Seen) -> bool:
    reach("before_finish")
    with context.database.transaction() as session:
        pictures = Pictures(session, lease.organisation_id)
        finished = DocumentLeases(session, lease.organisation_id).finish(
            lease, seen.observation, seen.findings, observer=context.observer.version, now=clock(session)
        )
        if finished:
            for page, picture in seen.pages.items():
                pictures.put_page(seen.observation.sha256, page, picture)
    reach("after_finish")
    if not finished:
        _log.warning("result_dropped_overtaken", document=lease.id, attempt=lease.attempt)
        return False
    _log.info("document_observed", document=lease.id, attempt=lease.attempt, pages=len(seen.pages))
    return True


def _refuse(context: Context, lease: Lease, refusal: VerifierError) -> None:
    with context.database.transaction() as session:
        DocumentLeases(session, lease.organisation_id).refuse(
            lease, refusal.code, refusal.parameters, now=clock(session)
        )
    _log.info("document_refused", document=lease.id, code=refusal.code)


def _put_back(context: Context, lease: Lease, away: VerifierError) -> None:
    with context.database.transaction() as session:
        DocumentLeases(session, lease.organisation_id).put_back(lease, not_before=clock(session) + _STORAGE_PAUSE)
    _log.error("put_back", document=lease.id, code=away.code)


def _try_crops(context: Context, organisation_id: str, findings: tuple[Finding, ...]) -> None:
    """Store the pictures of the evidence; a full disk or an absent store costs the pictures, never the findings."""
    try:
        store_crops(context, organisation_id, findings)
    except (StorageFull, StorageUnavailable) as away:
        _log.error("crops_not_stored", code=away.code)


def _judge_when_complete(context: Context, lease: Lease) -> None:
    with context.database.reading() as session:
        documents = Documents(session, lease.organisation_id)
        application_id = documents.get(lease.id).application_id
        progress = documents.progress(application_id)
    if progress.is_complete:
        judge_application(application_id)

"""The jobs of the copied ratio: comparing one paper, taking files into the corpus, checking it.

Each comes with an id alone, may run twice, and leaves one result. A comparison writes its report after every pass. Many
files are taken in by turns, so that whoever waits for one document does not wait for all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from models.errors import BlobDamaged, InputRefused, InvalidRequest, StorageFull, StorageUnavailable
from models.store.database import clock
from models.store.housekeeping import oldest_open_document
from models.store.leases import Lease, owner
from models.store.similarity_due import comparisons_wait
from models.store.similarity_jobs import SIMILARITY, JobKind, SimilarityJobs, StoredJob
from workers.comparing import Compared, compare_paper
from workers.context import Context, current
from workers.corpora import corpora_of
from workers.faults import reach
from workers.leasing import Holding
from workers.library import Library, checked
from workers.logs import logger

TURN_SECONDS: Final = 20.0
"""So long files are taken in before others have a turn."""

_STORAGE_PAUSE: Final = timedelta(seconds=30)

_log = logger(__name__)


def run_similarity_job(job_id: str) -> None:
    """Do one job, or a turn of it."""
    context = current()
    found = _acquire(context, job_id)
    if found is None:
        _log.info("job_not_open", job=job_id)
        return
    lease, job = found
    work = {JobKind.COMPARISON: _compare, JobKind.CORPUS_ADD: _take_in, JobKind.CORPUS_CHECK: _check}[job.kind]
    with Holding(context, lease, SimilarityJobs):
        reach(f"{job.kind}_after_lease")
        try:
            work(context, lease, job)
        except (StorageFull, StorageUnavailable) as away:
            _put_back(context, lease, _STORAGE_PAUSE)
            _log.error("put_back", job=job.id, code=away.code)
        except (InputRefused, InvalidRequest, BlobDamaged) as refusal:
            code, parameters = refusal.code, refusal.parameters
            _write(context, lease, lambda jobs, now: jobs.refuse(lease, code, parameters, now=now))
            _log.info("job_refused", job=job.id, code=code)


def _acquire(context: Context, job_id: str) -> tuple[Lease, StoredJob] | None:
    with context.database.transaction() as session:
        organisation_id = owner(session, SIMILARITY, job_id)
        if organisation_id is None:
            return None
        jobs = SimilarityJobs(session, organisation_id)
        now, ttl = clock(session), timedelta(seconds=context.settings.lease_seconds)
        lease = jobs.acquire(job_id, now=now, ttl=ttl)
        return None if lease is None else (lease, jobs.get(job_id))


def _compare(context: Context, lease: Lease, job: StoredJob) -> None:
    def known(compared: Compared) -> None:
        body, stage = compared.report.decode(), compared.stage
        if compared.page is None:
            _write(context, lease, lambda jobs, now: jobs.report(lease, body, stage=stage))
            reach("comparison_after_pass")
            return
        reach("comparison_before_finish")
        page, pdf = (
            context.blobs.put_bytes(job.organisation_id, data).sha256 if data is not None else None
            for data in (compared.page, compared.pdf)
        )
        reach("comparison_after_blobs")
        _finish(
            context, lease, "paper_compared",
            lambda jobs, now: jobs.finish(lease, body, now=now, stage=stage, page=page, pdf=pdf),
        )  # fmt: skip
        reach("comparison_after_finish")

    compare_paper(context, job, known)


def _take_in(context: Context, lease: Lease, job: StoredJob) -> None:
    """Take in files until all are, or others should have a turn."""
    started = time.monotonic()
    library = Library(context, job)
    for done in range(job.done, job.total):
        library.take(done)
        result = library.result
        reach("corpus_add_after_file")
        if done + 1 == job.total:
            _finish(context, lease, "files_taken", lambda jobs, now, said=result: jobs.finish(lease, said, now=now))
            reach("corpus_add_after_finish")
            return
        if not _write(context, lease, lambda jobs, now, n=done + 1, said=result: jobs.report(lease, said, done=n)):
            return  # overtaken: another goes on from here
        reach("corpus_add_after_row")
        if _turn_is_over(context, time.monotonic() - started):
            _put_back(context, lease, timedelta(0))
            _log.info("files_wait", job=job.id, done=done + 1, total=job.total)
            return


def _turn_is_over(context: Context, seconds: float) -> bool:
    """Tell whether others should have a turn: somebody waits, or the job comes near the time at which it is ended."""
    if seconds < TURN_SECONDS:
        return False
    if seconds >= context.settings.job_seconds / 2:
        return True
    with context.database.reading() as session:
        return oldest_open_document(session) is not None or comparisons_wait(session)


def _check(context: Context, lease: Lease, job: StoredJob) -> None:
    result = checked(corpora_of(context.settings).own(job.organisation_id))
    reach("corpus_check_before_finish")
    _finish(context, lease, "corpus_checked", lambda jobs, now: jobs.finish(lease, result, now=now))
    reach("corpus_check_after_finish")


def _put_back(context: Context, lease: Lease, pause: timedelta) -> None:
    _write(context, lease, lambda jobs, now: jobs.put_back(lease, not_before=now + pause))


def _finish(context: Context, lease: Lease, event: str, change: Callable[..., bool]) -> None:
    """Write the result and say so; who was overtaken has written none."""
    if _write(context, lease, change):
        _log.info(event, job=lease.id, attempt=lease.attempt)


def _write(context: Context, lease: Lease, change: Callable[..., bool]) -> bool:
    """Change the job in a transaction of its own; False where another has overtaken this worker."""
    with context.database.transaction() as session:
        held = change(SimilarityJobs(session, lease.organisation_id), clock(session))
    if not held:
        _log.warning("result_dropped_overtaken", job=lease.id, attempt=lease.attempt)
    return held

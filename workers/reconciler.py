"""Finds what nobody works on and hints again, by lease and by what stands in the queue.

Never by age alone: a sweeper that re-enqueues whatever is old floods the queue with copies as soon as there is more
work than a moment's.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from models.store.applications import Applications
from models.store.database import Database, clock
from models.store.documents import Documents
from models.store.housekeeping import DueDocument, due_applications, due_documents
from models.store.leases import MAX_ATTEMPTS, Leases
from models.store.masking_leases import DueMasking, MaskingLeases, due_masking
from models.store.masking_tasks import MaskingTasks
from models.store.similarity_due import DueJob, due_jobs
from models.store.similarity_jobs import MAX_ATTEMPTS as SIMILARITY_ATTEMPTS
from models.store.similarity_jobs import SimilarityJobs
from workers.logs import logger
from workers.queue import (
    JobQueue,
    application_job_id,
    document_job_id,
    enqueue_similarity,
    masking_job_id,
    similarity_job_id,
)

_log = logger(__name__)


@dataclass(frozen=True)
class Reconciled:
    """What one pass did: documents, applications and masking tasks hinted again, and those left to a person."""

    documents: int = 0
    applications: int = 0
    given_up: int = 0
    masking: int = 0
    similarity: int = 0


def reconcile(database: Database, queue: JobQueue) -> Reconciled:
    """Look once at everything that is due."""
    with database.reading() as session:
        due = due_documents(session, now=clock(session))
        tasks = due_masking(session, now=clock(session))
        similar = due_jobs(session, now=clock(session))
    spent = [document for document in due if document.attempts >= MAX_ATTEMPTS]
    given_up = _give_up_documents(database, spent) + _give_up_applications(database) + _give_up_masking(database, tasks)
    given_up += _give_up_similarity(database, similar)
    waiting = queue.waiting()
    if waiting is None:
        return Reconciled(given_up=given_up)
    return Reconciled(
        documents=_hint_documents(database, queue, [found for found in due if found not in spent], waiting),
        applications=_hint_applications(database, queue, waiting),
        given_up=given_up,
        masking=_hint_masking(database, queue, [task for task in tasks if task.attempts < MAX_ATTEMPTS], waiting),
        similarity=_hint_similarity(database, queue, similar, waiting),
    )


def run(database: Database, queue: JobQueue, *, every_seconds: float, stop: threading.Event) -> None:
    """Reconcile until `stop` is set; a database that does not answer is asked again."""
    while not stop.wait(every_seconds):
        try:
            done = reconcile(database, queue)
        except SQLAlchemyError as error:
            _log.error("reconcile_failed", error=type(error).__name__)
            continue
        if done != Reconciled():
            _log.info("reconciled", **dataclasses.asdict(done))


def _give_up_documents(database: Database, spent: list[DueDocument]) -> int:
    given_up = 0
    for document in spent:
        with database.transaction() as session:
            given_up += Leases(session, document.organisation_id).give_up(document.id, now=clock(session))
    return given_up


def _give_up_applications(database: Database) -> int:
    with database.reading() as session:
        due = due_applications(session, now=clock(session))
    given_up = 0
    for application in due:
        with database.transaction() as session:
            given_up += Applications(session, application.organisation_id).give_up_judging(
                application.id, application.revision, now=clock(session)
            )
    return given_up


def _hint_documents(database: Database, queue: JobQueue, due: list[DueDocument], waiting: frozenset[str]) -> int:
    hinted = 0
    for document in due:
        attempt = document.attempts + 1
        if document_job_id(document.id, attempt) in waiting:
            continue
        if not queue.observe(document.id, attempt=attempt):
            break
        with database.transaction() as session:
            Documents(session, document.organisation_id).mark_queued(document.id)
        hinted += 1
    return hinted


def _hint_applications(database: Database, queue: JobQueue, waiting: frozenset[str]) -> int:
    with database.reading() as session:
        due = due_applications(session, now=clock(session))
    return sum(
        queue.judge(application.id, revision=application.revision)
        for application in due
        if application_job_id(application.id, application.revision) not in waiting
    )


def _give_up_masking(database: Database, tasks: Sequence[DueMasking]) -> int:
    given_up = 0
    for task in tasks:
        if task.attempts >= MAX_ATTEMPTS:
            with database.transaction() as session:
                given_up += MaskingLeases(session, task.organisation_id).give_up(task.id, now=clock(session))
    return given_up


def _hint_masking(database: Database, queue: JobQueue, due: Sequence[DueMasking], waiting: frozenset[str]) -> int:
    hinted = 0
    for task in due:
        attempt = task.attempts + 1
        if masking_job_id(task.id, attempt) in waiting:
            continue
        if not queue.mask(task.id, attempt=attempt):
            break
        with database.transaction() as session:
            MaskingTasks(session, task.organisation_id).mark_queued(task.id)
        hinted += 1
    return hinted


def _give_up_similarity(database: Database, due: Sequence[DueJob]) -> int:
    given_up = 0
    for job in due:
        if job.attempts >= SIMILARITY_ATTEMPTS:
            with database.transaction() as session:
                given_up += SimilarityJobs(session, job.organisation_id).give_up(job.id, now=clock(session))
    return given_up


def _hint_similarity(database: Database, queue: JobQueue, due: Sequence[DueJob], waiting: frozenset[str]) -> int:
    return sum(
        enqueue_similarity(database, queue, job.id)
        for job in due
        if job.attempts < SIMILARITY_ATTEMPTS and similarity_job_id(job.id, job.attempts + 1, job.done) not in waiting
    )

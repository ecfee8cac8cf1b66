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
from models.store.housekeeping import due_applications
from models.store.leases import MAX_ATTEMPTS, Due, due
from workers.logs import logger
from workers.queue import DUTIES, MASK, OBSERVE, SIMILAR, Duty, JobQueue, application_job_id, hint_due

_log = logger(__name__)


@dataclass(frozen=True)
class Reconciled:
    """What one pass did: documents, masking tasks, jobs of the copied ratio and applications hinted again.

    And how many of any kind were left to a person.
    """

    documents: int = 0
    applications: int = 0
    given_up: int = 0
    masking: int = 0
    similarity: int = 0


def reconcile(database: Database, queue: JobQueue) -> Reconciled:
    """Look once at everything that is due."""
    with database.reading() as session:
        found = {duty: due(session, duty.leases.work, now=clock(session)) for duty in DUTIES}
    given_up = sum(_give_up(database, duty, found[duty]) for duty in DUTIES) + _give_up_applications(database)
    waiting = queue.waiting()
    if waiting is None:
        return Reconciled(given_up=given_up)
    hinted = {duty: _hint(database, queue, duty, found[duty], waiting) for duty in DUTIES}
    return Reconciled(
        documents=hinted[OBSERVE],
        applications=_hint_applications(database, queue, waiting),
        given_up=given_up,
        masking=hinted[MASK],
        similarity=hinted[SIMILAR],
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


def _give_up(database: Database, duty: Duty, found: Sequence[Due]) -> int:
    given_up = 0
    for work in found:
        if work.attempts >= MAX_ATTEMPTS:
            with database.transaction() as session:
                given_up += duty.leases(session, work.organisation_id).give_up(work.id, now=clock(session))
    return given_up


def _hint(database: Database, queue: JobQueue, duty: Duty, found: Sequence[Due], waiting: frozenset[str]) -> int:
    hinted = 0
    for work in found:
        if work.attempts >= MAX_ATTEMPTS or duty.job_id(work.id, work.attempts + 1, work.step) in waiting:
            continue
        if not hint_due(database, queue, duty, work):
            break
        hinted += 1
    return hinted


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


def _hint_applications(database: Database, queue: JobQueue, waiting: frozenset[str]) -> int:
    with database.reading() as session:
        due = due_applications(session, now=clock(session))
    return sum(
        queue.judge(application.id, revision=application.revision)
        for application in due
        if application_job_id(application.id, application.revision) not in waiting
    )

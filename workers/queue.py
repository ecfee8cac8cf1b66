"""The queue: hints that work waits. What is lost here is found again in the database.

RQ with JSON only and with an allow-list, since whoever can write to the queue server could otherwise name any function
(a JSON serializer does not prevent that). One queue a worker: RQ 3.0 loses a job for good when a worker that listens on
several is killed between taking and starting it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from models.store.database import Database
from models.store.document_leases import DocumentLeases
from models.store.housekeeping import revision_to_judge
from models.store.leases import Due, Leases, received
from models.store.masking_leases import MaskingLeases
from models.store.similarity_jobs import SimilarityJobs
from workers.logs import logger

QUEUE: Final = "documents"


@dataclass(frozen=True)
class Duty:
    """What a worker does with one kind of leased work: the function, and how ids of its jobs begin."""

    leases: type[Leases]
    function: str
    prefix: str

    def job_id(self, work_id: str, attempt: int, step: int = 0) -> str:
        """Return the id of the job for attempt `attempt` (from 1) after `step` steps: a hint given twice is one job."""
        return f"{self.prefix}-{work_id}-{attempt}" + (f"-{step}" if step else "")


OBSERVE: Final = Duty(DocumentLeases, "workers.jobs.observe_document", "doc")
MASK: Final = Duty(MaskingLeases, "workers.masking.run_masking", "mask")
SIMILAR: Final = Duty(SimilarityJobs, "workers.similarity.run_similarity_job", "sim")
DUTIES: Final = (OBSERVE, MASK, SIMILAR)

JUDGE: Final = "workers.jobs.judge_application"
ALLOWED: Final = frozenset({JUDGE, *(duty.function for duty in DUTIES)})

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SOCKET_SECONDS: Final = 1.0
_RESULT_TTL_SECONDS: Final = 0
_FAILURE_TTL_SECONDS: Final = 3600

_log = logger(__name__)


class JobRefused(Exception):
    """A job names a function that is not ours or carries more than one id."""


class AllowlistJob(Job):
    """A job that runs our functions on one id only; callbacks and webhooks, which RQ would obey, are void."""

    @property
    def func(self) -> Callable[[str], None]:
        """The function, imported only after its name was found on the list."""
        name, args = self.func_name, self.args
        plain = self.instance is None and not self.kwargs and len(args) == 1
        if name not in ALLOWED or not plain or not isinstance(args[0], str) or not _ID.fullmatch(args[0]):
            raise JobRefused(self.id)
        module, _, function = name.rpartition(".")
        found: Callable[[str], None] = getattr(import_module(module), function)
        return found

    @property
    def success_callback(self) -> None:
        """None, whatever the job says."""

    @property
    def failure_callback(self) -> None:
        """None, whatever the job says."""

    @property
    def stopped_callback(self) -> None:
        """None, whatever the job says."""

    def send_webhooks(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  # the signature is RQ's
        """Call nobody."""


def connect(url: str) -> Redis:
    """Return a client for short calls: it gives up after a second, since nobody's request waits for a hint."""
    return Redis.from_url(
        url, socket_timeout=_SOCKET_SECONDS, socket_connect_timeout=_SOCKET_SECONDS, retry=Retry(NoBackoff(), 0)
    )


def open_queue(connection: Redis) -> Queue:
    """Return the queue of documents on a connection."""
    return Queue(QUEUE, connection=connection, serializer=JSONSerializer, job_class=AllowlistJob)


def application_job_id(application_id: str, revision: int) -> str:
    """Return the id of the job that judges a revision of an application."""
    return f"app-{application_id}-{revision}"


class JobQueue:
    """Hands ids to the workers. No call raises where the server does not answer; it says so and the reconciler retries.

    Args:
        url: the server; None where there is none yet, then every hint is dropped.
    """

    def __init__(self, url: str | None) -> None:
        self._queue = open_queue(connect(url)) if url is not None else None

    def hint(self, duty: Duty, work_id: str, *, attempt: int, step: int = 0, at_front: bool = False) -> bool:
        """Hint that work waits; False where the hint was dropped.

        Args:
            duty: what is to be done.
            work_id: of the row.
            attempt: the one to come, from 1.
            step: how many steps of it are done.
            at_front: before all other hints: somebody looks at the screen meanwhile.
        """
        return self._put(duty.function, work_id, duty.job_id(work_id, attempt, step), at_front=at_front)

    def judge(self, application_id: str, *, revision: int) -> bool:
        """Hint that an application waits for its report; False where the hint was dropped."""
        return self._put(JUDGE, application_id, application_job_id(application_id, revision))

    def waiting(self) -> frozenset[str] | None:
        """Return the ids of the jobs that no worker has taken yet; None where the server does not answer."""
        if self._queue is None:
            return None
        try:
            return frozenset(self._queue.get_job_ids())
        except RedisError as error:
            _log.warning("queue_unavailable", error=type(error).__name__)
            return None

    def _put(self, function: str, argument: str, job_id: str, *, at_front: bool = False) -> bool:
        if self._queue is None:
            return False
        try:
            self._queue.enqueue_call(
                function,
                args=(argument,),
                job_id=job_id,
                # RQ would make one of the arguments.
                description=job_id,
                result_ttl=_RESULT_TTL_SECONDS,
                failure_ttl=_FAILURE_TTL_SECONDS,
                timeout=-1,
                at_front=at_front,
            )
        except RedisError as error:
            _log.warning("hint_dropped", job=job_id, error=type(error).__name__)
            return False
        return True


def enqueue(database: Database, queue: JobQueue, duty: Duty, ids: Iterable[str]) -> int:
    """Hint that this committed work waits and mark it queued; return how many hints arrived.

    Never raises because of the queue: the first hint that is dropped ends it, and the reconciler does the rest.
    """
    sent = 0
    for work_id in ids:
        with database.reading() as session:
            found = received(session, duty.leases.work, work_id)
        if found is None:
            continue
        if not hint_due(database, queue, duty, found):
            break
        sent += 1
    return sent


def hint_due(database: Database, queue: JobQueue, duty: Duty, due: Due) -> bool:
    """Hint at work and mark it queued; False where the hint was dropped."""
    if not queue.hint(duty, due.id, attempt=due.attempts + 1, step=due.step, at_front=due.urgent):
        return False
    with database.transaction() as session:
        duty.leases(session, due.organisation_id).mark_queued(due.id)
    return True


def enqueue_judging(database: Database, queue: JobQueue, application_id: str) -> bool:
    """Hint that an application wants judging, where its documents are done; the reconciler finds what is dropped."""
    with database.reading() as session:
        revision = revision_to_judge(session, application_id)
    return revision is not None and queue.judge(application_id, revision=revision)

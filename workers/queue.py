"""The queue: hints that work waits. What is lost here is found again in the database.

RQ with JSON only and with an allow-list, since whoever can write to the queue server could otherwise name any function
(a JSON serializer does not prevent that). One queue a worker: RQ 3.0 loses a job for good when a worker that listens on
several is killed between taking and starting it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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
from models.store.documents import Documents, DocumentState
from models.store.housekeeping import organisation_of_document, revision_to_judge
from models.store.masking_leases import organisation_of_masking
from models.store.masking_tasks import MaskingState, MaskingTasks
from models.store.similarity_due import organisation_of_job
from models.store.similarity_jobs import JobKind, JobState, SimilarityJobs
from workers.logs import logger

QUEUE: Final = "documents"

OBSERVE: Final = "workers.jobs.observe_document"
JUDGE: Final = "workers.jobs.judge_application"
MASK: Final = "workers.masking.run_masking"
SIMILAR: Final = "workers.similarity.run_similarity_job"
ALLOWED: Final = frozenset({OBSERVE, JUDGE, MASK, SIMILAR})

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


def document_job_id(document_id: str, attempt: int) -> str:
    """Return the id of the job for attempt `attempt` (from 1) of a document: the same hint twice is one job."""
    return f"doc-{document_id}-{attempt}"


def application_job_id(application_id: str, revision: int) -> str:
    """Return the id of the job that judges a revision of an application."""
    return f"app-{application_id}-{revision}"


def masking_job_id(task_id: str, attempt: int) -> str:
    """Return the id of the job for attempt `attempt` (from 1) of a masking task."""
    return f"mask-{task_id}-{attempt}"


def similarity_job_id(job_id: str, attempt: int, step: int) -> str:
    """Return the id of the job for attempt `attempt` (from 1) of step `step` of a comparison or work on the corpus."""
    return f"sim-{job_id}-{step}-{attempt}"


class JobQueue:
    """Hands ids to the workers. No call raises where the server does not answer; it says so and the reconciler retries.

    Args:
        url: the server; None where there is none yet, then every hint is dropped.
    """

    def __init__(self, url: str | None) -> None:
        self._queue = open_queue(connect(url)) if url is not None else None

    def observe(self, document_id: str, *, attempt: int) -> bool:
        """Hint that a document waits; False where the hint was dropped."""
        return self._put(OBSERVE, document_id, document_job_id(document_id, attempt))

    def judge(self, application_id: str, *, revision: int) -> bool:
        """Hint that an application waits for its report; False where the hint was dropped."""
        return self._put(JUDGE, application_id, application_job_id(application_id, revision))

    def mask(self, task_id: str, *, attempt: int) -> bool:
        """Hint that a masking task waits; False where the hint was dropped."""
        return self._put(MASK, task_id, masking_job_id(task_id, attempt))

    def similar(self, job_id: str, *, attempt: int, step: int, at_front: bool) -> bool:
        """Hint that a comparison or work on the corpus waits; False where the hint was dropped.

        Args:
            job_id: of the row.
            attempt: the one to come, from 1.
            step: how many steps of it are done.
            at_front: before all other hints: somebody looks at the screen meanwhile.
        """
        return self._put(SIMILAR, job_id, similarity_job_id(job_id, attempt, step), at_front=at_front)

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


def enqueue_documents(database: Database, queue: JobQueue, document_ids: Iterable[str]) -> int:
    """Hint that these committed documents wait and mark them queued; return how many hints arrived.

    Never raises because of the queue: the first hint that is dropped ends it, and the reconciler does the rest.
    """
    sent = 0
    for document_id in document_ids:
        with database.reading() as session:
            organisation_id = organisation_of_document(session, document_id)
            if organisation_id is None:
                continue
            document = Documents(session, organisation_id).get(document_id)
        if document.state is not DocumentState.RECEIVED:
            continue
        if not queue.observe(document_id, attempt=document.attempts + 1):
            break
        with database.transaction() as session:
            Documents(session, organisation_id).mark_queued(document_id)
        sent += 1
    return sent


def enqueue_judging(database: Database, queue: JobQueue, application_id: str) -> bool:
    """Hint that an application wants judging, where its documents are done; the reconciler finds what is dropped."""
    with database.reading() as session:
        revision = revision_to_judge(session, application_id)
    return revision is not None and queue.judge(application_id, revision=revision)


def enqueue_masking(database: Database, queue: JobQueue, task_ids: Iterable[str]) -> int:
    """Hint that these committed masking tasks wait and mark them queued; return how many hints arrived.

    Never raises because of the queue, like `enqueue_documents`.
    """
    sent = 0
    for task_id in task_ids:
        with database.reading() as session:
            organisation_id = organisation_of_masking(session, task_id)
            if organisation_id is None:
                continue
            task = MaskingTasks(session, organisation_id).get(task_id)
        if task.state is not MaskingState.RECEIVED:
            continue
        if not queue.mask(task_id, attempt=task.attempts + 1):
            break
        with database.transaction() as session:
            MaskingTasks(session, organisation_id).mark_queued(task_id)
        sent += 1
    return sent


def enqueue_similarity(database: Database, queue: JobQueue, job_id: str) -> bool:
    """Hint that a committed comparison or work on the corpus waits; never raises because of the queue."""
    with database.reading() as session:
        organisation_id = organisation_of_job(session, job_id)
        if organisation_id is None:
            return False
        job = SimilarityJobs(session, organisation_id).get(job_id)
    if job.state is not JobState.WAITING:
        return False
    at_front = job.kind is JobKind.COMPARISON
    if not queue.similar(job_id, attempt=job.attempts + 1, step=job.done, at_front=at_front):
        return False
    with database.transaction() as session:
        SimilarityJobs(session, organisation_id).mark_queued(job_id)
    return True

"""One worker process: loads its engine once, listens on one queue, and runs every job in its own thread.

`python -m workers.worker` is what the supervisor starts. A process with a loaded engine never forks: the threads of
OpenVINO do not survive it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry
from rq import Queue
from rq.job import Job
from rq.timeouts import BaseDeathPenalty
from rq.worker import SimpleWorker

from workers import logs
from workers.context import Context, install, open_context
from workers.isolation import require_sandbox
from workers.queue import AllowlistJob, open_queue
from workers.queue_server import check_url
from workers.settings import Settings

_MAINTENANCE_SECONDS = 60

_RETRY = Retry(ExponentialBackoff(cap=0.5, base=0.05), retries=8)
"""About three seconds: a queue server that was restarted answers again, and the worker with its engine lives on."""

_log = logs.logger(__name__)


class _NoAlarm(BaseDeathPenalty):
    """No alarm: `workers.leasing.Holding` keeps the time.

    RQ's alarm raises an ordinary exception, which waits until native code returns and which any `except Exception` in
    between swallows.
    """

    def setup_death_penalty(self) -> None:
        """Set nothing."""

    def cancel_death_penalty(self) -> None:
        """Cancel nothing."""


class DocumentWorker(SimpleWorker):
    """RQ's in-process worker, silent about what jobs say: an exception's text may quote a document."""

    death_penalty_class = _NoAlarm
    job_class = AllowlistJob
    max_connection_wait_time = 5.0

    def handle_exception(self, job: Job, *exc_info: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Log what kind of exception it was."""
        _log.error("job_failed", job=job.id, error=_kind(exc_info))

    def handle_job_failure(self, job: Job, queue: Queue, *args: Any, **options: Any) -> None:  # noqa: ANN401
        """Record the failure without its traceback, which RQ would keep in the queue server."""
        options["exc_string"] = "failed"
        super().handle_job_failure(job, queue, *args, **options)


def run(settings: Settings, make_context: Callable[[Settings], Context]) -> int:
    """Work until a signal says to stop; return the exit status.

    Args:
        settings: must name the queue server.
        make_context: loads engine and policy, before the first job is taken.
    """
    logs.configure(settings.log_level)
    if settings.redis_url is None:
        _log.error("no_queue_server")
        return 2
    check_url(settings.redis_url)
    require_sandbox(settings)
    install(make_context(settings))
    queue = open_queue(Redis.from_url(settings.redis_url, retry=_RETRY))
    worker = DocumentWorker(
        [queue],
        connection=queue.connection,
        serializer=queue.serializer,
        log_job_description=False,
        maintenance_interval=_MAINTENANCE_SECONDS,
    )
    _log.info("worker_ready", worker=worker.name)
    worker.work()
    return 0


def real_context(settings: Settings) -> Context:
    """Return the tools of the service: the engine of the settings and the judge of the policies."""
    # Imported here, after the silencing: the runtimes read their telemetry switches when they are loaded.
    from verifier.reading.quiet import silence

    silence()
    import cv2

    from verifier.masking.proof import proof_engine
    from verifier.reading.engines import create_engine
    from workers.observers import EngineObserver
    from workers.verdicts import PolicyJudge

    # One worker a core: the threads of several OpenCVs would only push each other aside.
    cv2.setNumThreads(1)
    engine = create_engine(settings.ocr_engine, threads=1, warm=True)
    return open_context(settings, EngineObserver(engine), PolicyJudge(), lambda: proof_engine(engine))


def _kind(exc_info: tuple[object, ...]) -> str:
    return exc_info[0].__name__ if exc_info and isinstance(exc_info[0], type) else "unknown"


if __name__ == "__main__":
    sys.exit(run(Settings(), real_context))

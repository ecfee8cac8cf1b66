"""One machine's service: queue server, web process, workers and reconciler, started, watched and stopped together."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import FrameType, TracebackType
from typing import Final

from models.errors import InvalidRequest
from models.messages import text
from models.store.database import Database
from models.store.organisations import bootstrap
from models.store.setup_codes import new_setup_code
from workers import logs, queue_server, reconciler, webhooks
from workers.alone import alone
from workers.isolation import require_sandbox
from workers.metrics import StoreCollector, served
from workers.processes import Child
from workers.queue import JobQueue
from workers.settings import Settings

_TEND_SECONDS: Final = 0.1
_READY_SECONDS: Final = 60.0
_QUEUE_STOP_SECONDS: Final = 5.0

WORKER_COMMAND: Final = (sys.executable, "-m", "workers.worker")

_log = logs.logger(__name__)


class Supervisor:
    """Runs the service while it is open: `with Supervisor(settings) as service: ... service.url`.

    The web process answers as soon as the block is entered; workers load their engines meanwhile, and what is handed in
    before they are ready waits in the database.

    Args:
        settings: port 0 takes a free one.
        worker_command: what a worker process runs.
        with_web: False starts no web process.
        output: file descriptor for the output of all children.

    Raises:
        InvalidRequest: port or data folder are in use, or there is no fit queue server, or in production no sandbox.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        worker_command: Sequence[str] = WORKER_COMMAND,
        with_web: bool = True,
        output: int = 2,
    ) -> None:
        self.settings = settings
        self.first_key: str | None = None
        """The administrator's key where this start made the store; it is kept nowhere else."""
        self.setup_code: str | None = None
        """The code with which the first administrator is made, where there is no user; it is kept nowhere else."""
        self.metrics_port: int | None = None
        self._worker_command = worker_command
        self._with_web = with_web and settings.web
        self._output = output
        self._queue: Child | None = None
        self._web: Child | None = None
        self._workers: list[Child] = []
        self._tending = threading.Lock()
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._open = ExitStack()

    @property
    def url(self) -> str:
        """Where the web process answers."""
        return f"http://{self.settings.host}:{self.settings.port}"

    @property
    def worker_pids(self) -> list[int]:
        """Process ids of the workers that run now."""
        return [child.pid for child in self._workers if child.pid is not None]

    def __enter__(self) -> Supervisor:
        with ExitStack() as on_failure:
            on_failure.callback(self.stop)
            self._start()
            on_failure.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop all: documents in work are finished, up to the drain time; then everything is killed."""
        self._stopping.set()
        with self._tending:
            pass  # from here on nothing is restarted
        clients = [child for child in (self._web, *self._workers) if child is not None]
        for child in clients:
            child.end()
        limit = time.monotonic() + self.settings.drain_seconds
        for child in clients:
            child.wait(limit - time.monotonic())
        if self._queue is not None:
            self._queue.end()
            self._queue.wait(_QUEUE_STOP_SECONDS)
        self._stopped.set()
        self._open.close()

    def _start(self) -> None:
        require_sandbox(self.settings)
        self._lock_data()
        if self._with_web:
            self.settings = self.settings.model_copy(update={"port": _free_port(self.settings)})
        database = Database(self.settings.database)
        self._open.callback(database.close)
        database.migrate()
        self.first_key = bootstrap(database)
        self.setup_code = new_setup_code(database) if self._with_web else None
        self.settings.open_blobs().sweep()
        self._start_queue()
        self._start_children()
        self._start_threads(database)
        self._wait_for_web()

    def _lock_data(self) -> None:
        self._open.enter_context(alone(self.settings.data_dir))

    def _start_queue(self) -> None:
        if self.settings.redis_url is not None:
            queue_server.check_url(self.settings.redis_url)
            return
        folder = self.settings.queue_folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = queue_server.socket_path(folder)
        if place.parent != folder.absolute():
            self._open.callback(shutil.rmtree, place.parent, ignore_errors=True)
        url = f"unix://{place}"
        queue_server.end_former(url)
        command = queue_server.command(queue_server.find_server(), folder, place)
        self._queue = Child("queue", command, {}, output=self._output)
        self._queue.start()
        if not self._queue_is_up(url) and queue_server.set_changes_aside(folder):
            self._queue.wait(0)
            self._queue.start()
        if not self._queue_is_up(url):
            raise InvalidRequest(reason=text("workers.queue_server_failed", log=str(folder / "queue.log")))
        self.settings = self.settings.model_copy(update={"redis_url": url})

    def _queue_is_up(self, url: str) -> bool:
        child = self._queue
        return child is not None and queue_server.wait_until_up(url, lambda: child.pid is not None)

    def _start_children(self) -> None:
        environment = self.settings.environment()
        if self._with_web:
            self._web = Child("web", _web_command(self.settings), environment, output=self._output)
        for number in range(1, self.settings.workers + 1):
            self._workers.append(Child(f"worker-{number}", self._worker_command, environment, output=self._output))
        for child in (self._web, *self._workers):
            if child is not None:
                child.start()

    def _start_threads(self, database: Database) -> None:
        queue = JobQueue(self.settings.redis_url)
        reconciling = threading.Thread(
            target=reconciler.run,
            args=(database, queue),
            kwargs={"every_seconds": self.settings.reconcile_seconds, "stop": self._stopping},
            name="reconciler",
        )
        tending = threading.Thread(target=self._tend, name="tending")
        sending = threading.Thread(
            target=webhooks.run,
            args=(database, self.settings.callout),
            kwargs={"every_seconds": self.settings.webhook_seconds, "stop": self._stopping},
            name="webhooks",
        )
        for thread in (reconciling, sending, tending):
            thread.start()
            self._open.callback(thread.join)
        self._start_metrics(database, queue)

    def _start_metrics(self, database: Database, queue: JobQueue) -> None:
        if self.settings.metrics_port is None:
            return
        collector = StoreCollector(
            database, self.settings.open_blobs(), queue, self.settings.data_dir, lambda: len(self.worker_pids)
        )
        try:
            self.metrics_port = self._open.enter_context(
                served(collector, self.settings.metrics_host, self.settings.metrics_port)
            )
        except OSError:
            raise InvalidRequest(reason=text("workers.port_taken", port=self.settings.metrics_port)) from None

    def _tend(self) -> None:
        while not self._stopping.wait(_TEND_SECONDS):
            with self._tending:
                for child in (self._queue, self._web, *self._workers):
                    if child is not None and not self._stopping.is_set():
                        child.tend()
        # Children that this thread restarted are told of *its* end (prctl(2)): it stays until they have ended.
        self._stopped.wait()

    def _wait_for_web(self) -> None:
        if not self._with_web:
            return
        limit = time.monotonic() + _READY_SECONDS
        while time.monotonic() < limit:
            try:
                socket.create_connection((self.settings.host, self.settings.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise InvalidRequest(reason=text("workers.web_failed"))


def serve(settings: Settings, announce: Callable[[Supervisor], None]) -> int:
    """Run the service until SIGTERM or SIGINT; return the exit status.

    Args:
        settings: of the service.
        announce: called once when the service answers; shows address and first key.
    """
    logs.configure(settings.log_level)
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    with Supervisor(settings) as service:
        announce(service)
        stop.wait()
        _log.info("stopping", pid=os.getpid())
    return 0


def announcement(service: Supervisor) -> str:
    """Return what is told on start: the address and, once, the first key."""
    lines = [text("workers.listening", url=service.url)]
    if service.first_key is not None:
        lines.append(text("workers.first_key", key=service.first_key))
    if service.setup_code is not None:
        lines.append(text("workers.setup", url=f"{service.url}/setup?code={service.setup_code}"))
    return "\n".join(lines)


def _web_command(settings: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "api.app:create_app()"),
        *("--bind", f"{settings.host}:{settings.port}"),
        *("--worker-class", "api.connections.PatientWorker", "--workers", "1", "--threads", str(settings.web_threads)),
        *("--timeout", "120", "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"),
    ]


def _free_port(settings: Settings) -> int:
    """Return the port to listen on, tried out; gunicorn would retry for seconds and then say little."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise InvalidRequest(reason=text("workers.port_taken", port=settings.port)) from None
        port: int = probe.getsockname()[1]
        return port

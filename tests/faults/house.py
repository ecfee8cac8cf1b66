"""The whole service in processes of its own, restarted when its supervisor is killed, as an init system would do."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from sqlalchemy import select

from models.store.database import Database
from models.store.documents import DocumentState
from models.store.tables import DocumentRow
from tests.faults.processes import Process, all_processes, tree
from workers.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"web": "gunicorn", "queue": "-server", "worker": "s.worker "}
"""What the command line of each kind of process contains."""

_READY_SECONDS = 180


class House:
    """A service under `folder`; its log is `folder/log`, one JSON object a line."""

    def __init__(self, folder: Path, settings: Settings, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # One key asks here what many callers would ask, so there is no limit for each.
        own = {"data_dir": folder / "data", "port": free_port(), "requests_per_minute": 0}
        self.settings = settings.model_copy(update=own)
        self.url = f"http://127.0.0.1:{self.settings.port}"
        self.restarts = 0
        self._environment = {
            **os.environ, **self.settings.environment(), "PYTHONPATH": str(ROOT), **(environment or {})
        }  # fmt: skip
        self._cwd = folder / "cwd"
        self._cwd.mkdir(exist_ok=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._guard = threading.Lock()
        self._init = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._launch()
        self._init.start()
        self.wait_until_up()

    def stop(self) -> None:
        self._stopping.set()
        with self._guard:
            process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._init.join(5)

    @property
    def supervisor(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def key(self) -> str:
        """The administrator's key."""
        return (self.folder / "key").read_text()

    def client(self, **options: object) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(
            base_url=self.url + "/api/v1",
            headers=headers,
            trust_env=False,
            timeout=30,
            **options,  # type: ignore[arg-type]
        )

    def processes(self, kind: str) -> list[Process]:
        """Return the running processes of a kind: the supervisor's own children, and the web's below its master."""
        mark = KINDS[kind]
        return [found for found in tree(self.supervisor)[1:] if mark in found.command and found.state != "Z"]

    def kill(self, pid: int) -> bool:
        """Send SIGKILL; False where there is no such process any more."""
        process = all_processes().get(pid)
        if process is None or process.state == "Z":
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
        return False

    def kill_queue_without_its_file(self) -> bool:
        """Kill the queue server and remove its log of changes before it is started again."""
        supervisor = self.supervisor
        with suppress(ProcessLookupError):
            os.kill(supervisor, signal.SIGSTOP)
            try:
                killed = [self.kill(process.pid) for process in self.processes("queue")]
                shutil.rmtree(self.settings.queue_folder / "appendonlydir", ignore_errors=True)
            finally:
                os.kill(supervisor, signal.SIGCONT)
            return any(killed)
        return False

    def is_at_work(self) -> bool:
        """Tell whether a worker holds a document at this moment."""
        database = Database(self.settings.database)
        try:
            with database.reading() as session:
                held = select(DocumentRow.id).where(DocumentRow.state == DocumentState.OBSERVING.value).limit(1)
                return session.scalar(held) is not None
        finally:
            database.close()

    def wait_until_up(self) -> None:
        limit = time.monotonic() + _READY_SECONDS
        while time.monotonic() < limit:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/api/v1/health/live", trust_env=False).is_success:
                    return
            time.sleep(0.05)
        raise TimeoutError(f"the service did not start; see {self.folder / 'log'}")

    def log(self) -> Iterator[dict[str, object]]:
        """Yield the lines of the log that are ours."""
        with (self.folder / "log").open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                with suppress(ValueError):
                    found = json.loads(line)
                    if isinstance(found, dict):
                        yield found

    def _launch(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.supervised", str(self.folder / "key")],
                env=self._environment, cwd=self._cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def _keep(self) -> None:
        while not self._stopping.wait(0.2):
            with self._guard:
                if self._process is not None and self._process.poll() is not None and not self._stopping.is_set():
                    self._launch()
                    self.restarts += 1


@contextmanager
def running(folder: Path, settings: Settings, environment: Mapping[str, str] | None = None) -> Iterator[House]:
    """Yield a service that answers; it is stopped with the block."""
    house = House(folder, settings, environment)
    try:
        house.start()
        yield house
    finally:
        house.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

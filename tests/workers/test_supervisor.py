"""With real processes: whatever is killed, every document ends once and right."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import InvalidRequest
from models.report import Verdict
from models.store.applications import ApplicationState
from models.store.blobs import Blobs
from models.store.documents import DocumentState
from models.store.invariants import check_store
from tests.workers.conftest import Desk
from workers.queue import OBSERVE, JobQueue
from workers.settings import Settings
from workers.supervisor import Supervisor, announcement

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
WORKER = (sys.executable, "-m", "tests.workers.fake_worker")
Runs = Callable[[], list[str]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data", workers=1, lease_seconds=1, reconcile_seconds=0.2, drain_seconds=5, job_seconds=4,
        port=0,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def until(true: Callable[[], bool], seconds: float = 40) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "it did not happen"
        time.sleep(0.05)


def is_closed(desk: Desk, application: str) -> bool:
    return desk.stored(application).state in (ApplicationState.JUDGED, ApplicationState.NEEDS_MANUAL)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state != "Z"


def assert_whole(desk: Desk, application: str, documents: list[str]) -> None:
    """Every document is observed and has one finding; the report is of the current revision and has them all."""
    for document in documents:
        assert desk.document(document).state is DocumentState.OBSERVED
        assert desk.observation(document) is not None
        assert len(desk.findings(document)) == 1
    stored = desk.stored(application)
    assert stored.judged_revision == stored.revision
    assert len(desk.report(application).findings) == len(documents)
    assert check_store(desk.database, Blobs(desk.settings.blobs_folder)) == ()


def test_a_worker_killed_in_the_middle_loses_nothing(desk: Desk, runs: Runs) -> None:
    application = desk.application()
    documents = [desk.hand_in(application, f"slow 0.5 {n}", f"{n}.pdf") for n in range(4)]
    with Supervisor(desk.settings, worker_command=WORKER, with_web=False) as service:
        until(lambda: len(runs()) >= 2)
        for pid in service.worker_pids:
            os.kill(pid, signal.SIGKILL)
        until(lambda: is_closed(desk, application))
    assert_whole(desk, application, documents)
    attempts = sorted(desk.document(document).attempts for document in documents)
    assert attempts == [1, 1, 1, 2]
    assert len(runs()) == 5


def test_a_kill_before_the_result_is_written_loses_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = tmp_path / "reached"
    monkeypatch.setenv("VERIFIER_FAULT", "before_finish")
    monkeypatch.setenv("VERIFIER_FAULT_ONCE", str(once))
    application = desk.application()
    documents = [desk.hand_in(application, "ok")]
    with Supervisor(desk.settings, worker_command=WORKER, with_web=False):
        until(lambda: once.exists() and is_closed(desk, application))
    assert_whole(desk, application, documents)


def test_every_job_three_times_gives_one_result(desk: Desk, runs: Runs) -> None:
    application = desk.application()
    documents = [desk.hand_in(application, f"slow 0.2 {n}", f"{n}.pdf") for n in range(6)]
    settings = desk.settings.model_copy(update={"workers": 2})
    with Supervisor(settings, worker_command=WORKER, with_web=False) as service:
        queue = JobQueue(service.settings.redis_url)
        for attempt in (1, 2, 3):
            assert all(queue.hint(OBSERVE, document, attempt=attempt) for document in documents)
        until(lambda: is_closed(desk, application) and not queue.waiting())
    assert_whole(desk, application, documents)
    assert [desk.document(document).attempts for document in documents] == [1] * 6
    assert len(runs()) == 6


def test_a_poisonous_and_a_hanging_file_hurt_only_themselves(desk: Desk, runs: Runs) -> None:
    application = desk.application()
    poison = desk.hand_in(application, "crash", "毒.pdf")
    hanging = desk.hand_in(application, "hang", "停.pdf")
    good = [desk.hand_in(application, f"ok {n}", f"{n}.pdf") for n in range(6)]
    settings = desk.settings.model_copy(update={"workers": 2, "job_seconds": 1.0})
    with Supervisor(settings, worker_command=WORKER, with_web=False):
        until(lambda: is_closed(desk, application), 55)
    for document in (poison, hanging):
        stored = desk.document(document)
        assert (stored.state, stored.error_code, stored.attempts) == (
            DocumentState.NEEDS_MANUAL, "observation_failed", 3,
        )  # fmt: skip
    assert [desk.document(document).state for document in good] == [DocumentState.OBSERVED] * 6
    assert desk.report(application).verdict is Verdict.NEEDS_REVIEW
    assert len(runs()) == 3 + 3 + 6


def test_a_killed_queue_server_comes_back(desk: Desk) -> None:
    application = desk.application()
    documents = [desk.hand_in(application, f"slow 0.1 {n}", f"{n}.pdf") for n in range(6)]
    with Supervisor(desk.settings, worker_command=WORKER, with_web=False) as service:
        until(lambda: any(desk.document(document).state is DocumentState.OBSERVED for document in documents))
        assert service._queue is not None
        assert service._queue.pid is not None
        os.kill(service._queue.pid, signal.SIGKILL)
        until(lambda: is_closed(desk, application))
    assert_whole(desk, application, documents)


def test_stopping_ends_every_process_and_finishes_what_is_in_work(desk: Desk, runs: Runs) -> None:
    document = desk.hand_in(desk.application(), "slow 1.0")
    with Supervisor(desk.settings, worker_command=WORKER, with_web=False) as service:
        until(lambda: len(runs()) == 1)
        assert service._queue is not None
        pids = [*service.worker_pids, service._queue.pid]
    assert desk.document(document).state is DocumentState.OBSERVED
    assert not any(is_alive(pid) for pid in pids if pid is not None)
    assert not Path(str(service.settings.redis_url).removeprefix("unix://")).exists()


def test_a_killed_supervisor_takes_its_children_along(settings: Settings) -> None:
    script = (
        "import sys, time\n"
        "from workers.settings import Settings\n"
        "from workers.supervisor import Supervisor\n"
        f"with Supervisor(Settings(), worker_command={WORKER!r}, with_web=False) as service:\n"
        "    print(service.first_key, service._queue.pid, *service.worker_pids, flush=True)\n"
        "    time.sleep(60)\n"
    )
    environment = {**os.environ, **settings.environment()}
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    key, *pids = process.stdout.readline().split()
    assert key.startswith("mv_")
    assert all(is_alive(int(pid)) for pid in pids)
    with pytest.raises(InvalidRequest), Supervisor(settings, worker_command=WORKER, with_web=False):
        pass  # the folder is in use
    process.kill()
    process.wait()
    process.stdout.close()
    until(lambda: not any(is_alive(int(pid)) for pid in pids), 10)
    with Supervisor(settings, worker_command=WORKER, with_web=False) as service:
        assert service.first_key is None
        assert announcement(service).count("\n") == 0


def test_a_damaged_log_of_the_queue_does_not_keep_the_service_down(desk: Desk) -> None:
    with Supervisor(desk.settings, worker_command=WORKER, with_web=False):
        pass
    for file in (desk.settings.queue_folder / "appendonlydir").iterdir():
        file.write_bytes(b"*garbage\r\n" * 20)
    application = desk.application()
    documents = [desk.hand_in(application, "ok")]
    with Supervisor(desk.settings, worker_command=WORKER, with_web=False):
        until(lambda: is_closed(desk, application))
    assert_whole(desk, application, documents)


def test_a_taken_port_is_said_at_once(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = settings.model_copy(update={"port": other.getsockname()[1]})
        with pytest.raises(InvalidRequest), Supervisor(taken, worker_command=WORKER):
            pass

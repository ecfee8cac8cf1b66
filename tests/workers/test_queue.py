"""With a real queue server: what a worker runs and what it refuses, and what is kept."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.registry import FailedJobRegistry
from rq.serializers import JSONSerializer

from models.store.documents import DocumentState
from models.store.tables import new_id
from tests.workers.conftest import Desk
from workers import queue_server
from workers.context import Context
from workers.queue import OBSERVE, QUEUE, JobQueue, connect, enqueue, open_queue
from workers.worker import DocumentWorker

pytestmark = pytest.mark.slow


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    folder.mkdir(exist_ok=True)
    place = folder / "q.sock"
    process = subprocess.Popen(queue_server.command(queue_server.find_server(), folder, place))
    try:
        assert queue_server.wait_until_up(f"unix://{place}", lambda: process.poll() is None)
        yield f"unix://{place}", process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: its name is too long for a socket on some machines.
    with tempfile.TemporaryDirectory(prefix="q") as folder:
        yield Path(folder)


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    with running(folder) as (url, _):
        yield url


@pytest.fixture
def connection(url: str) -> Iterator[Redis]:
    with Redis.from_url(url) as connection:
        yield connection


def work(connection: Redis) -> None:
    worker = DocumentWorker([open_queue(connection)], connection=connection, serializer=JSONSerializer)
    # Signal handlers belong to the main thread of a real worker, not to a test.
    worker._install_signal_handlers = lambda: None
    worker.work(burst=True)


def test_a_hinted_document_is_observed_and_the_queue_forgets_it(
    desk: Desk, context: Context, url: str, connection: Redis
) -> None:
    document = desk.hand_in(desk.application(), "ok")
    queue = JobQueue(url)
    assert enqueue(desk.database, queue, OBSERVE, [document, new_id()]) == 1
    assert desk.document(document).state is DocumentState.QUEUED
    assert queue.waiting() == {f"doc-{document}-1"}
    work(connection)
    assert desk.document(document).state is DocumentState.OBSERVED
    assert queue.waiting() == frozenset()
    assert not connection.exists(f"rq:job:doc-{document}-1")


def everything(connection: Redis) -> bytes:
    """Return all that the server holds, unpacked: RQ compresses what it keeps."""
    read = {
        b"hash": connection.hvals,
        b"list": lambda key: connection.lrange(key, 0, -1),
        b"set": connection.smembers,
        b"zset": lambda key: connection.zrange(key, 0, -1),
        b"string": lambda key: [connection.get(key)],
        b"stream": lambda key: [value for _, entry in connection.xrange(key) for value in entry.values()],
    }
    keys = connection.keys()
    values = [value for key in keys for value in read[connection.type(key)](key)]
    unpacked = []
    for value in values:
        with suppress(zlib.error):
            unpacked.append(zlib.decompress(value))
    return b"\n".join([*keys, *values, *unpacked])


HOSTILE = [
    ("os.system", ["touch {mark}"], {}),
    ("subprocess.check_output", [["touch", "{mark}"]], {}),
    ("builtins.eval", ["__import__('pathlib').Path('{mark}').touch()"], {}),
    ("workers.jobs.Path", ["{mark}"], {}),
    (OBSERVE.function, ["../../{mark}"], {}),
    (OBSERVE.function, [], {"document_id": "{mark}"}),
]


@pytest.mark.parametrize(("function", "args", "kwargs"), HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_a_function_that_is_not_ours_is_not_run(
    context: Context, connection: Redis, tmp_path: Path, function: str, args: list, kwargs: dict
) -> None:
    mark = tmp_path / "PWNED"

    def marked(value):
        if isinstance(value, list):
            return [marked(inner) for inner in value]
        return value.replace("{mark}", str(mark))

    job = Queue(QUEUE, connection=connection, serializer=JSONSerializer).enqueue_call(
        function, args=marked(args), kwargs={key: marked(value) for key, value in kwargs.items()}
    )
    work(connection)
    assert not mark.exists()
    assert job.id in FailedJobRegistry(QUEUE, connection=connection, serializer=JSONSerializer)


def test_the_same_attack_works_on_a_plain_job(context: Context, connection: Redis, tmp_path: Path) -> None:
    """The attack above is a real one: RQ's own job class, with the same serializer, obeys it."""
    mark = tmp_path / "PWNED"
    job = Job.create("os.system", args=[f"touch {mark}"], connection=connection, serializer=JSONSerializer)
    job.perform()
    assert mark.exists()


def test_callbacks_of_a_job_are_void(desk: Desk, context: Context, connection: Redis, tmp_path: Path) -> None:
    document = desk.hand_in(desk.application(), "ok")
    job = Queue(QUEUE, connection=connection, serializer=JSONSerializer).enqueue_call(OBSERVE.function, args=[document])
    for name in ("success_callback_name", "failure_callback_name", "stopped_callback_name"):
        connection.hset(job.key, name, "os.abort")
    work(connection)
    assert desk.document(document).state is DocumentState.OBSERVED


def test_the_queue_holds_ids_only(desk: Desk, context: Context, url: str, connection: Redis) -> None:
    document = desk.hand_in(desk.application(), "fail", "张伟身份证.pdf")
    enqueue(desk.database, JobQueue(url), OBSERVE, [document])
    work(connection)
    kept = everything(connection)
    assert document.encode() in kept
    for secret in ("张伟", "11010519491231002X", "打不开"):
        assert secret.encode() not in kept
        assert ascii(secret)[1:-1].encode() not in kept
    assert desk.document(document).state is DocumentState.RECEIVED


def test_a_killed_server_keeps_its_hints(folder: Path) -> None:
    ids = [new_id() for _ in range(60)]
    with running(folder) as (url, process):
        queue = JobQueue(url)
        assert all(queue.hint(OBSERVE, document, attempt=1) for document in ids)
        threading.Event().wait(1.2)  # appendfsync everysec
        process.kill()
        process.wait()
    with running(folder) as (url, _):
        assert JobQueue(url).waiting() == {f"doc-{document}-1" for document in ids}


def test_the_server_listens_on_no_port_and_its_socket_is_private(url: str, connection: Redis) -> None:
    config = {key: connection.config_get(key)[key] for key in ("port", "maxmemory-policy", "appendonly", "appendfsync")}
    assert config == {
        "port": "0", "maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "everysec"
    }  # fmt: skip
    assert Path(url.removeprefix("unix://")).stat().st_mode & 0o077 == 0


def test_the_client_gives_up_soon_on_a_server_that_hangs(url: str, connection: Redis) -> None:
    connection.execute_command("CLIENT", "PAUSE", "5000", "ALL")
    started = time.monotonic()
    assert not JobQueue(url).hint(OBSERVE, new_id(), attempt=1)
    assert time.monotonic() - started < 3
    connection.close()
    assert connect(url) is not None

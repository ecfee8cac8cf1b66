"""The service on PostgreSQL, a bucket and a queue server with a password: as it runs on many machines."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from models.application import Applicant
from models.store.applications import Applications
from models.store.database import Database
from models.store.documents import Documents, DocumentState
from models.store.invariants import check_store
from models.store.organisations import Organisations
from tests.servers.postgres import running_postgres
from tests.servers.s3 import CREDENTIALS, Bucket, running_s3
from tests.workers.test_supervisor import ROOT, WORKER, until
from workers import queue_server
from workers.settings import Settings
from workers.supervisor import Supervisor

pytestmark = pytest.mark.slow


@pytest.fixture
def queue_url(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(queue_server.find_server()), "--port", str(port), "--bind", "127.0.0.1", "--requirepass", "secret"]
    with subprocess.Popen([*command, "--dir", str(tmp_path), "--save", ""], stdout=subprocess.DEVNULL) as server:
        url = f"redis://:secret@127.0.0.1:{port}/0"
        assert queue_server.wait_until_up(url, lambda: server.poll() is None)
        yield url
        server.terminate()


@pytest.fixture
def settings(tmp_path: Path, queue_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with running_postgres() as postgres, running_s3() as endpoint:
        bucket = Bucket(endpoint, f"b{uuid4().hex}")
        bucket.make()
        yield Settings(
            data_dir=tmp_path / "one", database_url=postgres.empty(), blobs_url=bucket.url, blobs_endpoint=endpoint,
            redis_url=queue_url, workers=1, web=False, lease_seconds=1, reconcile_seconds=0.2, drain_seconds=5,
        )  # fmt: skip


def test_two_machines_share_the_work_and_a_killed_worker_loses_nothing(settings: Settings, tmp_path: Path) -> None:
    other = settings.model_copy(update={"data_dir": tmp_path / "two"})
    with Supervisor(settings, worker_command=WORKER) as one, Supervisor(other, worker_command=WORKER) as two:
        assert one.first_key is not None
        assert two.first_key is None
        database, blobs = Database(settings.database), settings.open_blobs()
        with database.transaction() as session:
            organisation = Organisations(session).list()[0].id
            application = Applications(session, organisation).create(policy="p", applicant=Applicant()).id
        documents = []
        for number in range(8):
            blob = blobs.put_bytes(organisation, f"slow 0.3 {number}".encode())
            with database.transaction() as session:
                added = Documents(session, organisation).add(
                    application, sha256=blob.sha256, size=blob.size, filename=f"{number}.pdf"
                )
                documents.append(added.id)

        def states() -> list[DocumentState]:
            with database.reading() as session:
                return [Documents(session, organisation).get(document).state for document in documents]

        until(lambda: DocumentState.OBSERVED in states())
        os.kill(one.worker_pids[0], signal.SIGKILL)
        until(lambda: all(state is DocumentState.OBSERVED for state in states()))

        def is_judged() -> bool:
            with database.reading() as session:
                return Applications(session, organisation).get(application).is_judged

        until(is_judged)
        assert check_store(database, blobs) == ()
        database.close()
    # A worker that is killed while it holds a file leaves it behind; sweeping takes it, whoever else still works.
    scratch = settings.data_dir / "blobs" / ".scratch"
    assert len(list(scratch.iterdir())) <= 1
    blobs.sweep(older_than_seconds=0)
    assert list(scratch.iterdir()) == []
    assert not (settings.data_dir / "verifier.db").exists()

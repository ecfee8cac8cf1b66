from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from models.errors import InvalidRequest
from workers import queue_server
from workers.queue import OBSERVE, JobQueue

SAFE = [
    "unix:///run/verifier/queue.sock",
    "redis://:secret@127.0.0.1:1/0",
    "rediss://user:secret@localhost:1/1",
]
OPEN = [
    "redis://queue.example:6379", "redis://127.0.0.1:6379", "redis://localhost", "rediss://[::1]:6380",
    "redis://user@queue.example",
]  # fmt: skip


@pytest.mark.parametrize("url", SAFE)
def test_a_guarded_queue_is_accepted(url: str) -> None:
    queue_server.check_url(url)


@pytest.mark.parametrize("url", OPEN)
def test_a_queue_without_a_password_is_refused(url: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        queue_server.check_url(url)
    assert "secret" not in str(refused.value)


@pytest.mark.slow
@pytest.mark.parametrize("guarded", [True, False])
def test_a_password_that_the_server_does_not_want_guards_nothing(tmp_path: Path, guarded: bool) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(queue_server.find_server()), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path)]
    password = ["--requirepass", "secret"] if guarded else ["--protected-mode", "no"]
    with subprocess.Popen([*command, *password, "--save", ""], stdout=subprocess.DEVNULL) as server:
        try:
            url = f"redis://127.0.0.1:{port}" if not guarded else f"redis://:secret@127.0.0.1:{port}"
            assert queue_server.wait_until_up(url, lambda: server.poll() is None)
            if guarded:
                queue_server.check_url(url)
            else:
                with pytest.raises(InvalidRequest):
                    queue_server.check_url(f"redis://:secret@127.0.0.1:{port}")
        finally:
            server.terminate()


def test_the_systems_server_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert queue_server.find_server().name == "valkey-server"
    assert queue_server.find_server().parent != tmp_path
    system = tmp_path / "redis-server"
    system.write_text("#!/bin/sh\n")
    system.chmod(0o755)
    assert queue_server.find_server() == system


def test_a_long_folder_gets_a_short_socket(tmp_path: Path) -> None:
    short = Path("/srv/q")
    assert queue_server.socket_path(short) == short / "queue.sock"
    place = queue_server.socket_path(tmp_path / ("深" * 40))
    assert len(str(place).encode()) < 108
    assert place.parent.stat().st_mode & 0o077 == 0
    shutil.rmtree(place.parent)


def test_a_damaged_log_of_changes_is_set_aside(tmp_path: Path) -> None:
    assert not queue_server.set_changes_aside(tmp_path)
    (tmp_path / "appendonlydir").mkdir()
    assert queue_server.set_changes_aside(tmp_path)
    assert not (tmp_path / "appendonlydir").exists()


def test_without_a_server_hints_are_dropped_quickly(tmp_path: Path) -> None:
    for queue in (JobQueue(None), JobQueue(f"unix://{tmp_path / 'nobody.sock'}")):
        assert not queue.hint(OBSERVE, "id", attempt=1)
        assert queue.waiting() is None
    assert not queue_server.wait_until_up(f"unix://{tmp_path / 'nobody.sock'}", lambda: False)

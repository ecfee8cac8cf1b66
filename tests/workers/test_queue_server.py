from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.errors import InvalidRequest
from workers import queue_server
from workers.queue import JobQueue

SAFE = [
    "unix:///run/verifier/queue.sock",
    "redis://127.0.0.1:6379",
    "redis://localhost:6379/0",
    "redis://[::1]:6379",
    "redis://:secret@queue.example:6379",
    "rediss://user:secret@10.0.0.5:6380/1",
]
OPEN = ["redis://queue.example:6379", "redis://10.0.0.5", "rediss://queue.example:6380", "redis://user@queue.example"]


@pytest.mark.parametrize("url", SAFE)
def test_a_guarded_queue_is_accepted(url: str) -> None:
    queue_server.check_url(url, production=True)


@pytest.mark.parametrize("url", OPEN)
def test_an_open_queue_is_refused_in_production_only(url: str) -> None:
    with pytest.raises(InvalidRequest):
        queue_server.check_url(url, production=True)
    queue_server.check_url(url, production=False)


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
        assert not queue.observe("id", attempt=1)
        assert queue.waiting() is None
    assert not queue_server.wait_until_up(f"unix://{tmp_path / 'nobody.sock'}", lambda: False)

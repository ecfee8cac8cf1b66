"""Slow senders stop nobody, and are let go of."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MANY = 40


@pytest.fixture
def port() -> Iterator[int]:
    """A server with two threads for views."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "tests.api.impatient:application", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "tests.api.impatient.ImpatientWorker", "--threads", "2", "--no-control-socket"),
        *("--graceful-timeout", "1", "--log-level", "error"),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL) as server:
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.05)
        yield port
        server.terminate()


def test_slow_senders_stop_nobody_and_are_let_go_of(port: int) -> None:
    with ExitStack() as senders:
        slow = [senders.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10)) for _ in range(MANY)]
        for sender in slow:
            sender.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        began = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            assert answer.read() == b"ok"
        assert time.monotonic() - began < 1
        # A byte now and then does not buy time.
        ended = 0
        limit = time.monotonic() + 10
        while ended < MANY and time.monotonic() < limit:
            time.sleep(0.3)
            for sender in slow:
                with suppress(OSError):
                    sender.sendall(b"x")
            ended = sum(_is_closed(sender) for sender in slow)
    assert ended == MANY


def _is_closed(sender: socket.socket) -> bool:
    sender.setblocking(False)
    try:
        return sender.recv(100, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True

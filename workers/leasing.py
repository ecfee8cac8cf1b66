"""Holds a lease while its job runs, and ends the process where the job hangs."""

from __future__ import annotations

import faulthandler
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from models.store.database import clock
from models.store.leases import Lease, Leases
from workers.context import Context
from workers.logs import logger

HUNG: Final = 70
"""Exit status of a worker that ended itself because its job hung."""

_RENEWALS = 6
"""Renewals within one lease: five may fail before it is lost."""

_HARD_STOP_SECONDS = 15.0
"""Left to the thread to give the document back before the hard stop ends the process."""

_STDERR = 2

_log = logger(__name__)


@contextmanager
def ended_when_hung(seconds: float) -> Iterator[None]:
    """End the process, with status 1 and its stack on stderr, when the block takes longer than `seconds`.

    The timer runs outside the interpreter: it also ends a call that never lets go of the interpreter's lock.
    """
    faulthandler.dump_traceback_later(seconds, exit=True, file=_STDERR)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


class Holding:
    """A context manager around one piece of work.

    While it is open a thread renews the lease. Past the wall time the thread gives the work back and ends the
    process: a call that hangs in native code cannot be interrupted from Python, neither by a signal nor by an
    exception. When the block raises, the work is given back for another attempt and the exception goes on.
    """

    def __init__(self, context: Context, lease: Lease, leases: type[Leases]) -> None:
        self._context = context
        self._lease = lease
        self._leases = leases
        self._done = threading.Event()
        self._hard_stop = ExitStack()
        self._thread = threading.Thread(target=self._watch, name="lease", daemon=True)

    def __enter__(self) -> Holding:
        self._hard_stop.enter_context(ended_when_hung(self._context.settings.job_seconds + _HARD_STOP_SECONDS))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
        self._hard_stop.close()
        if kind is not None:
            _log.error("attempt_failed", **self._lease.about, error=kind.__name__)
            self._give_back()

    def _watch(self) -> None:
        started = time.monotonic()
        interval = min(self._context.settings.lease_seconds / _RENEWALS, self._context.settings.job_seconds)
        while not self._done.wait(interval):
            if time.monotonic() - started >= self._context.settings.job_seconds:
                self._end_process()
            self._renew()

    def _renew(self) -> None:
        ttl = timedelta(seconds=self._context.settings.lease_seconds)
        try:
            with self._context.database.transaction() as session:
                held = self._leases(session, self._lease.organisation_id).renew(
                    self._lease, now=clock(session), ttl=ttl
                )
        except SQLAlchemyError as error:
            # The next renewal may succeed; if none does, the lease runs out and the token forbids this worker to write.
            _log.warning("lease_not_renewed", **self._lease.about, error=type(error).__name__)
            return
        if not held and not self._done.is_set():
            _log.warning("lease_lost", **self._lease.about)

    def _end_process(self) -> None:
        _log.error("job_hung", **self._lease.about, seconds=self._context.settings.job_seconds)
        try:
            self._give_back()
        finally:
            os._exit(HUNG)

    def _give_back(self) -> None:
        with self._context.database.transaction() as session:
            self._leases(session, self._lease.organisation_id).fail(self._lease, now=clock(session))

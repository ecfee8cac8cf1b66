"""A child process that is kept alive: in a group of its own, restarted with a growing pause, ended with its group."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from workers import launch
from workers.logs import logger

_HEALTHY_SECONDS = 10.0
"""A child that lived so long did not die of its start."""

_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 10.0

_log = logger(__name__)


class Child:
    """One process under supervision; not for several threads at once.

    Args:
        name: for the log.
        command: what to run.
        environment: added to this process's.
        output: file descriptor for its stdout and stderr.
    """

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, output: int = 2) -> None:
        self.name = name
        self._command = [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), *command]
        self._environment = {**os.environ, **environment}
        self._output = output
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._short_lives = 0
        self._not_before = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> None:
        """Start the process, as the leader of a new session: signals of the terminal reach the supervisor alone."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,
        )

    def tend(self) -> None:
        """Restart the process if it has ended and its pause is over."""
        if self.pid is not None:
            return
        now = time.monotonic()
        if self._process is not None:
            self._note_end(now)
        if now >= self._not_before:
            self.start()

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a signal to the process itself, which ends its own children in order."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def wait(self, limit_seconds: float) -> None:
        """Wait for the end, then kill what is left of the group."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, limit_seconds))
        except subprocess.TimeoutExpired:
            _log.warning("killed", child=self.name)
        self._kill_group(self._process.pid)
        self._process.wait()

    def _note_end(self, now: float) -> None:
        assert self._process is not None
        self._kill_group(self._process.pid)
        self._short_lives = 0 if now - self._started >= _HEALTHY_SECONDS else self._short_lives + 1
        pause = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** max(0, self._short_lives - 1))
        _log.warning("child_ended", child=self.name, status=self._process.returncode, pause_seconds=pause)
        self._not_before = now + pause
        self._process = None

    @staticmethod
    def _kill_group(group: int) -> None:
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            return

"""The border itself, on the parent's side: starts a decoder child, times it, kills it, and tells why it ended.

The process that answers the web comes here too, for archives: nothing but the standard library is loaded.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from typing import IO, Final, TypeVar

from models import messages
from models.errors import (
    ArchiveLimits,
    BrokenFile,
    DecoderTimeout,
    DuplicateEntry,
    EmptyFile,
    EncryptedFile,
    NoPages,
    PageTooLarge,
    RosterTooLarge,
    RosterUnsupported,
    StorageFull,
    TooManyPages,
    TruncatedFile,
    UnsafeArchive,
    UnsafeFilename,
    UnsupportedType,
    VerifierError,
)
from verifier.intake import sandbox
from verifier.intake.answers import ExitCode
from verifier.intake.kinds import TIFF
from verifier.intake.limits import (
    MAX_ANSWER_LINE_BYTES,
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_FILES,
    MAX_FILE_BYTES,
    MAX_PDF_PAGES,
    MAX_PICTURE_PIXELS,
    MAX_ROSTER_ROWS,
    MAX_TIFF_FRAMES,
    MIB,
)

_CHUNK_BYTES: Final = 256 * 1024
_LEAVING_SECONDS: Final = 5.0

_Said = TypeVar("_Said")


def converse(
    file: IO[bytes], kind: str, spool: IO[bytes], listen: Callable[[subprocess.Popen[bytes]], _Said]
) -> tuple[_Said, int]:
    """Start a child on a file, let `listen` hear it out, and end it and all that it started, whatever happens.

    Args:
        file: the untrusted file; the child reads it from where its descriptor stands.
        kind: what the decoder program is told that the file is.
        spool: an empty file, opened for writing, for what is too large for lines.
        listen: reads the child's lines; may raise InputRefused.

    Returns:
        What `listen` returned, and the child's exit code (negative: the signal that ended it).

    Raises:
        SandboxMissing: isolation is required here and cannot be had.
    """
    sandbox.require_isolation()
    process = subprocess.Popen(  # our own interpreter, no shell
        sandbox.command(sandbox.isolation(), kind, str(spool.fileno())),
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser's complaints may quote the file
        env=sandbox.ENVIRONMENT,
        pass_fds=(spool.fileno(),),
        start_new_session=True,
        close_fds=True,
    )
    try:
        said = listen(process)
    finally:
        _kill(process)
    return said, process.returncode


def left_well(process: subprocess.Popen[bytes]) -> bool:
    """Tell whether a child that has said all ends with `DONE`; raises DecoderTimeout where it does not end."""
    try:
        return process.wait(_LEAVING_SECONDS) == ExitCode.DONE
    except subprocess.TimeoutExpired:
        raise DecoderTimeout from None


def await_end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a child that has closed its answer, so that its exit code tells why."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_LEAVING_SECONDS)


class Lines:
    """Lines of a pipe, each bounded in length and time."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._descriptor = pipe.fileno()
        self._buffer = bytearray()

    def next(self, deadline: float) -> bytes | None:
        """Return the next line, None at the end; raises DecoderTimeout after `deadline` (time.monotonic)."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > MAX_ANSWER_LINE_BYTES:
                raise DecoderTimeout
            chunk = self._read(deadline)
            if not chunk:
                return None
            self._buffer += chunk
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _read(self, deadline: float) -> bytes:
        with selectors.DefaultSelector() as selector:
            selector.register(self._descriptor, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise DecoderTimeout
        return os.read(self._descriptor, _CHUNK_BYTES)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started: its process group is its own session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def refusal_of(code: int, kind: str) -> VerifierError:
    """Return the error that stands for a child's exit code."""
    ended_by = -code if code < 0 else code - 128 if code > 128 else 0  # bubblewrap reports 128 + signal
    if ended_by:
        return DecoderTimeout() if ended_by in _SIGNALS_OF_LIMITS else BrokenFile()
    match code:
        case ExitCode.TRUNCATED:
            return TruncatedFile()
        case ExitCode.ENCRYPTED:
            return EncryptedFile()
        case ExitCode.NO_PAGES:
            return NoPages()
        case ExitCode.TOO_MANY_PAGES:
            return TooManyPages(limit=MAX_TIFF_FRAMES if kind == TIFF.id else MAX_PDF_PAGES)
        case ExitCode.PAGE_TOO_LARGE:
            return PageTooLarge(limit_mpx=MAX_PICTURE_PIXELS // 1_000_000)
        case ExitCode.LIMITS:
            return DecoderTimeout()
        case ExitCode.ANIMATION:
            return UnsupportedType(kind=messages.text("intake.animation"))
        case ExitCode.ARCHIVE_LIMITS:
            return ArchiveLimits(files=MAX_ARCHIVE_FILES, mib=MAX_ARCHIVE_BYTES // MIB, entry_mib=MAX_FILE_BYTES // MIB)
        case ExitCode.ARCHIVE_UNSAFE:
            return UnsafeArchive()
        case ExitCode.LINK:
            return UnsupportedType(kind=messages.text("intake.link"))
        case ExitCode.METHOD:
            return UnsupportedType(kind=messages.text("intake.zip_method"))
        case ExitCode.DUPLICATE:
            return DuplicateEntry()
        case ExitCode.NAME:
            return UnsafeFilename()
        case ExitCode.EMPTY:
            return EmptyFile()
        case ExitCode.NO_SPACE:
            return StorageFull()
        case ExitCode.TOO_MANY_ROWS:
            return RosterTooLarge(rows=MAX_ROSTER_ROWS)
        case ExitCode.NOT_A_WORKBOOK:
            return RosterUnsupported(kind=messages.text("intake.ole"))
        case ExitCode.INTERNAL:
            # An error that nobody foresaw may be ours: a person opens the file, its sender is not blamed.
            return DecoderTimeout()
        case _:
            return BrokenFile()


_SIGNALS_OF_LIMITS: Final = frozenset(
    {signal.SIGKILL, signal.SIGXCPU, signal.SIGXFSZ, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGTERM}
)
"""SIGKILL is the system's when memory is short; PDFium and libstdc++ abort or trap when an allocation fails."""

"""The parent's side of the border: starts the decoder child, times it, kills it, and distrusts what it says."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass
from typing import IO, Final

from models import messages
from models.errors import (
    BrokenFile,
    DecoderTimeout,
    EncryptedFile,
    NoPages,
    PageTooLarge,
    StorageFull,
    TooManyPages,
    TruncatedFile,
    UnsupportedType,
    VerifierError,
)
from verifier.intake import sandbox
from verifier.intake.answers import ExitCode
from verifier.intake.border import Beginning, PageAnswer, read_beginning, read_page
from verifier.intake.kinds import TIFF
from verifier.intake.limits import (
    DOCUMENT_SECONDS,
    MAX_ANSWER_LINE_BYTES,
    MAX_PDF_PAGES,
    MAX_PICTURE_PIXELS,
    MAX_TIFF_FRAMES,
    OPENING_SECONDS,
    PAGE_SECONDS,
    SECONDS_PER_PAGE,
)

_CHUNK_BYTES: Final = 256 * 1024
_LEAVING_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Decoded:
    """What a child said, checked; the pixels of the pages follow each other in the spool."""

    beginning: Beginning
    pages: tuple[PageAnswer, ...]


def decode(file: IO[bytes], kind: str, spool: IO[bytes]) -> Decoded:
    """Decode a file in a child process.

    Args:
        file: the untrusted file, opened for reading, at its start.
        kind: id of a kind that is read.
        spool: an empty file, opened for writing, that receives the pixels.

    Raises:
        InputRefused: one of its kinds, whatever the file or the child did.
        StorageFull: no room for the pixels.
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
        decoded = _listen(process)
    finally:
        _kill(process)
    if decoded is None:
        raise _refusal(process.returncode, kind)
    expected = sum(page.width * page.height * 3 for page in decoded.pages)
    if os.fstat(spool.fileno()).st_size != expected:
        raise BrokenFile
    return decoded


def _listen(process: subprocess.Popen[bytes]) -> Decoded | None:
    """Return the whole answer, or None where the child ended early or badly."""
    assert process.stdout is not None
    started = time.monotonic()
    lines = _Lines(process.stdout)
    line = lines.next(started + OPENING_SECONDS)
    if line is None:
        _await_end(process)
        return None
    beginning = read_beginning(line)
    last = started + DOCUMENT_SECONDS + SECONDS_PER_PAGE * beginning.pages
    pages = []
    for _ in range(beginning.pages):
        line = lines.next(min(last, time.monotonic() + PAGE_SECONDS))
        if line is None:
            _await_end(process)
            return None
        pages.append(read_page(line))
    try:
        code = process.wait(_LEAVING_SECONDS)
    except subprocess.TimeoutExpired:
        raise DecoderTimeout from None
    return Decoded(beginning, tuple(pages)) if code == ExitCode.DONE else None


def _await_end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a child that has closed its answer, so that its exit code tells why."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_LEAVING_SECONDS)


class _Lines:
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


def _refusal(code: int, kind: str) -> VerifierError:
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
        case ExitCode.NO_SPACE:
            return StorageFull()
        case _:
            return BrokenFile()


_SIGNALS_OF_LIMITS: Final = frozenset(
    {signal.SIGKILL, signal.SIGXCPU, signal.SIGXFSZ, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGTERM}
)
"""SIGKILL is the system's when memory is short; PDFium and libstdc++ abort or trap when an allocation fails."""

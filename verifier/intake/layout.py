"""A DOCX to a PDF by LibreOffice, where it is installed: shut in as every parser, without network, in its own room.

LibreOffice needs a place to write, so only bubblewrap will do: it is given one scratch folder and sees no other. What
comes out is as untrusted as what went in, and is opened as any PDF.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from verifier.intake import sandbox
from verifier.intake.limits import (
    CHILD_OPEN_FILES,
    MAX_FILE_BYTES,
    OFFICE_CPU_SECONDS,
    OFFICE_MEMORY_BYTES,
    OFFICE_SECONDS,
)
from verifier.intake.sandbox import Isolation

_ROOM: Final = "/room"
_CONFIGURATION: Final = ("/etc/libreoffice", "/etc/alternatives")


def office() -> str | None:
    """Return the path of LibreOffice, None where it is not installed or could not be shut in."""
    if sandbox.isolation() is not Isolation.BUBBLEWRAP:
        return None
    return shutil.which("soffice")


@contextmanager
def laid_out(file: IO[bytes]) -> Iterator[IO[bytes] | None]:
    """Give the pages of a DOCX as an untrusted PDF, opened for reading; None where they cannot be had.

    Args:
        file: the untrusted DOCX, whose ZIP and XML were looked at; read from its start.
    """
    program = office()
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="verifier-office-", ignore_cleanup_errors=True) as scratch:
        room = Path(scratch)
        file.seek(0)
        with (room / "in.docx").open("xb") as copy:
            shutil.copyfileobj(file, copy)
        _run(program, room)
        # The room is the program's to write in: what lies there may be a link to anywhere.
        place = room / "in.pdf"
        if place.is_symlink() or not place.is_file():
            yield None
            return
        with place.open("rb") as pdf:
            yield pdf


def _run(program: str, room: Path) -> None:
    """Let the program write `in.pdf`; whatever it does, it and all that it started are gone afterwards."""
    limits = (
        f"--as={OFFICE_MEMORY_BYTES}",
        f"--cpu={OFFICE_CPU_SECONDS}",
        f"--fsize={MAX_FILE_BYTES}",
        f"--nofile={4 * CHILD_OPEN_FILES}",
        "--core=0",
    )
    process = subprocess.Popen(  # fixed arguments, no shell
        [
            *sandbox.bubblewrap(*_CONFIGURATION),
            *("--tmpfs", "/tmp", "--bind", str(room), _ROOM, "--chdir", _ROOM),  # noqa: S108  # inside, its own
            *("prlimit", *limits, program, "--headless", "--norestore", "--nologo", "--nodefault"),
            f"-env:UserInstallation=file://{_ROOM}/profile",
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", _ROOM, f"{_ROOM}/in.docx"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # its complaints may quote the file
        env={**sandbox.ENVIRONMENT, "HOME": _ROOM, "TMPDIR": "/tmp"},  # noqa: S108
        start_new_session=True,
        close_fds=True,
    )
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(OFFICE_SECONDS)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

"""The parent's side of the border for documents: asks a decoder child for pages, and distrusts what it says."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from typing import IO

from models.errors import BrokenFile
from verifier.intake.border import Beginning, Ending, PageAnswer, read_beginning, read_ending, read_page
from verifier.intake.conversation import Lines, await_end, converse, left_well, refusal_of
from verifier.intake.kinds import DOCX
from verifier.intake.limits import DOCUMENT_SECONDS, OPENING_SECONDS, PAGE_SECONDS, SECONDS_PER_PAGE


@dataclass(frozen=True)
class Decoded:
    """What a child said, checked; the pixels of the pages, then of hidden pictures, follow each other."""

    beginning: Beginning
    pages: tuple[PageAnswer, ...]
    ending: Ending


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
    decoded, code = converse(file, kind, spool, _listen)
    if decoded is None:
        raise refusal_of(code, kind)
    if not decoded.pages and kind != DOCX.id:
        raise BrokenFile
    expected = sum(page.width * page.height * 3 for page in decoded.pages)
    expected += sum(width * height * 3 for _, width, height, _ in decoded.ending.pictures)
    if os.fstat(spool.fileno()).st_size != expected:
        raise BrokenFile
    return decoded


def _listen(process: subprocess.Popen[bytes]) -> Decoded | None:
    """Return the whole answer, or None where the child ended early or badly."""
    assert process.stdout is not None
    started = time.monotonic()
    lines = Lines(process.stdout)
    line = lines.next(started + OPENING_SECONDS)
    if line is None:
        await_end(process)
        return None
    beginning = read_beginning(line)
    last = started + DOCUMENT_SECONDS + SECONDS_PER_PAGE * beginning.pages
    pages = []
    for _ in range(beginning.pages):
        line = lines.next(min(last, time.monotonic() + PAGE_SECONDS))
        if line is None:
            await_end(process)
            return None
        pages.append(read_page(line))
    line = lines.next(min(last, time.monotonic() + PAGE_SECONDS))
    if line is None:
        await_end(process)
        return None
    return Decoded(beginning, tuple(pages), read_ending(line)) if left_well(process) else None

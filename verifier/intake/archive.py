"""The parent's side of a ZIP (压缩包): its files, each under a name of ours, and what was refused and why.

The archive is parsed and unpacked in the child, into one file that this process made; here it is only cut into pieces.
Names from the archive are never used as paths. No parser is loaded, so the process that answers the web may call this.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import BrokenFile, InputRefused, StorageFull, UnsafeFilename, VerifierError
from verifier.intake.answers import ExitCode
from verifier.intake.conversation import Lines, await_end, converse, left_well, refusal_of
from verifier.intake.limits import (
    ARCHIVE_SECONDS,
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_FILES,
    MAX_ARCHIVE_NAME_CHARACTERS,
    MAX_FILE_BYTES,
    OPENING_SECONDS,
)
from verifier.intake.upload import check_filename

_KIND: Final = "zip"
_CHUNK_BYTES: Final = 1 << 20


_STRICT: Final = ConfigDict(extra="forbid", frozen=True)


class _Beginning(BaseModel):
    """First line: how many files follow."""

    model_config = _STRICT

    entries: Annotated[int, Field(ge=1, le=MAX_ARCHIVE_FILES)]


class _Answer(BaseModel):
    """A file: its bytes are the next `size` of the spool; with a `problem` there are none."""

    model_config = _STRICT

    name: Annotated[str, Field(min_length=1, max_length=MAX_ARCHIVE_NAME_CHARACTERS)]
    size: Annotated[int, Field(ge=0, le=MAX_FILE_BYTES)]
    problem: ExitCode | None


_Said = TypeVar("_Said", bound=BaseModel)


@dataclass(frozen=True)
class Entry:
    """An unpacked file: its folders and name in the archive, and where its bytes lie.

    `folders` are without a folder around everything, such as the applicant's name.
    """

    folders: tuple[str, ...]
    filename: str
    path: Path
    size: int

    @property
    def slot(self) -> str | None:
        """The top folder: the slot (网报栏目) that the file is meant for."""
        return self.folders[0] if self.folders else None


@dataclass(frozen=True)
class RefusedEntry:
    """A file of an archive that was not unpacked. `name` is fit to be shown, not to be used as a path."""

    name: str
    refusal: InputRefused


@dataclass(frozen=True)
class Unpacked:
    """All files of an archive: every one is in one of the two."""

    entries: tuple[Entry, ...]
    refused: tuple[RefusedEntry, ...]


def unpack(file: IO[bytes], folder: Path) -> Unpacked:
    """Unpack a ZIP into files of random names.

    Args:
        file: the untrusted archive, on a descriptor of its own.
        folder: an existing folder; holds the files, and while they are unpacked as much again.

    Raises:
        InputRefused: the archive as a whole: broken, cut, too large, overlapping.
        StorageFull: `folder` has no room.
        SandboxMissing: isolation is required here and cannot be had.
    """
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    with tempfile.TemporaryFile(prefix="verifier-archive-", dir=folder) as spool:
        answers, code = converse(file, _KIND, spool, _listen)
        if answers is None:
            raise refusal_of(code, _KIND)
        if os.fstat(spool.fileno()).st_size != sum(answer.size for answer in answers):
            raise BrokenFile
        spool.seek(0)
        return _cut(answers, spool, folder)


def _listen(process: subprocess.Popen[bytes]) -> list[_Answer] | None:
    """Return what the child says of each file, or None where it ended early or badly."""
    assert process.stdout is not None
    started = time.monotonic()
    lines = Lines(process.stdout)
    line = lines.next(started + OPENING_SECONDS)
    if line is None:
        await_end(process)
        return None
    answers: list[_Answer] = []
    for _ in range(_read(_Beginning, line).entries):
        line = lines.next(started + ARCHIVE_SECONDS)
        if line is None:
            await_end(process)
            return None
        answers.append(_read(_Answer, line))
    if sum(answer.size for answer in answers) > MAX_ARCHIVE_BYTES:
        raise BrokenFile
    return answers if left_well(process) else None


def _read(kind: type[_Said], untrusted_line: bytes) -> _Said:
    try:
        return kind.model_validate_json(untrusted_line)
    except ValidationError:
        raise BrokenFile from None


def _cut(answers: list[_Answer], spool: IO[bytes], folder: Path) -> Unpacked:
    entries: list[Entry] = []
    refused: list[RefusedEntry] = []
    around = _folder_around([answer.name for answer in answers if answer.problem is None])
    for answer in answers:
        parts = answer.name.split("/")
        refusal = _refusal(answer, parts)
        if refusal is not None:
            refused.append(RefusedEntry(_shown(answer.name), refusal))
            spool.seek(answer.size, os.SEEK_CUR)
            continue
        path = folder / uuid.uuid4().hex
        _copy(spool, path, answer.size)
        folders = parts[1:-1] if around is not None and parts[0] == around else parts[:-1]
        entries.append(Entry(tuple(folders), parts[-1], path, answer.size))
    return Unpacked(tuple(entries), tuple(refused))


def _refusal(answer: _Answer, parts: list[str]) -> InputRefused | None:
    if answer.problem is not None:
        refusal: VerifierError = refusal_of(answer.problem, _KIND)
        return refusal if isinstance(refusal, InputRefused) else BrokenFile()
    try:
        for part in parts:
            check_filename(part)
    except UnsafeFilename as unsafe:
        return unsafe
    return BrokenFile() if answer.size == 0 else None


def _shown(untrusted_name: str) -> str:
    """Return a name without what could change how a line is read: controls, direction marks, surrogates."""
    return "".join(character if character.isprintable() else "�" for character in untrusted_name)


def _folder_around(names: list[str]) -> str | None:
    """Return the one folder that holds everything and further folders: an applicant's, not a slot's."""
    split = [name.split("/") for name in names]
    tops = {parts[0] for parts in split}
    deep = any(len(parts) > 2 for parts in split)
    return tops.pop() if len(tops) == 1 and deep and all(len(parts) > 1 for parts in split) else None


def _copy(spool: IO[bytes], path: Path, size: int) -> None:
    try:
        with path.open("xb") as target:
            _copy_bytes(spool, target, size)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StorageFull from error


def _copy_bytes(spool: IO[bytes], target: IO[bytes], size: int) -> None:
    left = size
    while left:
        chunk = spool.read(min(left, _CHUNK_BYTES))
        if not chunk:
            raise BrokenFile
        target.write(chunk)
        left -= len(chunk)

"""Inside the child: a ZIP to its files, one after the other in the spool, and a line about each."""

from __future__ import annotations

import unicodedata
import zipfile
from typing import IO, Final

from verifier.intake.answers import ExitCode, Refusal
from verifier.intake.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_FILES,
    MAX_ARCHIVE_NAME_CHARACTERS,
    MAX_FILENAME_CHARACTERS,
)
from verifier.intake.spool import Answer
from verifier.intake.zip_entries import chunks, name_of, open_zip, problem_of

_JUNK_FOLDERS: Final = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_JUNK_FILES: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_JUNK_PREFIXES: Final = ("._", "~$")
"""Resource forks of macOS and the lock files of Office: put there by systems, not by applicants."""


def decode_zip(file: IO[bytes], answer: Answer) -> None:
    """Send the files of the ZIP in `file`; an entry that cannot be had is told with its reason.

    Raises:
        Refusal: the archive as a whole cannot be had.
    """
    archive = open_zip(file)
    wanted = [(entry, parts_of(name_of(entry))) for entry in archive.infolist() if not entry.is_dir()]
    wanted = [(entry, parts) for entry, parts in wanted if not is_junk(parts)]
    if len(wanted) > MAX_ARCHIVE_FILES:
        raise Refusal(ExitCode.ARCHIVE_LIMITS)
    # Declared sizes: what is unpacked is held to them entry by entry. One too large is refused and never unpacked.
    if sum(entry.file_size for entry, _ in wanted if problem_of(entry) is None) > MAX_ARCHIVE_BYTES:
        raise Refusal(ExitCode.ARCHIVE_LIMITS)
    if not wanted:
        raise Refusal(ExitCode.EMPTY)
    answer.begin_entries(len(wanted))
    seen: set[str] = set()
    for entry, parts in wanted:
        key = unicodedata.normalize("NFC", "/".join(parts)).casefold()
        problem = _name_problem(parts) or (ExitCode.DUPLICATE if key in seen else problem_of(entry))
        seen.add(key)
        _send(archive, entry, parts, problem, answer)


def parts_of(name: str) -> list[str]:
    """Return folders and file name; old Windows tools separate them with a backslash."""
    return name.replace("\\", "/").split("/")


def is_junk(parts: list[str]) -> bool:
    """Tell whether a file was put there by a system."""
    *folders, name = [part.casefold() for part in parts]
    return bool(_JUNK_FOLDERS & set(folders)) or name in _JUNK_FILES or name.startswith(_JUNK_PREFIXES)


def _name_problem(parts: list[str]) -> ExitCode | None:
    """Return NAME for what leads out of a folder or is no name; the parent looks again at each part."""
    if any(part in ("", ".", "..") or ":" in part[1:2] or "\0" in part for part in parts):
        return ExitCode.NAME
    return ExitCode.NAME if len(parts[-1]) > MAX_FILENAME_CHARACTERS else None


def _send(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, parts: list[str], problem: ExitCode | None, answer: Answer
) -> None:
    start = answer.position
    if problem is None:
        try:
            for chunk in chunks(archive, entry):
                answer.write(chunk)
        except Refusal as refusal:
            problem = refusal.code
    if problem is not None:
        answer.rewind(start)
    name = "/".join(parts)[-MAX_ARCHIVE_NAME_CHARACTERS:].encode("utf-8", "replace").decode("utf-8")
    answer.entry(name, answer.position - start, problem)

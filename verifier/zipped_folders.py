"""Applicants' folders and applicants' ZIPs side by side: a ZIP is laid out as the folder that it was packed from."""

from __future__ import annotations

import dataclasses
import errno
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from models.errors import InvalidRequest, UnsafeFilename, VerifierError
from verifier.folders import (
    ApplicantFolder,
    applicant_folders,
    read_applicant_folder,
    read_what_is_there,
    unreadable_folder,
)
from verifier.intake.archive import Entry, RefusedEntry, Unpacked, unpack

_MOST_NAME_BYTES: Final = 255
"""What file systems take: 85 Chinese characters."""


@contextmanager
def opened_folders(place: Path) -> Iterator[list[ApplicantFolder]]:
    """Give the applicants of a folder of folders and ZIPs, or of one of them; ZIPs are unpacked until the block ends.

    Of several applicants one whose ZIP, manifest or facts.yaml is wrong has a `problem`: the others are still judged.

    Raises:
        InputRefused: the one ZIP as a whole cannot be had.
        InvalidRequest: no applicant is there; the manifest or facts.yaml of the one applicant is wrong.
    """
    with ExitStack() as unpacked:
        yield [
            unpacked.enter_context(opened_folder(entry)) if entry == place else _opened_anyhow(entry, unpacked)
            for entry in _places(place)
        ]


def _opened_anyhow(entry: Path, unpacked: ExitStack) -> ApplicantFolder:
    if not is_zip(entry):
        return read_what_is_there(entry)
    try:
        return unpacked.enter_context(opened_folder(entry))
    except VerifierError as problem:
        return unreadable_folder(entry.stem, problem)


@contextmanager
def opened_folder(place: Path) -> Iterator[ApplicantFolder]:
    """Give one applicant's folder, or what one applicant's ZIP holds, with `refused` for what could not be had.

    Raises:
        InputRefused: the ZIP as a whole cannot be had.
        InvalidRequest: a manifest or facts.yaml is wrong.
    """
    if not is_zip(place):
        yield read_applicant_folder(place)
        return
    with tempfile.TemporaryDirectory(prefix="verifier-applicant-") as scratch:
        spool, folder = Path(scratch, "spool"), Path(scratch, "folder")
        spool.mkdir()
        folder.mkdir()
        with place.open("rb") as file:
            refused = lay_out(unpack(file, spool), folder)
        read = read_applicant_folder(folder)
        yield dataclasses.replace(read, id=place.stem, refused=refused)


def is_zip(place: Path) -> bool:
    """Tell whether a place is a file that calls itself a ZIP."""
    return place.is_file() and place.suffix.lower() == ".zip"


def is_one_applicant(place: Path) -> bool:
    """Tell whether a place is one applicant's folder or ZIP, not a folder of several; raises InvalidRequest."""
    return _places(place) == [place]


def _places(place: Path) -> list[Path]:
    if is_zip(place):
        return [place]
    zips = sorted(entry for entry in place.iterdir() if is_zip(entry)) if place.is_dir() else []
    try:
        return sorted([*applicant_folders(place), *zips])
    except InvalidRequest:
        if not zips:
            raise
        return zips


def lay_out(unpacked: Unpacked, folder: Path) -> tuple[RefusedEntry, ...]:
    """Move files to the places that they had in the archive; every part of a place is a checked name."""
    refused = list(unpacked.refused)
    for entry in unpacked.entries:
        if not _move(entry, folder):
            refused.append(RefusedEntry("/".join((*entry.folders, entry.filename)), UnsafeFilename()))
    return tuple(refused)


def _move(entry: Entry, folder: Path) -> bool:
    if any(len(part.encode()) > _MOST_NAME_BYTES for part in (*entry.folders, entry.filename)):
        return False
    target = folder.joinpath(*entry.folders, entry.filename)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            return False
        entry.path.rename(target)
    except OSError as error:
        if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.EISDIR):
            return False  # one archive may call a folder and a file the same
        raise
    return True

"""Takes in applicants of a batch: each ZIP is unpacked in the child and read as `verifier screen` reads folders."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, cast

import yaml
from werkzeug.datastructures import FileStorage

from api.auditing import audit
from api.rosters import SUFFIXES, take_in_roster
from api.service import service, writing
from api.taking_in import on_disk, sent_name, size_of, store_file
from models.errors import FileTooLarge, InputRefused, InvalidRequest, UnsupportedType
from models.messages import text
from models.store.batches import StoredBatch
from verifier.folders import ApplicantFolder, FolderMaterial, applicant_folders, read_applicant_folder
from verifier.intake.archive import unpack
from verifier.intake.limits import HEAD_BYTES, MAX_FILE_BYTES, MIB
from verifier.intake.sniff import sniff
from verifier.intake.upload import check_filename
from verifier.zipped_folders import lay_out

_LONGEST = 200
_MOST_FACTS_BYTES = 64 * 1024


@dataclass(frozen=True)
class SentFile:
    """One file of an applicant's folder as a browser sends it: its path below the folder, and corrections of it."""

    path: str
    file: FileStorage
    slot: str | None = None
    declared_type: str | None = None


@dataclass
class Applicants:
    """What one ZIP came to: ids of applications and of documents, and what was refused by its path in the ZIP."""

    applications: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    refused: list[tuple[str, InputRefused]] = field(default_factory=list)


def take_in_applicants(batch: StoredBatch, file: FileStorage) -> Applicants:
    """Store every applicant of a ZIP: the ZIP is one applicant's folder, or holds a folder for each.

    Raises:
        InputRefused: the file is no ZIP, or the archive as a whole cannot be accepted.
        InvalidRequest: a manifest or facts.yaml is wrong.
    """
    stream, filename = cast(BinaryIO, file.stream), sent_name(file)
    check_filename(filename)
    kind = sniff(stream.read(HEAD_BYTES))
    stream.seek(0)
    if kind.id != "zip":
        raise UnsupportedType(kind=kind.id)
    if size_of(stream) > MAX_FILE_BYTES:
        raise FileTooLarge(limit_mib=MAX_FILE_BYTES // MIB)
    taken = Applicants()
    with tempfile.TemporaryDirectory(prefix="batch-", dir=service().settings.spool_folder) as room:
        spool, folder = Path(room, "spool"), Path(room, "folder")
        spool.mkdir()
        folder.mkdir()
        refused = lay_out(unpack(on_disk(stream), spool), folder)
        taken.refused += [(entry.name, entry.refusal) for entry in refused]
        _take_roster(batch, folder)
        places = _places(folder)
        for place in places:
            _check_facts(place / "facts.yaml")
            label = Path(filename).stem if place == folder else f"{Path(filename).stem}/{place.name}"
            _store_applicant(batch, read_applicant_folder(place), label[:_LONGEST], taken)
    return taken


def take_in_folder(batch: StoredBatch, label: str, files: Sequence[SentFile]) -> Applicants:
    """Store one applicant's folder, or some of its files; what was stored before under the label stays.

    Raises:
        InputRefused: a path leads out of the folder or cannot be a file's name.
        InvalidRequest: the manifest or facts.yaml is wrong.
    """
    taken = Applicants()
    with tempfile.TemporaryDirectory(prefix="batch-", dir=service().settings.spool_folder) as room:
        folder = Path(room)
        corrected: dict[Path, SentFile] = {}
        for sent in files:
            place = _place_for(folder, sent.path)
            sent.file.save(place)
            corrected[place] = sent
        _check_facts(folder / "facts.yaml")
        read = read_applicant_folder(folder)
        materials = tuple(_corrected(material, corrected.get(material.path)) for material in read.materials)
        _store_applicant(batch, replace(read, materials=materials), label[:_LONGEST], taken)
    return taken


def _place_for(folder: Path, path: str) -> Path:
    """Return where a sent file is laid; each part of its path has to be a plain name."""
    parts = path.replace("\\", "/").split("/")
    for part in parts:
        check_filename(part)
    place = folder.joinpath(*parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _corrected(material: FolderMaterial, sent: SentFile | None) -> FolderMaterial:
    if sent is None:
        return material
    return replace(
        material, slot=sent.slot or material.slot, declared_type=sent.declared_type or material.declared_type
    )


def _places(folder: Path) -> list[Path]:
    """Return the applicants' folders of an unpacked ZIP: its own, unless all that it holds are applicants' folders."""
    inner = [entry for entry in folder.iterdir() if entry.is_dir()]
    files = [entry for entry in folder.iterdir() if entry.is_file()]
    return applicant_folders(folder) if inner and not files and all(map(_is_marked, inner)) else [folder]


def _is_marked(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("manifest.csv", "facts.yaml"))


def _take_roster(batch: StoredBatch, folder: Path) -> None:
    """Take the roster out of a ZIP: the one workbook that lies beside applicants' folders and nothing else."""
    inner = [entry for entry in folder.iterdir() if entry.is_dir()]
    books = [entry for entry in folder.iterdir() if entry.is_file()]
    is_roster = len(books) == 1 and books[0].suffix.lower() in SUFFIXES
    if is_roster and inner and all(_is_marked(entry) for entry in inner):
        take_in_roster(batch, books[0])
        books[0].unlink()


def _check_facts(path: Path) -> None:
    """Refuse a facts.yaml that is huge, or grows when it is written out: aliases of aliases (billion laughs)."""
    if not path.is_file():
        return
    if path.stat().st_size > _MOST_FACTS_BYTES:
        raise InvalidRequest(reason=text("cli.facts_bad", reason=text("api.facts_too_large")))
    try:
        tokens = list(yaml.scan(path.read_text(encoding="utf-8-sig")))
    except (yaml.YAMLError, UnicodeDecodeError):
        return  # said with its reason where it is read
    if any(isinstance(token, yaml.AliasToken) for token in tokens):
        raise InvalidRequest(reason=text("cli.facts_bad", reason=text("api.facts_aliases")))


def _store_applicant(batch: StoredBatch, read: ApplicantFolder, label: str, taken: Applicants) -> None:
    with writing() as store:
        application = store.applications.in_batch(batch.id, label) or store.applications.create(
            policy=batch.policy,
            applicant=read.applicant,
            facts=read.facts,
            submitted_at=read.submitted_at,
            received_at=read.received_at,
            submission_number=read.submission_number,
            earlier_notices=read.earlier_notices,
            batch_id=batch.id,
            label=label,
        )
        audit(store, "application.uploaded", "application", application.id)
    taken.applications.append(application.id)
    for material in read.materials:
        try:
            taken.documents.append(_store_material(application.id, material))
        except InputRefused as refusal:
            taken.refused.append((f"{label}/{material.path.name}", refusal))


def _store_material(application_id: str, material: FolderMaterial) -> str:
    with material.path.open("rb") as content:
        declared = material.declared_type
        return store_file(application_id, content, material.path.name, slot=material.slot, declared_type=declared).id

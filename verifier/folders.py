"""Reads an applicant's folder: a folder a slot, or a `manifest.csv`; and an optional `facts.yaml`.

A ZIP of such a folder is read by `verifier.zipped_folders`.

The layout is part of the public interface::

    applicant/
      facts.yaml                 identity, facts of the policy, events, earlier notices
      manifest.csv               file, slot, type, note, needs_mask, handed_in_at      (instead of folders by slot)
      学历学位/diploma.jpg        the folder's name is the slot
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from models.application import Applicant
from models.errors import InvalidRequest, VerifierError
from models.messages import text
from verifier.intake.archive import RefusedEntry

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_IDENTITY: Final = frozenset(entry.name for entry in dataclasses.fields(Applicant))
_EVENTS: Final = ("submitted_at", "received_at", "submission_number")
_OWN_FILES: Final = frozenset({"manifest.csv", "facts.yaml", "planted.jsonl", "README.md", "README.txt", "Thumbs.db"})
_MANIFEST_COLUMNS: Final = ("file", "slot", "type", "note", "needs_mask", "handed_in_at")
_TICKS: Final = {"": None, "是": True, "否": False}
"""What may stand in `needs_mask`: the applicant's tick at 是否需要遮盖, empty where nobody knows it."""


@dataclass(frozen=True)
class FolderMaterial:
    """One file of an applicant: where it lies, its slot, and what the manifest says of it, None where it does not.

    `needs_mask` is the applicant's tick at 是否需要遮盖, `handed_in_at` when the file came.
    """

    path: Path
    slot: str | None
    declared_type: str | None = None
    needs_mask: bool | None = None
    handed_in_at: dt.datetime | None = None


@dataclass(frozen=True)
class ApplicantFolder:
    """What one applicant's folder says. Times without an offset are those of Shanghai.

    `refused` are files of a ZIP that could not be unpacked. `problem` is what is wrong with the folder itself (its ZIP,
    manifest or facts.yaml; nothing in it): what could be read of it is there all the same.
    """

    id: str
    applicant: Applicant
    materials: tuple[FolderMaterial, ...]
    facts: dict[str, Any]
    submitted_at: dt.datetime | None
    received_at: dt.datetime | None
    submission_number: int | None
    earlier_notices: tuple[str, ...]
    refused: tuple[RefusedEntry, ...] = ()
    problem: VerifierError | None = None


@dataclass(frozen=True)
class _Facts:
    """What facts.yaml says."""

    applicant: Applicant = field(default_factory=Applicant)
    facts: dict[str, Any] = field(default_factory=dict)
    events: dict[str, Any] = field(default_factory=dict)
    earlier_notices: tuple[str, ...] = ()


def applicant_folders(folder: Path) -> list[Path]:
    """Return the applicants' folders below `folder`, or `folder` itself where it is one.

    Raises:
        InvalidRequest: there is no folder of an applicant.
    """
    if not folder.is_dir():
        raise InvalidRequest(reason=text("cli.missing_input", path=str(folder)))
    if any((folder / name).is_file() for name in ("manifest.csv", "facts.yaml")):
        return [folder]
    found = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    if not found:
        raise InvalidRequest(reason=text("cli.screen_empty", path=str(folder)))
    return found


def read_applicant_folder(folder: Path) -> ApplicantFolder:
    """Read one applicant's folder.

    Raises:
        InvalidRequest: the manifest or facts.yaml is wrong; says which line or key.
    """
    return _folder(folder, tuple(_materials(folder)), _read_facts(folder / "facts.yaml"))


def read_what_is_there(folder: Path) -> ApplicantFolder:
    """Read one applicant's folder as far as that is possible: what is wrong with it is told as its `problem`."""
    try:
        read = read_applicant_folder(folder)
    except VerifierError as problem:
        return dataclasses.replace(_folder(folder, _materials_if_any(folder), _Facts()), problem=problem)
    if read.materials:
        return read
    return dataclasses.replace(read, problem=InvalidRequest(reason=text("cli.applicant_empty", folder=read.id)))


def unreadable_folder(id_: str, problem: VerifierError) -> ApplicantFolder:
    """Return the folder of an applicant of whom nothing could be had."""
    return dataclasses.replace(_folder(Path(id_), (), _Facts()), id=id_, problem=problem)


def _folder(folder: Path, materials: tuple[FolderMaterial, ...], said: _Facts) -> ApplicantFolder:
    return ApplicantFolder(
        id=folder.resolve().name,
        applicant=said.applicant,
        materials=materials,
        facts=said.facts,
        submitted_at=_moment("submitted_at", said.events.get("submitted_at")),
        received_at=_moment("received_at", said.events.get("received_at")),
        submission_number=_count(said.events.get("submission_number")),
        earlier_notices=said.earlier_notices,
    )


def _materials(folder: Path) -> Iterable[FolderMaterial]:
    manifest = folder / "manifest.csv"
    return _from_manifest(manifest) if manifest.is_file() else _from_slots(folder)


def _materials_if_any(folder: Path) -> tuple[FolderMaterial, ...]:
    try:
        return tuple(_materials(folder))
    except VerifierError:
        return ()


def _from_slots(folder: Path) -> Iterable[FolderMaterial]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in _OWN_FILES and not path.name.startswith("."):
            parents = path.relative_to(folder).parts[:-1]
            yield FolderMaterial(path, parents[0] if parents else None)


def _from_manifest(manifest: Path) -> Iterable[FolderMaterial]:
    root = manifest.parent.resolve()
    with manifest.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream, skipinitialspace=True)
        unknown = set(rows.fieldnames or ()) - set(_MANIFEST_COLUMNS)
        if "file" not in (rows.fieldnames or ()) or unknown:
            raise _bad_manifest(1, f"列应为 {'、'.join(_MANIFEST_COLUMNS)}")
        for line, row in enumerate(rows, start=2):
            path = (root / (row["file"] or "").strip()).resolve()
            if not path.is_relative_to(root) or not path.is_file():
                raise _bad_manifest(line, f"没有文件 {row['file']}")
            said = {name: (row.get(name) or "").strip() for name in _MANIFEST_COLUMNS}
            if said["needs_mask"] not in _TICKS:
                raise _bad_manifest(line, "needs_mask 应为“是”或“否”，不知道的留空")
            yield FolderMaterial(
                path,
                said["slot"] or None,
                said["type"] or None,
                _TICKS[said["needs_mask"]],
                _handed_in(line, said["handed_in_at"]),
            )


def _handed_in(line: int, said: str) -> dt.datetime | None:
    try:
        return _moment("handed_in_at", said or None)
    except InvalidRequest as error:
        raise _bad_manifest(line, "handed_in_at 应为 ISO 8601 时间，例如 2024-08-01T09:30") from error


def _bad_manifest(line: int, reason: str) -> InvalidRequest:
    return InvalidRequest(reason=text("cli.manifest_bad", line=line, reason=reason))


def _bad_facts(reason: str) -> InvalidRequest:
    return InvalidRequest(reason=text("cli.facts_bad", reason=reason))


def _read_facts(path: Path) -> _Facts:
    """Sort the keys of facts.yaml: identity, events, earlier notices; every other key is a fact of the policy.

    Identity, facts and events may also stand under `applicant`, `facts` and `events`.
    """
    if not path.is_file():
        return _Facts()
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _bad_facts("不是有效的 UTF-8 YAML") from error
    if not isinstance(loaded, dict):
        raise _bad_facts("应为“键: 值”")
    flat: dict[str, Any] = {}
    for key, value in loaded.items():
        flat.update(value if key in ("applicant", "facts", "events") and isinstance(value, dict) else {key: value})
    notices = flat.pop("earlier_notices", None) or ()
    identity = {key: flat.pop(key) for key in list(flat) if key in _IDENTITY}
    events = {key: flat.pop(key) for key in list(flat) if key in _EVENTS}
    try:
        applicant = Applicant(**{key: _as_text(key, value) for key, value in identity.items()})
    except ValueError as error:
        raise _bad_facts("申报人信息有误") from error
    facts = {key: _as_json(value) for key, value in flat.items()}
    return _Facts(applicant, facts, events, tuple(str(notice) for notice in notices))


def _as_text(key: str, value: object) -> Any:  # noqa: ANN401  # dates stay dates
    if value is None or isinstance(value, str) or (key == "birth_date" and isinstance(value, dt.date)):
        return value
    if key == "id_number":
        # An unquoted 18-digit number keeps its digits as an int, but not its X or a leading zero.
        return str(value)
    raise _bad_facts(f"{key} 应为文字")


def _as_json(value: Any) -> Any:  # noqa: ANN401  # what YAML gives
    """Return a fact as packs compare it: YAML reads an unquoted 2019-06-01 as a date, packs want ISO 8601."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _moment(key: str, value: object) -> dt.datetime | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError as error:
            raise _bad_facts(f"{key} 应为 ISO 8601 时间") from error
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day, tzinfo=_SHANGHAI)
    if not isinstance(value, dt.datetime):
        raise _bad_facts(f"{key} 应为时间")
    return value if value.tzinfo else value.replace(tzinfo=_SHANGHAI)


def _count(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise _bad_facts("submission_number 应为整数")

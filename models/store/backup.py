"""A backup of the whole store in a folder: every row as JSON, every blob under its hash, and a manifest of hashes.

Rows are read in one consistent state while the service goes on; blobs are written before their rows and never changed,
so whatever a row names is there when the blobs are copied afterwards. The form is the same for SQLite and PostgreSQL,
for a folder and a bucket: a backup of one can be restored into the other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alembic.migration import MigrationContext
from sqlalchemy import Date, MetaData, func, insert, inspect, select
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import Session

import models.store
from models.errors import BlobDamaged, InvalidRequest
from models.messages import text
from models.store.blobs import Blobs, BlobStore
from models.store.database import Database
from models.store.invariants import named_blobs
from models.store.organisations import Organisations
from models.store.tables import Table, UtcTime

FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Copied:
    """What a backup or a restore came to; `damaged` blobs are gone or no longer have their hash."""

    rows: int
    blobs: int
    damaged: tuple[str, ...]


def back_up(
    database: Database, blobs: BlobStore, folder: Path, *, beside: Callable[[Path], Iterable[Path]] = lambda _: ()
) -> Copied:
    """Write a backup into `folder`; blobs that an earlier backup left there are not copied again.

    What an earlier backup holds of things that were erased since goes with it.

    Args:
        database: the rows.
        blobs: the files.
        folder: where to.
        beside: writes what is neither row nor blob into the folder, after the rows were read; returns its files.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True, mode=0o700)
    manifest = folder / _MANIFEST
    manifest.unlink(missing_ok=True)  # a folder without a manifest is no backup, so a half-written one never counts
    tables: dict[str, dict[str, object]] = {}
    with database.reading() as session:
        revision = _revision(session)
        for table in all_tables(session):
            lines = (_line(row) for row in session.execute(select(table)).mappings())
            tables[table.name] = _write_lines(folder / "tables" / f"{table.name}.jsonl", lines)
        named = named_blobs(session)
    target = Blobs(folder / "blobs", reserve_bytes=0)
    kept, damaged = _copy_blobs(blobs.all(), blobs, target)
    for key in set(target.all()) - named - set(kept):
        target.delete(*key)
    listed = _write_lines(folder / "blobs.jsonl", (json.dumps(key) for key in sorted(kept)))
    _replace(
        manifest,
        {
            "format": FORMAT, "revision": revision, "made_at": dt.datetime.now(dt.UTC).isoformat(),
            "tables": tables, "blobs": listed, "damaged": damaged,
            "beside": {str(path.relative_to(folder)): _sha256(path) for path in beside(folder)},
        },
    )  # fmt: skip
    return Copied(sum(int(str(table["lines"])) for table in tables.values()), len(kept), tuple(damaged))


def restore(database: Database, blobs: BlobStore, folder: Path) -> Copied:
    """Fill an empty store from a backup; every hash is checked, rows before the first of them is written.

    Raises:
        InvalidRequest: no backup, one of another version, a changed one, or the store holds something already.
    """
    manifest = _manifest(folder)
    database.migrate()
    rows = 0
    with database.transaction() as session:
        if Organisations(session).list():
            raise InvalidRequest(reason=text("operating.restore_not_empty"))
        if manifest["revision"] != _revision(session):
            raise InvalidRequest(reason=text("operating.restore_revision", revision=str(manifest["revision"])))
        tables = all_tables(session)
        if set(manifest["tables"]) != {table.name for table in tables}:
            raise InvalidRequest(reason=text("operating.restore_changed", file=_MANIFEST))
        for table in tables:
            rows += _load(session, table, folder / "tables" / f"{table.name}.jsonl")
            _count_on(session, table)
    keys = [tuple(json.loads(line)) for line in _lines(folder / "blobs.jsonl")]
    kept, damaged = _copy_blobs(keys, Blobs(folder / "blobs", reserve_bytes=0), blobs)
    return Copied(rows, len(kept), (*damaged, *manifest["damaged"]))


def files_beside(folder: Path) -> tuple[Path, ...]:
    """Return what a backup holds beside rows and blobs, as paths within it; raises InvalidRequest like `restore`."""
    return tuple(Path(name) for name in _manifest(folder).get("beside", {}))


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a backup whose files of rows have their hashes."""
    try:
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InvalidRequest(reason=text("operating.restore_no_backup", folder=str(folder))) from None
    if manifest.get("format") != FORMAT:
        raise InvalidRequest(reason=text("operating.restore_no_backup", folder=str(folder)))
    expected = {folder / "tables" / f"{name}.jsonl": found for name, found in manifest["tables"].items()}
    expected[folder / "blobs.jsonl"] = manifest["blobs"]
    digests = {path: found["sha256"] for path, found in expected.items()}
    digests |= {folder / name: sha256 for name, sha256 in manifest.get("beside", {}).items()}
    for path, sha256 in digests.items():
        if not path.is_file() or _sha256(path) != sha256:
            raise InvalidRequest(reason=text("operating.restore_changed", file=path.name))
    return manifest


def all_tables(session: Session) -> list[CoreTable]:
    """Return all tables in an order in which none refers to a later one."""
    for module in pkgutil.iter_modules(models.store.__path__):
        if module.name.startswith("tables"):
            importlib.import_module(f"models.store.{module.name}")
    metadata: MetaData = Table.metadata
    known = {table.name for table in metadata.sorted_tables}
    there = set(inspect(session.connection()).get_table_names()) - {"alembic_version"}
    if there != known:
        raise RuntimeError(f"tables that the code does not declare: {sorted(there ^ known)}")
    return list(metadata.sorted_tables)


def _revision(session: Session) -> str | None:
    return MigrationContext.configure(session.connection()).get_current_revision()


def _line(row: Any) -> str:  # noqa: ANN401  # a RowMapping of any table
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
    return json.dumps(plain, ensure_ascii=False)


def _load(session: Session, table: CoreTable, path: Path) -> int:
    times = {column.name for column in table.columns if isinstance(column.type, UtcTime)}
    dates = {column.name for column in table.columns if isinstance(column.type, Date)}
    batch: list[dict[str, Any]] = []
    total = 0
    for line in _lines(path):
        row = json.loads(line)
        for name in times | dates:
            if row[name] is not None:
                read = dt.datetime.fromisoformat if name in times else dt.date.fromisoformat
                row[name] = read(row[name])
        batch.append(row)
        total += 1
        if len(batch) == _ROWS_AT_ONCE:
            session.execute(insert(table), batch)
            batch = []
    if batch:
        session.execute(insert(table), batch)
    return total


def _count_on(session: Session, table: CoreTable) -> None:
    """Let ids that the database counts go on after the largest; PostgreSQL does not look at what was inserted."""
    counted = table.autoincrement_column
    if counted is None or session.get_bind().dialect.name == "sqlite":
        return
    largest = session.scalar(select(func.max(counted)))
    if largest is not None:
        session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, counted.name), largest)))


def _copy_blobs(
    keys: Iterable[tuple[str, ...]], source: BlobStore, target: BlobStore
) -> tuple[list[tuple[str, str]], list[str]]:
    """Copy blobs that `target` does not hold whole; return those that it holds now, and the hashes of damaged ones."""
    kept, damaged = [], []
    for organisation_id, sha256 in keys:
        if not target.is_sound(organisation_id, sha256):
            try:
                with source.local(organisation_id, sha256) as path, path.open("rb") as content:
                    target.put(organisation_id, content)
            except BlobDamaged:
                damaged.append(sha256)
                continue
        kept.append((organisation_id, sha256))
    return kept, damaged


def _write_lines(path: Path, lines: Iterable[str]) -> dict[str, object]:
    digest, count = hashlib.sha256(), 0
    with path.open("wb") as file:
        for line in lines:
            data = line.encode() + b"\n"
            file.write(data)
            digest.update(data)
            count += 1
    return {"lines": count, "sha256": digest.hexdigest()}


def _lines(path: Path) -> Iterator[str]:
    # Not splitlines(): that ends a line at U+2028 too, which stands in texts.
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(path: Path, content: dict[str, object]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(path)

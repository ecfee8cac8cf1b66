"""A backup comes back, on the same kind of store and on the other; a changed one does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from models.errors import InvalidRequest
from models.report import Verdict
from models.store.backup import back_up, restore
from models.store.blobs import Blobs
from models.store.database import Database, clock
from models.store.document_leases import DocumentLeases
from models.store.events import EventKind, Events
from models.store.invariants import check_store
from models.store.organisations import Organisations, bootstrap
from models.store.reports import Reports
from models.store.tables import Table
from tests.models.store.samples import OBSERVER, TTL, a_document, observation, report


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@pytest.fixture
def full(database: Database, organisation: str, blobs: Blobs) -> Database:
    """A store with an observed and judged document."""
    blob = blobs.put_bytes(organisation, "申报材料\u2028一".encode())
    document = a_document(database, organisation, sha256=blob.sha256, filename="证书\u2028二.pdf")
    with database.transaction() as session:
        lease = DocumentLeases(session, organisation).acquire(document.id, now=clock(session), ttl=TTL)
        assert lease is not None
        DocumentLeases(session, organisation).finish(
            lease, observation(blob.sha256), (), observer=OBSERVER, now=clock(session)
        )
        Events(session, organisation).emit(EventKind.APPLICATION_JUDGED, application=document.application_id)
        Reports(session, organisation).save(report(document.application_id, Verdict.NEEDS_REVIEW), revision=2)
    return database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def empty(request: pytest.FixtureRequest, tmp_path: Path):
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    database = Database(server.empty() if server is not None else f"sqlite:///{tmp_path / 'other.db'}")
    yield database
    database.close()


def rows(database: Database) -> dict[str, list[str]]:
    with database.reading() as session:
        return {
            table.name: sorted(str(tuple(row)) for row in session.execute(select(table)))
            for table in Table.metadata.sorted_tables
        }


def test_a_backup_comes_back_whole(full: Database, blobs: Blobs, empty: Database, tmp_path: Path) -> None:
    made = back_up(full, blobs, tmp_path / "backup")
    assert made.damaged == ()
    target = Blobs(tmp_path / "target")
    assert restore(empty, target, tmp_path / "backup") == made
    assert rows(empty) == rows(full)
    assert set(target.all()) == set(blobs.all())
    assert check_store(empty, target) == ()
    assert bootstrap(empty) is None
    with empty.transaction() as session:
        Events(session, Organisations(session).list()[0].id).emit(EventKind.APPLICATION_JUDGED)


def test_a_second_backup_adds_what_is_new(sqlite_database: Database, blobs: Blobs, tmp_path: Path) -> None:
    bootstrap(sqlite_database)
    organisation = "0" * 36
    first = blobs.put_bytes(organisation, b"one")
    back_up(sqlite_database, blobs, tmp_path / "backup")
    kept = Blobs(tmp_path / "backup" / "blobs").path(organisation, first.sha256).stat()
    blobs.put_bytes(organisation, b"two")
    assert back_up(sqlite_database, blobs, tmp_path / "backup").blobs == 2
    assert Blobs(tmp_path / "backup" / "blobs").path(organisation, first.sha256).stat().st_ino == kept.st_ino


def test_a_damaged_file_is_told_and_not_kept(sqlite_database: Database, blobs: Blobs, tmp_path: Path) -> None:
    bootstrap(sqlite_database)
    blob = blobs.put_bytes("0" * 36, b"one")
    place = blobs.path("0" * 36, blob.sha256)
    place.chmod(0o600)
    place.write_bytes(b"two")
    made = back_up(sqlite_database, blobs, tmp_path / "backup")
    assert (made.blobs, made.damaged) == (0, (blob.sha256,))


@pytest.mark.parametrize("harm", ["rows", "manifest", "unfinished", "revision"])
def test_a_changed_backup_restores_nothing(sqlite_database: Database, blobs: Blobs, tmp_path: Path, harm: str) -> None:
    bootstrap(sqlite_database)
    folder = tmp_path / "backup"
    back_up(sqlite_database, blobs, folder)
    manifest = folder / "manifest.json"
    if harm == "rows":
        (folder / "tables" / "organisations.jsonl").write_text("{}\n")
    elif harm == "manifest":
        manifest.write_text("{")
    elif harm == "unfinished":
        manifest.unlink()
    else:
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"revision": "0000"}))
    target = Database(f"sqlite:///{tmp_path / 'target.db'}")
    with pytest.raises(InvalidRequest):
        restore(target, Blobs(tmp_path / "target"), folder)
    target.migrate()
    assert bootstrap(target) is not None
    target.close()


def test_a_store_in_use_is_not_overwritten(sqlite_database: Database, blobs: Blobs, tmp_path: Path) -> None:
    bootstrap(sqlite_database)
    back_up(sqlite_database, blobs, tmp_path / "backup")
    with pytest.raises(InvalidRequest):
        restore(sqlite_database, blobs, tmp_path / "backup")


def test_a_blob_that_the_backup_lost_is_told(sqlite_database: Database, blobs: Blobs, tmp_path: Path) -> None:
    bootstrap(sqlite_database)
    blob = blobs.put_bytes("0" * 36, b"one")
    back_up(sqlite_database, blobs, tmp_path / "backup")
    Blobs(tmp_path / "backup" / "blobs").delete("0" * 36, blob.sha256)
    target = Database(f"sqlite:///{tmp_path / 'target.db'}")
    assert restore(target, Blobs(tmp_path / "target"), tmp_path / "backup").damaged == (blob.sha256,)
    target.close()

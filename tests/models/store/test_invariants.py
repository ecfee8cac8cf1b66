from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from models.report import Verdict
from models.store import invariants
from models.store.applications import ApplicationState
from models.store.blobs import Blobs
from models.store.database import Database, clock
from models.store.document_leases import DocumentLeases
from models.store.documents import DocumentState
from models.store.invariants import Breach, check_store
from models.store.reports import Reports
from models.store.tables import ApplicationRow, DocumentRow, ObservationRow, ReportRow
from tests.models.store.samples import OBSERVER, TTL, a_document, observation, report


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@pytest.fixture
def document(database: Database, organisation: str, blobs: Blobs):
    """One document, observed and judged, in a whole store."""
    blob = blobs.put_bytes(organisation, b"file")
    document = a_document(database, organisation, sha256=blob.sha256)
    with database.transaction() as session:
        lease = DocumentLeases(session, organisation).acquire(document.id, now=clock(session), ttl=TTL)
        assert lease is not None
        seen = observation(blob.sha256)
        assert DocumentLeases(session, organisation).finish(lease, seen, (), observer=OBSERVER, now=clock(session))
        assert Reports(session, organisation).save(report(document.application_id, Verdict.NEEDS_REVIEW), revision=2)
    assert check_store(database, blobs) == ()
    return document


def breaches(database: Database, blobs: Blobs) -> list[Breach]:
    return [violation.breach for violation in check_store(database, blobs)]


def test_a_lost_or_changed_file_is_found(database: Database, blobs: Blobs, document) -> None:
    place = blobs.path(document.organisation_id, document.sha256)
    place.chmod(0o600)
    place.write_bytes(b"other")
    assert breaches(database, blobs) == [Breach.BLOB_DAMAGED]
    place.unlink()
    assert breaches(database, blobs) == [Breach.BLOB_DAMAGED]


def test_a_file_without_a_row_is_found(database: Database, blobs: Blobs, document) -> None:
    stray = blobs.put_bytes(document.organisation_id, b"stray")
    (found,) = check_store(database, blobs)
    assert (found.breach, found.subject) == (Breach.BLOB_WITHOUT_ROW, stray.sha256)


@pytest.mark.parametrize(
    ("table", "breach"),
    [(ObservationRow, Breach.OBSERVED_WITHOUT_OBSERVATION), (ReportRow, Breach.JUDGED_WITHOUT_REPORT)],
)
def test_a_lost_row_is_found(database: Database, blobs: Blobs, document, table: type, breach: Breach) -> None:
    with database.transaction() as session:
        session.query(table).delete()
    assert breaches(database, blobs) == [breach]


def test_a_stuck_document_is_found(database: Database, blobs: Blobs, document) -> None:
    with database.transaction() as session:
        row = session.get(DocumentRow, document.id)
        row.state = DocumentState.OBSERVING.value
        row.created_at = clock(session) - invariants.PATIENCE - dt.timedelta(seconds=1)
        session.get(ApplicationRow, document.application_id).state = ApplicationState.OBSERVING.value
    assert breaches(database, blobs) == [Breach.STUCK]

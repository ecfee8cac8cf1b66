"""Somebody's upload goes before a batch, and no hint is lost by that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.application import Applicant
from models.store.applications import Applications
from models.store.batches import Batches
from models.store.database import Database, clock
from models.store.document_leases import DocumentLeases
from models.store.documents import Documents
from models.store.housekeeping import next_document
from models.store.organisations import Organisations

TTL = timedelta(seconds=60)


@pytest.fixture
def database(tmp_path) -> Database:
    made = Database(f"sqlite:///{tmp_path}/store.db")
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def store(database: Database):
    """Two documents of a batch, then one that somebody waits for."""
    with database.transaction() as session:
        organisation = Organisations(session).create("市评审办").id
        batch = Batches(session, organisation).create(policy="p", label="")
        ids = []
        for batch_id, count in ((batch.id, 2), (None, 1)):
            application = Applications(session, organisation).create(
                policy="p", applicant=Applicant(), batch_id=batch_id
            )
            for number in range(count):
                added = Documents(session, organisation).add(
                    application.id, sha256=f"{len(ids)}" * 64, size=1, filename=f"{number}.pdf"
                )
                ids.append(added.id)
    return organisation, ids


def chosen(database: Database, hinted: str) -> str | None:
    with database.reading() as session:
        return next_document(session, hinted, now=clock(session))


def take(database: Database, organisation: str, document: str) -> None:
    with database.transaction() as session:
        assert DocumentLeases(session, organisation).acquire(document, now=clock(session), ttl=TTL) is not None


def test_a_hint_of_a_batch_serves_who_waits_first(database: Database, store):
    organisation, (first, _, urgent) = store

    assert chosen(database, first) == urgent
    take(database, organisation, urgent)
    assert chosen(database, first) == first


def test_who_waits_is_served_on_their_own_hint(database: Database, store):
    _, (_, _, urgent) = store
    assert chosen(database, urgent) == urgent


def test_every_hint_finds_a_document_and_every_document_a_hint(database: Database, store):
    organisation, ids = store
    served = []
    for hinted in ids:
        document = chosen(database, hinted)
        take(database, organisation, document)
        served.append(document)

    assert sorted(served) == sorted(ids)
    assert served[0] == ids[2]


def test_a_hint_of_nothing_known_takes_what_waits(database: Database, store):
    organisation, ids = store
    for document in ids:
        take(database, organisation, document)

    assert chosen(database, "00000000-0000-4000-8000-000000000000") is None


def test_a_pause_is_kept(database: Database, store):
    organisation, (first, _, urgent) = store
    with database.transaction() as session:
        lease = DocumentLeases(session, organisation).acquire(urgent, now=clock(session), ttl=TTL)
        DocumentLeases(session, organisation).put_back(lease, not_before=clock(session) + TTL)

    assert chosen(database, first) == first

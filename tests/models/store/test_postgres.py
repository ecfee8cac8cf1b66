"""What PostgreSQL does otherwise than SQLite: many writers at once, a clock of its own, texts that it refuses."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine

from models.store.database import Database, clock
from models.store.document_leases import DOCUMENTS, DocumentLeases
from models.store.documents import Documents, DocumentState
from models.store.housekeeping import next_document
from models.store.idempotency import IdempotencyKeys
from models.store.leases import Lease, owner
from models.store.organisations import Organisations, bootstrap
from tests.models.store.samples import TTL, a_document, an_application

pytestmark = pytest.mark.slow


def test_leases_are_judged_by_the_servers_clock(postgres_database: Database) -> None:
    with postgres_database.reading() as session:
        before = clock(session)
    with time_machine.travel(before + dt.timedelta(hours=3)), postgres_database.reading() as session:
        assert clock(session) - before < dt.timedelta(minutes=1)


def test_every_hint_of_many_workers_leads_to_a_document_of_its_own(postgres_database: Database) -> None:
    """All hints name one document: without skipping what another is taking, most of them would lead to nothing."""
    database = postgres_database
    bootstrap(database)
    with database.transaction() as session:
        organisation = Organisations(session).list()[0].id
    application = an_application(database, organisation).id
    documents = [a_document(database, organisation, application, filename=f"{n}.pdf").id for n in range(8)]
    start = threading.Barrier(8)

    def take(_: int) -> Lease | None:
        with database.transaction() as session:
            now = clock(session)
            start.wait()
            chosen = next_document(session, documents[0], now=now)
            whose = owner(session, DOCUMENTS, chosen) if chosen is not None else None
            return DocumentLeases(session, whose).acquire(chosen, now=now, ttl=TTL) if chosen and whose else None

    with ThreadPoolExecutor(8) as pool:
        leases = [lease for lease in pool.map(take, range(8)) if lease is not None]
    assert sorted(lease.id for lease in leases) == sorted(documents)
    with database.reading() as session:
        states = {Documents(session, organisation).get(document).state for document in documents}
    assert states == {DocumentState.OBSERVING}


def test_several_first_starts_make_one_key(postgres_database: Database) -> None:
    with ThreadPoolExecutor(6) as pool:
        keys = [key for key in pool.map(lambda _: bootstrap(postgres_database), range(6)) if key is not None]
    assert len(keys) == 1


def test_a_key_sent_many_times_at_once_makes_one_thing(postgres_database: Database) -> None:
    bootstrap(postgres_database)
    with postgres_database.reading() as session:
        organisation = Organisations(session).list()[0].id

    def send(number: int) -> str:
        with postgres_database.transaction() as session:
            keys = IdempotencyKeys(session, organisation)
            made = keys.made("key", "digest")
            if made is None:
                made = f"thing {number}"
                keys.record("key", "digest", made)
            return made

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(send, range(6)))) == 1

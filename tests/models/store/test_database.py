from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from models.store.database import Database, clock
from models.store.organisations import Organisations
from models.store.tables import Table


def test_migrations_make_exactly_the_declared_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_every_table_belongs_to_an_organisation(database: Database) -> None:
    tables = set(inspect(database.engine).get_table_names()) - {"alembic_version", "organisations", "tries"}
    assert tables
    for table in tables:
        columns = {column["name"]: column for column in inspect(database.engine).get_columns(table)}
        assert not columns["organisation_id"]["nullable"], table


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_several_starts_may_migrate_at_once(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    server = request.getfixturevalue("postgres") if kind == "postgresql" else None
    url = server.empty() if server is not None else f"sqlite:///{tmp_path / 'store.db'}"

    def migrate(_: int) -> None:
        database = Database(url)
        database.migrate()
        database.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, range(4)))


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        Organisations(session).create("谁也不是")
        raise RuntimeError
    with database.reading() as session:
        assert Organisations(session).list() == ()


def test_sqlite_keeps_what_it_committed(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 2
        assert session.scalar(text("PRAGMA busy_timeout")) == 20_000


def test_foreign_keys_are_enforced(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO api_keys (id, organisation_id, digest, role, label, created_at)"
                " VALUES ('a', 'nobody', 'd', 'admin', '', '2026-01-01')"
            )
        )


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.transaction() as session:
        Organisations(session).create("甲")
        with database.reading() as other:
            assert Organisations(other).list() == ()


def test_a_reader_sees_one_state(database: Database) -> None:
    with database.reading() as reader:
        before = Organisations(reader).list()
        with database.transaction() as session:
            Organisations(session).create("甲")
        assert Organisations(reader).list() == before
    with database.reading() as reader:
        assert len(Organisations(reader).list()) == len(before) + 1


def test_sqlites_writers_wait_for_each_other(sqlite_database: Database) -> None:
    database = sqlite_database
    order: list[str] = []
    holding = threading.Event()

    def hold() -> None:
        with database.transaction() as session:
            Organisations(session).create("甲")
            holding.set()
            time.sleep(0.3)
            order.append("first writer")

    writer = threading.Thread(target=hold)
    writer.start()
    holding.wait()
    with database.transaction() as session:
        Organisations(session).create("乙")
        order.append("second writer")
    writer.join()
    assert order == ["first writer", "second writer"]


def test_times_come_back_aware(database: Database) -> None:
    with database.transaction() as session:
        before = clock(session)
        made = Organisations(session).create("丙")
    with database.reading() as session:
        kept = Organisations(session).get(made.id)
    assert kept.created_at == made.created_at
    assert kept.created_at >= before
    assert kept.created_at.utcoffset() is not None

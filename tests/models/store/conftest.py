"""A migrated store of its own for every test, with one organisation: SQLite, and PostgreSQL for the same tests."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.organisations import Organisations
from tests.servers.postgres import Postgres, running_postgres
from tests.servers.s3 import running_s3


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store with its schema: copied, since migrating anew for every test takes most of its time."""
    place = tmp_path_factory.mktemp("migrated") / "store.db"
    database = Database(f"sqlite:///{place}")
    database.migrate()
    database.close()
    return place


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    with running_s3() as endpoint:
        yield endpoint


@pytest.fixture
def unused_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sqlite_database(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    shutil.copy(migrated, tmp_path / "store.db")
    yield from opened(f"sqlite:///{tmp_path / 'store.db'}")


@pytest.fixture
def postgres_database(postgres: Postgres) -> Iterator[Database]:
    yield from opened(postgres.migrated())


@pytest.fixture(params=["sqlite_database", pytest.param("postgres_database", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest) -> Database:
    """The same test on each kind of store."""
    return request.getfixturevalue(request.param)


def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def organisation(database: Database) -> str:
    with database.transaction() as session:
        return Organisations(session).create("测试评委会").id

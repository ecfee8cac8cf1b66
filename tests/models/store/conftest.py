"""A migrated store in a folder of its own, with one organisation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.organisations import Organisations


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store with its schema: copied, since migrating anew for every test takes most of its time."""
    place = tmp_path_factory.mktemp("migrated") / "store.db"
    database = Database(f"sqlite:///{place}")
    database.migrate()
    database.close()
    return place


@pytest.fixture
def database(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    shutil.copy(migrated, tmp_path / "store.db")
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    yield database
    database.close()


@pytest.fixture
def organisation(database: Database) -> str:
    with database.transaction() as session:
        return Organisations(session).create("测试评委会").id

"""A migrated store in a folder of its own, with one organisation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.store.organisations import Organisations


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'store.db'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def organisation(database: Database) -> str:
    with database.transaction() as session:
        return Organisations(session).create("测试评委会").id

"""Keys are made, listed without their secret, and taken back, on the machine of the service."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.keys import app
from models.errors import NotFound
from models.store.api_keys import authenticate
from models.store.database import Database
from models.store.organisations import bootstrap
from workers.settings import Settings


@pytest.fixture
def data(tmp_path: Path) -> Path:
    database = Database(Settings(data_dir=tmp_path, redis_url=None).database)
    database.migrate()
    bootstrap(database)
    database.close()
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def opens(data: Path, key: str) -> bool:
    database = Database(Settings(data_dir=data, redis_url=None).database)
    try:
        with database.transaction() as session:
            return authenticate(session, key) is not None
    finally:
        database.close()


def test_a_key_works_until_it_is_taken_back(data: Path):
    made = json.loads(run("create", "--label", "窗口", "--role", "reviewer", "--data", str(data), "--json"))
    assert opens(data, made["key"])
    listed = run("list", "--data", str(data), "--json")
    assert made["key"] not in listed
    assert {"id": made["id"], "role": "reviewer", "label": "窗口", "revoked": False} in json.loads(listed)
    run("revoke", made["id"], "--data", str(data))
    assert not opens(data, made["key"])


def test_a_folder_without_a_service_is_told(tmp_path: Path):
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(NotFound):
            run("list", "--data", str(folder))

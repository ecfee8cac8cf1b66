"""Keys are made, listed without their secret, and taken back, on the machine of the service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from api.keys import app
from api.users import app as users
from models.errors import LastAdministrator, NotFound
from models.store.api_keys import authenticate
from models.store.audit import AuditLog
from models.store.database import Database
from models.store.organisations import Organisations, bootstrap
from workers.settings import Settings


@pytest.fixture
def data(tmp_path: Path) -> Path:
    database = Database(Settings(data_dir=tmp_path, redis_url=None).database)
    database.migrate()
    bootstrap(database)
    database.close()
    return tmp_path


def run(*arguments: str) -> str:
    return run_in(app, *arguments)


def run_in(commands: typer.Typer, *arguments: str) -> str:
    result = CliRunner().invoke(commands, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def invoke(commands: typer.Typer, *arguments: str) -> Any:
    return json.loads(run_in(commands, *arguments))


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


def test_what_commands_do_stands_in_the_audit_log(data: Path):
    made = json.loads(run("create", "--label", "窗口", "--role", "reviewer", "--data", str(data), "--json"))
    run("revoke", made["id"], "--data", str(data))
    as_user = ["--data", str(data), "--json"]
    user = invoke(users, "create-admin", "wang", "--password", "correct horse battery", *as_user)
    assert invoke(users, "list", *as_user) == [user]
    with pytest.raises(LastAdministrator):
        CliRunner().invoke(users, ["disable", "wang", "--data", str(data)], catch_exceptions=False)
    run_in(users, "password", "wang", "--password", "another horse battery", "--data", str(data))
    database = Database(Settings(data_dir=data, redis_url=None).database)
    with database.reading() as session:
        entries = AuditLog(session, Organisations(session).list()[0].id).list()
    database.close()
    assert [(entry.action, entry.actor) for entry in entries][::-1] == [
        (action, "system") for action in ("key.created", "key.revoked", "user.created", "password.changed")
    ]


def test_a_folder_without_a_service_is_told(tmp_path: Path):
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(NotFound):
            run("list", "--data", str(folder))

"""Where the database or the store of files does not answer: 503, nothing promised, and when to ask again."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DataError, OperationalError

from api.service import Service
from models.errors import StorageUnavailable
from models.store.database import Database
from tests.api.doors import PDF, Door


def test_an_absent_database_is_no_fault_of_ours(reviewer: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: Database) -> None:
        raise OperationalError("SELECT secret_table", {}, Exception("could not connect to db.internal"))

    monkeypatch.setattr(Database, "reading", away)
    answer = reviewer.get("/policies")
    assert (answer.status_code, answer.json["code"]) == (503, "storage_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert "secret_table" not in answer.text
    assert "db.internal" not in answer.text


def test_an_upload_that_no_store_took_is_not_recorded(
    applicant: Door, service: Service, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = applicant.new_application(policy)

    def away(*_: object, **__: object) -> object:
        raise StorageUnavailable

    monkeypatch.setattr(type(service.blobs), "put", away)
    answer = applicant.upload(application, ("a.pdf", PDF))
    assert (answer.status_code, answer.json["code"]) == (503, "storage_unavailable")
    assert applicant.get(f"/applications/{application}").json["documents"] == []


@pytest.mark.parametrize(("path", "status"), [("/documents/a%00b", 404), ("/policies", 422)])
def test_text_that_the_database_cannot_hold_is_the_senders(
    reviewer: Door, monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    def refuses(_: Database) -> None:
        raise DataError("INSERT secret_table", {}, Exception("PostgreSQL text fields cannot contain NUL (0x00) bytes"))

    monkeypatch.setattr(Database, "reading", refuses)
    answer = reviewer.get(path)
    assert answer.status_code == status
    assert "secret_table" not in answer.text

"""Errors of HTTP itself and our own faults: the same shape, no insides."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from apiflask import APIFlask
from sqlalchemy.exc import OperationalError

from api.service import Service
from models.errors import StorageFull
from models.store.documents import Documents
from tests.api.doors import PDF, Door, assert_problem


def test_an_unknown_address(reviewer: Door, nobody: Door):
    assert_problem(reviewer.get("/nothing"), 404, "not_found")
    assert_problem(nobody.get("/nothing"), 404, "not_found")
    assert_problem(nobody.client.get("/nothing"), 404, "not_found")


def test_a_wrong_method_names_the_right_ones(reviewer: Door):
    answer = reviewer.open("DELETE", "/applications")
    assert_problem(answer, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].replace(" ", "").split(","))


@pytest.mark.parametrize("fault", [RuntimeError("机密 110101199003070000 /secret/path"), KeyError("x"), MemoryError()])
def test_our_own_fault_says_nothing_of_the_inside(reviewer: Door, monkeypatch: pytest.MonkeyPatch, fault: Exception):
    logged: list[dict[str, object]] = []
    monkeypatch.setattr("api.problems._log", SimpleNamespace(error=lambda event, **fields: logged.append(fields)))

    def broken(*_: object) -> object:
        raise fault

    monkeypatch.setattr(Documents, "get", broken)
    answer = reviewer.get("/documents/x")
    body = assert_problem(answer, 500, "internal")
    assert "机密" not in answer.text and "secret" not in answer.text
    assert [fields["request_id"] for fields in logged] == [body["request_id"]]
    assert logged[0]["kind"] == type(fault).__name__
    assert "机密" not in str(logged) and "110101" not in str(logged)


def test_a_database_that_is_away_is_said_without_its_words(reviewer: Door, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> object:
        raise OperationalError("SELECT secret_table", {}, Exception("no such host db.internal"))

    monkeypatch.setattr(Documents, "get", broken)
    answer = reviewer.get("/documents/x")
    assert_problem(answer, 503, "storage_unavailable")
    assert "secret_table" not in answer.text and "db.internal" not in answer.text


def test_a_full_disk_is_told_as_such(applicant: Door, service: Service, policy: str, monkeypatch: pytest.MonkeyPatch):
    application = applicant.new_application(policy)

    def full(*_: object, **__: object) -> object:
        raise StorageFull

    monkeypatch.setattr(type(service.blobs), "put", full)
    assert_problem(applicant.upload(application, ("a.pdf", PDF)), 507, "storage_full")


def test_a_request_id_of_a_proxy_is_kept_if_it_is_plain(reviewer: Door):
    assert reviewer.get("/policies", headers={"X-Request-ID": "abc-123-def"}).headers["X-Request-ID"] == "abc-123-def"
    for hostile in ("x", "a" * 65, "abc def ghi", "<script>alert(1)</script>"):
        assert reviewer.get("/policies", headers={"X-Request-ID": hostile}).headers["X-Request-ID"] != hostile


def test_every_answer_has_its_own_request_id(reviewer: Door):
    assert len({reviewer.get("/policies").headers["X-Request-ID"] for _ in range(5)}) == 5


@pytest.mark.parametrize("path", ["/policies", "/nothing", "/health/live", "/applications"])
def test_every_answer_carries_the_security_headers(nobody: Door, reviewer: Door, path: str):
    for answer in (nobody.get(path), reviewer.get(path)):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_json_is_utf8_and_readable(reviewer: Door, app: APIFlask):
    answer = reviewer.get("/policies")
    assert json.loads(answer.data)
    assert "\\u" not in answer.text

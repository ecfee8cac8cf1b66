"""The report, as JSON and as a page; policies; health."""

from __future__ import annotations

import base64

import pytest

from api.service import Service
from models.report import Report
from models.values import from_json
from tests.api.doors import NOBODY, PDF, PNG, Door, assert_problem, judge, observe, sha256
from verifier.policies.loader import list_policies


@pytest.fixture
def judged(applicant: Door, service: Service, organisation: str, policy: str) -> str:
    """An application with one observed document and its report."""
    application = applicant.new_application(policy, applicant={"name": "王小明"})
    document = applicant.upload(application, ("毕业证书.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    judge(service.database, organisation, application, document, policy)
    return application


@pytest.mark.parametrize("accept", [None, "application/json", "*/*", "application/*", "text/html;q=0.1, */*"])
def test_the_report_as_json(applicant: Door, judged: str, accept: str | None):
    headers = {"Accept": accept} if accept else {}
    answer = applicant.get(f"/applications/{judged}/report", headers=headers)
    assert answer.mimetype == "application/json"
    assert "Accept" in answer.headers["Vary"]
    report = from_json(Report, answer.data)
    assert report.application == judged
    assert report.findings[0].remedy


def test_the_report_as_a_page_carries_its_pictures(applicant: Door, judged: str):
    answer = applicant.get(f"/applications/{judged}/report", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert "第 1 页未见单位公章" in answer.text
    assert base64.b64encode(PNG + b"crop").decode() in answer.text
    assert "<script" not in answer.text
    assert "毕业证书.pdf" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_damaged_picture_does_not_cost_the_report(applicant: Door, judged: str, service: Service, organisation: str):
    (place,) = (service.settings.blobs_folder / organisation).rglob(sha256(PNG + b"crop"))
    place.unlink()
    answer = applicant.get(f"/applications/{judged}/report", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "第 1 页未见单位公章" in answer.text


OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("accept", "start"),
    [
        (OFFICE + "spreadsheetml.sheet", b"PK"),
        (OFFICE + "wordprocessingml.document", b"PK"),
        ("application/pdf", b"%PDF"),
    ],
)
def test_the_result_table_and_the_letter_are_files_with_neutral_names(
    applicant: Door, judged: str, accept: str, start: bytes
):
    answer = applicant.get(f"/applications/{judged}/report", headers={"Accept": accept})

    assert answer.status_code == 200 and answer.mimetype == accept and answer.data.startswith(start)
    assert f'filename="{judged}.' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("accept", ["application/rtf", "text/plain", "image/png"])
def test_a_format_that_is_not_made(applicant: Door, judged: str, accept: str):
    answer = applicant.get(f"/applications/{judged}/report", headers={"Accept": accept})
    assert_problem(answer, 406, "not_acceptable")


def test_no_report_before_the_judgement_and_none_of_an_older_state(applicant: Door, judged: str, policy: str):
    waiting = applicant.new_application(policy)
    assert_problem(applicant.get(f"/applications/{waiting}/report"), 409, "not_ready")
    applicant.upload(judged, ("b.pdf", PDF + b"%"))
    assert_problem(applicant.get(f"/applications/{judged}/report"), 409, "not_ready")


def test_reports_of_others_are_not_there(applicant: Door, stranger: Door, judged: str):
    assert_problem(stranger.get(f"/applications/{judged}/report"), 404, "not_found")
    assert_problem(applicant.get(f"/applications/{NOBODY}/report"), 404, "not_found")


def test_the_policies_are_listed_and_shown(applicant: Door):
    listed = applicant.get("/policies").json["policies"]
    assert [entry["id"] for entry in listed] == [pack.id for pack in list_policies()]
    shown = applicant.get(f"/policies/{listed[0]['id']}").json
    assert shown["id"] == listed[0]["id"]
    assert shown["schema"] == "policy-pack/1"


@pytest.mark.parametrize("policy", ["none", "..%2f..%2fpyproject.toml", "%2Fetc%2Fpasswd"])
def test_a_policy_that_is_not_there(applicant: Door, policy: str):
    assert_problem(applicant.get(f"/policies/{policy}"), 404, "not_found")


def test_live_tells_everybody_that_it_lives_and_nothing_else(nobody: Door):
    assert nobody.get("/health/live").json == {"status": "ok"}


def test_ready_looks_at_every_part(admin: Door, service: Service):
    answer = admin.get("/health/ready")
    assert answer.status_code == 200
    parts = {part["name"]: part for part in answer.json["parts"]}
    assert set(parts) == {"database", "queue", "disk", "sandbox", "writable"}
    assert parts["database"]["status"] == "ok"
    assert parts["queue"]["status"] == "warn"  # none is set in these tests
    assert all(part["remedy"] for part in parts.values() if part["status"] != "ok")
    assert str(service.settings.data_dir) not in answer.text


def test_ready_says_503_without_a_database(admin: Door, monkeypatch: pytest.MonkeyPatch):
    from sqlalchemy.exc import OperationalError

    from models.store.database import Database

    def away(_self: Database) -> None:
        raise OperationalError("SELECT 1", {}, Exception("host db.internal"))

    monkeypatch.setattr(Database, "check", away)
    answer = admin.get("/health/ready")
    assert answer.status_code == 503
    assert "db.internal" not in answer.text

"""One document verified by itself; what happens is told as it happens; other systems are told by webhooks."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from api.service import Service
from models.store.events import EventKind
from tests.api.doors import NOBODY, PDF, Door, assert_problem, judge, observe
from tests.api.test_api_batches import applicant_zip, documents_of, send


def verify(door: Door, data: bytes = PDF, filename: str = "a.pdf", headers: Any = None, **fields: str) -> TestResponse:
    form = {"file": (io.BytesIO(data), filename), **fields}
    return door.post("/verifications", data=form, content_type="multipart/form-data", headers=headers or {})


def test_a_document_is_verified_by_itself(
    applicant: Door, reviewer: Door, policy: str, service: Service, organisation: str, enqueued: list[str]
):
    answer = verify(applicant, policy=policy, unit="某所", name="林墨白", declared_type="diploma")
    assert answer.status_code == 202, answer.text
    made = answer.json
    assert enqueued == [made["document"]] and answer.headers["Location"] == made["links"]["self"]
    path = made["links"]["self"].removeprefix("/api/v1")
    before = applicant.get(path).json
    assert (before["verdict"], before["findings"], before["names"]) == (None, [], None)

    observe(service.database, service.blobs, organisation, made["document"], PDF)

    after = applicant.get(path).json
    assert after["state"] == "observed" and after["verdict"] == "failed" and after["names"] == []
    assert [found["requirement"] for found in after["findings"]] == ["seal.unit"]
    assert reviewer.get("/applications").json["applications"] == [], "it is no application"
    assert applicant.get(f"/applications/{made['id']}").json["verdict"] is None


def test_without_a_policy_it_is_only_read(applicant: Door, service: Service, organisation: str):
    made = verify(applicant, policy="").json
    observe(service.database, service.blobs, organisation, made["document"], PDF)
    shown = applicant.get(f"/verifications/{made['id']}").json
    assert shown["policy"] is None and shown["verdict"] is None and shown["state"] == "observed"


def test_what_cannot_be_verified(applicant: Door, stranger: Door, policy: str):
    assert_problem(verify(applicant, b""), 422, "empty_file")
    assert_problem(verify(applicant, policy="none"), 422, "unknown_policy")
    assert_problem(verify(applicant, declared_type="x"), 422, "invalid_request")
    assert_problem(verify(applicant, b"PK\x03\x04" + bytes(60), "a.zip"), 422, "invalid_request")
    assert_problem(applicant.get(f"/verifications/{applicant.new_application(policy)}"), 404, "not_found")
    made = verify(applicant).json
    assert_problem(stranger.get(f"/verifications/{made['id']}"), 404, "not_found")
    applicant.open("DELETE", f"/documents/{made['document']}")
    assert_problem(applicant.get(f"/verifications/{made['id']}"), 404, "not_found")


def test_a_verification_sent_again_is_made_once(applicant: Door):
    key = {"Idempotency-Key": "once"}
    first, again = verify(applicant, headers=key), verify(applicant, headers=key)
    assert first.json["id"] == again.json["id"]
    assert verify(applicant).json["id"] != first.json["id"]
    assert_problem(verify(applicant, PDF + b"%", headers=key), 422, "invalid_request")


def told(door: Door, path: str, **query: Any) -> list[tuple[int, str, dict[str, Any]]]:
    headers = query.pop("headers", {})
    answer = door.get(path, query_string={"seconds": 0} | query, headers=headers)
    assert answer.status_code == 200 and answer.mimetype == "text/event-stream", answer.text
    found = []
    for block in answer.text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if line)
        if "data" in lines:
            found.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
    return found


@pytest.fixture
def done(reviewer: Door, policy: str, service: Service, organisation: str) -> tuple[str, str]:
    application = reviewer.new_application(policy)
    document = reviewer.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    judge(service.database, organisation, application, document, policy)
    return application, document


def test_what_happens_to_an_application_is_told_in_order(reviewer: Door, stranger: Door, done: tuple[str, str]):
    application, document = done
    path = f"/applications/{application}/events"
    found = told(reviewer, path)
    assert [(kind, data["state"]) for _, kind, data in found] == [
        ("document.finished", "observed"), ("application.judged", "failed"),
    ]  # fmt: skip
    assert found[0][2]["document"] == document
    assert told(reviewer, path, after=found[0][0]) == found[1:]
    assert told(reviewer, path, headers={"Last-Event-ID": str(found[1][0])}) == []
    assert told(reviewer, path, headers={"Last-Event-ID": "x" * 50}) == found
    assert told(reviewer, path, seconds=0.1) == found
    assert_problem(stranger.get(path), 404, "not_found")
    assert_problem(reviewer.get(path, query_string={"seconds": 3600}), 422, "invalid_request")
    body = {"kind": "decide", "requirement": "seal.unit", "document": document, "verdict": "passed"}
    assert reviewer.post(f"/applications/{application}/decisions", json=body).status_code == 201
    assert [(kind, data["state"]) for _, kind, data in told(reviewer, path, after=found[1][0])] == [
        ("application.decided", "passed")
    ]


def test_a_batch_tells_when_all_of_it_is_judged(reviewer: Door, policy: str, service: Service, organisation: str):
    zips = [(f"{name}.zip", applicant_zip(name)) for name in ("甲乙", "丙丁")]
    batch = send(reviewer, "/batches", *zips, policy=policy).json["id"]
    for application, document in documents_of(reviewer, batch):
        blob = reviewer.get(f"/documents/{document}").json["sha256"]
        observe(service.database, service.blobs, organisation, document, service.blobs.read(organisation, blob))
        judge(service.database, organisation, application, document, policy)
    kinds = [kind for _, kind, _ in told(reviewer, f"/batches/{batch}/events")]
    assert kinds == ["document.finished", "application.judged"] * 2 + ["batch.judged"]
    assert_problem(reviewer.get(f"/batches/{NOBODY}/events"), 404, "not_found")


@pytest.fixture
def resolvable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.addresses._resolve", lambda _host, _port: ["1.1.1.1"])


@pytest.mark.usefixtures("resolvable")
def test_webhooks_are_made_listed_and_removed(admin: Door, stranger: Door, done: tuple[str, str]):
    body = {"url": "https://example.com/hook", "kinds": [kind.value for kind in EventKind]}
    answer = admin.post("/webhooks", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json
    assert made["secret"].startswith("whsec_") and made["created_by"].startswith("key:")
    listed = admin.get("/webhooks").json["webhooks"]
    assert [entry["id"] for entry in listed] == [made["id"]] and "secret" not in listed[0]
    path = f"/webhooks/{made['id']}"
    assert admin.get(path).json["url"] == body["url"] and admin.get(f"{path}/deliveries").json == {"deliveries": []}

    admin.post(f"/applications/{done[0]}/decisions", json={"kind": "note", "note": "看过"})

    entry = admin.get(f"{path}/deliveries").json["deliveries"][0]
    assert (entry["kind"], entry["state"], entry["attempts"]) == ("application.decided", "waiting", 0)
    for method, place in (("GET", path), ("GET", f"{path}/deliveries"), ("DELETE", path)):
        assert_problem(stranger.open(method, place), 404, "not_found")
    assert admin.open("DELETE", path).status_code == 204
    assert_problem(admin.get(path), 404, "not_found")
    assert_problem(admin.open("DELETE", path), 404, "not_found")


def test_webhooks_lead_nowhere_inside(admin: Door):
    for url in ("http://example.com/", "https://127.0.0.1/", "https://localhost/x", "https://[::1]/", "https://a@b/"):
        answer = admin.post("/webhooks", json={"url": url, "kinds": ["batch.judged"]})
        assert_problem(answer, 422, "invalid_request")
    assert_problem(admin.post("/webhooks", json={"url": "https://x.cn/", "kinds": ["x"]}), 422, "invalid_request")

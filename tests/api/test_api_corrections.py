"""Corrections: judged anew without reading, on the state that was read, with everything kept that stood before."""

from __future__ import annotations

import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from api.service import Service
from models.application import Applicant
from models.store.applications import Applications
from models.store.changes import Changes
from tests.api.doors import PDF, Door, assert_problem, judge, observe
from verifier.policies.loader import list_policies
from workers.cases import build_case


@pytest.fixture
def application(applicant: Door, policy: str) -> str:
    return applicant.new_application(
        policy, applicant={"name": "林墨白", "unit": "某所"}, facts={"level": "中级", "years": 5}
    )


def test_what_was_asked_before_reaches_the_judge(applicant: Door, policy: str, service: Service, organisation: str):
    application = applicant.new_application(policy, earlier_notices=["请补公章"])
    with service.database.reading() as session:
        assert build_case(session, organisation, application).earlier_notices == ("请补公章",)


def document_of(door: Door, application: str, name: str = "a.pdf", data: bytes = PDF, **fields: str) -> str:
    answer = door.upload(application, (name, data), **fields)
    assert answer.status_code == 202, answer.text
    return answer.json["documents"][0]["id"]


def correct(door: Door, application: str, body: dict[str, Any], **headers: str) -> TestResponse:
    tag = door.get(f"/applications/{application}").headers["ETag"]
    return door.open("PATCH", f"/applications/{application}", json=body, headers={"If-Match": tag} | headers)


def stored(service: Service, organisation: str, application: str):
    with service.database.reading() as session:
        return Applications(session, organisation).get(application)


def test_only_what_is_sent_is_corrected_and_what_stood_there_is_kept(
    applicant: Door, application: str, service: Service, organisation: str
):
    body = {
        "applicant": {"unit": "另一所", "birth_date": "1980-02-03"}, "facts": {"level": "副高级", "years": None},
        "submission_number": 2, "note": "申报人来函",
    }  # fmt: skip
    answer = correct(applicant, application, body)

    assert answer.status_code == 200 and answer.headers["ETag"] == '"1"', answer.text
    now = stored(service, organisation, application)
    assert (now.applicant.name, now.applicant.unit) == ("林墨白", "另一所")
    assert now.facts == {"level": "副高级"} and now.submission_number == 2
    changes = applicant.get(f"/applications/{application}/corrections").json["changes"]
    assert {(entry["subject"], entry["name"]): (entry["earlier"], entry["value"]) for entry in changes} == {
        ("applicant", "unit"): ("某所", "另一所"),
        ("applicant", "birth_date"): (None, "1980-02-03"),
        ("facts", "level"): ("中级", "副高级"),
        ("facts", "years"): (5, None),
        ("events", "submission_number"): (None, 2),
    }
    assert all(entry["author"].startswith("key:") and entry["note"] == "申报人来函" for entry in changes)


def test_nothing_that_changes_nothing_is_a_correction(applicant: Door, application: str):
    answer = correct(applicant, application, {"facts": {"level": "中级"}, "applicant": {"unit": "某所"}})

    assert answer.headers["ETag"] == '"0"'
    assert applicant.get(f"/applications/{application}/corrections").json == {"changes": []}


def test_a_correction_says_on_which_state_it_was_made(applicant: Door, application: str):
    path, body = f"/applications/{application}", {"facts": {"level": "正高级"}}
    assert_problem(applicant.open("PATCH", path, json=body), 428, "precondition_required")
    for stale in ('"7"', '"x"', '"0", "1"', 'W/"0"', '"-1"', '"٣"'.encode().decode("latin-1")):
        answer = applicant.open("PATCH", path, json=body, headers={"If-Match": stale})
        assert_problem(answer, 412, "precondition_failed")
    assert applicant.open("PATCH", path, json=body, headers={"If-Match": "*"}).status_code == 200
    assert applicant.get(f"{path}/corrections").json["changes"][0]["value"] == "正高级"


def test_of_two_who_read_the_same_state_one_is_refused(applicant: Door, reviewer: Door, application: str):
    tag = applicant.get(f"/applications/{application}").headers["ETag"]
    first, second = (
        door.open("PATCH", f"/applications/{application}", json={"facts": {"level": said}}, headers={"If-Match": tag})
        for door, said in ((applicant, "甲"), (reviewer, "乙"))
    )
    assert first.status_code == 200
    assert_problem(second, 412, "precondition_failed")


def test_another_policy_reopens_a_judged_application(
    reviewer: Door, application: str, service: Service, organisation: str, policy: str
):
    document = document_of(reviewer, application)
    observe(service.database, service.blobs, organisation, document, PDF)
    judge(service.database, organisation, application, document, policy)
    assert reviewer.get(f"/applications/{application}").json["verdict"] == "failed"
    other = next(pack.id for pack in list_policies() if pack.id != policy)

    answer = correct(reviewer, application, {"policy": other})

    assert answer.json["policy"] == other and answer.json["verdict"] is None
    assert answer.json["progress"]["done"] == 1, "nothing is read again"
    assert_problem(correct(reviewer, application, {"policy": "no-such"}), 422, "unknown_policy")


def test_whoever_corrects_has_it_judged_at_once(
    reviewer: Door, application: str, service: Service, organisation: str, to_judge: list[str]
):
    document = document_of(reviewer, application)
    observe(service.database, service.blobs, organisation, document, PDF)
    to_judge.clear()
    correct(reviewer, application, {"facts": {"level": "正高级"}})
    reviewer.post(f"/documents/{document}/corrections", json={"name": "holder", "value": "某"})
    reviewer.open("PATCH", f"/documents/{document}", json={"slot": "其他"})
    reviewer.open("DELETE", f"/documents/{document}")
    assert to_judge == [application] * 4


def test_a_corrected_field_wins_and_the_reading_stays(
    reviewer: Door, application: str, service: Service, organisation: str
):
    document = document_of(reviewer, application)
    observe(service.database, service.blobs, organisation, document, PDF)
    path = f"/documents/{document}/corrections"

    first = reviewer.post(path, json={"name": "type", "value": "id_card", "note": "看过原件"})
    assert first.status_code == 201 and first.json["earlier"] == "diploma", first.text
    assert reviewer.post(path, json={"name": "name", "value": None}).status_code == 201
    assert _corrections(service, organisation, application) == {"type": "id_card", "name": None}
    assert reviewer.get(f"/documents/{document}/observation").json["type"] == "diploma"

    withdrawn = reviewer.post(path, json={"name": "type", "withdraw": True})
    assert withdrawn.json["earlier"] == "id_card" and withdrawn.json["withdrawn"]
    assert _corrections(service, organisation, application) == {"name": None}
    assert [entry["name"] for entry in reviewer.get(path).json["changes"]] == ["type", "name", "type"]

    assert_problem(reviewer.post(path, json={"name": "type", "withdraw": True}), 422, "invalid_request")
    assert_problem(reviewer.post(path, json={"name": "type", "value": "无此类"}), 422, "invalid_request")
    assert_problem(
        reviewer.post(path, json={"name": "type", "value": "id_card", "withdraw": True}), 422, "invalid_request"
    )


def _corrections(service: Service, organisation: str, application: str) -> dict[str, str | None]:
    with service.database.reading() as session:
        case = build_case(session, organisation, application)
        assert Changes(session, organisation).in_force(application) == case.corrections
    return {fix.name: fix.value for fix in case.corrections}


def test_what_the_sender_said_of_a_document_is_corrected(applicant: Door, application: str):
    document = document_of(applicant, application, slot="学历学位")

    body = {"slot": "论文", "declared_type": "diploma", "needs_mask": True}
    answer = applicant.open("PATCH", f"/documents/{document}", json=body)

    assert answer.status_code == 200, answer.text
    assert {name: answer.json[name] for name in body} == body
    changes = applicant.get(f"/documents/{document}/corrections").json["changes"]
    assert {entry["name"]: entry["earlier"] for entry in changes} == {
        "slot": "学历学位", "declared_type": None, "needs_mask": None,
    }  # fmt: skip
    assert_problem(
        applicant.open("PATCH", f"/documents/{document}", json={"declared_type": "x"}), 422, "invalid_request"
    )


def test_a_slot_holds_a_file_once(applicant: Door, application: str):
    first = document_of(applicant, application, slot="论文")
    second = document_of(applicant, application, slot="其他")
    assert first != second
    answer = applicant.open("PATCH", f"/documents/{second}", json={"slot": "论文"})
    assert_problem(answer, 422, "invalid_request")
    assert applicant.get(f"/documents/{second}").json["slot"] == "其他"


def test_a_document_taken_back_is_kept_and_counts_nowhere(
    applicant: Door, reviewer: Door, application: str, service: Service, organisation: str
):
    kept, gone = document_of(applicant, application), document_of(applicant, application, "b.pdf")
    observe(service.database, service.blobs, organisation, gone, PDF)

    for _ in range(2):
        assert applicant.open("DELETE", f"/documents/{gone}").status_code == 204

    shown = applicant.get(f"/applications/{application}").json
    assert [document["id"] for document in shown["documents"]] == [kept] and shown["progress"]["total"] == 1
    document = applicant.get(f"/documents/{gone}").json
    assert document["state"] == "cancelled" and document["superseded_at"] and document["superseded_by"] is None
    assert reviewer.get(f"/documents/{gone}/observation").status_code == 200
    with service.database.reading() as session:
        materials = build_case(session, organisation, application).application.materials
    assert [material.document for material in materials] == [kept]
    for path, body in (("", {"slot": "x"}), ("/corrections", {"name": "type", "value": "id_card"})):
        method = "PATCH" if path == "" else "POST"
        assert_problem(reviewer.open(method, f"/documents/{gone}{path}", json=body), 422, "invalid_request")

    again = document_of(applicant, application, "b.pdf")
    assert again not in (kept, gone), "the same file may be handed in again"


def replace(door: Door, document: str, name: str, data: bytes) -> TestResponse:
    file = {"file": (io.BytesIO(data), name)}
    return door.post(f"/documents/{document}/replacement", data=file, content_type="multipart/form-data")


def test_a_document_is_replaced_in_its_slot(applicant: Door, application: str, enqueued: list[str]):
    old = document_of(applicant, application, slot="学历学位", needs_mask="true")
    enqueued.clear()

    answer = replace(applicant, old, "新.pdf", PDF + b"%new")

    assert answer.status_code == 202, answer.text
    new = answer.json["documents"][0]["id"]
    assert enqueued == [new]
    shown = applicant.get(f"/documents/{new}").json
    assert (shown["slot"], shown["needs_mask"], shown["filename"]) == ("学历学位", True, "新.pdf")
    assert applicant.get(f"/documents/{old}").json["superseded_by"] == new
    assert [entry["id"] for entry in applicant.get(f"/applications/{application}").json["documents"]] == [new]


def test_a_refused_file_replaces_nothing(applicant: Door, application: str):
    old = document_of(applicant, application)
    assert_problem(replace(applicant, old, "a.pdf", b""), 422, "empty_file")
    assert applicant.get(f"/documents/{old}").json["superseded_at"] is None


def test_the_same_file_replaces_itself(applicant: Door, application: str):
    old = document_of(applicant, application)
    assert replace(applicant, old, "a.pdf", PDF).json["documents"][0]["id"] == old
    assert applicant.get(f"/documents/{old}").json["superseded_at"] is None


def test_a_batch_retry_leaves_what_was_taken_back(
    reviewer: Door, policy: str, service: Service, organisation: str, enqueued: list[str]
):
    batch = reviewer.post("/batches", data={"policy": policy}, content_type="multipart/form-data").json["id"]
    with service.database.transaction() as session:
        application = (
            Applications(session, organisation)
            .create(policy=policy, applicant=Applicant(), batch_id=batch, label="甲")
            .id
        )
    document = document_of(reviewer, application)
    reviewer.open("DELETE", f"/documents/{document}")
    enqueued.clear()
    reviewer.post(f"/batches/{batch}/cancel")
    reviewer.post(f"/batches/{batch}/retry")
    assert enqueued == []


def test_of_a_stranger_nothing_is_corrected(stranger: Door, applicant: Door, application: str):
    document = document_of(applicant, application)
    for method, path, body in (
        ("PATCH", f"/applications/{application}", {"facts": {"level": "x"}}),
        ("PATCH", f"/documents/{document}", {"slot": "x"}),
        ("POST", f"/documents/{document}/corrections", {"name": "type", "value": "id_card"}),
    ):
        answer = stranger.open(method, path, json=body, headers={"If-Match": "*"})
        assert_problem(answer, 404, "not_found")
    assert_problem(stranger.open("DELETE", f"/documents/{document}"), 404, "not_found")
    assert_problem(replace(stranger, document, "a.pdf", PDF + b"%2"), 404, "not_found")

"""Opening applications and asking how far they are."""

from __future__ import annotations

import pytest

from api.service import Service
from tests.api.doors import NOBODY, PDF, Door, assert_problem, judge, observe


def test_a_new_application_answers_with_its_place(applicant: Door, policy: str):
    answer = applicant.post(
        "/applications",
        json={
            "policy": policy,
            "applicant": {"name": "王小明", "unit": "示例单位"},
            "facts": {"level": "中级"},
            "submitted_at": "2024-09-01T09:00:00+08:00",
            "submission_number": 1,
        },
    )
    assert answer.status_code == 201
    assert answer.json["state"] == "received"
    assert answer.headers["Location"] == answer.json["links"]["self"]
    assert set(answer.json["links"]) == {"self", "documents", "report"}
    shown = applicant.client.get(
        answer.json["links"]["self"], headers={"Authorization": f"Bearer {applicant.key}"}
    ).json
    assert shown["progress"] == {"total": 0, "done": 0, "failed": 0, "eta_seconds": 0}
    assert shown["verdict"] is None
    assert shown["policy"] == policy


@pytest.mark.parametrize("unknown", ["no-such-pack", "/etc/passwd", "../../pyproject.toml", "pack\u0000"])
def test_a_policy_is_named_by_its_id_and_nothing_else(applicant: Door, unknown: str):
    assert_problem(applicant.post("/applications", json={"policy": unknown}), 422, "unknown_policy")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"polcy": "x"}, "polcy"),
        ({"applicant": {"nmae": "王"}}, "applicant.nmae"),
        ({"applicant": {"birth_date": "1980"}}, "applicant.birth_date"),
        ({"submitted_at": "2024-09-01T09:00:00"}, "submitted_at"),
        ({"submission_number": 0}, "submission_number"),
        ({"facts": []}, "facts"),
    ],
)
def test_every_wrong_member_is_named(applicant: Door, policy: str, change: dict[str, object], field: str):
    answer = applicant.post("/applications", json={"policy": policy} | change)
    body = assert_problem(answer, 422, "invalid_request")
    assert [error["field"] for error in body["errors"]] == [field]


def test_what_was_sent_is_not_repeated_in_the_error(applicant: Door, policy: str):
    answer = applicant.post("/applications", json={"policy": policy, "submitted_at": "机密身份 110101"})
    assert "机密身份" not in answer.text


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', "{}", '{"policy": 1}'])
def test_a_body_that_is_no_application_is_refused(applicant: Door, body: str):
    answer = applicant.post("/applications", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert_problem(answer, answer.status_code, {400: "bad_request", 422: "invalid_request"}[answer.status_code])


def test_only_json_opens_an_application(applicant: Door, policy: str):
    answer = applicant.post("/applications", data=f'{{"policy": "{policy}"}}', content_type="text/plain")
    assert "application/json" in assert_problem(answer, 415, "unsupported_media_type")["detail"]


def test_a_body_of_megabytes_is_refused(applicant: Door, policy: str):
    answer = applicant.post("/applications", json={"policy": policy, "facts": {"a": "x" * (2 << 20)}})
    assert_problem(answer, 413, "request_too_large")


def test_progress_and_verdict_follow_the_documents(applicant: Door, service: Service, organisation: str, policy: str):
    application = applicant.new_application(policy)
    document = applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    shown = applicant.get(f"/applications/{application}").json
    assert (shown["state"], shown["progress"]["total"], shown["progress"]["done"]) == ("observing", 1, 0)

    observe(service.database, service.blobs, organisation, document, PDF)
    judge(service.database, organisation, application, document, policy)
    shown = applicant.get(f"/applications/{application}").json
    assert (shown["state"], shown["verdict"], shown["progress"]["done"]) == ("judged", "failed", 1)

    applicant.upload(application, ("b.pdf", PDF + b"%"))
    shown = applicant.get(f"/applications/{application}").json
    assert (shown["state"], shown["verdict"]) == ("observing", None)


def test_the_list_leads_from_page_to_page(reviewer: Door, policy: str):
    opened = sorted(reviewer.new_application(policy) for _ in range(5))
    seen: list[str] = []
    path: str | None = "/applications?limit=2"
    while path is not None:
        page = reviewer.get(path).json
        assert len(page["applications"]) <= 2
        seen += [entry["id"] for entry in page["applications"]]
        path = page["next"].removeprefix("/api/v1") if page["next"] else None
    assert seen == opened


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "offset=1", "after=" + "x" * 101])
def test_a_wrong_query_is_refused(reviewer: Door, query: str):
    assert_problem(reviewer.get(f"/applications?{query}"), 422, "invalid_request")


def test_the_list_holds_only_the_own_organisation(reviewer: Door, stranger: Door, policy: str):
    reviewer.new_application(policy)
    assert stranger.get("/applications").json == {"applications": [], "next": None}


@pytest.mark.parametrize("application", [NOBODY, "x", "1' OR '1'='1", "%00"])
def test_an_application_that_is_not_there(reviewer: Door, application: str):
    assert_problem(reviewer.get(f"/applications/{application}"), 404, "not_found")

"""The audit log has every change, with ids and never values; nobody can change it, and a change would be seen."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from apiflask import APIFlask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.audit_log import _cell
from api.service import Service
from tests.api.doors import PDF, Door, assert_problem
from tests.api.test_api_accounts import PASSWORD, cheap_hashes, new_user, sign_in  # noqa: F401  # a fixture


def entries(door: Door, **query: str) -> list[dict[str, str]]:
    answer = door.get("/audit", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json["entries"]


def actions(door: Door, **query: str) -> list[str]:
    return [entry["action"] for entry in entries(door, **query)][::-1]


def test_what_is_done_stands_in_the_log_and_who_did_it(reviewer: Door, auditor: Door, policy: str):
    application = reviewer.new_application(policy, applicant={"name": "张闻溪"})
    answer = reviewer.upload(application, ("毕业证书.pdf", PDF), slot="学历")
    who = f"key:{reviewer.get('/session').json['key']}"
    uploaded, created = entries(auditor)
    assert (created["action"], created["kind"], created["object"]) == (
        "application.created",
        "application",
        application,
    )
    assert (uploaded["action"], uploaded["object"]) == ("document.uploaded", answer.json["documents"][0]["id"])
    assert {created["actor"], uploaded["actor"]} == {who}
    assert uploaded["request_id"] == answer.headers["X-Request-ID"]
    shown = auditor.get("/audit").text
    for value in ("张闻溪", "毕业证书", "学历"):
        assert value not in shown


def test_a_request_that_was_sent_again_stands_once(reviewer: Door, auditor: Door, policy: str):
    for _ in range(3):
        reviewer.post("/applications", json={"policy": policy}, headers={"Idempotency-Key": "k"})
    assert actions(auditor) == ["application.created"]


def test_what_was_refused_does_not_stand_there(reviewer: Door, auditor: Door):
    assert reviewer.post("/applications", json={"policy": "none"}).status_code == 422
    assert reviewer.post("/batches/x/cancel").status_code == 404
    assert entries(auditor) == []


def test_accounts_leave_their_traces(app: APIFlask, admin: Door, auditor: Door):
    user, login = new_user(admin)
    client = app.test_client()
    sign_in(client, login, "wrong horse battery")
    token = sign_in(client, login).json["csrf_token"]
    client.delete("/api/v1/session", headers={"X-CSRF-Token": token})
    admin.post(f"/users/{user}/password", json={"password": PASSWORD + "!"})
    admin.open("PATCH", f"/users/{user}", json={"disabled": True, "role": "auditor"})
    key = admin.post("/keys", json={"label": "x", "role": "reviewer"}).json["id"]
    admin.open("DELETE", f"/keys/{key}")
    assert actions(auditor) == [
        "user.created", "session.refused", "session.opened", "session.ended", "password.changed", "user.disabled",
        "user.role_changed", "key.created", "key.revoked",
    ]  # fmt: skip
    found = {entry["action"]: entry for entry in entries(auditor)}
    assert found["session.refused"]["actor"] == "anonymous" and found["session.refused"]["object"] == user
    assert found["session.opened"]["actor"] == f"user:{user}"
    assert found["user.role_changed"]["reason"] == "auditor"
    assert login not in auditor.get("/audit").text


def test_a_known_key_with_a_wrong_secret_leaves_a_trace(app: APIFlask, admin: Door, auditor: Door):
    assert Door(app.test_client(), admin.key[:-64] + "0" * 64).get("/session").status_code == 401
    assert Door(app.test_client(), "mv_" + "0" * 12 + "_" + "0" * 64).get("/session").status_code == 401
    (refused,) = entries(auditor)
    key = admin.get("/session").json["key"]
    assert (refused["action"], refused["object"], refused["actor"]) == ("key.refused", key, "anonymous")


def test_it_is_filtered_and_read_page_by_page(reviewer: Door, admin: Door, auditor: Door, policy: str):
    made = [reviewer.new_application(policy) for _ in range(5)]
    admin.post("/keys", json={"label": "x", "role": "reviewer"})
    assert [entry["object"] for entry in entries(auditor, kind="application")] == made[::-1]
    assert [entry["object"] for entry in entries(auditor, object=made[2])] == [made[2]]
    assert actions(auditor, actor=f"key:{admin.get('/session').json['key']}") == ["key.created"]
    middle = entries(auditor, object=made[2])[0]["at"]
    assert len(entries(auditor, since=middle)) == 4 and len(entries(auditor, until=middle)) == 2
    seen, path = [], "/audit?limit=2&kind=application"
    while path:
        answer = auditor.get(path.removeprefix("/api/v1")).json
        seen += [entry["object"] for entry in answer["entries"]]
        path = answer["next"]
    assert seen == made[::-1]


def test_the_table_has_every_entry_and_no_formula(reviewer: Door, auditor: Door, policy: str):
    made = [reviewer.new_application(policy) for _ in range(3)]
    answer = auditor.get("/audit?limit=1", headers={"Accept": "text/csv"})
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    body = answer.get_data(as_text=True)
    assert body.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(body[1:])))
    assert [row["object"] for row in rows] == made[::-1] and rows[0]["action"] == "application.created"


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(value: str):
    assert _cell(value) == f"'{value}"


def test_only_auditors_and_administrators_read_it(reviewer, applicant, masked_reviewer, stranger: Door):
    for door in (reviewer, applicant, masked_reviewer):
        assert_problem(door.get("/audit"), 403, "forbidden")
    assert entries(stranger) == []


def test_what_a_view_forgets_is_noted_all_the_same(app: APIFlask, admin: Door, auditor: Door, monkeypatch):
    monkeypatch.setattr("api.accounts.audit", lambda *_, **__: None)
    made = admin.post("/keys", json={"label": "x", "role": "reviewer"}).json["id"]
    admin.open("DELETE", f"/keys/{made}")
    revoked, created = entries(auditor)
    assert (created["action"], created["kind"]) == ("accounts.create_key", "request")
    assert (revoked["action"], revoked["object"]) == ("accounts.revoke_key", made)


def test_entries_at_once_follow_each_other(app: APIFlask, reviewer: Door, auditor: Door, policy: str):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: Door(app.test_client(), reviewer.key).new_application(policy), range(12)))
    assert [entry["number"] for entry in entries(auditor)] == list(range(12, 0, -1))
    assert auditor.get("/audit/chain").json == {"intact": True, "first_broken": None}


def test_the_chain_tells_what_was_touched(reviewer: Door, auditor: Door, policy: str, service: Service, organisation):
    for _ in range(3):
        reviewer.new_application(policy)
    scope = {"organisation": organisation}
    for statement in ("UPDATE audit_entries SET actor = 'x' WHERE organisation_id = :organisation",
                      "DELETE FROM audit_entries WHERE organisation_id = :organisation"):  # fmt: skip
        with pytest.raises(SQLAlchemyError, match="append-only"), service.database.transaction() as session:
            session.execute(text(statement), scope)
    assert auditor.get("/audit/chain").json["intact"]
    with service.database.transaction() as session:
        session.execute(text("UPDATE audit_heads SET number = 4 WHERE organisation_id = :organisation"), scope)
    assert auditor.get("/audit/chain").json == {"intact": False, "first_broken": 4}

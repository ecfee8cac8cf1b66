"""Users sign in, stay in, and are thrown out; administrators make users and keys, once and for their organisation."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from api import passwords
from api.app import create_app
from api.cookies import safe_next
from api.passwords import hash_password
from api.service import Service
from models.errors import InvalidRequest
from models.store.api_keys import Role
from models.store.organisations import bootstrap
from models.store.setup_codes import LIFETIME, new_setup_code
from models.store.tables_accounts import UserRow
from models.store.users import Users
from tests.api.doors import API, Door, assert_problem
from workers.settings import Settings

PASSWORD = "correct horse battery"


CHEAP = "scrypt:1024:8:1"
"""Of what is tested here, only two tests are about how costly a hash is."""


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "_METHOD", CHEAP)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture(scope="session")
def hashed() -> str:
    return generate_password_hash(PASSWORD, CHEAP)


@pytest.fixture
def login() -> str:
    return f"u{uuid4().hex[:12]}"


@pytest.fixture
def reviewer_user(service: Service, organisation: str, login: str, hashed: str) -> str:
    with service.database.transaction() as session:
        return Users(session, organisation).create(login, hashed, Role.REVIEWER, display_name="王审核").id


def sign_in(client: FlaskClient, login: str, password: str = PASSWORD, **options) -> TestResponse:
    return client.post(f"{API}/session", json={"login": login, "password": password}, **options)


def cookie_of(answer: TestResponse) -> str:
    return answer.headers["Set-Cookie"]


def new_user(door: Door, role: Role = Role.REVIEWER, **body) -> tuple[str, str]:
    login = f"u{uuid4().hex[:12]}"
    answer = door.post(
        "/users", json={"login": login, "password": PASSWORD, "display_name": "李四", "role": role, **body}
    )
    assert answer.status_code == 201, answer.text
    return answer.json["id"], login


def test_signing_in_opens_a_session_and_signing_out_ends_it(app: APIFlask, reviewer_user: str, login: str):
    client = app.test_client()
    assert_problem(client.get(f"{API}/session"), 401, "unauthorised")
    answer = sign_in(client, f"  {login.upper()} ")
    assert answer.status_code == 201
    assert answer.json["user"]["id"] == reviewer_user
    who = client.get(f"{API}/session").json
    assert who == answer.json
    assert client.get(f"{API}/applications").status_code == 200
    out = client.delete(f"{API}/session", headers={"X-CSRF-Token": who["csrf_token"]})
    assert out.status_code == 204
    assert client.get_cookie("mv_session") is None
    cookie = re.match("mv_session=([^;]+)", cookie_of(answer))[1]
    client.set_cookie("mv_session", cookie)
    assert client.get(f"{API}/session").status_code == 401


def test_the_cookie_is_for_the_browser_alone(app: APIFlask, reviewer_user: str, login: str):
    plain = cookie_of(sign_in(app.test_client(), login))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain.split("; "))
    assert "Secure" not in plain
    over_https = sign_in(app.test_client(), login, base_url="https://office.example")
    assert "Secure" in cookie_of(over_https).split("; ")


def test_nothing_tells_whether_the_name_or_the_password_was_wrong(app: APIFlask, reviewer_user: str, login: str):
    answers = [
        assert_problem(sign_in(app.test_client(), *pair), 401, "wrong_login")
        for pair in ((login, "wrong horse battery"), ("nobody-at-all", PASSWORD), (login + "\x00", PASSWORD))
    ]
    assert len({(answer["title"], answer["detail"]) for answer in answers}) == 1


def test_an_unknown_name_takes_as_long_as_a_known_one(
    app: APIFlask, service: Service, organisation: str, login: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.undo()
    passwords._nobodys.cache_clear()
    with service.database.transaction() as session:
        costly = hash_password(PASSWORD, login="")
        Users(session, organisation).create(login, costly, Role.REVIEWER, display_name="王审核")
    sign_in(app.test_client(), "nobody-at-all")

    def seconds(name: str) -> float:
        begin = time.process_time()
        sign_in(app.test_client(), name, "wrong horse battery")
        return time.process_time() - begin

    known, unknown = min(seconds(login) for _ in range(3)), min(seconds("nobody") for _ in range(3))
    assert known > 0.03 and unknown > 0.5 * known


def test_a_new_sign_in_ends_the_session_before(app: APIFlask, reviewer_user: str, login: str):
    client = app.test_client()
    first = re.match("mv_session=([^;]+)", cookie_of(sign_in(client, login)))[1]
    second = re.match("mv_session=([^;]+)", cookie_of(sign_in(client, login)))[1]
    assert first != second and len(first) == 43
    other = app.test_client()
    other.set_cookie("mv_session", first)
    assert other.get(f"{API}/session").status_code == 401


@pytest.mark.parametrize(
    ("steps", "minutes", "alive"), [(1, 59, True), (1, 61, False), (11, 59, True), (13, 59, False)]
)
def test_a_session_ends_unused_and_in_any_case(
    app: APIFlask, reviewer_user: str, login: str, steps: int, minutes: int, alive: bool
):
    client = app.test_client()
    begin = dt.datetime.now(dt.UTC)
    with time_machine.travel(begin, tick=False) as clock:
        sign_in(client, login)
        for _ in range(steps):
            clock.shift(dt.timedelta(minutes=minutes))
            answer = client.get(f"{API}/session")
    assert answer.status_code == (200 if alive else 401)


def test_what_changes_something_needs_the_token_of_its_session(
    app: APIFlask, reviewer_user: str, login: str, policy: str
):
    client, other = app.test_client(), app.test_client()
    token = sign_in(client, login).json["csrf_token"]
    foreign = sign_in(other, login).json["csrf_token"]
    body = {"policy": policy}
    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": foreign}, {"X-CSRF-Token": "é"}):
        assert_problem(client.post(f"{API}/applications", json=body, headers=headers), 403, "csrf_refused")
    mine = {"X-CSRF-Token": token}
    assert client.post(f"{API}/applications", json=body, headers=mine).status_code == 201
    for site in ("cross-site", "same-site"):
        answer = client.post(f"{API}/applications", json=body, headers=mine | {"Sec-Fetch-Site": site})
        assert_problem(answer, 403, "csrf_refused")


def test_a_form_may_carry_the_token_in_a_field(app: APIFlask, reviewer_user: str, login: str):
    client = app.test_client()
    token = sign_in(client, login).json["csrf_token"]
    path = f"{API}/batches/{uuid4()}/cancel"
    assert client.post(path, data={"csrf_token": token}).status_code == 404
    assert_problem(client.post(path, data={"csrf_token": "x"}), 403, "csrf_refused")


def test_no_foreign_page_signs_anybody_in(app: APIFlask, reviewer_user: str, login: str):
    answer = sign_in(app.test_client(), login, headers={"Sec-Fetch-Site": "cross-site"})
    assert_problem(answer, 403, "csrf_refused")
    as_form = app.test_client().post(f"{API}/session", data={"login": login, "password": PASSWORD})
    assert as_form.status_code == 415


def test_a_wrong_key_is_not_mended_by_a_cookie(app: APIFlask, reviewer_user: str, login: str):
    client = app.test_client()
    sign_in(client, login)
    answer = client.get(f"{API}/session", headers={"Authorization": "Bearer mv_x"})
    assert_problem(answer, 401, "unauthorised")


def test_an_administrator_makes_changes_and_disables_users(app: APIFlask, admin: Door, reviewer: Door):
    user, login = new_user(admin)
    client = app.test_client()
    assert sign_in(client, login).json["role"] == "reviewer"
    assert client.get(f"{API}/users").status_code == 403
    changed = admin.open("PATCH", f"/users/{user}", json={"role": "auditor", "display_name": "新名"}).json
    assert (changed["role"], changed["display_name"], changed["disabled"]) == ("auditor", "新名", False)
    assert client.get(f"{API}/users").status_code == 200, "a session has the role that its user has now"
    assert admin.open("PATCH", f"/users/{user}", json={"disabled": True}).json["disabled"] is True
    assert client.get(f"{API}/session").status_code == 401
    assert_problem(sign_in(client, login), 401, "wrong_login")
    admin.open("PATCH", f"/users/{user}", json={"disabled": False})
    assert client.get(f"{API}/session").status_code == 401, "the sessions of a disabled user are over"
    assert sign_in(client, login).status_code == 201
    assert user in {found["id"] for found in admin.get("/users").json["users"]}


def test_a_login_name_is_unique_over_organisations(admin: Door, stranger: Door):
    _, login = new_user(admin)
    body = {"login": login.upper(), "password": PASSWORD, "display_name": "重名", "role": "admin"}
    assert_problem(stranger.post("/users", json=body), 409, "login_taken")


@pytest.mark.parametrize("login", ["a", "a b", "a" * 65, "名 字", "a/b", "<b>"])
def test_login_names_have_a_form(admin: Door, login: str):
    body = {"login": login, "password": PASSWORD, "display_name": "某", "role": "reviewer"}
    assert_problem(admin.post("/users", json=body), 422, "invalid_request")


@pytest.mark.parametrize(
    "password", ["short", "a" * 129, "aaaaaaaaaaaaaaaa", "password1234567890", "zhangsan-1-zhangsan"]
)
def test_passwords_that_are_guessed_first_are_refused(password: str):
    with pytest.raises(InvalidRequest):
        hash_password(password, login="zhangsan")


def test_of_a_password_only_a_salted_slow_hash_is_kept(admin: Door, service: Service, monkeypatch):
    monkeypatch.undo()
    first, second = new_user(admin)[0], new_user(admin)[0]
    with service.database.reading() as session:
        kept = [session.get(UserRow, user).password for user in (first, second)]
    assert all(value.startswith("scrypt:32768:8:1$") and PASSWORD not in value for value in kept)
    assert kept[0] != kept[1]


def test_the_last_administrator_stays(app: APIFlask, admin: Door):
    first, _ = new_user(admin, Role.ADMIN)
    second, _ = new_user(admin, Role.ADMIN)
    assert admin.open("PATCH", f"/users/{first}", json={"role": "reviewer"}).status_code == 200
    for change in ({"disabled": True}, {"role": "auditor"}):
        assert_problem(admin.open("PATCH", f"/users/{second}", json=change), 409, "last_administrator")
    assert admin.open("PATCH", f"/users/{second}", json={"display_name": "某"}).status_code == 200


def test_users_of_another_organisation_are_not_there(admin: Door, stranger: Door):
    user, _ = new_user(admin)
    assert user not in stranger.get("/users").text
    assert_problem(stranger.open("PATCH", f"/users/{user}", json={"disabled": True}), 404, "not_found")
    assert_problem(stranger.post(f"/users/{user}/password", json={"password": PASSWORD}), 404, "not_found")


def test_people_change_their_own_password_with_the_one_they_have(app: APIFlask, reviewer_user: str, login: str):
    client, elsewhere = app.test_client(), app.test_client()
    token = sign_in(client, login).json["csrf_token"]
    sign_in(elsewhere, login)
    path, new = f"{API}/users/{reviewer_user}/password", "another horse battery"
    for body in ({"password": new}, {"password": new, "current": "wrong horse"}):
        answer = client.post(path, json=body, headers={"X-CSRF-Token": token})
        assert_problem(answer, 422, "invalid_request")
    answer = client.post(path, json={"password": new, "current": PASSWORD}, headers={"X-CSRF-Token": token})
    assert answer.status_code == 204
    assert client.get(f"{API}/session").json["csrf_token"] != token
    assert elsewhere.get(f"{API}/session").status_code == 401
    assert sign_in(app.test_client(), login).status_code == 401
    assert sign_in(app.test_client(), login, new).status_code == 201


def test_nobody_but_an_administrator_sets_the_password_of_another(
    app: APIFlask, admin: Door, applicant: Door, reviewer_user: str, login: str
):
    client = app.test_client()
    sign_in(client, login)
    body = {"password": "another horse battery"}
    assert_problem(applicant.post(f"/users/{reviewer_user}/password", json=body), 404, "not_found")
    assert admin.post(f"/users/{reviewer_user}/password", json=body).status_code == 204
    assert client.get(f"{API}/session").status_code == 401


def test_a_key_is_shown_once_and_ends_when_it_is_told_to(app: APIFlask, admin: Door, auditor: Door):
    made = admin.post("/keys", json={"label": "接口", "role": "reviewer"}).json
    door = Door(app.test_client(), made["key"])
    who = door.get("/session").json
    assert (who["role"], who["key"], who["user"], who["csrf_token"]) == ("reviewer", made["id"], None, None)
    listed = auditor.get("/keys")
    assert made["id"] in listed.text and made["key"] not in listed.text
    assert admin.open("DELETE", f"/keys/{made['id']}").status_code == 204
    assert door.get("/session").status_code == 401
    assert_problem(admin.open("DELETE", f"/keys/{made['id']}"), 404, "not_found")


def test_a_key_may_expire(app: APIFlask, admin: Door):
    now = dt.datetime.now(dt.UTC)
    past = (now - dt.timedelta(seconds=1)).isoformat()
    assert_problem(
        admin.post("/keys", json={"label": "x", "role": "reviewer", "expires_at": past}), 422, "invalid_request"
    )
    later = (now + dt.timedelta(hours=1)).isoformat()
    made = admin.post("/keys", json={"label": "x", "role": "reviewer", "expires_at": later}).json
    door = Door(app.test_client(), made["key"])
    assert door.get("/session").status_code == 200
    with time_machine.travel(now + dt.timedelta(hours=2)):
        assert door.get("/session").status_code == 401


def test_the_setup_code_makes_one_administrator(tmp_path: Path):
    app = create_app(Settings(data_dir=tmp_path / "data", redis_url=None))
    database = app.extensions["verifier"].database
    assert new_setup_code(database) is None, "there is no organisation yet"
    bootstrap(database)
    replaced, code = new_setup_code(database), new_setup_code(database)
    body = {"code": code, "login": f"a{uuid4().hex[:8]}", "password": PASSWORD, "display_name": "管理员"}
    client = app.test_client()
    for wrong in ("x" * 43, replaced):
        assert_problem(client.post(f"{API}/setup", json=body | {"code": wrong}), 422, "invalid_request")
    with time_machine.travel(dt.datetime.now(dt.UTC) + LIFETIME + dt.timedelta(minutes=1)):
        assert_problem(client.post(f"{API}/setup", json=body), 422, "invalid_request")
    answer = client.post(f"{API}/setup", json=body)
    assert answer.status_code == 201 and answer.json["role"] == "admin"
    assert client.get(f"{API}/session").status_code == 200
    assert_problem(client.post(f"{API}/setup", json=body | {"login": "second"}), 422, "invalid_request")
    assert new_setup_code(database) is None
    database.close()


@pytest.mark.parametrize(
    ("place", "safe"),
    [
        ("/applications/1?x=%E4%BD%A0&y=1#z", True), ("/", True), (None, False), ("", False),
        ("//evil.example", False), ("/\\evil.example", False), ("https://evil.example", False),
        ("javascript:alert(1)", False), ("/\t/evil.example", False), ("/a\nb", False), ("/a\\b", False),
    ],
)  # fmt: skip
def test_after_signing_in_nobody_is_sent_elsewhere(place: str | None, safe: bool):
    assert safe_next(place) == (place if safe else "/")


def test_an_applicant_sees_what_it_made_and_nothing_else(
    app: APIFlask, applicant: Door, reviewer: Door, service: Service, organisation: str, login: str, hashed: str,
    policy: str,
):  # fmt: skip
    with service.database.transaction() as session:
        Users(session, organisation).create(login, hashed, Role.APPLICANT, display_name="某单位")
    client = app.test_client()
    token = sign_in(client, login).json["csrf_token"]
    made = client.post(f"{API}/applications", json={"policy": policy}, headers={"X-CSRF-Token": token}).json["id"]
    assert client.get(f"{API}/applications/{made}").status_code == 200
    assert reviewer.get(f"/applications/{made}").status_code == 200
    for path in (f"/applications/{made}", f"/applications/{made}/report"):
        assert_problem(applicant.get(path), 404, "not_found")
    document = reviewer.upload(made, ("a.pdf", b"%PDF-1.7\n%%EOF\n"))
    assert document.status_code == 202, document.text
    path = f"/documents/{document.json['documents'][0]['id']}"
    assert client.get(API + path).status_code == 200
    assert_problem(applicant.get(path), 404, "not_found")
    assert_problem(applicant.upload(made, ("b.pdf", b"%PDF-1.7\n%%EOF\n")), 404, "not_found")

"""Every page of the console x every role x ids of others: the whole table is written down here."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask
from flask import Flask
from flask.testing import FlaskClient

from api import auth
from api.service import Service
from models.store.api_keys import Role
from models.store.users import Users
from tests.api.doors import NOBODY
from tests.api.web.browsing import PASSWORD, hashed

OFFICE = {Role.ADMIN, Role.REVIEWER}
UNITS = OFFICE | {Role.APPLICANT}
BLIND = OFFICE | {Role.MASKED_REVIEWER}
EVERY = set(Role)

TABLE: dict[tuple[str, str], set[Role] | None] = {
    ("GET", "/static/<path:name>"): None,
    ("GET", "/login"): None,
    ("POST", "/login"): None,
    ("POST", "/logout"): None,
    ("GET", "/setup"): None,
    ("POST", "/setup"): None,
    ("POST", "/settings"): None,
    ("GET", "/"): EVERY,
    ("GET", "/batches"): OFFICE,
    ("GET", "/batches/<batch_id>"): OFFICE,
    ("GET", "/batches/<batch_id>/rows"): OFFICE,
    ("GET", "/batches/<batch_id>/figures"): OFFICE,
    ("GET", "/batches/<batch_id>/roster"): OFFICE,
    ("POST", "/batches/<batch_id>/assign"): OFFICE,
    ("POST", "/batches/<batch_id>/cancel"): OFFICE,
    ("POST", "/batches/<batch_id>/retry"): OFFICE,
    ("GET", "/batches/<batch_id>/export.xlsx"): OFFICE,
    ("GET", "/upload"): OFFICE,
    ("POST", "/upload"): OFFICE,
    ("GET", "/upload/<batch_id>"): OFFICE,
    ("POST", "/upload/<batch_id>/zip"): OFFICE,
    ("POST", "/upload/<batch_id>/folder"): OFFICE,
    ("GET", "/own"): {Role.ADMIN, Role.APPLICANT},
    ("POST", "/own"): {Role.ADMIN, Role.APPLICANT},
    ("GET", "/admin"): {Role.ADMIN},
    ("GET", "/admin/users"): {Role.ADMIN},
    ("GET", "/admin/keys"): {Role.ADMIN},
    ("GET", "/admin/policies"): OFFICE,
    ("GET", "/admin/policies/<policy_id>"): OFFICE,
    ("GET", "/admin/health"): {Role.ADMIN},
    ("GET", "/admin/corpus"): {Role.ADMIN},
    ("GET", "/audit"): {Role.ADMIN, Role.AUDITOR},
    ("GET", "/audit/export.csv"): {Role.ADMIN, Role.AUDITOR},
    ("GET", "/help"): EVERY,
    ("GET", "/masking"): UNITS,
    ("GET", "/masking/checks/<check_id>"): UNITS,
    ("GET", "/applications/<application_id>/masking"): UNITS,
    ("GET", "/applications/<application_id>/masking/<document_id>"): UNITS,
    ("GET", "/blind"): BLIND,
    ("GET", "/blind/<application_id>"): BLIND,
    ("GET", "/similarity"): OFFICE,
    ("GET", "/similarity/<check_id>/report"): OFFICE,
    ("GET", "/applications/<application_id>/similarity/<document_id>"): OFFICE,
    ("GET", "/applications/<application_id>/similarity/<document_id>/figures"): OFFICE,
    ("GET", "/applications/<application_id>/notice"): OFFICE,
    ("POST", "/applications/<application_id>/notice"): OFFICE,
    ("GET", "/applications/<application_id>/notice.<any(docx, pdf):kind>"): OFFICE,
    ("GET", "/batches/<batch_id>/notices.zip"): OFFICE,
    ("GET", "/applications/<application_id>"): UNITS,
    ("GET", "/applications/<application_id>/answers"): UNITS,
    ("GET", "/applications/<application_id>/progress"): UNITS,
    ("GET", "/applications/<application_id>/export.<any(html, xlsx, docx, pdf):kind>"): UNITS,
    ("GET", "/applications/<application_id>/documents/<document_id>/layers.json"): UNITS,
}
"""Who may open each page; None is everybody. A new page needs a row."""

CLOSED = [route for route, roles in TABLE.items() if roles is not None]
WITH_IDS = [route for route in CLOSED if "_id>" in route[1]]


def path_of(rule: str) -> str:
    path = re.sub(r"<any\((\w+),[^>]*>", r"\1", rule)
    return re.sub(r"<int:\w+>", "1", re.sub(r"<(?:path:)?\w+_id>", NOBODY, path))


@pytest.fixture
def signed_in(app: APIFlask, service: Service, organisation: str) -> dict[Role, FlaskClient]:
    """A browser for each role."""
    browsers = {}
    for role in Role:
        login = f"{role}-{organisation[:12]}"
        with service.database.transaction() as session:
            Users(session, organisation).create(login, hashed(), role, display_name=login)
        browsers[role] = app.test_client()
        browsers[role].post("/login", data={"login": login, "password": PASSWORD})
    return browsers


def token(browser: FlaskClient, app: APIFlask) -> str:
    cookie = browser.get_cookie("mv_session")
    assert cookie is not None
    return auth.csrf_token_of(cookie.value)


def ask(browser: FlaskClient, method: str, rule: str, **options):
    return browser.open(path_of(rule), method=method, headers={"Accept": "text/html"}, **options)


def pages(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith(("/api/", "/metrics"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_page_has_its_row(app: APIFlask):
    assert pages(app) == set(TABLE)


def test_every_page_is_marked_as_the_table_says(app: APIFlask):
    marked = {
        (method, rule.rule): auth.required_roles(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (method, rule.rule) in TABLE
    }
    assert {route: set(roles or ()) or None for route, roles in marked.items()} == TABLE


@pytest.mark.parametrize(("method", "rule"), CLOSED)
def test_without_a_session_nothing_is_shown(app: APIFlask, method: str, rule: str):
    answer = ask(app.test_client(), method, rule)
    if method == "GET":
        assert answer.status_code == 302
        assert answer.location.startswith("/login?next=")
    else:
        assert answer.status_code == 401


def test_each_role_passes_where_the_table_says_so(app: APIFlask, signed_in: dict[Role, FlaskClient]):
    for (method, rule), roles in TABLE.items():
        if roles is None:
            continue
        for role, browser in signed_in.items():
            data = {"csrf_token": token(browser, app)} if method != "GET" else None
            answer = ask(browser, method, rule, data=data)
            assert (answer.status_code == 403) == (role not in roles), (method, rule, role, answer.status_code)
            assert answer.status_code < 500, (method, rule, role)


def test_what_is_not_the_callers_is_not_there(app: APIFlask, signed_in: dict[Role, FlaskClient]):
    for method, rule in WITH_IDS:
        for role in TABLE[method, rule] or ():
            browser = signed_in[role]
            data = {"csrf_token": token(browser, app)} if method != "GET" else None
            answer = ask(browser, method, rule, data=data)
            assert answer.status_code in (404, 409), (method, rule, role, answer.status_code)


def test_changes_need_the_token_of_the_session(app: APIFlask, signed_in: dict[Role, FlaskClient]):
    for method, rule in CLOSED:
        if method == "GET":
            continue
        for wrong in ({}, {"csrf_token": "0" * 64}):
            answer = ask(signed_in[Role.ADMIN], method, rule, data=wrong)
            assert answer.status_code == 403, (method, rule)


def test_pages_come_with_their_headers(app: APIFlask, signed_in: dict[Role, FlaskClient]):
    for method, rule in CLOSED:
        answer = ask(signed_in[Role.ADMIN], method, rule)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        if answer.mimetype == "text/html" and answer.status_code != 302:
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"

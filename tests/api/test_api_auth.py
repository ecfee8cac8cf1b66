"""Who may call what: every route is marked, and the whole table of routes and roles is written down here."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask
from flask import Flask
from werkzeug.routing import Rule

from api import auth
from api.service import Service
from models.store.api_keys import ApiKeys, Role
from tests.api.doors import NOBODY, Door, assert_problem

ADMIN, REVIEWER, APPLICANT, MASKED = Role.ADMIN, Role.REVIEWER, Role.APPLICANT, Role.MASKED_REVIEWER
AUDITOR, EVERY = Role.AUDITOR, set(Role)

TABLE: dict[tuple[str, str], set[Role] | None] = {
    ("GET", "/api/v1/health/live"): None,
    ("GET", "/api/v1/health/ready"): {ADMIN},
    ("GET", "/api/v1/openapi.json"): EVERY,
    ("GET", "/api/v1/policies"): EVERY,
    ("GET", "/api/v1/policies/<policy_id>"): EVERY,
    ("POST", "/api/v1/session"): None,
    ("GET", "/api/v1/session"): EVERY,
    ("DELETE", "/api/v1/session"): EVERY,
    ("POST", "/api/v1/setup"): None,
    ("GET", "/api/v1/audit"): {ADMIN, AUDITOR},
    ("GET", "/api/v1/audit/chain"): {ADMIN, AUDITOR},
    ("GET", "/api/v1/users"): {ADMIN, AUDITOR},
    ("POST", "/api/v1/users"): {ADMIN},
    ("PATCH", "/api/v1/users/<user_id>"): {ADMIN},
    ("POST", "/api/v1/users/<user_id>/password"): EVERY,
    ("GET", "/api/v1/keys"): {ADMIN, AUDITOR},
    ("POST", "/api/v1/keys"): {ADMIN},
    ("DELETE", "/api/v1/keys/<key_id>"): {ADMIN},
    ("POST", "/api/v1/applications"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/applications"): {ADMIN, REVIEWER, AUDITOR},
    ("GET", "/api/v1/applications/<application_id>"): {ADMIN, REVIEWER, APPLICANT},
    ("POST", "/api/v1/applications/<application_id>/documents"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/applications/<application_id>/report"): {ADMIN, REVIEWER, APPLICANT},
    ("PATCH", "/api/v1/applications/<application_id>"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/applications/<application_id>/corrections"): {ADMIN, REVIEWER, APPLICANT},
    ("PATCH", "/api/v1/documents/<document_id>"): {ADMIN, REVIEWER, APPLICANT},
    ("DELETE", "/api/v1/documents/<document_id>"): {ADMIN, REVIEWER, APPLICANT},
    ("POST", "/api/v1/documents/<document_id>/replacement"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/documents/<document_id>/corrections"): {ADMIN, REVIEWER, APPLICANT},
    ("POST", "/api/v1/documents/<document_id>/corrections"): {ADMIN, REVIEWER},
    ("POST", "/api/v1/masking/checks"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/masking/checks"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/masking/checks/<check_id>"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/masking/checks/<check_id>/pages/<int:number>.png"): {ADMIN, REVIEWER, APPLICANT},
    ("POST", "/api/v1/masking/copies"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/masking/copies"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/masking/copies/<copy_id>"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/masking/copies/<copy_id>/pages/<int:number>.png"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/masking/copies/<copy_id>/copy.pdf"): {ADMIN, REVIEWER},
    ("POST", "/api/v1/masking/copies/<copy_id>/withdraw"): {ADMIN, REVIEWER},
    ("POST", "/api/v1/similarity/checks"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/similarity/checks"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/similarity/checks/<check_id>"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/similarity/checks/<check_id>/report"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/similarity/papers/<paper_id>"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/similarity/corpus"): {ADMIN},
    ("GET", "/api/v1/similarity/corpus/documents"): {ADMIN},
    ("POST", "/api/v1/similarity/corpus/documents"): {ADMIN},
    ("GET", "/api/v1/similarity/corpus/documents/<path:source_id>"): {ADMIN},
    ("DELETE", "/api/v1/similarity/corpus/documents/<path:source_id>"): {ADMIN},
    ("POST", "/api/v1/similarity/corpus/checks"): {ADMIN},
    ("GET", "/api/v1/similarity/corpus/jobs"): {ADMIN},
    ("GET", "/api/v1/similarity/corpus/jobs/<job_id>"): {ADMIN},
    ("GET", "/api/v1/masked/applications"): {ADMIN, REVIEWER, MASKED},
    ("GET", "/api/v1/masked/applications/<application_id>"): {ADMIN, REVIEWER, MASKED},
    ("GET", "/api/v1/masked/documents/<document_id>"): {ADMIN, REVIEWER, MASKED},
    ("GET", "/api/v1/masked/documents/<document_id>/copy.pdf"): {ADMIN, REVIEWER, MASKED},
    ("GET", "/api/v1/masked/documents/<document_id>/pages/<int:number>.png"): {ADMIN, REVIEWER, MASKED},
    ("GET", "/api/v1/masked/documents/<document_id>/pages/<int:number>/preview.jpg"): {ADMIN, REVIEWER, MASKED},
    ("GET", "/api/v1/masked/documents/<document_id>/pages/<int:number>/thumbnail.jpg"): {ADMIN, REVIEWER, MASKED},
    ("GET", "/api/v1/masked/documents/<document_id>/text"): {ADMIN, REVIEWER, MASKED},
    ("GET", "/api/v1/applications/<application_id>/findings"): {ADMIN, REVIEWER, APPLICANT},
    ("POST", "/api/v1/applications/<application_id>/decisions"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/applications/<application_id>/decisions"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/findings"): {ADMIN, REVIEWER},
    ("PUT", "/api/v1/batches/<batch_id>/roster"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/batches/<batch_id>/roster"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/applications/<application_id>/events"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/batches/<batch_id>/events"): {ADMIN, REVIEWER},
    ("POST", "/api/v1/verifications"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/verifications/<verification_id>"): {ADMIN, REVIEWER, APPLICANT},
    ("POST", "/api/v1/webhooks"): {ADMIN},
    ("GET", "/api/v1/webhooks"): {ADMIN},
    ("GET", "/api/v1/webhooks/<webhook_id>"): {ADMIN},
    ("GET", "/api/v1/webhooks/<webhook_id>/deliveries"): {ADMIN},
    ("DELETE", "/api/v1/webhooks/<webhook_id>"): {ADMIN},
    ("POST", "/api/v1/batches"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/batches"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/batches/<batch_id>"): {ADMIN, REVIEWER},
    ("POST", "/api/v1/batches/<batch_id>/archives"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/batches/<batch_id>/applications"): {ADMIN, REVIEWER},
    ("POST", "/api/v1/batches/<batch_id>/cancel"): {ADMIN, REVIEWER},
    ("POST", "/api/v1/batches/<batch_id>/retry"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/batches/<batch_id>/report"): {ADMIN, REVIEWER},
    ("GET", "/api/v1/documents/<document_id>"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/documents/<document_id>/observation"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/documents/<document_id>/findings"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/documents/<document_id>/pages/<int:number>.png"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/documents/<document_id>/pages/<int:number>/preview.jpg"): {ADMIN, REVIEWER, APPLICANT},
    ("GET", "/api/v1/documents/<document_id>/pages/<int:number>/thumbnail.jpg"): {ADMIN, REVIEWER, APPLICANT},
}
"""Who may call each route; None is everybody. A new route needs a row."""

WITH_KEY = [route for route, roles in TABLE.items() if roles is not None]


def over_http(app: APIFlask) -> list[Rule]:
    """The routes of the HTTP interface; pages for people have a table of their own."""
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]


def calls(rule: Rule) -> set[tuple[str, str]]:
    return {(method, rule.rule) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


def path_of(rule: str) -> str:
    """Return the path of a route with ids that lead nowhere."""
    path = rule.removeprefix("/api/v1").replace("<int:number>", "1")
    return re.sub(r"<(?:\w+:)?\w+>", NOBODY, path)


def test_every_route_is_marked(app: APIFlask):
    unmarked = [
        rule.rule for rule in app.url_map.iter_rules() if auth.required_roles(app.view_functions[rule.endpoint]) is None
    ]
    assert unmarked == []


def test_every_route_has_its_row(app: APIFlask):
    assert set().union(*(calls(rule) for rule in over_http(app))) == set(TABLE)


def test_few_routes_are_public(app: APIFlask):
    open_rules = [rule for rule in over_http(app) if not auth.required_roles(app.view_functions[rule.endpoint])]
    public = set().union(*(calls(rule) for rule in open_rules))
    assert public == {("GET", "/api/v1/health/live"), ("POST", "/api/v1/session"), ("POST", "/api/v1/setup")}


@pytest.mark.parametrize(("method", "rule"), WITH_KEY)
def test_without_a_key_nothing_is_answered(nobody: Door, method: str, rule: str):
    answer = nobody.open(method, path_of(rule))
    assert_problem(answer, 401, "unauthorised")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "rule"), WITH_KEY)
def test_each_role_passes_where_the_table_says_so(
    admin: Door, reviewer: Door, applicant: Door, masked_reviewer: Door, auditor: Door, method: str, rule: str
):
    doors = {ADMIN: admin, REVIEWER: reviewer, APPLICANT: applicant, MASKED: masked_reviewer, AUDITOR: auditor}
    allowed = TABLE[method, rule] or set()
    for role, door in doors.items():
        answer = door.open(method, path_of(rule))
        if role in allowed:
            assert answer.status_code not in (401, 403, 500)
        else:
            assert_problem(answer, 403, "forbidden")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic {key}", "{key}", "Bearer {key}0", "Bearer {key_with_other_secret}"],
)
def test_only_the_whole_key_opens(reviewer: Door, header: str):
    assert reviewer.key is not None
    id_part = reviewer.key[: len("mv_") + 13]
    value = header.format(key=reviewer.key, key_with_other_secret=id_part + "0" * 64)
    answer = reviewer.client.get("/api/v1/policies", headers={"Authorization": value})
    assert_problem(answer, 401, "unauthorised")


def test_the_scheme_is_not_case_sensitive(reviewer: Door):
    answer = reviewer.client.get("/api/v1/policies", headers={"Authorization": f"bearer {reviewer.key}"})
    assert answer.status_code == 200


def test_a_revoked_key_is_no_key(reviewer: Door, service: Service, organisation: str):
    assert reviewer.get("/policies").status_code == 200
    with service.database.transaction() as session:
        keys = ApiKeys(session, organisation)
        keys.revoke(next(key.id for key in keys.list() if key.role is Role.REVIEWER))
    assert_problem(reviewer.get("/policies"), 401, "unauthorised")


def test_a_route_without_a_mark_is_locked(service: Service):
    app = Flask("forgotten")
    auth.install(app, service.database, service.settings)

    @app.get("/open")
    def forgotten() -> str:
        return "secret"

    app.testing = True
    with pytest.raises(Exception) as refused:
        app.test_client().get("/open")
    assert type(refused.value).__name__ == "Forbidden"


def test_a_key_is_asked_before_the_body_is_read(nobody: Door):
    answer = nobody.post(f"/applications/{NOBODY}/documents", data=b"x" * 100, content_type="text/plain")
    assert_problem(answer, 401, "unauthorised")

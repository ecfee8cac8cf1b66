"""Every route by every role with the ids of others: nothing is answered, nothing is changed (a table without gaps)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from api import auth
from api.headers import _HEADERS
from models.store.api_keys import Role
from tests.api.doors import NOBODY, Door
from tests.api.test_api_auth import TABLE, over_http, path_of
from tests.api.worlds import PASSWORD, World, empty_world, file_form, full_world, roster_form
from verifier.policies.loader import list_policies
from workers.corpora import corpora_of

Route = tuple[str, str]
Options = Callable[[], dict[str, Any]]

_SHARED = {"policy_id"}
"""Parameters that name what belongs to nobody."""

_WITHOUT_BODY = dict[str, Any]

BODIES: dict[Route, Options] = {
    ("PATCH", "/applications/<application_id>"): lambda: {
        "json": {"submission_number": 2}, "headers": {"If-Match": "*"},
    },
    ("POST", "/applications/<application_id>/decisions"): lambda: {"json": {"kind": "note", "note": "看过"}},
    ("POST", "/applications/<application_id>/documents"): file_form,
    ("PATCH", "/documents/<document_id>"): lambda: {"json": {"slot": "乙"}},
    ("DELETE", "/documents/<document_id>"): _WITHOUT_BODY,
    ("POST", "/documents/<document_id>/corrections"): lambda: {"json": {"name": "姓名", "value": "某"}},
    ("POST", "/documents/<document_id>/replacement"): file_form,
    ("POST", "/batches/<batch_id>/archives"): file_form,
    ("PUT", "/batches/<batch_id>/roster"): roster_form,
    ("POST", "/batches/<batch_id>/cancel"): _WITHOUT_BODY,
    ("POST", "/batches/<batch_id>/retry"): _WITHOUT_BODY,
    ("POST", "/masking/copies/<copy_id>/withdraw"): _WITHOUT_BODY,
    ("PATCH", "/users/<user_id>"): lambda: {"json": {"display_name": "新名"}},
    ("POST", "/users/<user_id>/password"): lambda: {"json": {"password": "another horse battery"}},
    ("DELETE", "/webhooks/<webhook_id>"): _WITHOUT_BODY,
    ("DELETE", "/keys/<key_id>"): _WITHOUT_BODY,
    ("DELETE", "/similarity/corpus/documents/<path:source_id>"): _WITHOUT_BODY,
}  # fmt: skip
"""What a valid call of each changing route with an id carries: one that is refused for its body would show nothing."""

NAMED_IN_BODIES: dict[Route, Callable[[World], dict[str, Any]]] = {
    ("POST", "/masking/checks"): lambda ours: {"data": {"document": ours.ids["document_id"]}},
    ("POST", "/masking/copies"): lambda ours: {"data": {"document": ours.ids["document_id"]}},
    ("POST", "/similarity/checks"): lambda ours: {"data": {"document": ours.ids["document_id"]}},
}
"""Routes that name a thing in their body."""

NAMED_IN_QUERIES = (
    ("/findings", "application", "application_id", "findings"),
    ("/findings", "document", "document_id", "findings"),
    ("/findings", "batch", "batch_id", "findings"),
    ("/masking/checks", "document", "document_id", "checks"),
    ("/masking/copies", "document", "document_id", "copies"),
)
"""Lists that are narrowed by the id of a thing: of another's there is nothing in them."""

BY_ID = [
    (method, rule.removeprefix("/api/v1"))
    for method, rule in TABLE
    if set(re.findall(r"<(?:\w+:)?(\w+)>", rule)) - _SHARED
]


@pytest.fixture(scope="module")
def worlds(one_app: APIFlask) -> Iterator[tuple[World, World]]:
    """Our organisation with everything in it, and another one."""
    before = one_app.extensions["verifier"]
    one_app.extensions["verifier"] = replace(before, enqueue=lambda _: None, judge=lambda _: None)
    yield full_world(one_app, list_policies()[0].id), empty_world(one_app)
    corpora_of(before.settings).close()
    one_app.extensions["verifier"] = before


def path_in(world: World, rule: str) -> str:
    """Return the path of a route with the ids of a world."""
    kind = "masking_check" if rule.startswith("/masking") else "similarity_check"
    ids = world.ids | {"check_id": world.ids[kind]}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: ids[match[1]], rule)


def options_of(route: Route) -> dict[str, Any]:
    if route[1].endswith("/events"):
        return {"query_string": {"seconds": 0}}  # what is there now; nobody waits for more
    return BODIES[route]() if route in BODIES else {}


def roles_of(route: Route) -> set[Role]:
    return TABLE[route[0], f"/api/v1{route[1]}"] or set()


def destructive(route: Route) -> tuple[bool, bool]:
    """Order in which our own people call: first what reads, last what takes away."""
    return route[0] != "GET", route[0] == "DELETE" or route[1].endswith("/withdraw")


def test_every_route_with_an_id_is_tried_with_a_valid_body(one_app: APIFlask):
    rules = {(m, r.rule.removeprefix("/api/v1")) for r in over_http(one_app) for m in r.methods - {"HEAD", "OPTIONS"}}
    by_id = {(method, rule) for method, rule in rules if set(re.findall(r"<(?:\w+:)?(\w+)>", rule)) - _SHARED}
    assert by_id == set(BY_ID), "write the new route into TABLE, and its thing into tests/api/worlds.py"
    assert {route for route in by_id if route[0] != "GET"} == set(BODIES), "write into BODIES what a valid call carries"


@pytest.mark.parametrize(("method", "rule"), BY_ID)
def test_nobody_of_another_organisation_gets_in(worlds: tuple[World, World], method: str, rule: str):
    ours, theirs = worlds
    for role, door in theirs.doors.items():
        answer = door.open(method, path_in(ours, rule), **options_of((method, rule)))
        assert answer.status_code == (404 if role in roles_of((method, rule)) else 403), (role, answer.text)


@pytest.mark.parametrize(("method", "rule"), [route for route in BY_ID if Role.APPLICANT in roles_of(route)])
def test_no_applicant_gets_at_what_another_made(worlds: tuple[World, World], method: str, rule: str):
    ours, _ = worlds
    answer = ours.neighbour.open(method, path_in(ours, rule), **options_of((method, rule)))
    assert answer.status_code == 404, answer.text


@pytest.mark.parametrize(("method", "rule"), NAMED_IN_BODIES)
def test_nothing_of_others_is_named_in_a_body(worlds: tuple[World, World], method: str, rule: str):
    ours, theirs = worlds
    doors = [theirs.doors[role] for role in roles_of((method, rule))]
    doors += [ours.neighbour] if Role.APPLICANT in roles_of((method, rule)) else []
    for door in doors:
        answer = door.open(method, rule, content_type="multipart/form-data", **NAMED_IN_BODIES[method, rule](ours))
        assert answer.status_code == 404, answer.text


@pytest.mark.parametrize(("path", "parameter", "kind", "member"), NAMED_IN_QUERIES)
def test_lists_narrowed_by_an_id_hold_nothing_of_others(
    worlds: tuple[World, World], path: str, parameter: str, kind: str, member: str
):
    ours, theirs = worlds
    query = {parameter: ours.ids[kind]}
    assert theirs.doors[Role.ADMIN].get(path, query_string=query).json[member] == []
    if kind != "batch_id":
        assert ours.doors[Role.ADMIN].get(path, query_string=query).json[member]


def test_no_list_holds_anything_of_another_organisation(worlds: tuple[World, World]):
    ours, theirs = worlds
    lists = [rule.removeprefix("/api/v1") for method, rule in TABLE if method == "GET" and "<" not in rule]
    hidden = {value for name, value in ours.ids.items() if name != "number"}
    for rule in lists:
        shown = theirs.doors[Role.ADMIN].get(rule).text
        assert not [value for value in hidden if value in shown], rule


def test_auditors_see_states_and_accounts_and_no_document(worlds: tuple[World, World]):
    ours, _ = worlds
    open_to_them = {route for route, roles in TABLE.items() if Role.AUDITOR in (roles or ())}
    everybodys = {route for route, roles in TABLE.items() if roles == set(Role)}
    seen = {rule.removeprefix("/api/v1") for _, rule in open_to_them - everybodys}
    assert seen == {"/applications", "/audit", "/audit/chain", "/users", "/keys"}
    assert {method for method, _ in open_to_them - everybodys} == {"GET"}
    listed = ours.doors[Role.AUDITOR].get("/applications").json["applications"][0]
    assert set(listed) == {"id", "policy", "state", "verdict", "created_at", "links"}


def signed_in(app: APIFlask, world: World) -> tuple[FlaskClient, str]:
    admin, client = world.doors[Role.ADMIN], app.test_client()
    body = {"login": f"a{world.organisation[:8]}", "password": PASSWORD, "display_name": "管理员", "role": "admin"}
    assert admin.post("/users", json=body).status_code in (201, 409)
    answer = client.post("/api/v1/session", json={"login": body["login"], "password": PASSWORD})
    return client, answer.json["csrf_token"]


def test_every_route_that_changes_something_asks_a_session_for_its_token(
    one_app: APIFlask, worlds: tuple[World, World]
):
    ours, _ = worlds
    client, token = signed_in(one_app, ours)
    changing = [route for route, roles in TABLE.items() if route[0] != "GET" and roles]
    assert len(changing) > 20
    for method, rule in changing:
        for headers in ({}, {"X-CSRF-Token": "0" * 64}, {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"}):
            answer = client.open(f"/api/v1{path_of(rule)}", method=method, headers=headers)
            assert answer.json["code"] == "csrf_refused", (method, rule, answer.text)
        if rule != "/api/v1/session":
            answer = client.open(f"/api/v1{path_of(rule)}", method=method, headers={"X-CSRF-Token": token})
            assert answer.status_code not in (401, 403), (method, rule, answer.text)


def test_every_answer_has_the_headers_that_protect(one_app: APIFlask, worlds: tuple[World, World]):
    ours, _ = worlds
    nobody = Door(one_app.test_client(), None)
    for method, rule in TABLE:
        for door in (ours.doors[Role.ADMIN], nobody) if method == "GET" else (nobody,):
            answer = door.open(method, path_of(rule))
            for name, value in _HEADERS.items():
                assert answer.headers[name] == value, (method, rule, name)
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Request-ID"]
            assert "Set-Cookie" not in answer.headers and "Access-Control-Allow-Origin" not in answer.headers


def test_every_view_of_the_interface_is_in_the_table(one_app: APIFlask):
    for rule in over_http(one_app):
        roles = auth.required_roles(one_app.view_functions[rule.endpoint])
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            assert (TABLE[method, rule.rule] or set()) == roles


def test_our_own_people_get_in(worlds: tuple[World, World]):
    """The last one: it uses everything up. Without it, ids that lead nowhere would make all tests above pass."""
    ours, _ = worlds
    for method, rule in sorted(BY_ID, key=destructive):
        answer = ours.doors[Role.ADMIN].open(method, path_in(ours, rule), **options_of((method, rule)))
        assert answer.status_code < 300 or answer.status_code in (409, 422), (method, rule, answer.text)
        assert method != "GET" or answer.status_code in (200, 409), (method, rule, answer.text)
    assert ours.doors[Role.APPLICANT].get(f"/applications/{ours.ids['application_id']}").status_code == 200
    assert ours.doors[Role.REVIEWER].get(f"/applications/{NOBODY}").status_code == 404

"""Blind reviewers: whatever they open, and whatever they try to open, no page and no picture tells who applies."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

import pytest
from apiflask import APIFlask
from werkzeug.test import TestResponse

from api.service import Service
from models.store.api_keys import Role
from tests.api.doors import NOBODY, PDF, PNG, Door, judge, observe
from tests.api.test_api_masking import ask, copied
from tests.api.web.browsing import Browser

WHO = "欧阳若川"
UNIT = "赤霞山勘察院"
ID_NUMBER = "65010119800101123X"
SLOT = "若川的学历"
NOTE = "若川先生的备注"
CANARIES = (WHO, "若川", UNIT, "赤霞山", ID_NUMBER, "ouyang", "Ruochuan")


@dataclass(frozen=True)
class Office:
    """What an office has: an applicant with a released copy, one with a copy kept back, and one without any."""

    batch: str
    applications: tuple[str, str, str]
    documents: tuple[str, str, str]
    copies: tuple[str, str]
    checks: tuple[str]


@pytest.fixture
def office(reviewer: Door, service: Service, organisation: str, policy: str) -> Office:
    form = {"policy": policy, "label": f"{WHO} 等人"}
    batch = reviewer.post("/batches", data=form, content_type="multipart/form-data").json["id"]
    applicant = {"name": WHO, "unit": UNIT, "id_number": ID_NUMBER}
    applications = tuple(reviewer.new_application(policy, applicant=applicant) for _ in range(3))
    documents = []
    for number, application in enumerate(applications):
        data = PDF + bytes(str(number), "ascii")
        kept = reviewer.upload(application, (f"{WHO} ouyang Ruochuan {number}.pdf", data), slot=SLOT).json
        documents.append(kept["documents"][0]["id"])
        observe(service.database, service.blobs, organisation, documents[-1], data)
        judge(service.database, organisation, application, documents[-1], policy)
    copies = tuple(ask(reviewer, "copies", document=document).json["id"] for document in documents[:2])
    copied(service, organisation, copies[0])
    copied(service, organisation, copies[1], released=False)
    checks = (ask(reviewer, "checks", document=documents[0]).json["id"],)
    return Office(batch, applications, tuple(documents), copies, checks)  # type: ignore[arg-type]


@pytest.fixture
def blind(browser) -> Browser:
    return browser(Role.MASKED_REVIEWER)


def assert_nobody_is_told(answer: TestResponse, path: str) -> None:
    told = f"{answer.headers}\n{answer.get_data().decode(errors='replace')}"
    for shown in (told, html.unescape(told), unquote(told), told.encode().decode("unicode_escape", errors="replace")):
        for canary in CANARIES:
            assert canary.lower() not in shown.lower(), (path, canary)
    assert quote(WHO).lower() not in told.lower(), path
    assert PNG not in answer.get_data(), (path, "a page as it came")
    assert path.endswith("/copy.pdf") or not answer.get_data().startswith(PDF), (path, "a file as it came")


def led_to(answer: TestResponse, own: str) -> Iterator[str]:
    """Yield the addresses that an answer leads to: links, pictures, scripts, what scripts are told, what JSON names."""
    if answer.location:
        yield answer.location
    if answer.mimetype == "text/html":
        for address in re.findall(r'(?:href|src|data-[a-z-]+|hx-get)="(/[^"]*)"', answer.text):
            if "DOCUMENT" not in address:  # a pattern for scripts, see below
                yield html.unescape(address)
        for document, pages in re.findall(r'data-document="([^"]+)" data-pages="(\d+)"', answer.text):
            for template in re.findall(r'data-page-url="([^"]+)"', answer.text):
                for number in range(1, int(pages) + 1):
                    yield template.replace("DOCUMENT", document).replace("/0.png", f"/{number}.png")
    elif answer.mimetype == "application/json" and own.startswith("/api/v1/masked"):
        yield from re.findall(r'"(/api/v1/[^"]+)"', answer.text)


def crawled(browser: Browser, *starts: str) -> dict[str, TestResponse]:
    waiting, seen = list(starts), {}
    while waiting:
        path = waiting.pop()
        where = urlsplit(path)
        key = where.path + (f"?{where.query}" if where.query else "")
        if key in seen or where.path.startswith("/static/"):
            continue
        seen[key] = browser.client.get(key, headers={"Accept": "text/html,application/json"})
        waiting.extend(led_to(seen[key], where.path))
    return seen


def test_a_blind_reviewer_walks_through_copies_alone(blind: Browser, office: Office):
    found = crawled(blind, "/", "/api/v1/masked/applications")
    for path, answer in found.items():
        assert answer.status_code in (200, 302), path
        assert_nobody_is_told(answer, path)
    shown, other, empty = office.applications
    assert f"/blind/{shown}" in found
    assert not {f"/blind/{other}", f"/blind/{empty}"} & found.keys()
    pictures = f"/api/v1/masked/documents/{office.documents[0]}/pages"
    assert found[f"{pictures}/1.png"].data == b"PNG" and f"{pictures}/2.png" in found
    assert found["/"].location == "/blind"


def test_no_door_of_the_service_tells_a_blind_reviewer_who_applies(app: APIFlask, blind: Browser, office: Office):
    """Not those that the pages lead to alone: every address there is, with the ids of real things in it."""
    for application, document in zip(office.applications, office.documents, strict=True):
        known = {"application_id": application, "document_id": document, "batch_id": office.batch, "number": 1}
        known |= {"copy_id": office.copies[0], "check_id": office.checks[0]}
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "web_assets.file":
                continue
            values = {name: known.get(name, NOBODY) for name in rule.arguments}
            values |= {name: first for first, name in re.findall(r"<any\((\w+)[^>]*\):(\w+)>", rule.rule)}
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **values)  # type: ignore[arg-type]
            answer = blind.client.get(path, headers={"Accept": "text/html,application/json"})
            assert answer.status_code < 500 or answer.status_code == 503, path
            assert_nobody_is_told(answer, path)
            if answer.status_code == 200 and document in path:
                assert document == office.documents[0] and "/masked/" in path, path


def test_what_is_withheld_is_counted_and_not_named(blind: Browser, reviewer: Door, office: Office):
    reviewer.upload(office.applications[0], (f"{WHO} 2.png", PNG), slot=SLOT)
    page = blind.get(f"/blind/{office.applications[0]}")
    assert "1 份材料没有放行的副本" in page.text
    assert_nobody_is_told(page, "/blind/…")


def test_a_copy_that_is_taken_back_is_gone_at_once(blind: Browser, reviewer: Door, office: Office):
    assert f"/blind/{office.applications[0]}" in blind.get("/blind").text
    reviewer.post(f"/masking/copies/{office.copies[0]}/withdraw")
    assert f"/blind/{office.applications[0]}" not in blind.get("/blind").text
    page = blind.get(f"/blind/{office.applications[0]}").text
    assert office.documents[0] not in page and "还没有可看的遮盖副本" in page


def test_many_applications_stand_on_several_pages(
    blind: Browser, reviewer: Door, service: Service, organisation: str, policy: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("api.web.blind._PAGE", 2)
    applications = []
    for _ in range(3):
        applications.append(reviewer.new_application(policy, applicant={"name": WHO}))
        document = reviewer.upload(applications[-1], ("a.png", PNG)).json["documents"][0]["id"]
        copied(service, organisation, ask(reviewer, "copies", document=document).json["id"])
    first = blind.get("/blind").text
    following = re.search(r'href="(/blind\?after=[^"]+)"', first)
    assert following is not None
    pages = first + blind.get(following[1]).text
    assert {id for id in applications if f"/blind/{id}" in pages} == set(applications)
    assert 'href="/blind?after=' not in blind.get(following[1]).text

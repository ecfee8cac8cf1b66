"""Every screen in both lights and two sizes: readable for everybody (axe), nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from models.application import Applicant
from models.store.applications import Applications
from tests.browser.looking import are_kept, contact_sheets, in_every_look, keep_look, serious, sideways
from tests.browser.office import POLICY, Office, folder

pytestmark = pytest.mark.slow

JUDGED = ("1366-light", "1024-dark")
"""Looks in which axe judges, in the second the colours; the others are looked at for what scrolls, and by people."""


@dataclass(frozen=True)
class Screen:
    """A screen as `login` sees it; `then` brings it into the state that is looked at."""

    name: str
    login: str
    path: str
    then: Callable[[Page], object] = lambda page: None


def opens(dialog: str) -> Callable[[Page], object]:
    """Return what opens a dialog of the page, whichever button it has for it."""
    return lambda page: page.evaluate(f"document.getElementById('{dialog}').showModal()")


def clicks(*selectors: str) -> Callable[[Page], object]:
    return lambda page: [page.locator(selector).first.click() for selector in selectors]


BENCH = "/applications/{application}"
SCREENS = (
    Screen("batches", "shen", "/batches"),
    Screen("batch", "shen", "/batches/{batch}"),
    Screen("batch-menu", "shen", "/batches/{batch}", clicks(".head .menu > button")),
    Screen("batch-chosen", "shen", "/batches/{batch}", clicks("#all", "#bulk-open")),
    Screen("batch-disputed", "shen", "/batches/{batch}?view=disputed"),
    Screen("batch-nobody", "shen", "/batches/{batch}?q=zzz"),
    Screen("batch-empty", "shen", "/batches/{empty}"),
    Screen("roster-none", "shen", "/batches/{batch}/roster"),
    Screen("upload", "shen", "/upload"),
    Screen("upload-more", "shen", "/upload?batch={batch}"),
    Screen("bench", "shen", BENCH, clicks(".card:has(.spot[data-box])")),
    Screen("bench-all", "shen", BENCH, clicks("[data-filter=all]", ".card summary")),
    Screen("bench-person", "shen", BENCH, clicks(".tools .menu > button")),
    Screen("bench-paper", "shen", BENCH, clicks("li[data-sheet] .menu > button")),
    *(
        Screen(f"bench-{one}", "shen", BENCH, opens(one))
        for one in ("legend", "facts", "note", "assign", "add-papers", "describe", "field")
    ),
    Screen("bench-empty", "shen", "/applications/{blank}"),
    Screen("notice", "shen", BENCH + "/notice"),
    Screen("masking", "shen", BENCH + "/masking"),
    Screen("masking-legend", "shen", BENCH + "/masking", opens("legend")),
    Screen("masking-check", "shen", "/masking"),
    Screen("similarity", "shen", "/similarity"),
    Screen("similarity-new", "shen", "/similarity", opens("new-check")),
    Screen("help", "shen", "/help"),
    Screen("help-open", "shen", "/help#decide", clicks("#decide summary")),
    Screen("users", "admin", "/admin/users"),
    Screen("users-new", "admin", "/admin/users", opens("new-user")),
    Screen("keys", "admin", "/admin/keys"),
    Screen("keys-new", "admin", "/admin/keys", opens("new-key")),
    Screen("policies", "admin", "/admin/policies"),
    Screen("policy", "admin", f"/admin/policies/{POLICY}"),
    Screen("corpus", "admin", "/admin/corpus"),
    Screen("health", "admin", "/admin/health"),
    Screen("own", "unit", "/own"),
    Screen("own-new", "unit", "/own", opens("new")),
    Screen("own-help", "unit", "/help"),
    Screen("audit", "audit", "/audit"),
    Screen("audit-filtered", "audit", "/audit?action=nothing"),
    Screen("blind", "blind", "/blind"),
)  # fmt: skip


@pytest.fixture(scope="module")
def places(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An office with one observed applicant, one without papers, and a batch without applicants."""
    place = folder(tmp_path_factory.mktemp("one"), "张闻溪", number="looks")
    batch, application = office.hand_in(place)
    with office.app.extensions["verifier"].database.transaction() as session:
        blank = Applications(session, office.organisation).create(policy=POLICY, applicant=Applicant(name="李未交"))
    return {"batch": batch, "application": application, "blank": blank.id, "empty": office.batch("2027年度第一批")}


@pytest.mark.parametrize("login", dict.fromkeys(screen.login for screen in SCREENS))
def test_every_screen_can_be_read_by_everybody(
    visit: Callable[..., Page], places: dict[str, str], axe: str, login: str
):
    page = visit(login, "/")
    found = {}
    for screen in SCREENS:
        if screen.login != login:
            continue
        page.goto(screen.path.format(**places))
        page.wait_for_load_state("networkidle")
        screen.then(page)
        for look in in_every_look(page):
            bad = serious(page, axe, colours_alone=look != JUDGED[0]) if look in JUDGED else []
            if wide := sideways(page):
                bad.append((f"scrolls sideways by {wide} px", []))
            if bad:
                found[f"{screen.name} {look}"] = bad
            keep_look(page, screen.name, look)
    assert found == {}


@pytest.mark.parametrize("path", ["/login", "/setup", "/nothing-here"])
def test_the_doors_can_be_read_by_everybody(chromium: Browser, office: Office, axe: str, path: str):
    context = chromium.new_context(base_url=office.url, locale="zh-CN")
    page = context.new_page()
    page.goto(path)
    for look in in_every_look(page):
        assert serious(page, axe) == []
        keep_look(page, path.strip("/"), look)
    context.close()


@pytest.mark.skipif(not are_kept(), reason="nobody wants pictures")
def test_zz_pictures_are_laid_on_sheets():
    assert all(path.stat().st_size for path in contact_sheets())

"""Every screen in both lights and two sizes: readable for everybody (axe), nothing that scrolls sideways."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.office import POLICY, Office, folder

pytestmark = pytest.mark.slow

SCREENS = {
    "shen": [
        "/batches", "/batches/{batch}", "/batches/{batch}?view=disputed", "/upload", "/applications/{application}",
        "/applications/{application}/notice", "/similarity",
        "/applications/{application}/masking", "/masking",
    ],
    "admin": ["/admin/users", "/admin/keys", "/admin/policies", f"/admin/policies/{POLICY}", "/admin/corpus",
              "/admin/health"],
    "unit": ["/own"],
    "audit": ["/audit"],
    "blind": ["/blind"],
}  # fmt: skip
SIZES = ((1366, 768, "light"), (1024, 768, "dark"))


@pytest.fixture(scope="module")
def places(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An office with one observed applicant."""
    place = folder(tmp_path_factory.mktemp("one"), "张闻溪", number="looks")
    batch, application = office.hand_in(place)
    return {"batch": batch, "application": application}


@pytest.mark.parametrize(("width", "height", "theme"), SIZES)
@pytest.mark.parametrize("login", SCREENS)
def test_every_screen_can_be_read_by_everybody(
    visit: Callable[..., Page], places: dict[str, str], axe: str, login: str, width: int, height: int, theme: str,
    request: pytest.FixtureRequest,
):  # fmt: skip
    page = visit(login, "/", width=width, height=height, theme=theme)
    found = {}
    for path in SCREENS[login]:
        page.goto(path.format(**places))
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        page.evaluate(axe)
        answer = page.evaluate("axe.run({resultTypes: ['violations']})")
        serious = [one for one in answer["violations"] if one["impact"] in ("serious", "critical")]
        if serious:
            found[path] = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in serious]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"
        _keep(page, path, f"{width}-{theme}")
    assert found == {}


def _keep(page: Page, path: str, kind: str) -> None:
    """Lay the picture where VERIFIER_SCREENSHOTS says, for whoever wants to look."""
    place = os.environ.get("VERIFIER_SCREENSHOTS")
    if place:
        name = path.strip("/").replace("/", "-").replace("{", "").replace("}", "").replace("?", "-") or "start"
        page.screenshot(path=str(Path(place) / f"{name}-{kind}.png"))


@pytest.mark.parametrize("path", ["/login", "/setup"])
def test_the_doors_can_be_read_by_everybody(chromium, office: Office, axe: str, path: str):
    context = chromium.new_context(base_url=office.url, locale="zh-CN")
    page = context.new_page()
    page.goto(path)
    page.evaluate(axe)
    answer = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [one["id"] for one in answer["violations"] if one["impact"] in ("serious", "critical")] == []
    context.close()

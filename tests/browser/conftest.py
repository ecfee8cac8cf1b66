"""A real browser at a real office. Debian's chromium, driven by Playwright; without it the tests are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.office import PASSWORD, Office, open_office

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    expect.set_options(timeout=20_000)  # as for pages: a machine may have more to do
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = open_office(tmp_path_factory.mktemp("office"))
    yield opened
    opened.close()


class Troubles(list[str]):
    """What went wrong in the browser: script errors, refusals by the policy of content, failed requests."""


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    found = Troubles()
    yield found
    assert found == []


@pytest.fixture
def visit(chromium: Browser, office: Office, troubles: Troubles) -> Iterator[Callable[..., Page]]:
    """Sign somebody in and return the page; every trouble in it fails the test."""
    contexts: list[BrowserContext] = []

    def made(login: str, path: str = "/", *, width: int = 1366, height: int = 768, theme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale="zh-CN", base_url=office.url
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on(
            "console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None
        )
        page.goto(f"/login?next={path}")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.click("main button.primary")
        page.wait_for_load_state("networkidle")
        return page

    yield made
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> str:
    """The accessibility checker's script."""
    return (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")

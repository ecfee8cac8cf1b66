"""Pages in a real browser: small first, whole when looked at closely, the next one there before it is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Troubles
from tests.browser.office import Office, folder

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def application(office: Office, tmp_path_factory: pytest.TempPathFactory) -> str:
    place = folder(tmp_path_factory.mktemp("viewer"), "张闻溪", number="viewer")
    return office.hand_in(place)[1]


def asked_of(page: Page) -> list[str]:
    """Return a list that grows with the pictures of pages that are asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/pages/" in request.url else None)
    return asked


def wait_for_pictures(page: Page, count: int) -> None:
    """Wait until the viewer holds so many pictures; asked from here: the page itself may not evaluate texts."""
    until = time.monotonic() + 20
    shown = "OpenSeadragon.getViewer(document.getElementById('viewer')).world.getItemCount()"
    while (held := page.evaluate(shown)) != count:
        assert time.monotonic() < until, f"{held} pictures in the viewer, not {count}"
        page.wait_for_timeout(50)


def test_a_page_is_shown_small_and_made_whole_by_who_looks_closer(visit: Callable[..., Page], application: str):
    page = visit("shen", "/help")
    asked = asked_of(page)
    page.goto(f"/applications/{application}")
    expect(page.locator("svg.marks .mark").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    page.click("[data-zoom=fit]")
    assert any(url.endswith("/preview.jpg") for url in asked)
    thumbnails = [url for url in asked if url.endswith("/thumbnail.jpg")]
    assert len(thumbnails) == len(set(thumbnails)) == 3
    expect(page.locator(".sheet-button .thumb img").first).to_have_js_property("complete", True)
    before = len([url for url in asked if url.endswith(".png")])
    with page.expect_request("**/pages/1.png"):
        for _ in range(4):
            page.click("[data-zoom=in]")
    wait_for_pictures(page, 2)
    for _ in range(3):
        page.click("[data-zoom=in]")
    page.wait_for_timeout(200)
    assert len([url for url in asked if url.endswith(".png")]) == before + 1


def test_the_next_page_is_there_before_it_is_asked_for(visit: Callable[..., Page], application: str):
    page = visit("shen", "/help")
    asked = asked_of(page)
    page.goto(f"/applications/{application}")
    page.click(".sheet-button >> nth=0")
    expect(page.locator("#where")).to_contain_text("资格证书.jpg")
    page.wait_for_load_state("networkidle")
    previews = [url for url in asked if url.endswith("/preview.jpg")]
    page.keyboard.press("n")
    expect(page.locator("#where")).to_contain_text("身份证.jpg")
    expect(page.locator("svg.marks .mark").first).to_be_attached()
    shown = page.locator(".sheet-button[aria-current]").get_attribute("data-document")
    assert [url for url in previews if shown and shown in url], "it was fetched ahead"
    assert len([url for url in asked if url.endswith("/preview.jpg") and shown and shown in url]) == 1


@pytest.mark.parametrize("width", [1366, 1024])
def test_layers_are_switched_off_in_any_width(visit: Callable[..., Page], application: str, width: int):
    page = visit("shen", f"/applications/{application}", width=width)
    seal = page.locator("svg.marks .mark.seal").first
    expect(seal).to_be_visible()
    if width < 1180:
        page.click(".layers > button")
    page.uncheck("[data-layer=seal]")
    expect(seal).to_be_hidden()
    page.check("[data-layer=seal]")
    expect(seal).to_be_visible()


def test_files_are_dropped_on_the_page_and_corrected_before_they_are_sent(
    visit: Callable[..., Page], application: str, troubles: Troubles
):
    page = visit("shen", f"/applications/{application}")
    page.evaluate(
        """() => {
          const files = new DataTransfer();
          files.items.add(new File(["x"], "年度考核表2023.jpg", { type: "image/jpeg" }));
          const how = { dataTransfer: files, bubbles: true, cancelable: true };
          document.getElementById("bench").dispatchEvent(new DragEvent("drop", how));
        }"""
    )
    expect(page.locator("#add-papers")).to_be_visible()
    expect(page.locator("#add-papers tbody tr")).to_have_count(1)
    page.fill("#add-papers tbody [name=slot]", "年度考核")
    page.click("#add-papers button.primary")
    refused = page.locator("#add-papers tbody td.bad")
    expect(refused).to_be_visible()
    assert (refused.text_content() or "").strip()
    expect(page.locator("#add-papers button.primary")).to_be_enabled()
    assert [said for said in troubles if "415" not in said] == [], "what is refused stands in the browser's log"
    troubles.clear()

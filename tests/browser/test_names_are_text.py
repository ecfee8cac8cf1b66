"""Whatever a name, a file or a scan says, it is text on every screen and never a program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import PAPERS, Office, jpeg

pytestmark = pytest.mark.slow

HOSTILE = '<img src=x onerror="window.__x=1">'
ALSO = "{{ 7*7 }}${7*7}';alert(1)-- <script>window.__x=1<-script>"


def test_hostile_names_are_shown_as_they_are(visit: Callable[..., Page], office: Office, tmp_path: Path):
    place = tmp_path / HOSTILE
    for number, type_ in enumerate(PAPERS.values()):
        file = place / ALSO / f"{HOSTILE}{number}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(jpeg(type_) + f"{type_}:hostile".encode())
    facts = f"name: '{HOSTILE}'\nunit: \"<b onclick=window.__x=1>单位</b>\"\n"
    (place / "facts.yaml").write_text(facts, encoding="utf-8")
    batch, application = office.hand_in(place)
    page = visit("shen", f"/batches/{batch}")
    expect(page.locator("tbody")).to_contain_text(HOSTILE)
    for path in (f"/applications/{application}", f"/applications/{application}/notice", f"/batches/{batch}?q=%3Cimg",
                 f"/applications/{application}/masking", "/batches", f"/batches/{batch}/roster"):  # fmt: skip
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.__x") is None, path
        assert page.locator("img[src='x']").count() == 0, path
    page.goto(f"/applications/{application}")
    expect(page.locator(".sheet-button").first).to_contain_text("onerror")
    assert "49$" not in page.content()

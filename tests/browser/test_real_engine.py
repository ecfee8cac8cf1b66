"""The same office with the real engine: a scanned sample is read, judged and shown with its places."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office, open_office
from verifier.reading.engines import create_engine
from workers.observers import EngineObserver

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "samples" / "zhang-wenxi"
FILES = ("facts.yaml", "03-title-certificate.jpg", "04-truth-pledge.jpg")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = open_office(tmp_path_factory.mktemp("real"), EngineObserver(create_engine(threads=2)))
    yield opened
    opened.close()


def test_what_the_engine_saw_is_on_the_page(visit: Callable[..., Page], office: Office, tmp_path: Path):
    place = tmp_path / "张闻溪"
    place.mkdir()
    for name in FILES:
        shutil.copy(SAMPLE / name, place / name)
    _, application = office.hand_in(place)
    page = visit("shen", f"/applications/{application}")
    expect(page.locator(".sheet-button")).to_have_count(2)
    expect(page.locator(".sheet-button").first).to_contain_text("证书")
    page.click(".sheet-button:has-text('03-title')")
    expect(page.locator("svg.marks .mark.seal").first).to_be_attached()
    assert page.locator("svg.marks .mark.field").count() >= 5
    titles = page.locator("svg.marks .mark.field title")
    read = titles.evaluate_all("titles => titles.map((one) => one.textContent)")
    assert any("张闻溪" in text for text in read)
    assert page.locator("#cards > .card[data-open='1']").count() >= 3
    page.click(".card:not([hidden]) .spot[data-box] >> nth=0")
    expect(page.locator("svg.marks .evidence")).to_be_attached()

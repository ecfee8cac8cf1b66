"""The five-minute guide, step by step: each step works, and its picture is there.

VERIFIER_REGENERATE=1 takes the pictures anew, of fictional people only.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from models.store.batches import Batches
from tests.browser.office import POLICY, Office, folder

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
NAMED = re.findall(r"\]\((guide/[a-z]+\.png)\)", GUIDE.read_text(encoding="utf-8"))
SIZE = (1100, 680)
MOST_BYTES = 900 * 1024
NAMES = ("徐玉雪", "周亦宁", "陈望舒")
regenerate = os.environ.get("VERIFIER_REGENERATE") == "1"


def show(page: Page, name: str) -> None:
    """Take the picture of a step; without VERIFIER_REGENERATE only see that the guide shows one."""
    assert f"guide/{name}.png" in NAMED
    if not regenerate:
        return
    page.mouse.move(2, 400)
    page.wait_for_timeout(700)  # zooming and lists that scroll come to rest
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        small = picture.convert("RGB").quantize(200, dither=Image.Dither.NONE)
    target = GUIDE.parent / "guide" / f"{name}.png"
    target.parent.mkdir(exist_ok=True)
    small.save(target, optimize=True)


@pytest.fixture
def at(visit: Callable[..., Page]) -> Callable[[str, str], Page]:
    """Sign somebody in, in a window of the pictures' size."""
    return lambda login, path: visit(login, path, width=SIZE[0], height=SIZE[1])


@pytest.fixture(scope="module")
def applicants(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("guide") / "全部"
    for number, name in enumerate(NAMES):
        folder(place, name, number=f"guide-{number}")
    return place


@pytest.fixture(scope="module")
def batch(office: Office) -> str:
    """The batch of the first step; the others go on with it."""
    with office.app.extensions["verifier"].database.reading() as session:
        found = Batches(session, office.organisation).list()
    assert len(found) == 1, "the steps stand in their order"
    return found[0].id


def open_applicant(page: Page, name: str) -> None:
    page.click(f"tbody tr:has-text('{name}') a")
    page.wait_for_url(re.compile("/applications/"))
    expect(page.locator("#viewer canvas")).to_be_visible()
    expect(page.locator("svg.marks .mark").first).to_be_attached()


def test_step_1_upload(at: Callable[..., Page], office: Office, applicants: Path):
    page = at("shen", "/upload")
    page.select_option("[name=policy]", POLICY)
    page.fill("[name=label]", "2026年度第一批")
    page.set_input_files("#folder", applicants)
    expect(page.locator(".applicant")).to_have_count(len(NAMES))
    page.locator(".applicant").first.locator("summary").click()
    expect(page.locator(".applicant").first.locator("tbody tr")).to_have_count(3)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    show(page, "upload")
    page.click("#start")
    page.wait_for_url(re.compile(r"/batches/[0-9a-f-]{36}$"), timeout=60_000)
    office.settle()


def test_step_2_the_batch(at: Callable[..., Page], batch: str):
    page = at("shen", f"/batches/{batch}")
    expect(page.locator("tbody tr[data-href]")).to_have_count(len(NAMES))
    expect(page.locator("tbody tr .tag.failed")).to_have_count(len(NAMES))
    show(page, "batch")


def test_step_3_one_applicant(at: Callable[..., Page], batch: str):
    page = at("shen", f"/batches/{batch}")
    open_applicant(page, NAMES[0])
    page.locator("#cards > .card:not([hidden]):has(.spot[data-box])").first.click()
    expect(page.locator("svg.marks .evidence")).to_be_attached()
    expect(page.locator(".spot[aria-current]")).to_be_visible()
    show(page, "applicant")


def test_step_4_decided_by_one_key(at: Callable[..., Page], batch: str):
    page = at("shen", f"/batches/{batch}")
    open_applicant(page, NAMES[0])
    card = page.locator(".card[aria-current]")
    requirement = card.get_attribute("data-requirement")
    page.keyboard.press("1")
    decided = page.locator(f".card[data-requirement='{requirement}']").first
    expect(decided.locator(".decided")).to_contain_text("王审核")
    expect(card).not_to_have_attribute("data-requirement", requirement or "")
    page.click("[data-filter=all]")
    decided.scroll_into_view_if_needed()
    show(page, "decided")


def test_step_5_a_fact_is_corrected_and_judged_at_once(at: Callable[..., Page], office: Office, batch: str):
    page = at("shen", f"/batches/{batch}")
    open_applicant(page, NAMES[1])
    page.click("button[data-opens=facts]")
    page.locator("#facts select[data-kind=bool]").first.select_option("false")
    page.fill("#facts [name=note]", "单位人事部门书面说明")
    page.locator("#facts select[data-kind=bool]").first.scroll_into_view_if_needed()
    show(page, "facts")
    with page.expect_response(lambda answer: answer.request.method == "PATCH") as saved:
        page.click("#facts button.primary")
    assert saved.value.ok
    office.settle()
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator(".changed summary")).to_be_visible()


def test_step_6_the_letter(at: Callable[..., Page], batch: str):
    page = at("shen", f"/batches/{batch}")
    open_applicant(page, NAMES[2])
    page.click("a.button:has-text('通知书')")
    expect(page.locator("textarea[name^=problem-]").first).to_be_visible()
    expect(page.locator("button[name=send]")).to_be_disabled()
    show(page, "notice")
    page.click("button[name=keep]")
    page.wait_for_load_state("networkidle")


def test_step_7_a_unit_checks_before_it_hands_in(at: Callable[..., Page], office: Office, applicants: Path):
    page = at("unit", "/own")
    expect(page.locator(".empty a[href='/help#own']")).to_be_visible()
    page.click(".empty button[data-opens=new]")
    page.select_option("#new [name=policy]", POLICY)
    page.fill("#new [name=name]", NAMES[0])
    page.click("#new button.primary")
    page.wait_for_url(re.compile("/applications/"))
    page.locator("[data-paper=add]").first.click()
    page.set_input_files("#add-files", applicants / NAMES[0] / "学历学位" / "毕业证书.jpg")
    expect(page.locator("#add-papers tbody select")).to_have_value("diploma")
    page.fill("#add-papers tbody [name=slot]", "学历学位")
    page.click("#add-papers button.primary")
    expect(page.locator(".sheet-button")).to_have_count(1)
    office.settle()
    page.reload()
    expect(page.locator("#cards > .card[data-open='1']").first).to_be_visible()
    expect(page.locator("#viewer canvas")).to_be_visible()
    page.click(".sheet-button")
    expect(page.locator("svg.marks .mark").first).to_be_attached()
    show(page, "own")


def test_help_says_it_in_more_words(at: Callable[..., Page], axe: str):
    page = at("shen", "/")
    page.click(".places a:has-text('使用说明')")
    page.click(".contents a:has-text('裁定与快捷键')")
    expect(page.locator("#decide h2")).to_be_in_viewport()
    page.click("#decide summary")
    expect(page.locator("#decide kbd").first).to_be_visible()
    page.evaluate(axe)
    answer = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [one["id"] for one in answer["violations"] if one["impact"] in ("serious", "critical")] == []


def test_pictures_of_the_guide_are_there_and_small():
    pictures = sorted((GUIDE.parent / "guide").iterdir())
    assert [f"guide/{picture.name}" for picture in pictures] == sorted(NAMED)
    assert len(set(NAMED)) == len(NAMED) == 7
    for path in pictures:
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("PNG", SIZE), path.name
    assert sum(path.stat().st_size for path in pictures) < MOST_BYTES

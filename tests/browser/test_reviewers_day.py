"""A reviewer's day in a real browser: twenty applicants handed in, screened, corrected, decided by keyboard, told."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.store.batches import Batches
from tests.browser.office import POLICY, Office, folder

pytestmark = pytest.mark.slow

NAMES = [f"申报人{number:02d}" for number in range(1, 21)]


@pytest.fixture(scope="module")
def applicants(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("applicants") / "全部"
    for number, name in enumerate(NAMES):
        folder(place, name, number=str(number))
    return place


@pytest.fixture(scope="module")
def batch(office: Office) -> str:
    """The batch that the first test hands in; the others go on with it."""
    with office.app.extensions["verifier"].database.reading() as session:
        found = Batches(session, office.organisation).list()
    assert len(found) == 1, "the tests of this module stand in their order"
    return found[0].id


def test_a_folder_of_twenty_applicants_is_handed_in(visit: Callable[..., Page], office: Office, applicants: Path):
    page = visit("shen", "/upload")
    page.select_option("[name=policy]", POLICY)
    page.fill("[name=label]", "2026年度第一批")
    page.set_input_files("#folder", applicants)
    expect(page.locator(".applicant")).to_have_count(20)
    first = page.locator(".applicant").first
    first.locator("summary").click()
    expect(first.locator("tbody tr")).to_have_count(3)
    types = first.locator("tbody select")
    assert sorted(types.nth(number).input_value() for number in range(3))[1:] == ["diploma", "id_card"]
    page.click("#start")
    page.wait_for_url(re.compile(r"/batches/[0-9a-f-]{36}$"), timeout=60_000)
    office.settle()
    page.reload()
    expect(page.locator("tbody tr[data-href]")).to_have_count(20)
    expect(page.locator("#figures")).to_contain_text("60")


def test_the_list_is_sifted_searched_and_assigned(visit: Callable[..., Page], office: Office, batch: str):
    page = visit("shen", f"/batches/{batch}")
    page.fill("#q", "申报人07")
    expect(page.locator("tbody tr[data-href]")).to_have_count(1)
    page.fill("#q", "")
    expect(page.locator("tbody tr[data-href]")).to_have_count(20)
    page.check("tbody tr:nth-child(1) input[type=checkbox]")
    page.check("tbody tr:nth-child(2) input[type=checkbox]")
    with page.expect_download() as letters:
        page.click("[data-letters]")
    with zipfile.ZipFile(letters.value.path()) as packed:
        assert len(packed.namelist()) == 2
    page.click("#bulk-open")
    expect(page.locator("#bulk-assign")).to_contain_text("2 位申报人")
    expect(page.locator("#bulk-assign [data-changes] li").first).to_contain_text(f"{NAMES[0]}：未分派 → 王审核")
    page.click("#bulk-assign button.primary")
    page.wait_for_load_state("networkidle")
    page.click("a.chip:has-text('待我审')")
    expect(page.locator("tbody tr[data-href]")).to_have_count(2)
    with page.expect_download() as download:
        page.click("a.button:has-text('结果表')")
    assert download.value.suggested_filename.endswith(".xlsx")


def open_applicant(page: Page, name: str) -> None:
    page.click(f"tbody tr:has-text('{name}') a")
    page.wait_for_url(re.compile("/applications/"))
    expect(page.locator("#viewer canvas")).to_be_visible()


def test_answers_are_decided_by_key_and_taken_back(visit: Callable[..., Page], office: Office, batch: str):
    page = visit("shen", f"/batches/{batch}")
    open_applicant(page, NAMES[0])
    expect(page.locator("svg.marks .mark").first).to_be_attached()
    current = page.locator(".card[aria-current]")
    before = current.get_attribute("data-requirement")
    page.fill("#decide .reason", "原件已核对")
    page.locator("#decide .reason").blur()
    page.keyboard.press("1")
    decided = page.locator(f".card[data-requirement='{before}'] .decided")
    expect(decided.first).to_contain_text("王审核")
    expect(decided.first).to_contain_text("原件已核对")
    expect(current).not_to_have_attribute("data-requirement", before or "")
    page.keyboard.press("u")
    expect(decided).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.fill("#note textarea", "电话核实过")
    page.click("#note button.primary")
    expect(page.locator(".card .decided", has_text="电话核实过")).to_contain_text("王审核")
    page.click(".history summary")
    expect(page.locator(".history li")).to_have_count(4)  # the assignment of before is the first
    expect(page.locator(".history li s")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.locator("#legend")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#where")).to_contain_text("/ 1")


def test_two_reviewers_who_disagree_are_seen(visit: Callable[..., Page], office: Office, batch: str):
    place = requirement = ""
    for login, key in (("shen", "1"), ("li", "0")):
        page = visit(login, place or f"/batches/{batch}")
        if not place:
            open_applicant(page, NAMES[1])
            place = page.url.removeprefix(office.url)
        card = page.locator("#cards > .card[data-open='1']").first if login == "shen" else card_of(page, requirement)
        requirement = card.get_attribute("data-requirement") or ""
        card.click()
        page.keyboard.press(key)
        expect(page.locator(f".card[data-requirement='{requirement}'] .decided").first).to_be_attached()
    expect(page.locator(f".card[data-requirement='{requirement}'] .note.careful")).to_be_attached()
    expect(page.locator("#verdict")).to_contain_text("有争议")
    page.goto(f"/batches/{batch}?view=disputed")
    expect(page.locator("tbody tr[data-href]")).to_have_count(1)


def card_of(page: Page, requirement: str):
    page.click("[data-filter=all]")
    return page.locator(f".card[data-requirement='{requirement}']").first


def test_a_fact_is_corrected_and_judged_at_once(visit: Callable[..., Page], office: Office, batch: str):
    page = visit("shen", f"/batches/{batch}")
    open_applicant(page, NAMES[2])
    page.click("button[data-opens=facts]")
    choice = page.locator("#facts select[data-kind=bool]").first
    choice.select_option("false")
    page.fill("#facts [name=note]", "本人书面说明")
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.click("#facts button.primary")
    page.wait_for_load_state("networkidle")
    office.settle()
    page.reload()
    expect(page.locator(".changed summary")).to_be_visible()
    expect(page.locator("#facts select[data-kind=bool]").first).to_have_value("false")


def test_a_field_is_corrected_on_the_page(visit: Callable[..., Page], office: Office, batch: str):
    page = visit("shen", f"/batches/{batch}")
    open_applicant(page, NAMES[3])
    page.click(".sheet-button:has-text('毕业证书')")
    field = page.locator("svg.marks .mark.field").first
    expect(field).to_be_attached()
    page.click("[data-zoom=fit]")
    page.wait_for_timeout(600)
    box = field.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#field")).to_be_visible()
    page.fill("#field [name=value]", "更正后的值")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.click("#field button.primary")
    page.wait_for_load_state("networkidle")
    office.settle()


def test_the_letter_is_worded_and_kept(visit: Callable[..., Page], office: Office, batch: str):
    page = visit("shen", f"/batches/{batch}")
    open_applicant(page, NAMES[4])
    page.click("a.button:has-text('通知书')")
    first = page.locator("textarea[name^=problem-]").first
    first.fill("请补交毕业证书原件的彩色扫描件。")
    page.click(".letter-bar .chip >> nth=1")
    page.click("button[name=keep]")
    expect(page.locator("textarea[name^=problem-]").first).to_have_value("请补交毕业证书原件的彩色扫描件。")
    with page.expect_download() as download:
        page.click("a.button:has-text('Word')")
    assert download.value.suggested_filename.endswith(".docx")


def test_a_unit_checks_before_it_hands_in(visit: Callable[..., Page], office: Office, applicants: Path):
    page = visit("unit", "/own")
    page.click(".empty button[data-opens=new]")
    page.select_option("#new [name=policy]", POLICY)
    page.fill("#new [name=name]", "申报人01")
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
    expect(page.locator("#decide")).to_have_count(0)
    page.hover("li[data-sheet]")
    page.click("li[data-sheet] .menu > button")
    page.click("[data-paper=replace]")
    page.set_input_files("#add-files", applicants / NAMES[5] / "学历学位" / "毕业证书.jpg")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.click("#add-papers button.primary")
    page.wait_for_load_state("networkidle")
    office.settle()
    page.reload()
    expect(page.locator(".sheet-button")).to_have_count(1)
    expect(page.locator(".changed summary")).to_be_visible()


def test_an_administrator_makes_a_user_and_a_key(visit: Callable[..., Page], office: Office):
    page = visit("admin", "/admin/users")
    page.click("button[data-opens=new-user]")
    page.fill("#new-user [name=display_name]", "新同事")
    page.fill("#new-user [name=login]", "xin.tongshi")
    page.fill("#new-user [name=password]", "one two three four five")
    page.click("#new-user button.primary")
    expect(page.locator("tbody")).to_contain_text("新同事")
    page.goto("/admin/keys")
    page.click("button[data-opens=new-key]")
    page.fill("#new-key [name=label]", "年报系统")
    page.click("#new-key button.primary")
    expect(page.locator("#new-key [data-value]")).to_have_value(re.compile("^mv_"))
    page.click("#new-key [data-reloads]")
    expect(page.locator("tbody")).to_contain_text("年报系统")


def test_an_auditor_reads_what_was_done_and_nothing_else(visit: Callable[..., Page], office: Office):
    page = visit("audit", "/")
    expect(page).to_have_url(re.compile("/audit$"))
    expect(page.locator("tbody")).to_contain_text("新建用户")
    assert page.request.get("/batches", headers={"Accept": "text/html"}).status == 403

"""Masking in a real browser: checked, boxes by mouse and keys, a copy with its proof, and what a blind reviewer sees.

The reader is perfect but honest: it reads every character whose place is not black, so a copy leaks where a box is
taken away.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from models.application import Applicant
from models.document import Line
from models.document import Page as SeenPage
from models.geometry import Box
from models.observation import EngineInfo, Observation
from models.store.applications import Applications
from models.store.documents import Documents
from tests.browser.looking import keep, serious
from tests.browser.office import POLICY, Office, PerfectObserver, drawn, jpeg, open_office
from tests.intake.here import use_here
from tests.synthesis.perfect import perfect_observation
from verifier.intake.opened import Opened
from verifier.intake.opening import open_document
from verifier.pictures import RgbImage
from workers.context import current, install
from workers.masking import COPY_NAME, run_masking

pytestmark = pytest.mark.slow

PAPER = "title_cert"
BLACK = 40


def seen_on(image: RgbImage) -> tuple[Line, ...]:
    """Return the lines of the paper as far as their characters are not black; nothing where it is turned."""
    whole = drawn(PAPER).image.shape
    if abs(image.shape[0] / image.shape[1] - whole[0] / whole[1]) > 0.01:
        return ()
    lines = []
    for line in perfect_observation([drawn(PAPER)], name=PAPER).pages[0].lines:
        words = tuple(word for word in line.words if not _is_black(image, word.box))
        if words:
            text = "".join(word.text for word in words)
            lines.append(Line(text, Box.around([word.box for word in words]), 0.99, words))
    return tuple(lines)


def _is_black(image: RgbImage, box: Box) -> bool:
    height, width = image.shape[:2]
    top, bottom = int(box.top * height), int(box.bottom * height) + 1
    left, right = int(box.left * width), int(box.right * width) + 1
    region = image[top:bottom, left:right]
    return float(np.mean(region)) < BLACK


class MaskingObserver(PerfectObserver):
    """Opens finished copies too, for real, and reads them."""

    def open(self, path: Path, *, filename: str) -> Opened:
        return (
            open_document(path, filename=filename) if filename == COPY_NAME else super().open(path, filename=filename)
        )

    def observe(self, opened: Opened) -> Observation:
        if opened.document.filename != COPY_NAME:
            return super().observe(opened)
        image = opened.images[0]
        page = SeenPage(1, image.shape[1], image.shape[0], lines=seen_on(image))
        return Observation(opened.document.sha256, (page,), PAPER, 0.9, EngineInfo(self.version, "canned", "1"))


class Second:
    name = "second"
    version = "1"

    def read(self, image: RgbImage) -> list[Line]:
        return list(seen_on(image))

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[()]]:
        return "", ()


def who() -> str:
    fields = perfect_observation([drawn(PAPER)], name=PAPER).fields
    return next(field.value for field in fields if field.name == "姓名" and field.value)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose worker does masking too."""
    with pytest.MonkeyPatch.context() as patch:
        use_here(patch)
        opened = open_office(tmp_path_factory.mktemp("masking"))
        install(replace(current(), observer=MaskingObserver(), second=Second))
        opened.app.extensions["verifier"] = replace(
            opened.app.extensions["verifier"],
            enqueue_masking=lambda ids: [opened.jobs.put(lambda one=one: run_masking(one)) for one in ids],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def application(office: Office) -> str:
    """An applicant with two papers that were read."""
    service = office.app.extensions["verifier"]
    documents = []
    with service.database.transaction() as session:
        made = Applications(session, office.organisation).create(policy=POLICY, applicant=Applicant(name=who()))
        for number in (1, 2):
            data = jpeg(PAPER) + f"{PAPER}:{number}".encode()
            blob = service.blobs.put(office.organisation, io.BytesIO(data))
            added = Documents(session, office.organisation).add(
                made.id, sha256=blob.sha256, size=blob.size, filename=f"{who()}资格证书{number}.jpg"
            )
            documents.append(added.id)
    office.app.extensions["verifier"].enqueue(documents)
    office.settle()
    return made.id


def left_of(box: Locator) -> float:
    return float(box.get_attribute("x") or "nan")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def middle(box: Locator) -> tuple[float, float]:
    place = box.bounding_box()
    assert place is not None
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


@pytest.fixture
def masking(visit: Callable[..., Page], application: str) -> Page:
    page = visit("shen", f"/applications/{application}")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="姓名遮盖").click()
    expect(page.locator(".sheet-button")).to_have_count(2)
    expect(page.locator("#where")).to_contain_text("1 / 1")
    page.wait_for_load_state("networkidle")
    return page


def test_a_check_tells_where_the_name_stands_and_where_ticks_differ(masking: Page, axe: str):
    page = masking
    page.keyboard.press("c")
    expect(page.locator("#mask-answer")).to_have_text("有泄露")
    expect(page.locator("svg.marks .mark.name").first).to_be_attached()
    row = page.locator("tr[data-page='1']")
    expect(row).to_contain_text("是")
    row.locator("select").select_option("false")
    expect(row.locator("[data-differs]")).to_be_visible()
    page.locator("[data-act=check]").click()
    expect(page.locator(".reasons").first).to_contain_text("第 1 页标为“不需要遮盖”")
    keep(page, "masking-check")
    assert serious(page, axe) == []


def test_boxes_are_drawn_moved_resized_removed_and_brought_back(masking: Page):
    page = masking
    page.locator("[data-act=draw]").click()
    x, y = middle(page.locator("#viewer"))
    drag(page, (x - 60, y + 60), (x + 60, y + 100))
    box = page.locator(".mask-box.added")
    expect(box).to_have_count(1)
    expect(page.locator("[data-changes]")).to_be_visible()
    start = left_of(box)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert left_of(box) == pytest.approx(start + 0.005, abs=1e-4)
    wide = float(box.get_attribute("width") or "nan")
    page.keyboard.press("Shift+ArrowRight")
    assert float(box.get_attribute("width") or "nan") == pytest.approx(wide + 0.0025, abs=1e-4)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert left_of(box) == pytest.approx(start, abs=1e-4)
    page.keyboard.press("Control+y")
    assert left_of(box) == pytest.approx(start + 0.005, abs=1e-4)
    at = middle(box)
    drag(page, at, (at[0], at[1] + 50))
    assert middle(box)[1] == pytest.approx(at[1] + 50, abs=3)
    corner = page.locator(".handle.corner-3")
    grip = middle(corner)
    drag(page, grip, (grip[0] + 40, grip[1] + 20))
    assert middle(corner)[0] == pytest.approx(grip[0] + 40, abs=3)
    box.focus()
    page.keyboard.press("Delete")
    expect(box).to_have_count(0)
    page.locator("[data-act=undo]").click()
    expect(box).to_have_count(1)
    page.locator("[data-act=redo]").click()
    expect(box).to_have_count(0)
    expect(page.locator("[data-changes]")).to_be_hidden()


def test_a_copy_is_made_shown_with_its_proof_and_taken_back(masking: Page, visit: Callable[..., Page], axe: str):
    page = masking
    state = page.locator("#mask-copy")
    page.keyboard.press("g")
    expect(state).to_have_text("副本已放行")
    expect(page.locator(".proof .failed")).to_have_count(0)
    assert page.locator(".proof li").count() >= 5
    boxes = page.locator(".mask-box.found")
    count = boxes.count()
    assert count >= 1

    # Without the boxes the name can be read: the copy is kept back, and told why.
    for _ in range(count):
        boxes.first.focus()
        page.keyboard.press("Delete")
    expect(page.locator(".mask-box.removed")).to_have_count(count)
    page.locator("[data-act=copy]").click()
    expect(state).to_have_text("副本未放行")
    expect(page.locator(".proof li.failed").first).to_contain_text("第 1 页仍读出姓名痕迹")
    keep(page, "masking-kept-back")
    for _ in range(count):
        page.locator(".mask-box.removed").first.focus()
        page.keyboard.press("Enter")
    page.locator("[data-act=add]").click()
    page.locator("[data-act=copy]").click()
    expect(state).to_have_text("副本已放行")
    expect(page.locator(".mask-box.added")).to_have_count(1)
    expect(page.locator("#mask-sheets")).to_contain_text("副本已放行")
    expect(page.locator("[data-changes]")).to_be_hidden()

    page.locator("[data-act=beside]").click()
    expect(page.locator("#copy-viewer canvas").first).to_be_visible()
    keep(page, "masking-copy")
    assert serious(page, axe) == []

    blind = visit("blind")
    expect(blind).to_have_url(re.compile("/blind$"))
    blind.locator("tbody a").click()
    expect(blind.locator("#viewer canvas").first).to_be_visible()
    assert who() not in blind.content()
    keep(blind, "blind-application")
    assert serious(blind, axe) == []

    page.locator("[data-act=withdraw]").click()
    expect(state).to_have_text("副本已撤回")
    blind.goto("/blind")
    assert blind.locator("tbody a").count() == 0


def test_one_file_is_checked_by_itself(visit: Callable[..., Page], axe: str, tmp_path: Path):
    page = visit("unit", "/masking")
    assert serious(page, axe) == []
    file = tmp_path / "证书.jpg"
    file.write_bytes(jpeg(PAPER) + f"{PAPER}:alone".encode())
    page.set_input_files("[name=file]", file)
    page.fill("[name=name]", who())
    page.locator("#mask-form button.primary").click()
    expect(page.locator("#mask-answer")).to_have_text("有泄露")
    expect(page.locator("svg.marks .mark.name").first).to_be_attached()
    assert serious(page, axe) == []
    keep(page, "masking-alone")
    page.reload()
    expect(page.locator("#mask-answer")).to_have_text("有泄露")

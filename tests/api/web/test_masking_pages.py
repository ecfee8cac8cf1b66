"""Masking on the pages of the console, without a browser: what is shown of answers and copies, and to whom."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace

import pytest

from api.service import Service
from api.web.masking_view import boxes, check_tag, checked, copied, copy_tag, flag_differs, marks
from models.geometry import Box
from models.masking import CopyAnswer, MaskingAnswer, MaskingVerdict, PageBox, PageMasking, Step
from models.observation import Cover, CoverKind, NameHit, SurfaceKind
from models.store.api_keys import Role
from models.store.masking_leases import MaskingLeases
from models.store.masking_tasks import MaskingKind, MaskingRequest, MaskingState, StoredMasking
from tests.api.doors import PDF, PNG, Door, observe
from tests.api.test_api_masking import ask
from tests.api.test_api_masking import copied as made

WHO = "欧阳若川"
PLACE = Box(0.1, 0.1, 0.3, 0.12)
OTHER = Box(0.5, 0.5, 0.7, 0.6)
HIT = NameHit(SurfaceKind.PIXELS, WHO, "name", False, 1, PLACE)
HIDDEN = NameHit(SurfaceKind.PIXELS, WHO, "name", True, 2, PLACE)
NAMED = NameHit(SurfaceKind.FILENAME, WHO, "name", False)
LEAKS = MaskingAnswer(
    MaskingVerdict.LEAKS,
    (
        PageMasking(1, True, (HIT, NAMED), (Cover(1, OTHER, CoverKind.MOSAIC),)),
        PageMasking(2, False, (HIDDEN,), (Cover(2, PLACE, CoverKind.OPAQUE),)),
        PageMasking(3, None, (), ()),
    ),
    (HIT, NAMED),
    ("图面文字中可见需遮盖的信息（1 处）",),
)


def task(kind: MaskingKind = MaskingKind.CHECK, state: MaskingState = MaskingState.DONE, answer=None, **request):
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    wanted = MaskingRequest(kind, "a" * 64, "a.pdf", **({"name": WHO} | request))
    return StoredMasking("id", "org", wanted, state, None, {}, 1, now, now, answer, None, None)


def test_ticks_of_the_applicant_stand_beside_what_was_found():
    shown = checked(task(answer=LEAKS, flags={1: False, 2: False, 3: True}))
    assert [(page.needs_mask, page.flag, page.differs) for page in shown.pages] == [
        (True, False, True),
        (False, False, False),
        (None, True, False),
    ]
    assert checked(task(answer=LEAKS)).pages[0].differs is False


@pytest.mark.parametrize(
    ("found", "flag", "differs"),
    [
        ((True, False), False, True), ((True, False), True, False), ((False, False), True, True),
        ((False, None), True, False), ((False, None), False, False), ((True,), None, False), ((), True, False),
    ],
)  # fmt: skip
def test_a_tick_for_the_whole_document_is_held_against_its_pages(found, flag, differs):
    pages = tuple(PageMasking(number, needs, (), ()) for number, needs in enumerate(found, 1))
    check = checked(task(answer=MaskingAnswer(MaskingVerdict.CANNOT_TELL, pages, (), ())))
    assert flag_differs(check, flag) is differs
    assert flag_differs(None, flag) is False


def test_traces_that_stand_on_no_page_are_told_once():
    assert checked(task(answer=LEAKS)).elsewhere == (f"文件名：{WHO}（姓名原文）",)


def test_marks_tell_names_from_covered_names_and_weak_covers():
    assert [[mark["kind"] for mark in page["marks"]] for page in marks(LEAKS)] == [  # type: ignore[attr-defined]
        ["name", "cover weak"],
        ["name covered", "cover"],
        [],
    ]
    assert marks(None) == []


@pytest.mark.parametrize(
    ("state", "answer", "name", "key", "colour"),
    [
        (MaskingState.QUEUED, None, WHO, "mask_checking", "running"),
        (MaskingState.NEEDS_MANUAL, None, WHO, "mask_failed", "needs_review"),
        (MaskingState.DONE, LEAKS, WHO, "mask_leaks", "failed"),
        (MaskingState.DONE, LEAKS, "欧阳 若川", "mask_leaks", "failed"),
        (MaskingState.DONE, LEAKS, "李四", "mask_outdated", "needs_review"),
        (MaskingState.DONE, LEAKS, None, "mask_leaks", "failed"),
    ],
)
def test_a_check_in_a_word(state, answer, name, key, colour):
    tag = check_tag(task(state=state, answer=answer), name)
    assert (tag.key, tag.colour) == (key, colour)


@pytest.mark.parametrize(
    ("state", "released", "key", "shown"),
    [
        (MaskingState.WORKING, None, "mask_copying", False),
        (MaskingState.DONE, True, "mask_released", True),
        (MaskingState.DONE, False, "mask_kept_back", False),
        (MaskingState.WITHDRAWN, True, "mask_withdrawn", False),
    ],
)
def test_a_copy_in_a_word(state, released, key, shown):
    answer = CopyAnswer(released, (), (Step("pixels", released, "…"),)) if released is not None else None
    copy = task(MaskingKind.COPY, state, answer)
    assert (copy_tag(copy, WHO).key, copied(copy, WHO).released) == (key, shown)
    if released:
        assert copy_tag(copy, "李四").key == "mask_withdrawn" if state is MaskingState.WITHDRAWN else "mask_outdated"


def test_a_step_of_the_proof_that_nobody_named_is_shown_all_the_same():
    answer = CopyAnswer(False, (), (Step("pixels", True, "甲"), Step("something_new", False, "乙")))
    steps = copied(task(MaskingKind.COPY, answer=answer)).steps
    assert [(step.key, step.passed, step.detail) for step in steps] == [
        ("mask_step_pixels", True, "甲"),
        ("mask_step_other", False, "乙"),
    ]


def test_boxes_of_the_program_and_of_a_person_are_told_apart():
    mine, taken = PageBox(1, OTHER), PageBox(1, Box(0.8, 0.8, 0.9, 0.9))
    answer = CopyAnswer(True, (PageBox(1, PLACE), mine))
    found = boxes(task(MaskingKind.COPY, answer=answer, added=(mine,), removed=(taken,)))
    assert found == {
        "found": [{"page": 1, "box": list(PLACE)}],
        "added": [{"page": 1, "box": list(OTHER)}],
        "removed": [{"page": 1, "box": list(taken.box)}],
    }
    assert boxes(None) == {"found": [], "added": [], "removed": []}


def state_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" data-viewer>(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])


def answer_check(service: Service, organisation: str, check: str, answer: MaskingAnswer = LEAKS) -> None:
    with service.database.transaction() as session:
        leases, now = MaskingLeases(session, organisation), dt.datetime.now(dt.UTC)
        lease = leases.acquire(check, now=now, ttl=dt.timedelta(minutes=1))
        assert lease is not None and leases.finish(lease, answer, now=now)


@pytest.fixture
def places(reviewer: Door, service: Service, organisation: str, policy: str) -> tuple[str, str]:
    application = reviewer.new_application(policy, applicant={"name": WHO, "unit": "某所"})
    document = reviewer.upload(application, ("证书.pdf", PDF), slot="资格").json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    return application, document


def test_a_reviewer_follows_a_document_from_check_to_copy(browser, reviewer, service, organisation, places):
    application, document = places
    someone = browser(Role.REVIEWER)
    assert f"/applications/{application}/masking" in someone.get(f"/applications/{application}").text
    page = someone.get(f"/applications/{application}/masking").text
    assert "未检查" in page and 'data-act="copy"' in page and 'data-also="unit=某所"' in page
    check = ask(reviewer, "checks", document=document, flags='{"1": false}').json["id"]
    at = f"/applications/{application}/masking/{document}"
    assert 'data-running="1"' in someone.get(at).text
    answer_check(service, organisation, check)
    shown = someone.get(at).text
    assert "有泄露" in shown and "不一致" in shown and "文件名：" in shown
    assert [page["number"] for page in state_of(shown)["pages"]] == [1, 2, 3]
    copy = ask(reviewer, "copies", document=document).json["id"]
    made(service, organisation, copy)
    shown = someone.get(at).text
    assert "副本已放行" in shown and "遮盖块与其余像素" in shown and f"/masking/copies/{copy}/copy.pdf" in shown
    assert state_of(shown)["copies"] == {"copy": copy, "pages": 2}
    reviewer.post(f"/masking/copies/{copy}/withdraw")
    assert state_of(someone.get(at).text)["copies"] is None
    listed = someone.client.get(f"/applications/{application}/masking", headers={"HX-Request": "true"}).text
    assert listed.startswith("<ul") and "副本已撤回" in listed and "有泄露" in listed


def test_the_reviewers_page_shows_where_the_name_stands(browser, reviewer, service, organisation, policy):
    application = reviewer.new_application(policy, applicant={"name": "毕业证"})  # so reads the page
    document = reviewer.upload(application, ("证书.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    someone, at = browser(Role.REVIEWER), f"/applications/{application}/documents/{document}/layers.json"
    assert [mark["kind"] for mark in someone.get(at).json[0]["marks"]] == ["name"]
    check = ask(reviewer, "checks", document=document).json["id"]
    covered = PageMasking(1, False, (replace(HIDDEN, page=1),), ())
    answer_check(service, organisation, check, replace(LEAKS, pages=(covered,)))
    (mark,) = someone.get(at).json[0]["marks"]
    assert mark["kind"] == "name covered" and mark["box"] == list(PLACE)


def test_the_applicants_unit_may_check_and_sees_no_copies(browser, app, service, organisation, policy):
    unit = browser(Role.APPLICANT)
    opened = unit.post("/own", {"policy": policy, "name": WHO}, "/own")
    application = opened.location.rsplit("/", 1)[1]
    token = re.search(r'X-CSRF-Token": "([0-9a-f]+)"', unit.get("/own").text)[1]  # type: ignore[index]
    files = {"file": [(io.BytesIO(PNG), "证书.png")]}
    address = f"/api/v1/applications/{application}/documents"
    sent = unit.client.post(address, data=files, headers={"X-CSRF-Token": token})
    document = sent.json["documents"][0]["id"]
    page = unit.get(f"/applications/{application}/masking").text
    assert 'data-act="check"' in page and 'data-act="copy"' not in page and 'data-act="draw"' not in page
    shown = unit.get(f"/applications/{application}/masking/{document}").text
    assert "mask-copy-title" not in shown and state_of(shown)["copies"] is None


def test_documents_of_another_application_are_not_there(browser, reviewer, places, policy):
    _, document = places
    other = reviewer.new_application(policy)
    assert browser(Role.REVIEWER).get(f"/applications/{other}/masking/{document}").status_code == 404


def test_a_file_checked_by_itself_is_shown_to_who_asked(browser, reviewer, service, organisation):
    check = ask(reviewer, "checks", file=PDF, name=WHO).json["id"]
    answer_check(service, organisation, check)
    shown = browser(Role.REVIEWER).get(f"/masking/checks/{check}").text
    assert "有泄露" in shown and "data-flag" not in shown and WHO in shown
    assert browser(Role.APPLICANT).get(f"/masking/checks/{check}").status_code == 404

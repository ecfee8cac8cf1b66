"""The letter to an applicant: worded by a person, sent once, kept as it was sent; deadlines that come near."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pytest
import time_machine

from api.web.notice_view import LONGEST_TEXT, reworded
from models.application import Applicant
from models.policy import Calendar
from models.report import Verdict
from models.store.api_keys import Role
from models.store.applications import Applications
from models.store.batches import Batches
from models.store.notices import Notices
from models.store.reports import Reports
from tests.api.doors import PDF, judge, observe
from verifier.checks.calendars import day_after_workdays
from verifier.reports.notice import Item, Notice, Part

ITEM = Item(1, "毕业证", "未盖章", ("二：“盖章”",), "请盖章")
NOTICE = Notice(
    title="通知书",
    addressee="张伟 同志",
    opening="经审核：",
    parts=(Part("补正（1 项）", (ITEM,)),),
    closing=("请于期限前补正。", "以上为全部问题。"),
    office="评审办",
    date="2024年9月1日",
)


def test_words_of_a_person_stand_in_place_of_the_proposal_and_emptied_ones_do_not():
    worded = reworded(
        NOTICE, {"problem-1": "第 1 页没有公章", "remedy-1": "  ", "closing": "一\n\n二\n", "office": "市评审办"}
    )
    item = worded.parts[0].items[0]
    assert (item.problem, item.remedy) == ("第 1 页没有公章", "请盖章")
    assert worded.closing == ("一", "二")
    assert worded.opening == NOTICE.opening
    assert len(reworded(NOTICE, {"opening": "长" * 9000}).opening) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2024-09-13", 1, "2024-09-14"),  # a Saturday that is worked for the mid-autumn days off
        ("2024-09-14", 1, "2024-09-18"),
        ("2024-09-30", 5, "2024-10-12"),  # National Day's week, then a worked Saturday
        ("2024-01-05", 5, "2024-01-12"),
    ],
)
def test_a_deadline_counts_working_days_only(start, days, end):
    assert day_after_workdays(dt.date.fromisoformat(start), days, Calendar()) == dt.date.fromisoformat(end)


def test_a_deadline_in_a_year_that_is_not_arranged_is_not_guessed():
    assert day_after_workdays(dt.date(2031, 3, 3), 5, Calendar()) is None


@pytest.fixture
def judged(reviewer, service, organisation, policy):
    application = reviewer.new_application(policy, applicant={"name": "张伟"})
    document = reviewer.upload(application, ("毕业证.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    judge(service.database, organisation, application, document, policy)
    return application


def test_a_letter_is_worded_sent_and_kept(browser, judged, service, organisation):
    someone = browser(Role.REVIEWER)
    place = f"/applications/{judged}/notice"
    assert "第 1 页未见单位公章" in someone.get(place).text
    words = {"problem-1": "毕业证第 1 页没有单位公章", "deadline": "2026-12-11"}
    assert someone.post(place, words | {"keep": "1"}, place).status_code == 303
    page = someone.get(place).text
    assert "毕业证第 1 页没有单位公章" in page and 'value="2026-12-11"' in page
    assert someone.post(place, words | {"send": "1"}, place).status_code == 303
    with service.database.reading() as session:
        sent = Notices(session, organisation).sent(judged)
    assert len(sent) == 1 and sent[0].requirements == ("seal.unit",) and sent[0].deadline == dt.date(2026, 12, 11)
    letter = someone.get(f"{place.removesuffix('notice')}notice.docx?sent={sent[0].id}")
    assert letter.mimetype.endswith("wordprocessingml.document")
    with zipfile.ZipFile(io.BytesIO(letter.data)) as packed:
        assert "毕业证第 1 页没有单位公章" in packed.read("word/document.xml").decode()
    assert "张伟" not in letter.headers["Content-Disposition"]
    assert someone.get(place.replace("notice", "notice.pdf")).data.startswith(b"%PDF")


def test_nothing_goes_out_while_a_person_is_still_asked(browser, judged, service, organisation):
    with service.database.transaction() as session:
        report = Reports(session, organisation).latest(judged)
        Applications(session, organisation).changed(judged)
        asked = replace(report.findings[0], requirement="x.open", verdict=Verdict.NEEDS_REVIEW)
        revision = Applications(session, organisation).get(judged).revision
        Reports(session, organisation).save(replace(report, findings=(*report.findings, asked)), revision=revision)
    someone = browser(Role.REVIEWER)
    place = f"/applications/{judged}/notice"
    answer = someone.post(place, {"send": "1"}, place)
    assert answer.status_code in (400, 422) and "人工核对" in answer.text
    with service.database.reading() as session:
        assert Notices(session, organisation).sent(judged) == ()


def test_what_became_of_the_last_letter_is_shown(browser, judged, service, organisation):
    someone = browser(Role.REVIEWER)
    place = f"/applications/{judged}/notice"
    someone.post(place, {"send": "1"}, place)
    page = someone.get(place).text
    assert "仍未解决" in page and f'href="/applications/{judged}?answer=0"' in page
    with service.database.transaction() as session:
        report = Reports(session, organisation).latest(judged)
        Applications(session, organisation).changed(judged)
        mended = replace(report.findings[0], verdict=Verdict.PASSED, message="已盖章", remedy=None)
        revision = Applications(session, organisation).get(judged).revision
        Reports(session, organisation).save(
            replace(report, findings=(mended,), verdict=Verdict.PASSED), revision=revision
        )
    page = someone.get(place).text
    assert "已改好" in page and "没有须告知的问题" in page


def test_letters_whose_deadline_is_near_are_a_view_of_the_batch(service, organisation, policy):
    with service.database.transaction() as session:
        batch = Batches(session, organisation).create(policy=policy, label="批").id
        made = [
            Applications(session, organisation)
            .create(policy=policy, applicant=Applicant(name="甲"), batch_id=batch, label=str(n))
            .id
            for n in range(3)
        ]
        notices = Notices(session, organisation)
        for application, day in zip(made[:2], (3, 20), strict=True):
            notices.word(application, {}, requirements=(), deadline=dt.date(2026, 12, day), author="user:1")
            notices.send(application, author="user:1")
        assert notices.due(batch, until=dt.date(2026, 12, 5)) == {made[0]}
        with time_machine.travel("2026-12-01", tick=True):
            notices.word(made[0], {}, requirements=(), deadline=dt.date(2026, 12, 30), author="user:1")
            notices.send(made[0], author="user:1")
        assert notices.due(batch, until=dt.date(2026, 12, 25)) == {made[1]}


def test_all_letters_of_a_batch_come_in_one_zip(browser, reviewer, policy):
    batch = reviewer.post("/batches", data={"policy": policy}, content_type="multipart/form-data").json["id"]
    answer = browser(Role.REVIEWER).get(f"/batches/{batch}/notices.zip?kind=pdf")
    assert answer.mimetype == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(answer.data)).namelist() == []

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from models.overlap import OverlapRatios, OverlapReport, Problem, Ratio
from models.report import Verdict
from tests.checks.making import ask, case, field, observation, page, policy

P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW
XINJIANG = policy(calendar={"base": "CN", "extra": ["XJ"]})
RULE = {
    "minimum": 5,
    "count_from": "first_day",
    "notice": "pub_notice",
    "start": "公示开始",
    "end": "公示结束",
    "result": "pub_result",
    "stated": "公示天数",
}


def _notice(period, confidence=0.97):
    start, _, end = (period or "").partition("/")
    fields = (
        field("公示开始", start or None, confidence=confidence),
        field("公示结束", end or None, confidence=confidence),
    )
    return observation("pub_notice", fields=fields)


@pytest.mark.parametrize(
    ("period", "verdict"),
    [
        ("2024-09-02/2024-09-06", P),
        ("2024-09-02/2024-09-05", F),
        ("2024-09-10/2024-09-14", P),
        ("2024-06-17/2024-06-21", R),
        ("2024-06-17/2024-06-20", F),
        ("2024-09-06/2024-09-02", R),
        ("2024-09", R),
        (None, R),
    ],
)
def test_a_notice_stands_for_five_workdays(period, verdict):
    (answer,) = ask("workdays", case(n=_notice(period)), ("pub_notice", "pub_result"), XINJIANG, **RULE)
    assert answer.verdict is verdict
    assert answer.document == "n"


def test_a_doubtful_date_does_not_reject():
    held = case(n=_notice("2024-09-02/2024-09-05", confidence=0.5))
    (answer,) = ask("workdays", held, ("pub_notice",), XINJIANG, **RULE)
    assert answer.verdict is R


def test_the_second_day_may_be_the_first_to_count():
    said = RULE | {"count_from": "second_day"}
    held = case(n=_notice("2024-09-02/2024-09-06"))
    assert ask("workdays", held, ("pub_notice",), XINJIANG, **said)[0].verdict is F


@pytest.mark.parametrize(("stated", "verdict"), [("5", P), ("7", P), ("5个工作日", P), ("10", F), (None, R)])
def test_the_result_states_the_days_of_the_notice(stated, verdict):
    result = observation("pub_result", fields=(field("公示天数", stated),))
    held = case(n=_notice("2024-09-02/2024-09-08"), r=result)
    answers = ask("workdays", held, ("pub_notice", "pub_result"), XINJIANG, **RULE)
    assert {answer.document: answer.verdict for answer in answers} == {"n": P, "r": verdict}


def test_a_result_without_its_notice_cannot_be_compared():
    held = case(r=observation("pub_result", fields=(field("公示天数", "7"),)))
    (answer,) = ask("workdays", held, ("pub_notice", "pub_result"), XINJIANG, **RULE)
    assert answer.verdict is R


def _appraisal(year, pages=2, *problems):
    return observation(
        "appraisal", *["年度考核表"] * pages, fields=(field("年度", None if year is None else str(year), *problems),)
    )


@pytest.mark.parametrize(
    ("documents", "verdict"),
    [
        ([_appraisal(2021), _appraisal(2022), _appraisal(2023)], P),
        ([_appraisal(2021), _appraisal(2022)], F),
        ([_appraisal(2021), _appraisal(2022), _appraisal(None)], R),
        ([_appraisal(2021), _appraisal(2022), observation(None)], R),
        ([_appraisal(2021), _appraisal(2022), "broken_file"], R),
        ([_appraisal(2021), _appraisal(2022), _appraisal(2023, 1)], F),
        ([], F),
    ],
)
def test_a_form_for_each_year_on_both_sides(documents, verdict):
    held = case(**{f"d{index}": document for index, document in enumerate(documents)})
    answers = ask("year_set", held, ("appraisal",), years=[2021, 2022, 2023], field="年度", sides=2)
    assert Verdict.worst(answer.verdict for answer in answers) is verdict


def test_both_sides_may_lie_on_one_wide_page():
    wide = observation("appraisal", pages=(page("考核表", width=3300, height=2300),), fields=(field("年度", "2023"),))
    answers = ask("year_set", case(a=wide), ("appraisal",), years=[2023], field="年度", sides=2)
    assert [answer.verdict for answer in answers] == [P, R]


def _certificate(year, subject):
    return observation("ce_cert", fields=(field("年度", str(year)), field("科目", subject)))


@pytest.mark.parametrize(
    ("documents", "verdict"),
    [
        ([_certificate(2023, "公需科目"), _certificate(2024, "公需科目"), _certificate(2024, "专业科目")], P),
        ([_certificate(2023, "公需科目"), _certificate(2024, "专业科目")], F),
        ([_certificate(2023, "公需科目"), _certificate(2024, "专业科目"), _certificate(2024, None)], R),
    ],
)
def test_a_certificate_for_each_year_of_each_subject(documents, verdict):
    held = case(**{f"d{index}": document for index, document in enumerate(documents)})
    years = {"公需": [2023, 2024], "专业": [2024]}
    (answer,) = ask(
        "year_matrix",
        held,
        ("ce_cert",),
        years=years,
        words={"公需": ["公需"], "专业": ["专业科目"]},
        year_field="年度",
        subject_field="科目",
    )
    assert answer.verdict is verdict
    assert verdict is P or "公需 2024" in answer.message


@pytest.mark.parametrize(
    ("submitted", "window", "verdict"),
    [
        ("2024-08-19T00:00+08:00", ("2024-08-19", "2024-09-14"), P),
        ("2024-09-14T23:59+08:00", ("2024-08-19", "2024-09-14"), P),
        ("2024-09-14T16:00+00:00", ("2024-08-19", "2024-09-14"), F),
        ("2024-08-18T23:59+08:00", ("2024-08-19", "2024-09-14"), F),
        ("2024-09-10T12:00+08:00", ("2024-08-19", None), R),
        ("2024-08-10T12:00+08:00", ("2024-08-19", None), F),
        (None, ("2024-08-19", "2024-09-14"), R),
    ],
)
def test_submitted_within_the_window_of_shanghai(submitted, window, verdict):
    held = case()
    moment = dt.datetime.fromisoformat(submitted) if submitted else None
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, submitted_at=moment))
    pack = policy(windows={"online": {"start": window[0], "end": window[1]}})
    (answer,) = ask("date_window", held, (), pack, window="online", event="submitted_at")
    assert answer.verdict is verdict


@pytest.mark.parametrize(("number", "verdict"), [(0, P), (1, P), (3, R), (4, F), (None, R)])
def test_number_of_submissions(number, verdict):
    held = case()
    held = dataclasses.replace(held, application=dataclasses.replace(held.application, submission_number=number))
    (answer,) = ask("submission_count", held, (), maximum=3)
    assert answer.verdict is verdict
    assert "3" in answer.message


def _overlap(copied, total):
    ratio = Ratio.of(copied, total)
    return OverlapReport("t/1", total, OverlapRatios(ratio, None, ratio, ratio), (), (), 10)


@pytest.mark.parametrize(
    ("copied", "total", "verdict"), [(3, 10, P), (300001, 1000000, F), (0, 10, P), (0, 0, R), (None, None, R)]
)
def test_a_ratio_is_compared_exactly(copied, total, verdict):
    held = case(p=observation("paper"))
    if copied is not None:
        held = dataclasses.replace(held, overlaps={"p": _overlap(copied, total)})
    (answer,) = ask("similarity", held, ("paper",), max_percent="30.0")
    assert answer.verdict is verdict
    if verdict is not R:
        assert (answer.measures["copied"], answer.measures["total"]) == (copied, total)
        assert "不是知网的数值" in answer.message


@pytest.mark.parametrize(("copied", "verdict"), [(0, R), (3, R), (4, F)])
def test_without_a_corpus_little_copied_from_other_applicants_says_nothing(copied, verdict):
    overlap = dataclasses.replace(_overlap(copied, 10), corpus_documents=0)
    held = dataclasses.replace(case(p=observation("paper")), overlaps={"p": overlap})
    (answer,) = ask("similarity", held, ("paper",), max_percent="30.0")
    assert answer.verdict is verdict


@pytest.mark.parametrize("problem", list(Problem))
def test_a_paper_that_could_not_be_compared_is_no_paper_without_copies(problem):
    overlap = dataclasses.replace(_overlap(0, 10), problem=problem)
    held = dataclasses.replace(case(p=observation("paper")), overlaps={"p": overlap})

    (answer,) = ask("similarity", held, ("paper",), max_percent="30.0")

    assert answer.verdict is R and answer.message


def test_a_ratio_that_was_not_made_is_unknown():
    held = dataclasses.replace(case(p=observation("paper")), overlaps={"p": _overlap(1, 10)})
    (answer,) = ask("similarity", held, ("paper",), max_percent="30", metric="without_citations")
    assert answer.verdict is R


def test_what_the_notice_frees_from_is_never_asked_for():
    assert ask("never_require", case(), (), subjects=["职称外语"])[0].verdict is P
    asking = policy(documents=[{"type": "exam_score"}])
    assert ask("never_require", case(), (), asking, subjects=["考试成绩单"])[0].verdict is Verdict.ERRORED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2023年度考核登记表", P),
        ("二〇二三年 考核\n2023年度", P),
        ("2022年度考核登记表", F),
        ("2022年度考核登记表\n附2023年度", R),
        ("考核登记表", R),
    ],
)
def test_without_fields_the_text_may_name_the_year(text, verdict):
    answers = ask("year_set", case(a=observation("appraisal", text)), ("appraisal",), years=[2023], field="年度")
    assert Verdict.worst(answer.verdict for answer in answers) is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2024年度公需科目合格证书", P),
        ("2024年度专业技术人员公需科目合格证书", P),
        ("2024年度专业科目合格证书", F),
        ("2024年度公需科目、专业科目合格证书", R),
    ],
)
def test_without_fields_the_text_may_name_the_subject(text, verdict):
    said = {"years": {"公需": [2024]}, "words": {"公需": ["公需"], "专业": ["专业科目"]}}
    held = case(a=observation("ce_cert", text))
    (answer,) = ask("year_matrix", held, ("ce_cert",), year_field="年度", subject_field="科目", **said)
    assert answer.verdict is verdict

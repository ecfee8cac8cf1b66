from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.report import Verdict
from tests.checks.examples import FACTS, doc, told
from tests.checks.making import ask, case, field, observation, policy
from verifier.checks.money import amounts_in
from verifier.checks.months import months_in
from verifier.checks.spans import anniversary, full_years, span_of
from verifier.checks.timeline import periods_in

P, F, R, N = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE
ENGINEER = {"per_year": 14, "last_year": 2023, "since": "title_date", "years": 4, "subject": ["公共", "公需"]}
CREDITS = {"type": "xuexi", "per_year": 500, "since": 2020}
SENIOR = {"type": "xuexi", "per_year": 1000, "since": 2020, "also_hours": 48, "also_subject": ["专业"]}


def _certificate(year: int, hours: int, subject: str = "公需科目"):
    return doc("ce_cert", fields=(field("年度", str(year)), field("学时", str(hours)), field("科目", subject)))


def _points(year: int, points: int):
    return observation("xuexi", f"学习强国\n{year}年\n年度积分 {points}\n今日积分 12")


def _verdict(documents, title="2018-06-01", **params):
    held = told(case(**{f"d{index}": entry for index, entry in enumerate(documents)}), title_date=title)
    on = ("ce_cert", "xuexi")
    (answer,) = ask("credit_hours", held, on, policy(facts=FACTS), **params)
    return answer.verdict


HOURS = [_certificate(year, 14) for year in (2020, 2021, 2022, 2023)]


def test_four_years_of_hours_are_enough_and_three_are_not():
    assert _verdict(HOURS, **ENGINEER, credits=CREDITS) is P
    assert _verdict(HOURS[1:], **ENGINEER, credits=CREDITS) is F
    assert _verdict([*HOURS[1:], _certificate(2020, 13)], **ENGINEER, credits=CREDITS) is F
    assert _verdict([*HOURS[1:], _certificate(2020, 6), _certificate(2020, 8)], **ENGINEER, credits=CREDITS) is P


def test_credits_stand_for_the_hours_of_the_same_year_only():
    assert _verdict([*HOURS[1:], _points(2020, 500)], **ENGINEER, credits=CREDITS) is P
    assert _verdict([*HOURS[1:], _points(2020, 499)], **ENGINEER, credits=CREDITS) is F
    assert _verdict([*HOURS[1:], _points(2021, 900)], **ENGINEER, credits=CREDITS) is F


def test_credits_before_2020_stand_for_nothing():
    assert _verdict([*HOURS[1:], _points(2019, 900)], **ENGINEER, credits=CREDITS) is F


def test_other_subjects_and_years_before_the_title_do_not_count():
    assert _verdict([*HOURS[1:], _certificate(2020, 60, "专业科目")], **ENGINEER, credits=CREDITS) is F
    assert _verdict(HOURS, title="2021-01-01", **ENGINEER, credits=CREDITS) is F


def test_an_unread_certificate_may_be_the_missing_year():
    blurred = doc("ce_cert", fields=(field("年度", None), field("学时", "14")))
    assert _verdict([*HOURS[1:], blurred], **ENGINEER, credits=CREDITS) is R


def test_every_year_since_the_title():
    every = {"per_year": 72, "last_year": 2023, "since": "title_date", "credits": SENIOR}
    good = [_certificate(year, 72) for year in (2021, 2022, 2023)]
    assert _verdict(good, title="2020-12-31", **every) is P
    assert _verdict(good, title="2019-12-31", **every) is F
    # 1000 credits and 48 hours of the profession stand for the 72 of a year; credits alone do not.
    instead = [*good[1:], _points(2021, 1000), _certificate(2021, 48, "专业科目")]
    assert _verdict(instead, title="2020-12-31", **every) is P
    assert _verdict([*good[1:], _points(2021, 1000)], title="2020-12-31", **every) is F


def test_the_clause_on_credits_asks_for_those_that_are_offered():
    asked = {**ENGINEER, "credits": CREDITS, "of_credits": True}
    assert _verdict(HOURS, **asked) is N
    assert _verdict([_points(2020, 500), _points(2021, 800)], **asked) is P
    assert _verdict([_points(2020, 300)], **asked) is F
    # The hours of that year are enough: its credits are not needed.
    assert _verdict([_points(2020, 300), *HOURS], **asked) is P
    assert _verdict([observation("xuexi", "学习强国 看不清")], **asked) is R


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2019-12-31", "2023-12-31", 4),
        ("2020-01-01", "2023-12-31", 3),
        ("2020-02-29", "2024-02-28", 3),
        ("2020-02-29", "2024-02-29", 4),
        ("2020-02-29", "2023-02-28", 2),
        ("2020-02-29", "2023-03-01", 3),
    ],
)
def test_years_are_anniversaries(start, end, years):
    assert full_years(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == years


@given(st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)), st.integers(0, 40))
def test_the_day_before_an_anniversary_is_not_yet_a_year(start, years):
    day = anniversary(start, years)
    assert full_years(start, day) == years
    assert full_years(start, day - dt.timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-03-31", ("2024-03-31", "2024-03-31")),
        ("2020-01-01/2024-03-31", ("2024-03-31", "2024-03-31")),
        ("2024年第3期", ("2024-01-01", "2024-12-31")),
        ("2024-13", None),
        ("..", None),
        (None, None),
    ],
)
def test_a_date_by_year_or_month_is_a_span(said, span):
    found = span_of(said)
    assert (found and tuple(day.isoformat() for day in found)) == span


def test_months_of_a_statement():
    assert len(months_in("202401 202402 2024年3月 2024-04")) == 4
    assert len(months_in("缴费年月 202403-202408")) == 6
    assert months_in("编号 20240199 电话 13820241234") == set()


def test_periods_of_a_resume():
    today = dt.date(2024, 9, 20)
    assert len(periods_in("2015年7月至2018年6月\n2018.07-2020.03\n2020/04—至今", today)) == 3
    assert len(periods_in("2015 年 7 月 至 2018 年 6 月 2018.07 - 2020.03 2020.04 至今", today)) == 3
    assert periods_in("2018年6月至2015年7月", today) == []


@pytest.mark.parametrize(
    ("said", "yuan"), [("1,200.5万元", 12_005_000), ("￥380.00", 380), ("0.03亿元", 3_000_000), ("第 380 号", None)]
)
def test_amounts_have_a_unit_or_a_sign(said, yuan):
    assert [int(amount) for amount in amounts_in(said)] == ([] if yuan is None else [yuan])

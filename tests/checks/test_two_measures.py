"""The 30 % clause has two measures, never mixed: CNKI's from its report, ours from the local corpus."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from models.overlap import OverlapRatios, OverlapReport, Ratio
from models.report import Verdict
from tests.checks.making import ask, case, field, observation
from verifier.checks.cnki import percent_in

P, F, R = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW
TITLE = "压力表检定的不确定度评定"
OTHER = "砝码磁化率的测量方法研究"


def _local(copied: int, total: int = 1000) -> OverlapReport:
    # Ours counts what is not the author's own; the total ratio must not be taken for it.
    own, everything = Ratio.of(copied, total), Ratio.of(total * 9 // 10, total)
    return OverlapReport("t/1", total, OverlapRatios(everything, None, own, own), (), (), 10)


def _report(percent: str | None, title: str = TITLE, author: str = "林墨白"):
    figure = "" if percent is None else f"\n总文字复制比：76.2%\n去除本人已发表文献复制比：{percent}%"
    return observation("similarity", f"文本复制检测报告单\n篇名：{title}\n作者：{author}{figure}")


def _judge(
    local: int | None, *reports, kind: str = "paper", limit: str = "30", name: str = "paper", who: str | None = None
):
    documents = {f"r{index}": report for index, report in enumerate(reports)}
    held = case(**{name: observation(kind, "正文", fields=(field("题名", TITLE),))}, **documents)
    overlaps = {} if local is None else {name: _local(local)}
    held = dataclasses.replace(held, overlaps=overlaps)
    if who is not None:
        applicant = dataclasses.replace(held.application.applicant, name=who)
        held = dataclasses.replace(held, application=dataclasses.replace(held.application, applicant=applicant))
    (answer,) = ask("similarity", held, (kind,), max_percent=limit, metric="without_own", report="similarity")
    return answer


@pytest.mark.parametrize(
    ("local", "cnki", "verdict"),
    [
        (301, None, F),  # ours over, no report: a defect, said to be ours
        (300, None, R),  # ours within: CNKI's is left to a person
        (None, None, R),
        (100, "30.0", P),  # exactly 30.0 is not over
        (100, "30", P),
        (100, "30.1", F),
        (100, "29.9", P),
        (300, "30.0", P),
        (301, "30.0", R),  # the two disagree
        (301, "30.1", F),
        (None, "12.5", P),  # the notice asks for CNKI's; that ours was not compared is told beside it
        (None, "41", F),
    ],
)
def test_both_measures(local, cnki, verdict):
    reports = () if cnki is None else (_report(cnki),)
    answer = _judge(local, *reports)
    assert answer.verdict is verdict


def test_each_measure_is_called_by_its_name():
    answer = _judge(301)
    assert answer.message.startswith("本地语料") and "不是知网" in answer.message and "知网：" not in answer.message
    answer = _judge(100, _report("41"))
    cnki, local = answer.message.split("\n")
    assert cnki.startswith("知网：") and "41%" in cnki
    assert local.startswith("本地语料") and "10.00%" in local
    assert answer.measures["cnki_percent"] == 41 and answer.measures["copied"] == 100


def test_the_report_without_cnki_says_that_a_person_asks_for_it():
    answer = _judge(100)
    assert "本地语料" in answer.message and "知网" in answer.message and "知网" in (answer.remedy or "")


@pytest.mark.parametrize(
    "report", [_report("12", title=OTHER), _report("12", author="周远"), _report("88", title=OTHER), _report(None)]
)
def test_a_report_of_another_paper_or_author_decides_nothing(report):
    assert _judge(100, report).verdict is R


def test_an_author_with_a_dot_in_the_name_is_found():
    assert _judge(100, _report("12", author="阿依努尔·叶尔兰"), who="阿依努尔·叶尔兰").verdict is P
    assert _judge(100, _report("12", author="阿依努尔·叶尔兰"), who="古丽·叶尔兰").verdict is R


def test_the_papers_own_report_is_found_among_several():
    assert _judge(100, _report("88", title=OTHER), _report("12")).verdict is P


def test_the_title_may_be_what_the_file_is_called():
    held = case(**{TITLE: observation("paper", "扫描件，没有读出题名")}, r=_report("45"))
    (answer,) = ask("similarity", held, ("paper",), max_percent="30", report="similarity")
    assert answer.verdict is F


@pytest.mark.parametrize("kind", ["research_report", "case_material", "representative_work"])
def test_it_applies_to_reports_and_case_material_too(kind):
    assert _judge(100, _report("45"), kind=kind).verdict is F
    assert _judge(301, kind=kind).verdict is F


@pytest.mark.parametrize(
    ("said", "percent"),
    [
        ("去除本人已发表文献复制比：30.0%", Fraction(30)),
        ("去除本人文献复制比 29.95 %", Fraction("29.95")),
        ("去除本人复制比:7%", Fraction(7)),
        ("总文字复制比：41%", None),
        ("去除引用文献复制比：12%", None),
        ("去除本人已发表文献复制比", None),
    ],
)
def test_only_the_figure_of_the_clause_is_read(said, percent):
    assert percent_in(said) == percent


def test_a_reader_s_field_goes_before_the_text():
    read = observation("similarity", f"篇名：{TITLE}\n作者：林墨白", fields=(field("去除本人", "30.0%"),))
    assert _judge(100, read).verdict is P
    over = observation("similarity", f"篇名：{TITLE}\n作者：林墨白", fields=(field("去除本人", "30.1%"),))
    assert _judge(100, over).verdict is F

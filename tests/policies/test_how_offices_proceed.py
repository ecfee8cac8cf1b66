from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from models.case import Case
from models.observation import FieldValue
from models.policy import CheckCall, Policy, Severity
from models.report import Finding, Report, Verdict
from tests.checks.examples import moment, told, with_application
from tests.checks.making import NOW, SUPERVISOR, UNIT, case, field, observation, seal
from verifier.judging import judge, judge_document
from verifier.policies.loader import load_policy
from verifier.policies.process import corrections_open, submissions_left
from verifier.reports.notice import notice_of

P, F, R, N = Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.NOT_APPLICABLE
LIAONING, BAZHOU = "ln-2024-qs", "xj-by-2024-qs"


def _judged(pack: str, held: Case) -> Report:
    return judge(held, load_policy(pack), now=NOW)


def _of(report: Report, requirement: str) -> Finding:
    found = [finding for finding in report.findings if finding.requirement == requirement]
    return max(found, key=lambda finding: finding.verdict.rank)


def _period(start: str, end: str) -> tuple[FieldValue, FieldValue]:
    return field("公示开始", start), field("公示结束", end)


# 辽宁: 一次性报卷，不得补报.


def test_before_the_hand_in_a_defect_can_still_be_mended():
    held = case(a=observation("pub_result", "没有写要写的"))
    finding = _of(_judged(LIAONING, held), "LN-20")
    assert (finding.verdict, finding.severity) == (F, Severity.CORRECT)
    assert corrections_open(load_policy(LIAONING), held.application)


def test_after_the_hand_in_the_same_defect_is_a_refusal_and_no_letter_asks_for_it():
    held = with_application(case(a=observation("pub_result", "没有写要写的")), received_at=moment("2024-08-08"))
    finding = _of(_judged(LIAONING, held), "LN-20")
    assert (finding.verdict, finding.severity) == (F, Severity.REJECT)
    assert not corrections_open(load_policy(LIAONING), held.application)
    assert finding.remedy == finding.mending and "不得补报" in (finding.remedy or "")
    letter = notice_of(_judged(LIAONING, held), held, load_policy(LIAONING))
    assert letter is not None and "不予受理" in letter.title
    assert not any("补交" in item.remedy for part in letter.parts for item in part.items)


def test_a_file_that_came_later_is_refused_and_not_judged():
    held = case(a=observation("app_form", "评定表"), b=observation("pub_result", "没有写要写的"))
    first, second = held.application.materials
    dated = (
        dataclasses.replace(first, handed_in_at=moment("2024-08-07")),
        dataclasses.replace(second, handed_in_at=moment("2024-08-09")),
    )
    held = with_application(held, materials=dated, received_at=moment("2024-08-08"))
    report = _judged(LIAONING, held)
    assert _of(report, "LN-28").verdict is F and "b.pdf" in _of(report, "LN-28").message
    assert not [finding for finding in report.findings if finding.document == "b"]
    assert judge_document(held, load_policy(LIAONING), "b", now=NOW) == ()
    in_time = (first, dataclasses.replace(second, handed_in_at=moment("2024-08-08")))
    assert [
        found.document
        for found in _judged(LIAONING, with_application(held, materials=in_time)).findings
        if found.document == "b"
    ]


def test_the_second_day_is_the_first_of_the_notice():
    """Monday to Friday are five working days, and four from the second day on."""
    for pack, requirement, verdict in ((LIAONING, "LN-21", F), ("js-zj-2024", "ZJ-16", P)):
        held = case(a=observation("pub_notice", fields=_period("2024-07-15", "2024-07-19")))
        assert _of(_judged(pack, held), requirement).verdict is verdict
        longer = case(a=observation("pub_notice", fields=_period("2024-07-15", "2024-07-22")))
        assert _of(_judged(pack, longer), requirement).verdict is P


def test_in_xinjiang_a_festival_without_a_published_arrangement_is_for_a_person():
    held = case(a=observation("pub_notice", fields=_period("2024-06-17", "2024-06-21")))
    finding = _of(_judged(BAZHOU, held), "BY-42")
    assert finding.verdict is R and "古尔邦节" in finding.message
    assert finding.measures["workdays_lowest"] < 5 <= finding.measures["workdays_highest"]
    assert _of(_judged("js-sz-2024-opto-qe", held), "SZO-11").verdict is P


@pytest.mark.parametrize(("channel", "day", "verdict"), [("省直", "2024-08-02", P), ("省直", "2024-08-03", F)])
def test_each_channel_has_its_own_days(channel, day, verdict):
    held = told(with_application(case(), received_at=moment(day)), channel=channel)
    assert _of(_judged(LIAONING, held), "LN-29").verdict is verdict
    assert _of(_judged(LIAONING, held), "LN-30").verdict is N


# 巴州: 提交次数不得超过3次.


@pytest.mark.parametrize(
    ("number", "verdict", "says"),
    [
        (1, P, "还可提交 2 次"),
        (2, P, "还可提交 1 次"),
        (3, F, "不再受理"),
        (4, F, "超过"),
        (0, P, "预检"),
        (None, R, "登记"),
    ],
)
def test_a_failing_submission_says_how_many_remain(number, verdict, says):
    held = with_application(case(a=observation("bio", "没有审核意见")), submission_number=number)
    report = _judged(BAZHOU, held)
    assert report.verdict is F
    finding = _of(report, "BY-12")
    assert finding.verdict is verdict and says in f"{finding.message}{finding.remedy}"


@pytest.mark.parametrize(("number", "left", "is_open"), [(0, 3, True), (1, 2, True), (3, 0, False), (None, None, True)])
def test_what_remains_of_three_submissions(number, left, is_open):
    pack, held = load_policy(BAZHOU), with_application(case(), submission_number=number)
    assert submissions_left(pack, held.application) == left
    assert corrections_open(pack, held.application) is is_open


def test_each_comment_of_the_last_notice_is_compared():
    bio = observation("bio", "已审核，情况属实", seals=(seal(UNIT),))
    held = dataclasses.replace(
        case(bio=bio, pledge=observation("truth_pledge", "别的话")),
        earlier_notices=("BY-64 业务自传请加盖单位公章", "BY-69 保证书请按模板填写", "请注意清晰"),
    )
    finding = _of(_judged(BAZHOU, held), "BY-13")
    assert finding.verdict is F
    assert "BY-64）：已改正" in finding.message and "BY-69）：仍不符合" in finding.message
    assert "请注意清晰" in finding.message
    assert _of(_judged(BAZHOU, case(bio=bio)), "BY-13").verdict is N


def test_one_wrong_sentence_on_the_form_is_enough_to_refuse_it():
    pledge = load_policy(BAZHOU).phrases["form_pledge"]
    good = observation("app_form", pledge, seals=(seal(UNIT), seal(SUPERVISOR)))
    paper = moment("2024-09-20")
    assert _of(_judged(BAZHOU, with_application(case(a=good), received_at=paper)), "BY-55").verdict is R
    bad = observation("app_form", "本人承诺：没有")
    report = _judged(BAZHOU, with_application(case(a=bad), received_at=paper))
    finding = _of(report, "BY-55")
    assert (finding.verdict, finding.severity) == (F, Severity.REJECT) and "BY-53" in finding.message
    assert _of(_judged(BAZHOU, case(a=bad)), "BY-55").verdict is N


def test_what_is_on_paper_only_is_not_judged_before_it_came():
    held = case(a=observation("political", "什么也没写"))
    assert _of(_judged(BAZHOU, held), "BY-58").verdict is N
    assert _of(_judged(BAZHOU, with_application(held, received_at=moment("2024-09-20"))), "BY-58").verdict is not N


# Phrases that must not be mixed.

FOUR = {"copy_ok": "BY-15", "bio_ok": "BY-64", "unit_opinion": "BY-43", "form_opinion": "BY-54"}
ON = {"copy_ok": "diploma", "bio_ok": "bio", "unit_opinion": "unit_opinion_online"}


@pytest.mark.parametrize("written", FOUR)
@pytest.mark.parametrize("wanted", ON)
def test_no_phrase_stands_for_another(wanted, written):
    pack = load_policy(BAZHOU)
    held = case(a=observation(ON[wanted], pack.phrases[written], seals=(seal(UNIT),)))
    finding = next(
        found
        for found in judge(held, pack, now=NOW).findings
        if found.requirement == FOUR[wanted] and found.document == "a"
    )
    assert (finding.verdict is P) is (wanted == written)


# Negative rules and our own output.

NEGATIVE = [
    (BAZHOU, "BY-33", "exam_score", "考试"),
    (LIAONING, "LN-36", "edu_archive", "档案"),
    (LIAONING, "LN-37", "paper", "论文"),
    ("js-zj-2024", "ZJ-08", "app_form_prev", "评审表"),
]


@pytest.mark.parametrize(("name", "requirement", "type_id", "word"), NEGATIVE)
def test_nothing_that_the_notice_frees_from_is_asked_for(name, requirement, type_id, word):
    pack = load_policy(name)
    held = told(case(), county_or_below=True)
    assert _of(judge(held, pack, now=NOW), requirement).verdict is P
    demanding = _demanding(pack, requirement, type_id, word)
    finding = _of(judge(held, demanding, now=NOW), requirement)
    assert finding.verdict is Verdict.ERRORED and "政策包有误" in finding.message


def _demanding(pack: Policy, requirement: str, type_id: str, word: str) -> Policy:
    """The pack, made to demand a document that its notice frees from (its word is added where it lacks it)."""
    documents = tuple(rule for rule in pack.documents if type_id not in rule.types)
    rule = dataclasses.replace(
        pack.documents[0], type=type_id, any_of=(), all_of=(), optional=False, when={}, unless={}
    )
    requirements = tuple(
        dataclasses.replace(entry, checks=(CheckCall("never_require", {"subjects": [word]}),))
        if entry.id == requirement
        else entry
        for entry in pack.requirements
    )
    return dataclasses.replace(pack, documents=(*documents, rule), requirements=requirements)


def test_a_paper_is_missed_by_nobody_from_a_county():
    report = judge(told(case(), county_or_below=True, level="副高级"), load_policy(LIAONING), now=NOW)
    assert not [found for found in report.findings if found.verdict is F and "《论文》" in found.message]


def test_no_pack_asks_for_foreign_languages_or_computers():
    for name in ("js-sz-2024-opto-qe", "js-sz-2024-eng", BAZHOU, LIAONING, "js-zj-2024"):
        report = judge(case(), load_policy(name), now=NOW)
        told_ = "".join(f"{found.message}{found.remedy}" for found in report.findings if found.verdict in (F, R))
        assert "职称外语" not in told_ and "计算机应用能力" not in told_


@pytest.mark.parametrize(("name", "requirement"), [("js-sz-2024-opto-qe", "SZO-13"), ("js-zj-2024", "ZJ-17")])
def test_everything_is_told_at_once(name, requirement):
    pack = load_policy(name)
    held = case(a=observation("app_form", "申报表"))
    report = judge(held, pack, now=NOW)
    assert _of(report, requirement).verdict is P
    assert {found.requirement for found in report.findings} == {entry.id for entry in pack.requirements}
    assert sum(found.verdict is F for found in report.findings) >= 1
    reading = dataclasses.replace(held, complete=False)
    assert _of(judge(reading, pack, now=NOW), requirement).verdict is R


def test_a_check_that_breaks_is_told_as_not_answered(monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError

    from verifier.checks.registry import CHECKS

    monkeypatch.setitem(CHECKS, "ladder", dataclasses.replace(CHECKS["ladder"], run=broken))
    finding = _of(judge(case(), load_policy("js-zj-2024"), now=NOW), "ZJ-17")
    assert finding.verdict is Verdict.ERRORED and "ZJ-04" in finding.message


@pytest.mark.parametrize(("name", "requirement"), [("js-sz-2024-opto-qe", "SZO-14"), ("js-zj-2024", "ZJ-18")])
@pytest.mark.parametrize(
    ("due", "done", "verdict"),
    [("2024-09-10", "2024-09-10", P), ("2024-09-10", "2024-09-11", F), ("2024-09-10", None, R), (None, None, N)],
)
def test_what_comes_after_the_deadline_is_given_up(name, requirement, due, done, verdict):
    held = told(case(), correction_due=due, correction_done=done)
    assert _of(_judged(name, held), requirement).verdict is verdict


def test_a_deadline_that_the_notice_leaves_open_by_a_day_is_for_a_person():
    """纸质材料报送时间：7月20日前."""
    for day, verdict in (("2024-07-19", P), ("2024-07-20", R), ("2024-07-21", F)):
        held = with_application(case(), received_at=moment(day))
        assert _of(_judged("js-sz-2024-opto-qe", held), "SZO-08").verdict is verdict


def test_a_window_that_closes_at_an_hour():
    centre = {"receiver": "苏州市专业技术人员服务中心"}
    for hour, verdict in (("17:00:00", P), ("17:00:01", F)):
        received = dt.datetime.fromisoformat(f"2024-04-30T{hour}+08:00")
        held = told(with_application(case(), submitted_at=moment("2024-03-01"), received_at=received), **centre)
        assert _of(_judged("js-sz-2024-eng", held), "SZE-31").verdict is verdict

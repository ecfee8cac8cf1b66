"""The table of findings: legible at 100 columns, worst first, never steered by what was read."""

from __future__ import annotations

import datetime as dt
import io

from rich.console import Console

from models.geometry import Box
from models.policy import Severity
from models.report import Evidence, Finding, Report, Verdict
from verifier.reports.terminal import findings_table, plain

DOCUMENT = "0b0f6a8e-2f5e-4a53-9a34-6d0f57d7f001"


def finding(verdict: Verdict, requirement: str = "seal.unit", **changes: object) -> Finding:
    values: dict[str, object] = {
        "requirement": requirement,
        "clause": "二、（三）2",
        "quote": "加盖单位公章",
        "verdict": verdict,
        "severity": Severity.CORRECT,
        "message": "第 2 页未见单位公章",
        "remedy": "请在“单位意见”栏加盖公章后重新上传",
        "document": DOCUMENT,
        "evidence": (Evidence(document=DOCUMENT, page=2, box=Box(0.1, 0.1, 0.2, 0.2)),),
    }
    return Finding(**(values | changes))


def report(*findings: Finding, verdict: Verdict = Verdict.FAILED) -> Report:
    return Report(
        application="a", policy_id="pack", policy_version="1", findings=findings, verdict=verdict, engines=(),
        judged_at=dt.datetime(2024, 9, 1, tzinfo=dt.UTC),
    )  # fmt: skip


def rendered(judged: Report, *, width: int = 100, **options: object) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=False)
    console.print(findings_table(judged, **options))
    return stream.getvalue()


def test_a_finding_shows_verdict_clause_message_remedy_and_place():
    shown = rendered(report(finding(Verdict.FAILED)), filenames={DOCUMENT: "推荐表.pdf"})
    squeezed = shown.replace(" ", "").replace("\n", "").replace("│", "")
    for expected in ("不通过", "二、（三）2", "第2页未见单位公章", "补正：", "推荐表.pdf"):
        assert expected in squeezed


def test_no_line_is_wider_than_the_terminal():
    from rich.cells import cell_len

    long = finding(Verdict.FAILED, message="很长的说明" * 60, clause="第三部分第二条第（四）款第 5 项" * 3)
    for line in rendered(report(long), filenames={DOCUMENT: "材料" * 40 + ".pdf"}).splitlines():
        assert cell_len(line) <= 100


def test_the_worst_comes_first():
    judged = report(
        finding(Verdict.NEEDS_REVIEW, message="请人工看"), finding(Verdict.FAILED, message="确有缺陷"),
    )  # fmt: skip
    shown = rendered(judged)
    assert shown.index("确有缺陷") < shown.index("请人工看")


def test_what_passed_is_counted_and_shown_only_on_demand():
    judged = report(finding(Verdict.PASSED, message="公章一致"), finding(Verdict.FAILED))
    assert "公章一致" not in rendered(judged)
    assert "公章一致" in rendered(judged, everything=True)
    assert "通过 1" in rendered(judged)


def test_markup_and_escapes_in_read_text_stay_text():
    hostile = finding(Verdict.FAILED, message="[bold]单位[/nope]\x1b[2J公章\u202e", remedy=None)
    shown = rendered(report(hostile), filenames={DOCUMENT: "[red]a\x07.pdf"})
    assert "\x1b" not in shown and "\x07" not in shown and "\u202e" not in shown
    assert "[/nope]" in shown.replace("\n", "")


def test_plain_keeps_line_ends_and_chinese():
    assert plain("甲\n乙\r\x00丙") == "甲\n乙丙"


def test_findings_of_one_requirement_share_a_row():
    other = "0b0f6a8e-2f5e-4a53-9a34-6d0f57d7f002"
    judged = report(
        finding(Verdict.FAILED),
        finding(Verdict.FAILED, document=other, message="第 7 页未见单位公章", evidence=()),
        finding(Verdict.FAILED, requirement="other", message="另一条"),
    )
    shown = rendered(judged, filenames={DOCUMENT: "推荐表.pdf", other: "公示.pdf"})
    assert "另 1 份材料情况相同：公示.pdf" in shown
    assert "第 7 页" not in shown
    assert "另一条" in shown
    assert "不通过 3" in shown


def test_what_costs_more_comes_first():
    judged = report(
        finding(Verdict.FAILED, "a", severity=Severity.WARN, message="提示一条"),
        finding(Verdict.FAILED, "b", severity=Severity.REJECT, message="不受理一条"),
    )
    shown = rendered(judged)
    assert shown.index("不受理一条") < shown.index("提示一条")

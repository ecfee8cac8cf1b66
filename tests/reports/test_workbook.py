"""The result table: one row an applicant, one a finding, and no text that a spreadsheet would run."""

import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from models.report import Verdict
from models.roster import RosterFinding, RosterReport
from tests.reports.fictional import NOW, fictional_case
from verifier.judging import judge
from verifier.policies.loader import load_policy
from verifier.reports.workbook import Judged, write_workbook

POLICY = load_policy("xj-by-2024-qs")
CASE = fictional_case()
REPORT = judge(CASE, POLICY, now=NOW)


def rows(path, sheet):
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


@pytest.fixture
def written(tmp_path):
    def write(*judged):
        path = tmp_path / "核验结果.xlsx"
        write_workbook(path, judged, POLICY)
        return path

    return write


def test_one_row_an_applicant_and_one_a_finding(written):
    path = written(Judged(CASE, REPORT, ("a.html",)), Judged(CASE, REPORT))

    applicants, findings = rows(path, "申报人"), rows(path, "问题明细")
    open_ones = [one for one in REPORT.findings if one.verdict not in (Verdict.PASSED, Verdict.NOT_APPLICABLE)]
    assert len(applicants) == 3 and len(findings) == 1 + 2 * len(open_ones)
    head = applicants[0]
    assert applicants[1][head.index("姓名")] == CASE.application.applicant.name
    counted = sum(applicants[1][head.index(name)] for name in ("不予受理", "补正", "提示", "转人工"))
    assert counted == len(open_ones)
    assert findings[1][findings[0].index("通知原文")] == open_ones[0].quote


@pytest.mark.parametrize(
    "name", ["=1+1", '=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "@SUM(A1)", "http://x.example", "-2"]
)
def test_no_text_is_a_formula_or_a_link(written, name):
    applicant = replace(CASE.application.applicant, name=name)
    case = replace(CASE, application=replace(CASE.application, applicant=applicant))

    path = written(Judged(case, REPORT))

    assert rows(path, "申报人")[1][1] == name
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(entry) for entry in archive.namelist() if "sheets/sheet" in entry]
        assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)


def test_a_very_long_message_is_cut_not_refused(written):
    long = replace(REPORT, findings=(replace(REPORT.findings[0], verdict=Verdict.FAILED, message="长" * 40_000),))

    assert len(rows(written(Judged(CASE, long)), "问题明细")[1][5]) == 32_000


def test_an_empty_batch_is_a_table_without_rows(written):
    assert len(rows(written(), "申报人")) == 1


def test_a_folder_that_could_not_be_had_is_told_and_is_a_failure(written):
    head, row = rows(written(Judged(CASE, REPORT, problem="文件损坏。请重新打包")), "申报人")

    assert row[head.index("文件夹问题")] == "文件损坏。请重新打包"
    assert row[head.index("结论")] == "不通过"


ROW = RosterFinding("id_checksum", Verdict.FAILED, "校验码不对", "=重新录入", "名册", 5, "身份证号", "D5", "甲")


def test_the_roster_has_a_sheet_of_its_own(tmp_path):
    path = tmp_path / "a.xlsx"
    report = RosterReport("名册.xlsx", POLICY.id, Verdict.FAILED, findings=(ROW,))
    write_workbook(path, [Judged(CASE, REPORT)], POLICY, roster=report)

    assert rows(path, "花名册")[1] == ["不通过", "甲", 5, "身份证号", "D5", "校验码不对", "=重新录入"]


def test_why_a_roster_could_not_be_read_stands_there(tmp_path):
    path = tmp_path / "a.xlsx"
    error = {"code": "roster_empty", "title": "没有人员", "detail": "请填写"}
    write_workbook(path, [], POLICY, roster=RosterReport("名册.xlsx", POLICY.id, Verdict.FAILED, error=error))

    assert rows(path, "花名册")[1][5:] == ["没有人员", "请填写"]

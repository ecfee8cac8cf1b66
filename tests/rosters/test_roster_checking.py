"""A roster by itself: each planted mistake is told once, at its cell; a clean roster is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import InvalidRequest
from models.policy import CheckCall, External, RosterRule
from models.report import Verdict
from tests.checks.making import policy, requirement
from tests.rosters.books import NUMBER, read_here, xlsx
from tests.synthesis.people import scene
from tests.synthesis.rolls import NOTICE_COLUMNS, enrol
from tests.synthesis.roster_book import write_roster
from verifier.policies.loader import load_policy
from verifier.rosters.comparing import make_report
from verifier.rosters.template import write_template

NAMES = ["序号", "姓名", "性别", "身份证号", "工作单位", "出生年月", "联系电话"]
BAZHOU = load_policy("xj-by-2024-qs")
A, B = scene(1).person, scene(2).person


def row(who=A, **changed: object) -> list[object]:
    said = {
        "姓名": who.name,
        "性别": who.gender,
        "身份证号": who.id_number,
        "工作单位": "甲厂",
        "出生年月": f"{who.birth:%Y.%m}",
        "联系电话": "19900001234",
    }
    return [1.0, *(changed.get(name, value) for name, value in said.items())]


def told(tmp_path: Path, *rows: Sequence[object], pack=None, names: Sequence[str] = NAMES, **book: object):
    report = make_report(read_here(xlsx(tmp_path / "r.xlsx", [names, *rows], **book)), pack or policy())
    return report.verdict, [(finding.code, finding.cell or finding.row) for finding in report.findings]


def test_a_clean_roster_has_no_finding(tmp_path: Path):
    assert told(tmp_path, row(A), row(B)) == (Verdict.PASSED, [])


@pytest.mark.parametrize(
    ("changed", "code", "cell", "verdict"),
    [
        ({"身份证号": float(NUMBER)}, "digits_lost", "D2", Verdict.FAILED),
        ({"身份证号": "1101051949"}, "id_format", "D2", Verdict.FAILED),
        (
            {"身份证号": A.id_number[:-1] + ("0" if A.id_number[-1] != "0" else "1")},
            "id_checksum",
            "D2",
            Verdict.FAILED,
        ),
        ({"性别": "女" if A.gender == "男" else "男"}, "gender_contradicts", "C2", Verdict.FAILED),
        ({"出生年月": "1950.01"}, "birth_contradicts", "F2", Verdict.FAILED),
        ({"出生年月": "不详"}, "date_bad", "F2", Verdict.FAILED),
        ({"出生年月": f"{A.birth.year}.1", "身份证号": "无"}, "id_format", "D2", Verdict.FAILED),
        ({"联系电话": "123"}, "phone_bad", "G2", Verdict.NEEDS_REVIEW),
        ({"工作单位": None}, "cells_blank", 2, Verdict.NEEDS_REVIEW),
        ({"姓名": None}, "name_missing", 2, Verdict.FAILED),
    ],
)
def test_one_mistake_is_told_once_at_its_cell(tmp_path: Path, changed: dict, code: str, cell: object, verdict: Verdict):
    assert told(tmp_path, row(A, **changed)) == (verdict, [(code, cell)])


def test_the_same_person_twice(tmp_path: Path):
    assert told(tmp_path, row(A), row(B), row(A)) == (Verdict.FAILED, [("same_person", "D4")])
    assert told(tmp_path, row(A), row(B, 身份证号=A.id_number, 性别=A.gender, 出生年月=f"{A.birth:%Y.%m}")) == (
        Verdict.FAILED,
        [("one_id_two_names", "D3")],
    )


def test_one_name_may_be_two_people(tmp_path: Path):
    assert told(tmp_path, row(A), row(B, 姓名=A.name)) == (Verdict.PASSED, [])
    names = ["姓名", "工作单位", "出生年月"]
    alike = [["林墨白", "甲厂", "1986.07"], ["林墨白", "乙厂", "1986.07"]]
    assert told(tmp_path, *alike, names=names) == (Verdict.FAILED, [("same_person", "A3")])
    other_birth = [["林墨白", "甲厂", "1986.07"], ["林墨白", "甲厂", "1990.07"]]
    assert told(tmp_path, *other_birth, names=names) == (Verdict.PASSED, [])
    unknown = [["林墨白", "甲厂"], ["林墨白", "乙厂"]]
    assert told(tmp_path, *unknown, names=names[:2]) == (Verdict.NEEDS_REVIEW, [("same_name", "A3")])


def test_hidden_rows_and_formulas_ask(tmp_path: Path):
    assert told(tmp_path, row(A), row(B, 工作单位="=A1"), hidden_rows=[2]) == (
        Verdict.NEEDS_REVIEW,
        [("hidden_row", 3), ("formulas", None)],
    )


def test_the_fifteen_columns_of_the_notice(tmp_path: Path):
    write_roster(tmp_path / "r.xlsx", enrol(scene(3), layout=0))
    report = make_report(read_here(tmp_path / "r.xlsx"), BAZHOU)
    assert (report.verdict, report.findings) == (Verdict.PASSED, ())
    assert (report.requirement, report.clause, report.people) == ("BY-56", "五(五)", 6)
    assert BAZHOU.roster is not None
    assert BAZHOU.roster.columns == NOTICE_COLUMNS


@pytest.mark.parametrize("column", [name for name in NOTICE_COLUMNS if name != "姓名"])
def test_a_column_left_out_is_told(tmp_path: Path, column: str):
    write_roster(tmp_path / "r.xlsx", enrol(scene(4), layout=0, without=column))
    report = make_report(read_here(tmp_path / "r.xlsx"), BAZHOU)
    (finding,) = report.findings
    assert (finding.code, finding.row, report.verdict) == ("column_missing", 3, Verdict.FAILED)
    assert f"“{column}”" in finding.message


def test_columns_renamed_moved_and_added(tmp_path: Path):
    pack = policy(roster=RosterRule(("序号", "姓名", "族别", "工作单位")))
    people = ["甲某", "汉", "甲厂"]
    assert told(tmp_path, [1.0, *people], pack=pack, names=["序号", "姓名", "民族", "工作单位"])[1] == [
        ("column_renamed", 1)
    ]
    moved = ["序号", "姓名", "工作单位", "族别"]
    assert told(tmp_path, [1.0, *people], pack=pack, names=moved)[1] == [("column_order", 1)]
    added = ["序号", "姓名", "族别", "工作单位", "微信号"]
    assert told(tmp_path, [1.0, *people, "x"], pack=pack, names=added)[1] == [("column_extra", 1)]


def test_blanks_fail_where_the_notice_forbids_them(tmp_path: Path):
    columns = tuple(NAMES)
    for blank, verdict in (("ask", Verdict.NEEDS_REVIEW), ("fail", Verdict.FAILED)):
        pack = policy(roster=RosterRule(columns, optional=("联系电话",), blank=blank))
        assert told(tmp_path, row(A, 联系电话=None), pack=pack) == (Verdict.PASSED, [])
        assert told(tmp_path, row(A, 工作单位=None), pack=pack) == (verdict, [("cells_blank", 2)])


def test_columns_that_an_office_filled_in_count_too(tmp_path: Path):
    filled = External("附件3", ["姓名", "性别", "单位"])
    asked = replace(requirement("columns"), checks=(CheckCall("columns", external={"columns": "roster_columns"}),))
    pack = policy(asked, external={"roster_columns": filled})
    verdict, found = told(tmp_path, ["甲某", "男"], pack=pack, names=["姓名", "性别"])
    assert (verdict, found) == (Verdict.FAILED, [("column_missing", 1)])
    read = read_here(tmp_path / "r.xlsx")
    assert make_report(read, pack).clause == asked.clause
    assert write_template(pack, tmp_path / "t.xlsx") == 3
    empty = policy(external={"roster_columns": External("附件3")})
    assert make_report(read, empty).verdict is Verdict.PASSED


def test_the_template_is_a_roster_as_soon_as_somebody_is_written_in(tmp_path: Path):
    import zipfile

    assert write_template(BAZHOU, tmp_path / "t.xlsx") == 15
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
        comments = archive.read("xl/comments1.xml").decode()
    assert 'numFmtId="49"' in styles  # the text format
    assert comments.count("<comment ") == 15
    # What a person does: a name into the first row below the column names.
    named = sheet.replace('<c r="D4" s="', '<c r="D4" t="inlineStr" s="', 1)
    at = named.index("/>", named.index('<c r="D4"'))
    named = named[:at] + "><is><t>林墨白</t></is></c>" + named[at + 2 :]
    with zipfile.ZipFile(tmp_path / "t.xlsx") as old, zipfile.ZipFile(tmp_path / "filled.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, named if name == "xl/worksheets/sheet1.xml" else old.read(name))
    report = make_report(read_here(tmp_path / "filled.xlsx"), BAZHOU)
    assert [finding.code for finding in report.findings] == ["cells_blank"]


def test_no_template_without_columns(tmp_path: Path):
    with pytest.raises(InvalidRequest, match=r"roster\.columns"):
        write_template(policy(), tmp_path / "t.xlsx")

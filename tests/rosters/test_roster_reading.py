"""Rosters as people write them: titles, merged cells, two rows of names, numbers for IDs, notes, hidden parts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from models import errors
from tests.rosters.books import NUMBER, archive_of, ods, ole, read_here, xls, xlsx
from tests.synthesis.people import checked_id, scene
from tests.synthesis.rolls import enrol
from tests.synthesis.roster_book import write_roster
from verifier.intake import limits
from verifier.rosters.columns import BIRTH, ID_NUMBER, NAME, TITLE_DATE, UNIT
from verifier.rosters.reading import read_roster
from verifier.rosters.roster import cell_name

NAMES = ["序号", "姓名", "身份证号", "工作单位", "出生年月"]
LIN = [1.0, "林墨白", "11010519491231002X", "梨城计量所", "1949.12"]


def only(path: Path):
    (table,) = read_here(path).tables
    return table


@pytest.mark.parametrize("layout", [0, 1, 2])
@pytest.mark.parametrize("dates", ["text", "date"])
def test_every_layout_of_the_generator_is_read_whole(tmp_path: Path, layout: int, dates: str):
    roll = enrol(scene(31 + layout), layout=layout)
    top = write_roster(tmp_path / "r.xlsx", roll, layout=layout, dates=dates, spare=4)
    table = only(tmp_path / "r.xlsx")
    assert table.header_row == top + 1
    assert tuple(column.printed for column in table.columns) == roll.columns
    assert all(column.name for column in table.columns)
    assert [row.get(NAME) for row in table.rows] == [row["姓名"] for row in roll.rows]
    assert (
        [row.get(BIRTH) for row in table.rows] == [row["出生年月"].replace(".", "-") for row in roll.rows]
        if (layout != 2)
        else True
    )
    assert [row.place.row for row in table.rows] == [top + 2 + index for index in range(len(roll.rows))]
    assert not table.nameless


def test_numbers_for_ids_lose_digits_that_nobody_makes_up(tmp_path: Path):
    rows = [
        NAMES,
        [1.0, "林墨白", float(NUMBER), "甲厂", None],
        [2.0, "林墨青", "6.52899E+17", "甲厂", None],
        [3.0, "林墨兰", "652899198607225000", "甲厂", None],
        [4.0, "林墨竹", 110105491231002.0, "甲厂", None],
    ]
    ids = [row.values[ID_NUMBER] for row in only(xlsx(tmp_path / "r.xlsx", rows)).rows]
    assert [value.problems for value in ids] == [("digits_lost",)] * 3 + [("old_format",)]
    assert [value.text for value in ids] == [None, None, None, "110105491231002"]
    assert ids[0].raw == "652899198607225???"
    assert ids[0].place.cell == "C2"


def test_a_sound_id_that_ends_in_zeros_is_not_cut(tmp_path: Path):
    first = next(f"65289919860722{n:03}" for n in range(1000) if checked_id(f"65289919860722{n:03}").endswith("000"))
    number = checked_id(first)
    value = only(xlsx(tmp_path / "r.xlsx", [NAMES, [1.0, "林墨白", number, "甲厂", None]])).rows[0].values[ID_NUMBER]
    assert (value.text, value.problems) == (number, ())


@pytest.mark.parametrize(
    ("cell", "text", "problems"),
    [
        (dt.date(1986, 7, 1), "1986-07", ()),
        (dt.date(1986, 7, 22), "1986-07-22", ()),
        ("1986年7月", "1986-07", ()),
        ("1986.07", "1986-07", ()),
        ("1986/7/22", "1986-07-22", ()),
        (1986.07, "1986-07", ()),
        (1986.11, "1986-11", ()),
        (1986.1, "1986", ("ambiguous_month",)),
        (198607.0, "1986-07", ()),
        (19860722.0, "1986-07-22", ()),
        (19861322.0, None, ("not_a_date",)),
        (31615.0, "1986-07-22", ()),
        (7.0, None, ("not_a_date",)),
        ("不详", None, ("not_a_date",)),
    ],
)
def test_dates_in_every_dress(tmp_path: Path, cell: object, text: str | None, problems: tuple[str, ...]):
    value = only(xlsx(tmp_path / "r.xlsx", [NAMES, [1.0, "林墨白", None, "甲厂", cell]])).rows[0].values[BIRTH]
    assert (value.text, value.problems) == (text, problems)


def test_two_rows_of_names_under_merged_cells(tmp_path: Path):
    rows = [
        ["汇总表"],
        ["姓名", "性别", "学历", None, "现有专业技术资格", None],
        [None, None, "全日制教育", "毕业院校", "资格名称", "取得时间"],
        ["林墨白", "女", "本科", "甲大学", "助理工程师", "2019.11"],
    ]
    merged = [
        (0, 0, 0, 5, "汇总表"), (1, 0, 2, 0, "姓名"), (1, 1, 2, 1, "性别"), (1, 2, 1, 3, "学历"),
        (1, 4, 1, 5, "现有专业技术资格"),
    ]  # fmt: skip
    table = only(xlsx(tmp_path / "r.xlsx", rows, merged=merged))
    assert table.header_row == 3
    assert [column.printed for column in table.columns] == [
        "姓名",
        "性别",
        "全日制教育",
        "毕业院校",
        "资格名称",
        "取得时间",
    ]
    (row,) = table.rows
    assert (row.get("毕业院校"), row.get(TITLE_DATE)) == ("甲大学", "2019-11")


def test_names_in_other_words(tmp_path: Path):
    rows = [["申报人 姓名", "*公民身份号码（18位）", "所 在 单 位", "民　族"], ["林墨白", LIN[2], "甲厂", "汉"]]
    assert [column.name for column in only(xlsx(tmp_path / "r.xlsx", rows)).columns] == [NAME, ID_NUMBER, UNIT, "民族"]


def test_a_unit_merged_over_its_people_is_each_ones(tmp_path: Path):
    rows = [
        NAMES,
        [1.0, "林墨白", None, "甲厂", None],
        [2.0, "林墨青", None, None, None],
        [3.0, "林墨兰", None, "乙厂", None],
    ]
    table = only(xlsx(tmp_path / "r.xlsx", rows, merged=[(1, 3, 2, 3, "甲厂")]))
    assert [row.get(UNIT) for row in table.rows] == ["甲厂", "甲厂", "乙厂"]


def test_what_is_no_person_is_left_out_and_what_has_no_name_is_told(tmp_path: Path):
    rows = [
        NAMES,
        ["示例", "王某某", LIN[2], "某单位", "1949.12"],
        LIN,
        [2.0, None, None, None, None],
        NAMES,
        [3.0, None, "652899198607226275", "乙厂", "1986.07"],
        [None, "合计：1人", None, None, None],
        ["注：此表由主管单位负责汇总并统一报送。", None, None, None, None],
        ["填表人：王某", None, "联系电话：0996-2000000", None, "2024年9月2日"],
    ]
    table = only(xlsx(tmp_path / "r.xlsx", rows))
    assert [row.place.row for row in table.rows] == [3]
    assert [row.place.row for row in table.nameless] == [6]


def test_hidden_parts_and_formulas_are_told(tmp_path: Path):
    people = [NAMES, LIN, [2.0, "林墨青", None, "=A1", None]]
    read = read_here(xlsx(tmp_path / "r.xlsx", people, people, [["说明"]], hidden_rows=[2], hidden_sheets=[1]))
    (table,) = read.tables
    assert [row.hidden for row in table.rows] == [False, True]
    assert table.rows[1].get(UNIT) == "算出来的"
    assert read.hidden_sheets == ("表2",)
    assert read.formulas is True


def test_people_on_several_sheets_come_together(tmp_path: Path):
    read = read_here(xlsx(tmp_path / "r.xlsx", [NAMES, LIN], [["填表说明"]], [["姓名", "单位"], ["林墨青", "乙厂"]]))
    assert [(row.place.sheet, row.get(NAME)) for row in read.rows] == [("表1", "林墨白"), ("表3", "林墨青")]


def test_the_older_formats(tmp_path: Path):
    (tmp_path / "r.xls").write_bytes(xls([["姓名", "单位"], ["林墨白", "甲厂"]]))
    ods(tmp_path / "r.ods", [["姓名", "单位"], ["林墨白", "甲厂"]])
    for name in ("r.xls", "r.ods"):
        (row,) = read_roster(tmp_path / name).rows
        assert (row.get(NAME), row.get(UNIT)) == ("林墨白", "甲厂")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.EmptyFile),
        (b"%PDF-1.7\n", errors.RosterUnsupported),
        ("姓名,单位\n林墨白,甲厂\n".encode(), errors.RosterUnsupported),
        (ole(b"x" * 5000, "WordDocument"), errors.RosterUnsupported),
        (archive_of("a.txt"), errors.RosterUnsupported),
        (archive_of("word/document.xml"), errors.RosterUnsupported),
        (archive_of("xl/workbook.xml"), errors.BrokenFile),
        (ole(b"x" * 5000, "EncryptedPackage"), errors.EncryptedFile),
        (xls([["姓名"]], encrypted=True), errors.EncryptedFile),
    ],
)
def test_what_is_no_roster_is_refused_with_its_reason(tmp_path: Path, content: bytes, error: type[Exception]):
    (tmp_path / "r.xlsx").write_bytes(content)
    with pytest.raises(errors.InputRefused) as refused:
        read_roster(tmp_path / "r.xlsx")
    assert type(refused.value) is error


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([], errors.RosterEmpty),
        ([["花名册"], NAMES, [1.0], [2.0]], errors.RosterEmpty),
        ([["今天的会议记录"], ["地点", "三楼"]], errors.RosterWithoutColumns),
        ([["姓名"], ["林墨白"]], errors.RosterWithoutColumns),
    ],
)
def test_a_workbook_without_people_is_refused(tmp_path: Path, rows: list[list[object]], error: type[Exception]):
    with pytest.raises(error):
        read_here(xlsx(tmp_path / "r.xlsx", rows))


@pytest.mark.slow
def test_as_many_rows_as_allowed_and_more(tmp_path: Path):
    rows = [NAMES, *([float(n), f"林{n}", None, "甲厂", None] for n in range(1, limits.MAX_ROSTER_ROWS))]
    assert len(read_roster(xlsx(tmp_path / "r.xlsx", rows)).rows) == limits.MAX_ROSTER_ROWS - 1
    with pytest.raises(errors.RosterTooLarge, match=r"5000|5,000"):
        read_roster(xlsx(tmp_path / "r.xlsx", [*rows, *rows]))


@pytest.mark.slow
def test_cells_far_away_end_in_a_refusal_not_in_a_crash(tmp_path: Path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "单位"])
        sheet.write_row(1, 0, ["林墨白", "甲厂"])
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(errors.InputRefused):
        read_roster(tmp_path / "r.xlsx")


def test_cells_are_named_as_a_spreadsheet_names_them():
    assert [cell_name(0, column) for column in (0, 25, 26, 51, 701, 702)] == ["A1", "Z1", "AA1", "AZ1", "ZZ1", "AAA1"]

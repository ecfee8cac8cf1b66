"""A roster beside applicants' folders: who is missing, who comes twice, what contradicts, what is taken over."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from models.application import Applicant
from models.observation import Observation
from models.report import Verdict
from tests.checks.making import field, observation, policy
from tests.rosters.books import NUMBER, read_here, xlsx
from tests.synthesis.people import Person, scene
from verifier.folders import ApplicantFolder
from verifier.policies.loader import load_policy
from verifier.rosters.comparing import Comparison

NAMES = ["姓名", "性别", "民族", "身份证号", "工作单位", "单位性质", "出生年月", "拟晋升专业技术职务"]
BAZHOU = load_policy("xj-by-2024-qs")
A, B, C = (scene(seed).person for seed in (1, 2, 3))


def row(who: Person, **changed: object) -> list[object]:
    said = (who.name, who.gender, who.ethnicity, who.id_number, "孔雀滩县甲厂", "企业", f"{who.birth:%Y.%m}", "工程师")
    return [changed.get(name, value) for name, value in zip(NAMES, said, strict=True)]


def folder(id_: str, applicant: Applicant | None = None, **facts: object) -> ApplicantFolder:
    return ApplicantFolder(id_, applicant or Applicant(), (), dict(facts), None, None, None, ())


def papers(who: Person, **changed: str) -> dict[str, Observation]:
    said = {"姓名": who.name, "性别": who.gender, "民族": who.ethnicity, "公民身份号码": who.id_number}
    said["出生"] = who.birth.isoformat()
    return {"身份证.jpg": observation("id_card", fields=tuple(field(n, changed.get(n, v)) for n, v in said.items()))}


def compare(tmp_path: Path, *rows: list[object], pack=None) -> Comparison:
    return Comparison(read_here(xlsx(tmp_path / "r.xlsx", [NAMES, *rows])), pack or policy())


def codes(comparison: Comparison) -> list[tuple[str, str | None, object]]:
    return [(found.code, found.applicant, found.cell or found.row) for found in comparison.report().findings]


def test_rows_and_folders_that_agree_have_no_finding(tmp_path: Path):
    comparison = compare(tmp_path, row(A), row(B))
    comparison.meet(folder("甲", Applicant(name=A.name, id_number=A.id_number)), {})
    comparison.meet(folder("乙"), papers(B))
    report = comparison.report()
    assert (report.verdict, report.findings, report.matched) == (Verdict.PASSED, (), {"甲": 2, "乙": 3})


def test_missing_folders_and_rows(tmp_path: Path):
    comparison = compare(tmp_path, row(A), row(B))
    comparison.meet(folder("丙", Applicant(name=C.name)), {})
    comparison.meet(folder("空"), {})
    found = {(one.code, one.applicant): one.verdict for one in comparison.report().findings}
    assert found == {
        ("no_row", "丙"): Verdict.FAILED,
        ("no_row", "空"): Verdict.NEEDS_REVIEW,  # nobody could tell who that is
        ("no_folder", None): Verdict.FAILED,
    }
    assert [code for code, *_ in codes(comparison)].count("no_folder") == 2


def test_a_folder_is_found_by_number_name_papers_or_its_own_name(tmp_path: Path):
    for given, seen in (
        (folder("1", Applicant(name="改过的名", id_number=A.id_number)), {}),
        (folder("2", Applicant(name=f"{A.name[0]} {A.name[1:]}")), {}),
        (folder("3"), papers(A)),
        (folder(f"03-{A.name}-材料"), {}),
    ):
        comparison = compare(tmp_path, row(B), row(A))
        comparison.meet(given, seen)
        assert comparison.report().matched == {given.id: 3}


def test_two_rows_of_one_name_are_a_question_unless_the_number_tells(tmp_path: Path):
    rows = row(A), row(B, 姓名=A.name)
    comparison = compare(tmp_path, *rows)
    comparison.meet(folder("甲", Applicant(name=A.name)), {})
    assert codes(comparison) == [("which_row", "甲", None)]
    comparison = compare(tmp_path, *rows)
    comparison.meet(folder("甲", Applicant(name=A.name, id_number=B.id_number)), {})
    assert comparison.report().matched == {"甲": 3}


def test_two_folders_of_one_row(tmp_path: Path):
    comparison = compare(tmp_path, row(A))
    for name in ("甲", "乙"):
        comparison.meet(folder(name, Applicant(name=A.name)), {})
    assert codes(comparison) == [("two_folders", "乙", 2)]


@pytest.mark.parametrize(
    ("column", "says", "cell"),
    [
        ("性别", "女" if A.gender == "男" else "男", "B2"),
        ("民族", "塔塔尔", "C2"),
        ("出生年月", "1950.01", "G2"),
    ],
)
def test_what_contradicts_the_identity_card_fails_at_its_cell(tmp_path: Path, column: str, says: str, cell: str):
    comparison = compare(tmp_path, row(A, **{column: says, "身份证号": None}))
    comparison.meet(folder("甲"), papers(A))
    (finding,) = [one for one in comparison.report().findings if one.code == "differs"]
    assert (finding.verdict, finding.cell, finding.applicant) == (Verdict.FAILED, cell, "甲")
    assert (finding.evidence[0].document, finding.evidence[0].page) == ("身份证.jpg", 1)
    assert finding.evidence[0].box is not None


def test_an_id_number_that_is_not_that_of_the_card(tmp_path: Path):
    comparison = compare(tmp_path, row(A, 身份证号=B.id_number, 性别=B.gender, 出生年月=f"{B.birth:%Y.%m}"))
    comparison.meet(
        folder("甲"), {"a": observation("id_card", fields=(field("姓名", A.name), field("公民身份号码", A.id_number)))}
    )
    assert [code for code, *_ in codes(comparison)] == ["differs"]


def test_what_is_masked_or_doubtful_contradicts_nothing(tmp_path: Path):
    comparison = compare(tmp_path, row(A))
    seen = observation(
        "id_card",
        fields=(field("姓名", A.name), field("性别", "某", confidence=0.4), field("民族", "塔塔尔", "masked")),
    )
    comparison.meet(folder("甲"), {"a": seen})
    assert comparison.report().findings == ()


def test_one_of_several_diplomas_may_agree(tmp_path: Path):
    names = ["姓名", "毕业院校", "学历"]
    rows = [["林墨白", "甲大学", "本科"]]
    first, second = (observation("diploma", fields=(field("学校", said), field("层次", level)))
                     for said, level in (("乙学院", "专科"), ("甲大学", "大学本科")))  # fmt: skip
    for seen, expected in (({"a": first, "b": second}, []), ({"a": first}, ["differs", "differs"])):
        comparison = Comparison(read_here(xlsx(tmp_path / "r.xlsx", [names, *rows])), policy())
        comparison.meet(folder("甲", Applicant(name="林墨白")), seen)
        found = comparison.report().findings
        assert [one.code for one in found] == expected
        assert all(one.verdict is Verdict.NEEDS_REVIEW for one in found)


def test_what_the_facts_say_otherwise(tmp_path: Path):
    comparison = compare(tmp_path, row(A))
    comparison.meet(folder("甲", Applicant(name=A.name, unit="北屏县食品药品检验中心")), {})
    assert codes(comparison) == [("differs_facts", "甲", "E2")]


def test_the_roster_tells_what_facts_leave_open_and_where_it_says_so(tmp_path: Path):
    comparison = compare(tmp_path, row(A), pack=BAZHOU)
    known, sources = comparison.meet(folder("甲", Applicant(unit="自己写的单位")), papers(A))
    assert known.applicant == Applicant(
        name=A.name, id_number=A.id_number, unit="自己写的单位", gender=A.gender, ethnicity=A.ethnicity
    )
    assert known.facts == {"level": "中级", "employer_type": "企业"}
    assert set(sources) == {
        "applicant.name", "applicant.id_number", "applicant.gender", "applicant.ethnicity", "fact.level",
        "fact.employer_type",
    }  # fmt: skip
    assert sources["applicant.name"] == "花名册第 2 行“姓名”"


def test_what_is_unsound_is_not_taken_over(tmp_path: Path):
    comparison = compare(tmp_path, row(A, 身份证号=float(NUMBER), 拟晋升专业技术职务="高级工程师"), pack=BAZHOU)
    known, sources = comparison.meet(folder("甲", Applicant(name=A.name), employer_type="行政事业"), {})
    assert known.applicant.id_number is None
    assert known.facts == {"employer_type": "行政事业"}  # this committee hears no 副高级, and what is stated stays
    assert "applicant.id_number" not in sources


def test_a_whole_date_of_birth_is_taken_over(tmp_path: Path):
    comparison = compare(tmp_path, row(A, 出生年月=A.birth))
    known, _ = comparison.meet(folder("甲", Applicant(name=A.name)), {})
    assert known.applicant.birth_date == (A.birth if A.birth.day != 1 else None)


def test_every_planted_mistake_of_a_long_roster_is_found_and_nothing_else(tmp_path: Path):
    rng = random.Random("a long roster")
    people = [scene(seed).person for seed in range(100, 160)]
    by_number = {who.id_number: who for who in people}
    people = list(by_number.values())
    rows, planted = [], set()
    for index, who in enumerate(people):
        changed, where = {}, f"{index + 2}"
        fault = rng.choice(("", "", "digits", "gender", "checksum"))
        if fault == "digits":
            changed, code = {"身份证号": float(int(who.id_number[:15]) * 1000)}, ("digits_lost", f"D{where}")
        elif fault == "gender":
            changed, code = {"性别": "女" if who.gender == "男" else "男"}, ("gender_contradicts", f"B{where}")
        elif fault == "checksum":
            changed, code = (
                {"身份证号": who.id_number[:-1] + ("X" if who.id_number[-1] != "X" else "1")},
                ("id_checksum", f"D{where}"),
            )
        if fault:
            planted.add(code)
        rows.append(row(who, **changed))
    report = compare(tmp_path, *rows)
    told = {(found.code, found.cell) for found in report.report().findings if found.code != "no_folder"}
    assert len(planted) > 20
    assert told == planted

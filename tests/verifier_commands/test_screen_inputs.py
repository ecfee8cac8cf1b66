"""Bad inputs of `verifier screen`: each is told in Chinese, and everything else is judged all the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import Result
from docx import Document
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from models import errors
from models.observation import Observation, PageQuality
from tests.checks.making import field, observation
from tests.rosters.books import NUMBER, xlsx
from tests.synthesis.people import Person, scene
from tests.verifier_commands.dying import dies_on_request
from verifier import looking, screening
from verifier.cli import app
from verifier.looking import Looked, Lookers
from verifier.policies.loader import list_policies, load_policy
from verifier.reading.canned import CannedEngine

POLICY = "xj-by-2024-qs"
A, B = scene(1).person, scene(2).person


def card(who: Person) -> Observation:
    said = {"姓名": who.name, "性别": who.gender, "民族": who.ethnicity, "公民身份号码": who.id_number}
    return observation("id_card", fields=tuple(field(name, value) for name, value in said.items()))


def diploma(name: str) -> Observation:
    return observation("diploma", fields=(field("姓名", name), field("学校", "甲大学")))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command with files that are observed as they are told: by their content."""
    shown: dict[str, Observation] = {
        "card A": card(A), "card B": card(B), "diploma A": diploma(A.name), "diploma B": diploma(B.name),
        "diploma C": diploma("欧阳若川"), "paper": observation("summary"),
        "grey": observation(None, quality=(PageQuality(1, 3.0, False, ("blurred",)),)),
    }  # fmt: skip

    class Told(Lookers):
        def __init__(self, processes: int | None = None, engine: str = "") -> None:
            self._pool = self._careful = None

        def submit(self, paths: Any) -> list[Future[Looked]]:
            return [Future() for _ in paths]

        def result(self, path: Path, future: Future[Looked]) -> Looked:
            said = path.read_text()
            return Looked("0" * 64, shown.get(said), "encrypted_file" if said == "locked" else None)

    monkeypatch.setattr(screening, "Lookers", Told)
    return lambda *arguments, policy=POLICY: CliRunner().invoke(
        app, ["screen", *map(str, arguments), "--policy", policy]
    )


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def applicant(folder: Path, who: Person, *, facts: bool = True, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if facts:
        write(folder / "facts.yaml", f"name: {who.name}\nid_number: {who.id_number}\nlevel: 中级\n")
    for name, shown in files.items():
        write(folder / "基本信息" / f"{name}.jpg", shown)


def answered(result: Result) -> dict[str, Any]:
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return json.loads(result.stdout)


def findings(told: dict[str, Any], requirement: str) -> list[dict[str, Any]]:
    return [one for one in told["findings"] if one["requirement"] == requirement]


def test_an_empty_folder_is_told(run: Callable[..., Result], tmp_path: Path):
    result = run(tmp_path)
    assert isinstance(result.exception, errors.InvalidRequest)
    assert "没有申报人子文件夹" in result.exception.detail


def test_a_wrong_policy_is_told_before_anything_is_read(tmp_path: Path):
    result = CliRunner().invoke(app, ["screen", str(tmp_path), "--policy", "xj-by-2099"])
    assert isinstance(result.exception, errors.UnknownPolicy)
    assert "verifier policies list" in result.exception.detail


def test_what_is_wrong_with_one_applicant_leaves_the_others(run: Callable[..., Result], tmp_path: Path):
    applicant(tmp_path / "好", A, card="card A")
    applicant(tmp_path / "坏事实", B, card="card B")
    write(tmp_path / "坏事实" / "facts.yaml", "submitted_at: 昨天\n")
    applicant(tmp_path / "坏清单", B, card="card B")
    write(tmp_path / "坏清单" / "manifest.csv", "file,slot\n没有.jpg,x\n")
    (tmp_path / "空").mkdir()
    (tmp_path / "坏包.zip").write_bytes(b"PK\3\4 cut")
    result = run(tmp_path, "--json")
    told = {one["id"]: one for one in answered(result)["applicants"]}
    problems = {id_: one["problem"] and one["problem"]["code"] for id_, one in told.items()}
    assert problems == {
        "好": None,
        "坏事实": "invalid_request",
        "坏清单": "invalid_request",
        "空": "invalid_request",
        "坏包": "truncated_file",
    }
    assert "facts.yaml" in told["坏事实"]["problem"]["detail"]
    assert "第 2 行" in told["坏清单"]["problem"]["detail"]
    assert "没有材料文件" in told["空"]["problem"]["detail"]
    assert all(one["verdict"] == "failed" for id_, one in told.items() if id_ != "好")
    assert told["好"]["findings"] and told["坏事实"]["findings"]
    assert result.exit_code == 10


def test_entries_of_a_zip_that_are_refused_stand_in_the_answer(run: Callable[..., Result], tmp_path: Path):
    from tests.intake.archives import raw_zip

    (tmp_path / "丁.zip").write_bytes(raw_zip([("基本信息/a.jpg".encode(), b"card A"), (b"../b.pdf", b"x")]))
    (told,) = answered(run(tmp_path, "--json"))["applicants"]
    assert [(one["file"], one["code"]) for one in told["refused"]] == [("../b.pdf", "unsafe_filename")]
    assert told["verdict"] == "failed"


def test_letter_and_table_tell_files_that_were_not_unpacked_and_the_applicants_row(
    run: Callable[..., Result], tmp_path: Path
):
    from tests.intake.archives import raw_zip

    facts = f"name: {A.name}\nid_number: {A.id_number}\nlevel: 中级\n"
    entries = [(b"facts.yaml", facts.encode()), ("基本信息/a.jpg".encode(), b"card A"), (b"../b.pdf", b"x")]
    (tmp_path / "人").mkdir()
    (tmp_path / "人" / "丁.zip").write_bytes(raw_zip(entries))
    xlsx(tmp_path / "名册.xlsx", [["姓名", "身份证号"], [A.name, float(A.id_number[:17] + "0")], ["无名", None]])
    out = tmp_path / "结果"
    run(tmp_path / "人", "--roster", tmp_path / "名册.xlsx", "--out", out)
    letter = "\n".join(paragraph.text for paragraph in Document(out / "丁-通知.docx").paragraphs)
    assert "（../b.pdf）" in letter and "请只用普通文件名" in letter
    assert "花名册第 2 行“身份证号”" in letter and "以数字存放" in letter
    book = CalamineWorkbook.from_path(out / "核验结果.xlsx")
    assert any("../b.pdf" in str(row) for row in book.get_sheet_by_name("问题明细").to_python())
    listed = book.get_sheet_by_name("花名册").to_python()
    assert {"B2", "A3"} <= {row[4] for row in listed}


def of_others(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Findings that call a document another person's, by document."""
    return {one["document"]: one for one in told["findings"] if "申报人本人的材料" in one["message"]}


def test_two_peoples_papers_in_one_folder(run: Callable[..., Result], tmp_path: Path):
    applicant(tmp_path / "甲", A, card="card A", mine="diploma A", theirs="diploma B", unknown="diploma C")
    applicant(tmp_path / "乙", B, card="card B")
    told = {one["id"]: one for one in answered(run(tmp_path, "--json"))["applicants"]}
    found = of_others(told["甲"])
    assert set(found) == {"基本信息/theirs.jpg", "基本信息/unknown.jpg"}
    theirs = found["基本信息/theirs.jpg"]
    assert theirs["verdict"] == "failed"
    assert "“乙”" in theirs["message"] and B.name in theirs["message"]
    assert "可能不是" in found["基本信息/unknown.jpg"]["message"]
    assert theirs["evidence"][0]["page"] == 1 and theirs["evidence"][0]["box"]
    assert not of_others(told["乙"])


def test_without_facts_the_card_says_who_applies(run: Callable[..., Result], tmp_path: Path):
    applicant(tmp_path / "甲", A, facts=False, card="card A", theirs="diploma B", mine="diploma A")
    (told,) = answered(run(tmp_path, "--json"))["applicants"]
    assert list(of_others(told)) == ["基本信息/theirs.jpg"]


def test_one_applicant_in_two_folders(run: Callable[..., Result], tmp_path: Path):
    applicant(tmp_path / "1", A, card="card A")
    applicant(tmp_path / "2", A, facts=False, card="card A")
    told = {one["id"]: one for one in answered(run(tmp_path, "--json"))["applicants"]}
    assert not findings(told["1"], "OWN-2")
    (twice,) = findings(told["2"], "OWN-2")
    assert twice["verdict"] == "failed" and "“1”" in twice["message"]


def test_the_roster_stands_beside_the_applicants(run: Callable[..., Result], tmp_path: Path):
    names = ["姓名", "身份证号", "工作单位"]
    rows = [[A.name, A.id_number, "甲厂"], [B.name, float(NUMBER), "甲厂"], ["欧阳若川", None, "乙厂"]]
    xlsx(tmp_path / "名册.xlsx", [names, *rows])
    applicant(tmp_path / "人" / "1", A, facts=False, card="card A")
    applicant(tmp_path / "人" / f"02{B.name}", B, facts=False, paper="paper")
    result = run(tmp_path / "人", "--roster", tmp_path / "名册.xlsx", "--json")
    told = answered(result)
    by_id = {one["id"]: one for one in told["applicants"]}
    assert by_id["1"]["name"] == A.name
    assert by_id["1"]["sources"]["applicant.unit"] == "花名册第 2 行“工作单位”"
    assert by_id[f"02{B.name}"]["name"] == B.name
    assert told["roster"]["matched"] == {"1": 2, f"02{B.name}": 3}
    codes = {(one["code"], one["cell"]) for one in told["roster"]["findings"]}
    assert {("digits_lost", "B3"), ("no_folder", "A4")} <= codes
    assert result.exit_code == 10


def test_one_applicants_folder_does_not_miss_the_others(run: Callable[..., Result], tmp_path: Path):
    xlsx(tmp_path / "名册.xlsx", [["姓名", "工作单位"], [A.name, "甲厂"], [B.name, "甲厂"]])
    applicant(tmp_path / "1", A, card="card A")
    told = answered(run(tmp_path / "1", "--roster", tmp_path / "名册.xlsx", "--json"))
    assert told["roster"]["matched"] == {"1": 2}
    assert "no_folder" not in {one["code"] for one in told["roster"]["findings"]}


def test_a_roster_that_cannot_be_read_stops_nobody(run: Callable[..., Result], tmp_path: Path):
    write(tmp_path / "名册.xlsx", "姓名,单位\n")
    applicant(tmp_path / "人" / "1", A, card="card A")
    result = run(tmp_path / "人", "--roster", tmp_path / "名册.xlsx", "--json")
    told = answered(result)
    assert told["roster"]["error"]["code"] == "roster_unsupported"
    assert told["applicants"][0]["findings"]
    assert result.exit_code == 10
    shown = run(tmp_path / "人", "--roster", tmp_path / "名册.xlsx")
    assert "其余材料照常核验" in shown.stdout.replace("\n", "")


def test_no_roster_is_null(run: Callable[..., Result], tmp_path: Path):
    applicant(tmp_path / "1", A, card="card A")
    assert answered(run(tmp_path, "--json"))["roster"] is None


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Looked]:
    monkeypatch.setattr(looking, "create_engine", lambda name, threads: CannedEngine())
    monkeypatch.setattr(looking, "_engines", {})
    return looking.look


def test_a_file_with_a_password_is_an_answer(looked: Callable[[Path], Looked], tmp_path: Path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="owner", user="secret"))
    assert looked(tmp_path / "a.pdf").refusal == "encrypted_file"


@pytest.mark.slow
def test_three_hundred_pages_are_read_whole(looked: Callable[[Path], Looked], tmp_path: Path):
    with pikepdf.new() as pdf:
        for _ in range(300):
            pdf.add_blank_page(page_size=(72, 72))
        pdf.save(tmp_path / "a.pdf")
    seen = looked(tmp_path / "a.pdf").observation
    assert seen is not None
    assert len(seen.pages) == 300
    assert all(quality.is_blank for quality in seen.quality)


def test_what_cannot_be_observed_is_an_answer_too(
    looked: Callable[[Path], Looked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def breaks(*_: object) -> Observation:
        raise ZeroDivisionError

    monkeypatch.setattr(looking, "observe", breaks)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    assert looked(tmp_path / "a.pdf").refusal == "observation_failed"


@pytest.mark.slow
def test_a_file_that_kills_its_process_costs_the_others_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(looking, "look", dies_on_request)
    paths = [tmp_path / str(number) for number in range(5)]
    for number, path in enumerate(paths):
        path.write_text("kill" if number == 2 else str(number))
    with Lookers(2) as lookers:
        told = [lookers.result(path, future) for path, future in zip(paths, lookers.submit(paths), strict=True)]
    assert [one.refusal for one in told] == [None, None, "observation_failed", None, None]
    assert [one.sha256 for one in told if one.refusal is None] == ["0", "1", "3", "4"]


def test_a_parameter_that_the_notice_leaves_open_and_a_blurred_scan_ask_a_person(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    blurred = observation("summary", quality=(PageQuality(1, 3.0, False, ("blurred",)),))
    monkeypatch.setattr(screening, "Lookers", lambda *_: OneAnswer(blurred))
    write(tmp_path / "p.yaml", PACK)
    applicant(tmp_path / "人" / "1", A, paper="paper")
    result = CliRunner().invoke(app, ["screen", str(tmp_path / "人"), "--policy", str(tmp_path / "p.yaml"), "--json"])
    (told,) = answered(result)["applicants"]
    by_id = {one["requirement"]: one for one in told["findings"]}
    assert by_id["T-1"]["verdict"] == "needs_review" and "没有写明" in by_id["T-1"]["message"]
    assert by_id["T-2"]["verdict"] in ("failed", "needs_review") and "模糊" in by_id["T-2"]["message"]
    assert by_id["T-3"]["verdict"] == "passed"


@pytest.mark.parametrize("policy", [pack.id for pack in list_policies()])
def test_files_with_a_password_and_unreadable_scans_are_told_and_the_rest_is_judged(
    run: Callable[..., Result], tmp_path: Path, policy: str
):
    applicant(tmp_path / "1", A, card="card A", locked="locked", grey="grey", mine="diploma A")
    (told,) = answered(run(tmp_path, "--json", policy=policy))["applicants"]
    by_file = {one["document"]: one for one in told["findings"] if one["verdict"] in ("failed", "needs_review")}
    locked, grey = by_file["基本信息/locked.jpg"], by_file["基本信息/grey.jpg"]
    assert locked["verdict"] == "failed" and "有密码" in locked["message"] and "去掉密码" in locked["remedy"]
    assert "grey.jpg" in grey["message"] and ("模糊" in grey["message"] or "没有一页看得清" in grey["message"])
    asked = {entry.id for entry in load_policy(policy).requirements}
    assert asked <= {one["requirement"] for one in told["findings"]}


class OneAnswer(Lookers):
    def __init__(self, seen: Observation) -> None:
        self._seen = seen
        self._pool = self._careful = None

    def submit(self, paths: Any) -> list[Future[Looked]]:
        return [Future() for _ in paths]

    def result(self, path: Path, future: Future[Looked]) -> Looked:
        return Looked("0" * 64, self._seen, None)


PACK = """
schema: policy-pack/1
id: null-parameter
title: 试验
version: "1"
year: 2024
source: {file: 试验, issuer: 试验办公室}
levels: [中级]
requirements:
  - {id: T-1, clause: 一, quote: 字数符合规定, severity: correct, on: [summary],
     checks: [{check: length, params: {maximum: null}}]}
  - {id: T-2, clause: 二, quote: 扫描清晰, severity: correct, on: [summary], checks: [{check: page_quality}]}
  - {id: T-3, clause: 三, quote: 提交总结, severity: correct, checks: [{check: presence, params: {all_of: [summary]}}]}
"""

"""Applicants' folders: slots, manifests, facts, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from models.errors import InvalidRequest
from verifier.folders import applicant_folders, read_applicant_folder
from verifier.looking import Looked
from verifier.policies.loader import load_policy
from verifier.screening import build_case


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_per_slot(tmp_path: Path):
    write(tmp_path / "张三/学历学位/毕业证.jpg")
    write(tmp_path / "张三/基本信息/身份证.pdf")
    write(tmp_path / "张三/.DS_Store")
    write(tmp_path / "张三/散页.png")
    (folder,) = applicant_folders(tmp_path)
    read = read_applicant_folder(folder)
    assert read.id == "张三"
    assert {(entry.path.name, entry.slot) for entry in read.materials} == {
        ("毕业证.jpg", "学历学位"),
        ("身份证.pdf", "基本信息"),
        ("散页.png", None),
    }


def test_a_manifest_wins_over_folders(tmp_path: Path):
    write(tmp_path / "a/pages/one.jpg")
    write(tmp_path / "a/pages/left_out.jpg")
    write(tmp_path / "a/manifest.csv", "\ufefffile, slot, type, note\npages/one.jpg, 学历学位, , 复印件\n")
    (material,) = read_applicant_folder(tmp_path / "a").materials
    assert (material.path.name, material.slot, material.declared_type) == ("one.jpg", "学历学位", None)


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ("file,slot\nmissing.jpg,x\n", "第 2 行"),
        ("file,slot\n../outside.jpg,x\n", "第 2 行"),
        ("name,slot\nx,y\n", "第 1 行"),
        ("file,colour\nx,y\n", "第 1 行"),
    ],
)
def test_a_wrong_manifest_names_its_line(tmp_path: Path, manifest: str, says: str):
    write(tmp_path / "outside.jpg")
    write(tmp_path / "a/manifest.csv", manifest)
    with pytest.raises(InvalidRequest, match=says):
        read_applicant_folder(tmp_path / "a")


def test_a_manifest_tells_ticks_and_times(tmp_path: Path):
    write(tmp_path / "a/one.jpg")
    write(tmp_path / "a/two.jpg")
    head = "file,slot,needs_mask,handed_in_at\n"
    write(tmp_path / "a/manifest.csv", f"{head}one.jpg,学历学位,否,2024-08-01T09:30\ntwo.jpg,学历学位,,\n")
    one, two = read_applicant_folder(tmp_path / "a").materials
    assert (one.needs_mask, one.handed_in_at) == (False, dt.datetime.fromisoformat("2024-08-01T09:30+08:00"))
    assert (two.needs_mask, two.handed_in_at) == (None, None)


@pytest.mark.parametrize(
    ("row", "says"), [("x.jpg,要,", "第 2 行.*needs_mask"), ("x.jpg,是,昨天", "第 2 行.*handed_in_at")]
)
def test_a_tick_or_time_that_nobody_understands_names_its_line(tmp_path: Path, row: str, says: str):
    write(tmp_path / "a/x.jpg")
    write(tmp_path / "a/manifest.csv", f"file,needs_mask,handed_in_at\n{row}\n")
    with pytest.raises(InvalidRequest, match=says):
        read_applicant_folder(tmp_path / "a")


def test_a_date_without_quotation_marks_is_a_fact_like_any_other(tmp_path: Path):
    write(tmp_path / "a/facts.yaml", "facts: {title_date: 2019-06-01}\n")
    assert read_applicant_folder(tmp_path / "a").facts == {"title_date": "2019-06-01"}


def test_facts_flat_or_grouped_say_the_same(tmp_path: Path):
    flat = (
        "name: 张三\nid_number: 11010519491231002X\nsubmitted_at: 2024-09-10T09:00:00\n"
        "level: 中级\nearlier_notices: [a]\n"
    )
    grouped = (
        "applicant: {name: 张三, id_number: 11010519491231002X}\nfacts: {level: 中级}\n"
        "events: {submitted_at: 2024-09-10T09:00:00}\nearlier_notices: [a]\n"
    )
    for number, text in enumerate((flat, grouped)):
        write(tmp_path / str(number) / "facts.yaml", text)
        read = read_applicant_folder(tmp_path / str(number))
        assert read.applicant.name == "张三"
        assert read.applicant.id_number == "11010519491231002X"
        assert read.facts == {"level": "中级"}
        assert read.earlier_notices == ("a",)
        assert read.submitted_at is not None
        assert read.submitted_at.utcoffset() == dt.timedelta(hours=8)


@pytest.mark.parametrize(
    "text", ["[1, 2]", "name: [a]", "submitted_at: yesterday", "submission_number: x", "a: {", "\xff\x00"]
)
def test_wrong_facts_are_told(tmp_path: Path, text: str):
    write(tmp_path / "a/facts.yaml", text)
    with pytest.raises(InvalidRequest, match=r"facts\.yaml"):
        read_applicant_folder(tmp_path / "a")


def test_an_id_number_of_digits_alone_keeps_them(tmp_path: Path):
    write(tmp_path / "a/facts.yaml", "id_number: 110105194912310021\n")
    assert read_applicant_folder(tmp_path / "a").applicant.id_number == "110105194912310021"


def test_no_applicant_is_told(tmp_path: Path):
    with pytest.raises(InvalidRequest, match="没有申报人"):
        applicant_folders(tmp_path)
    with pytest.raises(InvalidRequest, match="找不到"):
        applicant_folders(tmp_path / "nowhere")


def test_what_a_manifest_tells_reaches_the_judge(tmp_path: Path):
    write(tmp_path / "a/x.jpg")
    write(tmp_path / "a/manifest.csv", "file,needs_mask,handed_in_at\nx.jpg,是,2024-08-01\n")
    case = build_case(
        read_applicant_folder(tmp_path / "a"), load_policy("xj-by-2024-qs"), [Looked("0" * 64, None, "x")]
    )
    (material,) = case.application.materials
    assert (material.needs_mask, material.handed_in_at) == (True, dt.datetime.fromisoformat("2024-08-01T00:00+08:00"))

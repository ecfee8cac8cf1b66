"""What the writers of sets and of whole applications leave on the disk."""

from __future__ import annotations

import csv
import hashlib
import inspect
import json
from pathlib import Path

import pytest
from PIL import Image

from models.geometry import Box
from tests.synthesis.__main__ import main
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.fault_list import EXTRA, FAULTS
from tests.synthesis.faults import build, faultless
from tests.synthesis.people import scene
from tests.synthesis.sets.recipe import Recipe
from tests.synthesis.sets.rows import BOXES, LABELS
from tests.synthesis.sets.writing import write_set
from verifier.folders import read_applicant_folder


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("set")
    write_set(out, Recipe(count=3, seed=2, types=("diploma", "pub_notice", "unit_resp")), jobs=1)
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_labels_and_boxes_have_the_firm_columns(written: Path):
    labels, boxes = rows(written / "LABELS.csv"), rows(written / "BOXES.csv")
    assert tuple(labels[0]) == LABELS
    assert tuple(boxes[0]) == BOXES
    assert {row["path"] for row in boxes} <= {row["path"] for row in labels}
    for row in labels:
        with Image.open(written / row["path"]) as picture:
            assert min(picture.size) > 600
        assert row["category"] == "generated"
        assert row["type"] in ("diploma", "pub_notice", "unit_resp")
    for row in boxes:
        Box(*(float(row[side]) for side in ("left", "top", "right", "bottom")))
        assert row["kind"] in {"seal", "fragment", "signature_slot", "date_slot", "name", "cover", "field", "qr"}


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.slow
def test_the_bytes_of_a_set_do_not_depend_on_the_number_of_processes(tmp_path: Path):
    recipe = Recipe(count=6, seed=8, types=("pub_result", "id_card"))
    for jobs in (1, 2):
        write_set(tmp_path / str(jobs), recipe, jobs=jobs)
    alone = digest(tmp_path / "1")
    assert len(alone) >= 8
    assert alone == digest(tmp_path / "2")


def test_splits_come_by_turns_unless_one_is_asked_for():
    recipe = Recipe(types=("diploma", "degree"))
    assert [recipe.split_of(index) for index in range(0, 20, 2)] == ["train"] * 6 + ["dev"] * 2 + ["held"] * 2
    assert Recipe(split="held").split_of(3) == "held"


@pytest.mark.parametrize("wrong", [{"kind": "walls"}, {"split": "test"}, {"types": ("wall",)}, {"ways": ("pigeon",)}])
def test_what_is_unknown_is_told_with_what_there_is(wrong: dict[str, object]):
    with pytest.raises(ValueError, match="there are"):
        Recipe(**wrong)  # type: ignore[arg-type]


def test_single_stamps_have_their_box_and_text(tmp_path: Path):
    write_set(tmp_path, Recipe("seals", count=6, seed=3), jobs=1)
    boxes = rows(tmp_path / "BOXES.csv")
    assert len(boxes) == len(rows(tmp_path / "LABELS.csv")) == 6
    assert all(row["kind"] in ("seal", "fragment") and row["text"] for row in boxes)


def test_slots_are_cut_around_what_stands_in_them(tmp_path: Path):
    write_set(tmp_path, Recipe("signatures", count=8, seed=4), jobs=1)
    labels = rows(tmp_path / "LABELS.csv")
    assert [row["answer"] for row in labels] == ["handwritten", "printed", "absent", ""] * 2
    for row in labels:
        with Image.open(tmp_path / row["path"]) as picture:
            assert picture.width > picture.height > 20
            # A rule may run below an empty slot, but no writing stands in it. Print short of toner is grey.
            dark = sum(picture.convert("L").histogram()[:150]) / (picture.width * picture.height)
        assert dark > 0.01 or row["answer"] in ("absent", "handwritten", "")


@pytest.mark.slow
def test_the_front_door_writes_a_set_and_a_contact_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main([str(tmp_path / "set"), "--count", "1", "--types", "blank", "--jobs", "1"])
    assert capsys.readouterr().out == "1 pages\n"
    main(["sheet", "blank", str(tmp_path / "sheet.png")])
    with Image.open(tmp_path / "sheet.png") as picture:
        assert picture.width > picture.height / 2 > 500


def test_an_application_is_read_back_and_says_what_was_planted(tmp_path: Path):
    folder = tmp_path / "someone"
    faults = ("pledge_printed", "recommend_other_seal", "education_missing")
    plan = [one for one in faultless(scene(9)) if one.type in ("truth_pledge", "recommend", "achievement")]
    expected = build(folder, 9, faults, plan=plan)
    read = read_applicant_folder(folder)
    assert read.applicant.name == scene(9).person.name
    assert read.facts["level"] == "中级"
    assert len(read.materials) == len(plan)
    lines = [json.loads(line) for line in (folder / "planted.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == len(expected)
    failed = {line["requirement"] for line in lines if line["verdict"] == "failed"}
    assert failed == {"BY-14", "BY-68", "BY-49", "BY-79", "BY-29"}
    documents = {f"{one.slot}/{one.path.name}" for one in read.materials}
    assert {line["document"] for line in lines} - {None} <= documents


PLAN = {one.filename: one for one in faultless(scene(1))}


@pytest.mark.parametrize("name", sorted(FAULTS | EXTRA))
def test_every_fault_names_a_file_and_changes_what_its_document_can_change(name: str):
    fault = (FAULTS | EXTRA)[name]
    one = fault.adds or PLAN[fault.filename]
    assert fault.filename == one.filename
    assert fault.requirements or fault.reviews
    assert (name in EXTRA) or fault.adds is None
    changed = {**one.options, **(fault.options(scene(1)) if fault.options else {})}
    known = inspect.signature(DOCUMENTS[one.type]).parameters
    assert set(changed) <= set(known) or "options" in known


@pytest.mark.slow
def test_a_fault_on_a_document_beyond_the_plan_files_it(tmp_path: Path):
    plan = [PLAN["achievement.jpg"]]
    expected = build(tmp_path / "someone", 4, ("roster_unsealed", "achievement_unproved"), plan=plan)
    assert {path.name for path in (tmp_path / "someone").iterdir()} >= {"roster.pdf", "manifest.csv"}
    assert not (tmp_path / "someone" / "achievement.jpg").exists()
    assert {one.requirement for one in expected if one.verdict == "failed"} == {"BY-56", "BY-27"}

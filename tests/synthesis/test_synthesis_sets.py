"""What the writers of sets and of whole applications leave on the disk."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PIL import Image

from models.geometry import Box
from tests.synthesis.faults import FAULTS, build, faultless
from tests.synthesis.people import scene
from tests.synthesis.write_set import BOXES, LABELS, write
from verifier.folders import read_applicant_folder


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("set")
    write(out, 6, seed=2)
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
            assert picture.size == (1654, 2339)
    for row in boxes:
        Box(*(float(row[side]) for side in ("left", "top", "right", "bottom")))
        assert row["kind"] in {"seal", "fragment", "signature_slot", "date_slot", "name", "cover", "field", "qr"}


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


def test_every_fault_names_a_file_of_the_plan():
    files = {one.filename for one in faultless(scene(1))}
    assert {fault.filename for fault in FAULTS.values()} <= files

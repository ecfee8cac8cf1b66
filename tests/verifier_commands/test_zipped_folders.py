"""Applicants' ZIPs beside their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import BrokenFile, InvalidRequest, TruncatedFile
from tests.intake.archives import gbk, raw_zip, zipped
from verifier.zipped_folders import opened_folder, opened_folders

FACTS = "name: 张三\nlevel: 中级\n"


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_folders_and_zips_side_by_side(tmp_path: Path):
    write(tmp_path / "甲/学历学位/a.pdf", b"%PDF")
    write(tmp_path / "乙.zip", gbk({"乙某/学历学位/b.pdf": b"%PDF", "乙某/facts.yaml": FACTS.encode()}))
    with opened_folders(tmp_path) as (first, second):
        by_id = {folder.id: folder for folder in (first, second)}
        assert set(by_id) == {"甲", "乙"}
        (material,) = by_id["乙"].materials
        assert (material.slot, material.path.name, material.path.read_bytes()) == ("学历学位", "b.pdf", b"%PDF")
        assert by_id["乙"].applicant.name == "张三"
        assert by_id["乙"].facts == {"level": "中级"}
    assert not material.path.exists()


def test_a_zip_alone_is_an_applicant(tmp_path: Path):
    place = write(tmp_path / "丙.ZIP", zipped({"a.pdf": b"%PDF", "著作论文/b.pdf": b"%PDF"}))
    with opened_folders(place) as (folder,):
        assert {(entry.path.name, entry.slot) for entry in folder.materials} == {("a.pdf", None), ("b.pdf", "著作论文")}


def test_what_is_refused_is_told(tmp_path: Path):
    files = [(b"a.pdf", b"%PDF"), (b"../b.pdf", b"x"), (("长" * 100 + ".pdf").encode(), b"x")]
    place = write(tmp_path / "丁.zip", raw_zip(files))
    with opened_folder(place) as folder:
        assert [entry.path.name for entry in folder.materials] == ["a.pdf"]
        assert {entry.refusal.code for entry in folder.refused} == {"unsafe_filename"}
        assert len(folder.refused) == 2
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["丁.zip"]


def test_a_folder_and_a_file_of_one_name(tmp_path: Path):
    place = write(tmp_path / "戊.zip", raw_zip([(b"a/b.pdf", b"%PDF"), (b"a", b"x")]))
    with opened_folder(place) as folder:
        assert len(folder.materials) + len(folder.refused) == 2


@pytest.mark.parametrize(("data", "kind"), [(b"PK\3\4 cut", TruncatedFile), (b"PK\5\6" + bytes(4), TruncatedFile)])
def test_a_zip_that_cannot_be_had(tmp_path: Path, data: bytes, kind: type[BrokenFile]):
    with pytest.raises(kind), opened_folder(write(tmp_path / "己.zip", data)):
        pytest.fail("it was opened")


def test_nobody_is_there(tmp_path: Path):
    with pytest.raises(InvalidRequest), opened_folders(tmp_path):
        pytest.fail("it was opened")

"""Applicants of one batch who copy from each other are found, both of them; nobody is a copy of himself."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace

from models.application import Applicant
from models.document import Line, Page
from models.geometry import Box
from models.observation import EngineInfo, Observation
from verifier.folders import ApplicantFolder, FolderMaterial
from verifier.screening import Looked, add_papers, build_case
from verifier.similarity.corpus import MemoryCorpus
from verifier.similarity.overlay import Overlay

ALPHABET = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


def letters(seed: int, count: int) -> str:
    return "".join(random.Random(seed).choices(ALPHABET, k=count))


def applicant(name: str, text: str) -> tuple[ApplicantFolder, list[Looked]]:
    material = FolderMaterial(Path(f"{name}/论文/论文.pdf"), "论文", None)
    folder = ApplicantFolder(name, Applicant(name=name), (material,), {}, None, None, None, ())
    page = Page(1, 1000, 1400, lines=(Line(text, Box(0.1, 0.1, 0.9, 0.2)),))
    engine = EngineInfo(observer="1", ocr="canned", ocr_version="1")
    seen = Observation(sha256="0" * 64, pages=(page,), type="paper", type_confidence=1.0, parts=(), engine=engine)
    return folder, [Looked("0" * 64, seen, None)]


def test_both_of_two_who_share_a_text_are_shown_the_other():
    shared = letters(1, 100)
    batch = [applicant("张三", shared + letters(2, 50)), applicant("李四", letters(3, 50) + shared)]
    batch.append(applicant("王五", letters(4, 150)))
    index = Overlay(MemoryCorpus())
    for folder, looked in batch:
        add_papers(index, folder, looked)
    policy = SimpleNamespace(id="any")
    reports = [next(iter(build_case(entry[0], policy, entry[1], index).overlaps.values())) for entry in batch]
    assert [report.ratios.total.copied for report in reports] == [100, 100, 0]
    assert [[source.authors for source in report.sources] for report in reports] == [[("李四",)], [("张三",)], []]

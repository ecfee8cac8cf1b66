"""The committed sample is what the generator draws, and what its README and planted.jsonl say of it is so."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
import yaml
from PIL import Image

from models.geometry import Box
from tests.synthesis import build_sample
from tests.synthesis.application import file_scan

FOLDER = build_sample.SAMPLES / build_sample.APPLICANT


def rows() -> list[dict[str, str]]:
    with (FOLDER / "manifest.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def planted() -> list[dict[str, object]]:
    return [json.loads(line) for line in (FOLDER / "planted.jsonl").read_text(encoding="utf-8").splitlines()]


def test_it_has_twelve_pages_and_stays_small():
    pages = 0
    for row in rows():
        path = FOLDER / row["file"]
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            pages += len(document)
            document.close()
        else:
            pages += 1
    assert pages == 12
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 4_000_000


def test_a_page_drawn_anew_is_the_committed_one():
    look = replace(build_sample.sample_look(), seed=104)
    drawn = file_scan(
        "x.jpg", "", "truth_pledge", build_sample.sample_scene(), look, seed=104, signature="printed", date="printed"
    )
    with Image.open(FOLDER / "04-truth-pledge.jpg") as committed:
        old = np.asarray(committed, np.int16)
    with Image.open(io.BytesIO(drawn.data)) as picture:
        new = np.asarray(picture, np.int16)
    # Other builds of the libraries may round otherwise; another text, place or seed differs by far more.
    assert np.abs(old - new).mean() < 1.0
    assert np.percentile(np.abs(old - new), 99.9) < 24


def test_every_planted_line_is_in_the_firm_format_and_names_a_file():
    names = {f"{row['slot']}/{row['file']}" for row in rows()}
    for line in planted():
        assert set(line) == {"applicant", "requirement", "verdict", "document", "page", "box"}
        assert line["applicant"] == FOLDER.name
        assert line["verdict"] in ("failed", "needs_review")
        assert line["document"] is None or line["document"] in names
        assert line["box"] is None or Box(*line["box"]).area > 0  # type: ignore[misc]


@pytest.mark.parametrize(
    "requirement", ["BY-11", "BY-14", "BY-15", "BY-36", "BY-40", "BY-42", "BY-48", "BY-49", "BY-68"]
)
def test_the_planted_faults_are_told(requirement: str):
    assert any(line["requirement"] == requirement and line["verdict"] == "failed" for line in planted())
    assert requirement in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_paper_copies_its_passage_word_for_word_and_hides_its_author_once():
    document = pypdfium2.PdfDocument(FOLDER / "10-paper.pdf")
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    passage = build_sample.copied_passage()
    assert 100 <= len(passage) <= 200
    assert passage in texts[1]
    name = build_sample.sample_scene().person.name
    assert name not in texts[0]
    assert name in texts[1]


def test_the_applicant_is_the_one_of_the_pages():
    facts = yaml.safe_load((FOLDER / "facts.yaml").read_text(encoding="utf-8"))
    who = build_sample.sample_scene().person
    assert facts["applicant"]["name"] == who.name
    assert facts["applicant"]["id_number"] == who.id_number
    assert facts["facts"]["level"] == "中级"
    assert not any(who.name in row["file"] for row in rows())

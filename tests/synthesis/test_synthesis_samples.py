"""The samples of samples/: small, as the generator draws them, and judged as their planted.jsonl says."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models.geometry import Box
from tests.synthesis.application import Expected
from tests.synthesis.build_sample_notices import NOISE, PLANTED, SAMPLE_LIST, SAMPLES, Sample, readme, wrong_by
from tests.synthesis.faults import POLICY
from tests.synthesis.faults_judged import FaultOffice
from tests.synthesis.notices import making
from tests.synthesis.notices.judged import TOLD, Office, differences
from tests.synthesis.notices.registered import NOTICES
from tests.synthesis.pdf import jpeg
from tests.synthesis.people import scene
from verifier.consistency.leads import KINDS as LEADS
from verifier.folders import read_applicant_folder
from verifier.policies.loader import load_policy
from verifier.screening import screen

BY_FOLDER = {one.folder: one for one in SAMPLE_LIST}
KEYS = ("requirement", "verdict", "document", "page")


def planted(sample: Sample) -> list[dict[str, Any]]:
    text = (SAMPLES / sample.folder / "planted.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("folder", BY_FOLDER)
def test_a_folder_is_small_and_names_its_files(folder: str):
    place = SAMPLES / folder
    assert sum(path.stat().st_size for path in place.iterdir()) < 4_000_000
    read = read_applicant_folder(place)
    documents = {f"{one.slot}/{one.path.name}" for one in read.materials}
    assert {line["document"] for line in planted(BY_FOLDER[folder])} - {None} <= documents
    sample = BY_FOLDER[folder]
    who = NOTICES[sample.policy].scene(sample.seed) if sample.policy in NOTICES else scene(sample.seed)
    assert read.applicant.name == who.person.name


def test_each_notice_has_one_without_a_fault_and_one_with_twenty():
    assert {one.policy for one in SAMPLE_LIST} == {POLICY, *NOTICES}
    for policy in (POLICY, *NOTICES):
        clean, faulty = [one for one in SAMPLE_LIST if one.policy == policy]
        assert not clean.switches
        assert sum(len(wrong_by(policy, name)) for name in faulty.switches) == PLANTED
        assert all(line["verdict"] == "needs_review" for line in planted(clean))
        assert sum(line["verdict"] == "failed" for line in planted(faulty)) >= PLANTED * 3 // 4


def test_the_list_beside_them_is_made_of_the_switches():
    assert (SAMPLES / "README.md").read_text(encoding="utf-8") == readme()


def test_a_page_drawn_anew_is_the_committed_one():
    sample = BY_FOLDER["zhenjiang-faults"]
    notice = NOTICES[sample.policy]
    about, switches = notice.scene(sample.seed), [notice.switches[name] for name in sample.switches]
    plan = making.planned(notice, about, switches)
    index, one = next((index, one) for index, one in enumerate(plan) if one.filename == "notice.jpg")
    own = sample.seed * 100 + index
    (page,) = making.drawn(notice, one, about, making.look_of(notice, sample.seed, "train"), own)
    data = jpeg(making.scanned(page, own * 10, NOISE).image, sample.quality)
    with Image.open(SAMPLES / sample.folder / one.filename) as committed, Image.open(io.BytesIO(data)) as drawn:
        old, new = np.asarray(committed, np.int16), np.asarray(drawn, np.int16)
    # Other builds of the libraries may round otherwise; another text, place or seed differs by far more.
    assert np.abs(old - new).mean() < 1.0


@pytest.mark.slow
@pytest.mark.parametrize("folder", BY_FOLDER)
def test_a_perfect_reader_finds_exactly_what_was_planted(folder: str):
    sample = BY_FOLDER[folder]
    office = Office(NOTICES[sample.policy], sample.seed) if sample.policy in NOTICES else FaultOffice(sample.seed)
    expected, told = office.judged(sample.switches)
    assert differences(expected, told) == []
    wanted = sorted((one.requirement, one.verdict, one.document or "") for one in expected)
    assert wanted == sorted((line["requirement"], line["verdict"], line["document"] or "") for line in planted(sample))


@pytest.mark.slow
def test_screening_with_the_engine_finds_exactly_what_was_planted():
    sample = BY_FOLDER["zhenjiang-faults"]
    folder, now = read_applicant_folder(SAMPLES / sample.folder), NOTICES[sample.policy].now
    (screened,) = screen([folder], load_policy(sample.policy), now=dt.datetime.fromisoformat(now), processes=2)
    told = {
        (finding.requirement, finding.document): finding
        for finding in screened.report.findings
        if finding.verdict in TOLD and finding.requirement not in LEADS  # a fault may contradict other papers besides
    }
    expected = [Expected(*(line[key] for key in KEYS), line["box"] and Box(*line["box"])) for line in planted(sample)]
    assert differences(expected, told) == []

"""The whole path with real processes and the real engine: bytes over HTTP in, findings with page and box out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pikepdf
import pytest
from PIL import Image

from models.geometry import Box
from models.values import from_jsonable
from tests.synthesis.drawing import draw_document
from workers.settings import Settings
from workers.supervisor import Supervisor

SAMPLE = Path(__file__).parents[2] / "samples" / "zhang-wenxi"
CORPUS = SAMPLE.parent / "corpus.jsonl"
POLICY = "xj-by-2024-qs"
LIMIT_SECONDS = 150

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("whole")
    with (folder / "service.log").open("ab") as log:
        settings = Settings(
            data_dir=folder / "data", port=0, redis_url=None, corpus=CORPUS, reconcile_seconds=1.0, drain_seconds=3.0
        )
        with Supervisor(settings, output=log.fileno()) as service:
            headers = {"Authorization": f"Bearer {service.first_key}"}
            with httpx.Client(base_url=f"{service.url}/api/v1", headers=headers, timeout=60) as client:
                yield client


def new_application(api: httpx.Client, **applicant: str) -> str:
    answer = api.post("/applications", json={"policy": POLICY, "applicant": applicant, "facts": {}})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def hand_in(api: httpx.Client, application: str, *files: tuple[str, bytes], slot: str = "学历学位") -> httpx.Response:
    parts = [("file", (name, io.BytesIO(data), "application/octet-stream")) for name, data in files]
    return api.post(f"/applications/{application}/documents", files=parts, data={"slot": slot})


def settled(api: httpx.Client, application: str) -> dict[str, Any]:
    end = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < end:
        state = api.get(f"/applications/{application}").json()
        if state["verdict"] is not None:
            return state
        time.sleep(0.3)
    raise AssertionError(f"not judged after {LIMIT_SECONDS} s: {state}")


def jpeg(image: Any) -> bytes:
    out = io.BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=90, dpi=(200, 200))
    return out.getvalue()


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    return out.getvalue()


def pdf_without_pages() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.save(out)
    return out.getvalue()


def test_bad_files_get_their_typed_answer_and_a_neighbour_is_read(api: httpx.Client):
    good = jpeg(draw_document("diploma", 7).image)
    application = new_application(api, name="张闻溪")
    answer = hand_in(
        api, application,
        ("empty.pdf", b""), ("page.pdf", good), ("..\\..\\passwd.jpg", good), ("notes.pdf", b"<html><p>hi</p></html>"),
        ("cut.jpg", good[: len(good) // 2]), ("locked.pdf", encrypted_pdf()), ("none.pdf", pdf_without_pages()),
        ("good.jpg", good),
    )  # fmt: skip
    assert answer.status_code == 202, answer.text
    at_the_door = {refused["filename"]: refused["code"] for refused in answer.json()["refused"]}
    assert at_the_door["empty.pdf"] == "empty_file"
    assert at_the_door["page.pdf"] == "extension_mismatch"
    assert at_the_door["notes.pdf"] == "unsupported_type"
    assert "unsafe_filename" in at_the_door.values()
    settled(api, application)
    documents = {entry["filename"]: api.get(f"/documents/{entry['id']}").json() for entry in answer.json()["documents"]}
    assert documents["good.jpg"]["state"] == "observed"
    for name, code in (("cut.jpg", "truncated_file"), ("locked.pdf", "encrypted_file"), ("none.pdf", "no_pages")):
        assert documents[name]["state"] == "needs_manual"
        assert documents[name]["error"]["code"] == code
        assert any("\u4e00" <= character <= "\u9fff" for character in documents[name]["error"]["detail"])


def test_every_planted_defect_of_the_sample_is_told_and_none_is_invented(tmp_path: Path):
    """Screening without a service gives the findings beside the sample; a person may be asked more, nobody rejected."""
    command = [
        sys.executable, "-c", "from api.cli import main; main()", "screen", str(SAMPLE), "--policy", POLICY,
        "--now", "2024-09-20T09:00:00+08:00", "--json", "--out", str(tmp_path),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    assert done.returncode == 10, done.stderr
    (applicant,) = json.loads(done.stdout)["applicants"]
    found = {(entry["requirement"], entry["document"]): entry for entry in applicant["findings"]}
    planted = [json.loads(line) for line in (SAMPLE / "planted.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(planted) >= 20
    for defect in planted:
        finding = found[defect["requirement"], defect["document"]]
        assert finding["verdict"] in ("failed", "needs_review"), defect
        if defect["box"] is not None:
            wanted = from_jsonable(Box, defect["box"])
            places = [entry for entry in finding["evidence"] if entry["page"] == defect["page"] and entry["box"]]
            assert any(
                from_jsonable(Box, entry["box"]).expanded(0.02, 0.02).intersection(wanted) for entry in places
            ), defect
    certain = {(defect["requirement"], defect["document"]) for defect in planted if defect["verdict"] == "failed"}
    rejected = {key for key, finding in found.items() if finding["verdict"] == "failed"}
    assert rejected <= certain
    assert len(rejected) >= len(certain) - 3
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".html", ".docx", ".pdf", ".xlsx"}


@pytest.mark.parametrize("name", ["seals/contract_jiaozuo_2017.jpeg", "certificates/business_licence_new.png"])
def test_a_real_page_comes_back_with_seals_read_and_placed(api: httpx.Client, devset: Path, name: str):
    path = devset / name
    application = new_application(api, name="张闻溪", unit="某单位")
    answer = hand_in(api, application, (path.name, path.read_bytes()), slot="其他附件或证明材料")
    (document,) = answer.json()["documents"]
    settled(api, application)
    observation = api.get(f"/documents/{document['id']}/observation").json()
    seals = [seal for seal in observation["seals"] if seal["text"]]
    assert seals
    assert all(len(seal["box"]) == 4 and seal["page"] == 1 for seal in seals)
    findings = api.get(f"/documents/{document['id']}/findings").json()
    assert findings["findings"]
    assert api.get(f"/documents/{document['id']}/pages/1.png").content.startswith(b"\x89PNG")
    page = api.get(f"/applications/{application}/report", headers={"Accept": "text/html"}).text
    assert "职称申报材料核验报告" in page


def test_a_paper_is_compared_with_the_corpus_and_the_report_shows_both_figures(api: httpx.Client):
    application = new_application(api, name="张闻溪")
    paper = SAMPLE / "10-paper.pdf"
    (document,) = hand_in(api, application, (paper.name, paper.read_bytes()), slot="著作论文").json()["documents"]
    settled(api, application)
    report = api.get(f"/applications/{application}/report", headers={"Accept": "application/json"}).json()
    overlap = report["overlaps"][document["id"]]
    copied = overlap["ratios"]["without_own"]["copied"]
    assert copied >= 100
    assert overlap["sources"][0]["id"] == "yl-2019-03-017"
    assert all(passage["page"] == 2 and passage["box"] for passage in overlap["passages"])
    page = api.get(f"/applications/{application}/report", headers={"Accept": "text/html"}).text
    assert f"{copied}" in page
    assert "知网" in page

"""A roster beside a batch: handed in alone or in the ZIP, said what is wrong with it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from api.service import Service
from models.store.applications import Applications
from tests.api.doors import NOBODY, PDF, Door, assert_problem
from tests.api.test_api_batches import FACTS, applicant_zip, send
from tests.intake.archives import zipped
from tests.rosters.books import xlsx

ROWS = [["序号", "姓名", "性别"], [1.0, "林墨白", "女"], [2.0, "林墨白", "男"]]


@pytest.fixture
def book(tmp_path: Path) -> bytes:
    return xlsx(tmp_path / "r.xlsx", ROWS).read_bytes()


@pytest.fixture
def batch(reviewer: Door) -> str:
    return send(reviewer, "/batches", ("甲.zip", applicant_zip("林墨白")), policy="xj-by-2024-qs").json["id"]


def hand_in(door: Door, batch: str, name: str, data: bytes) -> TestResponse:
    form = {"file": (io.BytesIO(data), name)}
    return door.open("PUT", f"/batches/{batch}/roster", data=form, content_type="multipart/form-data")


def test_a_roster_is_handed_in_and_checked(reviewer: Door, stranger: Door, batch: str, book: bytes):
    assert_problem(reviewer.get(f"/batches/{batch}/roster"), 404, "not_found")

    answer = hand_in(reviewer, batch, "花名册.xlsx", book)

    assert answer.status_code == 200, answer.text
    assert answer.json["people"] == 2 and answer.json["filename"] == "花名册.xlsx"
    codes = {finding["code"] for finding in answer.json["findings"]}
    assert "same_name" in codes and "no_folder" not in codes, "not before all are judged"
    assert reviewer.get(f"/batches/{batch}/roster").json == answer.json
    assert hand_in(reviewer, batch, "花名册.xlsx", book).json == answer.json
    assert_problem(stranger.get(f"/batches/{batch}/roster"), 404, "not_found")
    assert_problem(hand_in(stranger, batch, "r.xlsx", book), 404, "not_found")
    assert_problem(reviewer.get(f"/batches/{NOBODY}/roster"), 404, "not_found")


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("r.xlsx", PDF, 415, "roster_unsupported"),
        ("r.xlsx", b"", 422, "empty_file"),
        ("../r.xlsx", PDF, 422, "unsafe_filename"),
    ],
)
def test_what_is_no_roster_is_refused(reviewer: Door, batch: str, name: str, data: bytes, status: int, code: str):
    assert_problem(hand_in(reviewer, batch, name, data), status, code)
    assert_problem(reviewer.get(f"/batches/{batch}/roster"), 404, "not_found")


def test_a_roster_comes_in_the_zip_beside_the_applicants(
    reviewer: Door, book: bytes, service: Service, organisation: str
):
    facts = (FACTS.format(name="林墨白") + "earlier_notices: [请补章]\n").encode()
    packed = zipped(
        {f"{who}/{name}": data for who in ("甲", "乙") for name, data in (("facts.yaml", facts), ("a.pdf", PDF))}
        | {"花名册.xlsx": book}
    )

    answer = send(reviewer, "/batches", ("全部.zip", packed), policy="xj-by-2024-qs")

    assert len(answer.json["applications"]) == 2 and answer.json["refused"] == [], answer.text
    assert reviewer.get(f"/batches/{answer.json['id']}/roster").json["people"] == 2
    with service.database.reading() as session:
        application = Applications(session, organisation).get(answer.json["applications"][0])
    assert application.earlier_notices == ("请补章",)


def test_a_workbook_among_an_applicant_s_papers_is_no_roster(reviewer: Door, book: bytes):
    packed = zipped({"论文/a.pdf": PDF, "业绩.xlsx": book, "facts.yaml": FACTS.format(name="林墨白").encode()})
    answer = send(reviewer, "/batches", ("甲.zip", packed), policy="xj-by-2024-qs")
    assert [entry["code"] for entry in answer.json["refused"]] == ["unsupported_type"]
    assert_problem(reviewer.get(f"/batches/{answer.json['id']}/roster"), 404, "not_found")

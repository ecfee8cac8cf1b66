"""A batch: every ZIP an applicant, counted together, cancelled, retried, and read as one table."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from api.service import Service
from models.store.documents import Documents, DocumentState
from models.store.tables import DocumentRow
from tests.api.doors import NOBODY, PDF, Door, assert_problem, judge, observe
from tests.intake.archives import zipped

FACTS = "name: {name}\nunit: 某所\nlevel: 中级\n"


def applicant_zip(name: str = "林墨白", **files: bytes) -> bytes:
    entries = {"facts.yaml": FACTS.format(name=name).encode(), "学历学位/a.pdf": PDF + name.encode()}
    return zipped(entries | {f"其他/{key}": value for key, value in files.items()})


def send(door: Door, path: str, *archives: tuple[str, bytes], **fields: str):
    parts = [(io.BytesIO(data), name) for name, data in archives]
    return door.post(path, data={"file": parts, **fields}, content_type="multipart/form-data")


@pytest.fixture
def batch(reviewer: Door, policy: str) -> str:
    answer = send(
        reviewer, "/batches", ("甲.zip", applicant_zip("甲乙")), ("丙.zip", applicant_zip("丙丁")), policy=policy
    )
    assert answer.status_code == 202, answer.text
    return answer.json["id"]


def documents_of(reviewer: Door, batch: str) -> list[tuple[str, str]]:
    listed = reviewer.get(f"/batches/{batch}/applications").json["applications"]
    return [
        (entry["id"], document["id"])
        for entry in listed
        for document in reviewer.get(f"/applications/{entry['id']}").json["documents"]
    ]


def test_every_zip_is_an_applicant_and_its_files_are_hinted(reviewer: Door, batch: str, enqueued: list[str]):
    shown = reviewer.get(f"/batches/{batch}").json

    assert (shown["applications"], shown["waiting"], shown["verdicts"]) == (2, 2, {})
    assert shown["progress"] == {"total": 2, "done": 0, "failed": 0, "eta_seconds": None}
    assert {document for _, document in documents_of(reviewer, batch)} == set(enqueued)
    slots = [reviewer.get(f"/documents/{document}").json["slot"] for _, document in documents_of(reviewer, batch)]
    assert slots == ["学历学位", "学历学位"]


def test_a_zip_may_hold_a_folder_for_each_applicant(reviewer: Door, policy: str):
    facts = FACTS.format(name="某某").encode()
    packed = zipped(
        {f"2024/{who}/{name}": data for who in ("甲", "乙") for name, data in (("facts.yaml", facts), ("a.pdf", PDF))}
    )

    answer = send(reviewer, "/batches", ("全部.zip", packed), policy=policy)

    assert len(answer.json["applications"]) == 2, answer.text


def test_the_same_zip_again_adds_nothing(reviewer: Door, batch: str):
    before = reviewer.get(f"/batches/{batch}").json

    answer = send(reviewer, f"/batches/{batch}/archives", ("甲.zip", applicant_zip("甲乙")))

    assert answer.status_code == 202 and len(answer.json["applications"]) == 1
    assert reviewer.get(f"/batches/{batch}").json == before


def test_more_applicants_may_follow_and_each_file_is_accounted_for(reviewer: Door, batch: str):
    packed = applicant_zip("戊己", **{"b.exe": b"MZ\x90\0" + bytes(60), "c.pdf": b""})

    answer = send(
        reviewer, f"/batches/{batch}/archives", ("戊.zip", packed), ("坏.zip", b"PK\x03\x04 broken"), ("x.pdf", PDF)
    )

    refused = {entry["filename"]: entry["code"] for entry in answer.json["refused"]}
    assert len(answer.json["applications"]) == 1
    assert set(refused) >= {"坏.zip", "x.pdf"} and len(refused) == 4
    assert refused["x.pdf"] == "unsupported_type"
    assert reviewer.get(f"/batches/{batch}").json["applications"] == 3


@pytest.mark.parametrize(
    "facts",
    [b"a: &a [1]\nb: *a\n", b"name: x\n" + b"#" * 70_000, b"name: [1, 2]\n", b"\xff\xfe\n"],
    ids=["aliases", "huge", "wrong kind", "no text"],
)
def test_hostile_facts_are_refused_and_hurt_no_neighbour(reviewer: Door, policy: str, facts: bytes):
    bad = zipped({"facts.yaml": facts, "a.pdf": PDF})

    answer = send(reviewer, "/batches", ("坏.zip", bad), ("好.zip", applicant_zip()), policy=policy)

    assert [entry["filename"] for entry in answer.json["refused"]] == ["坏.zip"]
    assert len(answer.json["applications"]) == 1


def test_verdicts_are_counted_and_read_as_a_table(
    reviewer: Door, batch: str, service: Service, organisation: str, policy: str
):
    application, document = documents_of(reviewer, batch)[0]
    blob = reviewer.get(f"/documents/{document}").json["sha256"]
    observe(service.database, service.blobs, organisation, document, service.blobs.read(organisation, blob))
    judge(service.database, organisation, application, document, policy)

    shown = reviewer.get(f"/batches/{batch}").json
    table = reviewer.get(f"/batches/{batch}/report")

    assert sum(shown["verdicts"].values()) == 1 and shown["waiting"] == 1 and shown["progress"]["done"] == 1
    rows = CalamineWorkbook.from_filelike(io.BytesIO(table.data)).get_sheet_by_name("申报人").to_python()
    assert len(rows) == 2 and rows[1][2] in ("甲", "丙")


def test_cancelling_and_retrying(reviewer: Door, batch: str, enqueued: list[str]):
    cancelled = reviewer.post(f"/batches/{batch}/cancel").json
    assert cancelled["state"] == "cancelled" and cancelled["progress"]["total"] == 0
    assert reviewer.post(f"/batches/{batch}/cancel").json == cancelled
    enqueued.clear()

    again = reviewer.post(f"/batches/{batch}/retry").json

    assert again["state"] == "open" and again["progress"]["total"] == 2 and len(enqueued) == 2


def test_a_refused_file_is_not_tried_again(reviewer: Door, batch: str, service: Service, organisation: str, enqueued):
    (_, first), (_, second) = documents_of(reviewer, batch)
    for document, code in ((first, "broken_file"), (second, "observation_failed")):
        with service.database.transaction() as session:
            row = session.get(DocumentRow, document)
            row.state, row.error_code = DocumentState.NEEDS_MANUAL.value, code
    enqueued.clear()

    reviewer.post(f"/batches/{batch}/retry")

    assert enqueued == [second]
    with service.database.reading() as session:
        assert Documents(session, organisation).get(first).state is DocumentState.NEEDS_MANUAL


def test_batches_are_listed_page_by_page(reviewer: Door, policy: str):
    opened = [send(reviewer, "/batches", policy=policy, label=f"第{n}批") for n in range(3)]
    assert [answer.status_code for answer in opened] == [202] * 3, opened[0].text
    mine = {answer.json["id"] for answer in opened}
    seen: list[str] = []
    path = "/batches?limit=2"
    while path:
        answer = reviewer.get(path.removeprefix("/api/v1")).json
        seen += [entry["id"] for entry in answer["batches"]]
        path = answer["next"]

    assert set(seen) == mine and len(seen) == 3


def test_batches_of_others_are_not_there(stranger: Door, applicant: Door, batch: str, policy: str):
    for method, path in (
        ("GET", ""),
        ("GET", "/applications"),
        ("GET", "/report"),
        ("POST", "/cancel"),
        ("POST", "/retry"),
    ):
        answer = stranger.open(method, f"/batches/{batch}{path}")
        assert answer.status_code in (403, 404)
    assert_problem(applicant.get(f"/batches/{batch}"), 403, "forbidden")


def test_an_unknown_policy_opens_nothing(reviewer: Door):
    assert send(reviewer, "/batches", ("甲.zip", applicant_zip()), policy="no-such").status_code == 422
    assert_problem(reviewer.get(f"/batches/{NOBODY}"), 404, "not_found")

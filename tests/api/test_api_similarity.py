"""The copied ratio over HTTP: a corpus filled and looked through, a paper compared pass by pass, its reports."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from api.service import Service
from models.observation import Observation
from models.store.papers import Papers, paper_id
from tests.api.doors import NOBODY, PDF, Door, assert_problem, observe
from workers.context import Context, install
from workers.corpora import corpora_of
from workers.similarity import run_similarity_job

STATUTE = "孔雀滩县计量检定所对在用压力表逐台检定，合格的贴绿标，不合格的停用并以书面形式通知使用单位整改。"
RULES = "检定员应当持证上岗，原始记录不得涂改，确需更正的划线更正并签名，保存期限不少于三年。"
OWN = "本文的方法来自作者在野外两年的观察，样品每月采集一次，共得到二十四组数据，逐一复核。"


class TextObserver:
    """Takes files for texts in UTF-8, without pages: these tests need no engine."""

    version = "text/1"
    engine = None

    def open(self, path: Path, *, filename: str) -> Any:
        raise AssertionError("no picture is opened here")

    def observe(self, opened: Any) -> Observation:
        raise AssertionError("no picture is observed here")


@pytest.fixture
def hinted() -> list[str]:
    return []


@pytest.fixture
def app(app: APIFlask, hinted: list[str]) -> APIFlask:
    app.extensions["verifier"] = replace(app.extensions["verifier"], enqueue_similarity=hinted.append)
    return app


@pytest.fixture
def work(service: Service, hinted: list[str]) -> Iterator[Callable[[], None]]:
    """Do what the workers were told of."""
    install(Context(service.settings, service.database, service.blobs, TextObserver(), None))

    def run() -> None:
        while hinted:
            run_similarity_job(hinted.pop(0))

    yield run
    corpora_of(service.settings).close()


def files(*entries: tuple[str, str | bytes], name: str = "file") -> dict[str, list[tuple[io.BytesIO, str]]]:
    return {name: [(io.BytesIO(body.encode() if isinstance(body, str) else body), title) for title, body in entries]}


def filled(admin: Door, work: Callable[[], None]) -> dict[str, Any]:
    answer = admin.post("/similarity/corpus/documents", data=files(("条例_王宁.txt", STATUTE), ("规范.md", RULES)))
    assert answer.status_code == 202, answer.text
    work()
    return admin.get(answer.json["links"]["self"].removeprefix("/api/v1")).json


def checked(door: Door, form: dict[str, Any]) -> Any:
    return door.post("/similarity/checks", data=form, content_type="multipart/form-data")


def compared(door: Door, work: Callable[[], None], **fields: Any) -> dict[str, Any]:
    answer = checked(door, fields)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == answer.json["links"]["self"]
    assert answer.json["state"] == "waiting" and answer.json["report"] is None
    work()
    return door.get(answer.headers["Location"].removeprefix("/api/v1")).json


def test_files_are_taken_into_the_corpus_by_a_job(admin: Door, work: Callable[[], None]):
    assert admin.get("/similarity/corpus").json["documents"] == 0
    done = filled(admin, work)
    assert (done["state"], done["done"], done["total"]) == ("done", 2, 2)
    assert done["added"] == {"documents": 2, "results": {"added": 2}, "notes": []}
    assert admin.get("/similarity/corpus").json["documents"] == 2
    listed = admin.get("/similarity/corpus/documents?limit=1").json
    assert [card["id"] for card in listed["documents"]] == ["条例_王宁.txt"]
    following = admin.get(listed["next"].removeprefix("/api/v1")).json
    assert [card["id"] for card in following["documents"]] == ["规范.md"] and following["next"] is None
    card = admin.get(listed["documents"][0]["links"]["self"].removeprefix("/api/v1")).json
    assert (card["title"], card["authors"], card["characters"]) == ("条例", ["王宁"], len(STATUTE))
    assert card["text"] == STATUTE


def test_the_same_file_again_is_the_same_and_the_same_text_is_kept_once(admin: Door, work: Callable[[], None]):
    filled(admin, work)
    again = filled(admin, work)
    assert again["added"]["results"] == {"same": 2} and again["added"]["documents"] == 2
    answer = admin.post("/similarity/corpus/documents", data=files(("抄件.txt", STATUTE)))
    work()
    job = admin.get(f"/similarity/corpus/jobs/{answer.json['id']}").json
    assert job["added"]["notes"] == [{"id": "抄件.txt", "outcome": "duplicate", "detail": "条例_王宁.txt"}]


def test_what_is_known_of_the_files_is_kept(admin: Door, work: Callable[[], None]):
    lines = "\n".join(json.dumps({"id": f"库/{n}", "text": f"{n}{STATUTE}"}, ensure_ascii=False) for n in range(3))
    form = files(("文库.jsonl", lines)) | {"author": ["李四", "王五"], "year": "2019", "kind": "期刊"}
    assert admin.post("/similarity/corpus/documents", data=form).status_code == 202
    work()
    card = admin.get("/similarity/corpus/documents/库/1").json
    assert (card["authors"], card["year"], card["kind"]) == (["李四", "王五"], 2019, "期刊")


def test_each_file_is_taken_or_refused_by_itself(admin: Door, work: Callable[[], None]):
    form = files(("好.txt", RULES), ("空.txt", ""), ("表.xlsx", b"PK\x03\x04"), ("坏.jsonl", '{"id": "x"}'))
    answer = admin.post("/similarity/corpus/documents", data=form)
    assert answer.status_code == 202
    assert [(file["filename"], file["code"]) for file in answer.json["refused"]] == [
        ("空.txt", "empty_file"),
        ("表.xlsx", "unsupported_type"),
    ]
    work()
    job = admin.get(f"/similarity/corpus/jobs/{answer.json['id']}").json
    assert job["added"]["results"] == {"added": 1, "refused": 1}
    assert job["added"]["notes"][0]["id"] == "坏.jsonl" and "坏.jsonl" in job["added"]["notes"][0]["detail"]
    body = assert_problem(
        admin.post("/similarity/corpus/documents", data=files(("a.exe", b"MZ"))), 415, "unsupported_type"
    )
    assert [file["filename"] for file in body["refused"]] == ["a.exe"]


def test_a_document_is_taken_out(admin: Door, work: Callable[[], None]):
    filled(admin, work)
    assert admin.open("DELETE", "/similarity/corpus/documents/规范.md").status_code == 204
    assert_problem(admin.open("DELETE", "/similarity/corpus/documents/规范.md"), 404, "not_found")
    assert_problem(admin.get("/similarity/corpus/documents/规范.md"), 404, "not_found")
    assert compared(admin, work, **files(("论文.txt", OWN + RULES)))["report"]["sources"] == []


def test_the_corpus_is_checked(admin: Door, work: Callable[[], None]):
    filled(admin, work)
    answer = admin.post("/similarity/corpus/checks")
    assert (answer.status_code, answer.json["health"]) == (202, None)
    work()
    job = admin.get(f"/similarity/corpus/jobs/{answer.json['id']}").json
    assert (job["state"], job["kind"]) == ("done", "corpus_check")
    assert job["health"] == {"documents": 2, "segments": 0, "mended": 0, "lost": []}
    assert [entry["id"] for entry in admin.get("/similarity/corpus/jobs?limit=50").json["jobs"]].count(job["id"]) == 1


def test_a_paper_is_compared_and_the_answer_is_that_of_the_command(
    admin: Door, reviewer: Door, work: Callable[[], None]
):
    filled(admin, work)
    check = compared(reviewer, work, **files(("论文.txt", OWN + STATUTE)), author="张三")
    assert (check["state"], check["stage"], check["filename"], check["author"]) == (
        "done",
        "complete",
        "论文.txt",
        "张三",
    )
    report = check["report"]
    assert report["ratios"]["total"]["copied"] > 30 and report["stage"] == "complete"
    assert [source["id"] for source in report["sources"]] == ["条例_王宁.txt"]
    assert report["corpus_documents"] == 2 and "不是" in report["notice"]
    page = reviewer.get(f"/similarity/checks/{check['id']}/report", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html" and STATUTE[5:25] in page.text and "知网" in page.text
    pdf = reviewer.get(f"/similarity/checks/{check['id']}/report", headers={"Accept": "application/pdf"})
    assert pdf.data.startswith(b"%PDF-") and check["id"] in pdf.headers["Content-Disposition"]
    assert reviewer.get(f"/similarity/checks/{check['id']}/report").json == report
    assert_problem(
        reviewer.get(f"/similarity/checks/{check['id']}/report", headers={"Accept": "image/png"}), 406, "not_acceptable"
    )
    listed = reviewer.get("/similarity/checks?limit=100").json["checks"]
    assert check["id"] in [entry["id"] for entry in listed] and "report" not in listed[0]


def test_own_publications_count_apart(admin: Door, reviewer: Door, work: Callable[[], None]):
    filled(admin, work)
    paper = OWN + STATUTE + RULES
    form = files(("论文.txt", paper)) | files(("旧作.txt", RULES + OWN), name="own_file") | {"own": "条例_王宁.txt"}
    report = compared(reviewer, work, **form)["report"]
    assert report["ratios"]["total"]["copied"] == report["ratios"]["total"]["total"]
    # The rules stand in 规范.md too, which is not the author's: what third parties hold counts.
    assert 0 < report["ratios"]["without_own"]["copied"] < 50
    answer = reviewer.post("/similarity/checks", data=files(("论文.txt", paper)) | {"own": "没有这篇.txt"})
    assert "没有这篇.txt" in assert_problem(answer, 422, "invalid_request")["detail"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("　", "no_text"),
        ("复制比十个字的论文呀", "too_short"),
        ("参考文献\n[1] 王宁. 检定[J]. 计量, 2019(3): 5-9.", "only_references"),
    ],
)
def test_a_paper_that_cannot_be_compared_has_its_answer(
    reviewer: Door, work: Callable[[], None], body: str, problem: str
):
    check = compared(reviewer, work, **files(("论文.txt", body)))
    assert (check["state"], check["report"]["problem"]) == ("done", problem)


def test_a_paper_that_is_no_text_is_refused_with_the_reason(reviewer: Door, work: Callable[[], None]):
    check = compared(reviewer, work, **files(("论文.txt", b"\xff\x81\x00\x00\x99")))
    assert (check["state"], check["error"]["code"]) == ("failed", "unsupported_type")
    assert check["error"]["detail"] and "report" not in check["links"]
    assert_problem(reviewer.get(f"/similarity/checks/{check['id']}/report"), 404, "not_found")


def test_a_document_handed_in_is_compared_once_it_is_observed(
    reviewer: Door, service: Service, organisation: str, policy: str, work: Callable[[], None]
):
    application = reviewer.new_application(policy)
    document = reviewer.upload(application, ("论文.pdf", PDF)).json["documents"][0]["id"]
    assert_problem(checked(reviewer, {"document": document}), 409, "not_ready")
    observe(service.database, service.blobs, organisation, document, PDF)
    check = compared(reviewer, work, document=document)
    assert (check["document"], check["filename"], check["report"]["problem"]) == (document, "论文.pdf", "too_short")
    assert check["links"]["document"].endswith(document)


@pytest.mark.parametrize(
    "form", [{}, {"document": "x", "file": (io.BytesIO(b"x"), "a.txt")}, {"file": "", "document": ""}]
)
def test_one_paper_is_asked_for(reviewer: Door, form: dict[str, Any]):
    assert_problem(checked(reviewer, form), 422, "invalid_request")


def test_before_it_is_done_there_is_no_report(reviewer: Door):
    answer = reviewer.post("/similarity/checks", data=files(("论文.txt", OWN)))
    assert_problem(reviewer.get(f"/similarity/checks/{answer.json['id']}/report"), 409, "not_ready")


def test_strangers_see_nothing(admin: Door, reviewer: Door, stranger: Door, work: Callable[[], None]):
    filled(admin, work)
    check = compared(reviewer, work, **files(("论文.txt", OWN + STATUTE)))
    for path in (f"/similarity/checks/{check['id']}", f"/similarity/checks/{check['id']}/report"):
        assert_problem(stranger.get(path), 404, "not_found")
    assert stranger.get("/similarity/corpus").json["documents"] == 0
    assert_problem(stranger.get("/similarity/corpus/documents/规范.md"), 404, "not_found")
    assert_problem(stranger.open("DELETE", "/similarity/corpus/documents/规范.md"), 404, "not_found")
    assert compared(stranger, work, **files(("论文.txt", OWN + STATUTE)))["report"]["sources"] == []
    assert_problem(checked(stranger, {"document": NOBODY}), 404, "not_found")


def test_a_reviewer_finds_out_whose_paper_a_source_is(
    reviewer: Door, stranger: Door, service: Service, organisation: str, policy: str
):
    application = reviewer.new_application(policy)
    document = reviewer.upload(application, ("论文.pdf", PDF)).json["documents"][0]["id"]
    with service.database.transaction() as session:
        Papers(session, organisation).hold(application, document)
    found = reviewer.get(f"/similarity/papers/{paper_id(document)}").json
    assert (found["document"], found["application"]) == (document, application)
    assert_problem(stranger.get(f"/similarity/papers/{paper_id(document)}"), 404, "not_found")
    assert_problem(reviewer.get(f"/similarity/papers/{document}"), 404, "not_found")


def test_the_audit_log_has_what_was_done_and_no_file_s_name(admin: Door, work: Callable[[], None]):
    filled(admin, work)
    compared(admin, work, **files(("论文.txt", OWN)))
    assert admin.open("DELETE", "/similarity/corpus/documents/条例_王宁.txt").status_code == 204
    log = admin.get("/audit?limit=200")
    assert {"corpus_add.asked_for", "comparison.asked_for", "corpus_document.removed"} <= {
        entry["action"] for entry in log.json["entries"]
    }
    assert "王宁" not in log.text and "论文" not in log.text

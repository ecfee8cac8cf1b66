"""Checks and copies over HTTP, and the blind reviewer's doors: released copies and nothing else."""

from __future__ import annotations

import ast
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from apiflask import APIFlask

from api import auth, masked
from api.service import Service
from api.web import blind
from models.geometry import Box
from models.masking import CopyAnswer, MaskingAnswer, MaskingVerdict, PageBox, PageMasking, Step
from models.store.api_keys import ApiKeys, Role
from models.store.masking_leases import MaskedPage, MaskingLeases
from models.store.masking_tasks import MaskingKind, MaskingTasks
from models.store.pictures import PagePicture, Pictures
from tests.api.doors import NOBODY, PDF, PNG, Door, assert_problem, sha256

WHO = "欧阳若川"
FOR_EVERYBODY = {
    "web_batches.start",
    "web_help.show",
    "openapi_document.document",
    "accounts.who",
    "accounts.sign_out",
    "accounts.set_password",
} | {f"policies.{view}" for view in ("list_all", "show")}
BLIND = (masked, blind)
"""The modules that serve blind reviewers."""

BLIND_USES = {"api.auth", "api.paging", "api.schemas", "api.schemas_masking", "api.service", "api.web.shell"}
"""What of the service they may use: nothing of it reads applications or documents by itself."""

BOX = {"page": 1, "box": [0.1, 0.1, 0.4, 0.2]}


@pytest.fixture
def hinted(app: APIFlask) -> list[str]:
    tasks: list[str] = []
    app.extensions["verifier"] = replace(app.extensions["verifier"], enqueue_masking=tasks.extend)
    return tasks


@pytest.fixture
def document(reviewer: Door, policy: str) -> str:
    application = reviewer.new_application(policy, applicant={"name": WHO})
    return reviewer.upload(application, (f"{WHO} 证书.png", PNG)).json["documents"][0]["id"]


def ask(door: Door, what: str, *, file: bytes | None = None, filename: str = "证书.pdf", **fields):
    data = {**fields, **({"file": (io.BytesIO(file), filename)} if file is not None else {})}
    return door.post(f"/masking/{what}", data=data, content_type="multipart/form-data")


def checked(service: Service, organisation: str, task: str, sha: str) -> None:
    """Do what a worker does with a check."""
    answer = MaskingAnswer(MaskingVerdict.CLEAN, (PageMasking(1, False, (), ()),), (), ())
    with service.database.transaction() as session:
        leases, now = MaskingLeases(session, organisation), dt.datetime.now(dt.UTC)
        lease = leases.acquire(task, now=now, ttl=dt.timedelta(minutes=1))
        assert lease is not None and leases.finish(lease, answer, now=now)
        Pictures(session, organisation).put_page(sha, 1, PagePicture(service.blobs.put_bytes(organisation, PNG).sha256))


def copied(service: Service, organisation: str, task: str, *, released: bool = True) -> None:
    """Do what a worker does with a copy."""
    blob, png, jpeg = (service.blobs.put_bytes(organisation, data).sha256 for data in (PDF + b"m", b"PNG", b"JPG"))
    answer = CopyAnswer(released, (PageBox(1, Box(0.1, 0.1, 0.2, 0.2)),), (Step("pixels", released, "证明"),))
    preview = service.blobs.put_bytes(organisation, b"PREVIEW").sha256
    pages = (MaskedPage(1, png, jpeg, "学历证书", preview), MaskedPage(2, png, jpeg, "成绩单"))
    with service.database.transaction() as session:
        leases, now = MaskingLeases(session, organisation), dt.datetime.now(dt.UTC)
        lease = leases.acquire(task, now=now, ttl=dt.timedelta(minutes=1))
        assert lease is not None
        shown = {"copy": blob, "type": "diploma", "pages": pages} if released else {}
        assert leases.finish(lease, answer, now=now, **shown)


def test_a_file_is_checked(applicant: Door, hinted: list[str], service: Service, organisation: str):
    answer = ask(applicant, "checks", file=PDF, name=WHO, also='["unit=某所", "id=1"]', flags='{"1": false}')
    assert answer.status_code == 202, answer.text
    task = answer.json["id"]
    assert hinted == [task] and answer.headers["Location"] == answer.json["links"]["self"]
    shown = applicant.get(f"/masking/checks/{task}").json
    assert (shown["state"], shown["result"], shown["name"]) == ("received", None, WHO)
    assert shown["also"] == ["unit=某所", "id_number=1"] and shown["flags"] == {"1": False}
    assert_problem(applicant.get(f"/masking/checks/{task}/pages/1.png"), 409, "not_ready")
    checked(service, organisation, task, sha256(PDF))
    shown = applicant.get(f"/masking/checks/{task}").json
    assert shown["result"]["answer"] == "clean" and shown["state"] == "done"
    assert applicant.get(shown["links"]["first_page"].removeprefix("/api/v1")).data == PNG
    assert_problem(applicant.get(f"/masking/checks/{task}/pages/2.png"), 404, "not_found")


def test_a_document_is_checked_for_its_applicant(reviewer: Door, document: str):
    task = ask(reviewer, "checks", document=document).json["id"]
    shown = reviewer.get(f"/masking/checks/{task}").json
    assert (shown["name"], shown["document"]) == (WHO, document)


def test_without_a_name_the_covers_are_checked(reviewer: Door):
    task = ask(reviewer, "checks", file=PDF, name="").json["id"]
    assert reviewer.get(f"/masking/checks/{task}").json["name"] is None


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("checks", {"name": WHO}),
        ("checks", {"file": PDF, "document": NOBODY}),
        ("checks", {"file": PDF, "name": "  "}),
        ("checks", {"file": PDF, "also": '["unit"]'}),
        ("checks", {"file": PDF, "flags": "x"}),
        ("checks", {"file": PDF, "flags": '{"0": true}'}),
        ("checks", {"file": PDF, "flags": '{"1": "vielleicht"}'}),
        ("copies", {"file": PDF}),
        ("copies", {"file": PDF, "name": WHO, "added": '[{"page": 1}]'}),
        ("copies", {"file": PDF, "name": WHO, "added": '[{"page": 1, "box": [0.5, 0.1, 0.4, 0.2]}]'}),
        ("copies", {"file": PDF, "name": WHO, "removed": '[{"page": 0, "box": [0.1, 0.1, 0.4, 0.2]}]'}),
    ],
)
def test_what_cannot_be_understood_is_refused(reviewer: Door, hinted: list[str], what, fields):
    assert_problem(ask(reviewer, what, **fields), 422, "invalid_request")
    assert hinted == []


def test_files_that_cannot_be_accepted_are_refused(reviewer: Door):
    assert_problem(ask(reviewer, "checks", file=b"", name=WHO), 422, "empty_file")
    assert_problem(ask(reviewer, "checks", file=PDF, filename="../a.pdf", name=WHO), 422, "unsafe_filename")


def test_a_copy_hides_the_applicant_and_nobody_else(reviewer: Door, document: str, hinted: list[str]):
    assert_problem(ask(reviewer, "copies", document=document, name="李四"), 422, "invalid_request")
    assert ask(reviewer, "copies", document=document, name="欧阳 若川").status_code == 202
    assert len(hinted) == 1


def test_a_copy_is_made_shown_and_taken_back(reviewer: Door, document: str, service: Service, organisation: str):
    answer = ask(reviewer, "copies", document=document, added=json.dumps([BOX]), removed="")
    task = answer.json["id"]
    assert answer.status_code == 202 and reviewer.get(f"/masking/copies/{task}").json["added"] == [BOX]
    assert_problem(reviewer.get(f"/masking/copies/{task}/copy.pdf"), 409, "not_ready")
    copied(service, organisation, task)
    shown = reviewer.get(f"/masking/copies/{task}").json
    assert shown["result"]["released"] and shown["result"]["proof"][0]["passed"]
    assert reviewer.get(shown["links"]["copy"].removeprefix("/api/v1")).data == PDF + b"m"
    assert reviewer.get(shown["links"]["masked"].removeprefix("/api/v1")).json["pages"] == 2
    assert reviewer.post(f"/masking/copies/{task}/withdraw").json["state"] == "withdrawn"
    assert_problem(reviewer.get(f"/masking/copies/{task}/copy.pdf"), 404, "not_found")
    assert_problem(reviewer.get(f"/masked/documents/{document}"), 409, "no_masked_copy")


def test_a_copy_that_is_not_released_has_no_file(reviewer: Door, service: Service, organisation: str):
    task = ask(reviewer, "copies", file=PDF, name=WHO).json["id"]
    copied(service, organisation, task, released=False)
    shown = reviewer.get(f"/masking/copies/{task}").json
    assert shown["state"] == "done" and not shown["result"]["released"] and "copy" not in shown["links"]
    assert_problem(reviewer.get(f"/masking/copies/{task}/copy.pdf"), 404, "not_found")


def test_lists_page_by_page(reviewer: Door, document: str):
    made = {ask(reviewer, "copies", document=document).json["id"] for _ in range(3)}
    ask(reviewer, "copies", file=PDF, name=WHO)
    first = reviewer.get(f"/masking/copies?document={document}&limit=2").json
    rest = reviewer.get(first["next"].removeprefix("/api/v1")).json
    assert {one["id"] for one in (*first["copies"], *rest["copies"])} == made and rest["next"] is None
    assert reviewer.get("/masking/checks").json == {"checks": [], "next": None}


def test_another_organisations_tasks_are_not_there(reviewer: Door, stranger: Door, document: str):
    check, copy = (ask(reviewer, what, document=document).json["id"] for what in ("checks", "copies"))
    for path in (f"/masking/checks/{check}", f"/masking/copies/{copy}", f"/masking/copies/{copy}/copy.pdf",
                 f"/masking/checks/{check}/pages/1.png", f"/masked/documents/{document}"):  # fmt: skip
        assert_problem(stranger.get(path), 404, "not_found")
    assert_problem(stranger.post(f"/masking/copies/{copy}/withdraw"), 404, "not_found")
    assert_problem(ask(stranger, "copies", document=document, name=WHO), 404, "not_found")
    assert_problem(reviewer.get(f"/masking/copies/{check}"), 404, "not_found")


def test_an_applicant_reads_their_own_checks_alone(
    applicant: Door, reviewer: Door, app: APIFlask, service: Service, organisation: str
):
    with service.database.transaction() as session:
        key = ApiKeys(session, organisation).create(Role.APPLICANT, label="another").plaintext
    another = Door(app.test_client(), key)
    task = ask(applicant, "checks", file=PDF, name=WHO).json["id"]
    assert_problem(another.get(f"/masking/checks/{task}"), 404, "not_found")
    assert_problem(another.get(f"/masking/checks/{task}/pages/1.png"), 404, "not_found")
    assert applicant.get(f"/masking/checks/{task}").status_code == 200
    assert reviewer.get(f"/masking/checks/{task}").status_code == 200


def masked_paths(document: str) -> list[str]:
    kinds = ("", "/copy.pdf", "/pages/1.png", "/pages/1/preview.jpg", "/pages/1/thumbnail.jpg", "/text")
    return [f"/masked/documents/{document}{kind}" for kind in kinds]


def test_a_blind_reviewer_sees_nothing_without_a_released_copy(
    masked_reviewer: Door, reviewer: Door, document: str, service: Service, organisation: str
):
    application = reviewer.get(f"/documents/{document}").json["application"]
    task = ask(reviewer, "copies", document=document).json["id"]
    for _ in ("asked for", "made and kept back"):
        for path in masked_paths(document):
            assert_problem(masked_reviewer.get(path), 409, "no_masked_copy")
        shown = masked_reviewer.get(f"/masked/applications/{application}").json
        assert (shown["documents"], shown["withheld"]) == ([], 1)
        if _ == "asked for":
            copied(service, organisation, task, released=False)


def test_a_blind_reviewer_sees_the_copy_alone(
    masked_reviewer: Door, reviewer: Door, document: str, service: Service, organisation: str
):
    application = reviewer.get(f"/documents/{document}").json["application"]
    copied(service, organisation, ask(reviewer, "copies", document=document).json["id"])
    answers = [masked_reviewer.get(path) for path in masked_paths(document)]
    answers += [masked_reviewer.get(path) for path in (f"/masked/applications/{application}", "/masked/applications")]
    assert [answer.status_code for answer in answers] == [200] * 8
    for answer in answers:
        assert WHO.encode() not in answer.data and PNG not in answer.data and "若川" not in answer.text
    shown, copy, picture, preview, thumbnail, text = answers[:6]
    assert (shown.json["pages"], shown.json["type"]) == (2, "diploma")
    assert (copy.data, picture.data, preview.data, thumbnail.data) == (PDF + b"m", b"PNG", b"PREVIEW", b"JPG")
    assert masked_reviewer.get(f"/masked/documents/{document}/pages/2/preview.jpg").data == b"PNG"
    assert [page["text"] for page in text.json["pages"]] == ["学历证书", "成绩单"]
    found = masked_reviewer.get(f"/masked/documents/{document}/text?q=成绩").json["pages"]
    assert [page["page"] for page in found] == [2]
    assert answers[6].json["documents"][0]["id"] == document
    assert_problem(masked_reviewer.get(f"/masked/documents/{document}/pages/3.png"), 404, "not_found")


def test_all_that_serves_blind_reviewers_is_in_two_modules(app: APIFlask):
    """Whoever adds a door for blind reviewers adds it to `api.masked`, or a page to `api.web.blind`."""
    serving = {
        endpoint: view.__module__
        for endpoint, view in app.view_functions.items()
        if Role.MASKED_REVIEWER in (auth.required_roles(view) or ())
    }
    modules = {module.__name__ for module in BLIND}
    assert {endpoint for endpoint, module in serving.items() if module not in modules} == FOR_EVERYBODY
    assert modules <= set(serving.values())


@pytest.mark.parametrize("module", BLIND, ids=lambda module: module.__name__)
def test_what_serves_blind_reviewers_knows_released_copies_alone(module: ModuleType):
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    stores = {name for name in imported if name.startswith("models.store")}
    assert stores == {"models.store.api_keys", "models.store.masked_view"}
    assert {name for name in imported if name.startswith("api.")} <= BLIND_USES
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "store"
    }
    assert used <= {"session", "applications"}


def test_a_check_is_no_copy(service: Service, organisation: str, reviewer: Door):
    task = ask(reviewer, "checks", file=PDF, name=WHO).json["id"]
    with service.database.reading() as session:
        assert MaskingTasks(session, organisation).get(task).request.kind is MaskingKind.CHECK

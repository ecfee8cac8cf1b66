"""Uploading, and reading what was seen and found in a document."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from apiflask import APIFlask

from api import limits
from api.service import Service
from models.store.document_leases import DocumentLeases
from models.store.documents import Documents
from models.store.pictures import PagePicture, Pictures
from tests.api.doors import JPEG, NOBODY, PDF, PNG, Door, assert_problem, observe, sha256


@pytest.fixture
def application(applicant: Door, policy: str) -> str:
    return applicant.new_application(policy)


def test_an_accepted_file_is_stored_recorded_and_announced(
    applicant: Door, application: str, service: Service, organisation: str, enqueued: list[str]
):
    answer = applicant.upload(
        application, ("毕业证书 王.pdf", PDF), slot="学历学位", declared_type="diploma", needs_mask="true"
    )
    assert answer.status_code == 202
    (document,) = answer.json["documents"]
    assert answer.json["refused"] == []
    assert document["filename"] == "毕业证书 王.pdf"
    assert document["sha256"] == sha256(PDF)
    assert document["state"] == "received"
    assert enqueued == [document["id"]]
    assert service.blobs.read(organisation, sha256(PDF)) == PDF
    with service.database.reading() as session:
        kept = Documents(session, organisation).get(document["id"])
    assert (kept.slot, kept.declared_type, kept.needs_mask, kept.size) == ("学历学位", "diploma", True, len(PDF))


def test_the_same_upload_again_is_the_same_document(applicant: Door, application: str):
    first = applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    assert applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"] == first
    assert applicant.upload(application, ("b.pdf", PDF)).json["documents"][0]["id"] != first


def test_a_refused_file_does_not_hurt_its_neighbours(applicant: Door, application: str):
    answer = applicant.upload(application, ("a.pdf", PDF), ("empty.pdf", b""), ("b.pdf", PDF + b"%"))
    assert answer.status_code == 202
    assert [document["filename"] for document in answer.json["documents"]] == ["a.pdf", "b.pdf"]
    (refused,) = answer.json["refused"]
    assert (refused["filename"], refused["code"]) == ("empty.pdf", "empty_file")
    assert refused["title"] and refused["detail"]


@pytest.mark.parametrize(
    ("filename", "data", "status", "code"),
    [
        ("empty.pdf", b"", 422, "empty_file"),
        ("../../etc/passwd.pdf", PDF, 422, "unsafe_filename"),
        ("..\\..\\windows\\a.pdf", PDF, 422, "unsafe_filename"),
        ("C:\\Users\\me\\a.pdf", PDF, 422, "unsafe_filename"),
        ("a.pdf", PNG, 422, "extension_mismatch"),
        ("a.exe", b"MZ\x90\x00" + b"\x00" * 100, 415, "unsupported_type"),
    ],
)
def test_a_lone_refused_file_is_a_typed_problem(
    applicant: Door, application: str, enqueued: list[str], filename: str, data: bytes, status: int, code: str
):
    answer = applicant.upload(application, (filename, data))
    body = assert_problem(answer, status, code)
    assert [entry["code"] for entry in body["refused"]] == [code]
    assert body["refused"][0]["filename"] == filename
    assert enqueued == []
    assert applicant.get(f"/applications/{application}").json["progress"]["total"] == 0


def test_all_refused_answers_with_the_first_and_lists_all(applicant: Door, application: str):
    answer = applicant.upload(application, ("../a.pdf", PDF), ("empty.pdf", b""))
    body = assert_problem(answer, 422, "unsafe_filename")
    assert [entry["code"] for entry in body["refused"]] == ["unsafe_filename", "empty_file"]


def test_a_file_above_the_limit_leaves_nothing_behind(
    applicant: Door, application: str, service: Service, organisation: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("api.taking_in.MAX_FILE_BYTES", 1 << 10)
    answer = applicant.upload(application, ("a.pdf", PDF + b"\n" * (2 << 10)))
    assert_problem(answer, 413, "file_too_large")
    assert not (service.settings.blobs_folder / organisation).exists()
    assert list((service.settings.blobs_folder / ".incoming").iterdir()) == []


def test_a_scan_of_megabytes_is_accepted(applicant: Door, application: str, service: Service, organisation: str):
    scan = PDF + b"\n" * (3 << 20)
    boundary = b"----scan"
    body = b"--" + boundary + b'\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + scan
    answer = applicant.post(
        f"/applications/{application}/documents",
        data=body + b"\r\n--" + boundary + b"--\r\n",
        content_type=f"multipart/form-data; boundary={boundary.decode()}",
    )
    assert answer.status_code == 202, answer.text
    assert service.blobs.read(organisation, answer.json["documents"][0]["sha256"]) == scan


def test_a_request_without_files_is_refused(applicant: Door, application: str):
    answer = applicant.post(
        f"/applications/{application}/documents", data={"slot": "x"}, content_type="multipart/form-data"
    )
    assert [entry["field"] for entry in assert_problem(answer, 422, "invalid_request")["errors"]] == ["file"]


def test_a_file_field_that_is_text_is_refused(applicant: Door, application: str):
    answer = applicant.post(
        f"/applications/{application}/documents", data={"file": "x"}, content_type="multipart/form-data"
    )
    assert_problem(answer, 422, "invalid_request")


@pytest.mark.parametrize("fields", [{"needs_mask": "maybe"}, {"slott": "x"}, {"slot": "x" * 101}])
def test_wrong_fields_of_the_form_are_named(applicant: Door, application: str, fields: dict[str, str]):
    body = assert_problem(applicant.upload(application, ("a.pdf", PDF), **fields), 422, "invalid_request")
    assert [entry["field"] for entry in body["errors"]] == list(fields)


def test_only_a_form_brings_files(applicant: Door, application: str):
    answer = applicant.post(f"/applications/{application}/documents", data=PDF, content_type="application/pdf")
    assert "multipart/form-data" in assert_problem(answer, 415, "unsupported_media_type")["detail"]


def test_too_many_parts_are_refused(applicant: Door, application: str):
    answer = applicant.upload(application, *[(f"{n}.pdf", PDF) for n in range(limits.MAX_FORM_PARTS + 1)])
    assert_problem(answer, 413, "request_too_large")


def test_a_request_above_the_limit_is_refused_before_it_is_read(applicant: Door, application: str):
    answer = applicant.post(
        f"/applications/{application}/documents",
        data=b"--x--",
        environ_overrides={"CONTENT_LENGTH": str(limits.MAX_REQUEST_BYTES + 1)},
        content_type="multipart/form-data; boundary=x",
    )
    assert_problem(answer, 413, "request_too_large")


def test_an_upload_to_an_application_that_is_not_there(applicant: Door, stranger: Door, application: str):
    assert_problem(applicant.upload(NOBODY, ("a.pdf", PDF)), 404, "not_found")
    assert_problem(stranger.upload(application, ("a.pdf", PDF)), 404, "not_found")


def test_uploads_are_spooled_beside_the_blobs(
    applicant: Door, application: str, service: Service, monkeypatch: pytest.MonkeyPatch
):
    import api.bodies

    used: list[str] = []
    real = api.bodies.SpooledTemporaryFile

    def noted(*args: object, **options: object) -> object:
        used.append(str(options["dir"]))
        return real(*args, **options)

    monkeypatch.setattr(api.bodies, "SpooledTemporaryFile", noted)
    applicant.upload(application, ("a.pdf", PDF))
    assert used and all(Path(folder).is_relative_to(service.settings.data_dir) for folder in used)


def test_nothing_is_readable_before_it_is_observed(applicant: Door, application: str):
    document = applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    shown = applicant.get(f"/documents/{document}").json
    assert shown["application"] == application
    assert shown["state"] == "received"
    assert "observation" not in shown["links"]
    for part in ("observation", "findings", "pages/1.png", "pages/1/preview.jpg", "pages/1/thumbnail.jpg"):
        assert_problem(applicant.get(f"/documents/{document}/{part}"), 409, "not_ready")


def test_an_observed_document_is_readable_before_the_application_is_judged(
    applicant: Door, application: str, service: Service, organisation: str
):
    document = applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    shown = applicant.get(f"/documents/{document}").json
    assert (shown["state"], shown["type"], shown["pages"], shown["error"]) == ("observed", "diploma", 1, None)
    seen = applicant.get(f"/documents/{document}/observation").json
    assert seen["pages"][0]["lines"][0]["text"] == "毕业证书"
    assert seen["pages"][0]["lines"][0]["box"] == [0.1, 0.1, 0.4, 0.2]
    found = applicant.get(f"/documents/{document}/findings").json
    assert found["document"] == document
    assert found["findings"][0]["verdict"] == "failed"
    picture = applicant.get(f"/documents/{document}/pages/1.png")
    assert (picture.mimetype, picture.data) == ("image/png", PNG)
    assert picture.headers["Cache-Control"] == "no-store"
    for size in ("preview", "thumbnail"):
        small = applicant.get(f"/documents/{document}/pages/1/{size}.jpg")
        assert (small.mimetype, small.data) == ("image/jpeg", JPEG + size.encode())
        assert small.headers["Cache-Control"] == "no-store"
    for number in ("0", "2", "99999999999999999999"):
        assert_problem(applicant.get(f"/documents/{document}/pages/{number}.png"), 404, "not_found")


def test_a_document_that_needs_a_person_says_why(
    applicant: Door, application: str, service: Service, organisation: str
):
    document = applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    now = dt.datetime.now(dt.UTC)
    with service.database.transaction() as session:
        leases = DocumentLeases(session, organisation)
        lease = leases.acquire(document, now=now, ttl=dt.timedelta(minutes=1))
        assert lease is not None and leases.refuse(lease, "encrypted_file", {}, now=now)
    shown = applicant.get(f"/documents/{document}").json
    assert (shown["state"], shown["error"]["code"]) == ("needs_manual", "encrypted_file")
    assert "密码" in shown["error"]["detail"]
    assert_problem(applicant.get(f"/documents/{document}/pages/1.png"), 404, "not_found")


def test_a_page_kept_before_there_were_previews_is_answered_whole(
    applicant: Door, application: str, service: Service, organisation: str
):
    document = applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    with service.database.transaction() as session:
        whole = service.blobs.put_bytes(organisation, PNG).sha256
        Pictures(session, organisation).put_page(sha256(PDF), 1, PagePicture(whole))
    for size in ("preview", "thumbnail"):
        answer = applicant.get(f"/documents/{document}/pages/1/{size}.jpg")
        assert (answer.mimetype, answer.data) == ("image/png", PNG)


@pytest.mark.parametrize(
    "part", ["", "/observation", "/findings", "/pages/1.png", "/pages/1/preview.jpg", "/pages/1/thumbnail.jpg"]
)
def test_documents_of_others_are_not_there(
    applicant: Door, stranger: Door, application: str, service: Service, organisation: str, part: str
):
    document = applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    assert applicant.get(f"/documents/{document}{part}").status_code == 200
    assert_problem(stranger.get(f"/documents/{document}{part}"), 404, "not_found")
    assert_problem(applicant.get(f"/documents/{NOBODY}{part}"), 404, "not_found")


def test_a_damaged_blob_is_our_fault_and_says_nothing_more(
    applicant: Door, application: str, service: Service, organisation: str
):
    document = applicant.upload(application, ("a.pdf", PDF)).json["documents"][0]["id"]
    observe(service.database, service.blobs, organisation, document, PDF)
    for path in (service.settings.blobs_folder / organisation).rglob(sha256(PNG)):
        path.unlink()
    assert_problem(applicant.get(f"/documents/{document}/pages/1.png"), 500, "blob_damaged")


def test_a_blank_field_of_the_form_is_unknown(applicant: Door, application: str, service: Service, organisation: str):
    answer = applicant.upload(application, ("a.pdf", PDF), slot="", declared_type="", needs_mask="")
    with service.database.reading() as session:
        kept = Documents(session, organisation).get(answer.json["documents"][0]["id"])
    assert (kept.slot, kept.declared_type, kept.needs_mask) == (None, None, None)


def test_many_uploads_at_once_all_arrive(applicant: Door, application: str, app: APIFlask, enqueued: list[str]):
    def send(number: int) -> int:
        return Door(app.test_client(), applicant.key).upload(application, (f"{number}.pdf", PDF)).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(24))) == {202}
    assert applicant.get(f"/applications/{application}").json["progress"]["total"] == 24
    assert len(set(enqueued)) == 24

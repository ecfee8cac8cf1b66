"""A ZIP becomes documents: each file is accepted or refused by itself, folders are slots, and nothing is left over."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

from api.service import Service
from models.store.documents import Documents
from tests.api.doors import PDF, PNG, Door, assert_problem
from tests.intake.archives import encrypted, gbk, zipped


@pytest.fixture
def application(applicant: Door, policy: str) -> str:
    return applicant.new_application(policy)


def test_files_become_documents_and_top_folders_slots(
    applicant: Door, application: str, service: Service, organisation: str, enqueued: list[str]
):
    packed = zipped({"张三/学历学位/a.pdf": PDF, "张三/著作论文/图/b.png": PNG, "张三/c.pdf": PDF + b" "})
    answer = applicant.upload(application, ("材料.zip", packed))
    assert answer.status_code == 202, answer.text
    shown = {entry["filename"]: entry["slot"] for entry in answer.json["documents"]}
    assert shown == {"a.pdf": "学历学位", "b.png": "著作论文", "c.pdf": None}
    assert answer.json["refused"] == []
    assert len(enqueued) == 3
    for entry in answer.json["documents"]:
        with service.database.reading() as session:
            kept = Documents(session, organisation).get(entry["id"])
        assert service.blobs.read(organisation, kept.sha256) in (PDF, PNG, PDF + b" ")
    assert list(service.settings.spool_folder.iterdir()) == []


def test_a_slot_that_is_given_wins(applicant: Door, application: str):
    answer = applicant.upload(application, ("a.zip", zipped({"学历学位/a.pdf": PDF})), slot="其他")
    assert [entry["slot"] for entry in answer.json["documents"]] == ["其他"]


def test_every_file_is_accounted_for(applicant: Door, application: str):
    packed = zipped({"a.pdf": PDF, "../b.pdf": PDF, "c.exe": b"MZ\x90\0" + bytes(50), "d.pdf": PNG, "e.pdf": b""})
    answer = applicant.upload(application, ("a.zip", packed), ("f.pdf", PDF + b"\n"))
    assert answer.status_code == 202
    assert [entry["filename"] for entry in answer.json["documents"]] == ["a.pdf", "f.pdf"]
    assert {entry["filename"]: entry["code"] for entry in answer.json["refused"]} == {
        "../b.pdf": "unsafe_filename",
        "c.exe": "unsupported_type",
        "d.pdf": "extension_mismatch",
        "e.pdf": "empty_file",
    }
    assert all(entry["title"] and entry["detail"] for entry in answer.json["refused"])


def test_names_in_gbk_are_read(applicant: Door, application: str):
    answer = applicant.upload(application, ("a.zip", gbk({"学历学位/毕业证书.pdf": PDF})))
    (entry,) = answer.json["documents"]
    assert (entry["slot"], entry["filename"]) == ("学历学位", "毕业证书.pdf")


def test_an_archive_in_an_archive_is_refused(applicant: Door, application: str):
    answer = applicant.upload(application, ("a.zip", zipped({"inner.zip": zipped({"a.pdf": PDF})})))
    assert_problem(answer, 415, "unsupported_type")


def test_an_archive_that_is_refused_as_a_whole(applicant: Door, application: str, service: Service):
    many = zipped({f"{number}.pdf": PDF for number in range(301)})
    assert_problem(applicant.upload(application, ("a.zip", many)), 413, "archive_limits")
    assert_problem(applicant.upload(application, ("../a.zip", zipped({"a.pdf": PDF}))), 422, "unsafe_filename")
    assert_problem(applicant.upload(application, ("a.zip", encrypted({"a.pdf": PDF}))), 422, "encrypted_file")
    assert applicant.get(f"/applications/{application}").json["progress"]["total"] == 0
    assert list(service.settings.spool_folder.iterdir()) == []


@pytest.mark.slow
def test_a_large_archive_spooled_to_the_disk_is_unpacked(applicant: Door, application: str):
    """Above the size that stays in memory the upload lies in a file, which the child is given."""
    noise = b"".join(number.to_bytes(4, "big") for number in range(1 << 19))
    answer = applicant.upload(application, ("a.zip", zipped({"a.pdf": PDF + noise}, zipfile.ZIP_STORED)))
    assert answer.json["documents"][0]["filename"] == "a.pdf"


def test_the_web_process_loads_no_parser():
    program = (
        "import json, sys, api.taking_in, api.documents\n"
        "print(json.dumps([name for name in sys.modules if name.partition('.')[0] in "
        "('cv2', 'PIL', 'pypdfium2', 'pikepdf', 'pdfplumber', 'zipfile_deflate64', 'lxml')]))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(said.stdout) == []

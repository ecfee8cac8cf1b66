"""What the tests of the HTTP service share: keys, sample files, and the one shape of every error."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from dataclasses import dataclass
from typing import Any

from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.document import Line, Page
from models.errors import ERRORS
from models.geometry import Box
from models.messages import error_text
from models.observation import EngineInfo, Observation
from models.policy import Severity
from models.report import Evidence, Finding, Report, Verdict
from models.store.applications import Applications
from models.store.blobs import BlobStore
from models.store.database import Database
from models.store.document_leases import DocumentLeases
from models.store.pictures import PagePicture, Pictures
from models.store.reports import Reports

API = "/api/v1"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
JPEG = b"\xff\xd8\xff"
ENGINE = EngineInfo(observer="test-observer", ocr="canned", ocr_version="1")
BOX = Box(0.1, 0.1, 0.4, 0.2)
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Door:
    """A client that speaks with one key."""

    client: FlaskClient
    key: str | None

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = dict(options.pop("headers", {}))
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        answer = self.client.open(API + path, method=method, headers=headers, **options)
        # Werkzeug's client lays a large body in a temporary file and leaves it open.
        answer.request.environ["wsgi.input"].close()
        return answer

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.open("POST", path, **options)

    def new_application(self, policy: str, **body: Any) -> str:
        answer = self.post("/applications", json={"policy": policy} | body)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    def upload(self, application: str, *files: tuple[str, bytes], **fields: str) -> TestResponse:
        parts = [(io.BytesIO(data), name) for name, data in files]
        return self.post(f"/applications/{application}/documents", data={"file": parts, **fields})


def assert_problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The one shape of every error: RFC 9457, in Chinese, without anything of the inside."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    body = answer.json
    assert {"type", "title", "status", "code", "detail", "request_id"} <= body.keys()
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"].endswith(f":{code}")
    assert body["request_id"] == answer.headers["X-Request-ID"]
    assert re.search(r"[一-鿿]", body["title"]) and re.search(r"[一-鿿]", body["detail"])
    if code in ERRORS and code not in ("not_found", "invalid_request", "internal"):
        assert body["title"] == error_text_title(code)
    for leak in ("Traceback", 'File "', "site-packages", ".py", "sqlite", "/tmp", "werkzeug", "pydantic"):
        assert leak not in answer.text
    return body


def error_text_title(code: str) -> str:
    try:
        return error_text(code)[0]
    except KeyError:  # the detail has parameters, the title has none
        return error_text(
            code,
            kind="",
            extension="",
            content="",
            limit_mib=0,
            limit=0,
            limit_mpx=0,
            policy="",
            files=0,
            mib=0,
            entry_mib=0,
            minutes=0,
            count=0,
        )[0]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def observe(database: Database, blobs: BlobStore, organisation: str, document: str, data: bytes) -> None:
    """Do what a worker does with a document: lease, observation, findings, pictures."""
    page = Page(number=1, width_px=100, height_px=140, lines=(Line("毕业证书", BOX),))
    observation = Observation(sha256=sha256(data), pages=(page,), type="diploma", type_confidence=0.9, engine=ENGINE)
    now = dt.datetime.now(dt.UTC)
    with database.transaction() as session:
        leases = DocumentLeases(session, organisation)
        lease = leases.acquire(document, now=now, ttl=dt.timedelta(minutes=1))
        assert lease is not None
        assert leases.finish(lease, observation, (finding(document),), observer=ENGINE.observer, now=now)
        pictures = Pictures(session, organisation)
        sizes = (blobs.put_bytes(organisation, one).sha256 for one in (PNG, JPEG + b"preview", JPEG + b"thumbnail"))
        pictures.put_page(observation.sha256, 1, PagePicture(*sizes))
        pictures.put_crop(document, 1, BOX, blobs.put_bytes(organisation, PNG + b"crop").sha256)


def judge(database: Database, organisation: str, application: str, document: str, policy: str) -> None:
    """Do what a worker does when the last document is terminal."""
    report = Report(
        application=application, policy_id=policy, policy_version="1", findings=(finding(document),),
        verdict=Verdict.FAILED, engines=(ENGINE,), judged_at=dt.datetime(2024, 9, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    with database.transaction() as session:
        revision = Applications(session, organisation).get(application).revision
        assert Reports(session, organisation).save(report, revision=revision)


def finding(document: str) -> Finding:
    return Finding(
        requirement="seal.unit", clause="二、（三）2", quote="加盖单位公章", verdict=Verdict.FAILED,
        severity=Severity.CORRECT, message="第 1 页未见单位公章", remedy="请加盖公章后重新上传", document=document,
        evidence=(Evidence(document=document, page=1, box=BOX),),
    )  # fmt: skip


def views(app: APIFlask) -> set[str]:
    return set(app.view_functions)

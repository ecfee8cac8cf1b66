"""A whole office in one process: the real application and judge behind a real socket, a perfect reader for its worker.

What the worker "reads" is the truth of drawn pages, so that a browser test waits for no engine; one test in this folder
uses the real one.
"""

from __future__ import annotations

import io
import json
import queue
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import cv2
from apiflask import APIFlask
from werkzeug.serving import BaseWSGIServer, make_server

from api.app import create_app
from api.auth import csrf_token_of
from api.passwords import hash_password
from models.document import Document
from models.observation import EngineInfo, FieldValue, Observation
from models.store.api_keys import Role
from models.store.applications import Applications
from models.store.batches import Batches
from models.store.database import clock
from models.store.housekeeping import due_applications
from models.store.organisations import Organisations
from models.store.users import Users
from tests.synthesis.ageing import CLEAN
from tests.synthesis.drawing import draw_document
from tests.synthesis.perfect import perfect_observation
from tests.synthesis.truth import Drawn
from verifier.certificates.checksums import id_check_character
from verifier.intake.opened import Opened
from verifier.reading.canned import CannedEngine
from workers.context import Context, Observer, install
from workers.jobs import judge_application, observe_document
from workers.settings import Settings
from workers.verdicts import PolicyJudge

PASSWORD = "correct horse battery 9"
USERS = {
    "admin": (Role.ADMIN, "管理员"),
    "shen": (Role.REVIEWER, "王审核"),
    "li": (Role.REVIEWER, "李复核"),
    "unit": (Role.APPLICANT, "计量所"),
    "blind": (Role.MASKED_REVIEWER, "盲审一"),
    "audit": (Role.AUDITOR, "审计"),
}
POLICY = "xj-by-2024-qs"
PAPERS = {
    "学历学位/毕业证书.jpg": "diploma",
    "专业技术资格/资格证书.jpg": "title_cert",
    "基本信息/身份证.jpg": "id_card",
}
"""Path in the applicant's folder -> document type of the generator."""


@lru_cache
def drawn(type_: str) -> Drawn:
    """One clean page of a type; all papers are about the fictional person of the same seed."""
    return draw_document(type_, 7, how=CLEAN)


@lru_cache
def jpeg(type_: str) -> bytes:
    """The page as a file."""
    picture = cv2.cvtColor(drawn(type_).image, cv2.COLOR_RGB2BGR)
    ok, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
    assert ok
    return data.tobytes()


def folder(place: Path, name: str, *, number: str) -> Path:
    """Lay out one applicant's folder; `number` stands in the files, so that no two applicants' are the same."""
    root = place / name
    for path, type_ in PAPERS.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(jpeg(type_) + f"{type_}:{number}".encode())
    (root / "facts.yaml").write_text(f"name: {name}\nunit: 孔雀滩县计量检定所\n", encoding="utf-8")
    return root


class PerfectObserver:
    """Sees what was drawn: which page it is, the end of the file says."""

    version = "perfect/1"
    engine = CannedEngine()

    def open(self, path: Path, *, filename: str) -> Opened:
        data = path.read_bytes()
        type_, _, self._number = data[data.rindex(b"\xff\xd9") + 2 :].decode().partition(":")
        page = perfect_observation([drawn(type_)], name=type_).pages[0]
        self._type, self._digest = type_, sha256(data).hexdigest()
        return Opened(Document(self._digest, filename, "image/jpeg", (page,)), (drawn(type_).image,))

    def observe(self, opened: Opened) -> Observation:
        seen = perfect_observation([drawn(self._type)], name=self._type)
        fields = tuple(numbered(field, self._number) for field in seen.fields)
        return replace(seen, sha256=self._digest, fields=fields, engine=EngineInfo(self.version, "canned", "1"))


def numbered(field: FieldValue, number: str) -> FieldValue:
    """Return a field with a number of its own: one page is drawn for all, but no two people have one certificate."""
    own = f"{zlib.crc32(number.encode()) % 100 if not number.isdigit() else int(number):02}"
    if field.name == "证书编号" and field.value:
        return replace(field, value=field.value[:-2] + own)
    if field.name in ("公民身份号码", "身份证号") and field.value:
        body = field.value[:14] + own + field.value[16]
        return replace(field, value=body + id_check_character(body))
    return field


@dataclass
class Office:
    """The service at `url`; `settle()` waits until its worker has nothing left to do."""

    settings: Settings
    app: APIFlask
    organisation: str
    server: BaseWSGIServer
    jobs: queue.Queue[Callable[[], None] | None] = field(default_factory=queue.Queue)
    faults: list[Exception] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def settle(self) -> None:
        """Wait; who is to be judged anew is, as the reconciler has it."""
        self.jobs.join()
        while not self.faults and (due := self._due()):
            for application in due:
                self.jobs.put(lambda one=application: judge_application(one))
            self.jobs.join()
        assert self.faults == []

    def _due(self) -> list[str]:
        with self.app.extensions["verifier"].database.reading() as session:
            return [one.id for one in due_applications(session, now=clock(session))]

    def batch(self, label: str) -> str:
        """Begin a batch; return its id."""
        with self.app.extensions["verifier"].database.transaction() as session:
            return Batches(session, self.organisation).create(policy=POLICY, label=label).id

    def hand_in(self, place: Path) -> tuple[str, str]:
        """Hand in one applicant's folder as a batch of its own and wait; return the ids of batch and application."""
        batch = self.batch("2026年度第一批")
        client = self.app.test_client()
        client.post("/login", data={"login": "shen", "password": PASSWORD})
        cookie = client.get_cookie("mv_session")
        assert cookie is not None
        files = sorted(path for path in place.rglob("*") if path.is_file())
        form = {
            "label": place.name,
            "csrf_token": csrf_token_of(cookie.value),
            "plan": json.dumps([{"path": str(path.relative_to(place))} for path in files]),
            "file": [(io.BytesIO(path.read_bytes()), path.name) for path in files],
        }
        answer = client.post(f"/upload/{batch}/folder", data=form)
        # Werkzeug's client lays a large body in a temporary file and leaves it open.
        answer.request.environ["wsgi.input"].close()
        assert answer.status_code == 202, answer.text
        self.settle()
        with self.app.extensions["verifier"].database.reading() as session:
            return batch, Applications(session, self.organisation).list(batch_id=batch)[0].id

    def work(self) -> None:
        while (job := self.jobs.get()) is not None:
            try:
                job()
            except Exception as fault:  # noqa: BLE001  # told by the test that waits
                self.faults.append(fault)
            finally:
                self.jobs.task_done()

    def close(self) -> None:
        self.settle()
        self.jobs.put(None)
        self.server.shutdown()
        self.server.server_close()
        self.app.extensions["verifier"].database.close()


def open_office(place: Path, observer: Observer | None = None) -> Office:
    """Start an office with a user of every role; its worker reads perfectly unless it is given an observer."""
    settings = Settings(data_dir=place / "data", redis_url=None)
    app = create_app(settings)
    service = app.extensions["verifier"]
    with service.database.transaction() as session:
        organisation = Organisations(session).create("市评审办").id
        for login, (role, name) in USERS.items():
            hashed = hash_password(PASSWORD, login=login)
            Users(session, organisation).create(login, hashed, role, display_name=name)
    office = Office(settings, app, organisation, make_server("127.0.0.1", 0, app, threaded=True))
    install(Context(settings, service.database, service.blobs, observer or PerfectObserver(), PolicyJudge()))
    app.extensions["verifier"] = replace(
        service,
        enqueue=lambda ids: [office.jobs.put(lambda one=one: observe_document(one)) for one in ids],
        judge=lambda application: office.jobs.put(lambda: judge_application(application)),
    )
    threading.Thread(target=office.server.serve_forever, daemon=True).start()
    threading.Thread(target=office.work, daemon=True).start()
    return office

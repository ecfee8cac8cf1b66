"""What `benchmarks.console` looks at: a long list, written as rows, and one thick application, handed in and judged."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path

import cv2
from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.auth import csrf_token_of
from models.document import Document
from models.observation import EngineInfo, Observation
from models.store.applications import Applications, ApplicationState
from models.store.batches import Batches
from models.store.database import clock
from models.store.documents import Documents, DocumentState
from models.store.tables import ApplicationRow, DocumentRow, new_id
from models.store.tables_review import StandingRow
from tests.browser.office import PASSWORD, POLICY, Office
from tests.synthesis.drawing import draw_document
from tests.synthesis.perfect import perfect_observation
from tests.synthesis.truth import Drawn
from verifier.intake.opened import Opened
from verifier.reading.canned import CannedEngine
from workers.context import Context, install
from workers.verdicts import PolicyJudge

TYPES = (
    *("id_card", "diploma", "degree", "chsi_reg", "title_cert", "truth_pledge", "unit_resp", "pub_notice"),
    *("pub_result", "recommend", "appraisal", "award"),
)
DOCUMENTS, PAGES_EACH = 20, 3
_VERDICTS = ("failed", "needs_review", "passed", "failed", "needs_review")


@dataclass(frozen=True)
class Measured:
    """Ids of what is looked at."""

    batch: str
    application: str
    document: str


def fill(office: Office, applicants: int, documents: int) -> Measured:
    """Fill the office; `documents` are those of each applicant in the list."""
    database = office.app.extensions["verifier"].database
    with database.transaction() as session:
        batch = Batches(session, office.organisation).create(policy=POLICY, label="五千人的批次").id
        thick = Batches(session, office.organisation).create(policy=POLICY, label="一位申报人").id
        _write_list(session, office.organisation, batch, applicants, documents)
    service = office.app.extensions["verifier"]
    install(Context(office.settings, database, service.blobs, ScannedObserver(), PolicyJudge()))
    _hand_in(office, thick)
    office.settle()
    with database.reading() as session:
        application = Applications(session, office.organisation).list(batch_id=thick)[0].id
        first = Documents(session, office.organisation).of_application(application)[0].id
    return Measured(batch, application, first)


def _write_list(session: Session, organisation: str, batch: str, applicants: int, documents: int) -> None:
    now = clock(session)
    rows, standings, papers = [], [], []
    for number in range(applicants):
        one, label, verdict = new_id(), f"申报人{number:04d}", _VERDICTS[number % len(_VERDICTS)]
        rows.append(
            {
                "id": one, "organisation_id": organisation, "policy": POLICY, "facts": {}, "created_at": now,
                "applicant": {"name": label, "unit": f"孔雀滩县第{number % 200}检定所"}, "verdict": verdict,
                "state": ApplicationState.JUDGED.value, "revision": 1, "judged_revision": 1, "batch_id": batch,
                "label": label, "earlier_notices": [],
            }
        )  # fmt: skip
        standings.append(
            {
                "application_id": one, "organisation_id": organisation, "batch_id": batch, "label": label,
                "name": label, "verdict": verdict, "reject": number % 3, "correct": number % 5, "warn": number % 7,
                "needs_review": number % 4, "decided": 0, "disputed": number % 50 == 0, "created_at": now,
            }
        )  # fmt: skip
        papers += [
            {
                "id": new_id(), "organisation_id": organisation, "application_id": one, "sha256": f"{index:064x}",
                "upload": sha256(f"{number} {index}".encode()).hexdigest(), "size": 1, "filename": f"{index}.pdf",
                "state": DocumentState.OBSERVED.value, "error_parameters": {}, "created_at": now, "pages": 3,
            }
            for index in range(documents)
        ]  # fmt: skip
    session.execute(insert(ApplicationRow), rows)
    session.execute(insert(StandingRow), standings)
    session.execute(insert(DocumentRow), papers)


def _hand_in(office: Office, batch: str) -> None:
    client = office.app.test_client()
    client.post("/login", data={"login": "shen", "password": PASSWORD})
    cookie = client.get_cookie("mv_session")
    if cookie is None:
        raise RuntimeError("nobody is signed in")
    names = [f"{number:02d}-{TYPES[number % len(TYPES)]}.jpg" for number in range(DOCUMENTS)]
    answer = client.post(
        f"/upload/{batch}/folder",
        data={
            "label": "张闻溪",
            "csrf_token": csrf_token_of(cookie.value),
            "plan": json.dumps([{"path": f"材料/{name}"} for name in names]),
            "file": [(io.BytesIO(_jpeg() + f"{number}".encode()), name) for number, name in enumerate(names)],
        },
    )
    if answer.status_code != 202:
        raise RuntimeError(answer.text)


@lru_cache
def _jpeg() -> bytes:
    return cv2.imencode(".jpg", scanned("id_card").image)[1].tobytes()


@lru_cache
def scanned(type_: str) -> Drawn:
    """One page as an office scanner gives it, with its grain: what makes its picture large."""
    return draw_document(type_, 7)


class ScannedObserver:
    """Sees three drawn pages in every file; which ones, the end of the file says."""

    version = "scanned/1"
    engine = CannedEngine()

    def open(self, path: Path, *, filename: str) -> Opened:
        """Return the pages of the file."""
        data = path.read_bytes()
        number = int(data[data.rindex(b"\xff\xd9") + 2 :])
        kinds = list(islice(cycle(TYPES), number % len(TYPES), number % len(TYPES) + PAGES_EACH))
        drawn = [scanned(kind) for kind in kinds]
        self._seen = replace(
            perfect_observation(drawn, name=filename),
            sha256=sha256(data).hexdigest(),
            engine=EngineInfo(self.version, "canned", "1"),
        )
        images = tuple(page.image for page in drawn)
        return Opened(Document(self._seen.sha256, filename, "image/jpeg", self._seen.pages), images)

    def observe(self, opened: Opened) -> Observation:
        """Return what was drawn."""
        return self._seen

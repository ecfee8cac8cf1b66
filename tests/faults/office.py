"""An office that hands in documents over HTTP whatever happens to the service, and an auditor who looks afterwards."""

from __future__ import annotations

import collections
import datetime as dt
import hashlib
import itertools
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import func, select

from models.store.database import Database
from models.store.documents import TERMINAL, DocumentState
from models.store.invariants import Breach, check_store
from models.store.tables import ApplicationRow, DocumentRow, FindingRow, ReportRow
from tests.faults.house import House
from tests.faults.tasks import Task, audit_tasks, open_tasks
from tests.faults.worker import HEAD
from verifier.policies.loader import list_policies

_GIVE_UP_SECONDS = 120
_TERMINAL = [state.value for state in TERMINAL]
LIMIT_SECONDS = 120
"""What the service promises beside the time of the job itself, after one fault."""


@dataclass
class Office:
    """Hands in; `accepted` holds every document for which it saw 202, with the hash of what it sent."""

    house: House
    accepted: dict[str, str] = field(default_factory=dict)
    applications: list[str] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)
    retries: int = 0
    server_errors: int = 0
    _numbers: Any = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.client = self.house.client()

    def close(self) -> None:
        self.client.close()

    def application(self) -> str:
        """Open an application; sent again under the same key until it is answered."""
        policy = list_policies()[0].id
        key = {"Idempotency-Key": uuid4().hex}
        made = str(self._send("POST", "/applications", json={"policy": policy}, headers=key).json()["id"])
        self.applications.append(made)
        return made

    def hand_in(self, application: str, said: str = "ok", filename: str | None = None) -> str:
        """Upload a file of which the worker does what is `said`; return its document."""
        number = next(self._numbers)
        data = HEAD + f"{said} {number}".encode()
        name = filename or f"{number}.pdf"
        answer = self._send("POST", f"/applications/{application}/documents", files={"file": (name, data)})
        document = str(answer.json()["documents"][0]["id"])
        self.accepted[document] = hashlib.sha256(data).hexdigest()
        return document

    def ask(self, task: Task) -> str:
        """Ask for something beside documents; return its id."""
        number = next(self._numbers)
        answer = self._send("POST", task.address, **task.request(number))
        asked = str(answer.json()["id"])
        self.tasks[asked] = task
        return asked

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        limit = time.monotonic() + _GIVE_UP_SECONDS
        while True:
            try:
                answer = self.client.request(method, path, **options)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                return answer
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
            if time.monotonic() > limit:
                raise TimeoutError(f"{method} {path} was not answered")
            self.retries += 1
            self.server_errors += answer is not None and answer.status_code != 429
            time.sleep(0.2)


@dataclass(frozen=True)
class Audit:
    """What the store holds of what was accepted."""

    accepted: int
    lost: int
    double_results: int
    to_a_person: int
    over_limit: int
    longest_seconds: float
    breaches: int
    attempts: dict[int, int]

    @property
    def is_good(self) -> bool:
        return self.lost == self.double_results == self.over_limit == self.breaches == 0


def wait_until_done(house: House, seconds: float) -> bool:
    """Wait until every document is terminal and every application closed; False where the time is over."""
    database = Database(house.settings.database)
    limit = time.monotonic() + seconds
    try:
        while time.monotonic() < limit:
            with database.reading() as session:
                open_documents = select(func.count()).where(DocumentRow.state.not_in(_TERMINAL))
                unjudged = select(func.count()).where(
                    ApplicationRow.judged_revision.is_distinct_from(ApplicationRow.revision),
                    ApplicationRow.state != "needs_manual",
                    select(DocumentRow.id).where(DocumentRow.application_id == ApplicationRow.id).exists(),
                )
                if not session.scalar(open_documents) and not session.scalar(unjudged) and not open_tasks(session):
                    return True
            time.sleep(0.2)
        return False
    finally:
        database.close()


def audit(house: House, office: Office, job_seconds: float) -> Audit:
    """Look at everything that was accepted, in the database, among the files and in the log."""
    database, blobs = Database(house.settings.database), house.settings.open_blobs()
    with database.reading() as session:
        rows = {row.id: row for row in session.scalars(select(DocumentRow))}
        counted = session.execute(select(FindingRow.document_id, func.count()).group_by(FindingRow.document_id))
        findings = {document: times for document, times in counted if times}
        reported = set(
            session.execute(
                select(ApplicationRow.id)
                .join(ReportRow, ReportRow.application_id == ApplicationRow.id)
                .where(ReportRow.revision == ApplicationRow.revision)
            ).scalars()
        )
        now = dt.datetime.now(dt.UTC)
        session.expunge_all()
        open_ages = [(now - row.created_at).total_seconds() for row in rows.values() if row.state not in _TERMINAL]
    lost = sum(_is_lost(rows.get(document), sha256, findings) for document, sha256 in office.accepted.items())
    lost += sum(application not in reported for application in office.applications if _has_documents(rows, application))
    took = [(row.finished_at - row.created_at).total_seconds() for row in rows.values() if row.finished_at is not None]
    breaches = [found for found in check_store(database, blobs) if found.breach is not Breach.BLOB_WITHOUT_ROW]
    database.close()
    asked = audit_tasks(house, office.tasks)
    ages = [*took, *open_ages, *asked.ages, 0.0]
    return Audit(
        accepted=len(office.accepted) + len(office.tasks),
        lost=lost + asked.lost,
        double_results=_doubles(house) + asked.double_results,
        to_a_person=sum(row.state == DocumentState.NEEDS_MANUAL.value for row in rows.values()) + asked.to_a_person,
        over_limit=sum(age > LIMIT_SECONDS + job_seconds for age in ages),
        longest_seconds=round(max(ages), 1),
        breaches=len(breaches),
        attempts=dict(sorted(collections.Counter([*(row.attempts for row in rows.values()), *asked.attempts]).items())),
    )


def _is_lost(row: DocumentRow | None, sha256: str, findings: dict[str, int]) -> bool:
    if row is None or row.sha256 != sha256 or row.state not in _TERMINAL:
        return True
    return row.state == DocumentState.OBSERVED.value and findings.get(row.id) != 1


def _has_documents(rows: dict[str, DocumentRow], application: str) -> bool:
    return any(row.application_id == application for row in rows.values())


def _doubles(house: House) -> int:
    """Count results that were written a second time: each writing of one is a line of the log."""
    written: collections.Counter[tuple[object, ...]] = collections.Counter()
    for line in house.log():
        if line.get("event") == "document_observed":
            written["document", line["document"]] += 1
        if line.get("event") == "application_judged" and line.get("saved"):
            written["application", line["application"], line["revision"]] += 1
    return sum(times - 1 for times in written.values())

"""Small values for the store's tests."""

from __future__ import annotations

import datetime as dt

from models.application import Applicant
from models.document import Page
from models.observation import EngineInfo, Observation
from models.policy import Severity
from models.report import Finding, Report, Verdict
from models.store.applications import Applications, StoredApplication
from models.store.database import Database
from models.store.documents import Documents, StoredDocument

NOW = dt.datetime(2026, 6, 1, 8, 0, tzinfo=dt.UTC)
TTL = dt.timedelta(seconds=60)
SHA = "ab" * 32
ENGINE = EngineInfo("1", "canned", "0")
OBSERVER = "1/canned/0"


def observation(sha256: str = SHA, kind: str | None = "diploma") -> Observation:
    return Observation(sha256, (Page(1, 1000, 1400),), kind, 0.9 if kind else None, ENGINE)


def finding(requirement: str = "seal", verdict: Verdict = Verdict.PASSED, document: str | None = None) -> Finding:
    return Finding(requirement, "二（三）", "须加盖公章", verdict, Severity.CORRECT, "已核对。", document=document)


def report(application: str, verdict: Verdict = Verdict.NEEDS_REVIEW) -> Report:
    return Report(application, "policy", "1", (finding(verdict=verdict),), verdict, (ENGINE,), NOW)


def an_application(database: Database, organisation: str) -> StoredApplication:
    with database.transaction() as session:
        return Applications(session, organisation).create(policy="policy", applicant=Applicant(name="张伟"))


def a_document(
    database: Database, organisation: str, application: str | None = None, sha256: str = SHA, filename: str = "证书.pdf"
) -> StoredDocument:
    application = application or an_application(database, organisation).id
    with database.transaction() as session:
        return Documents(session, organisation).add(application, sha256=sha256, size=10, filename=filename)

"""What must hold of a store at any time, whatever was killed: rows have their files, files have their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.store.applications import ApplicationState
from models.store.blobs import BlobStore
from models.store.database import Database, clock
from models.store.documents import TERMINAL, DocumentState
from models.store.similarity_due import named_by_jobs
from models.store.tables import (
    ApplicationRow,
    CropRow,
    DocumentRow,
    ObservationRow,
    PictureRow,
    ReportRow,
)
from models.store.tables_masking import MaskedPageRow, MaskingTaskRow

PATIENCE = dt.timedelta(hours=1)
"""A document that is older and not terminal is stuck: three attempts and their leases take less."""


class Breach(StrEnum):
    """What is broken."""

    BLOB_DAMAGED = "blob_damaged"
    BLOB_WITHOUT_ROW = "blob_without_row"
    OBSERVED_WITHOUT_OBSERVATION = "observed_without_observation"
    JUDGED_WITHOUT_REPORT = "judged_without_report"
    STUCK = "stuck"


@dataclass(frozen=True)
class Violation:
    """One breach: `subject` is the id of a row or the hash of a blob."""

    breach: Breach
    organisation_id: str
    subject: str


def check_store(database: Database, blobs: BlobStore) -> tuple[Violation, ...]:
    """Look at every row and read every blob; return what is broken.

    A blob without a row is harmless (an upload that was killed between file and row) and may be removed.
    """
    with database.reading() as session:
        now = clock(session)
        named = named_blobs(session)
        violations = [*_documents(session, now), *_applications(session)]
    return (*violations, *_files(blobs, named))


def _documents(session: Session, now: dt.datetime) -> Iterator[Violation]:
    observation = (
        (ObservationRow.organisation_id == DocumentRow.organisation_id)
        & (ObservationRow.sha256 == DocumentRow.sha256)
        & (ObservationRow.observer == DocumentRow.observer)
    )
    unseen = (DocumentRow.state == DocumentState.OBSERVED.value) & ~select(ObservationRow.sha256).where(
        observation
    ).exists()
    stuck = DocumentRow.state.not_in([state.value for state in TERMINAL]) & (DocumentRow.created_at < now - PATIENCE)
    for breach, condition in ((Breach.OBSERVED_WITHOUT_OBSERVATION, unseen), (Breach.STUCK, stuck)):
        rows = session.execute(select(DocumentRow.organisation_id, DocumentRow.id).where(condition))
        yield from (Violation(breach, organisation_id, document_id) for organisation_id, document_id in rows)


def _applications(session: Session) -> Iterator[Violation]:
    report: ColumnElement[bool] = (ReportRow.application_id == ApplicationRow.id) & (
        ReportRow.revision == ApplicationRow.revision
    )
    rows = session.execute(
        select(ApplicationRow.organisation_id, ApplicationRow.id).where(
            ApplicationRow.state == ApplicationState.JUDGED.value,
            ~select(ReportRow.revision).where(report).exists(),
        )
    )
    for organisation_id, application_id in rows:
        yield Violation(Breach.JUDGED_WITHOUT_REPORT, organisation_id, application_id)


def named_blobs(session: Session) -> set[tuple[str, str]]:
    """Return (organisation, SHA-256) of every file that a row names."""
    return {
        (organisation_id, sha256)
        for query in (
            select(DocumentRow.organisation_id, DocumentRow.sha256),
            select(PictureRow.organisation_id, PictureRow.blob),
            select(PictureRow.organisation_id, PictureRow.preview),
            select(PictureRow.organisation_id, PictureRow.thumbnail),
            select(CropRow.organisation_id, CropRow.blob),
            select(MaskingTaskRow.organisation_id, MaskingTaskRow.sha256),
            select(MaskingTaskRow.organisation_id, MaskingTaskRow.copy).where(MaskingTaskRow.copy.is_not(None)),
            select(MaskedPageRow.organisation_id, MaskedPageRow.picture),
            select(MaskedPageRow.organisation_id, MaskedPageRow.preview),
            select(MaskedPageRow.organisation_id, MaskedPageRow.thumbnail),
        )
        for organisation_id, sha256 in session.execute(query)
        if sha256 is not None
    } | named_by_jobs(session)


def _files(blobs: BlobStore, named: set[tuple[str, str]]) -> Iterator[Violation]:
    for organisation_id, sha256 in sorted(named):
        if not blobs.is_sound(organisation_id, sha256):
            yield Violation(Breach.BLOB_DAMAGED, organisation_id, sha256)
    for organisation_id, sha256 in sorted(set(blobs.all()) - named):
        yield Violation(Breach.BLOB_WITHOUT_ROW, organisation_id, sha256)

"""Documents of an application: taking them in, and how far they have come."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.store.applications import Applications
from models.store.database import clock, insert_new
from models.store.tables import DocumentRow, new_id

RATE_WINDOW = dt.timedelta(minutes=10)
"""How far back finished documents count for the estimate of the time left."""


class DocumentState(StrEnum):
    """Where a document stands; the last three are terminal."""

    RECEIVED = "received"
    QUEUED = "queued"
    OBSERVING = "observing"
    OBSERVED = "observed"
    NEEDS_MANUAL = "needs_manual"
    CANCELLED = "cancelled"

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self in TERMINAL


TERMINAL = (DocumentState.OBSERVED, DocumentState.NEEDS_MANUAL, DocumentState.CANCELLED)


@dataclass(frozen=True)
class StoredDocument:
    """A document as kept. `observer`, `type` and `pages` are known once it is observed, error_* once it is refused.

    One that was taken back or replaced (`superseded_by`) is cancelled and has a `superseded_at`.
    """

    id: str
    organisation_id: str
    application_id: str
    sha256: str
    size: int
    filename: str
    slot: str | None
    declared_type: str | None
    needs_mask: bool | None
    state: DocumentState
    error_code: str | None
    error_parameters: dict[str, str | int | float]
    attempts: int
    created_at: dt.datetime
    finished_at: dt.datetime | None
    observer: str | None
    type: str | None
    pages: int | None
    superseded_at: dt.datetime | None = None
    superseded_by: str | None = None


@dataclass(frozen=True)
class Progress:
    """Counts of documents: `done` observed, `failed` left to a person; `eta_seconds` None where nothing is known."""

    total: int
    done: int
    failed: int
    eta_seconds: int | None

    @property
    def is_complete(self) -> bool:
        """Whether every document is terminal."""
        return self.done + self.failed == self.total


class Documents:
    """The documents of one organisation; `actor` and `only_own` as in `Applications`, of which they are parts."""

    def __init__(
        self, session: Session, organisation_id: str, *, actor: str | None = None, only_own: bool = False
    ) -> None:
        self._session = session
        self._organisation = organisation_id
        self._actor = actor
        self._only_own = only_own

    def add(
        self,
        application_id: str,
        *,
        sha256: str,
        size: int,
        filename: str,
        slot: str | None = None,
        declared_type: str | None = None,
        needs_mask: bool | None = None,
    ) -> StoredDocument:
        """Record a stored file as a document of an application; the same upload again returns the same document.

        Raises:
            NotFound: the organisation has no such application.
        """
        applications = self._applications()
        bulk = applications.get(application_id).batch_id is not None
        upload = upload_digest(sha256, filename, slot)
        values = {
            "id": new_id(), "organisation_id": self._organisation, "application_id": application_id,
            "sha256": sha256, "upload": upload, "size": size, "filename": filename, "slot": slot,
            "declared_type": declared_type, "needs_mask": needs_mask, "state": DocumentState.RECEIVED.value,
            "error_parameters": {}, "attempts": 0, "lease_token": 0, "bulk": bulk, "created_at": clock(self._session),
            "created_by": self._actor,
        }  # fmt: skip
        added = self._session.scalar(
            insert_new(self._session, DocumentRow).values(values).on_conflict_do_nothing().returning(DocumentRow.id)
        )
        if added is not None:
            applications.changed(application_id)
            return self.get(added)
        row = self._session.scalars(
            select(DocumentRow).where(
                DocumentRow.organisation_id == self._organisation,
                DocumentRow.application_id == application_id,
                DocumentRow.upload == upload,
            )
        ).one()
        return _value(row)

    def get(self, document_id: str) -> StoredDocument:
        """Return a document; raises NotFound, also where it is another's."""
        row = self._session.scalar(
            select(DocumentRow)
            .where(DocumentRow.id == document_id, DocumentRow.organisation_id == self._organisation)
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise NotFound()
        if self._only_own:
            self._applications().get(row.application_id)
        return _value(row)

    def of_application(self, application_id: str) -> tuple[StoredDocument, ...]:
        """Return all documents of an application in the order of their arrival, those that were taken back aside."""
        rows = self._session.scalars(
            select(DocumentRow)
            .where(
                DocumentRow.application_id == application_id,
                DocumentRow.organisation_id == self._organisation,
                DocumentRow.superseded_at.is_(None),
            )
            .order_by(DocumentRow.created_at, DocumentRow.id)
            .execution_options(populate_existing=True)
        )
        return tuple(_value(row) for row in rows)

    def cancel(self, application_id: str) -> int:
        """Cancel what is not terminal; return how many. A worker on one of them can no longer write its result."""
        cancelled = self._session.scalars(
            update(DocumentRow)
            .where(
                DocumentRow.application_id == application_id,
                DocumentRow.organisation_id == self._organisation,
                DocumentRow.state.not_in([state.value for state in TERMINAL]),
            )
            .values(
                state=DocumentState.CANCELLED.value,
                lease_token=DocumentRow.lease_token + 1,
                lease_until=None,
                finished_at=clock(self._session),
            )
            .returning(DocumentRow.id)
        ).all()
        if cancelled:
            Applications(self._session, self._organisation).changed(application_id)
        return len(cancelled)

    def _applications(self) -> Applications:
        return Applications(self._session, self._organisation, actor=self._actor, only_own=self._only_own)

    def progress(self, application_id: str) -> Progress:
        """Count the application's documents, cancelled ones aside, and estimate the time left."""
        rows = self._session.execute(
            select(DocumentRow.state, func.count())
            .where(DocumentRow.application_id == application_id, DocumentRow.organisation_id == self._organisation)
            .group_by(DocumentRow.state)
        )
        return progress_of(self._session, self._organisation, {DocumentState(state): count for state, count in rows})


def progress_of(session: Session, organisation_id: str, counts: Mapping[DocumentState, int]) -> Progress:
    """Return how far documents are that were counted by state, cancelled ones aside, with an estimate of the rest."""
    total = sum(counts.values()) - counts.get(DocumentState.CANCELLED, 0)
    done, failed = counts.get(DocumentState.OBSERVED, 0), counts.get(DocumentState.NEEDS_MANUAL, 0)
    return Progress(total, done, failed, _eta_seconds(session, organisation_id, total - done - failed))


def _eta_seconds(session: Session, organisation_id: str, remaining: int) -> int | None:
    """Return seconds for `remaining` documents at the organisation's recent rate, None where there is no rate."""
    if remaining == 0:
        return 0
    now = clock(session)
    finished, first_start = session.execute(
        select(func.count(), func.min(DocumentRow.started_at)).where(
            DocumentRow.organisation_id == organisation_id,
            DocumentRow.finished_at >= now - RATE_WINDOW,
            DocumentRow.state == DocumentState.OBSERVED.value,
        )
    ).one()
    if not finished or first_start is None:
        return None
    elapsed = max((now - first_start).total_seconds(), 1.0)
    return max(1, round(remaining * elapsed / finished))


def upload_digest(sha256: str, filename: str, slot: str | None) -> str:
    """Return what makes the same upload, sent again, the same document."""
    return hashlib.sha256(json.dumps([sha256, filename, slot]).encode()).hexdigest()


def _value(row: DocumentRow) -> StoredDocument:
    return StoredDocument(
        id=row.id,
        organisation_id=row.organisation_id,
        application_id=row.application_id,
        sha256=row.sha256,
        size=row.size,
        filename=row.filename,
        slot=row.slot,
        declared_type=row.declared_type,
        needs_mask=row.needs_mask,
        state=DocumentState(row.state),
        error_code=row.error_code,
        error_parameters=dict(row.error_parameters),
        attempts=row.attempts,
        created_at=row.created_at,
        finished_at=row.finished_at,
        observer=row.observer,
        type=row.type,
        pages=row.pages,
        superseded_at=row.superseded_at,
        superseded_by=row.superseded_by,
    )

"""Batches (批次): many applicants' folders screened together, counted, cancelled and retried as one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.errors import NotFound, ObservationFailed
from models.report import Verdict
from models.store.applications import Applications, ApplicationState
from models.store.database import clock
from models.store.documents import Documents, DocumentState, Progress, progress_of
from models.store.tables import ApplicationRow, BatchRow, DocumentRow, new_id


@dataclass(frozen=True)
class StoredBatch:
    """A batch as kept; `label` is how its owner calls it."""

    id: str
    organisation_id: str
    policy: str
    label: str
    created_at: dt.datetime
    cancelled_at: dt.datetime | None


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch is: its applications by what became of them, its documents all together.

    `verdicts` counts current verdicts only; `waiting` applications have none yet, `manual` ones were left to a person.
    """

    applications: int
    verdicts: dict[Verdict, int]
    waiting: int
    manual: int
    documents: Progress


class Batches:
    """The batches of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def create(self, *, policy: str, label: str) -> StoredBatch:
        """Open a batch that has no applications yet."""
        row = BatchRow(
            id=new_id(),
            organisation_id=self._organisation,
            policy=policy,
            label=label,
            created_at=clock(self._session),
            cancelled_at=None,
        )
        self._session.add(row)
        self._session.flush()
        return _value(row)

    def get(self, batch_id: str) -> StoredBatch:
        """Return a batch; raises NotFound, also where it is another organisation's."""
        row = self._session.scalar(
            select(BatchRow)
            .where(BatchRow.id == batch_id, BatchRow.organisation_id == self._organisation)
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise NotFound()
        return _value(row)

    def list(self, *, limit: int = 50, after: str | None = None) -> tuple[StoredBatch, ...]:
        """Return up to `limit` batches in the order of their ids, those after the id `after`."""
        query = select(BatchRow).where(BatchRow.organisation_id == self._organisation)
        if after is not None:
            query = query.where(BatchRow.id > after)
        return tuple(_value(row) for row in self._session.scalars(query.order_by(BatchRow.id).limit(limit)))

    def progress(self, batch_id: str) -> BatchProgress:
        """Count the applications and documents of a batch."""
        of_batch = (ApplicationRow.batch_id == batch_id, ApplicationRow.organisation_id == self._organisation)
        current = ApplicationRow.judged_revision.is_not_distinct_from(ApplicationRow.revision)
        judged = self._session.execute(
            select(ApplicationRow.verdict, func.count())
            .where(*of_batch, current, ApplicationRow.verdict.is_not(None))
            .group_by(ApplicationRow.verdict)
        )
        total = self._session.scalar(select(func.count()).select_from(ApplicationRow).where(*of_batch)) or 0
        manual = self._session.scalar(
            select(func.count())
            .select_from(ApplicationRow)
            .where(*of_batch, ApplicationRow.state == ApplicationState.NEEDS_MANUAL.value)
        )
        verdicts = {Verdict(verdict): count for verdict, count in judged if verdict is not None}
        waiting = total - sum(verdicts.values()) - (manual or 0)
        return BatchProgress(total, verdicts, waiting, manual or 0, self._documents(batch_id))

    def _documents(self, batch_id: str) -> Progress:
        rows = self._session.execute(
            select(DocumentRow.state, func.count())
            # Their applications are the organisation's; said of the documents too, SQLite would begin with all of its.
            .where(
                DocumentRow.application_id.in_(
                    select(ApplicationRow.id).where(
                        ApplicationRow.batch_id == batch_id, ApplicationRow.organisation_id == self._organisation
                    )
                )
            )
            .group_by(DocumentRow.state)
        )
        counts = {DocumentState(state): count for state, count in rows}
        return progress_of(self._session, self._organisation, counts)

    def cancel(self, batch_id: str) -> None:
        """Cancel what is not done; what is done stays. Cancelling twice is cancelling once."""
        documents = Documents(self._session, self._organisation)
        for application_id in self._applications(batch_id):
            documents.cancel(application_id)
        self._session.execute(
            update(BatchRow)
            .where(
                BatchRow.id == batch_id, BatchRow.organisation_id == self._organisation, BatchRow.cancelled_at.is_(None)
            )
            .values(cancelled_at=clock(self._session))
        )

    def retry(self, batch_id: str) -> tuple[str, ...]:
        """Give documents that failed by our fault, and cancelled ones, another chance; return their ids.

        A file that was refused for what it is would be refused again and stays with the person.
        """
        applications = self._applications(batch_id)
        again = self._session.execute(
            update(DocumentRow)
            .where(
                DocumentRow.application_id.in_(applications),
                DocumentRow.organisation_id == self._organisation,
                ((DocumentRow.state == DocumentState.CANCELLED.value) & DocumentRow.superseded_at.is_(None))
                | (
                    (DocumentRow.state == DocumentState.NEEDS_MANUAL.value)
                    & (DocumentRow.error_code == ObservationFailed.code)
                ),
            )
            .values(
                state=DocumentState.RECEIVED.value, attempts=0, error_code=None, error_parameters={}, enqueued_at=None,
                finished_at=None, lease_token=DocumentRow.lease_token + 1,
            )
            .returning(DocumentRow.id, DocumentRow.application_id)
        ).all()  # fmt: skip
        for application_id in {application_id for _, application_id in again}:
            Applications(self._session, self._organisation).changed(application_id)
        self._session.execute(
            update(BatchRow)
            .where(BatchRow.id == batch_id, BatchRow.organisation_id == self._organisation)
            .values(cancelled_at=None)
        )
        return tuple(document_id for document_id, _ in again)

    def _applications(self, batch_id: str) -> tuple[str, ...]:
        return tuple(
            self._session.scalars(
                select(ApplicationRow.id).where(
                    ApplicationRow.batch_id == batch_id, ApplicationRow.organisation_id == self._organisation
                )
            )
        )


def _value(row: BatchRow) -> StoredBatch:
    return StoredBatch(row.id, row.organisation_id, row.policy, row.label, row.created_at, row.cancelled_at)

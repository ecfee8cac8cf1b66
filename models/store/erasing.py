"""Erasing (个人信息删除): all rows of one application, check or comparison, and then whatever nothing names any more.

What is derived (observations, pictures, files) is found by looking for what no row names, so that an erasing that was
cut off is finished by the next one. Nobody else may write meanwhile: a file that is stored and has no row yet is just
what this removes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import CursorResult, delete, exists, select, tuple_, update
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.store.audit import AuditLog
from models.store.backup import all_tables
from models.store.blobs import BlobStore
from models.store.database import Database, clock, has_passed
from models.store.invariants import named_blobs
from models.store.rosters import StoredRoster
from models.store.similarity_due import named_by_jobs
from models.store.tables import ApplicationRow, DocumentRow, IdempotencyRow, ObservationRow, PictureRow
from models.store.tables_masking import MaskingTaskRow
from models.store.tables_rosters import BatchRosterRow
from models.store.tables_similarity import ApplicationPaperRow, SimilarityJobRow

_IDS_ONLY: Final = ("audit_entries", "events")
"""What says only that something happened, with ids and codes: the audit log of an office is kept."""


def in_work(session: Session) -> bool:
    """Tell whether a worker, of whatever machine, holds something: it would write again what is erased."""
    now = clock(session)
    held = (
        DocumentRow.lease_until, MaskingTaskRow.lease_until, SimilarityJobRow.lease_until, ApplicationRow.judging_until,
    )  # fmt: skip
    unjudged = ApplicationRow.judged_revision.is_distinct_from(ApplicationRow.revision)
    return any(
        session.scalar(
            select(exists().where(~has_passed(until, now), *((unjudged,) if until.class_ is ApplicationRow else ())))
        )
        for until in held
    )


class Erasing:
    """Erases things of one organisation; the audit log keeps their ids."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def application(self, application_id: str) -> int:
        """Erase an application with its documents and all that was said of them; return how many documents.

        Raises:
            NotFound: there is none of this id.
        """
        documents = self._ids(DocumentRow, DocumentRow.application_id == application_id)
        tasks = self._ids(MaskingTaskRow, MaskingTaskRow.document_id.in_(documents))
        jobs = [
            job.id
            for job in self._session.scalars(
                select(SimilarityJobRow).where(SimilarityJobRow.organisation_id == self._organisation)
            )
            if job.request.get("document") in documents
        ]
        self._forget_requests([application_id, *documents, *tasks, *jobs])
        self._session.execute(delete(SimilarityJobRow).where(SimilarityJobRow.id.in_(jobs)))
        for table in reversed(all_tables(self._session)):
            if table.name not in _IDS_ONLY:
                self._delete_of(table, application_id, documents)
        gone = delete(ApplicationRow).where(
            ApplicationRow.id == application_id, ApplicationRow.organisation_id == self._organisation
        )
        if not self._count(gone):
            raise NotFound()
        self._note("application.erased", "application", application_id)
        return len(documents)

    def task(self, task_id: str) -> None:
        """Erase a masking check, a masked copy or a comparison that was asked for by itself; raises NotFound."""
        self._forget_requests([task_id])
        for row, kind in ((MaskingTaskRow, "masking_task"), (SimilarityJobRow, "comparison")):
            if self._count(delete(row).where(row.id == task_id, row.organisation_id == self._organisation)):
                self._note(f"{kind}.erased", kind, task_id)
                return
        raise NotFound()

    def roster(self, stored: StoredRoster, *, roster: str, report: str) -> None:
        """Write a roster from which a person was taken out; under its old digest, so that nobody is judged anew."""
        self._session.execute(
            update(BatchRosterRow)
            .where(BatchRosterRow.batch_id == stored.batch_id, BatchRosterRow.organisation_id == self._organisation)
            .values(roster=roster, report=report)
        )

    def _delete_of(self, table: CoreTable, application_id: str, documents: Sequence[str]) -> None:
        columns = table.columns
        if "application_id" in columns:
            self._session.execute(
                delete(table).where(
                    columns.application_id == application_id, columns.organisation_id == self._organisation
                )
            )
        elif "document_id" in columns:
            self._session.execute(
                delete(table).where(columns.document_id.in_(documents), columns.organisation_id == self._organisation)
            )

    def _forget_requests(self, ids: Sequence[str]) -> None:
        self._session.execute(
            delete(IdempotencyRow).where(
                IdempotencyRow.resource_id.in_(ids), IdempotencyRow.organisation_id == self._organisation
            )
        )

    def _ids(self, row: type[DocumentRow] | type[MaskingTaskRow], condition: object) -> list[str]:
        query = select(row.id).where(row.organisation_id == self._organisation, condition)  # type: ignore[arg-type]
        return list(self._session.scalars(query))

    def _count(self, statement: object) -> int:
        result = self._session.execute(statement)  # type: ignore[call-overload]
        assert isinstance(result, CursorResult)
        return result.rowcount

    def _note(self, action: str, kind: str, object_id: str) -> None:
        AuditLog(self._session, self._organisation).append(action, kind, object_id, actor="system", reason="command")


def organisation_of(session: Session, thing_id: str) -> str:
    """Return whose application, masking task or comparison it is; raises NotFound."""
    for row in (ApplicationRow, MaskingTaskRow, SimilarityJobRow):
        found = session.scalar(select(row.organisation_id).where(row.id == thing_id))
        if found is not None:
            return found
    raise NotFound()


def papers_kept(session: Session, organisation_id: str) -> frozenset[str]:
    """Return the ids of the papers of applications that are there."""
    query = select(ApplicationPaperRow.id).where(ApplicationPaperRow.organisation_id == organisation_id)
    return frozenset(session.scalars(query))


def clear_observations(session: Session) -> None:
    """Delete what was seen in files that nothing names any more, and the rows of their pictures."""
    named = named_by_jobs(session)
    for row in (ObservationRow, PictureRow):
        of_document = exists().where(
            DocumentRow.organisation_id == row.organisation_id, DocumentRow.sha256 == row.sha256
        )  # fmt: skip
        of_task = exists().where(
            MaskingTaskRow.organisation_id == row.organisation_id, MaskingTaskRow.sha256 == row.sha256
        )
        nobodys = select(row.organisation_id, row.sha256).where(~of_document, ~of_task).distinct()
        for key in session.execute(nobodys).all():
            if tuple(key) not in named:
                session.execute(delete(row).where(tuple_(row.organisation_id, row.sha256) == tuple(key)))


def clear_blobs(database: Database, blobs: BlobStore) -> int:
    """Delete every file that no row names; return how many. Nobody may store files meanwhile."""
    with database.reading() as session:
        named = named_blobs(session)
    orphans = [key for key in blobs.all() if key not in named]
    for key in orphans:
        blobs.delete(*key)
    return len(orphans)

"""The only queries across organisations: ids for workers and the reconciler, no content.

Work comes as an opaque id; whose it is, is looked up here, and everything after that is scoped by organisation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from models.store.applications import ApplicationState
from models.store.database import has_passed
from models.store.documents import TERMINAL, DocumentState
from models.store.tables import ApplicationRow, DocumentRow

_TERMINAL = [state.value for state in TERMINAL]


@dataclass(frozen=True)
class DueApplication:
    """An application whose documents are all terminal and whose current revision has no report."""

    organisation_id: str
    id: str
    revision: int


def organisation_of_application(session: Session, application_id: str) -> str | None:
    """Return whose application it is, or None where there is none."""
    return session.scalar(select(ApplicationRow.organisation_id).where(ApplicationRow.id == application_id))


def next_document(session: Session, hinted: str, *, now: dt.datetime) -> str | None:
    """Return the document that a worker should take on a hint: somebody's who waits, before those of batches.

    A hint says that work waits, and of which document is only its first guess: one hint, one document, so none is left
    without. A hint whose document is taken or done leads to the oldest that waits.
    """
    waiting = (
        DocumentRow.state.in_((DocumentState.RECEIVED.value, DocumentState.QUEUED.value)),
        has_passed(DocumentRow.lease_until, now),
        has_passed(DocumentRow.enqueued_at, now),
    )
    takeable = (DocumentRow.id == hinted, DocumentRow.state.not_in(_TERMINAL), has_passed(DocumentRow.lease_until, now))
    is_bulk = session.scalar(select(DocumentRow.bulk).where(*takeable).with_for_update(skip_locked=True))
    if is_bulk is False:
        return hinted
    urgent = session.scalar(_oldest(DocumentRow.bulk.is_(False), *waiting))
    if urgent is not None:
        return urgent
    return hinted if is_bulk else session.scalar(_oldest(DocumentRow.bulk.is_(True), *waiting))


def _oldest(*where: ColumnElement[bool]) -> Select[str]:
    # Skipping what another worker is taking at this moment: two hints would else lead to one document, and one of them
    # to nothing. SQLite has no such clause and needs none, its writers follow each other.
    oldest = select(DocumentRow.id).where(*where).order_by(DocumentRow.created_at, DocumentRow.id).limit(1)
    return oldest.with_for_update(skip_locked=True)


def revision_to_judge(session: Session, application_id: str) -> int | None:
    """Return the revision of an application that can be judged now and is not; None where there is none."""
    return session.scalar(select(ApplicationRow.revision).where(ApplicationRow.id == application_id, *_judgeable()))


def due_applications(session: Session, *, now: dt.datetime, limit: int = 1000) -> tuple[DueApplication, ...]:
    """Return applications that wait for their report, or for being given up, and that nobody judges."""
    rows = session.execute(
        select(ApplicationRow.organisation_id, ApplicationRow.id, ApplicationRow.revision)
        .where(*_judgeable(), has_passed(ApplicationRow.judging_until, now))
        .order_by(ApplicationRow.created_at, ApplicationRow.id)
        .limit(limit)
    )
    return tuple(DueApplication(*row) for row in rows)


def _judgeable() -> tuple[ColumnElement[bool], ...]:
    of_this = DocumentRow.application_id == ApplicationRow.id
    return (
        ApplicationRow.state != ApplicationState.NEEDS_MANUAL.value,
        ApplicationRow.single.is_(False),
        ApplicationRow.judged_revision.is_distinct_from(ApplicationRow.revision),
        exists().where(of_this),
        ~exists().where(of_this, DocumentRow.state.not_in(_TERMINAL)),
    )


def oldest_open_document(session: Session) -> dt.datetime | None:
    """Return when the oldest document that is not terminal came in: the age that an alarm watches."""
    return session.scalar(
        select(DocumentRow.created_at)
        .where(DocumentRow.state.not_in(_TERMINAL))
        .order_by(DocumentRow.created_at)
        .limit(1)
    )

"""What an operator watches, over all organisations: counts and ages, never an id or a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.store.database import clock
from models.store.documents import RATE_WINDOW, DocumentState
from models.store.housekeeping import due_applications, oldest_open_document
from models.store.tables import ApplicationRow, DocumentRow
from models.store.tables_events import DeliveryRow


@dataclass(frozen=True)
class Measures:
    """One moment of the store.

    Attributes:
        documents: how many are in each state; states without a document count 0.
        applications: how many are in each state.
        refusals: how many documents need a person, by error code.
        oldest_unfinished_seconds: age of the oldest document that is not terminal, 0 where all are.
        unjudged: applications whose documents are all done and that wait for their report (at most 1,000 are counted).
        deliveries: how many messages to webhooks are in each state.
        attempts: runs of documents so far; with every document at its first run this is their number.
        pages_of_window: pages of documents observed within the last `RATE_WINDOW`.
    """

    documents: dict[str, int]
    applications: dict[str, int]
    refusals: dict[str, int]
    deliveries: dict[str, int]
    oldest_unfinished_seconds: float
    unjudged: int
    attempts: int
    pages_of_window: int


def measure(session: Session) -> Measures:
    """Count what is in the store now."""
    now = clock(session)
    documents = dict.fromkeys(DocumentState, 0) | _counts(session, DocumentRow.state)
    oldest = oldest_open_document(session)
    refusals = session.execute(
        select(DocumentRow.error_code, func.count())
        .where(DocumentRow.state == DocumentState.NEEDS_MANUAL.value)
        .group_by(DocumentRow.error_code)
    )
    pages = session.scalar(
        select(func.sum(DocumentRow.pages)).where(
            DocumentRow.state == DocumentState.OBSERVED.value, DocumentRow.finished_at >= now - RATE_WINDOW
        )
    )
    return Measures(
        documents={str(state): count for state, count in documents.items()},
        applications=_counts(session, ApplicationRow.state),
        deliveries=_counts(session, DeliveryRow.state),
        refusals={code or "unknown": count for code, count in refusals},
        oldest_unfinished_seconds=max(0.0, (now - oldest).total_seconds()) if oldest is not None else 0.0,
        unjudged=len(due_applications(session, now=now)),
        attempts=session.scalar(select(func.sum(DocumentRow.attempts))) or 0,
        pages_of_window=pages or 0,
    )


def _counts(session: Session, column: object) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).group_by(column))  # type: ignore[call-overload]
    return {str(value): int(count) for value, count in rows}

"""What happened (事件), for who follows an application or a batch, and the outbox of webhooks.

An event is written in the transaction of the change that it tells of: both are there, or neither. It holds ids only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models.store.database import clock
from models.store.tables import ApplicationRow
from models.store.tables_events import DeliveryRow, EventRow, WebhookRow


class EventKind(StrEnum):
    """What happened; `state` of the event says how it ended: the document's state, the verdict that holds."""

    DOCUMENT_FINISHED = "document.finished"
    APPLICATION_JUDGED = "application.judged"
    APPLICATION_DECIDED = "application.decided"
    APPLICATION_NEEDS_MANUAL = "application.needs_manual"
    BATCH_JUDGED = "batch.judged"


@dataclass(frozen=True)
class Event:
    """One event; ids count up within an organisation."""

    id: int
    kind: EventKind
    batch: str | None
    application: str | None
    document: str | None
    state: str | None
    at: dt.datetime


class DeliveryState(StrEnum):
    """Where a delivery stands: it waits for its next attempt, arrived, or was given up."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Events:
    """The events of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def emit(
        self, kind: EventKind, *, application: str | None = None, document: str | None = None, state: str | None = None
    ) -> None:
        """Note what happened to an application or its document, and put it out for every webhook that wants it."""
        batch = self._session.scalar(select(ApplicationRow.batch_id).where(ApplicationRow.id == application))
        self._put(kind, batch, application, document, state)
        ended = kind in (EventKind.APPLICATION_JUDGED, EventKind.APPLICATION_NEEDS_MANUAL)
        if batch is not None and ended and not self._waits(batch):
            self._put(EventKind.BATCH_JUDGED, batch, None, None, None)

    def after(
        self, last: int, *, application: str | None = None, batch: str | None = None, limit: int = 200
    ) -> tuple[Event, ...]:
        """Return what happened after the event `last`, oldest first."""
        query = select(EventRow).where(EventRow.organisation_id == self._organisation, EventRow.id > last)
        if application is not None:
            query = query.where(EventRow.application_id == application)
        if batch is not None:
            query = query.where(EventRow.batch_id == batch)
        return tuple(event_of(row) for row in self._session.scalars(query.order_by(EventRow.id).limit(limit)))

    def _waits(self, batch: str) -> bool:
        open_one = (
            select(ApplicationRow.id)
            .where(
                ApplicationRow.batch_id == batch,
                ApplicationRow.state.in_(("received", "observing")),
            )
            .limit(1)
        )
        return self._session.scalar(open_one) is not None

    def _put(
        self, kind: EventKind, batch: str | None, application: str | None, document: str | None, state: str | None
    ) -> None:
        self._in_order()
        now = clock(self._session)
        row = EventRow(
            organisation_id=self._organisation, kind=kind.value, batch_id=batch, application_id=application,
            document_id=document, state=state, created_at=now,
        )  # fmt: skip
        self._session.add(row)
        self._session.flush()
        self._post(row, self._wanting(kind), now)

    def _in_order(self) -> None:
        """Have events of an organisation committed in the order of their ids.

        PostgreSQL gives out ids before the commit: who reads the later one first would never see the earlier one.
        SQLite has one writer at a time.
        """
        if self._session.get_bind().dialect.name != "sqlite":
            self._session.execute(select(func.pg_advisory_xact_lock(0x6D76, crc32(self._organisation.encode()) >> 1)))

    def _wanting(self, kind: EventKind) -> list[str]:
        rows = self._session.execute(
            select(WebhookRow.id, WebhookRow.kinds).where(
                WebhookRow.organisation_id == self._organisation, WebhookRow.removed_at.is_(None)
            )
        )
        return [webhook for webhook, kinds in rows if kind.value in kinds]

    def _post(self, event: EventRow, webhooks: Iterable[str], now: dt.datetime) -> None:
        rows = [
            {
                "webhook_id": webhook, "event_id": event.id, "organisation_id": self._organisation,
                "state": DeliveryState.WAITING.value, "attempts": 0, "token": 0, "due_at": now,
            }
            for webhook in webhooks
        ]  # fmt: skip
        if rows:
            self._session.execute(insert(DeliveryRow), rows)


def event_of(row: EventRow) -> Event:
    """Return the value of a row; for the repositories beside this one."""
    return Event(
        row.id, EventKind(row.kind), row.batch_id, row.application_id, row.document_id, row.state, row.created_at
    )

"""Tables of what happened, and of who wants to be told."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table, new_id

_ID = String(36)


def _organisation() -> Mapped[str]:
    return mapped_column(_ID, ForeignKey("organisations.id"))


class EventRow(Table):
    """One change of state, written in its transaction; ids only, nothing of a document."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    kind: Mapped[str] = mapped_column(String(40))
    batch_id: Mapped[str | None] = mapped_column(_ID)
    application_id: Mapped[str | None] = mapped_column(_ID)
    document_id: Mapped[str | None] = mapped_column(_ID)
    state: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[dt.datetime]

    __table_args__ = (
        Index("ix_events_application_id", "application_id", "id"),
        Index("ix_events_batch_id", "batch_id", "id"),
        Index("ix_events_organisation_id_created_at", "organisation_id", "created_at"),
        {"sqlite_autoincrement": True},  # ids of events that were cleared away must not come again
    )


class WebhookRow(Table):
    """An address that wants to be told of events; `secret` signs what is sent and has to be known for that."""

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = _organisation()
    url: Mapped[str] = mapped_column(String(1000))
    secret: Mapped[str] = mapped_column(String(100))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    created_by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]

    __table_args__ = (Index("ix_webhooks_organisation_id", "organisation_id"),)


class DeliveryRow(Table):
    """One event for one webhook, written with the event: the outbox. There is never a second row of the two."""

    __tablename__ = "deliveries"

    webhook_id: Mapped[str] = mapped_column(_ID, ForeignKey("webhooks.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(Integer, ForeignKey("events.id"), primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[dt.datetime]
    status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(40))
    finished_at: Mapped[dt.datetime | None]

    __table_args__ = (Index("ix_deliveries_state_due_at", "state", "due_at"),)

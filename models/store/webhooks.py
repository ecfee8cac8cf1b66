"""Webhooks: who wants to be told, and the outbox of what is still to be sent.

A delivery is taken by compare-and-set with a token, like a document: two senders never have it at the same time, and
what arrived is never sent again. Where a sender dies between the answer and the note of it, the event goes out once
more under the same id: nobody can know, so the receiver drops what it has.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.errors import NotFound
from models.store.database import clock
from models.store.events import DeliveryState, Event, EventKind, event_of
from models.store.tables import new_id
from models.store.tables_events import DeliveryRow, EventRow, WebhookRow

PAUSES: Final = tuple(dt.timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 21600, 43200))
"""How long a delivery waits after its first, second ... failed attempt; after the last one it is given up."""


@dataclass(frozen=True)
class Webhook:
    """An address that wants to be told of events of these kinds."""

    id: str
    url: str
    kinds: tuple[EventKind, ...]
    created_by: str
    created_at: dt.datetime


@dataclass(frozen=True)
class NewWebhook:
    """A webhook that was just made, with the secret that signs what it is sent: told once."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True)
class Delivery:
    """One event on its way, held by `token`; `attempt` counts from 1."""

    organisation_id: str
    webhook_id: str
    url: str
    secret: str
    event: Event
    attempt: int
    token: int


@dataclass(frozen=True)
class Delivered:
    """How a delivery went, for people who look why nothing arrives."""

    event_id: int
    kind: EventKind
    state: DeliveryState
    attempts: int
    status: int | None
    error: str | None
    due_at: dt.datetime


class Webhooks:
    """The webhooks of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def create(self, url: str, kinds: tuple[EventKind, ...], *, author: str) -> NewWebhook:
        """Have events of these kinds sent to `url` from now on."""
        row = WebhookRow(
            id=new_id(), organisation_id=self._organisation, url=url, secret=f"whsec_{secrets.token_hex(32)}",
            kinds=[kind.value for kind in kinds], created_by=author, created_at=clock(self._session),
        )  # fmt: skip
        self._session.add(row)
        self._session.flush()
        return NewWebhook(_value(row), row.secret)

    def list(self, *, limit: int = 50, after: str | None = None) -> tuple[Webhook, ...]:
        """Return up to `limit` webhooks in the order of their ids, those after the id `after`."""
        query = select(WebhookRow).where(
            WebhookRow.organisation_id == self._organisation, WebhookRow.removed_at.is_(None)
        )
        if after is not None:
            query = query.where(WebhookRow.id > after)
        return tuple(_value(row) for row in self._session.scalars(query.order_by(WebhookRow.id).limit(limit)))

    def get(self, webhook_id: str) -> Webhook:
        """Return a webhook; raises NotFound, also where it is another organisation's or removed."""
        row = self._session.scalar(
            select(WebhookRow).where(
                WebhookRow.id == webhook_id,
                WebhookRow.organisation_id == self._organisation,
                WebhookRow.removed_at.is_(None),
            )
        )
        if row is None:
            raise NotFound()
        return _value(row)

    def remove(self, webhook_id: str) -> None:
        """Send nothing more to a webhook; raises NotFound where there is none."""
        self.get(webhook_id)
        now = clock(self._session)
        self._session.execute(update(WebhookRow).where(WebhookRow.id == webhook_id).values(removed_at=now))
        self._session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.webhook_id == webhook_id, DeliveryRow.state == DeliveryState.WAITING.value)
            .values(state=DeliveryState.FAILED.value, error="removed", finished_at=now, token=DeliveryRow.token + 1)
        )

    def deliveries(self, webhook_id: str, *, limit: int = 50) -> tuple[Delivered, ...]:
        """Return the last deliveries of a webhook, newest first."""
        rows = self._session.execute(
            select(DeliveryRow, EventRow.kind)
            .join(EventRow, EventRow.id == DeliveryRow.event_id)
            .where(DeliveryRow.webhook_id == webhook_id, DeliveryRow.organisation_id == self._organisation)
            .order_by(DeliveryRow.event_id.desc())
            .limit(limit)
        )
        return tuple(
            Delivered(
                row.event_id, EventKind(kind), DeliveryState(row.state), row.attempts, row.status, row.error, row.due_at
            )
            for row, kind in rows
        )


def take_due(session: Session, *, ttl: dt.timedelta, limit: int = 20) -> tuple[Delivery, ...]:
    """Take deliveries whose time has come, of every organisation; nobody else gets them before `ttl` has passed."""
    now = clock(session)
    due = (
        select(DeliveryRow.webhook_id, DeliveryRow.event_id)
        .where(DeliveryRow.state == DeliveryState.WAITING.value, DeliveryRow.due_at <= now)
        .order_by(DeliveryRow.due_at, DeliveryRow.event_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = []
    for webhook_id, event_id in session.execute(due).all():
        row = session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.webhook_id == webhook_id,
                DeliveryRow.event_id == event_id,
                DeliveryRow.state == DeliveryState.WAITING.value,
                DeliveryRow.due_at <= now,
            )
            .values(attempts=DeliveryRow.attempts + 1, token=DeliveryRow.token + 1, due_at=now + ttl)
            .returning(DeliveryRow.organisation_id, DeliveryRow.attempts, DeliveryRow.token)
        ).one_or_none()
        webhook, event = session.get(WebhookRow, webhook_id), session.get(EventRow, event_id)
        if row is not None and webhook is not None and event is not None:
            organisation, attempts, token = row
            taken.append(
                Delivery(organisation, webhook_id, webhook.url, webhook.secret, event_of(event), attempts, token)
            )
    return tuple(taken)


def anything_due(session: Session) -> bool:
    """Tell whether a delivery waits whose time has come; asked without holding anybody up."""
    waiting = select(DeliveryRow.event_id).where(
        DeliveryRow.state == DeliveryState.WAITING.value, DeliveryRow.due_at <= clock(session)
    )
    return session.scalar(waiting.limit(1)) is not None


def settle(session: Session, delivery: Delivery, *, arrived: bool, status: int | None, error: str | None) -> bool:
    """Note how an attempt went; False where the delivery was taken from this sender meanwhile."""
    now = clock(session)
    spent = delivery.attempt > len(PAUSES)
    if arrived:
        ended = {"state": DeliveryState.DELIVERED.value, "finished_at": now}
    elif spent:
        ended = {"state": DeliveryState.FAILED.value, "finished_at": now}
    else:
        ended = {"due_at": now + PAUSES[delivery.attempt - 1]}
    written = session.scalar(
        update(DeliveryRow)
        .where(
            DeliveryRow.webhook_id == delivery.webhook_id,
            DeliveryRow.event_id == delivery.event.id,
            DeliveryRow.token == delivery.token,
            DeliveryRow.state == DeliveryState.WAITING.value,
        )
        .values(status=status, error=error, **ended)
        .returning(DeliveryRow.event_id)
    )
    if written is not None and not arrived:
        _spare(session, delivery, now)
    return written is not None


def _spare(session: Session, delivery: Delivery, now: dt.datetime) -> None:
    """Ask an address that does not answer not once for each event: what is due for it waits as long as this one."""
    pause = PAUSES[min(delivery.attempt, len(PAUSES)) - 1]
    session.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.webhook_id == delivery.webhook_id,
            DeliveryRow.state == DeliveryState.WAITING.value,
            DeliveryRow.due_at <= now,
        )
        .values(due_at=now + pause)
    )


def _value(row: WebhookRow) -> Webhook:
    return Webhook(row.id, row.url, tuple(EventKind(kind) for kind in row.kinds), row.created_by, row.created_at)

"""Idempotency keys: a request that was sent again, because its answer was lost, makes nothing twice.

The key is recorded in the transaction that makes the thing, so there is no moment in which one is there without the
other (IETF draft "The Idempotency-Key HTTP Header Field").
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.store.database import clock, one_at_a_time
from models.store.tables import IdempotencyRow

KEPT = dt.timedelta(days=7)
"""How long a key is remembered: longer than anybody retries, shorter than keys would pile up."""


class KeyReused(Exception):
    """The key came before with another request."""


class IdempotencyKeys:
    """The keys of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def made(self, key: str, digest: str) -> str | None:
        """Return the id of what the request of this key made, None where the key is new; then nobody else may use it.

        Raises:
            KeyReused: the key belongs to a request with another digest.
        """
        one_at_a_time(self._session, "idempotency", self._organisation, key)
        row = self._session.scalar(
            select(IdempotencyRow).where(
                IdempotencyRow.organisation_id == self._organisation, IdempotencyRow.key == key
            )
        )
        if row is None:
            return None
        if row.digest != digest:
            raise KeyReused
        return row.resource_id

    def record(self, key: str, digest: str, resource_id: str) -> None:
        """Remember what the request of a new key made, and forget keys that are long past."""
        now = clock(self._session)
        self._session.execute(
            delete(IdempotencyRow).where(
                IdempotencyRow.organisation_id == self._organisation, IdempotencyRow.created_at < now - KEPT
            )
        )
        self._session.add(
            IdempotencyRow(
                organisation_id=self._organisation, key=key, digest=digest, resource_id=resource_id, created_at=now
            )
        )
        self._session.flush()

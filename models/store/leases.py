"""Who works on a document: a lease with a fencing token.

Two executions of one job are normal (a worker that lost its queue finishes late, a killed worker's job comes again), so
the queue decides nothing. Whoever takes the lease gets a token one higher than the last; every write asks for that
token, and a holder that was overtaken writes nothing. See Kleppmann, "How to do distributed locking" (2016).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.errors import ObservationFailed
from models.observation import Observation
from models.report import Finding
from models.store.applications import Applications
from models.store.database import has_passed
from models.store.documents import DocumentState
from models.store.events import EventKind, Events
from models.store.findings import Findings
from models.store.observations import Observations
from models.store.tables import DocumentRow

MAX_ATTEMPTS = 3
"""Runs of one document; after the last one a person takes over."""

_OPEN = [DocumentState.RECEIVED.value, DocumentState.QUEUED.value, DocumentState.OBSERVING.value]


@dataclass(frozen=True)
class Lease:
    """The right to write a document's result, held by `token`; `attempt` counts from 1."""

    organisation_id: str
    document_id: str
    application_id: str
    token: int
    attempt: int

    @property
    def about(self) -> dict[str, str]:
        """What a log may say of it."""
        return {"document": self.document_id}


class Leases:
    """Leases on the documents of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def acquire(self, document_id: str, *, now: dt.datetime, ttl: dt.timedelta) -> Lease | None:
        """Take the lease until `now + ttl`; None where it is held, the document is terminal, or no attempt is left."""
        taken = self._session.execute(
            update(DocumentRow)
            .where(
                DocumentRow.id == document_id,
                DocumentRow.organisation_id == self._organisation,
                DocumentRow.state.in_(_OPEN),
                DocumentRow.attempts < MAX_ATTEMPTS,
                has_passed(DocumentRow.lease_until, now),
            )
            .values(
                state=DocumentState.OBSERVING.value,
                attempts=DocumentRow.attempts + 1,
                lease_token=DocumentRow.lease_token + 1,
                lease_until=now + ttl,
                started_at=now,
            )
            .returning(DocumentRow.application_id, DocumentRow.lease_token, DocumentRow.attempts)
        ).one_or_none()
        if taken is None:
            return None
        application_id, token, attempt = taken
        return Lease(self._organisation, document_id, application_id, token, attempt)

    def renew(self, lease: Lease, *, now: dt.datetime, ttl: dt.timedelta) -> bool:
        """Hold on until `now + ttl`; False where the lease went to another."""
        return self._write(lease, lease_until=now + ttl)

    def finish(
        self, lease: Lease, observation: Observation, findings: tuple[Finding, ...], *, observer: str, now: dt.datetime
    ) -> bool:
        """Write the observation, the document's findings and its state in one transaction; False when overtaken."""
        if not self._end(
            lease,
            DocumentState.OBSERVED,
            now,
            observer=observer,
            type=observation.type,
            pages=len(observation.pages),
            error_code=None,
            error_parameters={},
        ):
            return False
        Observations(self._session, self._organisation).put(observation, observer=observer)
        Findings(self._session, self._organisation).replace(lease.document_id, findings)
        return True

    def refuse(
        self, lease: Lease, error_code: str, parameters: Mapping[str, str | int | float], *, now: dt.datetime
    ) -> bool:
        """Leave the document to a person at once: the file itself is at fault, another attempt would say the same."""
        return self._end(
            lease, DocumentState.NEEDS_MANUAL, now, error_code=error_code, error_parameters=dict(parameters)
        )

    def fail(self, lease: Lease, *, now: dt.datetime) -> bool:
        """Give the document back for another attempt, or to a person after the last; False when overtaken."""
        if lease.attempt < MAX_ATTEMPTS:
            return self._write(lease, state=DocumentState.RECEIVED.value, lease_until=None, enqueued_at=None)
        return self.refuse(lease, ObservationFailed.code, {}, now=now)

    def put_back(self, lease: Lease, *, not_before: dt.datetime) -> bool:
        """Give the document back without counting the attempt: it was this machine's fault and may pass by itself."""
        return self._write(
            lease,
            state=DocumentState.QUEUED.value,
            attempts=DocumentRow.attempts - 1,
            lease_until=None,
            enqueued_at=not_before,
        )

    def give_up(self, document_id: str, *, now: dt.datetime) -> bool:
        """Leave a document to a person whose last attempt ended without a word; the token moves on."""
        application_id = self._session.scalar(
            update(DocumentRow)
            .where(
                DocumentRow.id == document_id,
                DocumentRow.organisation_id == self._organisation,
                DocumentRow.state.in_(_OPEN),
                DocumentRow.attempts >= MAX_ATTEMPTS,
                has_passed(DocumentRow.lease_until, now),
            )
            .values(
                state=DocumentState.NEEDS_MANUAL.value,
                error_code=ObservationFailed.code,
                error_parameters={},
                lease_token=DocumentRow.lease_token + 1,
                lease_until=None,
                finished_at=now,
            )
            .returning(DocumentRow.application_id)
        )
        if application_id is not None:
            self._tell(application_id, document_id, DocumentState.NEEDS_MANUAL)
        return application_id is not None

    def _end(self, lease: Lease, state: DocumentState, now: dt.datetime, **values: object) -> bool:
        ended = self._write(lease, state=state.value, lease_until=None, finished_at=now, **values)
        if ended:
            self._tell(lease.application_id, lease.document_id, state)
        return ended

    def _tell(self, application_id: str, document_id: str, state: DocumentState) -> None:
        Applications(self._session, self._organisation).changed(application_id)
        Events(self._session, self._organisation).emit(
            EventKind.DOCUMENT_FINISHED, application=application_id, document=document_id, state=state.value
        )

    def _write(self, lease: Lease, **values: object) -> bool:
        written = self._session.scalar(
            update(DocumentRow)
            .where(
                DocumentRow.id == lease.document_id,
                DocumentRow.organisation_id == self._organisation,
                DocumentRow.lease_token == lease.token,
                DocumentRow.state == DocumentState.OBSERVING.value,
            )
            .values(**values)
            .returning(DocumentRow.id)
        )
        return written is not None

"""Leases on documents: the observation, the findings and the state of one are written together."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import select

from models.observation import Observation
from models.report import Finding
from models.store.applications import Applications
from models.store.documents import DocumentState
from models.store.events import EventKind, Events
from models.store.findings import Findings
from models.store.leases import Lease, Leases, Work
from models.store.observations import Observations
from models.store.tables import DocumentRow

DOCUMENTS: Final = Work(
    "document",
    DocumentRow,
    received=DocumentState.RECEIVED.value,
    queued=DocumentState.QUEUED.value,
    working=DocumentState.OBSERVING.value,
    given_up=DocumentState.NEEDS_MANUAL.value,
)


class DocumentLeases(Leases):
    """Leases on the documents of one organisation; the end of each changes its application and is told."""

    work = DOCUMENTS

    def finish(
        self, lease: Lease, observation: Observation, findings: tuple[Finding, ...], *, observer: str, now: dt.datetime
    ) -> bool:
        """Write the observation, the document's findings and its state in one transaction; False when overtaken."""
        if not self._end(
            lease,
            DocumentState.OBSERVED.value,
            now,
            observer=observer,
            type=observation.type,
            pages=len(observation.pages),
            error_code=None,
            error_parameters={},
        ):
            return False
        Observations(self._session, self._organisation).put(observation, observer=observer)
        Findings(self._session, self._organisation).replace(lease.id, findings)
        return True

    def _begun(self, now: dt.datetime) -> dict[str, object]:
        return {"started_at": now}

    def _ended(self, work_id: str, state: str) -> None:
        application_id = self._session.scalar(select(DocumentRow.application_id).where(DocumentRow.id == work_id))
        assert application_id is not None, "a document has an application"
        Applications(self._session, self._organisation).changed(application_id)
        Events(self._session, self._organisation).emit(
            EventKind.DOCUMENT_FINISHED, application=application_id, document=work_id, state=state
        )

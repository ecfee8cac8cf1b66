"""Observations by file and observer: the cache that spares reading a file twice."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.observation import Observation
from models.store.database import clock, insert_new
from models.store.tables import DocumentRow, ObservationRow
from models.values import from_json, to_json


class Observations:
    """What was seen in one organisation's files. Nobody learns that another organisation holds the same file."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def put(self, observation: Observation, *, observer: str) -> None:
        """Keep an observation; what the same observer saw in the same file before stands."""
        self._session.execute(
            insert_new(self._session, ObservationRow)
            .values(
                organisation_id=self._organisation,
                sha256=observation.sha256,
                observer=observer,
                body=to_json(observation).decode(),
                created_at=clock(self._session),
            )
            .on_conflict_do_nothing()
        )

    def find(self, sha256: str, *, observer: str) -> Observation | None:
        """Return what `observer` saw in the file, or None."""
        body = self._session.scalar(
            select(ObservationRow.body).where(
                ObservationRow.organisation_id == self._organisation,
                ObservationRow.sha256 == sha256,
                ObservationRow.observer == observer,
            )
        )
        return from_json(Observation, body) if body is not None else None

    def of_document(self, document_id: str) -> Observation | None:
        """Return the observation of a document, or None while there is none."""
        body = self._session.scalar(
            select(ObservationRow.body)
            .join(
                DocumentRow,
                (DocumentRow.sha256 == ObservationRow.sha256)
                & (DocumentRow.observer == ObservationRow.observer)
                & (DocumentRow.organisation_id == ObservationRow.organisation_id),
            )
            .where(DocumentRow.id == document_id, ObservationRow.organisation_id == self._organisation)
        )
        return from_json(Observation, body) if body is not None else None

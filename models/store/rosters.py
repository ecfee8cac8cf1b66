"""Rosters of batches as kept: bodies are JSON of the vocabulary of rosters, which the store does not know."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.store.applications import ApplicationState
from models.store.database import clock
from models.store.tables import ApplicationRow
from models.store.tables_rosters import BatchRosterRow, RosterMeetingRow


@dataclass(frozen=True)
class StoredRoster:
    """A roster as kept: `roster` as read, `report` what is to be said of it by itself; `digest` names the roster."""

    batch_id: str
    digest: str
    roster: str
    report: str


class BatchRosters:
    """The rosters of one organisation's batches."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def put(self, batch_id: str, *, roster: str, report: str, author: str) -> bool:
        """Keep the roster of a batch instead of an earlier one; its applicants are then judged anew.

        Returns False where it is the one that is there: then nothing happens.
        """
        digest = hashlib.sha256(roster.encode()).hexdigest()
        if self.digest(batch_id) == digest:
            return False
        self._session.execute(
            delete(BatchRosterRow).where(
                BatchRosterRow.batch_id == batch_id, BatchRosterRow.organisation_id == self._organisation
            )
        )
        self._session.add(
            BatchRosterRow(
                batch_id=batch_id, organisation_id=self._organisation, digest=digest, roster=roster, report=report,
                author=author, created_at=clock(self._session),
            )
        )  # fmt: skip
        self._session.flush()
        self._session.execute(
            update(ApplicationRow)
            .where(ApplicationRow.batch_id == batch_id, ApplicationRow.organisation_id == self._organisation)
            .values(
                revision=ApplicationRow.revision + 1,
                judge_attempts=0,
                judging_until=None,
                state=ApplicationState.OBSERVING.value,
            )
        )
        return True

    def digest(self, batch_id: str) -> str | None:
        """Return what names the roster of a batch, None where it has none."""
        return self._session.scalar(
            select(BatchRosterRow.digest).where(
                BatchRosterRow.batch_id == batch_id, BatchRosterRow.organisation_id == self._organisation
            )
        )

    def get(self, batch_id: str) -> StoredRoster | None:
        """Return the roster of a batch, None where it has none."""
        row = self._session.scalar(
            select(BatchRosterRow).where(
                BatchRosterRow.batch_id == batch_id, BatchRosterRow.organisation_id == self._organisation
            )
        )
        return StoredRoster(row.batch_id, row.digest, row.roster, row.report) if row is not None else None

    def note_meeting(self, application_id: str, batch_id: str, digest: str, body: str) -> None:
        """Keep how an applicant met the roster of that digest, in the transaction of the report."""
        self._session.execute(delete(RosterMeetingRow).where(RosterMeetingRow.application_id == application_id))
        self._session.add(
            RosterMeetingRow(
                application_id=application_id, organisation_id=self._organisation, batch_id=batch_id, digest=digest,
                body=body,
            )
        )  # fmt: skip
        self._session.flush()

    def meeting(self, application_id: str) -> str | None:
        """Return how an applicant met the roster, None where they did not."""
        return self._session.scalar(
            select(RosterMeetingRow.body).where(
                RosterMeetingRow.application_id == application_id,
                RosterMeetingRow.organisation_id == self._organisation,
            )
        )

    def meetings(self, batch_id: str, digest: str) -> tuple[str, ...]:
        """Return how applicants met the roster of that digest, in the order of their labels."""
        return tuple(
            self._session.scalars(
                select(RosterMeetingRow.body)
                .join(ApplicationRow, ApplicationRow.id == RosterMeetingRow.application_id)
                .where(
                    RosterMeetingRow.batch_id == batch_id,
                    RosterMeetingRow.organisation_id == self._organisation,
                    RosterMeetingRow.digest == digest,
                )
                .order_by(ApplicationRow.label)
            )
        )

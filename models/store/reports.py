"""Reports by application and revision: a revision is judged once, however often the judge is called."""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models.report import Report
from models.store.applications import ApplicationState
from models.store.database import clock, insert_new
from models.store.events import EventKind, Events
from models.store.standings import Standings
from models.store.tables import ApplicationRow, ReportRow
from models.values import from_json, to_json


class Reports:
    """The reports of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def save(self, report: Report, *, revision: int) -> bool:
        """Keep the report on `revision`; False where that revision has one, which then stands."""
        saved = self._session.scalar(
            insert_new(self._session, ReportRow)
            .values(
                application_id=report.application,
                revision=revision,
                organisation_id=self._organisation,
                verdict=report.verdict.value,
                body=to_json(report).decode(),
                created_at=clock(self._session),
            )
            .on_conflict_do_nothing()
            .returning(ReportRow.revision)
        )
        if saved is None:
            return False
        mine = (ApplicationRow.id == report.application, ApplicationRow.organisation_id == self._organisation)
        newest = self._session.scalar(
            update(ApplicationRow)
            .where(*mine, or_(ApplicationRow.judged_revision.is_(None), ApplicationRow.judged_revision < revision))
            .values(judged_revision=revision)
            .returning(ApplicationRow.id)
        )
        if newest is not None:
            stands = Standings(self._session, self._organisation).reported(report)
        current = self._session.scalar(
            update(ApplicationRow)
            .where(*mine, ApplicationRow.revision == revision)
            .values(state=ApplicationState.JUDGED.value)
            .returning(ApplicationRow.id)
        )
        if newest is not None and current is not None:
            Events(self._session, self._organisation).emit(
                EventKind.APPLICATION_JUDGED, application=report.application, state=stands.verdict.value
            )
        return True

    def before(self, application_id: str) -> Report | None:
        """Return the report before the newest one, None where there was none."""
        body = self._session.scalar(
            select(ReportRow.body)
            .where(ReportRow.application_id == application_id, ReportRow.organisation_id == self._organisation)
            .order_by(ReportRow.revision.desc())
            .offset(1)
            .limit(1)
        )
        return from_json(Report, body) if body is not None else None

    def latest(self, application_id: str) -> Report | None:
        """Return the newest report of an application, or None; whether it is current, the application's row tells."""
        body = self._session.scalar(
            select(ReportRow.body)
            .where(ReportRow.application_id == application_id, ReportRow.organisation_id == self._organisation)
            .order_by(ReportRow.revision.desc())
            .limit(1)
        )
        return from_json(Report, body) if body is not None else None

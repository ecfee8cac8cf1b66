"""Acts of reviewers on applications: rows are only ever added, never changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.decisions import Act, ActKind
from models.report import Verdict
from models.store.database import clock
from models.store.tables import ApplicationRow
from models.store.tables_review import DecisionRow


@dataclass(frozen=True)
class NewAct:
    """An act that is to be recorded; see `models.decisions.Act`."""

    kind: ActKind
    author: str
    requirement: str | None = None
    document: str | None = None
    verdict: Verdict | None = None
    reason: str | None = None
    note: str | None = None
    assignee: str | None = None
    undoes: int | None = None
    of_finding: str | None = None


class Decisions:
    """The acts on one organisation's applications."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def of_application(self, application_id: str) -> tuple[Act, ...]:
        """Return every act on an application, oldest first."""
        rows = self._session.scalars(
            select(DecisionRow)
            .where(DecisionRow.application_id == application_id, DecisionRow.organisation_id == self._organisation)
            .order_by(DecisionRow.id)
        )
        return tuple(_value(row) for row in rows)

    def one_at_a_time(self, application_id: str) -> None:
        """Wait until nobody else decides on this application: what is checked before an act still holds after it."""
        self._session.execute(
            select(ApplicationRow.id)
            .where(ApplicationRow.id == application_id, ApplicationRow.organisation_id == self._organisation)
            .with_for_update()
        )

    def record(self, application_id: str, act: NewAct) -> Act:
        """Add an act. Whoever adds one refreshes the standing of the application in the same transaction."""
        row = DecisionRow(
            organisation_id=self._organisation, application_id=application_id, document_id=act.document,
            requirement=act.requirement, kind=act.kind.value, verdict=act.verdict.value if act.verdict else None,
            reason=act.reason, note=act.note, assignee=act.assignee, undoes=act.undoes, of_finding=act.of_finding,
            author=act.author, created_at=clock(self._session),
        )  # fmt: skip
        self._session.add(row)
        self._session.flush()
        return _value(row)


def _value(row: DecisionRow) -> Act:
    return Act(
        number=row.id, kind=ActKind(row.kind), author=row.author, at=row.created_at, requirement=row.requirement,
        document=row.document_id, verdict=Verdict(row.verdict) if row.verdict else None, reason=row.reason,
        note=row.note, assignee=row.assignee, undoes=row.undoes, of_finding=row.of_finding,
    )  # fmt: skip

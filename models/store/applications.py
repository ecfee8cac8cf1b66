"""Applications (申报): what was handed in, and which revision of it has been judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue
from sqlalchemy import ColumnElement, false, select, update
from sqlalchemy.orm import Session

from models.application import Applicant
from models.errors import NotFound
from models.report import Verdict
from models.store.database import clock, has_passed
from models.store.events import EventKind, Events
from models.store.tables import ApplicationRow, new_id
from models.store.tables_review import StandingRow
from models.values import from_jsonable, to_jsonable

MAX_JUDGE_ATTEMPTS = 3
"""A revision whose judging ended badly this often is left to a person."""


class ApplicationState(StrEnum):
    """Where an application stands: without documents, being observed, judged, or left to a person."""

    RECEIVED = "received"
    OBSERVING = "observing"
    JUDGED = "judged"
    NEEDS_MANUAL = "needs_manual"


@dataclass(frozen=True)
class StoredApplication:
    """An application as kept. `verdict` belongs to `judged_revision`, which may be older than `revision`."""

    id: str
    organisation_id: str
    policy: str
    applicant: Applicant
    facts: dict[str, JsonValue]
    submitted_at: dt.datetime | None
    received_at: dt.datetime | None
    submission_number: int | None
    state: ApplicationState
    verdict: Verdict | None
    revision: int
    judged_revision: int | None
    created_at: dt.datetime
    batch_id: str | None = None
    label: str | None = None
    created_by: str | None = None
    edits: int = 0
    single: bool = False
    earlier_notices: tuple[str, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether the last report is of the application as it stands now."""
        return self.judged_revision is not None and self.judged_revision == self.revision


class Applications:
    """The applications of one organisation.

    Args:
        session: of the unit of work.
        organisation_id: whose.
        actor: who works with them, noted as `created_by`.
        only_own: shows those that `actor` made, and no others: they are not found.
    """

    def __init__(
        self, session: Session, organisation_id: str, *, actor: str | None = None, only_own: bool = False
    ) -> None:
        self._session = session
        self._organisation = organisation_id
        self._actor = actor
        self._visible: tuple[ColumnElement[bool], ...] = (ApplicationRow.organisation_id == organisation_id,)
        if only_own:
            self._visible += (ApplicationRow.created_by == actor if actor is not None else false(),)

    def create(
        self,
        *,
        policy: str,
        applicant: Applicant,
        facts: dict[str, JsonValue] | None = None,
        submitted_at: dt.datetime | None = None,
        received_at: dt.datetime | None = None,
        submission_number: int | None = None,
        batch_id: str | None = None,
        label: str | None = None,
        earlier_notices: tuple[str, ...] = (),
        single: bool = False,
    ) -> StoredApplication:
        """Take in an application that has no documents yet; in a batch under a label of its own.

        A `single` one is for one document that is verified by itself: it stands in no list, and no whole is judged.
        """
        row = ApplicationRow(
            id=new_id(),
            organisation_id=self._organisation,
            policy=policy,
            applicant=to_jsonable(applicant),
            facts=dict(facts or {}),
            submitted_at=submitted_at,
            received_at=received_at,
            submission_number=submission_number,
            state=ApplicationState.RECEIVED.value,
            created_at=clock(self._session),
            created_by=self._actor,
            batch_id=batch_id,
            label=label,
            earlier_notices=list(earlier_notices),
            single=single,
        )
        self._session.add(row)
        self._session.flush()
        if single:
            return stored_application(row)
        self._session.add(
            StandingRow(
                application_id=row.id, organisation_id=self._organisation, batch_id=batch_id, label=label or "",
                name=(applicant.name or "")[:200], created_at=row.created_at,
            )
        )  # fmt: skip
        self._session.flush()
        return stored_application(row)

    def get(self, application_id: str) -> StoredApplication:
        """Return an application; raises NotFound, also where it is another's."""
        row = self._session.scalar(
            select(ApplicationRow)
            .where(ApplicationRow.id == application_id, *self._visible)
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise NotFound()
        return stored_application(row)

    def in_batch(self, batch_id: str, label: str) -> StoredApplication | None:
        """Return the application of a batch under this label, or None."""
        row = self._session.scalar(
            select(ApplicationRow).where(
                ApplicationRow.batch_id == batch_id,
                ApplicationRow.label == label,
                *self._visible,
            )
        )
        return stored_application(row) if row is not None else None

    def list(
        self, *, limit: int = 50, after: str | None = None, batch_id: str | None = None
    ) -> tuple[StoredApplication, ...]:
        """Return up to `limit` applications (of one batch) in the order of their ids, those after the id `after`."""
        query = select(ApplicationRow).where(*self._visible, ApplicationRow.single.is_(False))
        if batch_id is not None:
            query = query.where(ApplicationRow.batch_id == batch_id)
        if after is not None:
            query = query.where(ApplicationRow.id > after)
        return tuple(
            stored_application(row) for row in self._session.scalars(query.order_by(ApplicationRow.id).limit(limit))
        )

    def changed(self, application_id: str) -> None:
        """Note that a judge would now see something else: the last report is of an older revision."""
        self._session.execute(
            update(ApplicationRow)
            .where(ApplicationRow.id == application_id, ApplicationRow.organisation_id == self._organisation)
            .values(
                revision=ApplicationRow.revision + 1,
                judge_attempts=0,
                judging_until=None,
                state=ApplicationState.OBSERVING.value,
            )
        )

    def begin_judging(self, application_id: str, revision: int, *, now: dt.datetime, ttl: dt.timedelta) -> bool:
        """Begin an attempt to judge `revision`, alone until `now + ttl`.

        False where it is judged, outdated, in another's hands, or was tried too often. Counted before the work: a judge
        that ends with its process has counted too.
        """
        begun = self._session.scalar(
            update(ApplicationRow)
            .where(
                *self._unjudged(application_id, revision),
                ApplicationRow.judge_attempts < MAX_JUDGE_ATTEMPTS,
                has_passed(ApplicationRow.judging_until, now),
            )
            .values(judge_attempts=ApplicationRow.judge_attempts + 1, judging_until=now + ttl)
            .returning(ApplicationRow.id)
        )
        return begun is not None

    def stop_judging(self, application_id: str, revision: int) -> None:
        """Note that an attempt ended without a report; the next one may begin at once."""
        self._session.execute(
            update(ApplicationRow).where(*self._unjudged(application_id, revision)).values(judging_until=None)
        )

    def give_up_judging(self, application_id: str, revision: int, *, now: dt.datetime) -> bool:
        """Leave the application to a person where `revision` was tried often enough and has no report."""
        given_up = self._session.scalar(
            update(ApplicationRow)
            .where(
                *self._unjudged(application_id, revision),
                ApplicationRow.judge_attempts >= MAX_JUDGE_ATTEMPTS,
                has_passed(ApplicationRow.judging_until, now),
            )
            .values(state=ApplicationState.NEEDS_MANUAL.value)
            .returning(ApplicationRow.id)
        )
        if given_up is not None:
            Events(self._session, self._organisation).emit(
                EventKind.APPLICATION_NEEDS_MANUAL, application=application_id
            )
        return given_up is not None

    def _unjudged(self, application_id: str, revision: int) -> tuple[ColumnElement[bool], ...]:
        return (
            ApplicationRow.id == application_id,
            ApplicationRow.organisation_id == self._organisation,
            ApplicationRow.revision == revision,
            ApplicationRow.judged_revision.is_distinct_from(revision),
            ApplicationRow.single.is_(False),
        )


def stored_application(row: ApplicationRow) -> StoredApplication:
    """Return the value of a row; for the repositories beside this one."""
    return StoredApplication(
        id=row.id,
        organisation_id=row.organisation_id,
        policy=row.policy,
        applicant=from_jsonable(Applicant, row.applicant),
        facts=dict(row.facts),
        submitted_at=row.submitted_at,
        received_at=row.received_at,
        submission_number=row.submission_number,
        state=ApplicationState(row.state),
        verdict=Verdict(row.verdict) if row.verdict is not None else None,
        revision=row.revision,
        judged_revision=row.judged_revision,
        created_at=row.created_at,
        batch_id=row.batch_id,
        label=row.label,
        created_by=row.created_by,
        edits=row.edits,
        single=row.single,
        earlier_notices=tuple(row.earlier_notices),
    )

"""Letters to applicants: at most one draft an application; what was sent is kept as it was sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.store.applications import Applications
from models.store.database import clock
from models.store.tables_notices import NoticeRow


@dataclass(frozen=True)
class StoredNotice:
    """One letter as kept. `requirements` were open when it was worded, under `revision` of the application."""

    id: str
    application_id: str
    revision: int
    body: dict[str, Any]
    requirements: tuple[str, ...]
    deadline: dt.date | None
    author: str
    created_at: dt.datetime
    sent_at: dt.datetime | None
    sent_by: str | None


class Notices:
    """The letters of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def draft(self, application_id: str) -> StoredNotice | None:
        """Return the draft of an application, None where there is none."""
        row = self._session.scalar(self._of(application_id).where(NoticeRow.sent_at.is_(None)))
        return _value(row) if row is not None else None

    def sent(self, application_id: str) -> tuple[StoredNotice, ...]:
        """Return what was sent about an application, newest first."""
        rows = self._session.scalars(
            self._of(application_id).where(NoticeRow.sent_at.is_not(None)).order_by(NoticeRow.sent_at.desc())
        )
        return tuple(_value(row) for row in rows)

    def word(
        self,
        application_id: str,
        body: dict[str, Any],
        *,
        requirements: tuple[str, ...],
        deadline: dt.date | None,
        author: str,
    ) -> StoredNotice:
        """Keep the draft of an application, in place of the one before; raises NotFound where there is none such."""
        application = Applications(self._session, self._organisation).get(application_id)
        row = self._session.scalar(self._of(application_id).where(NoticeRow.sent_at.is_(None)))
        if row is None:
            row = NoticeRow(organisation_id=self._organisation, application_id=application_id)
            self._session.add(row)
        row.batch_id = application.batch_id
        row.revision, row.body, row.deadline = application.revision, body, deadline
        row.requirements = "\n".join(requirements)
        row.author, row.created_at = author, clock(self._session)
        self._session.flush()
        return _value(row)

    def send(self, application_id: str, *, author: str) -> StoredNotice | None:
        """Note that the draft was sent, as it is; None where there is none."""
        row = self._session.scalar(self._of(application_id).where(NoticeRow.sent_at.is_(None)).with_for_update())
        if row is None:
            return None
        row.sent_at, row.sent_by = clock(self._session), author
        self._session.flush()
        return _value(row)

    def due(self, batch_id: str, *, until: dt.date) -> frozenset[str]:
        """Return the applications of a batch whose last letter's deadline is `until` or earlier."""
        newest: dict[str, dt.date | None] = {}
        rows = self._session.execute(
            select(NoticeRow.application_id, NoticeRow.deadline)
            .where(
                NoticeRow.organisation_id == self._organisation,
                NoticeRow.batch_id == batch_id,
                NoticeRow.sent_at.is_not(None),
            )
            .order_by(NoticeRow.sent_at)
        )
        for application_id, deadline in rows:
            newest[application_id] = deadline
        return frozenset(found for found, deadline in newest.items() if deadline is not None and deadline <= until)

    def _of(self, application_id: str) -> Any:  # noqa: ANN401  # a select of rows
        return select(NoticeRow).where(
            NoticeRow.organisation_id == self._organisation, NoticeRow.application_id == application_id
        )


def _value(row: NoticeRow) -> StoredNotice:
    return StoredNotice(
        id=row.id,
        application_id=row.application_id,
        revision=row.revision,
        body=dict(row.body),
        requirements=tuple(row.requirements.splitlines()),
        deadline=row.deadline,
        author=row.author,
        created_at=row.created_at,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
    )

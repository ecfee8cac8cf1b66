"""Who works on what: a lease with a fencing token, one mechanism for everything that workers do.

Two executions of one job are normal (a worker that lost its queue finishes late, a killed worker's job comes again), so
the queue decides nothing. Whoever takes the lease gets a token one higher than the last; every write asks for that
token, and a holder that was overtaken writes nothing. See Kleppmann, "How to do distributed locking" (2016).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from sqlalchemy import ColumnElement, Select, and_, false, literal, or_, select, update
from sqlalchemy.orm import Session

from models.errors import ObservationFailed
from models.store.database import clock, has_passed

MAX_ATTEMPTS: Final = 3
"""Runs of one piece of work; after the last one a person takes over."""

GRACE: Final = dt.timedelta(seconds=2)
"""What was touched a moment ago is on its way to the queue."""


@dataclass(frozen=True)
class Work:
    """A table of work, its rows leased one by one, and what it calls the states that leasing knows.

    Its columns are `id`, `organisation_id`, `state`, `attempts`, `lease_token`, `lease_until`, `enqueued_at`,
    `created_at`, `finished_at`, `error_code` and `error_parameters`.
    """

    name: str
    """What logs call the id of a row."""
    row: type[Any]
    received: str
    queued: str
    working: str
    given_up: str
    step: ColumnElement[int] = field(default_factory=lambda: literal(0))
    """How many steps of it are done, where it has several."""
    urgent: ColumnElement[bool] = field(default_factory=false)
    """Whether somebody looks at the screen meanwhile."""

    @property
    def waiting(self) -> tuple[str, str]:
        """The states of what no worker has taken."""
        return self.received, self.queued


@dataclass(frozen=True)
class Lease:
    """The right to write the result of some work, held by `token`; `attempt` counts from 1."""

    organisation_id: str
    id: str
    token: int
    attempt: int
    name: str
    """What kind of work it is."""

    @property
    def about(self) -> dict[str, str]:
        """What a log may say of it."""
        return {self.name: self.id}


@dataclass(frozen=True)
class Due:
    """Work that nobody does; `attempts` were begun so far (on its next step, where it has several)."""

    organisation_id: str
    id: str
    attempts: int
    step: int
    urgent: bool


def owner(session: Session, work: Work, work_id: str) -> str | None:
    """Return whose work it is, or None where there is none of this id."""
    return session.scalar(select(work.row.organisation_id).where(work.row.id == work_id))


def received(session: Session, work: Work, work_id: str) -> Due | None:
    """Return work that the queue has not been told of; None where it is told, in work or done."""
    return _one(session, _due(work).where(work.row.id == work_id, work.row.state == work.received))


def due(
    session: Session, work: Work, *, now: dt.datetime, grace: dt.timedelta = GRACE, limit: int = 1000
) -> tuple[Due, ...]:
    """Return work of all organisations without a living lease, oldest first; what was touched within `grace` is not."""
    row, fresh = work.row, now - grace
    waiting = and_(
        row.state.in_(work.waiting), has_passed(row.created_at, fresh), has_passed(row.enqueued_at, fresh)
    )  # fmt: skip
    abandoned = and_(row.state == work.working, has_passed(row.lease_until, now))
    found = _due(work).where(or_(waiting, abandoned)).order_by(row.created_at, row.id).limit(limit)
    return tuple(Due(*values) for values in session.execute(found))


def _due(work: Work) -> Select[Any]:
    row = work.row
    return select(row.organisation_id, row.id, row.attempts, work.step, work.urgent)


def _one(session: Session, query: Select[Any]) -> Due | None:
    found = session.execute(query).one_or_none()
    return None if found is None else Due(*found)


class Leases:
    """Leases on one kind of work of one organisation."""

    work: ClassVar[Work]

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def mark_queued(self, work_id: str) -> None:
        """Note that the queue was told; nothing changes where work has begun, but for when it was told."""
        row = self.work.row
        self._session.execute(
            update(row)
            .where(*self._mine(work_id), row.state.in_(self.work.waiting))
            .values(state=self.work.queued, enqueued_at=clock(self._session))
        )

    def acquire(self, work_id: str, *, now: dt.datetime, ttl: dt.timedelta) -> Lease | None:
        """Take the lease until `now + ttl`; None where it is held, the work is over, or no attempt is left."""
        row = self.work.row
        taken = self._session.execute(
            update(row)
            .where(*self._mine(work_id), *self._unheld(now), row.attempts < MAX_ATTEMPTS)
            .values(
                state=self.work.working,
                attempts=row.attempts + 1,
                lease_token=row.lease_token + 1,
                lease_until=now + ttl,
                **self._begun(now),
            )
            .returning(row.lease_token, row.attempts)
        ).one_or_none()
        if taken is None:
            return None
        token, attempt = taken
        return Lease(self._organisation, work_id, token, attempt, self.work.name)

    def renew(self, lease: Lease, *, now: dt.datetime, ttl: dt.timedelta) -> bool:
        """Hold on until `now + ttl`; False where the lease went to another."""
        return self._write(lease, lease_until=now + ttl)

    def refuse(
        self, lease: Lease, error_code: str, parameters: Mapping[str, str | int | float], *, now: dt.datetime
    ) -> bool:
        """Leave the work to a person at once: another attempt would say the same."""
        return self._end(lease, self.work.given_up, now, error_code=error_code, error_parameters=dict(parameters))

    def fail(self, lease: Lease, *, now: dt.datetime) -> bool:
        """Give the work back for another attempt, or to a person after the last; False when overtaken."""
        if not self._write(lease, state=self.work.received, lease_until=None, enqueued_at=None):
            return False
        return lease.attempt < MAX_ATTEMPTS or self.give_up(lease.id, now=now)

    def put_back(self, lease: Lease, *, not_before: dt.datetime) -> bool:
        """Give the work back without counting the attempt: to let others have a turn, or because of this machine."""
        return self._write(
            lease,
            state=self.work.queued,
            attempts=self.work.row.attempts - 1,
            lease_until=None,
            enqueued_at=not_before,
        )

    def give_up(self, work_id: str, *, now: dt.datetime) -> bool:
        """Leave work to a person whose last attempt ended without a word; the token moves on."""
        row = self.work.row
        given_up = self._session.scalar(
            update(row)
            .where(*self._mine(work_id), *self._unheld(now), row.attempts >= MAX_ATTEMPTS)
            .values(
                state=self.work.given_up,
                error_code=ObservationFailed.code,
                error_parameters={},
                lease_token=row.lease_token + 1,
                lease_until=None,
                finished_at=now,
            )
            .returning(row.id)
        )
        if given_up is not None:
            self._ended(work_id, self.work.given_up)
        return given_up is not None

    def _begun(self, now: dt.datetime) -> dict[str, object]:
        """Return what else is written when an attempt begins."""
        del now
        return {}

    def _ended(self, work_id: str, state: str) -> None:
        """Do what belongs to the end of work, in its transaction."""

    def _end(self, lease: Lease, state: str, now: dt.datetime, **values: object) -> bool:
        ended = self._write(lease, state=state, lease_until=None, finished_at=now, **values)
        if ended:
            self._ended(lease.id, state)
        return ended

    def _write(self, lease: Lease, **values: object) -> bool:
        row = self.work.row
        written = self._session.scalar(
            update(row)
            .where(*self._mine(lease.id), row.lease_token == lease.token, row.state == self.work.working)
            .values(**values)
            .returning(row.id)
        )
        return written is not None

    def _unheld(self, now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
        row = self.work.row
        return row.state.in_((*self.work.waiting, self.work.working)), has_passed(row.lease_until, now)

    def _mine(self, work_id: str) -> tuple[ColumnElement[bool], ...]:
        row = self.work.row
        return row.id == work_id, row.organisation_id == self._organisation

"""Who works on a masking task: a lease with a fencing token, as `models.store.leases` has it for documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from models.errors import ObservationFailed
from models.masking import CopyAnswer, MaskingAnswer
from models.store.database import has_passed
from models.store.leases import MAX_ATTEMPTS
from models.store.masking_tasks import MaskingState
from models.store.tables_masking import MaskedPageRow, MaskingTaskRow
from models.values import to_json

_WAITING = (MaskingState.RECEIVED.value, MaskingState.QUEUED.value)
_OPEN = (*_WAITING, MaskingState.WORKING.value)


@dataclass(frozen=True)
class MaskingLease:
    """The right to write a task's result, held by `token`; `attempt` counts from 1."""

    organisation_id: str
    task_id: str
    token: int
    attempt: int

    @property
    def about(self) -> dict[str, str]:
        """What a log may say of it."""
        return {"masking": self.task_id}


@dataclass(frozen=True)
class MaskedPage:
    """One page of a released copy: blobs of its picture and its thumbnail, and its text as read from the copy."""

    number: int
    picture: str
    thumbnail: str
    text: str


@dataclass(frozen=True)
class DueMasking:
    """A task that nobody works on; `attempts` were begun so far."""

    organisation_id: str
    id: str
    attempts: int


def organisation_of_masking(session: Session, task_id: str) -> str | None:
    """Return whose task it is, or None where there is none."""
    return session.scalar(select(MaskingTaskRow.organisation_id).where(MaskingTaskRow.id == task_id))


def due_masking(
    session: Session, *, now: dt.datetime, grace: dt.timedelta = dt.timedelta(seconds=2), limit: int = 1000
) -> tuple[DueMasking, ...]:
    """Return tasks without a living lease, oldest first; those touched within `grace` are on their way."""
    fresh = now - grace
    waiting = and_(
        MaskingTaskRow.state.in_(_WAITING),
        has_passed(MaskingTaskRow.created_at, fresh),
        has_passed(MaskingTaskRow.enqueued_at, fresh),
    )
    abandoned = and_(MaskingTaskRow.state == MaskingState.WORKING.value, has_passed(MaskingTaskRow.lease_until, now))
    rows = session.execute(
        select(MaskingTaskRow.organisation_id, MaskingTaskRow.id, MaskingTaskRow.attempts)
        .where(or_(waiting, abandoned))
        .order_by(MaskingTaskRow.created_at, MaskingTaskRow.id)
        .limit(limit)
    )
    return tuple(DueMasking(*row) for row in rows)


class MaskingLeases:
    """Leases on the masking tasks of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def acquire(self, task_id: str, *, now: dt.datetime, ttl: dt.timedelta) -> MaskingLease | None:
        """Take the lease until `now + ttl`; None where it is held, the task is terminal, or no attempt is left."""
        taken = self._session.execute(
            update(MaskingTaskRow)
            .where(
                MaskingTaskRow.id == task_id,
                MaskingTaskRow.organisation_id == self._organisation,
                MaskingTaskRow.state.in_(_OPEN),
                MaskingTaskRow.attempts < MAX_ATTEMPTS,
                has_passed(MaskingTaskRow.lease_until, now),
            )
            .values(
                state=MaskingState.WORKING.value,
                attempts=MaskingTaskRow.attempts + 1,
                lease_token=MaskingTaskRow.lease_token + 1,
                lease_until=now + ttl,
            )
            .returning(MaskingTaskRow.lease_token, MaskingTaskRow.attempts)
        ).one_or_none()
        return MaskingLease(self._organisation, task_id, *taken) if taken is not None else None

    def renew(self, lease: MaskingLease, *, now: dt.datetime, ttl: dt.timedelta) -> bool:
        """Hold on until `now + ttl`; False where the lease went to another."""
        return self._write(lease, lease_until=now + ttl)

    def finish(
        self,
        lease: MaskingLease,
        answer: MaskingAnswer | CopyAnswer,
        *,
        now: dt.datetime,
        copy: str | None = None,
        type: str | None = None,
        pages: Sequence[MaskedPage] = (),
    ) -> bool:
        """Write the answer, and of a released copy its blob and pages, in one transaction; False when overtaken."""
        ended = self._end(
            lease, MaskingState.DONE, now, answer=to_json(answer).decode(), copy=copy, type=type, error_code=None,
            error_parameters={},
        )  # fmt: skip
        if ended:
            self._session.add_all(
                MaskedPageRow(
                    task_id=lease.task_id,
                    page=page.number,
                    organisation_id=self._organisation,
                    picture=page.picture,
                    thumbnail=page.thumbnail,
                    text=page.text,
                )
                for page in pages
            )
        return ended

    def refuse(
        self, lease: MaskingLease, error_code: str, parameters: Mapping[str, str | int | float], *, now: dt.datetime
    ) -> bool:
        """Leave the task to a person at once: another attempt would say the same."""
        return self._end(
            lease, MaskingState.NEEDS_MANUAL, now, error_code=error_code, error_parameters=dict(parameters)
        )

    def fail(self, lease: MaskingLease, *, now: dt.datetime) -> bool:
        """Give the task back for another attempt, or to a person after the last; False when overtaken."""
        if lease.attempt < MAX_ATTEMPTS:
            return self._write(lease, state=MaskingState.RECEIVED.value, lease_until=None, enqueued_at=None)
        return self.refuse(lease, ObservationFailed.code, {}, now=now)

    def put_back(self, lease: MaskingLease, *, not_before: dt.datetime) -> bool:
        """Give the task back without counting the attempt: it was this machine's fault and may pass by itself."""
        return self._write(
            lease,
            state=MaskingState.QUEUED.value,
            attempts=MaskingTaskRow.attempts - 1,
            lease_until=None,
            enqueued_at=not_before,
        )

    def give_up(self, task_id: str, *, now: dt.datetime) -> bool:
        """Leave a task to a person whose last attempt ended without a word; the token moves on."""
        given_up = self._session.scalar(
            update(MaskingTaskRow)
            .where(
                MaskingTaskRow.id == task_id,
                MaskingTaskRow.organisation_id == self._organisation,
                MaskingTaskRow.state.in_(_OPEN),
                MaskingTaskRow.attempts >= MAX_ATTEMPTS,
                has_passed(MaskingTaskRow.lease_until, now),
            )
            .values(
                state=MaskingState.NEEDS_MANUAL.value,
                error_code=ObservationFailed.code,
                error_parameters={},
                lease_token=MaskingTaskRow.lease_token + 1,
                lease_until=None,
                finished_at=now,
            )
            .returning(MaskingTaskRow.id)
        )
        return given_up is not None

    def _end(self, lease: MaskingLease, state: MaskingState, now: dt.datetime, **values: object) -> bool:
        return self._write(lease, state=state.value, lease_until=None, finished_at=now, **values)

    def _write(self, lease: MaskingLease, **values: object) -> bool:
        written = self._session.scalar(
            update(MaskingTaskRow)
            .where(
                MaskingTaskRow.id == lease.task_id,
                MaskingTaskRow.organisation_id == self._organisation,
                MaskingTaskRow.lease_token == lease.token,
                MaskingTaskRow.state == MaskingState.WORKING.value,
            )
            .values(**values)
            .returning(MaskingTaskRow.id)
        )
        return written is not None

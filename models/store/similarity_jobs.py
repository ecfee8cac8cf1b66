"""Comparisons and work on the corpus: leased like documents, so that nothing accepted is lost or written twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.errors import NotFound, ObservationFailed
from models.store.database import clock, has_passed
from models.store.tables import new_id
from models.store.tables_similarity import SimilarityJobRow

MAX_ATTEMPTS: Final = 3
"""Runs of one step; after the last one it is given up."""


class JobKind(StrEnum):
    """What is to be done."""

    COMPARISON = "comparison"
    CORPUS_ADD = "corpus_add"
    CORPUS_CHECK = "corpus_check"


class JobState(StrEnum):
    """Where a job stands; the last two are terminal."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


_OPEN: Final = (JobState.WAITING.value, JobState.WORKING.value)


@dataclass(frozen=True)
class StoredJob:
    """A job as kept. `done` of `total` steps are done; `stage` is how far a comparison has come.

    `result` is JSON: of a comparison the report of its stage, of other work what came of it so far. `page` and `pdf`
    are blobs.
    """

    id: str
    organisation_id: str
    kind: JobKind
    state: JobState
    stage: str | None
    request: dict[str, Any]
    total: int
    done: int
    result: str | None
    page: str | None
    pdf: str | None
    error_code: str | None
    error_parameters: dict[str, str | int | float]
    attempts: int
    created_at: dt.datetime
    finished_at: dt.datetime | None


@dataclass(frozen=True)
class JobLease:
    """The right to write a job's result, held by `token`; `attempt` counts from 1."""

    organisation_id: str
    job_id: str
    token: int
    attempt: int

    @property
    def about(self) -> dict[str, str]:
        """What a log may say of it."""
        return {"job": self.job_id}


class SimilarityJobs:
    """The jobs of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def create(
        self, kind: JobKind, request: Mapping[str, Any], *, total: int = 1, created_by: str | None = None
    ) -> StoredJob:
        """Record a job that waits; `created_by` is who asked for it."""
        row = SimilarityJobRow(
            id=new_id(),
            organisation_id=self._organisation,
            kind=kind.value,
            state=JobState.WAITING.value,
            request=dict(request),
            total=total,
            done=0,
            attempts=0,
            error_parameters={},
            created_at=clock(self._session),
            created_by=created_by,
        )
        self._session.add(row)
        self._session.flush()
        return _value(row)

    def get(self, job_id: str, *, kinds: tuple[JobKind, ...] = tuple(JobKind)) -> StoredJob:
        """Return a job of one of these kinds; raises NotFound, also where it is another organisation's."""
        row = self._session.scalar(
            select(SimilarityJobRow)
            .where(*self._mine(job_id), SimilarityJobRow.kind.in_([kind.value for kind in kinds]))
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise NotFound()
        return _value(row)

    def list(self, *kinds: JobKind, limit: int = 50, after: str | None = None) -> tuple[StoredJob, ...]:
        """Return up to `limit` jobs of these kinds in the order of their ids, those after the id `after`."""
        query = select(SimilarityJobRow).where(
            SimilarityJobRow.organisation_id == self._organisation,
            SimilarityJobRow.kind.in_([kind.value for kind in kinds]),
        )
        if after is not None:
            query = query.where(SimilarityJobRow.id > after)
        return tuple(_value(row) for row in self._session.scalars(query.order_by(SimilarityJobRow.id).limit(limit)))

    def mark_queued(self, job_id: str) -> None:
        """Note that the job was handed to the queue."""
        self._session.execute(
            update(SimilarityJobRow)
            .where(*self._mine(job_id), SimilarityJobRow.state == JobState.WAITING.value)
            .values(enqueued_at=clock(self._session))
        )

    def acquire(self, job_id: str, *, now: dt.datetime, ttl: dt.timedelta) -> JobLease | None:
        """Take the lease until `now + ttl`; None where it is held, the job is terminal, or no attempt is left."""
        taken = self._session.execute(
            update(SimilarityJobRow)
            .where(
                *self._mine(job_id),
                SimilarityJobRow.state.in_(_OPEN),
                SimilarityJobRow.attempts < MAX_ATTEMPTS,
                has_passed(SimilarityJobRow.lease_until, now),
            )
            .values(
                state=JobState.WORKING.value,
                attempts=SimilarityJobRow.attempts + 1,
                lease_token=SimilarityJobRow.lease_token + 1,
                lease_until=now + ttl,
            )
            .returning(SimilarityJobRow.lease_token, SimilarityJobRow.attempts)
        ).one_or_none()
        return None if taken is None else JobLease(self._organisation, job_id, *taken)

    def renew(self, lease: JobLease, *, now: dt.datetime, ttl: dt.timedelta) -> bool:
        """Hold on until `now + ttl`; False where the lease went to another."""
        return self._write(lease, lease_until=now + ttl)

    def report(self, lease: JobLease, result: str, *, stage: str | None = None, done: int = 0) -> bool:
        """Write what is known so far; False when overtaken. A step that was done is not counted as an attempt."""
        steps = {"done": done, "attempts": 1} if done else {}
        return self._write(lease, result=result, stage=stage, **steps)

    def finish(
        self,
        lease: JobLease,
        result: str,
        *,
        now: dt.datetime,
        stage: str | None = None,
        page: str | None = None,
        pdf: str | None = None,
    ) -> bool:
        """Write the result; False when overtaken."""
        return self._write(
            lease, state=JobState.DONE.value, result=result, stage=stage, page=page, pdf=pdf, lease_until=None,
            finished_at=now, done=SimilarityJobRow.total,
        )  # fmt: skip

    def refuse(
        self, lease: JobLease, code: str, parameters: Mapping[str, str | int | float], *, now: dt.datetime
    ) -> bool:
        """End the job with an error that another attempt would meet too."""
        return self._write(
            lease, state=JobState.FAILED.value, error_code=code, error_parameters=dict(parameters), lease_until=None,
            finished_at=now,
        )  # fmt: skip

    def put_back(self, lease: JobLease, *, not_before: dt.datetime | None = None) -> bool:
        """Give the job back without counting the attempt: to let others have a turn, or because of this machine."""
        return self._write(
            lease, state=JobState.WAITING.value, attempts=SimilarityJobRow.attempts - 1, lease_until=None,
            enqueued_at=not_before,
        )  # fmt: skip

    def fail(self, lease: JobLease, *, now: dt.datetime) -> bool:
        """Give the job back for another attempt, or give it up after the last; False when overtaken."""
        if not self._write(lease, state=JobState.WAITING.value, lease_until=None, enqueued_at=None):
            return False
        return lease.attempt < MAX_ATTEMPTS or self.give_up(lease.job_id, now=now)

    def give_up(self, job_id: str, *, now: dt.datetime) -> bool:
        """End a job whose last attempt is spent; of many files only the one that it ended on is given up."""
        row = self._session.scalar(
            select(SimilarityJobRow)
            .where(
                *self._mine(job_id),
                SimilarityJobRow.state.in_(_OPEN),
                SimilarityJobRow.attempts >= MAX_ATTEMPTS,
                has_passed(SimilarityJobRow.lease_until, now),
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if row is None:
            return False
        row.lease_token += 1
        row.lease_until = None
        if row.kind == JobKind.CORPUS_ADD.value and row.done < row.total:
            self._skip_file(row)
            return True
        row.state, row.finished_at = JobState.FAILED.value, now
        row.error_code, row.error_parameters = ObservationFailed.code, {}
        return True

    def _skip_file(self, row: SimilarityJobRow) -> None:
        """Say of the next file that it could not be read, and go on with the one after it."""
        result: dict[str, Any] = json.loads(row.result) if row.result else {"documents": 0, "results": {}, "notes": []}
        filename = row.request["files"][row.done]["filename"]
        result["results"]["failed"] = result["results"].get("failed", 0) + 1
        result["notes"].append({"id": filename, "outcome": "failed", "detail": ""})
        row.result = json.dumps(result, ensure_ascii=False)
        row.state, row.attempts, row.enqueued_at, row.done = JobState.WAITING.value, 0, None, row.done + 1

    def _mine(self, job_id: str) -> tuple[Any, ...]:
        return SimilarityJobRow.id == job_id, SimilarityJobRow.organisation_id == self._organisation

    def _write(self, lease: JobLease, **values: object) -> bool:
        written = self._session.scalar(
            update(SimilarityJobRow)
            .where(
                *self._mine(lease.job_id),
                SimilarityJobRow.lease_token == lease.token,
                SimilarityJobRow.state == JobState.WORKING.value,
            )
            .values(**values)
            .returning(SimilarityJobRow.id)
        )
        return written is not None


def _value(row: SimilarityJobRow) -> StoredJob:
    return StoredJob(
        id=row.id,
        organisation_id=row.organisation_id,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        stage=row.stage,
        request=dict(row.request),
        total=row.total,
        done=row.done,
        result=row.result,
        page=row.page,
        pdf=row.pdf,
        error_code=row.error_code,
        error_parameters=dict(row.error_parameters),
        attempts=row.attempts,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )

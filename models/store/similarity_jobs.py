"""Comparisons and work on the corpus: leased like documents, so that nothing accepted is lost or written twice."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select

from models.errors import NotFound
from models.store.database import clock
from models.store.leases import MAX_ATTEMPTS, Lease, Leases, Work
from models.store.tables import new_id
from models.store.tables_similarity import SimilarityJobRow


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


SIMILARITY: Final = Work(
    "job",
    SimilarityJobRow,
    received=JobState.WAITING.value,
    queued=JobState.WAITING.value,
    working=JobState.WORKING.value,
    given_up=JobState.FAILED.value,
    step=SimilarityJobRow.__table__.c.done,
    urgent=SimilarityJobRow.__table__.c.kind == JobKind.COMPARISON.value,
)


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


class SimilarityJobs(Leases):
    """The jobs of one organisation, and the leases on them."""

    work = SIMILARITY

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

    def report(self, lease: Lease, result: str, *, stage: str | None = None, done: int = 0) -> bool:
        """Write what is known so far; False when overtaken. A step that was done is not counted as an attempt."""
        steps = {"done": done, "attempts": 1} if done else {}
        return self._write(lease, result=result, stage=stage, **steps)

    def finish(
        self,
        lease: Lease,
        result: str,
        *,
        now: dt.datetime,
        stage: str | None = None,
        page: str | None = None,
        pdf: str | None = None,
    ) -> bool:
        """Write the result; False when overtaken."""
        return self._end(
            lease, JobState.DONE.value, now, result=result, stage=stage, page=page, pdf=pdf, done=SimilarityJobRow.total
        )

    def give_up(self, work_id: str, *, now: dt.datetime) -> bool:
        """End a job whose last attempt is spent; of many files only the one that it ended on is given up."""
        row = self._session.scalar(
            select(SimilarityJobRow)
            .where(
                *self._mine(work_id),
                *self._unheld(now),
                SimilarityJobRow.attempts >= MAX_ATTEMPTS,
                SimilarityJobRow.kind == JobKind.CORPUS_ADD.value,
                SimilarityJobRow.done < SimilarityJobRow.total,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if row is None:
            return super().give_up(work_id, now=now)
        # Say of the next file that it could not be read, and go on with the one after it.
        result: dict[str, Any] = json.loads(row.result) if row.result else {"documents": 0, "results": {}, "notes": []}
        filename = row.request["files"][row.done]["filename"]
        result["results"]["failed"] = result["results"].get("failed", 0) + 1
        result["notes"].append({"id": filename, "outcome": "failed", "detail": ""})
        row.result = json.dumps(result, ensure_ascii=False)
        row.lease_token, row.lease_until = row.lease_token + 1, None
        row.state, row.attempts, row.enqueued_at, row.done = JobState.WAITING.value, 0, None, row.done + 1
        return True


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

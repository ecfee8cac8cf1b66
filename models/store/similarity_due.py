"""Jobs of the copied ratio across organisations: ids for workers and the reconciler, files for who checks the store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from models.store.database import has_passed
from models.store.similarity_jobs import JobKind, JobState
from models.store.tables_similarity import SimilarityJobRow


@dataclass(frozen=True)
class DueJob:
    """A job that nobody works on; `attempts` were begun on the step after `done`."""

    organisation_id: str
    id: str
    attempts: int
    done: int


def organisation_of_job(session: Session, job_id: str) -> str | None:
    """Return whose job it is, or None where there is none."""
    return session.scalar(select(SimilarityJobRow.organisation_id).where(SimilarityJobRow.id == job_id))


def comparisons_wait(session: Session) -> bool:
    """Tell whether somebody waits for a comparison."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    SimilarityJobRow.kind == JobKind.COMPARISON.value, SimilarityJobRow.state == JobState.WAITING.value
                )
            )
        )
    )


def due_jobs(
    session: Session, *, now: dt.datetime, grace: dt.timedelta = dt.timedelta(seconds=2), limit: int = 1000
) -> tuple[DueJob, ...]:
    """Return jobs of all organisations without a living lease, oldest first; those touched within `grace` are not."""
    waiting = and_(
        SimilarityJobRow.state == JobState.WAITING.value,
        SimilarityJobRow.created_at < now - grace,
        has_passed(SimilarityJobRow.enqueued_at, now - grace),
    )
    abandoned = and_(SimilarityJobRow.state == JobState.WORKING.value, has_passed(SimilarityJobRow.lease_until, now))
    rows = session.execute(
        select(SimilarityJobRow.organisation_id, SimilarityJobRow.id, SimilarityJobRow.attempts, SimilarityJobRow.done)
        .where(or_(waiting, abandoned))
        .order_by(SimilarityJobRow.created_at, SimilarityJobRow.id)
        .limit(limit)
    )
    return tuple(DueJob(*row) for row in rows)


def named_by_jobs(session: Session) -> set[tuple[str, str]]:
    """Return (organisation, SHA-256) of every file that jobs of all organisations name."""
    named = set()
    for organisation_id, request, page, pdf in session.execute(
        select(SimilarityJobRow.organisation_id, SimilarityJobRow.request, SimilarityJobRow.page, SimilarityJobRow.pdf)
    ):
        files = [request, *request.get("files", ()), *request.get("own_files", ())]
        blobs = (page, pdf, *(file.get("sha256") for file in files))
        named |= {(organisation_id, sha256) for sha256 in blobs if sha256}
    return named

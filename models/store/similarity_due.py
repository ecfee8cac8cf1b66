"""Jobs of the copied ratio across organisations: who waits, and files for who checks the store."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.store.similarity_jobs import JobKind, JobState
from models.store.tables_similarity import SimilarityJobRow


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

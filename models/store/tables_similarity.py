"""Tables of the copied ratio: comparisons and work on the corpus that wait for a worker."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table, new_id

_Id = String(36)


class SimilarityJobRow(Table):
    """One comparison, or one piece of work on the corpus. `request` names files by their hash; `result` is JSON."""

    __tablename__ = "similarity_jobs"

    id: Mapped[str] = mapped_column(_Id, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str | None] = mapped_column(String(20))
    request: Mapped[dict[str, Any]]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    result: Mapped[str | None] = mapped_column(Text)
    page: Mapped[str | None] = mapped_column(String(64))
    """Blob of the report as a page."""
    pdf: Mapped[str | None] = mapped_column(String(64))
    error_code: Mapped[str | None] = mapped_column(String(60))
    error_parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None]
    enqueued_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    created_by: Mapped[str | None] = mapped_column(String(60))
    finished_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index("ix_similarity_jobs_state_lease_until", "state", "lease_until"),
        Index("ix_similarity_jobs_organisation_id_kind_id", "organisation_id", "kind", "id"),
    )


class ApplicationPaperRow(Table):
    """A paper of an application that other applicants' papers are compared with, under an id that opens no door."""

    __tablename__ = "application_papers"

    id: Mapped[str] = mapped_column(_Id, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), index=True)
    application_id: Mapped[str] = mapped_column(_Id, ForeignKey("applications.id"), index=True)
    document_id: Mapped[str] = mapped_column(_Id, ForeignKey("documents.id"), unique=True)
    created_at: Mapped[dt.datetime]

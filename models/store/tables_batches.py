"""Table of what applicants of one batch are told apart by, and what of it two of them have."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table

_ID = String(36)


class BatchTraitRow(Table):
    """One trait of an applicant of a batch: who they are, whom their papers name, what one person alone can have.

    The digest tells two that are the same; what was read stands in the observation alone.
    """

    __tablename__ = "batch_traits"

    application_id: Mapped[str] = mapped_column(_ID, ForeignKey("applications.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(8), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(_ID, ForeignKey("organisations.id"))
    batch_id: Mapped[str] = mapped_column(_ID, ForeignKey("batches.id"))
    paper: Mapped[str] = mapped_column(String(300))

    __table_args__ = (Index("ix_batch_traits_batch_id_digest", "batch_id", "digest"),)

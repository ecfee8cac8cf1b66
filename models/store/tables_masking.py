"""The tables of masking (姓名遮盖): what was asked for, what came of it, and the pages of released copies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table, new_id

_Id = String(36)
_Sha256 = String(64)


class MaskingTaskRow(Table):
    """A check or a copy that somebody asked for: of a document of the store, or of a file sent for this alone."""

    __tablename__ = "masking_tasks"

    id: Mapped[str] = mapped_column(_Id, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    document_id: Mapped[str | None] = mapped_column(_Id, ForeignKey("documents.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(_Sha256)
    filename: Mapped[str] = mapped_column(String(400))
    name: Mapped[str | None] = mapped_column(String(200))
    also: Mapped[list[Any]] = mapped_column(JSON)
    flags: Mapped[dict[str, Any]]
    boxes: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20))
    error_code: Mapped[str | None] = mapped_column(String(60))
    error_parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None]
    enqueued_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    copy: Mapped[str | None] = mapped_column(_Sha256)
    """The blob of a released copy; without one there is nothing that a blind reviewer may see."""
    type: Mapped[str | None] = mapped_column(String(100))
    """What kind of document the copy still shows itself to be."""

    created_by: Mapped[str | None] = mapped_column(String(60))
    """Who asked for it."""

    __table_args__ = (Index("ix_masking_tasks_state_lease_until", "state", "lease_until"),)


class MaskedPageRow(Table):
    """One page of a released copy: blobs of its picture in three sizes, and its text as read from the copy."""

    __tablename__ = "masked_pages"

    task_id: Mapped[str] = mapped_column(_Id, ForeignKey("masking_tasks.id", ondelete="CASCADE"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), index=True)
    picture: Mapped[str] = mapped_column(_Sha256)
    preview: Mapped[str | None] = mapped_column(_Sha256)
    thumbnail: Mapped[str] = mapped_column(_Sha256)
    text: Mapped[str] = mapped_column(Text)

"""Table of the letters to applicants (补正通知书): a draft is worded anew, a letter that was sent stays as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table, new_id

_ID = String(36)


class NoticeRow(Table):
    """One letter. `sent_at` is None for the draft, of which an application has at most one."""

    __tablename__ = "notices"

    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(_ID, ForeignKey("organisations.id"))
    application_id: Mapped[str] = mapped_column(_ID, ForeignKey("applications.id"))
    batch_id: Mapped[str | None] = mapped_column(_ID)
    revision: Mapped[int]
    body: Mapped[dict[str, Any]]
    requirements: Mapped[str] = mapped_column(String(8000))
    """Those that were open, one a line: what the next submission is compared with."""
    deadline: Mapped[dt.date | None]
    author: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
    sent_by: Mapped[str | None] = mapped_column(String(100))

    __table_args__ = (
        Index("ix_notices_application_id", "application_id", "created_at"),
        Index("ix_notices_organisation_id_deadline", "organisation_id", "deadline"),
    )

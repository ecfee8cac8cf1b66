"""Tables of rosters beside batches: the roster as read, and how each applicant met it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table

_ID = String(36)


class BatchRosterRow(Table):
    """The roster of a batch, the last one that was handed in, with what is to be said of it by itself."""

    __tablename__ = "batch_rosters"

    batch_id: Mapped[str] = mapped_column(_ID, ForeignKey("batches.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(_ID, ForeignKey("organisations.id"))
    digest: Mapped[str] = mapped_column(String(64))
    roster: Mapped[str] = mapped_column(Text)
    report: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[dt.datetime]


class RosterMeetingRow(Table):
    """How an applicant met the roster of that digest: the row, and what was found between row and documents."""

    __tablename__ = "roster_meetings"

    application_id: Mapped[str] = mapped_column(_ID, ForeignKey("applications.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(_ID, ForeignKey("organisations.id"))
    batch_id: Mapped[str] = mapped_column(_ID)
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_roster_meetings_batch_id", "batch_id"),)

"""Tables of the audit log: its entries, which the database itself refuses to change, and the end of each chain."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table

_Id = String(36)
_Sha256 = String(64)


class AuditRow(Table):
    """Who did what to which thing, when: ids and codes, never values. `hash` covers the row and the hash before it."""

    __tablename__ = "audit_entries"

    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(String(60))
    request_id: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(_Sha256)
    hash: Mapped[str] = mapped_column(_Sha256)

    __table_args__ = (
        Index("ix_audit_entries_organisation_id_at", "organisation_id", "at"),
        Index("ix_audit_entries_organisation_id_object_id", "organisation_id", "object_id"),
        Index("ix_audit_entries_organisation_id_actor", "organisation_id", "actor"),
    )


class AuditHeadRow(Table):
    """The last entry of an organisation's chain; whoever appends holds this row."""

    __tablename__ = "audit_heads"

    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), primary_key=True)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(_Sha256)

"""The tables. Everything belongs to an organisation; ids are uuid4 as text; times are UTC.

Rows never leave `models.store`: repositories hand out frozen values.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcTime(TypeDecorator[dt.datetime]):
    """An aware time, kept as UTC. SQLite drops the offset, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Turn an aware time into UTC; a naive one is our fault and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times in the store are aware")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return the time with its offset."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Table(DeclarativeBase):
    """Base of all tables, with named constraints so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dt.datetime: UtcTime(), dict[str, Any]: JSON()}  # noqa: RUF012  # read once by SQLAlchemy


def new_id() -> str:
    """Return a fresh id: unguessable, so that knowing one tells nothing of another."""
    return str(uuid4())


_Id = String(36)
_Sha256 = String(64)


def _organisation() -> Mapped[str]:
    return mapped_column(_Id, ForeignKey("organisations.id"), index=True)


def _actor() -> Mapped[str | None]:
    """Who made a row: `user:ID` or `key:ID`; None where nobody noted it or a command did it."""
    return mapped_column(String(60))


class OrganisationRow(Table):
    """A review office with all that is its own."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(_Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[dt.datetime]


class ApiKeyRow(Table):
    """A key by its public id; of the secret only the SHA-256 is kept."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    digest: Mapped[str] = mapped_column(_Sha256)
    role: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[dt.datetime]
    created_by: Mapped[str | None] = _actor()
    revoked_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime | None]


class BatchRow(Table):
    """Applications that came together; `label` is how the office calls them."""

    __tablename__ = "batches"

    id: Mapped[str] = mapped_column(_Id, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = _organisation()
    policy: Mapped[str] = mapped_column(String(200))
    label: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[dt.datetime]
    cancelled_at: Mapped[dt.datetime | None]


class ApplicationRow(Table):
    """An application. `revision` counts changes of what a judge would see, `judged_revision` is the last one judged."""

    __tablename__ = "applications"

    id: Mapped[str] = mapped_column(_Id, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = _organisation()
    policy: Mapped[str] = mapped_column(String(200))
    applicant: Mapped[dict[str, Any]]
    facts: Mapped[dict[str, Any]]
    submitted_at: Mapped[dt.datetime | None]
    received_at: Mapped[dt.datetime | None]
    submission_number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[str | None] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=0)
    judged_revision: Mapped[int | None]
    judge_attempts: Mapped[int] = mapped_column(default=0)
    judging_until: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    created_by: Mapped[str | None] = _actor()
    batch_id: Mapped[str | None] = mapped_column(_Id, ForeignKey("batches.id"))
    label: Mapped[str | None] = mapped_column(String(200))
    """In a batch: the folder that the application came in, once in a batch."""
    edits: Mapped[int] = mapped_column(default=0)
    """Counts what people corrected of the application itself: its entity tag."""
    earlier_notices: Mapped[list[str]] = mapped_column(JSON, default=list)
    single: Mapped[bool] = mapped_column(default=False)
    """Holds one document that is verified by itself: it stands in no list, and no whole is judged."""

    __table_args__ = (UniqueConstraint("batch_id", "label"),)


class DocumentRow(Table):
    """An uploaded file in its application, and how far its observation has come."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(_Id, primary_key=True, default=new_id)
    organisation_id: Mapped[str] = _organisation()
    application_id: Mapped[str] = mapped_column(_Id, ForeignKey("applications.id"))
    sha256: Mapped[str] = mapped_column(_Sha256)
    upload: Mapped[str] = mapped_column(_Sha256)
    """Digest of file, name and slot: the same upload sent again is the same document (a NULL slot is never unique)."""
    size: Mapped[int]
    filename: Mapped[str] = mapped_column(String(400))
    slot: Mapped[str | None] = mapped_column(String(200))
    declared_type: Mapped[str | None] = mapped_column(String(100))
    needs_mask: Mapped[bool | None]
    state: Mapped[str] = mapped_column(String(20))
    error_code: Mapped[str | None] = mapped_column(String(60))
    error_parameters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None]
    enqueued_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime]
    created_by: Mapped[str | None] = _actor()
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    observer: Mapped[str | None] = mapped_column(String(200))
    type: Mapped[str | None] = mapped_column(String(100))
    pages: Mapped[int | None]
    bulk: Mapped[bool] = mapped_column(default=False)
    """Came in a batch: a document that somebody waits for goes before it."""
    superseded_at: Mapped[dt.datetime | None]
    """Taken back or replaced: cancelled for good, seen by no judge."""
    superseded_by: Mapped[str | None] = mapped_column(_Id)

    __table_args__ = (
        # SQLite, which keeps no statistics here, would rather look through all documents of the organisation than
        # through those of an application, were the index on the application alone.
        Index("ix_documents_application_id_organisation_id_state", "application_id", "organisation_id", "state"),
        Index("ix_documents_bulk_state", "bulk", "state"),
        Index("ix_documents_state_lease_until", "state", "lease_until"),
        Index("ix_documents_organisation_id_finished_at", "organisation_id", "finished_at"),
        UniqueConstraint("application_id", "upload"),
    )


class IdempotencyRow(Table):
    """Which thing the request of an idempotency key made; `digest` is of the request."""

    __tablename__ = "idempotency_keys"

    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[str] = mapped_column(_Sha256)
    resource_id: Mapped[str] = mapped_column(_Id)
    created_at: Mapped[dt.datetime]


class ObservationRow(Table):
    """What an observer saw in a file: the cache that a re-judged or re-uploaded file is answered from."""

    __tablename__ = "observations"

    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(_Sha256, primary_key=True)
    observer: Mapped[str] = mapped_column(String(200), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]


class FindingRow(Table):
    """One finding of one document, readable before the whole application is judged."""

    __tablename__ = "findings"

    document_id: Mapped[str] = mapped_column(_Id, ForeignKey("documents.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    requirement: Mapped[str] = mapped_column(String(200))
    verdict: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)


class ReportRow(Table):
    """The report on one revision of an application; a revision has one report."""

    __tablename__ = "reports"

    application_id: Mapped[str] = mapped_column(_Id, ForeignKey("applications.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    verdict: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]


class PictureRow(Table):
    """The picture of one page of a file: which blobs hold it, whole, at the size of a screen, and small."""

    __tablename__ = "pictures"

    organisation_id: Mapped[str] = mapped_column(_Id, ForeignKey("organisations.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(_Sha256, primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    blob: Mapped[str] = mapped_column(_Sha256)
    preview: Mapped[str | None] = mapped_column(_Sha256)
    thumbnail: Mapped[str | None] = mapped_column(_Sha256)


class CropRow(Table):
    """The picture of one piece of evidence: which blob holds it. `box` is the box's key."""

    __tablename__ = "crops"

    document_id: Mapped[str] = mapped_column(_Id, ForeignKey("documents.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    box: Mapped[str] = mapped_column(String(60), primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    blob: Mapped[str] = mapped_column(_Sha256)

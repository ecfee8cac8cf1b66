"""Corrections by people (更正): append-only, with author, time and what stood there before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.case import Correction
from models.store.database import clock
from models.store.tables_review import ChangeRow


class Subject(StrEnum):
    """What was corrected of an application or, the last two, of a document: what was read, and what its sender says."""

    APPLICANT = "applicant"
    FACTS = "facts"
    EVENTS = "events"
    POLICY = "policy"
    FIELD = "field"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Change:
    """One correction as kept; of a withdrawn one `value` is None."""

    id: int
    application_id: str
    document_id: str | None
    subject: Subject
    name: str
    earlier: JsonValue
    value: JsonValue
    withdrawn: bool
    note: str | None
    author: str
    created_at: dt.datetime


class Changes:
    """The corrections of one organisation."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def record(
        self,
        application_id: str,
        subject: Subject,
        name: str,
        *,
        earlier: JsonValue,
        value: JsonValue,
        author: str,
        note: str | None = None,
        document_id: str | None = None,
        withdrawn: bool = False,
    ) -> Change:
        """Add a correction; whoever makes it raises the revision of the application."""
        row = ChangeRow(
            organisation_id=self._organisation, application_id=application_id, document_id=document_id,
            subject=subject.value, name=name, earlier=earlier, value=value, withdrawn=withdrawn, note=note,
            author=author, created_at=clock(self._session),
        )  # fmt: skip
        self._session.add(row)
        self._session.flush()
        return _value(row)

    def of_application(self, application_id: str) -> tuple[Change, ...]:
        """Return every correction of an application and its documents, oldest first."""
        return self._read(self._mine().where(ChangeRow.application_id == application_id))

    def of_document(self, document_id: str) -> tuple[Change, ...]:
        """Return every correction of a document, oldest first."""
        return self._read(self._mine().where(ChangeRow.document_id == document_id))

    def in_force(self, application_id: str) -> tuple[Correction, ...]:
        """Return the corrections of fields that hold: of each document and field the last one, unless withdrawn."""
        query = self._mine().where(ChangeRow.application_id == application_id, ChangeRow.subject == Subject.FIELD.value)
        last = {(change.document_id, change.name): change for change in self._read(query)}
        return tuple(
            Correction(change.document_id, change.name, None if change.value is None else str(change.value))
            for change in last.values()
            if change.document_id is not None and not change.withdrawn
        )

    def _mine(self) -> Select[ChangeRow]:
        return select(ChangeRow).where(ChangeRow.organisation_id == self._organisation)

    def _read(self, query: Select[ChangeRow]) -> tuple[Change, ...]:
        return tuple(_value(row) for row in self._session.scalars(query.order_by(ChangeRow.id)))


def _value(row: ChangeRow) -> Change:
    return Change(
        row.id, row.application_id, row.document_id, Subject(row.subject), row.name, row.earlier, row.value,
        row.withdrawn, row.note, row.author, row.created_at,
    )  # fmt: skip

"""What people change of documents that are there: what the sender says of one, taking one back, putting in another.

A document that was taken back is kept, cancelled and marked: it is counted nowhere and no judge sees it.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.store.applications import Applications
from models.store.changes import Changes, Subject
from models.store.database import clock
from models.store.documents import Documents, DocumentState, StoredDocument, upload_digest
from models.store.tables import DocumentRow

SAID: Final = ("slot", "declared_type", "needs_mask")
"""What the sender says of a document."""


class AlreadyThere(Exception):
    """The application holds the same file under the same name in that slot."""


class DocumentChanges:
    """Changes of one organisation's documents by `author`."""

    def __init__(self, session: Session, organisation_id: str, author: str) -> None:
        self._session = session
        self._organisation = organisation_id
        self._author = author
        self._changes = Changes(session, organisation_id)

    def describe(self, document_id: str, said: dict[str, Any], *, note: str | None = None) -> StoredDocument:
        """Correct what the sender said of a document; `said` holds names of `SAID` only.

        Raises:
            NotFound: there is no such document.
            AlreadyThere: that slot holds this file already.
        """
        document = self._documents.get(document_id)
        changed = {name: value for name, value in said.items() if getattr(document, name) != value}
        if not changed or document.superseded_at is not None:
            return document
        for name, value in changed.items():
            self._record(document, name, getattr(document, name), value, note)
        slot = changed.get("slot", document.slot)
        digest = upload_digest(document.sha256, document.filename, slot)
        try:
            with self._session.begin_nested():
                self._write(document_id, upload=digest, **changed)
        except IntegrityError:
            raise AlreadyThere from None
        Applications(self._session, self._organisation).changed(document.application_id)
        return self._documents.get(document_id)

    def supersede(self, document_id: str, *, by: str | None = None, note: str | None = None) -> StoredDocument:
        """Take a document back, or put `by` in its place; once more changes nothing.

        Raises:
            NotFound: there is no such document.
        """
        document = self._documents.get(document_id)
        if document.superseded_at is not None or by == document_id:
            return document
        now = clock(self._session)
        self._record(document, "superseded_by", None, by, note)
        self._write(
            document_id,
            state=DocumentState.CANCELLED.value,
            superseded_at=now,
            superseded_by=by,
            finished_at=document.finished_at or now,
            # A worker that has it can no longer write; and the same file may be handed in again.
            lease_token=DocumentRow.lease_token + 1,
            lease_until=None,
            upload=hashlib.sha256(f"{document_id} superseded".encode()).hexdigest(),
        )
        Applications(self._session, self._organisation).changed(document.application_id)
        return self._documents.get(document_id)

    @property
    def _documents(self) -> Documents:
        return Documents(self._session, self._organisation)

    def _record(self, document: StoredDocument, name: str, earlier: Any, value: Any, note: str | None) -> None:  # noqa: ANN401  # JSON
        self._changes.record(
            document.application_id, Subject.DOCUMENT, name, earlier=earlier, value=value, author=self._author,
            note=note, document_id=document.id,
        )  # fmt: skip

    def _write(self, document_id: str, **values: Any) -> None:  # noqa: ANN401  # columns of any type
        self._session.execute(
            update(DocumentRow)
            .where(DocumentRow.id == document_id, DocumentRow.organisation_id == self._organisation)
            .values(**values)
        )

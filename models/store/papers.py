"""The papers of applications that other applicants' papers are compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.application import Applicant
from models.errors import NotFound
from models.store.database import clock, insert_new
from models.store.tables import ApplicationRow
from models.store.tables_similarity import ApplicationPaperRow
from models.values import from_jsonable


@dataclass(frozen=True)
class StoredPaper:
    """A paper of an application. Reports name it by `id`, from which nobody gets to the application without asking."""

    id: str
    document: str
    application: str
    policy: str
    applicant: Applicant
    created_at: dt.datetime


def paper_id(document_id: str) -> str:
    """Return the id of a document as a paper: always the same, and no way back to the document's."""
    return str(uuid5(UUID(document_id), "paper"))


class Papers:
    """The papers of one organisation's applicants."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def hold(self, application_id: str, document_id: str) -> None:
        """Note that a paper can be found from now on; one that is noted already stays as it is."""
        self._session.execute(
            insert_new(self._session, ApplicationPaperRow)
            .values(
                id=paper_id(document_id),
                organisation_id=self._organisation,
                application_id=application_id,
                document_id=document_id,
                created_at=clock(self._session),
            )
            .on_conflict_do_nothing()
        )

    def of_application(self, application_id: str) -> dict[str, str]:
        """Return the papers of an application: their ids by document."""
        rows = self._session.execute(
            select(ApplicationPaperRow.document_id, ApplicationPaperRow.id).where(
                ApplicationPaperRow.application_id == application_id,
                ApplicationPaperRow.organisation_id == self._organisation,
            )
        )
        return {row.document_id: row.id for row in rows}

    def forget(self, papers: Collection[str]) -> None:
        """Forget papers that were taken back."""
        self._session.execute(
            delete(ApplicationPaperRow).where(
                ApplicationPaperRow.id.in_(papers), ApplicationPaperRow.organisation_id == self._organisation
            )
        )

    def found(self, papers: Collection[str]) -> dict[str, StoredPaper]:
        """Return those of these ids that are papers of applications."""
        rows = self._session.execute(
            select(ApplicationPaperRow, ApplicationRow.policy, ApplicationRow.applicant)
            .join(ApplicationRow, ApplicationRow.id == ApplicationPaperRow.application_id)
            .where(ApplicationPaperRow.id.in_(papers), ApplicationPaperRow.organisation_id == self._organisation)
        )
        return {
            row.id: StoredPaper(
                row.id, row.document_id, row.application_id, policy, from_jsonable(Applicant, applicant), row.created_at
            )
            for row, policy, applicant in rows
        }

    def get(self, paper: str) -> StoredPaper:
        """Return a paper; raises NotFound, also where it is another organisation's."""
        found = self.found([paper]).get(paper)
        if found is None:
            raise NotFound
        return found

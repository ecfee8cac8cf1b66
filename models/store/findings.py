"""A document's own findings, readable as soon as it is observed."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.report import Finding
from models.store.tables import FindingRow
from models.values import from_json, to_json


class Findings:
    """The findings of one organisation's documents."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def replace(self, document_id: str, findings: tuple[Finding, ...]) -> None:
        """Keep these findings of the document, and no earlier ones."""
        self._session.execute(
            delete(FindingRow).where(
                FindingRow.document_id == document_id, FindingRow.organisation_id == self._organisation
            )
        )
        self._session.add_all(
            FindingRow(
                document_id=document_id,
                position=position,
                organisation_id=self._organisation,
                requirement=finding.requirement,
                verdict=finding.verdict.value,
                body=to_json(finding).decode(),
            )
            for position, finding in enumerate(findings)
        )
        self._session.flush()

    def of_document(self, document_id: str) -> tuple[Finding, ...]:
        """Return the document's findings in the order of the policy."""
        bodies = self._session.scalars(
            select(FindingRow.body)
            .where(FindingRow.document_id == document_id, FindingRow.organisation_id == self._organisation)
            .order_by(FindingRow.position)
        )
        return tuple(from_json(Finding, body) for body in bodies)

"""Findings of current reports, looked up across applications; their verdicts are those after people's decisions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from models.decisions import Standing
from models.policy import Severity
from models.report import Finding, Verdict
from models.store.tables import ApplicationRow
from models.store.tables_review import ReportFindingRow
from models.values import from_json, to_json


@dataclass(frozen=True)
class FoundFinding:
    """A finding of an application's current report; `verdict` holds, `finding.verdict` was the machine's."""

    application_id: str
    batch_id: str | None
    position: int
    verdict: Verdict
    finding: Finding


@dataclass(frozen=True)
class FindingFilter:
    """Which findings: None asks for all."""

    verdict: Verdict | None = None
    severity: Severity | None = None
    requirement: str | None = None
    document: str | None = None
    batch: str | None = None
    application: str | None = None


class ReportFindings:
    """The findings of one organisation's current reports."""

    def __init__(self, session: Session, organisation_id: str) -> None:
        self._session = session
        self._organisation = organisation_id

    def write(self, application_id: str, standing: Standing) -> None:
        """Keep the findings of a new report, and none of an earlier one."""
        self._session.execute(delete(ReportFindingRow).where(ReportFindingRow.application_id == application_id))
        batch = self._session.scalar(select(ApplicationRow.batch_id).where(ApplicationRow.id == application_id))
        rows = [
            {
                "application_id": application_id, "position": position, "organisation_id": self._organisation,
                "batch_id": batch, "document_id": found.finding.document, "requirement": found.finding.requirement,
                "severity": found.finding.severity.value, "verdict": found.verdict.value,
                "body": to_json(found.finding).decode(),
            }
            for position, found in enumerate(standing.findings)
            if found.finding.verdict is not Verdict.NOT_APPLICABLE or found.decided is not None
        ]  # fmt: skip
        if rows:
            self._session.execute(insert(ReportFindingRow), rows)

    def decided(self, application_id: str, standing: Standing) -> None:
        """Bring the verdicts up to date after a decision."""
        stored = self._session.execute(
            select(ReportFindingRow.position, ReportFindingRow.verdict).where(
                ReportFindingRow.application_id == application_id
            )
        )
        for position, verdict in stored.all():
            holds = standing.findings[position].verdict.value
            if holds != verdict:
                self._session.execute(
                    update(ReportFindingRow)
                    .where(ReportFindingRow.application_id == application_id, ReportFindingRow.position == position)
                    .values(verdict=holds)
                )

    def page(
        self, wanted: FindingFilter, *, limit: int = 50, after: tuple[str, int] | None = None
    ) -> tuple[FoundFinding, ...]:
        """Return up to `limit` findings in the order of applications and of the notice, those after a place in it.

        An application that is being judged anew answers with the findings of its last report.
        """
        row = ReportFindingRow
        query = select(row).where(row.organisation_id == self._organisation)
        columns = {
            row.verdict: wanted.verdict, row.severity: wanted.severity, row.requirement: wanted.requirement,
            row.document_id: wanted.document, row.batch_id: wanted.batch, row.application_id: wanted.application,
        }  # fmt: skip
        for column, value in columns.items():
            if value is not None:
                query = query.where(column == str(value))
        if after is not None:
            query = query.where(tuple_(row.application_id, row.position) > after)
        rows = self._session.scalars(query.order_by(row.application_id, row.position).limit(limit))
        return tuple(
            FoundFinding(
                one.application_id, one.batch_id, one.position, Verdict(one.verdict), from_json(Finding, one.body)
            )
            for one in rows
        )

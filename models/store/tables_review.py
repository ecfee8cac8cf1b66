"""Tables of what people do after the machine: corrections, decisions, and where each application stands for a list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.store.tables import Table

_ID = String(36)


def _organisation() -> Mapped[str]:
    return mapped_column(_ID, ForeignKey("organisations.id"))


def _application() -> Mapped[str]:
    return mapped_column(_ID, ForeignKey("applications.id"))


class ChangeRow(Table):
    """One correction by a person; rows are only ever added. `withdrawn` ends an earlier correction of the name."""

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    application_id: Mapped[str] = _application()
    document_id: Mapped[str | None] = mapped_column(_ID, ForeignKey("documents.id"))
    subject: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    earlier: Mapped[Any] = mapped_column(JSON, nullable=True)
    value: Mapped[Any] = mapped_column(JSON, nullable=True)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(String(2000))
    author: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[dt.datetime]

    __table_args__ = (Index("ix_changes_application_id", "application_id", "id"),)


class DecisionRow(Table):
    """One act of a reviewer; rows are only ever added, an undo is a row too. `of_finding` is what was looked at."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    application_id: Mapped[str] = _application()
    document_id: Mapped[str | None] = mapped_column(_ID)
    requirement: Mapped[str | None] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    assignee: Mapped[str | None] = mapped_column(String(100))
    undoes: Mapped[int | None]
    of_finding: Mapped[str | None] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[dt.datetime]

    __table_args__ = (Index("ix_decisions_application_id", "application_id", "id"),)


class StandingRow(Table):
    """Where an application stands, counted when its report or a decision is written: what long lists are read from.

    Counts are of open findings (failed by severity, then those that need a person) after people's decisions.
    """

    __tablename__ = "standings"

    application_id: Mapped[str] = mapped_column(_ID, ForeignKey("applications.id"), primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    batch_id: Mapped[str | None] = mapped_column(_ID)
    label: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    verdict: Mapped[str | None] = mapped_column(String(20))
    reject: Mapped[int] = mapped_column(default=0)
    correct: Mapped[int] = mapped_column(default=0)
    warn: Mapped[int] = mapped_column(default=0)
    needs_review: Mapped[int] = mapped_column(default=0)
    decided: Mapped[int] = mapped_column(default=0)
    disputed: Mapped[bool] = mapped_column(default=False)
    assignee: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[dt.datetime]

    __table_args__ = (
        Index("ix_standings_organisation_id_batch_id", "organisation_id", "batch_id", "application_id"),
        Index("ix_standings_organisation_id_created_at", "organisation_id", "created_at"),
    )


class ReportFindingRow(Table):
    """One finding of the current report of an application: what is asked for across applications.

    Requirements that do not apply are left out: they stand in the report, and nobody looks for them across a batch.
    """

    __tablename__ = "report_findings"

    application_id: Mapped[str] = mapped_column(_ID, ForeignKey("applications.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = _organisation()
    batch_id: Mapped[str | None] = mapped_column(_ID)
    document_id: Mapped[str | None] = mapped_column(_ID)
    requirement: Mapped[str] = mapped_column(String(200))
    severity: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index(
            "ix_report_findings_organisation_id_verdict",
            *("organisation_id", "verdict", "application_id", "position"),
        ),
        Index(
            "ix_report_findings_batch_id_requirement",
            *("batch_id", "requirement", "application_id", "position"),
        ),
        Index("ix_report_findings_batch_id_application_id", "batch_id", "application_id", "position"),
        Index("ix_report_findings_document_id", "document_id"),
    )

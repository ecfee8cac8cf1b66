"""What people do: corrections, decisions, documents taken back; and what long lists are read from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ID = sa.String(length=36)


def upgrade() -> None:
    """Make the tables and columns, and a standing for every application that is there."""
    with op.batch_alter_table("applications") as applications:
        applications.add_column(sa.Column("edits", sa.Integer(), nullable=False, server_default="0"))
        applications.add_column(sa.Column("earlier_notices", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("superseded_at", _TIME, nullable=True))
        documents.add_column(sa.Column("superseded_by", _ID, nullable=True))
    _changes()
    _decisions()
    _standings()
    _report_findings()


def _organisation(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return (
        sa.Column("organisation_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=f"fk_{table}_organisation_id_organisations"
        ),
    )


def _application(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return (
        sa.Column("application_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=f"fk_{table}_application_id_applications"
        ),
    )


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        *_organisation("changes"),
        *_application("changes"),
        sa.Column("document_id", _ID, nullable=True),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_changes_document_id_documents"),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_application_id", "changes", ["application_id", "id"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        *_organisation("decisions"),
        *_application("decisions"),
        sa.Column("document_id", _ID, nullable=True),
        sa.Column("requirement", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("assignee", sa.String(length=100), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("of_finding", sa.String(length=64), nullable=True),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_application_id", "decisions", ["application_id", "id"])


def _standings() -> None:
    counts = ("reject", "correct", "warn", "needs_review", "decided")
    op.create_table(
        "standings",
        *_application("standings"),
        *_organisation("standings"),
        sa.Column("batch_id", _ID, nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("assignee", sa.String(length=100), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_standings"),
    )
    op.create_index(
        "ix_standings_organisation_id_batch_id", "standings", ["organisation_id", "batch_id", "application_id"]
    )
    op.create_index("ix_standings_organisation_id_created_at", "standings", ["organisation_id", "created_at"])
    connection = op.get_bind()
    columns = ("id", "organisation_id", "batch_id", "label", "applicant", "verdict", "created_at")
    applications = sa.table("applications", *(sa.column(name) for name in columns))
    applications.c.applicant.type = sa.JSON()
    applications.c.created_at.type = _TIME
    standings = sa.table("standings", *(sa.column(name) for name in (*counts, "application_id", "name", "disputed")),
                         *(sa.column(name) for name in columns[1:4]), sa.column("verdict"),
                         sa.column("created_at", _TIME))  # fmt: skip
    for row in connection.execute(sa.select(applications)).all():
        connection.execute(
            standings.insert().values(
                application_id=row.id, organisation_id=row.organisation_id, batch_id=row.batch_id,
                label=row.label or "", name=((row.applicant or {}).get("name") or "")[:200], verdict=row.verdict,
                disputed=False, created_at=row.created_at, **dict.fromkeys(counts, 0),
            )
        )  # fmt: skip


def _report_findings() -> None:
    op.create_table(
        "report_findings",
        *_application("report_findings"),
        sa.Column("position", sa.Integer(), nullable=False),
        *_organisation("report_findings"),
        sa.Column("batch_id", _ID, nullable=True),
        sa.Column("document_id", _ID, nullable=True),
        sa.Column("requirement", sa.String(length=200), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", "position", name="pk_report_findings"),
    )
    op.create_index(
        "ix_report_findings_organisation_id_verdict",
        "report_findings",
        ["organisation_id", "verdict", "application_id", "position"],
    )
    op.create_index(
        "ix_report_findings_batch_id_requirement",
        "report_findings",
        ["batch_id", "requirement", "application_id", "position"],
    )
    op.create_index("ix_report_findings_document_id", "report_findings", ["document_id"])

"""Rosters beside batches, and how each applicant met theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "batch_rosters",
        sa.Column("batch_id", _ID, nullable=False),
        *_organisation("batch_rosters"),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("roster", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_batch_rosters_batch_id_batches"),
        sa.PrimaryKeyConstraint("batch_id", name="pk_batch_rosters"),
    )
    op.create_table(
        "roster_meetings",
        sa.Column("application_id", _ID, nullable=False),
        *_organisation("roster_meetings"),
        sa.Column("batch_id", _ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_roster_meetings_application_id_applications"
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_roster_meetings"),
    )
    op.create_index("ix_roster_meetings_batch_id", "roster_meetings", ["batch_id"])


def _organisation(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return (
        sa.Column("organisation_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=f"fk_{table}_organisation_id_organisations"
        ),
    )

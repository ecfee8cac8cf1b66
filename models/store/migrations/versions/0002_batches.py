"""Batches: applications that came together, and which documents can wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table and the columns that point to it."""
    op.create_table(
        "batches",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("policy", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("cancelled_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_batches_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_index("ix_batches_organisation_id", "batches", ["organisation_id"], unique=False)
    with op.batch_alter_table("applications") as applications:
        applications.add_column(sa.Column("batch_id", sa.String(length=36), nullable=True))
        applications.add_column(sa.Column("label", sa.String(length=200), nullable=True))
        applications.create_foreign_key("fk_applications_batch_id_batches", "batches", ["batch_id"], ["id"])
        applications.create_unique_constraint("uq_applications_batch_id_label", ["batch_id", "label"])
    op.add_column("documents", sa.Column("bulk", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_documents_bulk_state", "documents", ["bulk", "state"], unique=False)

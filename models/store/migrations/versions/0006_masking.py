"""Masking: checks and copies that were asked for, and the pages of released copies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ID = sa.String(length=36)
_SHA256 = sa.String(length=64)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "masking_tasks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("document_id", _ID, nullable=True),
        sa.Column("sha256", _SHA256, nullable=False),
        sa.Column("filename", sa.String(length=400), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("error_parameters", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("lease_until", _TIME, nullable=True),
        sa.Column("enqueued_at", _TIME, nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("copy", _SHA256, nullable=True),
        sa.Column("type", sa.String(length=100), nullable=True),
        sa.Column("created_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_masking_tasks_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_masking_tasks_document_id_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_masking_tasks"),
    )
    for columns in (["organisation_id"], ["document_id"], ["state", "lease_until"]):
        op.create_index(f"ix_masking_tasks_{'_'.join(columns)}", "masking_tasks", columns, unique=False)
    op.create_table(
        "masked_pages",
        sa.Column("task_id", _ID, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("picture", _SHA256, nullable=False),
        sa.Column("thumbnail", _SHA256, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["masking_tasks.id"], name="fk_masked_pages_task_id_masking_tasks", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_masked_pages_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("task_id", "page", name="pk_masked_pages"),
    )
    op.create_index("ix_masked_pages_organisation_id", "masked_pages", ["organisation_id"], unique=False)

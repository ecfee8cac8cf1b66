"""Comparisons, work on the corpus, and the papers that applicants' papers are compared with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "similarity_jobs",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=True),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("page", sa.String(length=64), nullable=True),
        sa.Column("pdf", sa.String(length=64), nullable=True),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("error_parameters", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("lease_until", _TIME, nullable=True),
        sa.Column("enqueued_at", _TIME, nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("created_by", sa.String(length=60), nullable=True),
        sa.Column("finished_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_similarity_jobs_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_similarity_jobs"),
    )
    op.create_index("ix_similarity_jobs_state_lease_until", "similarity_jobs", ["state", "lease_until"])
    op.create_index("ix_similarity_jobs_organisation_id_kind_id", "similarity_jobs", ["organisation_id", "kind", "id"])
    op.create_table(
        "application_papers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("application_id", _ID, nullable=False),
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_application_papers_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_application_papers_application_id_applications"
        ),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_application_papers_document_id_documents"),
        sa.PrimaryKeyConstraint("id", name="pk_application_papers"),
        sa.UniqueConstraint("document_id", name="uq_application_papers_document_id"),
    )
    op.create_index("ix_application_papers_organisation_id", "application_papers", ["organisation_id"])
    op.create_index("ix_application_papers_application_id", "application_papers", ["application_id"])

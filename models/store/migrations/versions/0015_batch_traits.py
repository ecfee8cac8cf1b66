"""What applicants of one batch are told apart by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "batch_traits",
        sa.Column("application_id", _ID, nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("batch_id", _ID, nullable=False),
        sa.Column("paper", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_batch_traits_application_id_applications"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_batch_traits_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_batch_traits_batch_id_batches"),
        sa.PrimaryKeyConstraint("application_id", "role", "digest", name="pk_batch_traits"),
    )
    op.create_index("ix_batch_traits_batch_id_digest", "batch_traits", ["batch_id", "digest"])

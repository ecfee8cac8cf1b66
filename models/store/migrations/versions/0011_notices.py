"""Letters to applicants, worded and sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ID = sa.String(length=36)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "notices",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("application_id", _ID, nullable=False),
        sa.Column("batch_id", _ID, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("requirements", sa.String(length=8000), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("sent_at", _TIME, nullable=True),
        sa.Column("sent_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_notices_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name="fk_notices_application_id_applications"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_application_id", "notices", ["application_id", "created_at"])
    op.create_index("ix_notices_organisation_id_deadline", "notices", ["organisation_id", "deadline"])

"""What happened and who wants to be told; verifications of single documents; findings of a batch in their order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ID = sa.String(length=36)


def upgrade() -> None:
    """Make the tables, the column and the index."""
    op.add_column("applications", sa.Column("single", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_report_findings_batch_id_application_id", "report_findings", ["batch_id", "application_id", "position"]
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        *_organisation("events"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("batch_id", _ID, nullable=True),
        sa.Column("application_id", _ID, nullable=True),
        sa.Column("document_id", _ID, nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_application_id", "events", ["application_id", "id"])
    op.create_index("ix_events_batch_id", "events", ["batch_id", "id"])
    op.create_index("ix_events_organisation_id_created_at", "events", ["organisation_id", "created_at"])
    op.create_table(
        "webhooks",
        sa.Column("id", _ID, nullable=False),
        *_organisation("webhooks"),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("removed_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_index("ix_webhooks_organisation_id", "webhooks", ["organisation_id"])
    op.create_table(
        "deliveries",
        sa.Column("webhook_id", _ID, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        *_organisation("deliveries"),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("finished_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name="fk_deliveries_webhook_id_webhooks"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_deliveries_event_id_events"),
        sa.PrimaryKeyConstraint("webhook_id", "event_id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])


def _organisation(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    return (
        sa.Column("organisation_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=f"fk_{table}_organisation_id_organisations"
        ),
    )

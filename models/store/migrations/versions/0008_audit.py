"""The audit log, which the database itself refuses to change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)
_SHA256 = sa.String(length=64)

_SQLITE = """
CREATE TRIGGER audit_entries_no_{event} BEFORE {event} ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""

_POSTGRESQL = (
    """
    CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
    """,
    """
    CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()
    """,
)


def upgrade() -> None:
    """Make the tables and the triggers."""
    op.create_table(
        "audit_entries",
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("request_id", _SHA256, nullable=False),
        sa.Column("previous", _SHA256, nullable=False),
        sa.Column("hash", _SHA256, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_audit_entries_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "number", name="pk_audit_entries"),
    )
    for column in ("at", "object_id", "actor"):
        op.create_index(f"ix_audit_entries_organisation_id_{column}", "audit_entries", ["organisation_id", column])
    op.create_table(
        "audit_heads",
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", _SHA256, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_audit_heads_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_audit_heads"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(event=event))
    else:
        for statement in _POSTGRESQL:
            op.execute(statement)

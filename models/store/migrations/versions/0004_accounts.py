"""Users, their sessions, the code of the first set-up; keys that expire; who made an application."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.String(length=36)
_TIME = sa.DateTime(timezone=True)
_ACTOR = sa.String(length=60)


def upgrade() -> None:
    """Make the tables and add the columns."""
    _users()
    _sessions()
    op.create_table(
        "setup_codes",
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_setup_codes_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_setup_codes"),
    )
    op.add_column("api_keys", sa.Column("created_by", _ACTOR, nullable=True))
    op.add_column("api_keys", sa.Column("expires_at", _TIME, nullable=True))
    op.add_column("applications", sa.Column("created_by", _ACTOR, nullable=True))
    op.add_column("documents", sa.Column("created_by", _ACTOR, nullable=True))


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("password_changed_at", _TIME, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("disabled_at", _TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_users_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("login", name="uq_users_login"),
    )
    op.create_index("ix_users_organisation_id", "users", ["organisation_id"], unique=False)


def _sessions() -> None:
    op.create_table(
        "user_sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("user_id", _ID, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_user_sessions_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_sessions_user_id_users"),
        sa.PrimaryKeyConstraint("digest", name="pk_user_sessions"),
    )
    for column in ("organisation_id", "user_id", "expires_at"):
        op.create_index(f"ix_user_sessions_{column}", "user_sessions", [column], unique=False)

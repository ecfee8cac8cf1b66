"""An application's documents are found by an index that no other is taken for, and counted by state from it alone."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the index in place of the one on the application alone."""
    op.create_index(
        "ix_documents_application_id_organisation_id_state",
        "documents",
        ["application_id", "organisation_id", "state"],
        unique=False,
    )
    op.drop_index("ix_documents_application_id", table_name="documents")

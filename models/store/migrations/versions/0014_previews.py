"""Pages are kept at the size of a screen too, and small; those that were kept before have neither."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("pictures", sa.Column("preview", sa.String(length=64), nullable=True))
    op.add_column("pictures", sa.Column("thumbnail", sa.String(length=64), nullable=True))
    op.add_column("masked_pages", sa.Column("preview", sa.String(length=64), nullable=True))

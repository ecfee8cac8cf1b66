"""What Alembic runs: every migration on the connection that `Database.migrate` gives."""

from __future__ import annotations

from alembic import context

from models.store import (
    tables_accounts,
    tables_audit,
    tables_batches,
    tables_events,
    tables_masking,
    tables_notices,
    tables_review,
    tables_rosters,
    tables_similarity,
)
from models.store.tables import Table

# Imported so that the metadata knows them.
_MORE_TABLES = (
    tables_accounts,
    tables_audit,
    tables_batches,
    tables_events,
    tables_masking,
    tables_notices,
    tables_review,
    tables_rosters,
    tables_similarity,
)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    # SQLite cannot alter a column in place; batch mode copies the table.
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()

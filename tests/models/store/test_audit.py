"""The chain of the audit log, on each kind of store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from models.store.audit import AuditFilter, AuditLog
from models.store.database import Database


def append(database: Database, organisation: str, object_id: str = "1") -> None:
    with database.transaction() as session:
        AuditLog(session, organisation).append("thing.made", "thing", object_id, actor="user:1")


def broken(database: Database, organisation: str) -> int | None:
    with database.reading() as session:
        return AuditLog(session, organisation).verify()


def broken_of_shown(database: Database, organisation: str, **page: int) -> int | None:
    with database.reading() as session:
        log = AuditLog(session, organisation)
        return log.check(log.list(**page))


def test_writers_at_once_make_one_chain(database: Database, organisation: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: append(database, organisation, str(n)), range(20)))
    with database.reading() as session:
        found = AuditLog(session, organisation).list(limit=100)
    assert [entry.number for entry in found] == list(range(20, 0, -1))
    assert {entry.object_id for entry in found} == set(map(str, range(20)))
    assert all(later.previous == earlier.hash for later, earlier in pairwise(found))
    assert broken(database, organisation) is None
    assert broken_of_shown(database, organisation) is broken_of_shown(database, organisation, limit=5) is None
    assert broken_of_shown(database, organisation, limit=5, before=8) is None


def test_what_is_rolled_back_leaves_no_entry(database: Database, organisation: str) -> None:
    append(database, organisation)
    with pytest.raises(RuntimeError), database.transaction() as session:
        AuditLog(session, organisation).append("thing.made", "thing", "2", actor="user:1")
        raise RuntimeError
    append(database, organisation, "3")
    assert broken(database, organisation) is None
    with database.reading() as session:
        assert [entry.object_id for entry in AuditLog(session, organisation).list()] == ["3", "1"]


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries"])
def test_the_database_refuses_to_change_it(database: Database, organisation: str, statement: str) -> None:
    append(database, organisation)
    with pytest.raises(SQLAlchemyError, match="append-only"), database.transaction() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET actor = 'x' WHERE number = 2",
        "UPDATE audit_entries SET object_id = NULL WHERE number = 2",
        "DELETE FROM audit_entries WHERE number = 2",
    ],
)
def test_who_gets_around_that_is_seen(sqlite_database: Database, statement: str) -> None:
    from models.store.organisations import Organisations

    with sqlite_database.transaction() as session:
        organisation = Organisations(session).create("市评审办").id
    for _ in range(3):
        append(sqlite_database, organisation)
    with sqlite_database.transaction() as session:
        for trigger in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER audit_entries_no_{trigger}"))
        session.execute(text(statement))
    assert broken(sqlite_database, organisation) == 2
    # The page that shows it, or the entry behind a gap, tells; a page of later ones alone looks at no more than itself.
    assert broken_of_shown(sqlite_database, organisation) == (3 if "DELETE" in statement else 2)
    assert broken_of_shown(sqlite_database, organisation, before=2) is None


def test_a_cut_end_is_seen(sqlite_database: Database) -> None:
    from models.store.organisations import Organisations

    with sqlite_database.transaction() as session:
        organisation = Organisations(session).create("市评审办").id
    for _ in range(3):
        append(sqlite_database, organisation)
    with sqlite_database.transaction() as session:
        session.execute(text("DROP TRIGGER audit_entries_no_delete"))
        session.execute(text("DELETE FROM audit_entries WHERE number = 3"))
    assert broken(sqlite_database, organisation) == 3
    assert broken_of_shown(sqlite_database, organisation, limit=1) == 3


def test_it_holds_codes_and_ids_only(database: Database, organisation: str) -> None:
    with database.transaction() as session:
        log = AuditLog(session, organisation)
        for wrong in (("张三", "thing"), ("thing.made", "Thing Made"), ("", "thing")):
            with pytest.raises(ValueError, match="codes"):
                log.append(*wrong, None, actor="user:1")
        with pytest.raises(ValueError, match="codes"):
            log.append("thing.made", "thing", None, actor="user:1", reason="因为 张三")
        entry = log.append("thing.made", "thing", "张三的论文.pdf", actor="user:1")
        assert entry.object_id is not None and entry.object_id.startswith("sha256:")
        assert log.list(AuditFilter(kind="thing")) == (entry,)
        assert log.list(AuditFilter(kind="other")) == ()

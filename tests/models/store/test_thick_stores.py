"""An application's documents are found without looking through the others' of the office."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from models.store.batches import Batches
from models.store.database import Database
from models.store.documents import Documents
from models.store.organisations import Organisations


@pytest.fixture
def plans(sqlite_database: Database):
    """Return a function that tells how SQLite would answer what is asked of it within."""

    def of(ask) -> str:
        asked: list[tuple[str, object]] = []

        def note(connection, cursor, statement, parameters, context, many):
            asked.append((statement, parameters))

        event.listen(sqlite_database.engine, "before_cursor_execute", note)
        with sqlite_database.reading() as session:
            ask(session)
        event.remove(sqlite_database.engine, "before_cursor_execute", note)
        with sqlite_database.engine.connect() as connection:
            return "\n".join(
                row[3]
                for statement, parameters in asked
                if "FROM documents" in statement
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            )

    return of


@pytest.fixture
def office(sqlite_database: Database) -> str:
    with sqlite_database.transaction() as session:
        return Organisations(session).create("市评审办").id


INDEX = "ix_documents_application_id_organisation_id_state (application_id=?"


def test_documents_of_an_application(plans, office):
    plan = plans(lambda session: Documents(session, office).of_application("a"))
    assert INDEX in plan and "(organisation_id=?" not in plan


def test_progress_of_an_application(plans, office):
    plan = plans(lambda session: Documents(session, office).progress("a"))
    assert INDEX in plan and "(organisation_id=?" not in plan


def test_progress_of_a_batch(plans, office):
    plan = plans(lambda session: Batches(session, office).progress("b"))
    assert INDEX in plan and "documents USING INDEX ix_documents_organisation_id" not in plan

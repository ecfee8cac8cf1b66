"""What Prometheus is told: counts and ages out of the database, and nothing that names anybody."""

from __future__ import annotations

import datetime as dt
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from models.store.database import Database
from models.store.tables import DocumentRow
from tests.workers.conftest import Desk
from workers.context import Context
from workers.jobs import observe_document
from workers.metrics import StoreCollector, served
from workers.queue import JobQueue


@contextmanager
def scraped(desk: Desk, queue: JobQueue | None = None):
    collector = StoreCollector(
        desk.database, desk.settings.open_blobs(), queue or JobQueue(None), desk.settings.data_dir, lambda: 2
    )
    with served(collector, "127.0.0.1", 0) as port:
        yield lambda: text_of(port)


def text_of(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        return answer.read().decode()


def values(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name.removeprefix("verifier_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_states_ages_and_refusals_are_counted(desk: Desk, context: Context) -> None:
    application = desk.application()
    done, refused = desk.hand_in(application, "ok"), desk.hand_in(application, "refuse", "坏.pdf")
    waiting = desk.hand_in(application, "ok 2", "三.pdf")
    observe_document(done)
    observe_document(refused)
    with desk.database.transaction() as session:
        earlier = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=500)
        session.execute(update(DocumentRow).where(DocumentRow.id == waiting).values(created_at=earlier))
    with scraped(desk) as scrape:
        found = values(scrape())
    assert found["documents", "observed"] == 1
    assert found["documents", "needs_manual"] == 1
    assert found["documents", "received"] == 1
    assert found["documents", "queued"] == 0
    assert found["documents_with_a_person", "broken_file"] == 1
    assert 500 <= found["oldest_unfinished_seconds",] < 520
    assert found["document_attempts",] == 2
    assert found["pages_observed_10m",] == 1
    assert (found["database_up",], found["blobs_up",], found["queue_up",]) == (1, 1, 0)
    assert found["worker_processes",] == 2
    assert found["data_free_bytes",] > 0


def test_nothing_waits_in_an_empty_store(desk: Desk) -> None:
    with scraped(desk) as scrape:
        assert values(scrape())["oldest_unfinished_seconds",] == 0


def test_a_database_that_is_away_is_a_figure_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: Database) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(Database, "reading", away)
    with scraped(desk) as scrape:
        found = values(scrape())
    assert found["database_up",] == 0
    assert ("oldest_unfinished_seconds",) not in found


def test_no_id_and_no_name_is_told(desk: Desk, context: Context, tmp_path: Path) -> None:
    application = desk.application()
    document = desk.hand_in(application, "refuse", "张伟的身份证.pdf")
    observe_document(document)
    with scraped(desk) as scrape:
        text = scrape()
    assert "张伟" not in text
    assert document not in text
    assert application not in text
    assert desk.organisation not in text

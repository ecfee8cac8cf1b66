"""Figures for Prometheus, read from the database when they are asked for.

Counters of the processes themselves would forget at every restart and be spread over as many files as there are
processes; the database knows what is true. Labels are states and codes of ours: no id, no name, no text.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from models.errors import StorageUnavailable
from models.store.blobs import BlobStore
from models.store.database import Database
from models.store.measures import Measures, measure
from workers.logs import logger
from workers.queue import JobQueue

PREFIX: Final = "verifier"

_log = logger(__name__)


class StoreCollector(Collector):
    """Reads store, queue and disk at every scrape.

    Args:
        database: asked once a scrape, in one consistent state.
        blobs: asked whether it answers.
        queue: asked how much waits.
        folder: on the disk whose room is told.
        workers: returns how many worker processes of this machine run.
    """

    def __init__(
        self, database: Database, blobs: BlobStore, queue: JobQueue, folder: Path, workers: Callable[[], int]
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._queue = queue
        self._folder = folder
        self._workers = workers

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield what is known now; what cannot be asked is left out and its `up` is 0."""
        measures = self._measures()
        waiting = self._queue.waiting()
        yield _gauge("database_up", "1 where the database answers", float(measures is not None))
        yield _gauge("blobs_up", "1 where the store of files answers", float(self._blobs_answer()))
        yield _gauge("queue_up", "1 where the queue server answers", float(waiting is not None))
        yield _gauge("worker_processes", "worker processes of this machine that run", float(self._workers()))
        yield _gauge("data_free_bytes", "room on the disk of the data folder", _free_bytes(self._folder))
        if waiting is not None:
            yield _gauge("queue_waiting", "hints that no worker has taken yet", float(len(waiting)))
        if measures is not None:
            yield from _of_store(measures)

    def _blobs_answer(self) -> bool:
        try:
            self._blobs.check()
        except StorageUnavailable:
            return False
        return True

    def _measures(self) -> Measures | None:
        try:
            with self._database.reading() as session:
                return measure(session)
        except SQLAlchemyError as error:
            _log.error("metrics_without_database", error=type(error).__name__)
            return None


@contextmanager
def served(collector: StoreCollector, host: str, port: int) -> Iterator[int]:
    """Answer `GET /metrics` at `host`:`port` while the block runs; yield the port, which for 0 is a free one."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(collector)
    server, thread = start_http_server(port, host, registry)
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _of_store(measures: Measures) -> Iterator[GaugeMetricFamily]:
    yield _gauge(
        "oldest_unfinished_seconds",
        "age of the oldest document that is neither observed, nor cancelled, nor with a person",
        measures.oldest_unfinished_seconds,
    )
    yield _gauge("applications_unjudged", "applications that wait for nothing but their report", measures.unjudged)
    yield _gauge("document_attempts", "runs of documents so far, first ones and repeated ones", measures.attempts)
    yield _gauge("pages_observed_10m", "pages of documents observed in the last ten minutes", measures.pages_of_window)
    yield _family("documents", "documents by state", "state", measures.documents)
    yield _family("applications", "applications by state", "state", measures.applications)
    yield _family("deliveries", "messages to webhooks by state", "state", measures.deliveries)
    yield _family("documents_with_a_person", "documents left to a person, by error code", "code", measures.refusals)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", told, value=value)


def _family(name: str, told: str, label: str, counts: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", told, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def _free_bytes(folder: Path) -> float:
    return float(shutil.disk_usage(folder).free)

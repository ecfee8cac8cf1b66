"""What the views stand on: the store, the blobs and the queue of one process, kept in `app.extensions`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from api.auth import caller
from models.store.applications import Applications
from models.store.batches import Batches
from models.store.blobs import BlobStore
from models.store.database import Database
from models.store.documents import Documents
from models.store.findings import Findings
from models.store.idempotency import IdempotencyKeys
from models.store.masking_tasks import MaskingTasks
from models.store.observations import Observations
from models.store.pictures import Pictures
from models.store.reports import Reports
from workers.settings import Settings

_KEY: Final = "verifier"

Enqueue = Callable[[Iterable[str]], object]
"""Hints to the workers that documents of these ids wait; never raises, the reconciler finds what it drops."""


@dataclass(frozen=True)
class Service:
    """One process's doors to what is kept and to who works."""

    settings: Settings
    database: Database
    blobs: BlobStore
    enqueue: Enqueue
    judge: Callable[[str], object] = lambda _: None
    """Hints that an application of this id wants judging, where all its documents are done; never raises."""
    enqueue_masking: Enqueue = lambda _: None
    """Hints that masking tasks of these ids wait; never raises."""
    enqueue_similarity: Callable[[str], object] = lambda _: None
    """Hints that a comparison or work on the corpus of this id waits; never raises."""


@dataclass(frozen=True)
class Store:
    """The repositories of the caller's organisation in one transaction; there is no way to another's."""

    session: Session
    organisation: str
    applications: Applications
    batches: Batches
    idempotency: IdempotencyKeys
    documents: Documents
    observations: Observations
    findings: Findings
    reports: Reports
    pictures: Pictures
    masking: MaskingTasks


def install(app: Flask, service: Service) -> None:
    """Keep `service` with `app`."""
    app.extensions[_KEY] = service


def service() -> Service:
    """Return the service of the current app."""
    return cast(Service, current_app.extensions[_KEY])


def judge_soon(application_id: str) -> None:
    """Have an application judged anew, after the transaction that changed it."""
    service().judge(application_id)


@contextmanager
def reading() -> Iterator[Store]:
    """Yield the caller's store to read from."""
    with service().database.reading() as session:
        yield _store(session)


@contextmanager
def writing() -> Iterator[Store]:
    """Yield the caller's store to write to; commits at the end of the block."""
    with service().database.transaction() as session:
        yield _store(session)


def _store(session: Session) -> Store:
    organisation = caller().organisation
    actor, only_own = caller().actor, caller().only_own
    return Store(
        session=session,
        organisation=organisation,
        applications=Applications(session, organisation, actor=actor, only_own=only_own),
        batches=Batches(session, organisation),
        idempotency=IdempotencyKeys(session, organisation),
        documents=Documents(session, organisation, actor=actor, only_own=only_own),
        observations=Observations(session, organisation),
        findings=Findings(session, organisation),
        reports=Reports(session, organisation),
        pictures=Pictures(session, organisation),
        masking=MaskingTasks(session, organisation, actor=actor, only_own=only_own),
    )

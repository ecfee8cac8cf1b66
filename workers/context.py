"""What a job works with. A job comes with an id alone; the rest is loaded once in the process that runs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models.case import Case
from models.errors import EngineUnavailable
from models.observation import Observation
from models.report import Finding, Report
from models.store.blobs import BlobStore
from models.store.database import Database
from verifier.intake.opened import Opened
from verifier.reading.engine import OcrEngine
from workers.settings import Settings


class Observer(Protocol):
    """Looks at files. The heavy libraries are behind this, so that all around it is tested without them."""

    @property
    def version(self) -> str:
        """Key under which its observations are cached."""
        ...

    @property
    def engine(self) -> OcrEngine:
        """What reads its pages."""
        ...

    def open(self, path: Path, *, filename: str) -> Opened:
        """Open a file; raises a kind of InputRefused where the file is at fault."""
        ...

    def observe(self, opened: Opened) -> Observation:
        """Say what is in an opened file."""
        ...


class Judge(Protocol):
    """Judges cases under the policy that their application names."""

    def document(self, case: Case, document: str, *, now: dt.datetime) -> tuple[Finding, ...]:
        """Return the findings of one document."""
        ...

    def application(self, case: Case, *, now: dt.datetime) -> Report:
        """Return the report on the whole."""
        ...


def _no_second() -> OcrEngine:
    # A worker without a second engine proves no copy, and what is not proved is not released.
    raise EngineUnavailable(engine="second", packages="tesseract-ocr tesseract-ocr-chi-sim")


@dataclass(frozen=True)
class Context:
    """One worker process's tools."""

    settings: Settings
    database: Database
    blobs: BlobStore
    observer: Observer
    judge: Judge
    second: Callable[[], OcrEngine] = _no_second
    """Makes the engine that proves masked copies; another one than the observer's where there is one."""


def open_context(
    settings: Settings, observer: Observer, judge: Judge, second: Callable[[], OcrEngine] = _no_second
) -> Context:
    """Open database and blobs and return the tools."""
    return Context(settings, Database(settings.database), settings.open_blobs(), observer, judge, second)


_installed: list[Context] = []


def install(context: Context) -> None:
    """Make `context` the one of this process."""
    _installed[:] = [context]


def current() -> Context:
    """Return the context of this process.

    Raises:
        RuntimeError: none is installed: this process is no worker.
    """
    if not _installed:
        raise RuntimeError("no context: jobs run in worker processes only")
    return _installed[0]

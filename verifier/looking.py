"""Opens and observes files in processes of their own; one that dies takes its file with it, not the batch."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from models.errors import InputRefused, ObservationFailed
from models.observation import Observation
from verifier.intake.opening import open_document
from verifier.observing import observe
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import DEFAULT_ENGINE, create_engine

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Looked:
    """What became of one file: an observation, or the code of the refusal."""

    sha256: str
    observation: Observation | None
    refusal: str | None


class Lookers:
    """A pool of processes, each with an engine; `with` ends them.

    Args:
        processes: how many look at once; default one a core.
        engine: name of the OCR engine.
    """

    def __init__(self, processes: int | None = None, engine: str = DEFAULT_ENGINE) -> None:
        self._engine = engine
        self._pool = _pool(processes or os.cpu_count() or 1)
        self._careful: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for pool in filter(None, (self._pool, self._careful)):
            pool.shutdown(cancel_futures=True)

    def submit(self, paths: Sequence[Path]) -> list[Future[Looked]]:
        """Begin to look at files."""
        return [self._submit(self._pool, path) for path in paths]

    def result(self, path: Path, future: Future[Looked]) -> Looked:
        """Wait for a file.

        A process that was killed (memory is short, a library crashed) breaks the pool for every file that waits: those
        are looked at once more, one by one, and only the one that kills again is given up.

        Raises:
            EngineUnavailable: the engine cannot be loaded here.
        """
        try:
            return future.result()
        except BrokenExecutor:
            return self._once_more(path)

    def _once_more(self, path: Path) -> Looked:
        if self._careful is None:
            self._careful = _pool(1)
        try:
            return self._submit(self._careful, path).result()
        except BrokenExecutor:
            _log.error("a file ended two processes")
            self._careful.shutdown(wait=False)
            self._careful = None
            return Looked(_sha256(path), None, ObservationFailed.code)

    def _submit(self, pool: ProcessPoolExecutor, path: Path) -> Future[Looked]:
        try:
            return pool.submit(look, path, self._engine)
        except BrokenExecutor as broken:
            failed: Future[Looked] = Future()
            failed.set_exception(broken)
            return failed


def look(path: Path, engine: str = DEFAULT_ENGINE) -> Looked:
    """Open and observe one file in a process of the pool; a refused file is an answer, not an error.

    Raises:
        EngineUnavailable: the engine cannot be loaded here.
    """
    reader = _loaded(engine)
    sha256 = _sha256(path)
    try:
        opened = open_document(path, filename=path.name)
    except InputRefused as refusal:
        return Looked(sha256, None, refusal.code)
    try:
        return Looked(sha256, observe(opened, reader), None)
    except Exception as error:  # noqa: BLE001  # one file must not cost the others their findings
        # Only the kind of the error: its text may quote the document.
        _log.error("observing failed: sha256=%s error=%s", sha256, type(error).__name__)
        return Looked(sha256, None, ObservationFailed.code)


_engines: dict[str, OcrEngine] = {}


def _loaded(name: str) -> OcrEngine:
    # Not in the pool's initializer: an error there only says that the pool is broken.
    if name not in _engines:
        _engines[name] = create_engine(name, threads=1)
    return _engines[name]


def _pool(processes: int) -> ProcessPoolExecutor:
    # spawn, not fork: a process that inherits a loaded engine's threads hangs.
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""The observer of the service: opens files in the sandboxed child and looks at them with a warm engine."""

from __future__ import annotations

from pathlib import Path

from models.observation import Observation
from verifier.intake.opened import Opened
from verifier.intake.opening import open_document
from verifier.observing import observe, observer_version
from verifier.reading.engine import OcrEngine


class EngineObserver:
    """Observes with `engine`, which this process has loaded; for one thread."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine

    @property
    def engine(self) -> OcrEngine:
        """What reads the pages."""
        return self._engine

    @property
    def version(self) -> str:
        """Version of the observing code and of the engine."""
        return observer_version(self._engine)

    def open(self, path: Path, *, filename: str) -> Opened:
        """Open a file; raises a kind of InputRefused."""
        return open_document(path, filename=filename)

    def observe(self, opened: Opened) -> Observation:
        """Read every page and say what is there."""
        return observe(opened, self._engine)

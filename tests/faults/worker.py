"""A worker process whose observer does what a file says, behind the first line that makes it a PDF to the service.

`python -m tests.faults.worker`. The words are those of `tests.workers.fakes`: `ok`, `slow SECONDS`, `fail`, `crash` ...
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np

from models.document import Document, Page
from models.errors import BrokenFile
from models.observation import Observation
from tests.workers.fakes import FakeJudge, FakeObserver
from verifier.intake.opened import Opened
from workers.context import Context, open_context
from workers.settings import Settings
from workers.worker import run

HEAD = b"%PDF-1.7\n"


class SaidObserver(FakeObserver):
    """Does what stands in a file after its first line."""

    def open(self, path: Path, *, filename: str) -> Opened:
        data = path.read_bytes()
        self._said = data.removeprefix(HEAD).decode().split()
        if self._said[0] == "refuse":
            raise BrokenFile()
        image = np.full((60, 40, 3), 200, np.uint8)
        document = Document(hashlib.sha256(data).hexdigest(), filename, "application/pdf", (Page(1, 40, 60),))
        return Opened(document, (image,))

    def observe(self, opened: Opened) -> Observation:
        if self._said[0] == "fail":
            # An exception of a library quotes what it was given: this is how names would come into logs.
            raise RuntimeError(" ".join(self._said) + opened.document.filename)
        return super().observe(opened)


def make_context(settings: Settings) -> Context:
    return open_context(settings, SaidObserver(), FakeJudge())


if __name__ == "__main__":
    sys.exit(run(Settings(), make_context))

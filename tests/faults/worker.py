"""A worker process whose observer does what a file says, behind the first line that makes it a PDF to the service.

`python -m tests.faults.worker`. The words are those of `tests.workers.fakes` (`ok`, `slow SECONDS`, `fail`, `crash`)
and `name WHO`: a page with a name on it. Masked copies are made, opened and proved as ever; only the reading is a fake.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sys
from pathlib import Path

import numpy as np

from models.document import Document, Line, Page, Word
from models.errors import BrokenFile
from models.geometry import Box
from models.observation import Observation
from tests.workers.fakes import ENGINE, FakeJudge, FakeObserver
from verifier.intake.opened import Opened
from verifier.intake.opening import open_document
from verifier.pictures import RgbImage
from workers.context import Context, open_context
from workers.masking import COPY_NAME
from workers.settings import Settings
from workers.worker import run

HEAD = b"%PDF-1.7\n"


class SaidObserver(FakeObserver):
    """Does what stands in a file after its first line."""

    def open(self, path: Path, *, filename: str) -> Opened:
        if filename == COPY_NAME:
            self._said = ["name"]
            return open_document(path, filename=filename)
        data = path.read_bytes()
        self._said = data.removeprefix(HEAD).decode().split()
        if self._said[0] == "refuse":
            raise BrokenFile()
        height, width = (700, 500) if self._said[0] == "name" else (60, 40)
        image = np.random.default_rng(1).integers(200, 255, (height, width, 3), dtype=np.uint8)
        document = Document(hashlib.sha256(data).hexdigest(), filename, "application/pdf", (Page(1, width, height),))
        return Opened(document, (image,))

    def observe(self, opened: Opened) -> Observation:
        if self._said[0] == "fail":
            # An exception of a library quotes what it was given: this is how names would come into logs.
            raise RuntimeError(" ".join(self._said) + opened.document.filename)
        if self._said[0] == "name":
            page = dataclasses.replace(opened.document.pages[0], lines=(_line("姓名" + "".join(self._said[1:2])),))
            return Observation(opened.document.sha256, (page,), None, None, ENGINE)
        return super().observe(opened)


class Second:
    """Proves copies: it reads a line without any name."""

    name, version = "second", "1"

    def read(self, image: RgbImage) -> list[Line]:
        return [Line("正文", Box(0.1, 0.1, 0.5, 0.12), 0.9)]

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[Word, ...]]:
        return "", ()


def _line(text: str) -> Line:
    words = tuple(Word(letter, Box(0.2 + 0.05 * i, 0.2, 0.25 + 0.05 * i, 0.22)) for i, letter in enumerate(text))
    return Line(text, Box.around([word.box for word in words]), 0.99, words)


def make_context(settings: Settings) -> Context:
    return open_context(settings, SaidObserver(), FakeJudge(), Second)


if __name__ == "__main__":
    sys.exit(run(Settings(), make_context))

"""Tesseract (Smith, ICDAR 2007) as the different engine: other weights, other mistakes, so that it may check a reading.

It runs as its own program with limits of memory and time, and is told what to read on its standard input: no picture
of an applicant's papers lies in a temporary folder. One process a call; a page takes some seconds.
"""

from __future__ import annotations

import csv
import io
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

import cv2

from models.document import Line, Word
from models.errors import EngineUnavailable
from models.geometry import Box
from verifier.pictures import RgbImage
from verifier.reading.order import reading_order

PROGRAM: Final = "tesseract"
LANGUAGES: Final = ("chi_sim", "eng")
"""Simplified Chinese alone reads Latin letters and digits badly: 138 came out as 1538."""

PACKAGES: Final = "tesseract-ocr tesseract-ocr-chi-sim"
"""The Debian packages that bring the program and its languages."""

_SECONDS: Final = 120
"""CPU seconds of one reading."""

_PATIENCE: Final = 600
"""Seconds by the clock: on a busy machine a sound reading takes many times its CPU time, and one that runs away is
ended by that."""

_MEMORY_BYTES: Final = 2 * 1024**3
_PAGE: Final = "3"
"""Page segmentation mode: fully automatic, without guessing the orientation."""
_ONE_LINE: Final = "7"
_CELL_GAP: Final = 2.0
"""Words further apart than this many times their height do not belong together."""
_LEAST_SIDE_PX: Final = 8
"""Less holds no letter, and Tesseract refuses pictures of less than 3 pixels."""


class TesseractEngine:
    """Debian's Tesseract through its command line, TSV out.

    Raises:
        EngineUnavailable: the program or its Chinese is not installed.
    """

    name = "tesseract"

    def __init__(self, *, threads: int = 1) -> None:
        self._environment = {"PATH": os.defpath, "OMP_THREAD_LIMIT": str(threads), "LC_ALL": "C.UTF-8"}
        found = shutil.which(PROGRAM)
        if found is None:
            raise EngineUnavailable(engine=self.name, packages=PACKAGES)
        self._program = found
        if not set(LANGUAGES) <= set(self._run(["--list-langs"]).split()):
            raise EngineUnavailable(engine=self.name, packages=PACKAGES)
        self.version = f"{self._run(['--version']).splitlines()[0]}, {'+'.join(LANGUAGES)}"

    def read(self, image: RgbImage) -> list[Line]:
        """Return the lines of a picture (H x W x 3 uint8 RGB) in reading order; a word is what Tesseract calls one.

        Raises:
            RuntimeError: Tesseract failed; its own words are not repeated, they may hold text of the document.
            subprocess.TimeoutExpired: it took longer than two minutes.
        """
        lines = list(self._lines(image, _PAGE))
        return [lines[index] for index in reading_order([line.box for line in lines])]

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
        """Return the text of a picture of one line; a character has the confidence of its word."""
        words = [word for line in self._lines(image, _ONE_LINE) for word in line.words]
        return "".join(word.text for word in words), tuple(word.confidence or 0.0 for word in words for _ in word.text)

    def _lines(self, image: RgbImage, mode: str) -> Iterator[Line]:
        height, width = image.shape[:2]
        if min(height, width) < _LEAST_SIDE_PX:
            return
        done, png = cv2.imencode(".png", image[:, :, ::-1])
        if not done:
            raise RuntimeError("the picture cannot be encoded")
        table = self._run(
            ["stdin", "stdout", "-l", "+".join(LANGUAGES), "--psm", mode, "--dpi", "200", "tsv"], png.tobytes()
        )
        rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [row for row in rows if row["level"] == "5" and row["text"].strip()]
        for _, group in groupby(found, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])):
            for words_together in _parted([_word(row, width, height) for row in group], width / height):
                yield _line(words_together)

    def _run(self, arguments: list[str], given: bytes = b"") -> str:
        done = subprocess.run(
            [self._program, *arguments],
            input=given,
            capture_output=True,
            env=self._environment,
            timeout=_PATIENCE,
            preexec_fn=_limit,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"tesseract ended with code {done.returncode}")
        return done.stdout.decode("utf-8", "replace")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _word(row: dict[str, str], width: int, height: int) -> Word:
    left, top = int(row["left"]), int(row["top"])
    right, bottom = left + int(row["width"]), top + int(row["height"])
    box = Box.from_pixels(left, top, right, bottom, width_px=width, height_px=height)
    return Word(row["text"].strip(), box, round(min(1.0, max(0.0, float(row["conf"]) / 100)), 4))


def _parted(words: list[Word], aspect: float) -> Iterator[list[Word]]:
    """Part a row where a wide gap stands in it: Tesseract joins the cells of a table to one line."""
    together = words[:1]
    for before, word in pairwise(words):
        if (word.box.left - before.box.right) * aspect > _CELL_GAP * max(before.box.height, word.box.height):
            yield together
            together = []
        together.append(word)
    yield together


def _line(words: list[Word]) -> Line:
    text = words[0].text
    for before, word in pairwise(words):
        # Between Chinese characters Tesseract's word gaps mean nothing; between Latin words they are spaces.
        latin = before.text[-1].isascii() and word.text[0].isascii()
        text += f" {word.text}" if latin else word.text
    confidences = [word.confidence for word in words if word.confidence is not None]
    confidence = round(sum(confidences) / len(confidences), 4) if confidences else None
    return Line(text, Box.around([word.box for word in words]), confidence, tuple(words))

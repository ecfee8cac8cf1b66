"""Writes a set on every core; its bytes are the same for any number of processes."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import cv2

from tests.synthesis.sets.folders import write_folder
from tests.synthesis.sets.pages import write_page
from tests.synthesis.sets.pieces import write_seal, write_slot
from tests.synthesis.sets.recipe import Recipe
from tests.synthesis.sets.rows import BOXES, LABELS, Row, write_rows

Write = Callable[[Path, Recipe, int], tuple[list[Row], list[Row]]]
"""Writes one item's files and returns its rows of LABELS.csv and BOXES.csv."""

WRITE: dict[str, Write] = {
    "pages": write_page,
    "applications": write_folder,
    "seals": write_seal,
    "signatures": write_slot,
}
CHUNK = 4


def write_set(out: Path, recipe: Recipe, *, jobs: int | None = None, quiet: bool = True) -> int:
    """Write the set of a recipe; returns how many pictures (or applications) it has.

    Args:
        out: the folder; made where it is not there. Files of the same names are written over.
        jobs: processes; by default one a core. With 1 everything happens in this process.
        quiet: no progress on stderr.
    """
    (out if recipe.kind == "applications" else out / "images").mkdir(parents=True, exist_ok=True)
    labels: list[Row] = []
    boxes: list[Row] = []
    started = time.monotonic()
    for done, (some_labels, some_boxes) in enumerate(_written(out, recipe, jobs or os.cpu_count() or 1), 1):
        labels += some_labels
        boxes += some_boxes
        if not quiet and (done % 20 == 0 or done == recipe.count):
            _tell(done, recipe.count, len(labels), time.monotonic() - started)
    if recipe.kind == "applications":
        return recipe.count
    write_rows(out / "LABELS.csv", LABELS, labels)
    write_rows(out / "BOXES.csv", BOXES, boxes)
    return len(labels)


def _written(out: Path, recipe: Recipe, jobs: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """Yield the rows of each item in its order."""
    write = partial(WRITE[recipe.kind], out, recipe)
    if jobs == 1:
        yield from map(write, range(recipe.count))
        return
    # Spawned, not forked: a forked child of a process with OpenCV's threads may hang.
    with multiprocessing.get_context("spawn").Pool(jobs, _alone) as pool:
        yield from pool.imap(write, range(recipe.count), chunksize=CHUNK)


def _alone() -> None:
    """Let one process keep to one core: there are as many processes as cores."""
    cv2.setNumThreads(1)


def _tell(done: int, count: int, pages: int, seconds: float) -> None:
    rate = (pages or done) / max(seconds, 1e-6)
    end = "\n" if done == count else ""
    print(f"\r{done}/{count} {rate:.1f}/s", end=end, file=sys.stderr, flush=True)

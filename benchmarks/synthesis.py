"""How fast fictional pages are drawn: CPU seconds a page by type and stage, pages a second on every core.

Stages: *draw* typesets the clean page, *scan* sends it through a scanner or phone (its JPEG coding is part of that),
*write* puts the file on the disk. Processor seconds compare on a busy machine; `--wall` also writes a
set with one process a core and tells pages a second of the clock, spawning included.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2

from benchmarks.accuracy.measuring import finish
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.pdf import jpeg
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from tests.synthesis.scanning.light import file_of
from tests.synthesis.sets.recipe import TURNS, Recipe
from tests.synthesis.sets.writing import write_set

STAGES = ("draw", "scan", "write")
MUST_CPU_S = 0.4
"""Two cores must draw five pages a second."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of all pages of one document, by stage."""

    pages: int
    seconds: tuple[float, float, float]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="documents of each type; one more comes first, uncounted")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--types", nargs="*", default=list(DOCUMENTS), choices=list(DOCUMENTS), metavar="TYPE")
    parser.add_argument("--wall", type=int, metavar="COUNT", help="write a set of so many documents and use the clock")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    costs = {type_: [measured(type_, options.seed + turn) for turn in range(options.rounds + 1)][1:]
             for type_ in options.types}  # fmt: skip
    result = report(costs)
    if options.wall:
        result["pages_per_s"] = clocked(options.wall, options.seed)
    finish(result)


def measured(type_: str, number: int) -> Cost:
    """Draw, scan and write one document."""
    rng = random.Random(f"cost {type_} {number}")
    recipe, split = Recipe(), rng.choice(TURNS)
    about, look = scene(number), style(number, split=split)
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        clean = DOCUMENTS[type_](about, look)
        drawn = time.process_time()
        way, start = rng.choice(recipe.drawn_ways), zlib.crc32(type_.encode())
        pages = [capture(page, way, start + turn) for turn, page in enumerate(clean)]
        scanned = time.process_time()
        for turn, page in enumerate(pages):
            (Path(folder) / f"{turn}.jpg").write_bytes(file_of(page.image) or jpeg(page.image))
        written = time.process_time()
    return Cost(len(clean), (drawn - started, scanned - drawn, written - scanned))


def report(costs: dict[str, list[Cost]]) -> dict[str, object]:
    """Print the table, the dearest types first; return what the RESULT line holds."""
    by_type = {type_: _per_page(found) for type_, found in costs.items()}
    print(f"{'type':>24} {'pages':>6}" + "".join(f"{stage:>9}" for stage in (*STAGES, "all")))
    for type_, seconds in sorted(by_type.items(), key=lambda item: -sum(item[1])):
        pages = sum(cost.pages for cost in costs[type_])
        print(f"{type_:>24} {pages:>6}" + "".join(f"{value:9.3f}" for value in (*seconds, sum(seconds))))
    # A set has as many documents of each type, so that long ones weigh by their pages.
    every = [cost for found in costs.values() for cost in found]
    mean = _per_page(every)
    total = sum(mean)
    pages = sum(cost.pages for cost in every)
    print(f"{'all':>24} {pages:>6}" + "".join(f"{value:9.3f}" for value in (*mean, total)))
    print(f"CPU seconds a page: {total:.3f} (must {MUST_CPU_S}); {os.cpu_count()} cores alone would draw "
          f"{(os.cpu_count() or 1) / total:.1f} pages/s")  # fmt: skip
    return {"pages": pages, "cpu_s_per_page": round(total, 4), "must": MUST_CPU_S,
            "stages": dict(zip(STAGES, (round(value, 4) for value in mean), strict=True))}  # fmt: skip


def _per_page(costs: list[Cost]) -> tuple[float, ...]:
    sums: Counter[str] = Counter()
    for cost in costs:
        sums.update(dict(zip(STAGES, cost.seconds, strict=True)))
    return tuple(sums[stage] / sum(cost.pages for cost in costs) for stage in STAGES)


def clocked(count: int, seed: int) -> float:
    """Write a set on every core; return pages a second."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        pages = write_set(Path(folder), Recipe(count=count, seed=seed))
        rate = pages / (time.monotonic() - started)
    print(f"{pages} pages with {os.cpu_count()} processes: {rate:.1f} pages/s")
    return round(rate, 2)


if __name__ == "__main__":
    main()

"""What looking for seals and signatures costs beside RapidOCR (onnxruntime), CPU seconds a page, page by page in turns.

    python -m benchmarks.accuracy.marks_cost [--split dev] [--pages 24] [--seed 3] [--each]

Three sorts of pages: *bare* ones without any stamp, much colour among them; *papers*, first pages of all types of
documents as they come over a counter, with the seals and signatures that such papers carry; *stamped* ones with four or
five stamps. Signatures and opinions are looked for among the lines that are truly there, so that only RapidOCR's
reading counts.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2

from benchmarks.accuracy.measuring import finish
from benchmarks.accuracy.seal_pages import draw_bare_pages, draw_seal_pages
from benchmarks.reading.engines import RUNNERS
from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import EVERYDAY, capture
from tests.synthesis.truth import Drawn
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine
from verifier.seals.observe import observe_seals
from verifier.signatures.observe import observe_signatures
from verifier.signatures.opinions import judge_opinions

MUST = 0.05
"""Share of RapidOCR's CPU time that both together may take."""


@dataclass(frozen=True)
class PageCost:
    """CPU seconds of one page: seals, signatures with opinions, RapidOCR; how many of both were found."""

    what: str
    seals: float
    signatures: float
    rapidocr: float
    found: tuple[int, int]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=("train", "dev", "held"))
    parser.add_argument("--pages", type=int, default=24, help="pages of each sort")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--each", action="store_true", help="print every page")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    engine, rapid = create_engine(), RUNNERS["rapidocr"].make(1)
    result: dict[str, Any] = {}
    for sort, draw in SORTS.items():
        costs = [price(what, page, engine, rapid) for what, page in draw(options.pages, options.seed, options.split)]
        result[sort] = report(sort, costs, each=options.each)
    finish(result)


def bare(count: int, seed: int, split: str) -> Iterator[tuple[str, Drawn]]:
    """Yield pages without a stamp."""
    return ((page.way, page.page) for page in draw_bare_pages(count, seed=seed, split=split))


def stamped(count: int, seed: int, split: str) -> Iterator[tuple[str, Drawn]]:
    """Yield pages with four or five stamps."""
    return ((page.way, page.page) for page in draw_seal_pages(count, seed=seed, split=split))


def papers(count: int, seed: int, split: str) -> Iterator[tuple[str, Drawn]]:
    """Yield the first page of documents of all types, each type by turns in an order decided by the seed."""
    rng = random.Random(f"papers {seed} {split}")
    types = sorted(DOCUMENTS)
    rng.shuffle(types)
    for index in range(count):
        number, way = rng.randrange(10**6), rng.choice(EVERYDAY)
        clean = DOCUMENTS[types[index % len(types)]](scene(number), style(number, split=split))[0]
        # Turned pages are turned upright before anything is looked for.
        way = "flatbed" if way.startswith("turned") else way
        yield f"{types[index % len(types)]} {way}", capture(clean, way, number)


SORTS: dict[str, Callable[[int, int, str], Iterator[tuple[str, Drawn]]]] = {
    "bare": bare, "papers": papers, "stamped": stamped,
}  # fmt: skip


def price(what: str, page: Drawn, engine: OcrEngine, rapid: Callable[[RgbImage], object]) -> PageCost:
    """Return what one page costs."""
    lines, started = page.truth.as_lines(), time.process_time()
    seals = observe_seals(page.image, page=1, dpi=None, engine=engine)
    sealed = time.process_time()
    signatures = observe_signatures(page.image, lines, seals, page=1)
    judge_opinions(page.image, lines, page=1)
    signed = time.process_time()
    rapid(page.image)
    found = len(seals), len(signatures)
    return PageCost(what, sealed - started, signed - sealed, time.process_time() - signed, found)


def report(sort: str, costs: list[PageCost], *, each: bool) -> dict[str, float]:
    """Print a sort's figures and return them."""
    if each:
        for cost in sorted(costs, key=lambda cost: -cost.seals - cost.signatures):
            print(f"  {cost.what:36} {cost.seals:.3f} {cost.signatures:.3f} of {cost.rapidocr:.3f}, found {cost.found}")
    seals, signatures, rapid = (
        statistics.fmean(getattr(cost, name) for cost in costs) for name in ("seals", "signatures", "rapidocr")
    )
    share = (seals + signatures) / rapid
    middle = statistics.median((cost.seals + cost.signatures) / cost.rapidocr for cost in costs)
    print(
        f"{sort:8} {len(costs)} pages: seals {seals:.3f}, signatures {signatures:.3f}, RapidOCR {rapid:.3f} s a page: "
        f"{share:.1%} (median page {middle:.1%}; must {MUST:.0%})"
    )
    return {"pages": len(costs), "seals": seals, "signatures": signatures, "rapidocr": rapid, "share": share}


if __name__ == "__main__":
    main()

"""What certificates cost beside RapidOCR (onnxruntime): CPU seconds a page, by part, page by page in turns.

    python -m benchmarks.accuracy.certificate_cost [--split dev] [--pages 48] [--seed 3]

First pages of documents of all types as they come over a counter. Tables, ticks, codes and portraits are looked for on
the pixels, types and fields among the lines that are truly there, so that only RapidOCR's reading counts. Patterns of a
type are compiled when a worker meets its first document of it: each page is gone through once before it is timed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

import cv2

from benchmarks.accuracy.marks_cost import papers
from benchmarks.accuracy.measuring import finish
from benchmarks.reading.engines import RUNNERS
from models.document import Line, Page
from models.observation import Table
from tests.synthesis.truth import Drawn
from verifier.certificates.codes import read_codes
from verifier.certificates.fields import read_part_fields
from verifier.certificates.form_photo import find_form_photo
from verifier.certificates.marks import find_marks, with_marks
from verifier.certificates.photo import find_photo
from verifier.certificates.recognise import recognise
from verifier.certificates.tables import find_tables
from verifier.certificates.tick_cells import fill_tick_cells

MUST = 0.02
"""Share of RapidOCR's CPU time that all parts together may take."""

T = TypeVar("T")
Spent = dict[str, list[float]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=("train", "dev", "held"))
    parser.add_argument("--pages", type=int, default=48)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    rapid = RUNNERS["rapidocr"].make(1)
    spent: Spent = defaultdict(list)
    for number, (_, page) in enumerate(papers(options.pages + 1, options.seed, options.split)):
        # Of the first page the loading of patterns and weights is no part.
        price(page, spent if number else defaultdict(list), rapid)
    report(spent)


def price(page: Drawn, spent: Spent, rapid: Callable[[Any], object]) -> None:
    """Add what one page costs, by part."""
    image, lines = page.image, page.truth.as_lines()
    height, width = image.shape[:2]
    sheet = Page(1, width, height, page.dpi, lines)
    marks = _timed(spent, "ticks", lambda: find_marks(image, lines, dpi=page.dpi))
    lines = with_marks(lines, marks)
    _timed(spent, "portraits", lambda: find_photo(image, lines, page=1) or find_form_photo(image, lines, page=1))
    _timed(spent, "codes", lambda: read_codes(image, page=1))
    tables = _timed(spent, "tables", lambda: _tables(page, lines))
    read_part_fields(recognise([sheet]).parts, [sheet], tables)
    parts = _timed(spent, "types", lambda: recognise([sheet]).parts)
    _timed(spent, "fields", lambda: read_part_fields(parts, [sheet], tables))
    _timed(spent, "rapidocr", lambda: rapid(image))


def _tables(page: Drawn, lines: tuple[Line, ...]) -> list[Table]:
    return list(fill_tick_cells(page.image, find_tables(page.image, lines, page=1)))


def _timed(spent: Spent, name: str, work: Callable[[], T]) -> T:
    started = time.process_time()
    made = work()
    spent[name].append(time.process_time() - started)
    return made


def report(spent: Spent) -> None:
    """Print the table and the RESULT line."""
    rapid = spent.pop("rapidocr")
    means = {name: statistics.fmean(seconds) for name, seconds in spent.items()}
    whole = [sum(seconds) for seconds in zip(*spent.values(), strict=True)]
    for name, seconds in means.items():
        print(f"{name:10} {1000 * seconds:7.1f} ms a page, at most {1000 * max(spent[name]):.0f}")
    share = sum(whole) / sum(rapid)
    middle = statistics.median(own / other for own, other in zip(whole, rapid, strict=True))
    print(
        f"{len(rapid)} pages: together {statistics.fmean(whole):.4f}, RapidOCR {statistics.fmean(rapid):.3f} s a page: "
        f"{share:.2%} (median page {middle:.2%}; must {MUST:.0%})"
    )
    finish({"pages": len(rapid), "parts": means, "rapidocr": statistics.fmean(rapid), "share": share})


if __name__ == "__main__":
    main()

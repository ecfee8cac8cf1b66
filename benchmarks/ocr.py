"""How right and how fast pages are read, by ours and by its peers on the same weights: `python -m benchmarks.ocr`.

Pages: four kinds of generated A4 pages at 200 dpi (prose, dense, table, certificate), PDFs with a text layer of their
own drawn at 200 dpi (`--pdf`; by default those of VERIFIER_DEVSET), and pictures (`--images`, truth in `.txt` beside).
Characters are compared after NFKC, simplified, without spaces; right is what stands in the same order (longest common
subsequence), and for PDFs, whose layers have an order of their own, what stands there at all. Every engine runs in
fresh processes, in each of its layouts; every process reads all pages. Processor seconds compare on a busy machine,
pages a second do not.

Seconds a page depend on how much stands on it: the dense page holds some 2,800 characters, the four kinds 1,290 on
average. Pages a second mean little without RapidOCR's row beside them; each row also tells CPU seconds per 1,000
characters of truth.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import resource
import statistics
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from benchmarks.accuracy.measuring import Rate
from benchmarks.reading.engines import QUICK, RUNNERS, USUAL, Layout
from benchmarks.reading.pages import KINDS, Sample, born_digital, generated, need, pictures

GENERATED = tuple(KINDS)


@dataclass(frozen=True)
class Reading:
    """One page as one process read it."""

    cpu_s: float
    wall_s: float
    text: str


@dataclass(frozen=True)
class Answer:
    """What one process tells: CPU seconds to load, its peak memory in MB, its readings in the order of the pages."""

    start_s: float
    rss_mb: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Row:
    """One engine in one layout. Seconds are per page of the generated kinds, memory per process."""

    engine: str
    layout: str
    start_cpu_s: float
    cpu_s: float
    cpu_s_per_1000: float
    pages_per_s: float
    rss_mb: int
    right: dict[str, Any]
    cpu_s_by_kind: dict[str, float]


def main() -> None:
    """Print a table and one `RESULT {json}` line."""
    options = _options()
    samples = _samples(options)
    rows = []
    for name in options.engine or (QUICK if options.quick else USUAL):
        layouts = RUNNERS[name].layouts[: 1 if options.quick else None]
        rows += [_measure(name, layout, samples) for layout in layouts]
        for row in rows[-len(layouts) :]:
            _show(row)
    ratios = _ratios(rows)
    for name, ratio in ratios.items():
        print(f"ours against {name}: {ratio:.1f} times the pages a second")
    result = {
        "pages": dict(Counter(sample.kind for sample in samples)),
        "machine": _machine(),
        "rows": [asdict(row) for row in rows],
        "times_as_fast_as": ratios,
    }
    print("RESULT " + json.dumps(result, ensure_ascii=False))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", action="append", choices=[*RUNNERS], help="repeatable; the usual four where absent")
    parser.add_argument("--pages", type=int, default=1, help="generated pages of each kind")
    parser.add_argument("--images", type=Path, help="folder of other pictures")
    parser.add_argument("--pdf", type=Path, action="append", help="PDF with a text layer; repeatable")
    parser.add_argument("--pdf-pages", type=int, default=4, help="pages of all PDFs together")
    parser.add_argument("--quick", action="store_true", help="three engines, one layout each, no PDFs unless named")
    return parser.parse_args()


def _samples(options: argparse.Namespace) -> list[Sample]:
    samples = generated(options.pages)
    devset = os.environ.get("VERIFIER_DEVSET")
    default = sorted(Path(devset, "chinese_pages").glob("*.pdf")) if devset and not options.quick else []
    files = options.pdf or default
    need(files)
    if files:
        samples += born_digital(files, options.pdf_pages)
    if options.images:
        samples += pictures(options.images)
    return samples


def _measure(engine: str, layout: Layout, samples: list[Sample]) -> Row:
    """Run one engine in one layout, in fresh processes."""
    processes, threads = layout
    context = multiprocessing.get_context("spawn")  # threads of a loaded runtime do not survive a fork
    ready, answers = context.Barrier(processes), context.Queue()
    workers = [context.Process(target=_work, args=(engine, threads, samples, ready, answers)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    got: list[Answer] = [answers.get(timeout=900) for _ in workers]
    for worker in workers:
        worker.join()
    drawn = [index for index, sample in enumerate(samples) if sample.kind in GENERATED]
    wall = max(sum(answer.readings[index].wall_s for index in drawn) for answer in got)
    by_kind = {
        kind: _mean(
            answer.readings[i].cpu_s for answer in got for i, sample in enumerate(samples) if sample.kind == kind
        )
        for kind in dict.fromkeys(sample.kind for sample in samples)
    }
    return Row(
        engine,
        f"{processes} x {threads}",
        round(statistics.median(answer.start_s for answer in got), 2),
        _mean(by_kind[kind] for kind in GENERATED),
        _per_1000_characters([samples[i] for i in drawn], [answer.readings[i].cpu_s for answer in got for i in drawn]),
        round(processes * len(drawn) / wall, 3),
        max(answer.rss_mb for answer in got),
        {kind: rate.as_json() for kind, rate in _right(samples, got[0]).items()},
        by_kind,
    )


def _work(engine: str, threads: int, samples: list[Sample], ready: Barrier, answers: Any) -> None:  # noqa: ANN401  # a queue of a context has no public type
    """Be one worker process: load, read the cheapest page to warm up, wait for the others, read every page."""
    started = time.process_time()
    read = RUNNERS[engine].make(threads)
    start_s = time.process_time() - started
    read(min(samples, key=lambda sample: len("".join(sample.truth or ("",) * 10**6))).image)
    ready.wait()
    readings = []
    for sample in samples:
        cpu, wall = _cpu(), time.perf_counter()
        text = read(sample.image)
        readings.append(Reading(_cpu() - cpu, time.perf_counter() - wall, text))
    rss = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    answers.put(Answer(start_s, rss, tuple(readings)))


def _cpu() -> float:
    """Return the CPU seconds of this process and of the programs that it ran."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _right(samples: list[Sample], answer: Answer) -> dict[str, Rate]:
    """Return the characters right: of all generated pages (`generated`), and of each kind whose truth is known."""
    counts: dict[str, tuple[int, int]] = {}
    for sample, reading in zip(samples, answer.readings, strict=True):
        if sample.truth is None:
            continue
        truth, text = folded("".join(sample.truth)), folded(reading.text)
        hits = characters_right(truth, text, ordered=sample.kind in GENERATED)
        for kind in (sample.kind, *(("generated",) if sample.kind in GENERATED else ())):
            before = counts.get(kind, (0, 0))
            counts[kind] = before[0] + hits, before[1] + len(truth)
    return {kind: Rate(*count) for kind, count in counts.items()}


def characters_right(truth: str, text: str, *, ordered: bool) -> int:
    """Return how many characters of `truth` stand in `text`, in its order or in any."""
    if not ordered:
        return sum((Counter(truth) & Counter(text)).values())
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(truth, text)


def folded(text: str) -> str:
    """Return the text as it is compared: NFKC, simplified, without white space."""
    return "".join(_simplified().convert(unicodedata.normalize("NFKC", text)).split())


@lru_cache(maxsize=1)
def _simplified() -> Any:  # noqa: ANN401  # opencc has no types
    from opencc import OpenCC

    return OpenCC("t2s")


def _mean(values: Iterable[float]) -> float:
    return round(statistics.fmean(values), 3)


def _per_1000_characters(samples: list[Sample], cpu_s: list[float]) -> float:
    """Return CPU seconds per 1,000 characters of truth; `cpu_s` holds the pages of one or several processes."""
    characters = sum(len(folded("".join(sample.truth or ()))) for sample in samples)
    return round(1000 * sum(cpu_s) / (len(cpu_s) // len(samples)) / characters, 3)


def _ratios(rows: list[Row]) -> dict[str, float]:
    """Return how many times the pages a second of each peer ours reads, each in its better layout."""
    best: dict[str, float] = {}
    for row in rows:
        best[row.engine] = max(best.get(row.engine, 0.0), row.pages_per_s)
    ours = best.get("ours")
    return {name: round(ours / rate, 2) for name, rate in best.items() if name != "ours"} if ours else {}


def _machine() -> dict[str, Any]:
    about = Path("/proc/cpuinfo").read_text() if platform.system() == "Linux" else ""
    flags = set(about.split())
    names = ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8")
    return {"cores": len(os.sched_getaffinity(0)), "flags": [name for name in names if name in flags]}


def _show(row: Row) -> None:
    print(
        f"{row.engine:17} {row.layout}  start {row.start_cpu_s:5.2f}  {row.cpu_s:6.2f} CPU s/page  "
        f"{row.cpu_s_per_1000:5.2f} per 1,000  "
        f"{row.pages_per_s:6.3f} pages/s  {row.rss_mb:5} MB  "
        + "  ".join(f"{kind} {cpu_s:.2f}" for kind, cpu_s in row.cpu_s_by_kind.items())
    )
    for kind in ("generated", "born-digital", "pictures"):
        if rate := row.right.get(kind):
            print(f"{'':22}{kind}: {Rate(rate['hits'], rate['total'])}", flush=True)


if __name__ == "__main__":
    main()

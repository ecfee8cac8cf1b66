"""How fast the OCR engines read one dense A4 page at 200 dpi: `python -m benchmarks.reading_speed [--pages 3]`.

Every engine runs in both layouts of a machine with two cores (one process with two threads, two processes with one) and
is shown in the better one. The peers run the same weights: PaddleOCR's pipeline at native size and with the detector
at 1280 pixels, RapidOCR's pipeline on onnxruntime. Processor seconds compare across machines; wall time is of this one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from verifier.pictures import RgbImage
from verifier.reading.quiet import silence

TEXT = (
    "为规范专业技术职务任职资格评审工作，申报人所在单位应当对申报材料的真实性完整性进行审核，"
    "并在本单位公示五个工作日。公示无异议后，由单位负责人签字并加盖公章，逐级报送评审委员会。"
)
WIDTH, HEIGHT, SIZE, ROWS, COLUMNS = 1654, 2339, 33, 36, 40
LAYOUTS = ((1, 2), (2, 1))

Reader = Callable[[RgbImage], str]


@dataclass(frozen=True)
class Row:
    """One engine in one layout; seconds are per page, `rss_mb` per process, `characters` the part read right."""

    engine: str
    processes: int
    threads: int
    start_s: float
    cpu_s: float
    pages_per_s: float
    rss_mb: int
    characters: float


def page() -> tuple[RgbImage, str]:
    """Return a drawn page and its text; exits with a reason where the drawn fonts are not there."""
    try:
        from tests.synthesis.fonts import face
    except ImportError:
        sys.exit("skipped: the fonts of tests/synthesis are not here; run from the repository")
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    endless = TEXT * ROWS
    rows = [endless[7 * row : 7 * row + COLUMNS] for row in range(ROWS)]
    for row, text in enumerate(rows):
        draw.text((160, 200 + 54 * row), text, font=face("song", SIZE), fill="black")
    return np.asarray(image), "".join(rows)


def ours(name: str) -> Callable[[int], Reader]:
    """Return the maker of one of the product's engines."""

    def make(threads: int) -> Reader:
        from verifier.reading.engines import create_engine

        engine = create_engine(name, threads=threads)
        return lambda image: "".join(line.text for line in engine.read(image))

    return make


def paddle(long_side_px: int | None) -> Callable[[int], Reader]:
    """Return the maker of PaddleOCR's pipeline at a detector size; None is its own."""

    def make(threads: int) -> Reader:
        from verifier.reading.paddle import PaddleEngine

        engine = PaddleEngine(threads=threads, long_side_px=long_side_px)
        return lambda image: "".join(line.text for line in engine.read(image))

    return make


def rapidocr(threads: int) -> Reader:
    """Return RapidOCR's own pipeline on onnxruntime, with the detector at 1280 like ours."""
    silence()
    from rapidocr import RapidOCR

    pipeline = RapidOCR(
        params={
            "Global.log_level": "error", "Global.use_cls": False, "Global.max_side_len": 4000,
            "Det.limit_type": "max", "Det.limit_side_len": 1280,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )  # fmt: skip
    return lambda image: "".join(pipeline(np.ascontiguousarray(image[:, :, ::-1])).txts or ())


ENGINES: dict[str, Callable[[int], Reader]] = {
    "ours, openvino": ours("pp-ocrv6-openvino"),
    "ours, onnxruntime": ours("pp-ocrv6-onnxruntime"),
    "RapidOCR, onnxruntime": rapidocr,
    "PaddleOCR, detector 1280": paddle(1280),
    "PaddleOCR, native size": paddle(None),
}


def work(engine: str, threads: int, pages: int, ready: Barrier, answers: Any) -> None:  # noqa: ANN401  # a queue of a context has no public type
    """Be one worker process: load, read once to warm up, wait for the others, read `pages` pages."""
    started = time.perf_counter()
    reader = ENGINES[engine](threads)
    start_s = time.perf_counter() - started
    image, truth = page()
    read = reader(image)
    ready.wait()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(pages):
        reader(image)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    right = sum(block.size for block in SequenceMatcher(None, truth, read, autojunk=False).get_matching_blocks())
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    answers.put((start_s, cpu / pages, wall / pages, rss, right / len(truth)))


def measure(engine: str, processes: int, threads: int, pages: int) -> Row:
    """Run one engine in one layout, in fresh processes."""
    context = multiprocessing.get_context("spawn")  # threads of a loaded runtime do not survive a fork
    ready, answers = context.Barrier(processes), context.Queue()
    workers = [context.Process(target=work, args=(engine, threads, pages, ready, answers)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    got = [answers.get(timeout=600) for _ in workers]
    for worker in workers:
        worker.join()
    start, cpu, wall, rss, right = (max(column) for column in zip(*got, strict=True))
    return Row(
        engine, processes, threads, round(start, 2), round(cpu, 2), round(processes / wall, 3), rss, round(right, 4)
    )


def main() -> None:
    """Print a table and one `RESULT {json}` line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--engine", action="append", choices=[*ENGINES], help="repeatable; all where absent")
    options = parser.parse_args()
    page()
    rows = []
    for engine in options.engine or ENGINES:
        rows.append(
            max((measure(engine, *layout, options.pages) for layout in LAYOUTS), key=lambda row: row.pages_per_s)
        )
        row = rows[-1]
        print(
            f"{row.engine:26} {row.processes} x {row.threads}  start {row.start_s:5.2f} s  "
            f"{row.cpu_s:6.2f} CPU s/page  {row.pages_per_s:6.3f} pages/s  {row.rss_mb:5} MB  "
            f"{row.characters:.2%} of characters",
            flush=True,
        )
    flags = set(Path("/proc/cpuinfo").read_text().split()) if platform.system() == "Linux" else set()
    machine = {"cores": multiprocessing.cpu_count(), "bf16": "avx512_bf16" in flags, "amx": "amx_bf16" in flags}
    print("RESULT", json.dumps({"rows": [asdict(row) for row in rows], "machine": machine}, ensure_ascii=False))


if __name__ == "__main__":
    main()

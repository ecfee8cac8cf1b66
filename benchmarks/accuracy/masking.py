"""How well names are found and masked: mentions against the labels' boxes, masked copies, leak traps and clean files.

Mentions: every picture with a `subject_name`, its rows `name` of the boxes CSV are the visible traces (a set of
`python -m tests.synthesis` has them). Copies: of the first `--copies` of these pictures; a released copy is read by
RapidOCR's own pipeline, which took no part in making or proving it. Traps: `--traps` seeds of tests.synthesis.traps,
each kind once in Han and once in Latin letters; a trap is flagged when it is called leaking or left to a person.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.accuracy.measuring import (
    Label,
    Rate,
    TrueBox,
    arguments,
    finish,
    mean,
    open_pages,
    read_boxes,
    read_labels,
)
from benchmarks.reading.engines import RUNNERS
from models.errors import VerifierError
from models.geometry import Box
from models.observation import NameHit, Observation, SurfaceKind
from verifier.intake.opened import Opened
from verifier.masking.answer import MaskingAnswer, judge_masking
from verifier.masking.apply import MaskedCopy, make_masked_copy
from verifier.masking.names import find_traces
from verifier.masking.proof import stored_pictures
from verifier.masking.subject import Subject
from verifier.masking.variants import DOUBTFUL
from verifier.observing import observe
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine
from verifier.reading.upright import straight_picture

T = TypeVar("T")

_ON_PAGES = frozenset({SurfaceKind.PIXELS, SurfaceKind.TEXT_LAYER, SurfaceKind.SIGNATURE, SurfaceKind.SEAL})


@dataclass
class Tally:
    """What was counted so far."""

    mentions: int = 0
    found: int = 0
    hits: int = 0
    right_hits: int = 0
    sure_hits: int = 0
    right_sure_hits: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    covers: int = 0
    false_covers: int = 0
    pages: int = 0
    made: int = 0
    released: int = 0
    held_back: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    changed: int = 0
    left_open: list[str] = field(default_factory=list)
    """True names, handwritten ones too, of released copies that no box covers for the most part."""
    areas: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    flagged: dict[str, bool] = field(default_factory=dict)
    refused: dict[str, bool] = field(default_factory=dict)

    def timed(self, what: str, do: Callable[[], T], *, pages: int = 1) -> T:
        """Do it and note its CPU seconds a page, children's included."""
        start = cpu_seconds()
        done = do()
        self.seconds.setdefault(what, []).append((cpu_seconds() - start) / max(1, pages))
        return done


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--limit", type=int, help="measure at most so many pictures")
    parser.add_argument("--copies", type=int, default=5, help="mask so many of them (5)")
    parser.add_argument("--traps", type=int, default=0, help="seeds of each leak trap and clean file (0)")
    options = parser.parse_args()
    tally, engine = Tally(), create_engine()
    measure_pages(options, engine, tally)
    if options.traps:
        measure_traps(options.traps, engine, tally)
    report(tally)


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of its children that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure_pages(options: argparse.Namespace, engine: OcrEngine, tally: Tally) -> None:
    """Look for names on the labelled pictures and mask the first of them."""
    boxes = read_boxes(options.boxes)
    labels = [label for label in read_labels(options.labels, split=options.split) if label.subject_name]
    second, peer = create_engine("tesseract"), RUNNERS["rapidocr"].make(1)
    for number, label in enumerate(labels[: options.limit]):
        opened = open_pages(options.images, label)
        if opened is None:
            continue
        observation = tally.timed("observe", lambda opened=opened: observe(opened, engine), pages=len(opened.images))
        subject = Subject(str(label.subject_name))
        answer = tally.timed("check", lambda seen=observation, who=subject: judge_masking("page", seen, who))
        count_mentions(label, answer, boxes.get(label.path, []), observation, tally)
        if number < options.copies:
            make_copy(label, opened, observation, subject, second, peer, boxes.get(label.path, []), tally)


def count_mentions(
    label: Label, answer: MaskingAnswer, truths: list[TrueBox], observation: Observation, tally: Tally
) -> None:
    """Count the true names that were found, and the hits that are true names; boxes lie on the picture as it came."""
    names = [true.box for true in truths if true.kind == "name" and not true.ignore]
    hits = [hit for page in answer.pages for hit in page.names if hit.box is not None and hit.surface in _ON_PAGES]
    placed = [(hit, _on_picture(hit, observation)) for hit in hits]
    tally.pages += len(observation.pages)
    for name in names:
        found = any(name.contains(box.centre) or box.contains(name.centre) for _, box in placed)
        tally.mentions += 1
        tally.found += found
        if not found:
            tally.missed.append(f"{label.path} {label.type}")
    for hit, box in placed:
        right = any(box.intersection(name.expanded(0.004, 0.004)) for name in names)
        tally.hits += 1
        tally.right_hits += right
        if hit.variant not in DOUBTFUL | {"signature"}:
            tally.sure_hits += 1
            tally.right_sure_hits += right
        if not right:
            tally.wrong.append(f"{label.path} {label.type} {hit.surface} {hit.variant}")
    known = [true.box for true in truths if true.kind == "cover"]
    tally.covers += len(observation.covers)
    tally.false_covers += sum(
        not any(true.intersection(_back(cover.box, observation, cover.page)) for true in known)
        for cover in observation.covers
    )


def _on_picture(hit: NameHit, observation: Observation) -> Box:
    assert hit.box is not None and hit.page is not None
    return _back(hit.box, observation, hit.page)


def _back(box: Box, observation: Observation, page: int) -> Box:
    original = observation.pages[page - 1].original
    return box if original is None else original.apply_box(box)


def make_copy(
    label: Label,
    opened: Opened,
    observation: Observation,
    subject: Subject,
    second: OcrEngine,
    peer: Callable[[RgbImage], str],
    truths: list[TrueBox],
    tally: Tally,
) -> None:
    """Make a masked copy and look at it with an engine that had no part in it."""
    pages = len(opened.images)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "copy.pdf")
        made: MaskedCopy = tally.timed(
            "apply", lambda: make_masked_copy(opened, observation, subject, out, second), pages=pages
        )
        tally.made += 1
        if not made.released or made.path is None:
            failed = [f"{step.step}: {step.detail}" for step in made.proof if not step.passed]
            tally.held_back.append(f"{label.path} {label.type} {'; '.join(failed)}")
            return
        tally.released += 1
        pictures = stored_pictures(made.path.read_bytes())
    for number, (picture, page) in enumerate(zip(pictures, observation.pages, strict=True), start=1):
        upright = straight_picture(picture, page)
        text = tally.timed("rapidocr", lambda upright=upright: peer(upright))
        left = [trace.variant for trace in find_traces(text, subject) if trace.variant not in DOUBTFUL]
        if left:
            tally.leaks.append(f"{label.path} {label.type} {left}")
        painted = np.zeros(picture.shape[:2], dtype=bool)
        for one in made.boxes:
            if one.page == number:
                left_, top, right, bottom = one.original.to_pixels(picture.shape[1], picture.shape[0])
                painted[max(0, top - 1) : bottom + 1, max(0, left_ - 1) : right + 1] = True
        unlike = (picture != opened.images[number - 1]).any(axis=2)
        tally.changed += int((unlike & ~painted).sum())
        for true in truths:
            if true.kind == "name" and true.page == number:
                a, b, c, d = true.box.to_pixels(picture.shape[1], picture.shape[0])
                if float(painted[b:d, a:c].mean()) < 0.8:
                    tally.left_open.append(f"{label.path} {label.type}")
        names = sum(true.box.area for true in truths if true.kind == "name" and true.page == number)
        if names:
            tally.areas.append(float(painted.mean()) / names)
        tally.shares.append(float(painted.mean()))


def measure_traps(seeds: int, engine: OcrEngine, tally: Tally) -> None:
    """Judge the leak traps and the clean files."""
    from tests.synthesis.traps import CONTROLS, SCRIPTS, TRAPS, subject

    with tempfile.TemporaryDirectory() as folder:
        for kind, make in TRAPS.items():
            for seed, script in _variants(seeds, SCRIPTS):
                told = subject(seed, script)
                answer = _judged(Path(folder, "stored"), *make(told, seed), told.name, engine)
                tally.flagged[f"{kind} {script} {seed}"] = answer != "clean"
        for kind, make in CONTROLS.items():
            for seed in range(seeds):
                told = subject(seed)
                answer = _judged(Path(folder, "stored"), *make(told, seed), told.name, engine)
                tally.refused[f"{kind} {seed} {answer}"] = answer != "clean"


def _variants(seeds: int, scripts: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    yield from ((seed, script) for seed in range(seeds) for script in scripts)


def _judged(path: Path, filename: str, data: bytes, name: str, engine: OcrEngine) -> str:
    from verifier.intake.opening import open_document

    path.write_bytes(data)
    try:
        observation = observe(open_document(path, filename=filename), engine)
    except VerifierError:
        return "refused"
    return judge_masking(filename, observation, Subject(name)).answer.value


def report(tally: Tally) -> None:
    """Print the figures and the RESULT line."""
    rates = {
        "mention_recall": Rate(tally.found, tally.mentions),
        "mention_precision": Rate(tally.right_hits, tally.hits),
        "sure_precision": Rate(tally.right_sure_hits, tally.sure_hits),
        "released": Rate(tally.released, tally.made),
        "copies_that_leak": Rate(len(tally.leaks), tally.released),
        "traps_flagged": Rate(sum(tally.flagged.values()), len(tally.flagged)),
        "clean_files_not_clean": Rate(sum(tally.refused.values()), len(tally.refused)),
    }
    for name, rate in rates.items():
        print(f"{name:>22} {rate}")
    unflagged = [kind for kind, flagged in tally.flagged.items() if not flagged]
    refused = [kind for kind, no in tally.refused.items() if no]
    for title, entries in (
        ("missed", tally.missed), ("wrong", tally.wrong), ("held back", tally.held_back), ("LEAK", tally.leaks),
        ("left open", tally.left_open),
        ("not flagged", unflagged), ("not clean", refused),
    ):  # fmt: skip
        for entry in entries:
            print(f"{title}: {entry}")
    seconds = {name: mean(values) for name, values in tally.seconds.items()}
    peer = seconds.get("rapidocr")
    for name, value in seconds.items():
        print(f"{name:>22} {value:.3f} CPU s a page" + (f", {value / peer:.3f} of RapidOCR" if peer and value else ""))
    finish(
        {
            **{name: rate.as_json() for name, rate in rates.items()},
            "pages": tally.pages,
            "covers_found": tally.covers,
            "covers_false": tally.false_covers,
            "area_over_names_median": statistics.median(tally.areas) if tally.areas else None,
            "share_of_page_median": statistics.median(tally.shares) if tally.shares else None,
            "share_of_page_largest": max(tally.shares, default=None),
            "names_left_open": len(tally.left_open),
            "pixels_changed_outside": tally.changed,
            "cpu_seconds_a_page": seconds,
        }
    )


if __name__ == "__main__":
    main()

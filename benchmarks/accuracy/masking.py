"""How well names are found and masked: mentions against the labels' boxes, masked copies, leak traps and clean files.

Mentions: every picture with a `subject_name`, its rows `name` of the boxes CSV are the visible traces (a set of
`python -m tests.synthesis` has them). Copies: of the first `--copies` of these pictures; a released copy is read by
RapidOCR's own pipeline, which took no part in making or proving it: the page, then the other ways round each line that
it was not sure of, and each N-th copy whole in all four directions. Traps: `--traps` seeds of tests.synthesis.traps,
each kind once in Han and once in Latin letters; a trap is flagged when it is called leaking or left to a person.

With `--log FILE` each picture's figures are kept as one line of JSON; a run that was stopped (`--seconds`) goes on
where it ended, and what is printed is told of all that the file holds: with `--limit 0`, of several logs in one file.
With `--while-absent FILE` it runs in the background and stands still while somebody keeps that file: others measure.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.accuracy.masking_outsider import Outsider
from benchmarks.accuracy.masking_pages import Looker, Record
from benchmarks.accuracy.measuring import Rate, arguments, finish, mean, open_pages, read_boxes, read_labels
from models.errors import VerifierError
from verifier.masking.answer import judge_masking
from verifier.masking.subject import Subject
from verifier.masking.variants import DOUBTFUL
from verifier.observing import observe
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine

_LOOK_AGAIN = 2.0
"""Seconds after which a run that waits asks again whether it may go on."""


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--limit", type=int, help="measure at most so many pictures")
    parser.add_argument("--copies", type=int, default=5, help="mask so many of them (5)")
    parser.add_argument("--reread", type=int, default=1, help="read each N-th copy again, and in all directions (1)")
    parser.add_argument("--traps", type=int, default=0, help="seeds of each leak trap and clean file (0)")
    parser.add_argument("--log", type=Path, help="keep the figures of each picture here, and go on from there")
    parser.add_argument("--seconds", type=float, help="begin no further picture after so many seconds")
    parser.add_argument("--while-absent", type=Path, help="wait before each picture while there is such a file")
    options = parser.parse_args()
    records = list(measure_pages(options))
    flagged, refused = measure_traps(options.traps) if options.traps else ({}, {})
    report(records, flagged, refused)


def measure_pages(options: argparse.Namespace) -> Iterator[Record]:
    """Yield the figures of each picture: those kept from before, then those that are still to be measured."""
    known = list(_kept(options.log)) if options.log else []
    yield from known
    done, boxes = {record["path"] for record in known}, read_boxes(options.boxes)
    labels = [label for label in read_labels(options.labels, split=options.split) if label.subject_name]
    wanted = [(number, label) for number, label in enumerate(labels[: options.limit]) if label.path not in done]
    if not wanted:
        return
    looker = Looker(create_engine(), create_engine("tesseract"), Outsider())
    start = time.monotonic()
    for number, label in wanted:
        if options.seconds is not None and time.monotonic() - start > options.seconds:
            return
        while options.while_absent and options.while_absent.exists():
            time.sleep(_LOOK_AGAIN)
        opened = open_pages(options.images, label)
        if opened is None:
            continue
        reread = number % options.reread == 0
        truths = boxes.get(label.path, [])
        record = looker.measure(label, opened, truths, copy=number < options.copies, reread=reread)
        if options.log:
            with options.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(record, ensure_ascii=False) + "\n")
        yield record


def _kept(log: Path) -> Iterator[Record]:
    if log.exists():
        with log.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.endswith("\n"))


def measure_traps(seeds: int) -> tuple[dict[str, bool], dict[str, bool]]:
    """Judge the leak traps and the clean files; returns which traps were flagged and which clean files refused."""
    from tests.synthesis.traps import CONTROLS, SCRIPTS, TRAPS, subject

    engine, flagged, refused = create_engine(), {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, make in TRAPS.items():
            for seed, script in ((seed, script) for seed in range(seeds) for script in SCRIPTS):
                told = subject(seed, script)
                answer = _judged(Path(folder, "stored"), *make(told, seed), told.name, engine)
                flagged[f"{kind} {script} {seed}"] = answer != "clean"
        for kind, make in CONTROLS.items():
            for seed in range(seeds):
                told = subject(seed)
                answer = _judged(Path(folder, "stored"), *make(told, seed), told.name, engine)
                refused[f"{kind} {seed} {answer}"] = answer != "clean"
    return flagged, refused


def _judged(path: Path, filename: str, data: bytes, name: str, engine: OcrEngine) -> str:
    from verifier.intake.opening import open_document

    path.write_bytes(data)
    try:
        observation = observe(open_document(path, filename=filename), engine)
    except VerifierError:
        return "refused"
    return judge_masking(filename, observation, Subject(name)).answer.value


def rates(records: Iterable[Record], flagged: dict[str, bool], refused: dict[str, bool]) -> dict[str, Rate]:
    """Return every rate by its name; the pages of copies that were not released count nowhere but in `released`."""
    records = list(records)
    mentions = [mention for record in records for mention in record["mentions"]]
    printed = [mention for mention in mentions if not mention["hand"]]
    hits = [hit for record in records for hit in record["hits"]]
    sure = [hit for hit in hits if hit["variant"] not in DOUBTFUL | {"signature"}]
    made = [record["copy"] for record in records if record["copy"] is not None]
    pages = released_pages(records)
    kept = [page["kept"] for page in pages if page["kept"] is not None]
    return {
        "mention_recall": _rate(mentions, "found"),
        "printed_recall": _rate(printed, "found"),
        "mention_precision": _rate(hits, "right"),
        "sure_precision": _rate(sure, "right"),
        "released": _rate(made, "released"),
        "copies_that_leak": Rate(sum(bool(page["leaks"]) for page in pages), len(pages)),
        "copies_read_turned": _with(pages, "readings"),
        "copies_read_whole_in_four_ways": _with(pages, "four_ways"),
        "text_read_again": Rate(sum(read for read, _ in kept), sum(there for _, there in kept)),
        "traps_flagged": Rate(sum(flagged.values()), len(flagged)),
        "clean_files_not_clean": Rate(sum(refused.values()), len(refused)),
    }


def _rate(entries: list[Record], what: str) -> Rate:
    return Rate(sum(bool(entry[what]) for entry in entries), len(entries))


def _with(pages: list[Record], what: str) -> Rate:
    """Return how many pages have that; logs of earlier runs do not tell it."""
    return Rate(sum(bool(page.get(what)) for page in pages), len(pages))


def released_pages(records: Iterable[Record]) -> list[Record]:
    """Return the pages of all released copies."""
    copies = [record["copy"] for record in records if record["copy"] is not None and record["copy"]["released"]]
    return [page for copy in copies for page in copy["pages"]]


def report(records: list[Record], flagged: dict[str, bool], refused: dict[str, bool]) -> None:
    """Print the figures and the RESULT line."""
    told = rates(records, flagged, refused)
    for name, rate in told.items():
        print(f"{name:>22} {rate}")
    for line in _oddities(records):
        print(line)
    for kind in [kind for kind, no in flagged.items() if not no]:
        print(f"not flagged: {kind}")
    for kind in [kind for kind, yes in refused.items() if yes]:
        print(f"not clean: {kind}")
    seconds = _seconds(records)
    peer = seconds.get("rapidocr")
    for name, value in seconds.items():
        print(f"{name:>22} {value:.3f} CPU s a page" + (f", {value / peer:.3f} of RapidOCR" if peer and value else ""))
    pages = released_pages(records)
    ratios = [page["ratio"] for page in pages if page["ratio"] is not None]
    finish(
        {
            **{name: rate.as_json() for name, rate in told.items()},
            "pages": sum(record["pages"] for record in records),
            "covers_found": sum(record["covers"] for record in records),
            "covers_false": sum(record["false_covers"] for record in records),
            "area_over_names_median": statistics.median(ratios) if ratios else None,
            "share_of_page_median": statistics.median(page["share"] for page in pages) if pages else None,
            "share_of_page_largest": max((page["share"] for page in pages), default=None),
            "names_left_open": sum(len(page["open"]) for page in pages),
            "names_left_open_by_hand": sum(sum(page["open"]) for page in pages),
            "pixels_changed_outside": sum(page["changed"] for page in pages),
            "cpu_seconds_a_page": seconds,
        }
    )


def _seconds(records: list[Record]) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for record in records:
        for name, values in record["cpu"].items():
            found.setdefault(name, []).extend(values)
    return {name: value for name, values in found.items() if (value := mean(values)) is not None}


def _oddities(records: list[Record]) -> Iterator[str]:
    """Yield a line for whatever somebody will want to look at."""
    for record in records:
        where = f"{record['path']} {record['note'] or ''}"
        for mention in record["mentions"]:
            if not mention["found"]:
                yield f"missed{' (by hand)' if mention['hand'] else ''}: {where}"
        for hit in record["hits"]:
            if not hit["right"]:
                yield f"wrong: {where} {hit['surface']} {hit['variant']}"
        copy = record["copy"]
        if copy is None:
            continue
        if not copy["released"]:
            yield f"held back: {where} {'; '.join(copy['failed'])}"
            continue
        for page in copy["pages"]:
            if page["leaks"]:
                yield f"LEAK: {where} {page['leaks']}"
            for by_hand in page["open"]:
                yield f"left open{' (by hand)' if by_hand else ''}: {where}"


if __name__ == "__main__":
    main()

"""How well signature slots are judged: cut-out slots against the labels' answers, pages against the boxes.

A picture whose `answer` is a signature kind counts as one slot if it is a crop: no row of it in the boxes CSV, wider
than high, no side over `--largest-crop`. `unclear` is no error and no hit: it is counted apart, as the share sent to a
person.
Rows `signature_slot` and `date_slot` of the boxes CSV are looked for on their pages (any overlap with the right kind).

`--generated SPLIT` draws slots and whole pages instead: by kind, pen, ground and way in. `--ocr` reads those pages with
the product's engine (by default with the lines that are truly there) and tells both CPU times. `--sheet PNG` shows
every miss.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy.measuring import (
    Label,
    Rate,
    TrueBox,
    arguments,
    finish,
    open_pages,
    read_boxes,
    read_labels,
)
from models.observation import Signature, SignatureKind
from verifier.pictures import RgbImage
from verifier.signatures.judge import judge_ink, judge_slot
from verifier.signatures.observe import observe_signatures

if TYPE_CHECKING:
    from benchmarks.accuracy.signature_slots import DrawnSlot

KINDS = tuple(kind.value for kind in SignatureKind)


@dataclass
class Tally:
    """What was counted so far: (truth, judged) -> count, for crops, page slots and date slots."""

    crops: Counter[tuple[str, str]] = field(default_factory=Counter)
    slots: Counter[tuple[str, str]] = field(default_factory=Counter)
    dates: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--largest-crop", type=int, default=1000, help="a picture with a longer side is a page")
    parser.add_argument("--pages", action="store_true", help="read the pages of the boxes CSV as well (needs OCR)")
    parser.add_argument("--generated", choices=("train", "dev", "held"), help="draw slots and pages of this split")
    parser.add_argument("--count", type=int, default=400, help="slots to draw; a quarter as many pages")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--ocr", action="store_true", help="read the drawn pages")
    parser.add_argument("--sheet", type=Path, help="picture of the misses")
    options = parser.parse_args()
    if options.generated:
        finish(measure_generated(options.generated, options.seed, options.count, ocr=options.ocr, sheet=options.sheet))
        return
    tally = Tally()
    boxes = read_boxes(options.boxes) if options.boxes.exists() else {}
    labels = read_labels(options.labels, split=options.split)
    for label in labels:
        if label.answer in KINDS and label.path not in boxes:
            judge_crop(options.images, label, options.largest_crop, tally)
    if options.pages:
        judge_pages(options.images, labels, boxes, tally)
    report(tally)


def measure_generated(split: str, seed: int, count: int, *, ocr: bool, sheet: Path | None) -> dict[str, Any]:
    """Judge drawn slots and pages of a split; print tables, return figures."""
    from benchmarks.accuracy.signature_pages import PageTally, count_page, draw
    from benchmarks.accuracy.signature_slots import draw_dates, draw_slots
    from verifier.reading.engines import create_engine

    result: dict[str, Any] = {}
    misses = judge_drawn("crops", draw_slots(split, seed, count), judge_slot, result)
    # On pages what forms print of a date is painted over first; here figures stand in their printed 年 月 日.
    misses += judge_drawn(
        "dates", draw_dates(split, seed, count // 2, kinds=("handwritten", "printed")), judge_ink, result
    )
    pages, engine, spent = PageTally(), create_engine() if ocr else None, Counter[str]()
    for type_, way, page in draw(split, seed, count // 4):
        started = time.process_time()
        lines = engine.read(page.image) if engine else page.truth.as_lines()
        read = time.process_time()
        found = observe_signatures(page.image, lines, [], page=1)
        spent.update(reading=read - started, signatures=time.process_time() - read)
        count_page(type_, way, page, found, pages)
    for name, counts in (("page slots", pages.slots), ("page dates", pages.dates)):
        both: Counter[tuple[str, str]] = Counter()
        for (true, judged, _), number in counts.items():
            both[true, judged] += number
        result[name] = table(name, both)
    total = sum(pages.slots.values())
    missed = sum(number for (_, judged, _), number in pages.slots.items() if judged == "missed")
    result["slots_found"] = Rate(total - missed, total).as_json()
    result["false_slots"] = {"slots": pages.false_slots, "pages": pages.pages}
    result["date_values"] = dict(pages.values)
    result["cpu_seconds_per_page"] = {name: round(value / pages.pages, 4) for name, value in spent.items()}
    print("\nslots found", Rate(total - missed, total), "false", pages.false_slots, "on", pages.pages, "pages")
    print("values of dates", result["date_values"], "CPU seconds a page", result["cpu_seconds_per_page"])
    for line in pages.wrong:
        print("wrong:", line)
    if sheet is not None and misses:
        write_sheet(sheet, misses)
    return result


def judge_drawn(
    name: str, slots: Iterable[DrawnSlot], judge: Callable[[RgbImage], tuple[SignatureKind, float | None]],
    result: dict[str, Any],
) -> list[tuple[RgbImage, str]]:  # fmt: skip
    """Judge drawn slots, print tables and put the figures under the name; return what was missed."""
    crops: Counter[tuple[str, str]] = Counter()
    parts: Counter[tuple[str, str, str]] = Counter()
    misses, seconds = [], []
    for slot in slots:
        started = time.process_time()
        kind = judge(slot.image)[0].value
        seconds.append(time.process_time() - started)
        crops[slot.kind, kind] += 1
        for part in (slot.manner, slot.way, slot.place):
            parts[slot.kind, part, kind] += 1
        if kind != slot.kind:
            misses.append((slot.image, f"{slot.kind}>{kind} {slot.manner} {slot.way} {slot.place}"))
    result[name] = table(name, crops)
    result[name]["cpu_seconds_per_slot"] = round(sum(seconds) / len(seconds), 4)
    print_parts(parts)
    return misses


def print_parts(parts: Counter[tuple[str, str, str]]) -> None:
    """Print how each pen, face, ground, way in and place was judged."""
    for kind, part in sorted({key[:2] for key in parts}):
        judged = {name: parts[kind, part, name] for name in KINDS if parts[kind, part, name]}
        print(f"{kind:>12} {part:<14}" + "  ".join(f"{name} {number}" for name, number in judged.items()))


def write_sheet(target: Path, misses: Sequence[tuple[Any, str]], columns: int = 5) -> None:
    """Write a picture of the misses, each with what it is and what it was judged."""
    import cv2
    import numpy as np

    tiles = []
    for image, words in misses:
        scale = min(110 / image.shape[0], 300 / image.shape[1])
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        tile = np.full((135, 305, 3), 200, np.uint8)
        tile[: small.shape[0], : small.shape[1]] = small[..., ::-1]
        tiles.append(cv2.putText(tile, words[:48], (2, 130), 0, 0.36, (0, 0, 200), 1))
    tiles += [np.full((135, 305, 3), 200, np.uint8)] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[start : start + columns]) for start in range(0, len(tiles), columns)]
    cv2.imwrite(str(target), np.vstack(rows))


def judge_crop(images: Path, label: Label, largest: int, tally: Tally) -> None:
    """Judge a picture that is one slot."""
    opened = open_pages(images, label)
    if opened is None:
        tally.refused.append(label.path)
        return
    height, width = opened.images[0].shape[:2]
    if width > largest or height > width:
        return
    started = time.process_time()
    kind, _ = judge_slot(opened.images[0])
    tally.seconds.append(time.process_time() - started)
    tally.crops[str(label.answer), kind.value] += 1
    if kind.value not in (label.answer, SignatureKind.UNCLEAR.value):
        tally.wrong.append(f"{label.path}: {label.answer} judged {kind.value}")


def judge_pages(images: Path, labels: Sequence[Label], boxes: dict[str, list[TrueBox]], tally: Tally) -> None:
    """Find and judge the slots of the pages that have any in the boxes CSV."""
    from verifier.reading.engines import create_engine

    engine = create_engine()
    for label in labels:
        truths = [true for true in boxes.get(label.path, []) if true.kind in ("signature_slot", "date_slot")]
        opened = open_pages(images, label) if truths else None
        if opened is None:
            continue
        for page, image in zip(opened.document.pages, opened.images, strict=True):
            found = observe_signatures(image, engine.read(image), [], page=page.number)
            for true in truths:
                if true.page == page.number and not true.ignore:
                    count_slot(true, found, tally)


def count_slot(true: TrueBox, found: Sequence[Signature], tally: Tally) -> None:
    """Count one true slot: judged as its best overlapping slot, or missed."""
    dated = true.kind == "date_slot"
    judged = [(one.date.box, one.date.kind) for one in found if one.date] if dated else [(s.box, s.kind) for s in found]
    best = max(judged, key=lambda pair: true.box.covered_by(pair[0]), default=None)
    hit = best is not None and true.box.intersection(best[0]) is not None
    kind = best[1].value if hit and best is not None else "missed"
    (tally.dates if dated else tally.slots)[true.signature_kind or "handwritten", kind] += 1


def report(tally: Tally) -> None:
    """Print tables and the RESULT line."""
    result: dict[str, Any] = {"refused": tally.refused, "wrong": tally.wrong}
    for name, counts in (("crops", tally.crops), ("slots", tally.slots), ("dates", tally.dates)):
        if counts:
            result[name] = table(name, counts)
    if tally.seconds:
        result["cpu_seconds_per_slot"] = round(sum(tally.seconds) / len(tally.seconds), 4)
        print(f"CPU seconds a slot: {result['cpu_seconds_per_slot']}")
    for line in tally.wrong:
        print("wrong:", line)
    finish(result)


def table(name: str, counts: Counter[tuple[str, str]]) -> dict[str, Any]:
    """Print the confusion matrix with precision and recall; return them."""
    columns = [*KINDS, "missed"]
    print(f"\n{name}: truth down, judged across")
    print("".join(f"{column:>13}" for column in ["", *columns]))
    for truth in KINDS:
        if any(true == truth for true, _ in counts):
            print("".join(f"{cell:>13}" for cell in [truth, *(counts[truth, column] for column in columns)]))
    figures: dict[str, Any] = {}
    for kind in KINDS:
        truths = sum(count for (true, _), count in counts.items() if true == kind)
        judged = sum(count for (_, guess), count in counts.items() if guess == kind)
        if kind != SignatureKind.UNCLEAR.value and (truths or judged):
            precision, recall = Rate(counts[kind, kind], judged), Rate(counts[kind, kind], truths)
            print(f"{kind:>13}  precision {precision}  recall {recall}")
            figures[kind] = {"precision": precision.as_json(), "recall": recall.as_json()}
    total = sum(counts.values())
    right = sum(count for (true, guess), count in counts.items() if true == guess)
    unclear = sum(count for (_, guess), count in counts.items() if guess == SignatureKind.UNCLEAR.value)
    figures["accuracy"] = Rate(right, total).as_json()
    figures["wrong"] = Rate(total - right - unclear, total).as_json()
    figures["unclear"] = Rate(unclear, total).as_json()
    recalls = [counts[kind, kind] / count for kind in KINDS if (count := truths_of(counts, kind))]
    figures["balanced"] = round(sum(recalls) / len(recalls), 4) if recalls else None
    print(f"balanced {figures['balanced']}")
    print(f"right {Rate(right, total)}  wrong {Rate(total - right - unclear, total)}  unclear {Rate(unclear, total)}")
    return figures


def truths_of(counts: Counter[tuple[str, str]], kind: str) -> int:
    """Return how many slots truly are of this kind."""
    return sum(count for (true, _), count in counts.items() if true == kind)


if __name__ == "__main__":
    main()

"""How well documents are recognised and read: types, "no type", fields, split bundles, check digits, codes.

A set of pictures is read by the engine, all pages of a document together (`00012-diploma-1.jpg`, `-2.jpg` ...).
`--drawn N` measures recognition and fields alone, on N drawn documents a type and split with perfect text and without
the engine. Fields are right where the value is what the paper says, in the product's way of writing it; a field that
the product has no reader for counts as missed. Counted apart: opinions, their dates and ticks, which are filled by
hand, and the rows of rosters and lists, which are many. Of a document about several people (任职资格文件, 聘任文件)
the row with the applicant's name counts.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import zxingcpp

from benchmarks.accuracy import check_digits
from benchmarks.accuracy.certificate_truth import (
    NOT_FIELDS,
    Certificate,
    certificate,
    drawn,
    expected,
    found_of,
    grouped,
    is_by_hand,
    row_of_the_applicant,
)
from benchmarks.accuracy.measuring import Rate, arguments, finish, open_pages, read_boxes, read_labels
from models.observation import FieldValue
from tests.synthesis.drawing import DOCUMENTS
from verifier.certificates.codes import read_codes
from verifier.certificates.recognise import recognise
from verifier.observing import observe
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine

SURE = 0.9
"""From this confidence on a value is acted upon."""

Count = Counter[str]


@dataclass
class Tally:
    """What was counted so far."""

    pages: Count = field(default_factory=Counter)
    right: Count = field(default_factory=Counter)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    forced: list[str] = field(default_factory=list)
    fields: dict[str, Count] = field(default_factory=lambda: defaultdict(Counter))
    by_name: dict[str, Count] = field(default_factory=lambda: defaultdict(Counter))
    apart: dict[str, Count] = field(default_factory=lambda: defaultdict(Counter))
    by_way: dict[str, Count] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)
    codes: Count = field(default_factory=Counter)
    seconds: float = 0.0


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--drawn", type=int, help="documents a type and split on perfect text, instead of a set")
    parser.add_argument("--types", help="comma separated; default all")
    parser.add_argument("--bundles", type=int, default=40, help="with --drawn: bundles of several documents")
    parser.add_argument("--numbers", type=int, default=1000, help="numbers with a planted error, and as many without")
    parser.add_argument("--limit", type=int, help="read at most so many documents of the set")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="print every field that is not right")
    options = parser.parse_args()
    tally = Tally()
    result: dict[str, Any] = {}
    if options.drawn:
        splits = (options.split,) if options.split else ("train", "dev")
        types = options.types.split(",") if options.types else list(DOCUMENTS)
        documents = list(drawn(types, options.drawn, options.seed, splits))
        for document in documents:
            count(document, tally)
        result["bundles"] = bundles(documents, options.bundles, options.seed)
    else:
        for document in observed(options, tally):
            count(document, tally)
    result |= report(tally, verbose=options.verbose)
    result["numbers"] = numbers(options.numbers)
    finish(result)


def observed(options: Any, tally: Tally) -> Iterator[Certificate]:  # noqa: ANN401  # argparse's namespace
    """Yield the documents of a set as the product sees them."""
    engine = create_engine()
    boxes = read_boxes(options.boxes)
    labels = read_labels(options.labels, split=options.split)
    wanted = set(options.types.split(",")) if options.types else None
    groups = [pair for pair in grouped(labels, boxes) if wanted is None or pair[0][0].type in wanted]
    for pages, said in groups[: options.limit]:
        yield _observed(options.images, pages, said, engine, tally)


def _observed(
    images: Path, labels: Sequence[Any], said: list[tuple[str, str]], engine: OcrEngine, tally: Tally
) -> Certificate:
    read_pages, tables, seals, portraits = [], [], [], set()
    for number, label in enumerate(labels, 1):
        opened = open_pages(images, label)
        if opened is None:
            continue
        started = time.process_time()
        seen = observe(opened, engine)
        tally.seconds += time.process_time() - started
        _count_codes(opened.images[0], tally)
        read_pages += [replace(page, number=number) for page in seen.pages[:1]]
        tables += [replace(table, page=number) for table in seen.tables if table.page == 1]
        seals += [replace(seal, page=number) for seal in seen.seals if seal.page == 1]
        if seen.photo is not None:
            portraits.add(number)
    way = next(
        (word[4:] for word in (labels[0].note or "").split() if word.startswith("way=")), labels[0].category or ""
    )
    types = [label.type for label in labels]
    return certificate(labels[0].path, way, types, said, read_pages, tables, seals, frozenset(portraits))


def _count_codes(image: RgbImage, tally: Tally) -> None:
    """Compare with what zxing-cpp's default call finds on the same picture."""
    default = {code.text for code in zxingcpp.read_barcodes(cv2.cvtColor(image, cv2.COLOR_RGB2BGR)) if code.text}
    ours = {code.text for code in read_codes(image, page=1)}
    tally.codes["default"] += len(default)
    tally.codes["ours"] += len(ours)
    tally.codes["missed"] += len(default - ours)


def count(document: Certificate, tally: Tally) -> None:
    """Add one document: the types of its pages, and its fields where it is one document."""
    for number, (true, read) in enumerate(zip(document.types, document.read_types(), strict=True), 1):
        tally.pages[true or "no type"] += 1
        tally.right[true or "no type"] += true == read
        if true != read:
            tally.confused[true or "no type", read or "no type"] += 1
        if true is None and read is not None:
            tally.forced.append(f"{document.name} page {number}: {read}")
    if len(set(document.types)) == 1 and document.type is not None:
        _count_fields(document, tally)


def _count_fields(document: Certificate, tally: Tally) -> None:
    read: dict[str, FieldValue] = {}
    for one in document.read:
        if one.name not in read or read[one.name].value is None:
            read[one.name] = one
    row = row_of_the_applicant(document, read)
    for name, values in document.fields.items():
        if name in NOT_FIELDS:
            continue
        found = found_of(document, read, row, name, values)
        right = found is not None and found.value in expected(document.type, name, values)
        outcome = "right" if right else "wrong" if found is not None and found.value is not None else "missed"
        sure = found is not None and found.value is not None and not found.problems and (found.confidence or 0) >= SURE
        apart = "by hand" if is_by_hand(name) else "rows" if name.endswith("]") else None
        if apart:
            tally.apart[apart][outcome] += 1
            continue
        for counts in (tally.fields[document.type or ""], tally.by_name[name], tally.by_way[document.way]):
            counts[outcome] += 1
            counts["sure"] += sure
            counts["wrong and sure"] += sure and outcome == "wrong"
        if outcome != "right":
            value = found.value if found is not None else "no reader"
            tally.wrong.append(f"{outcome:6} {document.name} {name}: {values[0]!r} read {value!r}")


def bundles(documents: Sequence[Certificate], count_: int, seed: int) -> dict[str, Any]:
    """Put documents into one file and compare where it is cut."""
    single = [document for document in documents if len(set(document.types)) == 1 and document.type and document.pages]
    rng = random.Random(f"bundles {seed}")
    hits = truths = guesses = 0
    for _ in range(count_):
        chosen = rng.sample(single, min(len(single), rng.randint(3, 7)))
        pages = [(document, page) for document in chosen for page in document.pages]
        numbered = [replace(page, number=number) for number, (_, page) in enumerate(pages, 1)]
        portraits = frozenset(
            number for number, (document, page) in enumerate(pages, 1) if page.number in document.portraits
        )
        starts, at = set(), 1
        for document in chosen[:-1]:
            at += len(document.pages)
            starts.add(at)
        cuts = {part.first_page for part in recognise(numbered, portraits).parts if part.first_page > 1}
        hits, truths, guesses = hits + len(starts & cuts), truths + len(starts), guesses + len(cuts)
    print(f"bundles: boundaries found {Rate(hits, truths)}, right of those found {Rate(hits, guesses)}")
    return {"recall": Rate(hits, truths).as_json(), "precision": Rate(hits, guesses).as_json()}


def report(tally: Tally, *, verbose: bool) -> dict[str, Any]:
    """Print the tables; return their figures."""
    known = [name for name in tally.pages if name != "no type"]
    types = Rate(sum(tally.right[name] for name in known), sum(tally.pages[name] for name in known))
    forced = Rate(len(tally.forced), tally.pages["no type"])
    print(f"types of pages {types}\n'no type' forced into one {forced}")
    for (true, read), number in tally.confused.most_common():
        print(f"  {true} taken for {read}: {number}")
    print(*tally.forced, sep="\n")
    total: Count = sum(tally.fields.values(), Counter())
    for head, table in (("type", tally.fields), ("field", tally.by_name), ("way", tally.by_way)):
        print(f"\nfields by {head}")
        for name, counts in sorted(table.items(), key=lambda item: _share(item[1])):
            print(f"  {name:28} {_rate(counts)} wrong {counts['wrong']}, wrong and sure {counts['wrong and sure']}")
    if verbose:
        print(*tally.wrong, sep="\n")
    sure = Rate(total["wrong and sure"], total["sure"])
    print(f"\nfields exact {_rate(total)}, wrong and sure {sure}")
    for name, counts in tally.apart.items():
        print(f"{name}: {_rate(counts)}")
    if tally.seconds:
        print(f"{tally.seconds:.1f} CPU seconds of observing; codes {dict(tally.codes)}")
    return {
        "types": types.as_json(),
        "forced": forced.as_json(),
        "fields": _rate(total).as_json(),
        "by_way": {way: _rate(counts).as_json() for way, counts in tally.by_way.items()},
        "wrong_and_sure": sure.as_json(),
        "apart": {name: _rate(counts).as_json() for name, counts in tally.apart.items()},
        "codes": dict(tally.codes),
    }


def _rate(counts: Count) -> Rate:
    return Rate(counts["right"], counts["right"] + counts["wrong"] + counts["missed"])


def _share(counts: Count) -> float:
    return _rate(counts).value or 0.0


def numbers(count_: int) -> dict[str, Any]:
    """Plant errors in numbers with check digits."""
    found = check_digits.measure(count_)
    for name, (seen, doubted) in found.items():
        print(f"{name:10} planted errors seen {seen}, valid ones doubted {doubted}")
    return {"seen": _sum(seen for seen, _ in found.values()), "doubted": _sum(doubted for _, doubted in found.values())}


def _sum(rates: Iterable[Rate]) -> dict[str, Any]:
    both = list(rates)
    return Rate(sum(rate.hits for rate in both), sum(rate.total for rate in both)).as_json()


if __name__ == "__main__":
    main()

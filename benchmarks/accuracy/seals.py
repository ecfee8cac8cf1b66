"""How well seals are found and read: precision and recall at IoU 0.5, exact texts, characters, matches.

A picture of the labels without a seal in the boxes counts as one without seals: whatever is found on it is wrong.
Fragments (`kind=fragment`) are counted apart: a fragment reported as a whole seal is a wrong whole seal.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy.measuring import (
    Rate,
    TrueBox,
    arguments,
    character_accuracy,
    finish,
    matched,
    mean,
    open_pages,
    plain,
    read_boxes,
    read_labels,
)
from models.observation import Seal
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine
from verifier.seals.matching import OrganisationMatch, match_organisation
from verifier.seals.observe import observe_seals


@dataclass
class Tally:
    """What was counted so far."""

    pages: int = 0
    refused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    truths: int = 0
    guesses: int = 0
    hits: int = 0
    shapes: int = 0
    fragments: int = 0
    fragments_found: int = 0
    fragments_as_whole: int = 0
    stray_fragments: int = 0
    texts: list[tuple[str, str | None]] = field(default_factory=list)
    wrong: list[tuple[str, int, Seal]] = field(default_factory=list)
    missed: list[TrueBox] = field(default_factory=list)
    false_by_category: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__ or "")
    parser.add_argument("--engine", default="pp-ocrv6-openvino")
    options = parser.parse_args()
    tally = measure(options.images, options.labels, options.boxes, options.split, create_engine(options.engine))
    report(tally)


def measure(images: Path, labels: Path, boxes: Path, split: str | None, engine: OcrEngine) -> Tally:
    """Return the tally over all labelled pictures."""
    truths = read_boxes(boxes)
    tally = Tally()
    for label in read_labels(labels, split=split):
        opened = open_pages(images, label)
        if opened is None:
            tally.refused.append(label.path)
            continue
        for page, image in zip(opened.document.pages, opened.images, strict=True):
            started = time.process_time()
            seals = observe_seals(image, page=page.number, dpi=page.dpi, engine=engine)
            tally.seconds.append(time.process_time() - started)
            there = [true for true in truths.get(label.path, []) if true.page == page.number]
            _count(tally, label.path, label.category or "", page.number, there, seals)
    return tally


def _count(tally: Tally, path: str, category: str, page: int, truths: list[TrueBox], seals: list[Seal]) -> None:
    """Add one page."""
    tally.pages += 1
    true_seals = [true for true in truths if true.kind == "seal" and not true.ignore]
    true_pieces = [true for true in truths if true.kind == "fragment" and not true.ignore]
    ignored = [true for true in truths if true.ignore]
    whole = [seal for seal in seals if not seal.is_fragment]
    pieces = [seal for seal in seals if seal.is_fragment]
    pairs = matched([true.box for true in true_seals], [seal.box for seal in whole])
    paired = {guess: true_seals[true] for true, guess in pairs}
    tally.truths += len(true_seals)
    tally.hits += len(pairs)
    tally.shapes += sum(whole[guess].shape == true.shape for guess, true in paired.items())
    for number, seal in enumerate(whole):
        if number in paired or any(seal.box.covered_by(true.box) >= 0.5 for true in ignored):
            continue
        tally.fragments_as_whole += any(seal.box.iou(true.box) >= 0.5 for true in true_pieces)
        tally.wrong.append((path, page, seal))
        tally.false_by_category[category] += 1
    tally.guesses = tally.hits + len(tally.wrong)
    found = matched([true.box for true in true_pieces], [seal.box for seal in pieces])
    tally.fragments += len(true_pieces)
    tally.fragments_found += len(found)
    stray = [seal for seal in pieces if not any(seal.box.covered_by(true.box) >= 0.5 for true in ignored)]
    tally.stray_fragments += max(0, len(stray) - len(found))
    read = {id(true): whole[guess].text for guess, true in paired.items()}
    tally.missed += [true for true in true_seals if id(true) not in read]
    tally.texts += [(true.text, read.get(id(true))) for true in true_seals if true.text]


def report(tally: Tally) -> None:
    """Print the table, the errors and the RESULT line."""
    precision, recall = Rate(tally.hits, tally.guesses), Rate(tally.hits, tally.truths)
    exact = Rate(sum(plain(true) == plain(read) for true, read in tally.texts), len(tally.texts))
    matches = Counter(match_organisation(read, true).value for true, read in tally.texts)
    wrong_same = _wrong_same(tally.texts)
    characters = mean(character_accuracy(true, read) for true, read in tally.texts)
    seconds = sorted(tally.seconds)
    rows = {
        "precision": precision,
        "recall": recall,
        "shape right": Rate(tally.shapes, tally.hits),
        "text exact": exact,
        "fragments found": Rate(tally.fragments_found, tally.fragments),
    }
    for name, rate in rows.items():
        print(f"{name:18} {rate}")
    print(
        f"{'characters':18} {characters if characters is None else round(characters, 4)} (mean of {len(tally.texts)})"
    )
    print(f"{'match of texts':18} {dict(matches)}; wrong `same` against other names: {wrong_same}")
    print(f"{'pages':18} {tally.pages}, refused {len(tally.refused)}")
    if seconds:
        print(f"{'CPU s a page':18} median {seconds[len(seconds) // 2]:.3f}, most {seconds[-1]:.3f}")
    for path, page, seal in tally.wrong:
        print(f"  wrong  {path} p{page} {seal.shape} {seal.colour} {[round(side, 3) for side in seal.box]} {seal.text}")
    for true in tally.missed:
        print(f"  missed {true.path} p{true.page} {true.shape} {[round(side, 3) for side in true.box]}")
    for text, read in tally.texts:
        if plain(text) != plain(read):
            print(f"  text   {text} -> {read}")
    finish(
        {
            **{name.replace(" ", "_"): rate.as_json() for name, rate in rows.items()},
            "character_accuracy": characters,
            "matches": dict(matches),
            "wrong_same": wrong_same,
            "fragments_as_whole": tally.fragments_as_whole,
            "stray_fragments": tally.stray_fragments,
            "false_by_category": dict(tally.false_by_category),
            "pages": tally.pages,
            "refused": tally.refused,
            "cpu_seconds_median": seconds[len(seconds) // 2] if seconds else None,
        }
    )


def _wrong_same(texts: list[tuple[str, str | None]]) -> int:
    """Return how many readings are taken for another name of the set: the error that ruins trust."""
    names = {true for true, _ in texts}
    return sum(
        match_organisation(read, name) is OrganisationMatch.SAME
        for true, read in texts
        for name in names
        if plain(name) != plain(true)
    )


if __name__ == "__main__":
    main()

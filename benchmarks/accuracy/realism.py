"""How like the real thing generated pages are to the reader: confidence and confusions, side by side with real pages.

Real pages are the labelled pictures (and PDFs with a text layer, drawn at 200 dpi) that are no cut-outs and on which at
least 30 Chinese characters are read; those of the shape and resolution of a scanned sheet of A4 are a group of their
own, screens and photographs another. Generated ones come through each of `--ways`. For each group: characters read, the
share read with a confidence below 0.5, 0.8 and 0.95, low quantiles of the confidence of lines, and, where the truth is
known, the characters of the matched lines that were read wrongly and the confusions seen most often. Groups whose
low-confidence shares lie outside one another's Wilson intervals differ; the last table says which.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from benchmarks.accuracy.measuring import Rate, finish, open_pages, plain, read_labels
from benchmarks.reading.pages import born_digital
from models.document import Line
from tests.synthesis.scanning.capture import KINDS
from tests.synthesis.sets.pages import draw_one
from tests.synthesis.sets.recipe import Recipe
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine

LOW = (0.5, 0.8, 0.95)
QUANTILES = (0.01, 0.05, 0.25, 0.5)
WAYS = ("flatbed", "photocopy", "phone_tilted", "heavy_jpeg")
SMALLEST_PAGE, LEAST_CHINESE, A4_SHORT = 900, 30, 1600
SCANS, PICTURES = "real scanned sheets", "real pictures"


@dataclass
class Group:
    """What was read on the pages of one origin."""

    pages: int = 0
    characters: list[float] = field(default_factory=list)
    lines: list[float] = field(default_factory=list)
    compared: int = 0
    wrong: int = 0
    confused: Counter[str] = field(default_factory=Counter)

    def add(self, read: Sequence[Line], truth: Sequence[str] | None) -> None:
        """Count one page."""
        chinese = sum("\u4e00" <= letter <= "\u9fff" for line in read for letter in line.text)
        if chinese < LEAST_CHINESE:
            return
        self.pages += 1
        self.lines += [line.confidence for line in read if line.confidence is not None]
        self.characters += [
            word.confidence for line in read for word in line.words if word.confidence is not None and word.text.strip()
        ]
        if truth:
            self._compare([plain(line.text) for line in read], [text for one in truth if (text := plain(one))])

    def _compare(self, read: Iterable[str], truth: Sequence[str]) -> None:
        for text in read:
            found = process.extractOne(text, truth, scorer=fuzz.ratio, score_cutoff=70)
            if found is None or len(text) < 3:
                continue
            self.compared += len(found[0])
            edits = Levenshtein.editops(found[0], text)
            self.wrong += len(edits)
            self.confused.update(
                f"{found[0][edit.src_pos]}→{text[edit.dest_pos]}" for edit in edits if edit.tag == "replace"
            )

    def below(self, limit: float) -> Rate:
        """Return the share of characters read with less confidence than the limit."""
        return Rate(sum(value < limit for value in self.characters), len(self.characters))


def main() -> None:
    """Measure and print."""
    place = os.environ.get("VERIFIER_DEVSET")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, default=place, required=place is None, help="folder with LABELS.csv")
    parser.add_argument("--pages", type=int, default=12, help="generated pages of each way, and real pages at most x 3")
    parser.add_argument("--ways", nargs="*", default=list(WAYS), choices=list(KINDS), metavar="WAY")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", default="dev", choices=("train", "dev", "held"))
    options = parser.parse_args()
    engine = create_engine()
    groups: dict[str, Group] = {SCANS: Group(), PICTURES: Group(), "real born-digital": Group()}
    for kind, image, truth in real(Path(options.images), options.pages * 3):
        groups[kind].add(engine.read(image), truth)
    for way in options.ways:
        groups[f"generated {way}"] = generated(engine, options.pages, Recipe(
            count=options.pages, seed=options.seed, split=options.split, ways=(way,)))  # fmt: skip
    finish(report(groups))


def real(folder: Path, at_most: int) -> Iterator[tuple[str, RgbImage, Sequence[str] | None]]:
    """Yield the real pages: their group, picture and text where it is known."""
    labels = [label for label in read_labels(folder / "LABELS.csv") if (folder / label.path).is_file()]
    pdfs = [folder / label.path for label in labels if label.path.endswith(".pdf")]
    for sample in born_digital(pdfs, at_most) if pdfs else ():
        yield "real born-digital", sample.image, sample.truth
    count = 0
    for label in labels:
        opened = None if label.path.endswith(".pdf") else open_pages(folder, label)
        if opened is None or count >= at_most:
            continue
        image = opened.images[0]
        if min(image.shape[:2]) >= SMALLEST_PAGE // 2 and max(image.shape[:2]) >= SMALLEST_PAGE:
            count += 1
            yield SCANS if _is_scanned_sheet(image) else PICTURES, image, None


def _is_scanned_sheet(image: RgbImage) -> bool:
    """Tell whether a picture is as large and as long as A4 at 200 dpi, a trimmed edge allowed."""
    short, long = sorted(image.shape[:2])
    return short >= A4_SHORT and 1.36 <= long / short <= 1.46


def generated(engine: OcrEngine, count: int, recipe: Recipe) -> Group:
    """Read the first pages of `count` generated documents, the types by turns in a step that meets many."""
    group = Group()
    for index in range(count):
        page = draw_one(recipe, index * 7)[3][0]
        group.add(engine.read(page.image), [line.text for line in page.truth.lines])
    return group


def report(groups: dict[str, Group]) -> dict[str, object]:
    """Print the tables; return what the RESULT line holds."""
    limits = "".join(f"{f'<{limit}':>9}" for limit in LOW)
    quantiles = "".join(f"{f'q{q:.2f}':>7}" for q in QUANTILES)
    print(f"{'group':>24} {'pages':>5} {'read':>6}{limits} |{quantiles} | {'compared':>8} {'wrong':>6}  most frequent")
    result: dict[str, object] = {}
    for name, group in groups.items():
        if not group.characters:
            print(f"{name:>24}     0")
            continue
        shares = "".join(f"{group.below(limit).value or 0:9.2%}" for limit in LOW)
        values = "".join(f"{value:7.3f}" for value in np.quantile(group.lines, QUANTILES))
        wrong = f"{group.wrong / group.compared:6.2%}" if group.compared else "     -"
        seen = " ".join(f"{pair}×{count}" for pair, count in group.confused.most_common(6))
        print(
            f"{name:>24} {group.pages:>5} {len(group.characters):>6}{shares} |{values} |"
            f" {group.compared:>8} {wrong}  {seen}"
        )
        result[name] = {
            "pages": group.pages,
            "below": {str(limit): group.below(limit).as_json() for limit in LOW},
            "wrong": Rate(group.wrong, group.compared).as_json(),
            "confused": dict(group.confused.most_common(12)),
        }
    _differences(groups)
    return result


def _differences(groups: dict[str, Group]) -> None:
    """Say which generated groups are read with more or less doubt than the real scans and pictures."""
    for kind in (SCANS, PICTURES):
        for name, group in groups.items():
            if name.startswith("generated") and group.characters and groups[kind].characters:
                _compare(name, group, kind, groups[kind])


def _compare(name: str, generated_: Group, kind: str, real_: Group) -> None:
    for limit in LOW[1:]:
        mine, theirs = generated_.below(limit), real_.below(limit)
        easier, harder = mine.interval[1] < theirs.interval[0], mine.interval[0] > theirs.interval[1]
        said = "easier than" if easier else "harder than" if harder else "not told from"
        print(f"{name}: {said} {kind}; read below {limit}: {mine} against {theirs}")


if __name__ == "__main__":
    main()

"""Seals on generated pages, by kind, colour and way in; look-alikes; false alarms; cost beside RapidOCR.

    python -m benchmarks.accuracy.seal_sets [--split dev] [--pages 64] [--bare 60] [--pairs 300] [--various]
        [--sheet OUT.png]

Rectangular notes (条形章) are reported apart: nobody asks for them as seals. `held` is for published figures alone.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.accuracy.measuring import Rate, character_accuracy, finish, matched, mean, plain
from benchmarks.accuracy.seal_pages import Pair, SealPage, draw_bare_pages, draw_pairs, draw_seal_pages
from models.geometry import Box
from models.observation import Seal
from tests.synthesis.truth import SealTruth
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine
from verifier.seals.matching import OrganisationMatch, match_seal
from verifier.seals.observe import observe_seals

NOTES: Final = {"note", "strip"}
ORGANISATIONS: Final = {
    "official", "starless", "personnel", "contract", "finance", "review", "party", "union", "electronic", "latin",
    "bilingual", "invoice", "receipt", "supervised",
}  # fmt: skip
_SURE: Final = 0.9
_TIMED: Final = 12
_TILE: Final = 200


@dataclass
class Count:
    """Stamps of one condition."""

    there: int = 0
    found: int = 0
    exact: int = 0
    characters: list[float] = field(default_factory=list)

    def line(self) -> str:
        """Return the row of the table."""
        share = mean(self.characters)
        return f"found {Rate(self.found, self.there)}  exact {self.exact}/{self.there}  characters " + (
            "-" if share is None else f"{share:.3f}"
        )


@dataclass
class Tally:
    """What was counted so far; `misses` are pictures of what was not found or not read, with what was read."""

    groups: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    whole: int = 0
    hits: int = 0
    fragments: int = 0
    fragments_found: int = 0
    sure: int = 0
    sure_wrong: int = 0
    centres: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    misses: list[RgbImage] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=("train", "dev", "held"))
    parser.add_argument("--pages", type=int, default=64)
    parser.add_argument("--bare", type=int, default=60)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--various", action="store_true", help="stamps cut in all manners, not the split's own")
    parser.add_argument("--sheet", type=Path, help="write a picture of every stamp not found or misread")
    options = parser.parse_args()
    engine = create_engine()
    tally = Tally()
    pages = draw_seal_pages(options.pages, seed=options.seed, split=options.split, various=options.various)
    for page in pages:
        count_page(tally, page, _timed(engine, tally.seconds)(page.page.image))
    bare = count_bare(draw_bare_pages(options.bare, seed=options.seed, split=options.split), engine)
    pairs = count_pairs(draw_pairs(options.pairs, seed=options.seed, split=options.split), engine)
    cost = compare_cost(draw_bare_pages(_TIMED, seed=options.seed + 1, split=options.split), engine)
    report(tally, bare, pairs, cost)
    if options.sheet and tally.misses:
        cv2.imwrite(str(options.sheet), sheet_of(tally.misses)[:, :, ::-1])


def _timed(engine: OcrEngine, seconds: list[float]) -> Callable[[RgbImage], list[Seal]]:
    def observe(image: RgbImage) -> list[Seal]:
        started = time.process_time()
        found = observe_seals(image, page=1, dpi=None, engine=engine)
        seconds.append(time.process_time() - started)
        return found

    return observe


def count_page(tally: Tally, page: SealPage, seals: list[Seal]) -> None:
    """Add one page with stamps."""
    truths = [true for true in page.page.truth.seals if not true.is_fragment]
    pieces = [true for true in page.page.truth.seals if true.is_fragment]
    whole = [seal for seal in seals if not seal.is_fragment]
    parts = [seal for seal in seals if seal.is_fragment]
    pairs = dict(matched([true.box for true in truths], [seal.box for seal in whole]))
    notes = {pairs[index] for index, true in enumerate(truths) if index in pairs and true.kind in NOTES}
    tally.whole += len(whole) - len(notes)
    tally.hits += len(pairs) - len(notes)
    tally.fragments += len(pieces)
    tally.fragments_found += len(matched([true.box for true in pieces], [seal.box for seal in parts]))
    for index, true in enumerate(truths):
        _count_stamp(tally, page, true, whole[pairs[index]] if index in pairs else None)


def _count_stamp(tally: Tally, page: SealPage, true: SealTruth, seal: Seal | None) -> None:
    wanted, read = said(true), plain(seal.text) if seal else ""
    names = [f"kind {true.kind}"]
    if true.kind not in NOTES:
        names += ["all", f"way {page.condition}", f"colour {true.colour}"]
    if true.kind in ORGANISATIONS:
        names += ["organisations", f"organisations {page.condition}"]
    for name in names:
        count = tally.groups[name]
        count.there += 1
        count.found += seal is not None
        count.exact += read == wanted
        if seal is not None:
            count.characters.append(character_accuracy(wanted, read))
    if seal is not None and seal.text and (seal.confidence or 0.0) >= _SURE:
        tally.sure += 1
        tally.sure_wrong += read != wanted
    if seal is not None and true.centre_text:
        centre = plain(seal.centre_text)
        tally.centres["right" if centre == plain(true.centre_text) else "wrong" if centre else "none"] += 1
    if read != wanted:
        tally.misses.append(tile(page.page.image, true.box, seal is not None))


def said(true: SealTruth) -> str:
    """Return what a stamp says: a chop of an odd number of characters ends in 印."""
    text = plain(true.text)
    return text + "印" if true.shape == "square" and len(text) % 2 else text


def count_bare(pages: Iterable[SealPage], engine: OcrEngine) -> dict[str, Rate]:
    """Return how many pages without a stamp have a whole seal, or a piece of one, reported."""
    seen = [observe_seals(page.page.image, page=1, dpi=None, engine=engine) for page in pages]
    whole = sum(any(not seal.is_fragment for seal in seals) for seals in seen)
    pieces = sum(any(seal.is_fragment for seal in seals) for seals in seen)
    return {"whole": Rate(whole, len(seen)), "pieces": Rate(pieces, len(seen))}


def count_pairs(pairs: Iterable[Pair], engine: OcrEngine) -> dict[str, Rate]:
    """Return how many true names and how many look-alikes are called `same`."""
    counts: dict[str, list[int]] = {name: [0, 0] for name in ("true clean", "true degraded", "look-alikes")}
    for pair in pairs:
        seals = [seal for seal in observe_seals(pair.page.image, page=1, dpi=None, engine=engine) if seal.text]
        read = max(seals, key=lambda seal: seal.box.area) if seals else None
        way = "true clean" if pair.way == "flatbed" else "true degraded"
        for name, expected in ((way, pair.text), ("look-alikes", pair.nearly)):
            counts[name][0] += (
                match_seal(read, expected) if read else OrganisationMatch.DOUBTFUL
            ) is OrganisationMatch.SAME
            counts[name][1] += 1
    return {name: Rate(*count) for name, count in counts.items()}


def compare_cost(pages: Iterable[SealPage], engine: OcrEngine) -> dict[str, float]:
    """Return CPU seconds a page of looking for seals, and of RapidOCR on onnxruntime, page by page in turns."""
    from benchmarks.reading.engines import RUNNERS

    rapid = RUNNERS["rapidocr"].make(1)
    spent = {"seals": 0.0, "rapidocr": 0.0}
    images = [page.page.image for page in pages]
    rapid(images[0])
    for image in images:
        for name, work in (
            ("seals", lambda image=image: observe_seals(image, page=1, dpi=None, engine=engine)),
            ("rapidocr", lambda image=image: rapid(image)),
        ):
            started = time.process_time()
            work()
            spent[name] += time.process_time() - started
    return {name: seconds / len(images) for name, seconds in spent.items()}


def tile(image: RgbImage, box: Box, found: bool) -> RgbImage:
    """Return a stamp's surroundings; the bar below is green where it was found and misread, red where it was missed."""
    left, top, right, bottom = box.expanded(0.01, 0.01).to_pixels(image.shape[1], image.shape[0])
    small = cv2.resize(image[top:bottom, left:right], (_TILE, _TILE), interpolation=cv2.INTER_AREA)
    small[-6:] = (40, 160, 40) if found else (200, 30, 30)
    return np.asarray(small, np.uint8)


def sheet_of(tiles: list[RgbImage], columns: int = 10) -> RgbImage:
    """Return the tiles in rows."""
    blank = np.full((_TILE, _TILE, 3), 255, np.uint8)
    filled = tiles + [blank] * (-len(tiles) % columns)
    rows = [np.concatenate(filled[start : start + columns], axis=1) for start in range(0, len(filled), columns)]
    return np.asarray(np.concatenate(rows, axis=0), np.uint8)


def report(tally: Tally, bare: dict[str, Rate], pairs: dict[str, Rate], cost: dict[str, float]) -> None:
    """Print the tables and the RESULT line."""
    for name in sorted(tally.groups):
        print(f"{name:24} {tally.groups[name].line()}")
    precision, sure_wrong = Rate(tally.hits, tally.whole), Rate(tally.sure_wrong, tally.sure)
    fragments = Rate(tally.fragments_found, tally.fragments)
    rows = {"precision": precision, "fragments found": fragments, "wrong of confidence >= 0.9": sure_wrong}
    rows |= {f"pages without a seal, {name} seals reported": rate for name, rate in bare.items()}
    rows |= {f"called same, {name}": rate for name, rate in pairs.items()}
    for name, rate in rows.items():
        print(f"{name:48} {rate}")
    print(f"{'lines below the star':48} {dict(tally.centres)}")
    share = cost["seals"] / cost["rapidocr"]
    print(f"CPU s a page: seals {cost['seals']:.3f}, RapidOCR {cost['rapidocr']:.3f}: {share:.1%}")
    groups = {
        name: {"there": count.there, "found": count.found, "exact": count.exact, "characters": mean(count.characters)}
        for name, count in tally.groups.items()
    }
    finish({**{name: rate.as_json() for name, rate in rows.items()}, "groups": groups, "cost": cost, "share": share})


if __name__ == "__main__":
    main()

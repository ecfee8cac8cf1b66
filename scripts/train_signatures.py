"""Make the trees of `verifier/signatures/model`: ink.onnx (handwritten or printed) and pasted.onnx (picture or pen).

    python scripts/train_signatures.py --real LABELS.csv --parts DIR

Learns from slots of the generator's train split, from slots thrown together of faces of that split
(`verifier.signatures.model.material`), and, with `--real`, from rows of category `signatures` and split `train`.
Nothing of any other split is read. The same seed, fonts and libraries give the same files. What was measured is kept in
parts: stopped, the script goes on where it was.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import sklearn
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


from benchmarks.accuracy.signature_hands import DIM_WAYS, MORE_WAYS, Wider, pens_and_pictures
from benchmarks.accuracy.signature_slots import DrawnSlot, draw_dates, draw_slots
from tests.synthesis import fonts
from verifier.pictures import RgbImage
from verifier.signatures import model as shipped
from verifier.signatures.features import FEATURE_NAMES, measure
from verifier.signatures.ink import isolate_ink
from verifier.signatures.model.material import Faces, another_cut, handwritten_slot, printed_slot, varied
from verifier.signatures.model.onnx_trees import arrays, as_onnx
from verifier.signatures.model.reworked import BLOCKS, in_two_tones, reworked
from verifier.signatures.pasted import PASTED_FEATURES, measure_ground

SEED = 20261122
PART = 200
"""Slots, or pairs of slots, of one part."""
INK_KINDS = ("handwritten", "printed", "handwritten", "printed", "absent")
PRINTED = ("song", "hei", "kai", "songbold", "heibold")
INK_FIT = {"n_estimators": 700, "learning_rate": 0.05, "max_depth": 5, "max_features": 5, "min_samples_leaf": 8}
PASTED_FIT = INK_FIT | {"n_estimators": 300, "learning_rate": 0.08, "max_features": 14}
"""Few measures to choose from at each node: trees that differ generalise to faces and writers that were not learnt."""
LEAST_CONTRAST, LEAST_INK = 50.0, 0.01
"""A generated slot that lost its ink to blur or threshold teaches nothing."""

GROUNDS_TAUGHT = ("white", "tinted", "near_paper", "halo", "cutout", "cutout", "cutout", "pixelated")
"""A cut-out leaves the fewest traces, and takes the most slots to learn."""

LINE_ART_PENS, LINE_ART_PICTURES = 0.2, 0.05

Table = list[tuple[NDArray[np.float64], bool]]
"""Measured slots, each with its answer."""


def main() -> None:
    """Draw and measure what is not measured yet, fit and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--parts", type=Path, required=True, help="folder that keeps what was measured")
    parser.add_argument("--out", type=Path, default=Path(str(shipped.__file__)).parent)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.parts.mkdir(exist_ok=True)
    crops = real_crops(options.real) if options.real else []
    for forest, names, fit in (("ink", FEATURE_NAMES, INK_FIT), ("pasted", PASTED_FEATURES, PASTED_FIT)):
        tables = [kept(options.parts / f"{name}.npz", make) for name, make in parts(forest, crops).items()]
        write(options.out / f"{forest}.onnx", tables, names, fit, real=len(crops))


def parts(forest: str, crops: list[RgbImage]) -> dict[str, Callable[[], Table]]:
    """Return what a forest learns from, in parts of which each is drawn and measured by itself."""
    if forest == "ink":
        return {
            **{f"ink-wide-{first}": partial(ink_drawn, first) for first in range(0, 1200, PART)},
            **{f"ink-dates-{first}": partial(ink_of_dates, first) for first in range(0, 600, PART)},
            **{f"ink-hands-{first}": partial(ink_of_hands, first, crops) for first in range(0, 400, PART)},
            "ink-dim": partial(ink_of_hands, 400, crops, DIM_WAYS),
            "ink-thrown": partial(thrown_together, 600, crops),
            "ink-kai": partial(other_regular_scripts, 1200),
        }
    return {
        **{f"laid-hands-{first}": partial(ground_of_hands, first, crops) for first in range(0, 1600, PART)},
        "laid-dim": partial(ground_of_hands, 1600, crops, DIM_WAYS),
        **{f"laid-{first}": partial(ground_drawn, first) for first in range(0, 600, PART)},
        **{f"laid-grey-{first}": partial(ground_drawn, first, grey=True) for first in range(600, 1000, PART)},
        "laid-thrown": partial(ground_of_thrown, 200),
        "laid-real": partial(ground_of_real, crops),
    }


def kept(path: Path, make: Callable[[], Table]) -> Table:
    """Return a part's rows, made only where they are not in the folder yet."""
    if not path.exists():
        table = make()
        rows, answers = np.array([row for row, _ in table]), np.array([answer for _, answer in table])
        np.savez(path, rows=rows, answers=answers)
    with np.load(path) as found:
        return list(zip(found["rows"], found["answers"].tolist(), strict=True))


def real_crops(labels: Path) -> list[RgbImage]:
    """Return the handwritten crops of the training split."""
    with labels.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["category"] == "signatures" and row["split"] == "train"]
    paths = [labels.parent / row["path"] for row in rows if row["answer"] == "handwritten"]
    return [np.asarray(Image.open(path).convert("RGB")) for path in paths]


def ink_drawn(first: int) -> Table:
    """Measure the ink of a part of the drawn slots."""
    return ink_of_slots(draw_slots("train", 11, PART, kinds=INK_KINDS, variety=Wider(), first=first))


def ink_of_dates(first: int) -> Table:
    """Measure the ink of a part of the drawn dates."""
    kinds = ("handwritten", "handwritten", "printed")
    return ink_of_slots(draw_dates("train", 13, PART, kinds=kinds, variety=Wider(), first=first))


def ink_of_slots(slots: Iterable[DrawnSlot]) -> Table:
    """Measure the ink of generated slots: handwriting against print, and against seals that copies turned grey.

    Dates of the manner `digits` are left out: their 年 月 日 are print. So is what a seal in grey lies over.
    """
    table: Table = []
    for slot in slots:
        grey_seal = slot.place == "sealed" and "copy" in slot.way
        if slot.kind == "pasted" or slot.manner == "digits" or (slot.kind == "absent" and not grey_seal):
            continue
        if grey_seal and slot.kind != "absent":
            continue
        table += _measured(slot.image, slot.kind == "handwritten")
    return table


def ink_of_hands(first: int, crops: list[RgbImage], ways: tuple[str, ...] = MORE_WAYS) -> Table:
    """Measure the ink of pens and pictures of many hands: a picture of a signature shows writing, too."""
    slots = pens_and_pictures(14, PART, GROUNDS_TAUGHT, crops=crops, first=first, ways=ways)
    return [row for slot in slots for row in _measured(slot.image, True)]


def thrown_together(pairs: int, crops: list[RgbImage]) -> Table:
    """Measure print in windows as readers cut them, and handwriting of faces and of varied real crops."""
    rng = np.random.default_rng(SEED)
    faces = _faces()
    table: Table = []
    for _ in range(pairs):
        table += _measured(printed_slot(rng, faces), answer=False)
        real = bool(crops) and rng.random() < 0.45
        table += _measured(varied(crops[rng.integers(len(crops))], rng) if real else handwritten_slot(rng, faces), True)
    return table


def _faces() -> Faces:
    return Faces(*(tuple(fonts.FONTS / f"{name}.ttf" for name in names) for names in (PRINTED, fonts.WRITERS)))


def other_regular_scripts(count: int) -> Table:
    """Measure print in variants of 楷体, the printed face nearest to a hand."""
    rng, faces = np.random.default_rng(SEED + 1), Faces((fonts.FONTS / "kai.ttf",), ())
    return [row for _ in range(count) for row in _measured(another_cut(rng, faces), answer=False)]


def _measured(image: RgbImage, answer: bool) -> Table:
    ink = isolate_ink(image)
    measured = measure(ink)
    usable = measured is not None and ink.contrast > LEAST_CONTRAST and ink.share > LEAST_INK
    return [(measured, answer)] if usable and measured is not None else []


def ground_drawn(first: int, *, grey: bool = False) -> Table:
    """Measure the ground of a part of the drawn pens and pictures, as they are and as programs rework scans."""
    rng, table = np.random.default_rng(SEED + 2 + first), list[tuple[NDArray[np.float64], bool]]()
    kinds = ("handwritten", "pasted")
    for slot in draw_slots("train", 12, PART, kinds=kinds, grounds=GROUNDS_TAUGHT, variety=Wider(), first=first):
        image = without_colour(slot.image) if grey else slot.image
        table += _grounds(image, slot.kind == "pasted", slot.manner.startswith(BLOCKS), rng)
    return table


def ground_of_hands(first: int, crops: list[RgbImage], ways: tuple[str, ...] = MORE_WAYS) -> Table:
    """Measure the ground of pens and pictures of many hands in the same way."""
    rng, table = np.random.default_rng(SEED + 4 + first), list[tuple[NDArray[np.float64], bool]]()
    for slot in pens_and_pictures(15, PART, GROUNDS_TAUGHT, crops=crops, first=first, ways=ways):
        table += _grounds(slot.image, slot.ground is not None, slot.ground in BLOCKS, rng)
    return table


def _grounds(image: RgbImage, pasted: bool, block: bool, rng: Generator) -> Table:
    """Measure a slot, and by lot what programs make of it.

    Line art leaves nothing to tell a picture by: nearly all of it is shown as pens', the rule and not the exception.
    """
    images = [image]
    if rng.random() < 0.5:
        images.append(reworked(image, rng, may_whiten=not block))
    if rng.random() < (LINE_ART_PICTURES if pasted else LINE_ART_PENS):
        images.append(in_two_tones(image, rng))
    return [(row, pasted) for one in images if (row := _ground(one)) is not None]


def without_colour(image: RgbImage) -> RgbImage:
    """Return the slot as a scanner set to grey gives it: colour says nothing there."""
    return np.asarray(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def ground_of_thrown(count: int) -> Table:
    """Measure the ground of handwriting thrown together of faces: clean scans, none of it pasted."""
    rng, faces = np.random.default_rng(SEED + 3), _faces()
    return [(m, False) for _ in range(count) if (m := _ground(handwritten_slot(rng, faces))) is not None]


def ground_of_real(crops: list[RgbImage]) -> Table:
    """Measure real writing at many sizes and compressions: none of it is pasted."""
    return [(measured, False) for image in _resaved(crops) if (measured := _ground(image)) is not None]


def _ground(image: RgbImage) -> NDArray[np.float64] | None:
    return measure_ground(image, isolate_ink(image))


def _resaved(crops: list[RgbImage], times: int = 16) -> Iterator[RgbImage]:
    rng: Generator = np.random.default_rng(SEED)
    for crop in crops:
        for turn in range(times):
            scale = float(np.exp(rng.uniform(np.log(0.25), 0)))
            small = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            if turn % 3:
                packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 95))])[1]
                small = cv2.imdecode(packed, cv2.IMREAD_COLOR)
            yield np.asarray(small, dtype=np.uint8)
            yield reworked(crop if turn % 2 else np.asarray(small, dtype=np.uint8), rng, may_whiten=True)
            if turn % 2:
                yield varied(crop, rng)


def write(target: Path, tables: list[Table], names: tuple[str, ...], fit: dict[str, Any], *, real: int) -> None:
    """Fit the trees and write them with what they were made from and how well they guess rows that were left out."""
    features = np.array([row for table in tables for row, _ in table])
    answers = np.array([answer for table in tables for _, answer in table])
    model = GradientBoostingClassifier(subsample=0.6, random_state=SEED, **fit)
    kept_rows, left_out, kept_answers, others = train_test_split(features, answers, random_state=SEED)
    guessed = model.fit(kept_rows, kept_answers).predict(left_out)
    model.fit(features, answers)
    share = float(answers.mean())
    made = {
        "seed": SEED,
        "slots": len(answers),
        "real_crops": real,
        "scikit_learn": sklearn.__version__,
        "accuracy_of_a_quarter_left_out": round(float((guessed == others).mean()), 4),
    }
    target.write_bytes(as_onnx(arrays(model), float(np.log(share / (1 - share))), names, {"made": json.dumps(made)}))
    sys.stderr.write(f"{target.name}: {made}\n")


if __name__ == "__main__":
    main()

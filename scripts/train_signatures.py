"""Make the trees of `verifier/signatures/model`: ink.onnx (handwritten or printed) and pasted.onnx (picture or pen).

    python scripts/train_signatures.py --real LABELS.csv

Learns from slots of the generator's train split, from slots thrown together of faces of that split
(`verifier.signatures.model.material`), and, with `--real`, from rows of category `signatures` and split `train`.
Nothing of any other split is read. The same seed, fonts and libraries give the same files.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import sklearn
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import cross_val_predict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


from benchmarks.accuracy.signature_slots import DrawnSlot, draw_dates, draw_slots
from tests.synthesis import fonts
from verifier.pictures import RgbImage
from verifier.signatures import model as shipped
from verifier.signatures.features import FEATURE_NAMES, measure
from verifier.signatures.ink import isolate_ink
from verifier.signatures.model.material import Faces, another_cut, handwritten_slot, printed_slot, varied
from verifier.signatures.model.onnx_trees import arrays, as_onnx
from verifier.signatures.model.reworked import BLOCKS, reworked
from verifier.signatures.pasted import PASTED_FEATURES, measure_ground

SEED = 20261122
PRINTED = ("song", "hei", "kai", "songbold", "heibold")
INK_FIT = {"n_estimators": 700, "learning_rate": 0.05, "max_depth": 5, "max_features": 5, "min_samples_leaf": 8}
PASTED_FIT = INK_FIT | {"n_estimators": 600}
"""Few measures to choose from at each node: trees that differ generalise to faces and writers that were not learnt."""
LEAST_CONTRAST, LEAST_INK = 50.0, 0.01
"""A generated slot that lost its ink to blur or threshold teaches nothing."""

Table = list[tuple[NDArray[np.float64], bool]]
"""Measured slots, each with its answer."""


def main() -> None:
    """Draw, measure, fit, cross-validate and write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--slots", type=int, default=3200, help="slots of the generator")
    parser.add_argument("--thrown", type=int, default=1300, help="slots of each kind thrown together of faces")
    parser.add_argument("--out", type=Path, default=Path(str(shipped.__file__)).parent)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    crops = real_crops(options.real) if options.real else []
    slots = list(draw_slots("train", 1, options.slots))
    dates = [slot for slot in draw_dates("train", 1, options.slots * 9 // 32) if slot.kind != "absent"]
    ink = ink_of_slots([*slots, *dates]) + thrown_together(options.thrown, crops)
    ink += other_regular_scripts(options.thrown * 18 // 13)
    write(options.out / "ink.onnx", ink, FEATURE_NAMES, INK_FIT, real=len(crops))
    slots += draw_slots("train", 2, options.slots * 9 // 16, kinds=("handwritten", "pasted"))
    ground = ground_of_slots(slots) + ground_of_thrown(options.thrown // 4) + ground_of_real(crops)
    write(options.out / "pasted.onnx", ground, PASTED_FEATURES, PASTED_FIT, real=len(crops))


def real_crops(labels: Path) -> list[RgbImage]:
    """Return the handwritten crops of the training split."""
    with labels.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["category"] == "signatures" and row["split"] == "train"]
    paths = [labels.parent / row["path"] for row in rows if row["answer"] == "handwritten"]
    return [np.asarray(Image.open(path).convert("RGB")) for path in paths]


def ink_of_slots(slots: list[DrawnSlot]) -> Table:
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


def ground_of_slots(slots: list[DrawnSlot]) -> Table:
    """Measure the ground of handwritten and of pasted slots, as they are and as scanning programs rework them."""
    rng, table = np.random.default_rng(SEED + 2), list[tuple[NDArray[np.float64], bool]]()
    for slot in slots:
        if slot.kind in ("handwritten", "pasted"):
            may_whiten = not slot.manner.startswith(BLOCKS)
            for image in (slot.image, reworked(slot.image, rng, may_whiten=may_whiten)):
                measured = _ground(image)
                table += [(measured, slot.kind == "pasted")] if measured is not None else []
    return table


def ground_of_thrown(count: int) -> Table:
    """Measure the ground of handwriting thrown together of faces: clean scans, none of it pasted."""
    rng, faces = np.random.default_rng(SEED + 3), _faces()
    return [(m, False) for _ in range(count) if (m := _ground(handwritten_slot(rng, faces))) is not None]


def ground_of_real(crops: list[RgbImage]) -> Table:
    """Measure real writing at many sizes and compressions: none of it is pasted."""
    return [(measured, False) for image in _resaved(crops) if (measured := _ground(image)) is not None]


def _ground(image: RgbImage) -> NDArray[np.float64] | None:
    return measure_ground(image, isolate_ink(image))


def _resaved(crops: list[RgbImage], times: int = 30) -> Iterator[RgbImage]:
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


def write(target: Path, table: Table, names: tuple[str, ...], fit: dict[str, Any], *, real: int) -> None:
    """Fit the trees and write them with what they were made from and how well they guessed unseen rows."""
    features, answers = np.array([row for row, _ in table]), np.array([answer for _, answer in table])
    model = GradientBoostingClassifier(subsample=0.6, random_state=SEED, **fit)
    guessed = cross_val_predict(model, features, answers, cv=3, method="predict_proba")[:, 1]
    model.fit(features, answers)
    share = float(answers.mean())
    made = {
        "seed": SEED,
        "slots": len(answers),
        "real_crops": real,
        "scikit_learn": sklearn.__version__,
        "cross_validated_accuracy": round(float(((guessed > 0.5) == answers).mean()), 4),
    }
    target.write_bytes(as_onnx(arrays(model), float(np.log(share / (1 - share))), names, {"made": json.dumps(made)}))
    sys.stderr.write(f"{target.name}: {made}\n")


if __name__ == "__main__":
    main()

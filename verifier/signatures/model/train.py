"""Make `ink.json`: learn handwritten against printed from generated slots and the training split of real ones.

    python -m verifier.signatures.model.train --fonts tests/synthesis/fonts --real LABELS.csv

`--real` may be left out; its rows with split `train` and category `signatures` are varied into about a third of the
handwritten half. Nothing of any other split is read. Runs about five minutes on one core; the same seed, fonts and
libraries give the same file.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import cv2
import numpy as np
import sklearn
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import cross_val_predict

from verifier.pictures import RgbImage
from verifier.signatures.features import FEATURE_NAMES, measure
from verifier.signatures.ink import isolate_ink
from verifier.signatures.model.material import Faces, handwritten_slot, printed_slot, varied

PRINTED = ("song", "hei", "kai", "songbold", "heibold")
HAND = ("mashan", "longcang", "zhimang")
"""Neither holds a face of the held-out pages (`BODY_HELD`, `WRITERS_HELD` of the generator)."""
SEED = 20241122
SHARE_OF_REAL = 0.3
LEAST_CONTRAST, LEAST_INK = 50.0, 0.01
"""A generated slot that lost its ink to blur or threshold teaches nothing."""


def main() -> None:
    """Generate, fit, cross-validate and write `ink.json` beside this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--pairs", type=int, default=6000, help="generated slots of each kind")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    faces = Faces(
        tuple(arguments.fonts / f"{name}.ttf" for name in PRINTED),
        tuple(arguments.fonts / f"{name}.ttf" for name in HAND),
    )
    crops = real_crops(arguments.real) if arguments.real else []
    features, answers = generate(np.random.default_rng(SEED), faces, crops, arguments.pairs)
    model = GradientBoostingClassifier(
        n_estimators=160, max_depth=3, subsample=0.7, min_samples_leaf=20, random_state=SEED
    )
    guessed = cross_val_predict(model, features, answers, cv=3, method="predict_proba")[:, 1]
    model.fit(features, answers)
    target = Path(__file__).with_name("ink.json")
    target.write_text(json.dumps(as_json(model, features, answers, guessed, len(crops))) + "\n", encoding="utf-8")


def real_crops(labels: Path) -> list[RgbImage]:
    """Return the handwritten crops of the training split."""
    with labels.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["category"] == "signatures" and row["split"] == "train"]
    paths = [labels.parent / row["path"] for row in rows if row["answer"] == "handwritten"]
    return [np.asarray(Image.open(path).convert("RGB")) for path in paths]


def generate(
    rng: Generator, faces: Faces, crops: list[RgbImage], pairs: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return (features, answers); answer 1 is handwritten."""
    features, answers = [], []
    for _ in range(pairs):
        from_real = crops and rng.random() < SHARE_OF_REAL
        written = varied(crops[rng.integers(len(crops))], rng) if from_real else handwritten_slot(rng, faces)
        for answer, image in ((0, printed_slot(rng, faces)), (1, written)):
            ink = isolate_ink(image)
            measured = measure(ink)
            if measured is not None and ink.contrast > LEAST_CONTRAST and ink.share > LEAST_INK:
                features.append(measured)
                answers.append(answer)
    return np.array(features), np.array(answers)


def as_json(
    model: GradientBoostingClassifier,
    features: NDArray[np.float64],
    answers: NDArray[np.int64],
    guessed: NDArray[np.float64],
    real: int,
) -> dict[str, object]:
    """Return the trees with what they were made from and how well they guessed unseen generated slots."""
    trees = []
    for (tree,) in model.estimators_:
        nodes = tree.tree_
        trees.append(
            {
                "feature": nodes.feature.tolist(),
                "threshold": [round(float(value), 6) for value in nodes.threshold],
                "left": nodes.children_left.tolist(),
                "right": nodes.children_right.tolist(),
                "value": [round(float(value) * model.learning_rate, 6) for value in nodes.value[:, 0, 0]],
            }
        )
    share = float(answers.mean())
    return {
        "version": 1,
        "features": list(FEATURE_NAMES),
        "bias": round(float(np.log(share / (1 - share))), 6),
        "made": {
            "seed": SEED,
            "slots": len(answers),
            "real_crops": real,
            "scikit_learn": sklearn.__version__,
            "cross_validated_accuracy": round(float(((guessed > 0.5) == answers).mean()), 4),
        },
        "trees": trees,
    }


if __name__ == "__main__":
    main()

"""Fits the test for steps that are surely blank: `python -m benchmarks.reading.blanks > verifier/reading/blanks.json`.

Least squares on how far the blank's score lies above every character's, cut off at both ends, over the pages of
`calibrate` (other seeds) and every kind of generated document; characters that come near the blanks weigh more. The
limit passes `SHARE` of the steps over, though 0.73 are blank: the room between it and the highest character, told on
the error channel, is what makes it safe. Needs three minutes. `--check` fits nothing: it counts the steps of pictures
in a folder, and of generated pages of other seeds, that held a character and would be passed over.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.calibrate import aged_page
from benchmarks.reading.pages import pictures
from tests.synthesis.sets.pages import draw_one
from tests.synthesis.sets.recipe import Recipe
from verifier.pictures import RgbImage
from verifier.reading import recognition
from verifier.reading.rapid import RapidEngine, cut_out
from verifier.reading.steps import HeadApart, blank_test_of
from verifier.reading.weights import pp_ocrv6_small

Table: TypeAlias = NDArray[np.float32]

PAGES, DOCUMENTS, LINES = 24, 60, 24
WAYS = ("flatbed", "photocopy", "phone_tilted", "heavy_jpeg")
FAR = 12.0
"""Beyond this, being more sure teaches nothing."""
WEIGHT, ROUNDS = 300.0, 12
"""Of characters that are told from blanks by little; how often these are sought."""
SHARE = 0.6


def main() -> None:
    """Print the test as JSON, or what `--check` counted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", type=Path, nargs="?", const=Path(), help="count instead; a folder of pictures")
    options = parser.parse_args()
    if options.check is not None:
        check(options.check)
        return
    features, above = measured(generated_pages(0))
    print(json.dumps({pp_ocrv6_small().recogniser.name: fitted(features, above)}, indent=1))


def fitted(features: Table, above: Table) -> dict[str, Any]:
    """Return the test that fits these steps."""
    wide = np.column_stack([features, np.ones(len(features))]).astype(np.float64)
    wanted, weight = np.clip(above, -FAR, FAR), np.ones(len(above))
    for _ in range(ROUNDS):
        root = np.sqrt(weight)
        weights = np.linalg.lstsq(wide * root[:, np.newaxis], wanted * root, rcond=None)[0]
        said = wide @ weights
        weight = np.where((above < 0) & (said > -FAR / 4), WEIGHT, 1.0)
    limit = float(np.quantile(said, 1 - SHARE))
    told = f"{len(said)} steps, {(above > 0).mean():.3f} blank; limit {limit:.2f}, characters up to"
    print(told, np.round(np.sort(said[above < 0])[-5:], 2).tolist(), file=sys.stderr)
    return {
        "weights": [round(float(weight), 5) for weight in weights[:-1]],
        "bias": round(float(weights[-1]), 4),
        "limit": round(limit, 2),
    }


def check(folder: Path) -> None:
    """Print, for generated pages and for pictures, the steps, the share passed over, and the characters among them."""
    test = blank_test_of(pp_ocrv6_small().recogniser)
    if test is None:
        sys.exit("no test is stored for these weights")
    groups = {"generated": generated_pages(1000), "pictures": (sample.image for sample in pictures(folder))}
    for name, images in groups.items():
        features, above = measured(images)
        passed = ~test.open_steps(features)
        nearest = np.sort((features @ test.weights + test.bias)[above < 0])[-5:]
        print(
            f"{name}: {len(passed)} steps, {passed.mean():.3f} passed over, of these {(above[passed] < 0).sum()} held"
        )
        print(f"    characters nearest to the limit {test.limit}: {np.round(nearest, 2).tolist()}")


def generated_pages(seed: int) -> Iterator[RgbImage]:
    """Yield the pages: the benchmark's kinds, aged, and documents of the generator, photographed and scanned."""
    for number in range(PAGES):
        yield aged_page(number, f"blank {seed}")
    recipe = Recipe(split="held" if seed else "train", count=DOCUMENTS, seed=500 + seed, ways=WAYS)
    for number in range(DOCUMENTS):
        yield draw_one(recipe, number)[3][0].image


def measured(images: Iterable[RgbImage]) -> tuple[Table, Table]:
    """Return the features of every step, and how far the blank's score lies above the best character's."""
    engine, rng = RapidEngine(), random.Random(1)
    reader = engine._recogniser._read_steps
    assert isinstance(reader, HeadApart)
    features, above = [], []
    for image in images:
        quads = engine._detector.find(image)
        rng.shuffle(quads)
        for number, quad in enumerate(quads[:LINES]):
            strip = cut_out(image, quad)
            if strip.size:
                width = recognition._squeezed_px(strip) if number % 2 else recognition._full_px(strip)
                features.append(reader.body(recognition._as_input([strip], [width]))[0].copy())
                scores = reader.head(features[-1][np.newaxis])[0]
                above.append(scores[:, 0] - scores[:, 1:].max(axis=1))
    if not features:
        return np.zeros((0, 1), dtype=np.float32), np.zeros(0, dtype=np.float32)
    return np.concatenate(features), np.concatenate(above)


if __name__ == "__main__":
    main()

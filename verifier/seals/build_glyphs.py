"""Rebuild `glyphs.npz`, the reader of single glyphs of seals; docs/models/seal-glyphs.md is its model card.

    python -m verifier.seals.build_glyphs OUT.npz FONT[:INDEX] [FONT[:INDEX] ...] [--hard 28] [--mild 12] [--seed 1]

Draws every character of GB 2312 in every typeface, `--hard` badly worn ones of each character in a face of chance and
`--mild` less worn ones of each in each face; finds the directions in which characters differ most beside how one
scatters (linear discriminant analysis, Fisher 1936; Rao 1948), and keeps for each character and face where its mean
lies. About a millisecond a glyph: an hour on one core for the defaults and five faces.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from verifier.masking.build_confusables import gb2312
from verifier.seals.glyph_features import LENGTH, glyph_features
from verifier.seals.worn_glyphs import HARD, MILD, Glyph, drawn, worn_cell

_DIRECTIONS: Final = 128
_RIDGE: Final = 1e-3
"""Share of the mean scatter that is added along every direction, so that rare features do not count for much."""
_TO_FACE: Final = 0.6
"""How far a prototype lies from the mean of its character to that of its face: the mean of a face is of few glyphs."""


@dataclass
class Means:
    """Sums of features by class, and of their products: what remains of the glyphs that were seen."""

    classes: int
    count: NDArray[np.int64] = field(init=False)
    total: NDArray[np.float64] = field(init=False)
    products: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing seen."""
        self.count = np.zeros(self.classes, np.int64)
        self.total = np.zeros((self.classes, LENGTH))
        self.products = np.zeros((LENGTH, LENGTH))

    def add(self, owners: list[int], seen: NDArray[np.float32]) -> None:
        """Add the features of some glyphs, one a row."""
        np.add.at(self.count, owners, 1)
        np.add.at(self.total, owners, seen)
        self.products += seen.astype(np.float64).T @ seen

    def mean(self) -> NDArray[np.float64]:
        """Return the mean of each class, (classes, 512); NaN for a class that was never seen."""
        with np.errstate(invalid="ignore"):
            return self.total / self.count[:, np.newaxis]

    def scatter(self) -> NDArray[np.float64]:
        """Return the covariance within classes, (512, 512)."""
        mean = self.mean()[self.count > 0]
        weighted = mean * self.count[self.count > 0, np.newaxis]
        return np.asarray((self.products - weighted.T @ mean) / self.count.sum())


def main() -> None:
    """Draw, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("fonts", nargs="+")
    parser.add_argument("--hard", type=int, default=28)
    parser.add_argument("--mild", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    characters = "".join(gb2312())
    faces = [drawn(characters, *_font(name)) for name in options.fonts]
    every, mild = draw(faces, options.hard, options.mild, random.Random(options.seed))
    np.savez_compressed(options.out, characters=np.array(characters), **fit(every, mild, len(faces)))


def _font(name: str) -> tuple[str, int]:
    path, _, index = name.partition(":")
    return path, int(index or 0)


def draw(faces: list[list[Glyph | None]], hard: int, mild: int, rng: random.Random) -> tuple[Means, Means]:
    """Return what was seen of each character, and of each character of each face among the less worn ones."""
    classes = len(faces[0])
    every, by_face = Means(classes), Means(classes * len(faces))
    for character in range(classes):
        held = [index for index, face in enumerate(faces) if face[character] is not None]
        chosen = [(rng.choice(held), HARD) for _ in range(hard)] + [(face, MILD) for face in held for _ in range(mild)]
        seen = np.stack([glyph_features(worn_cell(rng, faces[face], character, wear)) for face, wear in chosen])
        every.add([character] * len(chosen), seen)
        by_face.add([face * classes + character for face, _ in chosen[hard:]], seen[hard:])
        if character % 100 == 0:
            print(f"{character}/{classes}", flush=True)  # noqa: T201
    return every, by_face


def fit(every: Means, mild: Means, faces: int) -> dict[str, Any]:
    """Return the arrays of the model."""
    means = every.mean()
    middle = means.mean(axis=0)
    within = every.scatter()
    within += np.eye(LENGTH) * _RIDGE * np.trace(within) / LENGTH
    whiten = np.linalg.inv(np.linalg.cholesky(within))
    _, axes = np.linalg.eigh(whiten @ np.cov((means - middle).T) @ whiten.T)
    directions = whiten.T @ axes[:, ::-1][:, :_DIRECTIONS]
    of_face = mild.mean().reshape(faces, every.classes, LENGTH)
    of_character = np.nanmean(of_face, axis=0)
    near = means + _TO_FACE * (of_face - of_character)
    face, owners = np.nonzero(~np.isnan(near[:, :, 0]))
    prototypes = (near[face, owners] - middle) @ directions
    scale = np.abs(prototypes).max() / 127
    return {
        "mean": middle.astype(np.float32),
        "directions": directions.astype(np.float16),
        "prototypes": np.round(prototypes / scale).clip(-127, 127).astype(np.int8),
        "scale": np.array(scale, np.float32),
        "owners": owners.astype(np.uint16),
    }


if __name__ == "__main__":
    main()

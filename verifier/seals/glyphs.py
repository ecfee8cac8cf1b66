"""Tells which character the picture of one glyph of a seal shows: a second opinion beside the line recogniser.

A line recogniser knows which characters follow each other and reads 技术 where a forger cut 枝术; and it has seldom
seen 鹭 or 勘 as stamps wear them. This one sees a single glyph, cut out upright, and nothing else. It was trained on
glyphs drawn and worn by `verifier.seals.build_glyphs`; docs/models/seal-glyphs.md says on what and how well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from verifier.seals.cells import Cell
from verifier.seals.glyph_features import glyph_features

_MODEL: Final = "glyphs.npz"
_HEAT: Final = 0.2
"""Scale of squared distances as log-probabilities: glyphs on stamps scatter wider than those it was trained on."""
_NEIGHBOURS: Final = 20
"""So many characters are told as look-alikes of one."""
Scores: TypeAlias = NDArray[np.float32]
"""Natural logarithms of probabilities, shape (glyphs, characters)."""


@dataclass(frozen=True, eq=False)
class GlyphReader:
    """Nearest prototype in Fisher's discriminant space; a character has one prototype for each typeface.

    Args:
        characters: `characters[c]` is class c.
        places: the class of each character.
        mean: of all features, (512,).
        directions: in which characters differ most, (512, 128).
        prototypes: (prototypes, 128), those of one typeface after another.
        owners: the class of each prototype.
    """

    characters: str
    places: dict[str, int]
    mean: NDArray[np.float32]
    directions: NDArray[np.float32]
    prototypes: NDArray[np.float32]
    owners: NDArray[np.intp]

    def look_alikes(self, character: str) -> frozenset[str]:
        """Return the characters whose prototypes lie nearest to those of one, in any typeface."""
        own = self.places.get(character)
        return frozenset() if own is None else _neighbours(self, own)

    def scores(self, cells: Sequence[Cell]) -> Scores:
        """Return the log-probability of every character for each picture of a glyph."""
        seen = (np.stack([glyph_features(cell) for cell in cells]) - self.mean) @ self.directions
        far = (self.prototypes**2).sum(axis=1) - 2 * seen @ self.prototypes.T
        nearest = np.full((len(self.characters), len(cells)), np.inf, dtype=np.float32)
        np.minimum.at(nearest, self.owners, far.T)
        logits = -0.5 * _HEAT * (nearest - nearest.min(axis=0)).T
        return cast(Scores, logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)))


@lru_cache(maxsize=1)
def glyph_reader() -> GlyphReader:
    """Return the reader; it is loaded when a seal is first read, 17 MB."""
    with as_file(files("verifier.seals").joinpath(_MODEL)) as path, np.load(path) as stored:
        characters = str(stored["characters"])
        return GlyphReader(
            characters,
            {text: place for place, text in enumerate(characters)},
            stored["mean"],
            stored["directions"].astype(np.float32),
            stored["prototypes"].astype(np.float32) * stored["scale"],
            stored["owners"].astype(np.intp),
        )


@lru_cache(maxsize=4096)
def _neighbours(reader: GlyphReader, own: int) -> frozenset[str]:
    far = np.full(len(reader.characters), np.inf, dtype=np.float32)
    for prototype in reader.prototypes[reader.owners == own]:
        np.minimum.at(far, reader.owners, ((reader.prototypes - prototype) ** 2).sum(axis=1))
    nearest = np.argsort(far)[: _NEIGHBOURS + 1].tolist()
    return frozenset(reader.characters[place] for place in nearest if place != own)

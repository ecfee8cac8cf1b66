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
from verifier.seals.glyph_net import GlyphNet, loaded

_MODEL: Final = "glyphs.npz"
_NEIGHBOURS: Final = 20
"""So many characters are told as look-alikes of one."""
_BARE: Final = 0.15
"""Share of the usual contrast of a row below which there is no glyph: of 5,400 glyphs four had less than 0.2."""
Scores: TypeAlias = NDArray[np.float32]
"""Natural logarithms of probabilities, shape (glyphs, characters)."""


@dataclass(frozen=True, eq=False)
class GlyphReader:
    """A network and what its classes are.

    Args:
        characters: `characters[c]` is class c.
        places: the class of each character.
        network: tells how much each character fits a glyph.
    """

    characters: str
    places: dict[str, int]
    network: GlyphNet

    def look_alikes(self, character: str) -> frozenset[str]:
        """Return the characters that the network tells from one by the least."""
        own = self.places.get(character)
        return frozenset() if own is None else _neighbours(self, own)

    def scores(self, cells: Sequence[Cell]) -> Scores:
        """Return the log-probability of every character for each picture of a place; alike where it is bare paper."""
        contrast = np.array([float(cell.std()) for cell in cells])
        inked = np.flatnonzero(contrast >= _BARE * float(np.median(contrast)))
        logits = np.zeros((len(cells), len(self.characters)), np.float32)
        logits[inked] = self.network.logits([cells[place] for place in inked])
        logits -= logits.max(axis=1, keepdims=True)
        return cast(Scores, logits - np.log(np.exp(logits).sum(axis=1, keepdims=True)))


@lru_cache(maxsize=1)
def glyph_reader() -> GlyphReader:
    """Return the reader; it is loaded when a seal is first read, 7 MB."""
    with as_file(files("verifier.seals").joinpath(_MODEL)) as path, np.load(path) as stored:
        characters = str(stored["characters"])
        return GlyphReader(characters, {text: place for place, text in enumerate(characters)}, loaded(stored))


@lru_cache(maxsize=4096)
def _neighbours(reader: GlyphReader, own: int) -> frozenset[str]:
    """Return the characters whose weights point most nearly the same way."""
    weights = reader.network.to_characters
    alike = weights[:, own] @ weights / np.linalg.norm(weights, axis=0)
    nearest = np.argsort(-alike)[: _NEIGHBOURS + 1].tolist()
    return frozenset(reader.characters[place] for place in nearest if place != own)

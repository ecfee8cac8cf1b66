"""Glyphs cut out of whole stamps, from which the network of glyphs learns in the end."""

from __future__ import annotations

import random
import runpy
from pathlib import Path

import numpy as np
import pytest

from verifier.seals.build_glyphs import mixed
from verifier.seals.cells import CELL
from verifier.seals.glyphs import glyph_reader

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "draw_stamped_glyphs.py"), run_name="drawing")


@pytest.fixture(scope="module")
def stamps() -> list[tuple[list[np.ndarray], str]]:
    found = [SCRIPT["stamped_glyphs"](random.Random(f"test {seed}")) for seed in range(16)]
    return [(cells, name) for cells, name in found if name]


def test_most_stamps_are_found_and_each_glyph_has_its_name(stamps: list[tuple[list[np.ndarray], str]]) -> None:
    assert len(stamps) > 8
    for cells, name in stamps:
        assert len(cells) == len(name) and {cell.shape for cell in cells} == {(CELL, CELL)}


def test_the_shipped_reader_reads_many_of_them(stamps: list[tuple[list[np.ndarray], str]]) -> None:
    """A glyph cut at the wrong place, or told as another, would be read by chance only."""
    reader = glyph_reader()
    right = [
        reader.characters[int(seen.argmax())] == one
        for cells, name in stamps
        for one, seen in zip(name, reader.scores(cells), strict=True)
    ]
    assert np.mean(right) > 0.5


def test_of_two_kinds_of_glyphs_there_are_as_many() -> None:
    worn = np.zeros((100, CELL, CELL), np.uint8), np.zeros(100, np.int16)
    stamped = np.ones((50, CELL, CELL), np.uint8), np.ones(50, np.int16)
    cells, owners = next(mixed([worn], [stamped]))
    assert (owners == 1).sum() == 50 and (owners == 0).sum() == 50
    assert (cells.max(axis=(1, 2)) == owners).all()

"""The ring as a strip, for people."""

from __future__ import annotations

import dataclasses

import numpy as np

from tests.seals.stamp import paper, pixels, press, round_seal, square_seal
from tests.seals.test_seals_observe import NAME, Reader
from verifier.seals.observe import observe_seals
from verifier.seals.picture import unwrapped


def test_the_ring_is_shown_straight_with_the_name_on_it() -> None:
    page = pixels(press(paper(), round_seal(NAME), centre=(430, 330)))
    (seal,) = observe_seals(page, page=1, dpi=None, engine=Reader(NAME))
    strip = unwrapped(page, seal)
    assert strip is not None
    assert strip.shape[1] > 4 * strip.shape[0]
    columns = (strip[:, :, 0] < 140).any(axis=0)
    runs = int(np.count_nonzero(np.diff(columns.astype(int)) == 1))
    assert len(NAME) <= runs <= 2 * len(NAME)  # glyph by glyph, some in two parts
    assert unwrapped(page, dataclasses.replace(seal, is_fragment=True)) is None
    assert unwrapped(page, dataclasses.replace(seal, outline=())) is None


def test_a_square_seal_needs_no_strip() -> None:
    page = pixels(press(paper(), square_seal(["国李", "印林"], side=170), centre=(430, 330)))
    (seal,) = observe_seals(page, page=1, dpi=None, engine=Reader(lines=("国李印林",)))
    assert unwrapped(page, seal) is None

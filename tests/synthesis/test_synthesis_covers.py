"""Covers lie where their truth says, to the pixel, and only opaque ones hide what is below."""

from __future__ import annotations

import numpy as np
import pytest

from models.geometry import Box
from tests.synthesis.covers import LOOKS, Covering, cover, cover_text, covering
from tests.synthesis.ink.cover_shapes import KINDS
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.truth import CoverTruth

BOX = Box(0.3, 0.4, 0.62, 0.52)
COLOUR = (30, 60, 150)


def covered(ground: int, seed: int, **how: object) -> tuple[np.ndarray, CoverTruth]:
    sheet = Sheet((80, 60), colour=(ground, ground, ground))
    truth = cover(sheet, BOX, seed=seed, **how)
    assert sheet.covers == [truth]
    return np.asarray(sheet.picture, np.int16), truth


def extent(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(mask)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ["opaque", "thin", "partial"])
def test_what_hides_lies_where_the_truth_says(kind: str, look: str):
    for seed in range(5):
        dark, truth = covered(0, seed, kind=kind, look=look, colour=COLOUR)
        light, same = covered(255, seed, kind=kind, look=look, colour=COLOUR)
        assert truth == same
        # The cover is where less than half of the difference of the two papers is left.
        left = (light - dark).max(axis=2)
        tape = look == "tape"
        assert np.abs(np.subtract(truth.box.to_pixels(630, 472), extent(left < 0.5 * left.max()))).max() <= int(tape)
        if kind == "opaque":
            x0, y0, x1, y1 = BOX.to_pixels(630, 472)
            assert left[y0:y1, x0:x1].max() == 0


def test_lines_and_halves_cover_less_than_they_were_laid_over():
    _, whole = covered(255, 1)
    _, thin = covered(255, 1, kind="thin")
    _, half = covered(255, 1, kind="partial")
    assert whole.box.covered_by(BOX) < 1 < whole.box.area / BOX.area
    assert thin.box.height * 472 == pytest.approx(6, abs=0.01)
    assert half.box.area == pytest.approx(whole.box.area / 2, rel=0.02)


@pytest.mark.parametrize(
    ("kind", "look"), [("translucent", "flat"), ("translucent", "marker"), ("mosaic", "flat"), ("blur", "flat")]
)
def test_what_does_not_hide_changes_only_its_own_pixels(kind: str, look: str):
    ground = np.random.default_rng(3).integers(0, 256, (472, 630, 3), np.uint8)
    from PIL import Image

    sheet = Sheet((80, 60))
    sheet.picture.paste(Image.fromarray(ground))
    truth = cover(sheet, BOX, kind=kind, look=look, colour=(255, 236, 90) if look == "marker" else COLOUR, seed=2)
    changed = np.abs(np.asarray(sheet.picture, np.int16) - ground).max(axis=2) > 0
    told, found = truth.box.to_pixels(630, 472), extent(changed)
    # A felt pen's rim is soft: a pixel more is touched than half covered.
    assert np.abs(np.subtract(told, found)).max() <= (2 if look == "marker" else 0)


def test_print_below_a_highlighter_stays_black_and_mosaic_follows_its_strength():
    sheet = Sheet((80, 60))
    sheet.text(24, 24, "孔雀滩县计量", Type("song", 16))
    (truth,) = cover_text(sheet, "雀滩", how=Covering("translucent", (255, 236, 90), "marker"))
    x0, y0, x1, y1 = truth.box.to_pixels(*sheet.size)
    part = np.asarray(sheet.picture)[y0:y1, x0:x1]
    assert part.min() < 40
    assert np.percentile(part[..., 2], 75) < 140
    spread = []
    for strength in (0.3, 2.0):
        sheet = Sheet((80, 60))
        sheet.text(24, 24, "孔雀滩县计量", Type("song", 16))
        (truth,) = cover_text(sheet, "雀滩", how=Covering("mosaic", strength=strength))
        x0, y0, x1, y1 = truth.box.to_pixels(*sheet.size)
        spread.append(np.asarray(sheet.picture)[y0:y1, x0:x1].std())
    assert spread[0] > 1.25 * spread[1]


def test_coverings_are_decided_by_the_seed_and_of_every_kind():
    ways = [covering(seed) for seed in range(200)]
    assert ways == [covering(seed) for seed in range(200)]
    assert {way.kind for way in ways} == set(KINDS)
    assert {way.look for way in ways if way.kind == "opaque"} == set(LOOKS)
    assert covering(3, kind="blur").kind == "blur"


def test_an_unknown_cover_is_refused():
    with pytest.raises(ValueError, match="no such cover"):
        covered(255, 1, kind="curtain")

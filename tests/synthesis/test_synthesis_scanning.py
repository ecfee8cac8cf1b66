"""Whatever scanner, copier or phone a page went through, its truth lies where the ink went."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest

from models.geometry import Box
from tests.synthesis.ageing import Ageing, ageing, scan
from tests.synthesis.ink.marks import marked_sheet
from tests.synthesis.scanning import light, paper_marks
from tests.synthesis.scanning.capture import EVERYDAY, KINDS, capture
from tests.synthesis.scanning.geometry import laid, quarter_turn
from tests.synthesis.scanning.photo import Photo, phone, photo
from tests.synthesis.truth import Drawn

LIKE_OTHERS = ("phone", "phone_dark", "phone_shadow", "phone_soft", "screen")
"""Kinds that move the paper as others do; the slow test looks at them."""
ROUGH = ("fax", "photocopy", "copy_of_copy", "phone_shaken", "phone_soft")
"""Kinds whose rims are smeared or get specks of toner."""


@pytest.fixture(scope="module")
def page() -> Drawn:
    return marked_sheet()


def refound(page: Drawn, box: Box) -> tuple[float, float, float, float]:
    """Return where the dark mark really lies, in pixels: the blob nearest to where it should be."""
    height, width = page.image.shape[:2]
    left, top, right, bottom = box.to_pixels(width, height)
    x, y = max(0, left - 25), max(0, top - 25)
    window = cv2.cvtColor(page.image[y : bottom + 25, x : right + 25], cv2.COLOR_RGB2GRAY)
    level = (float(window.min()) + float(np.percentile(window, 80))) / 2
    _, _, stats, middles = cv2.connectedComponentsWithStats((window < level).astype(np.uint8))
    best = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    a, b, wide, high = (int(value) for value in stats[best][:4])
    assert abs(middles[best][0] + x - (left + right) / 2) < 40
    return x + a, y + b, x + a + wide, y + b + high


def check_boxes(page: Drawn, kind: str, seed: int) -> None:
    taken = capture(page, kind, seed)
    height, width = taken.image.shape[:2]
    assert taken.image.dtype == np.uint8
    for cover in taken.truth.covers:
        if min(cover.box.left, cover.box.top, 1 - cover.box.right, 1 - cover.box.bottom) < 0.004:
            continue  # Cut by the edge or in the dark of the rim: there is no blob of its own.
        found = np.asarray(refound(taken, cover.box), float)
        told = np.asarray(tuple(cover.box)) * (width, height, width, height)
        # Corners of a turned square are rounded off by the lens; its middle is not.
        assert np.abs(found - told).max() <= (4.0 if kind in ROUGH else 2.2), told
        middle = np.abs((found[:2] + found[2:]) / 2 - (told[:2] + told[2:]) / 2).max()
        assert middle <= (1.6 if kind in ROUGH else 1.0)
    assert len(taken.truth.covers) >= (5 if kind != "cut_edges" else 2)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(LIKE_OTHERS)))
def test_boxes_follow_the_paper(page: Drawn, kind: str):
    check_boxes(page, kind, 11)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_boxes_follow_the_paper_whatever_the_seed(page: Drawn, kind: str):
    for seed in range(20, 25):
        check_boxes(page, kind, seed)


@pytest.mark.parametrize("kind", ["flatbed", "fax", "copy_of_copy", "phone_shadow"])
def test_equal_seeds_give_equal_pixels(page: Drawn, kind: str):
    one, two, other = (capture(page, kind, seed) for seed in (4, 4, 5))
    assert np.array_equal(one.image, two.image)
    assert one.truth == two.truth
    assert not np.array_equal(one.image, other.image)


def test_an_unknown_kind_is_refused(page: Drawn):
    with pytest.raises(ValueError, match="no such way in"):
        capture(page, "carrier pigeon", 1)


def test_marks_come_before_the_lens_and_an_unknown_one_is_refused(page: Drawn):
    plain, marked = (capture(page, "phone_tilted", 4, marks=marks) for marks in ((), ("stapled", "photocopy")))
    assert marked.outline == plain.outline
    assert {seal.colour for seal in marked.truth.seals} == {"grey"}
    assert {seal.colour for seal in plain.truth.seals} == {"red"}
    assert [one.box for one in marked.truth.covers] == [one.box for one in plain.truth.covers]
    assert not np.array_equal(plain.image, marked.image)
    with pytest.raises(ValueError, match="no such way in: phone;"):
        capture(page, "flatbed", 1, marks=("phone",))


def test_the_everyday_lots_name_kinds():
    assert set(EVERYDAY) <= set(KINDS)


@pytest.mark.parametrize("how", [Photo(turn=6, pitch=12, yaw=-9), phone(3, curved=True)], ids=["tilted", "curved"])
def test_the_outline_of_a_photograph_is_the_edge_of_the_paper(page: Drawn, how: Photo):
    from dataclasses import replace

    taken = photo(page, replace(how, surface="screen", vignette=0.0, exposure=1.0, noise=0.0), 2)
    assert taken.outline is not None
    bright = cv2.cvtColor(taken.image, cv2.COLOR_RGB2GRAY) > 120
    outline = np.asarray(taken.outline) * taken.image.shape[1::-1]
    columns = np.nonzero(bright)[1]
    assert abs(columns.min() - outline[:, 0].min()) < 3
    assert abs(columns.max() + 1 - outline[:, 0].max()) < 3
    # Straight between the corners only where the page is flat.
    if how.pitch == 12:
        inside = cv2.fillPoly(np.zeros(bright.shape, np.uint8), [np.round(outline).astype(np.int32)], 1)
        assert (inside.astype(bool) == bright).mean() > 0.985


def test_what_is_cut_off_leaves_the_truth(page: Drawn):
    line = page.truth.lines[0]
    gone = laid(page, shift=(-0.5, 0.0), border=(0, 0, 0))
    assert len(gone.truth.covers) < len(page.truth.covers)
    assert gone.truth.lines[0].text == line.text[-len(gone.truth.lines[0].text) :]
    assert 0 < len(gone.truth.lines[0].text) < len(line.text)
    assert len(gone.truth.lines[0].characters) == len(gone.truth.lines[0].text)


def test_a_seal_that_is_cut_becomes_a_fragment(page: Drawn):
    seal = page.truth.seals[0]
    cut = laid(page, shift=(seal.box.left + seal.box.width * 0.7 - 1.0 + 1e-6 - seal.box.width, 0.0))
    assert not seal.is_fragment
    assert not cut.truth.seals or cut.truth.seals[0].is_fragment
    half = laid(page, shift=(-(seal.box.left + seal.box.width * 0.5), 0.0))
    assert half.truth.seals[0].is_fragment
    assert half.truth.seals[0].visible == pytest.approx(0.5, abs=0.03)


def test_four_quarter_turns_bring_the_page_back(page: Drawn):
    turned = page
    for _ in range(4):
        turned = quarter_turn(turned, 1)
    assert np.array_equal(turned.image, page.image)
    for one, two in zip(turned.truth.covers, page.truth.covers, strict=True):
        assert tuple(one.box) == pytest.approx(tuple(two.box), abs=1e-5)
    assert np.array_equal(quarter_turn(quarter_turn(page, 1), 3).image, page.image)


def test_a_copy_without_colour_says_so(page: Drawn):
    for kind, colour in (("photocopy", "grey"), ("fax", "black")):
        copied = capture(page, kind, 1)
        assert {seal.colour for seal in copied.truth.seals} == {colour}
        assert np.ptp(copied.image.astype(np.int16), axis=2).max() < 12
    assert set(np.unique(capture(page, "fax", 3).image)) == {0, 255}


def test_grain_has_the_strength_asked_for():
    import random

    flat = np.full((600, 600, 3), 128, np.uint8)
    for sigma in (2.0, 6.0):
        noisy = light.grained(flat, random.Random(1), sigma).astype(float)
        assert noisy.std() == pytest.approx(sigma, rel=0.06)
        assert noisy.mean() == pytest.approx(128, abs=0.1)


def test_the_back_shows_mirrored_and_faint():
    import random

    back = np.full((400, 400, 3), 250, np.uint8)
    back[100:200, 20:80] = 20
    front = paper_marks.bled_through(np.full((400, 400, 3), 250, np.uint8), random.Random(2), back, 0.3)
    assert 150 < front[140:160, 340:360].mean() < 215
    assert front[140:160, 40:60].mean() > 240


def test_both_grains_of_the_old_scanner_agree_but_for_the_grain(page: Drawn):
    old, new = (
        scan(page, Ageing(0.4, 0.004, 0.5, 2.0, 0.05, 88, grain=grain), seed=3) for grain in ("normal", "table")
    )
    assert old.truth == new.truth
    assert np.abs(old.image.astype(int) - new.image.astype(int)).mean() < 4


@pytest.mark.slow
def test_a_default_scan_is_cheap(page: Drawn):
    whole = marked_sheet((210.0, 297.0))
    costs = []
    for seed in range(5):
        start = time.process_time()
        scan(whole, ageing(seed), seed=seed)
        costs.append(time.process_time() - start)
    # 0.07 s of one core; four times that leaves room for slow machines.
    assert min(costs) < 0.28

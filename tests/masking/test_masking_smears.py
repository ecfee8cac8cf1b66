"""Blurred and pixelated print as scanners and copiers leave it: no tile has one colour, no rim is straight."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.document import Line, Word
from models.geometry import Box
from models.observation import CoverKind
from verifier.masking.covers import find_covers
from verifier.masking.smears import find_smears

HEIGHT, WIDTH = 1400, 1000
HIDDEN = (395, 330, 640, 382)
ROW = Line("the quick brown fox", Box(0.1, 0.065, 0.6, 0.09), 0.99)


def page(hide=None, *, colour=(20, 20, 20)):
    """A page of print with one word that was hidden by `hide` (picture -> picture)."""
    image = np.full((HEIGHT, WIDTH, 3), 245, np.uint8)
    for row in range(12):
        cv2.putText(image, "the quick brown fox jumps over", (100, 120 + 100 * row), 0, 1.0, (20, 20, 20), 2)
    image[290:450, 350:] = 245
    cv2.putText(image, "NAME HERE", (400, 370), cv2.FONT_HERSHEY_COMPLEX, 1.2, colour, 4)
    left, top, right, bottom = HIDDEN
    if hide is not None:
        image[top:bottom, left:right] = hide(image[top:bottom, left:right])
    return image


def mosaic(cell):
    def hide(piece):
        size = (piece.shape[1] // cell, piece.shape[0] // cell)
        small = cv2.resize(piece, size, interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (piece.shape[1], piece.shape[0]), interpolation=cv2.INTER_NEAREST)

    return hide


def blurred(sigma):
    return lambda piece: cv2.GaussianBlur(piece, (0, 0), sigma)


def scanned(image, *, noise=5.0, turned=0.4, seed=1):
    """The page as a scanner gives it: a little turned, soft, noisy, as JPEG."""
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), turned, 1.0)
    moved = cv2.warpAffine(image, turn, (WIDTH, HEIGHT), borderValue=(245, 245, 245))
    soft = cv2.GaussianBlur(moved, (0, 0), 0.7).astype(np.float32)
    rough = soft + np.random.default_rng(seed).normal(0, noise, soft.shape)
    whole = np.clip(rough, 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", whole, [cv2.IMWRITE_JPEG_QUALITY, 75])[1], cv2.IMREAD_COLOR)


def place():
    return Box.from_pixels(*HIDDEN, width_px=WIDTH, height_px=HEIGHT)


@pytest.mark.parametrize("hide", [mosaic(9), mosaic(13), blurred(6), blurred(8)], ids=["fine", "coarse", "6", "8"])
@pytest.mark.parametrize("noise", [2.0, 6.0])
@pytest.mark.parametrize("colour", [(20, 20, 20), (40, 60, 150)], ids=["black", "blue pen"])
def test_what_was_hidden_badly_before_the_scan_is_found(hide, noise, colour):
    covers = find_covers(scanned(page(hide, colour=colour), noise=noise), (ROW,), page=1)

    assert covers and {cover.kind for cover in covers} <= {CoverKind.MOSAIC, CoverKind.BLUR}
    assert all(cover.box.intersection(place()) for cover in covers)


@pytest.mark.parametrize("turned", [-0.5, 0.0, 0.5])
def test_print_that_was_scanned_is_none(turned):
    assert find_covers(scanned(page(), turned=turned), (ROW,), page=1) == []


def test_what_was_read_for_certain_and_what_is_known_is_none():
    image = scanned(page(mosaic(13)))
    (cover,) = find_covers(image, (ROW,), page=1)
    word = Word("NAME", cover.box, 0.99)

    assert find_covers(image, (ROW, Line("NAME", cover.box, 0.99, (word,))), page=1) == []
    assert len(find_covers(image, (ROW, Line("NAME", cover.box, 0.5, (word,))), page=1)) == 1
    assert find_covers(image, (ROW,), page=1, known=(cover.box,)) == []


def test_a_shaded_field_is_none():
    def shade(piece):
        return np.minimum(piece, 200)

    assert find_covers(scanned(page(shade), noise=3.0), (ROW,), page=1) == []


def barred(turned):
    """A page whose hidden word has a bar drawn through it before the scan."""

    def bar(piece):
        middle = piece.shape[0] // 2
        piece[middle - 4 : middle + 3, 4:-4] = 10
        return piece

    return scanned(page(bar), noise=2.0, turned=turned)


@pytest.mark.parametrize("turned", [-0.5, 0.0, 0.5])
def test_a_bar_that_lies_askew_is_a_bar(turned):
    name = Line("NAME HERE", place(), 0.6)

    assert [cover.kind for cover in find_covers(barred(turned), (ROW, ROW, name), page=1)] == [CoverKind.THIN]


def test_a_square_over_half_of_a_name_is_a_mask():
    def half(piece):
        piece[:45, :45] = 0
        return piece

    (cover,) = find_covers(page(half), (ROW,), page=1)

    assert cover.kind in (CoverKind.OPAQUE, CoverKind.PARTIAL) and cover.box.intersection(place())


def test_an_even_smear_is_a_shaded_field_but_right_beside_print_of_its_row():
    def faint(piece):
        pale = np.full_like(piece, 223)
        pale[:, 150:] = 195
        return pale

    image = scanned(page(faint), noise=2.0)
    left, top, _, bottom = HIDDEN
    box = Box.from_pixels(left - 70, top, left - 5, bottom, width_px=WIDTH, height_px=HEIGHT)

    above = Box(box.left, box.top - 0.03, box.right, box.bottom - 0.03)

    def found(*lines):
        return find_smears(image, lines, 35.0)

    assert found(ROW) == []
    (smear,) = found(ROW, Line("of", box, 0.99))
    assert smear.box[0] < HIDDEN[2] and HIDDEN[0] < smear.box[2]
    assert found(ROW, Line("of", above, 0.99)) == [] and found(ROW, Line("of", box, 0.5)) == []

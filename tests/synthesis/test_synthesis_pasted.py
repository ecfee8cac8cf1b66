"""Pictures of signatures: dots where a printer made them, no scanner's traces where they lie over the scan."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest

from tests.synthesis.handwriting import hand, sign
from tests.synthesis.ink.printer import screened
from tests.synthesis.ink.seal_kinds import stamp_of
from tests.synthesis.paper import PAPER, Sheet
from tests.synthesis.scanning.capture import capture
from tests.synthesis.seals import press

WRITER = hand(5)


@pytest.mark.parametrize("tone", [60, 128, 200])
@pytest.mark.parametrize("seed", [1, 2, 3, 8])
def test_a_printer_makes_dots_that_are_as_dark_on_the_whole(tone: int, seed: int):
    flat = np.full((120, 160, 3), tone, np.uint8)
    printed = screened(flat, random.Random(seed))[8:-8, 8:-8].astype(float)
    assert printed.std() > 4
    assert printed.mean() == pytest.approx(tone, abs=42)


@pytest.mark.parametrize("seed", [1, 2, 3, 8])
def test_paper_stays_paper_and_black_is_solid(seed: int):
    picture = np.full((60, 160, 3), 255, np.uint8)
    picture[:, 80:] = 0
    printed = screened(picture, random.Random(seed))
    assert printed[:, :76].min() == 255
    assert printed[:, 84:].max() < 50


def page(kind: str = "pasted", seed: int = 4):
    sheet = Sheet((90, 50), colour=PAPER)
    sign(sheet, 20, 25, "张闻溪", "申报人", WRITER, kind=kind, ground="white", seed=seed)
    return sheet.finish(None, "x")


def test_a_picture_over_the_scan_has_none_of_its_grain():
    clean = page()
    assert len(clean.laid_over) == 1
    scan = capture(clean, "noisy", 3)
    left, top, right, _ = scan.truth.signatures[0].box.to_pixels(scan.image.shape[1], scan.image.shape[0])
    block, paper = scan.image[top + 2 : top + 6, left + 6 : right - 6], scan.image[top - 20 : top - 4, left:right]
    assert block.astype(float).std() < 0.6 * paper.astype(float).std()


def test_what_is_stamped_over_a_picture_stays_below_it_on_the_scan():
    sheet = Sheet((90, 50), colour=PAPER)
    sign(sheet, 20, 25, "张闻溪", "申报人", WRITER, kind="pasted", ground="white", seed=4)
    press(sheet, stamp_of("official", "云沙县质量检验所", 5), 50, 25)
    scan = capture(sheet.finish(None, "x"), "flatbed", 3).image.astype(int)
    box = capture(page(), "flatbed", 3).truth.signatures[0].box
    left, top, right, bottom = box.to_pixels(scan.shape[1], scan.shape[0])
    red = scan[..., 0] - scan[..., 1:].max(axis=2) > 40
    assert not red[top + 3 : bottom - 3, left + 3 : right - 3].any()
    assert red[:top].any() and red[bottom:].any()


def test_a_page_that_is_not_scanned_shows_its_picture():
    clean, empty = page(), page(kind="absent")
    assert cv2.absdiff(clean.image, empty.image).max() > 150

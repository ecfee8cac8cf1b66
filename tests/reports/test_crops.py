from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.geometry import Box
from verifier.reports.crops import TALLEST_PX, WIDEST_PX, crop_jpeg


def _decode(jpeg):
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def test_the_box_is_framed_in_red_and_left_untouched():
    page = np.full((1000, 700, 3), 255, np.uint8)
    page[400:440, 300:400] = (0, 0, 0)
    picture = _decode(crop_jpeg(page, Box.from_pixels(300, 400, 400, 440, width_px=700, height_px=1000)))
    red = (picture[..., 0] > 150) & (picture[..., 1] < 120)
    black = picture.sum(axis=2) < 90  # JPEG: nearly black
    assert red.any()
    assert black.sum() == pytest.approx(40 * 100, rel=0.02)
    rows, columns = np.where(red)
    inner_rows, inner_columns = np.where(black)
    assert rows.min() < inner_rows.min() and rows.max() > inner_rows.max()
    assert columns.min() < inner_columns.min() and columns.max() > inner_columns.max()
    assert picture.shape[0] < 200


@pytest.mark.parametrize("box", [Box.whole(), Box(0, 0.4, 1, 0.45), Box(0.5, 0, 0.52, 1)])
def test_a_picture_is_never_larger_than_promised(box):
    picture = _decode(crop_jpeg(np.full((3508, 2480, 3), 255, np.uint8), box))
    assert picture.shape[1] <= WIDEST_PX
    assert picture.shape[0] <= TALLEST_PX


@settings(max_examples=50, deadline=None)
@given(
    width=st.integers(1, 60),
    height=st.integers(1, 60),
    sides=st.tuples(*[st.floats(0, 1)] * 4),
)
def test_any_box_on_any_page_can_be_shown(width, height, sides):
    page = np.zeros((height, width, 3), np.uint8)
    before = page.copy()
    assert _decode(crop_jpeg(page, Box.clamped(*sides))).size > 0
    assert (page == before).all()


def test_a_strip_is_set_below_at_the_same_width():
    page = np.full((1000, 700, 3), 255, np.uint8)
    box = Box.from_pixels(300, 400, 400, 440, width_px=700, height_px=1000)
    plain = _decode(crop_jpeg(page, box))
    strip = np.zeros((20, 200, 3), np.uint8)
    both = _decode(crop_jpeg(page, box, below=strip))
    assert both.shape[1] == plain.shape[1]
    assert both.shape[0] == plain.shape[0] + round(20 * plain.shape[1] / 200)
    assert both[-3:].max() < 40

"""Boxes: an algebra, checked as one."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.geometry import Box, Homography, Quad
from models.values import from_json, to_json

side = st.floats(0, 1, allow_nan=False)
pixels = st.integers(1, 5000)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    return Box.clamped(draw(side), draw(side), draw(side), draw(side))


@given(boxes())
def test_json_round_trip(box: Box):
    assert from_json(Box, to_json(box)) == box


def test_json_is_a_list_of_four():
    assert to_json(Box(0.1, 0.2, 0.3, 0.4)) == b"[0.1,0.2,0.3,0.4]"


@pytest.mark.parametrize(
    "wrong",
    ["[0.1,0.2,0.3]", "[0.5,0,0.4,1]", "[0,0.5,1,0.4]", "[-0.1,0,1,1]", "[0,0,1,1.01]", '["a",0,1,1]', "[0,0,1,NaN]"],
)
def test_refuses(wrong: str):
    with pytest.raises(ValidationError):
        from_json(Box, wrong)


@given(boxes(), boxes())
def test_union_holds_both_and_intersection_is_in_both(a: Box, b: Box):
    union = a.union(b)
    assert union == b.union(a)
    for box in (a, b):
        assert union.left <= box.left and union.top <= box.top
        assert union.right >= box.right and union.bottom >= box.bottom
    shared = a.intersection(b)
    assert (shared is None) == (b.intersection(a) is None)
    if shared is not None:
        assert shared.union(a) == a
        assert shared.union(b) == b


@given(boxes(), boxes())
def test_iou_and_cover_are_fractions(a: Box, b: Box):
    assert 0 <= a.iou(b) <= 1 + 1e-9
    assert a.iou(b) == pytest.approx(b.iou(a))
    assert 0 <= a.covered_by(b) <= 1
    if a.area > 1e-9:
        assert a.covered_by(a) == pytest.approx(1)


@given(pixels, pixels, st.data())
def test_pixel_round_trip(width: int, height: int, data: st.DataObject):
    left, right = sorted((data.draw(st.integers(0, width)), data.draw(st.integers(0, width))))
    top, bottom = sorted((data.draw(st.integers(0, height)), data.draw(st.integers(0, height))))
    box = Box.from_pixels(left, top, right, bottom, width_px=width, height_px=height)
    back = box.to_pixels(width, height)
    # A box without width has no pixel to cover; every other comes back exactly.
    if right > left and bottom > top:
        assert back == (left, top, right, bottom)


@given(boxes(), st.floats(0, 0.3), st.floats(0, 0.3))
def test_growing_holds_the_box(box: Box, dx: float, dy: float):
    grown = box.expanded(dx, dy)
    assert grown.left <= box.left + 1e-12 and grown.right >= box.right - 1e-12
    assert grown.top <= box.top + 1e-12 and grown.bottom >= box.bottom - 1e-12


@given(boxes(), boxes())
def test_placing_stays_inside(inner: Box, outer: Box):
    placed = inner.placed_in(outer)
    assert placed.left >= outer.left - 1e-9 and placed.right <= outer.right + 1e-9
    assert Box.whole().placed_in(outer).iou(outer) == pytest.approx(1) or outer.area == 0


@given(boxes())
def test_the_centre_is_inside(box: Box):
    assume(box.area > 0)
    assert box.contains(box.centre)


def test_around_nothing_is_an_error():
    with pytest.raises(ValueError, match="no boxes"):
        Box.around([])


def test_quad_box():
    assert Quad(((0.1, 0.2), (0.5, 0.1), (1.2, 0.9), (0.0, 0.8))).box == Box(0.0, 0.1, 1.0, 0.9)


@st.composite
def homographies(draw: st.DrawFn) -> Homography:
    """Maps of a page that is turned, scaled, moved and seen a little from the side."""
    angle, scale = draw(st.floats(-3.2, 3.2)), draw(st.floats(0.3, 3))
    a, b = scale * math.cos(angle), scale * math.sin(angle)
    c, f = draw(st.floats(-2, 2)), draw(st.floats(-2, 2))
    g, h = draw(st.floats(-0.2, 0.2)), draw(st.floats(-0.2, 0.2))
    numbers = (a, -b, c, b, a, f, g, h, 1.0)
    # Far from flattening the page: there, any arithmetic loses its digits.
    assume(abs(a * (a - f * h) + b * (b - f * g) + c * (b * h - a * g)) > 1e-2)
    return Homography(numbers)


@given(homographies(), side, side)
def test_a_point_comes_back_by_the_inverse(way: Homography, x: float, y: float):
    there = way.apply((x, y))
    assume(all(abs(value) < 100 for value in there))
    assert way.inverse().apply(there) == pytest.approx((x, y), abs=1e-6)


@given(homographies(), homographies(), side, side)
def test_one_map_after_another(second: Homography, first: Homography, x: float, y: float):
    between = first.apply((x, y))
    depth = second.values[6] * between[0] + second.values[7] * between[1] + 1
    assume(abs(depth) > 0.01)
    assert second.after(first).apply((x, y)) == pytest.approx(second.apply(between), rel=1e-6, abs=1e-6)


@given(homographies())
def test_a_homography_is_nine_numbers_in_json(way: Homography):
    assert from_json(Homography, to_json(way)) == way
    assert to_json(way).startswith(b"[")


def test_a_box_through_a_quarter_turn():
    clockwise = Homography((0, -1, 1, 1, 0, 0, 0, 0, 1))
    assert clockwise.apply_box(Box(0.1, 0.2, 0.4, 0.3)) == Box(0.7, 0.1, 0.8, 0.4)


@pytest.mark.parametrize("wrong", ["[1,0,0,0,1,0,0,0]", "[1,0,0,1,0,0,0,0,1]", "[1,0,NaN,0,1,0,0,0,1]"])
def test_refuses_what_is_no_homography(wrong: str):
    with pytest.raises(ValidationError):
        from_json(Homography, wrong)

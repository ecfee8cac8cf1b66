"""Ellipses through five points, circles that outlines vote for, and the picture at half its size."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.seals.stamp import paper, pixels, press, print_lines, round_seal
from verifier.seals.darkness import Darkness
from verifier.seals.ellipse import Ellipse
from verifier.seals.ink import find_inks
from verifier.seals.proposals import conics_through
from verifier.seals.votes import voted
from verifier.seals.working import Working, stretched


@given(
    middle=st.tuples(st.floats(50, 900), st.floats(50, 900)),
    minor=st.floats(20, 150),
    aspect=st.floats(1.0, 2.0),
    angle=st.floats(0, 3.1),
    start=st.floats(0, 6),
)
@settings(max_examples=60, deadline=None)
def test_five_points_give_back_their_ellipse(
    middle: tuple[float, float], minor: float, aspect: float, angle: float, start: float
) -> None:
    ellipse = Ellipse(*middle, minor * aspect, minor, angle)
    turns = start + np.array([0.0, 1.1, 2.3, 3.6, 5.0])
    (found,) = conics_through(np.stack(ellipse.points(turns, np.ones(5)), axis=1)[np.newaxis])
    assert (found.x, found.y) == pytest.approx(middle, abs=0.01 * minor)
    assert (found.major, found.minor) == pytest.approx((ellipse.major, ellipse.minor), rel=0.01)
    assert np.allclose(found.relative_radius(*ellipse.points(turns + 0.3, np.ones(5))), 1.0, atol=0.02)


def test_five_points_on_a_line_or_a_hyperbola_give_none() -> None:
    x = np.array([-3.0, -2.0, -1.0, 1.0, 2.0])
    assert conics_through(np.stack([x, 2 * x], axis=1)[np.newaxis]) == []
    assert conics_through(np.stack([x, 1 / x], axis=1)[np.newaxis]) == []


def test_a_dark_rim_among_print_gets_the_votes() -> None:
    page = paper(1400, 1000)
    print_lines(page, ["根据有关规定，经单位审核，公示无异议，同意推荐该同志"] * 14, left=60, top=40)
    page = press(page, round_seal("河南省水利工程有限公司"), centre=(600, 480), colour=(60, 60, 62))
    picture = Working.of(pixels(page))
    dark = Darkness(picture, find_inks(picture)).half
    mask = cv2.threshold(dark, 34, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)
    best, *_ = voted(dark, mask, low=15, high=90, most=3)
    scale = 2 / picture.factor
    assert math.hypot(best.x * scale - 600, best.y * scale - 480) < 12
    assert best.radius * scale == pytest.approx(130, abs=10)


def test_print_and_rules_alone_get_no_votes() -> None:
    page = paper(1400, 1000)
    print_lines(page, ["根据有关规定，经单位审核，公示无异议，同意推荐该同志"] * 14, left=60, top=40)
    picture = Working.of(pixels(page))
    dark = Darkness(picture, find_inks(picture)).half
    cv2.line(dark, (10, 200), (500, 200), 240, 2)
    mask = cv2.threshold(dark, 34, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)
    assert voted(dark, mask, low=15, high=90, most=3) == []


def test_a_thumbnail_stretched_in_parts_is_the_thumbnail_stretched_whole() -> None:
    thumbnail = np.random.default_rng(2).integers(0, 255, (20, 14, 3)).astype(np.uint8)
    whole = stretched(thumbnail, (400, 280))
    part = stretched(thumbnail, (400, 280), (slice(37, 190), slice(110, 251)))
    assert np.abs(whole[37:190, 110:251].astype(int) - part).max() <= 2


def test_paper_in_shadow_is_as_bright_as_the_rest() -> None:
    page = pixels(paper(1200, 900)).astype(np.float64)
    shaded = (page * np.linspace(0.55, 1.0, page.shape[1])[None, :, None] * (1.0, 0.95, 0.85)).astype(np.uint8)
    picture = Working.of(shaded)
    for view in (picture.half, picture.balanced((slice(100, 400), slice(0, 300)))):
        assert int(view.min()) > 215

"""Unwrapping: where the text begins, which way it runs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seals.stamp import paper, pixels, press, round_seal
from verifier.seals.ellipse import Ellipse, sample
from verifier.seals.ink import Grey, seal_inks
from verifier.seals.unwrap import Gap, code_strip, even_angles, find_gaps, name_strip

NAME = "河南省水利工程有限公司"
SEAL = Ellipse(200.0, 200.0, 148.0, 148.0)


def ink_of(turn: float = 0.0, **looks) -> Grey:
    seal = round_seal(NAME, diameter=296, **looks)
    return seal_inks(pixels(press(paper(400, 400), seal, centre=(200, 200), turn=turn)))[0]


def degrees_apart(one: float, other: float) -> float:
    return abs((math.degrees(one) - other + 180) % 360 - 180)


@pytest.mark.parametrize("turn", [0, 37, 90, 181, 300])
@pytest.mark.parametrize("looks", [{}, {"code": "4101021234567"}, {"centre": "合同专用章"}, {"star": False}])
def test_the_gap_is_at_the_foot_of_the_seal(turn: int, looks: dict[str, str]) -> None:
    span = 205.0 if looks.get("centre") else 235.0
    gaps = find_gaps(ink_of(turn, span=span, **looks), SEAL)
    assert degrees_apart(gaps[0].middle, 90 + turn) < 12
    assert 1 <= len(gaps) <= 4


def test_an_empty_ring_still_has_a_gap() -> None:
    blank = np.full((400, 400), 255, np.uint8)
    assert len(find_gaps(blank, SEAL)) == 1


def test_the_name_strip_runs_clockwise_with_the_rim_on_top() -> None:
    ink = np.full((400, 400), 255, np.uint8)
    ink[60:80, 195:205] = 0  # top of the seal, near the rim
    ink[195:205, 310:330] = 0  # right of the seal
    strip = name_strip(ink, SEAL, Gap(math.radians(80), math.radians(100))).picture[:, :, 0]
    dark = np.flatnonzero((strip < 128).any(axis=0))
    middle = strip.shape[1] / 2
    top, right = dark[dark < middle * 1.2], dark[dark > middle * 1.2]
    assert abs(top.mean() - middle) < 0.03 * strip.shape[1]  # opposite the gap
    assert right.mean() == pytest.approx(1.5 * middle, rel=0.06)  # a quarter turn later
    rows = np.flatnonzero((strip < 128).any(axis=1))
    assert rows.min() < strip.shape[0] * 0.3


def test_the_code_strip_runs_from_left_to_right_along_the_foot() -> None:
    ink = np.full((400, 400), 255, np.uint8)
    ink[310:335, 120:140] = 0  # lower left, near the rim
    strip = code_strip(ink, SEAL, Gap(math.radians(30), math.radians(150)))[:, :, 0]
    dark = np.flatnonzero((strip < 128).any(axis=0))
    assert dark.mean() < strip.shape[1] / 2


@given(
    st.floats(20, 300),
    st.floats(1.0, 1.8),
    st.floats(-math.pi, math.pi),
)
def test_even_angles_ascend_and_step_evenly(major: float, aspect: float, angle: float) -> None:
    ellipse = Ellipse(0.0, 0.0, major, major / aspect, angle)
    angles = even_angles(ellipse)
    assert np.all(np.diff(angles) > 0)
    assert angles[0] >= 0 and angles[-1] < 2 * math.pi
    x, y = ellipse.ring_points(angles, np.array([0.75]))
    steps = np.hypot(np.diff(x[0]), np.diff(y[0]))
    assert steps.max() / steps.min() < 1.05


@given(st.floats(20, 300), st.floats(1.0, 1.7), st.floats(-math.pi, math.pi))
def test_the_ring_keeps_its_distance_from_the_rim(major: float, aspect: float, angle: float) -> None:
    """Along rays the ring of an oval would be half as deep again at its ends as in its middle."""
    ellipse = Ellipse(3.0, 4.0, major, major / aspect, angle)
    around = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    rim = np.stack(ellipse.points(np.linspace(0, 2 * math.pi, 3600), np.ones(3600)), axis=1)
    ring = np.stack([axis[0] for axis in ellipse.ring_points(around, np.array([0.75]))], axis=1)
    nearest = np.sqrt(((ring[:, None] - rim[None]) ** 2).sum(axis=2).min(axis=1))
    assert np.allclose(nearest, 0.25 * ellipse.minor, rtol=0.01)
    if aspect == 1.0:
        assert np.allclose(ring.T, ellipse.points(around, np.full_like(around, 0.75)))


@given(st.floats(20, 300), st.floats(1.0, 1.8), st.floats(-math.pi, math.pi))
def test_points_of_radius_one_lie_on_the_ellipse(major: float, aspect: float, angle: float) -> None:
    ellipse = Ellipse(10.0, -5.0, major, major / aspect, angle)
    around = np.linspace(0, 2 * math.pi, 40)
    x, y = ellipse.points(around, np.ones_like(around))
    assert np.allclose(ellipse.relative_radius(x, y), 1.0)
    left, top, right, bottom = ellipse.bounds()
    assert x.min() >= left - 1e-6 and x.max() <= right + 1e-6
    assert y.min() >= top - 1e-6 and y.max() <= bottom + 1e-6


def test_what_lies_outside_the_picture_is_paper() -> None:
    black = np.zeros((10, 10), np.uint8)
    polar = sample(black, Ellipse(5.0, 5.0, 50.0, 50.0), np.array([0.0]), np.array([0.9]))
    assert polar[0, 0] == 255

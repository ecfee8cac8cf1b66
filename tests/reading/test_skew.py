"""The angle of a page before anything is read."""

from __future__ import annotations

import numpy as np
import pytest

from tests.reading.lying import skewed, turned
from tests.synthesis.ageing import Ageing
from tests.synthesis.drawing import draw_document
from verifier.pictures import RgbImage
from verifier.reading.skew import estimate_skew

STRAIGHT = Ageing(skew_degrees=0, shift=0)


@pytest.fixture(scope="module", params=["unit_resp", "appraisal"])
def straight(request: pytest.FixtureRequest) -> RgbImage:
    return draw_document(request.param, 3, how=STRAIGHT).image


@pytest.mark.parametrize("degrees", [-6, 0.9])
def test_the_angle_is_found_however_the_page_lies(straight: RgbImage, degrees: float):
    page, _ = skewed(straight, degrees)
    assert estimate_skew(page) == pytest.approx(degrees, abs=0.2)
    assert estimate_skew(turned(page, 270)[0]) == pytest.approx(degrees, abs=0.2)


def test_a_straight_page_has_none(straight: RgbImage):
    assert estimate_skew(straight) == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    "picture",
    [
        np.full((2339, 1654, 3), 250, np.uint8),
        np.random.default_rng(1).integers(90, 160, (900, 1200, 3), dtype=np.uint8),
        np.full((5, 5, 3), 90, np.uint8),
    ],
    ids=["blank", "wall", "tiny"],
)
def test_where_there_are_no_rows_nothing_is_turned(picture):
    assert abs(estimate_skew(picture) or 0.0) < 0.7

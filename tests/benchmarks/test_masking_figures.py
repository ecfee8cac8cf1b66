"""What the masking benchmark counts as open: ink of a name that nobody covered, and nothing else."""

import numpy as np
import pytest

from benchmarks.accuracy.masking_pages import _left, _within
from models.geometry import Box

NAME = Box(0.2, 0.4, 0.8, 0.6)
GLYPHS = (Box(0.22, 0.42, 0.38, 0.58), Box(0.42, 0.42, 0.58, 0.58), Box(0.62, 0.42, 0.78, 0.58))


def page(*glyphs):
    picture = np.full((100, 200, 3), 240, np.uint8)
    picture[_within(glyphs, picture)] = 30
    return picture


@pytest.mark.parametrize(
    ("painted", "hidden", "left"),
    [
        ((), (), 1.0),
        ((NAME,), (), 0.0),
        (GLYPHS, (), 0.0),
        (GLYPHS[:1], (), 2 / 3),
        (GLYPHS[1:], GLYPHS[:1], 0.0),
        (GLYPHS[2:], GLYPHS[:1], 0.5),
        ((), (NAME,), 0.0),
    ],
    ids=["open", "covered", "ink alone", "a third", "the rest", "a half of the rest", "by the sender"],
)
def test_ink_of_a_name_is_open_where_nobody_covered_it(painted, hidden, left):
    picture = page(*GLYPHS)

    assert _left(picture, _within(painted, picture), _within(hidden, picture), NAME) == pytest.approx(left, abs=0.02)


def test_a_name_without_ink_is_open_as_far_as_its_place_is():
    picture = page()
    half = _within([Box(0.2, 0.4, 0.5, 0.6)], picture)

    assert _left(picture, half, np.zeros_like(half), NAME) == pytest.approx(0.5, abs=0.02)

"""The outsider of the masking benchmark finds a name whichever way it lies."""

import io

import numpy as np
import pytest
from PIL import Image

from benchmarks.accuracy.masking_outsider import Outsider
from tests.synthesis.traps import TRAPS, subject

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outsider():
    return Outsider()


def page_with_a_name(kind):
    told = subject(1)
    return told, np.asarray(Image.open(io.BytesIO(TRAPS[kind](told, 1)[1])).convert("RGB"))


@pytest.mark.parametrize("kind", ["upside_down", "sideways_left", "sideways_right"])
def test_a_line_that_lies_otherwise_is_read_the_other_ways_round(outsider, kind):
    told, page = page_with_a_name(kind)

    upright = outsider.read(page)
    turned = list(outsider.turned())

    assert any(told.name in text for text in [upright, *turned])
    assert any(told.name in text for text in turned) or kind.startswith("sideways")


def test_a_page_on_its_side_is_read_whole_in_four_directions(outsider):
    told, page = page_with_a_name("upside_down")

    assert any(told.name in text for text in outsider.whole(page))


def test_an_upright_page_is_read_once(outsider):
    told, page = page_with_a_name("small_print")

    assert told.name in outsider.read(page)
    assert not any(told.name in text for text in outsider.turned())

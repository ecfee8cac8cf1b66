import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from verifier.reading.canned import CannedEngine, picture_key
from verifier.reading.engines import ENGINES, create_engine

ONE = Line("甲", Box(0.1, 0.1, 0.2, 0.2))
TWO = Line("乙", Box(0.1, 0.3, 0.2, 0.4))
WHITE = np.full((8, 9, 3), 255, dtype=np.uint8)
BLACK = np.zeros((8, 9, 3), dtype=np.uint8)


def test_the_same_lines_for_every_picture():
    engine = CannedEngine([ONE, TWO])

    assert engine.read(WHITE) == engine.read(BLACK) == [ONE, TWO]


def test_one_answer_a_call_then_exhausted():
    engine = CannedEngine([[ONE], []])

    assert (engine.read(WHITE), engine.read(WHITE)) == ([ONE], [])
    with pytest.raises(AssertionError, match="only 2 readings"):
        engine.read(WHITE)


def test_answers_by_picture():
    engine = CannedEngine({picture_key(BLACK): [TWO]}, strips={picture_key(BLACK): "章"})

    assert (engine.read(WHITE), engine.read(BLACK)) == ([], [TWO])
    assert (engine.read_strip(WHITE), engine.read_strip(BLACK)) == (("", ()), ("章", (1.0,)))


def test_pictures_of_equal_bytes_and_other_shape_have_other_keys():
    assert picture_key(np.zeros((8, 9, 3), dtype=np.uint8)) != picture_key(np.zeros((9, 8, 3), dtype=np.uint8))


def test_an_unknown_engine_is_named_with_the_known_ones():
    with pytest.raises(ValueError, match="pp-ocrv6-openvino"):
        create_engine("tesseract-of-dreams")
    with pytest.raises(ValueError, match="thread"):
        create_engine(next(iter(ENGINES)), threads=0)

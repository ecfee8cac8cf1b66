"""What every OCR engine promises. The pages are drawn here with OpenCV's own letters, so that no font is needed."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from models.document import Line, Word
from models.errors import EngineUnavailable
from models.geometry import Box
from verifier.reading.canned import CannedEngine
from verifier.reading.engines import ENGINES, create_engine

WIDTH, HEIGHT = 1000, 700
TEXTS = {
    "MATERIAL": (80, 120),
    "CHECK 2024": (560, 124),
    "SECOND ROW 138": (80, 300),
    "THIRD 9.5": (80, 480),
    "NUMBER 11": (560, 476),
}
"""Text -> (left, baseline) in pixels; in reading order."""


def extent(text):
    (width, height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.6, 3)
    return width, height, below


def draw():
    page = np.full((HEIGHT, WIDTH, 3), 255, dtype=np.uint8)
    for text, place in TEXTS.items():
        cv2.putText(page, text, place, cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0, 0, 0), 3, cv2.LINE_AA)
    return page


def box_of(text):
    left, baseline = TEXTS[text]
    width, height, below = extent(text)
    return Box.from_pixels(left, baseline - height, left + width, baseline + below, width_px=WIDTH, height_px=HEIGHT)


def strip_of(text):
    box = box_of(text)
    return draw()[
        int(box.top * HEIGHT) - 6 : int(box.bottom * HEIGHT) + 6, int(box.left * WIDTH) - 6 : int(box.right * WIDTH) + 6
    ]


def installed(name):
    try:
        return create_engine(name)
    except EngineUnavailable as error:
        pytest.skip(f"not installed: apt-get install {error.parameters['packages']}")


def prepared():
    lines = [Line(text, box_of(text), 1.0, (Word(text, box_of(text), 1.0),)) for text in TEXTS]
    return CannedEngine(lines, strips=["SECOND ROW 138"] * 9)


@pytest.fixture(scope="module", params=["canned", *(pytest.param(name, marks=pytest.mark.slow) for name in ENGINES)])
def engine(request):
    return prepared() if request.param == "canned" else installed(request.param)


@pytest.fixture(scope="module")
def lines(engine):
    return engine.read(draw())


def squeezed(text):
    return text.replace(" ", "").upper()


def test_it_names_itself_and_what_would_have_to_be_the_same_to_read_the_same(engine):
    assert engine.name
    assert engine.version


def test_every_line_is_read_in_reading_order(lines):
    assert [squeezed(line.text) for line in lines] == [squeezed(text) for text in TEXTS]


def test_boxes_are_fractions_around_the_text(lines):
    for line, text in zip(lines, TEXTS, strict=True):
        assert line.box.iou(box_of(text)) > 0.5, text


def test_confidences_are_probabilities(lines):
    assert all(line.confidence is None or 0.5 < line.confidence <= 1 for line in lines)


def test_words_spell_the_line_and_advance_inside_it(lines):
    for line in lines:
        if not line.words:
            continue  # an engine may know no finer boxes
        assert squeezed("".join(word.text for word in line.words)) == squeezed(line.text)
        assert all(before.box.centre[0] < after.box.centre[0] for before, after in pairwise(line.words))
        assert all(
            line.box.left - 1e-6 <= word.box.left <= word.box.right <= line.box.right + 1e-6 for word in line.words
        )


def test_a_strip_is_read_with_a_confidence_for_every_character(engine):
    text, confidences = engine.read_strip(strip_of("SECOND ROW 138"))

    assert squeezed(text) == "SECONDROW138"
    assert len(confidences) == len(text)
    assert all(0 <= confidence <= 1 for confidence in confidences)


def test_the_picture_is_not_touched_and_may_be_a_view(engine):
    page = draw()
    mirror = page.copy()

    from_view = engine.read(np.dstack([page, page])[:, :, 3:])

    assert engine.read(page) == from_view
    assert np.array_equal(page, mirror)


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_a_white_page_has_no_lines_and_small_pictures_are_answered(name):
    engine = installed(name)

    assert engine.read(np.full((600, 400, 3), 255, dtype=np.uint8)) == []
    for shape in [(1, 1), (3, 400), (400, 3), (20, 20)]:
        assert isinstance(engine.read(np.zeros((*shape, 3), dtype=np.uint8)), list)
        assert isinstance(engine.read_strip(np.zeros((*shape, 3), dtype=np.uint8))[0], str)

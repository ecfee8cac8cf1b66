"""The second engine finds a name that stands any way round in a copy, though the first engine saw nothing of it."""

import numpy as np
import pytest

from models.document import Line, Page
from models.geometry import Box
from tests.masking.masking_observations import observation
from tests.synthesis.traps import TRAPS, subject
from verifier.intake.opening import open_document
from verifier.masking.second_reading import traces_left
from verifier.masking.subject import Subject
from verifier.observing import observe
from verifier.reading.engines import create_engine


def seen_of(image, lines=()):
    return observation(Page(1, image.shape[1], image.shape[0], 200.0, tuple(lines)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sideways_left", "sideways_right", "upside_down"])
def test_a_name_is_read_whichever_way_it_stands(tmp_path, kind):
    person = subject(2)
    name, data = TRAPS[kind](person, 2)
    (tmp_path / "stored").write_bytes(data)
    opened = open_document(tmp_path / "stored", filename=name)
    seen = observe(opened, create_engine())

    assert any(traces_left(opened.images, seen, [], Subject(person.name), create_engine("tesseract")))


class Watched:
    """An engine that reads nothing and keeps what it was shown."""

    name, version = "watched", "1"

    def __init__(self):
        self.shown = []

    def read(self, image):
        self.shown.append(image)
        return []


def page_with_two_rows():
    image = np.full((1000, 800, 3), 250, np.uint8)
    for top, left in ((200, 100), (600, 300)):
        for glyph in range(6):
            place = left + 22 * glyph
            image[top : top + 18, place : place + 18 : 4] = 20
            image[top : top + 18 : 6, place : place + 18] = 20
    return image


def test_only_what_the_first_engine_left_unread_is_shown_the_other_ways_round():
    image, engine = page_with_two_rows(), Watched()
    rows = [Box(0.11, 0.19, 0.31, 0.23), Box(0.36, 0.59, 0.56, 0.63)]
    read = [Line("检定规程要求", rows[0], 0.99)]

    assert list(traces_left([image], seen_of(image, read), [], Subject("欧阳若川"), engine)) == []
    whole, *turned = engine.shown
    dark = int((whole[600:640] < 100).sum())
    assert whole.shape == image.shape and len(turned) == 3
    assert all(int((shown < 100).sum()) == dark and shown.size < image.size / 4 for shown in turned)


def test_a_page_that_is_read_whole_is_shown_once():
    image, engine = page_with_two_rows(), Watched()
    read = [Line("检定规程要求", box, 0.99) for box in (Box(0.11, 0.19, 0.31, 0.23), Box(0.36, 0.59, 0.56, 0.63))]

    assert list(traces_left([image], seen_of(image, read), [], Subject("欧阳若川"), engine)) == []
    assert len(engine.shown) == 1

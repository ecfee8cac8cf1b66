"""Where the ink of a place ends, and what a mask hid before."""

from __future__ import annotations

import numpy as np
import pytest

from models.document import Document, Page
from models.geometry import Box
from models.observation import NameHit, SurfaceKind
from tests.masking.masking_observations import observation
from verifier.intake.opened import Opened
from verifier.masking.covering import boxes_to_cover
from verifier.masking.inked import Ink

WIDTH, HEIGHT = 1000, 1400
PLACE = Box.from_pixels(100, 200, 500, 280, width_px=WIDTH, height_px=HEIGHT)


def ink_on(*marks, paper=245):
    """The ink of a page with marks (left, top, right, bottom, brightness)."""
    image = np.full((HEIGHT, WIDTH, 3), paper, np.uint8)
    image -= np.random.default_rng(3).integers(0, 5, image.shape, np.uint8)
    for left, top, right, bottom, brightness in marks:
        image[top:bottom, left:right] = brightness
    page = Page(1, WIDTH, HEIGHT, 120.0)
    return Ink(Opened(Document("0" * 64, "x.png", "image/png", (page,)), (image,)), observation(page))


def pixels(box):
    return box.to_pixels(WIDTH, HEIGHT)


@pytest.mark.parametrize("brightness", [20, 120, 200])
def test_a_box_ends_with_its_ink_however_pale(brightness):
    left, top, right, bottom = pixels(ink_on((200, 230, 300, 250, brightness)).around(1, PLACE))

    assert 190 <= left <= 200 and 220 <= top <= 230 and 300 <= right <= 310 and 250 <= bottom <= 260


def test_a_pale_stroke_beside_a_dark_one_is_ink_too():
    left, _, right, _ = pixels(ink_on((200, 230, 300, 250, 60), (400, 230, 430, 250, 180)).around(1, PLACE))

    assert left <= 200 and right >= 430


def test_a_place_without_ink_is_kept_whole():
    assert ink_on().around(1, PLACE) == PLACE
    assert not ink_on().there_is(1, PLACE)


def test_strokes_that_stick_out_of_a_slot_count_and_other_lines_do_not():
    core = Box.from_pixels(100, 220, 500, 260, width_px=WIDTH, height_px=HEIGHT)
    ink = ink_on((200, 205, 210, 250, 30), (300, 201, 400, 212, 30))
    _, top, right, _ = pixels(ink.around(1, PLACE, core))

    assert top <= 205 and right < 300


def test_a_mask_of_before_is_no_ink_and_print_is_no_mask():
    assert ink_on((90, 190, 420, 290, 0)).is_covered(1, PLACE)
    assert not ink_on((90, 190, 420, 290, 0), (440, 230, 470, 250, 60)).is_covered(1, PLACE), "half of the name is left"
    assert not ink_on((90, 190, 420, 290, 0), (200, 230, 260, 250, 255)).is_covered(1, PLACE), "white on black"
    assert not ink_on((200, 230, 300, 250, 0)).is_covered(1, PLACE)


@pytest.mark.parametrize("height", [80, 48])
def test_a_row_is_covered_as_high_as_its_print_whatever_the_reader_made_of_it(height):
    middle = 240
    read = Box.from_pixels(190, middle - height // 2, 290, middle + height // 2, width_px=WIDTH, height_px=HEIGHT)
    seen = observation(Page(1, WIDTH, HEIGHT, 120.0))
    hit = NameHit(SurfaceKind.PIXELS, "x", "name", False, 1, read)
    (cover,) = boxes_to_cover(seen, [hit], inked=ink_on((200, 224, 280, 256, 20)).around)
    left, top, right, bottom = pixels(cover.box)

    assert left < 200 and top < 224 and right > 280 and bottom > 256
    assert bottom - top <= 62

"""Glyphs that the reader passed over leave a hole or ink beyond the last character."""

from __future__ import annotations

import numpy as np

from verifier.seals.completeness import holes, ink_beyond


def strip(*glyphs: float, width: int = 600) -> np.ndarray:
    """Return a strip with square glyphs at these places (0..1)."""
    image = np.full((60, width, 3), 255, np.uint8)
    for place in glyphs:
        middle = round(place * width)
        image[14:48, middle - 20 : middle + 20] = 0
        image[28:34, middle - 12 : middle + 12] = 255
    return image


def test_an_even_row_has_no_holes() -> None:
    places = [0.1, 0.2, 0.3, 0.42, 0.5]
    assert holes(strip(*places), places) == set()


def test_a_wide_step_is_doubtful_on_both_sides() -> None:
    assert holes(strip(0.1, 0.2, 0.4, 0.5, 0.6), [0.1, 0.2, 0.4, 0.5, 0.6]) == {1, 2}


def test_a_step_with_a_glyph_in_it_is_doubtful_though_places_are_rough() -> None:
    drawn = strip(0.08, 0.2, 0.31, 0.42, 0.53, 0.65)
    assert holes(drawn, [0.09, 0.22, 0.40, 0.53, 0.65]) == {1, 2}
    assert holes(drawn, [0.08, 0.2, 0.31, 0.42, 0.53, 0.65]) == set()
    assert holes(strip(0.08, 0.2, 0.42, 0.53, 0.65), [0.08, 0.2, 0.39, 0.53, 0.65]) == set()


def test_a_glyph_beyond_the_last_character_was_not_read() -> None:
    drawn = strip(0.2, 0.3, 0.4, 0.5, 0.6)
    assert ink_beyond(drawn, [0.2, 0.3, 0.4, 0.5, 0.6]) == set()
    assert ink_beyond(drawn, [0.3, 0.4, 0.5, 0.6]) == {0}
    assert ink_beyond(drawn, [0.2, 0.3, 0.4]) == {2}


def test_digits_along_the_rim_are_no_glyphs() -> None:
    drawn = strip(0.2, 0.3, 0.4)
    drawn[44:56, 280:420] = 0  # only the lower half
    assert ink_beyond(drawn, [0.2, 0.3, 0.4]) == set()


def test_two_characters_tell_no_step() -> None:
    assert holes(strip(0.1, 0.5, 0.9), [0.1, 0.9]) == set()
    assert ink_beyond(strip(0.1, 0.5, 0.9), [0.1, 0.9]) == set()

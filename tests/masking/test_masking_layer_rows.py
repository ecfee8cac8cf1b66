"""A text layer is read by where its characters stand, too."""

import numpy as np
import pytest

from verifier.intake.opened import LayerLine
from verifier.masking.layer_rows import scattered_rows


def layer_line(text, left, top, step=0.03):
    places = [(left + i * step, top, left + i * step + 0.025, top + 0.02) for i in range(len(text))]
    return LayerLine(text, np.array(places, np.float32), np.ones(len(text), bool))


def texts(*lines):
    return [surface.text for surface in scattered_rows(lines, page=1)]


def test_letters_that_are_lines_of_their_own_make_a_row():
    assert texts(*(layer_line(c, 0.2 + 0.03 * i, 0.3) for i, c in enumerate("欧阳若川"))) == ["欧阳若川"]


def test_letters_set_from_the_right_read_from_the_left():
    pieces = [layer_line(c, 0.2 + 0.03 * i, 0.3) for i, c in enumerate("欧阳若川")]

    assert texts(*reversed(pieces)) == ["欧阳若川"]


@pytest.mark.parametrize("lines", [["姓名：欧阳若川"], ["第一行文字", "第二行文字"]])
def test_lines_that_stand_as_they_are_held_are_not_told_again(lines):
    assert texts(*(layer_line(text, 0.1, 0.1 + 0.05 * i) for i, text in enumerate(lines))) == []


def test_a_wide_gap_parts_a_row():
    assert texts(layer_line("左", 0.1, 0.3), layer_line("右", 0.8, 0.3)) == []

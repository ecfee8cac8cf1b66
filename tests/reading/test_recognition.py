import numpy as np
import pytest

from verifier.reading.recognition import TextRecogniser

CHARACTERS = ("", "甲", "乙", " ")


def network_saying(*path, sure=0.9):
    """A network whose best class at each step is given; it notes the shapes that it was asked with."""
    shapes = []

    def run(tensor):
        shapes.append(tensor.shape)
        scores = np.full((1, len(path), len(CHARACTERS)), 0.01, dtype=np.float32)
        scores[0, np.arange(len(path)), path] = sure
        return scores

    run.shapes = shapes
    return run


def read(*path, strip=(48, 64)):
    return TextRecogniser(network_saying(*path), CHARACTERS).read([np.zeros((*strip, 3), dtype=np.uint8)])[0]


def test_repeats_fall_away_unless_a_blank_parts_them():
    assert "".join(found.text for found in read(0, 1, 1, 0, 1, 2, 2, 3, 0)) == "甲甲乙 "


def test_a_line_of_blanks_is_empty():
    assert read(0, 0, 0) == []


def test_positions_are_fractions_of_the_strip_not_of_its_padding():
    # 96 px are padded to 128: of 16 steps, 12 lie on the strip.
    found = read(1, *[0] * 10, 2, *[0] * 4, strip=(48, 96))

    assert [character.position for character in found] == pytest.approx([0.5 / 12, 11.5 / 12])


@pytest.mark.parametrize(("strip", "width"), [((48, 1), 64), ((48, 64), 64), ((48, 65), 128), ((24, 64), 128)])
def test_widths_come_in_steps(strip, width):
    network = network_saying(0)

    TextRecogniser(network, CHARACTERS).read([np.zeros((*strip, 3), dtype=np.uint8)])

    assert network.shapes == [(1, 3, 48, width)]


def test_no_strip_is_so_long_that_its_scores_fill_the_memory():
    network = network_saying(0)

    TextRecogniser(network, CHARACTERS).read([np.zeros((2, 5000, 3), dtype=np.uint8)])

    assert network.shapes[0][3] <= 4864


def test_a_network_of_other_classes_is_refused():
    recogniser = TextRecogniser(network_saying(0), CHARACTERS[:-1])

    with pytest.raises(ValueError, match="4 classes, but 3 characters"):
        recogniser.read([np.zeros((48, 64, 3), dtype=np.uint8)])


def test_an_empty_cut_out_reads_as_nothing():
    assert TextRecogniser(network_saying(1), CHARACTERS).read([np.zeros((0, 5, 3), dtype=np.uint8)]) == [[]]

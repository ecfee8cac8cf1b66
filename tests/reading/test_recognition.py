import itertools

import numpy as np
import pytest

from verifier.reading.recognition import TextRecogniser
from verifier.reading.steps import whole

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
    return TextRecogniser(whole(network_saying(*path)), CHARACTERS).read([np.zeros((*strip, 3), dtype=np.uint8)])[0]


def test_repeats_fall_away_unless_a_blank_parts_them():
    assert "".join(found.text for found in read(0, 1, 1, 0, 1, 2, 2, 3, 0)) == "甲甲乙 "


def test_a_line_of_blanks_is_empty():
    assert read(0, 0, 0) == []


def test_positions_are_fractions_of_the_strip_not_of_its_padding():
    # 104 px are padded to 128: of 16 steps, 13 lie on the strip.
    found = read(1, *[0] * 11, 2, *[0] * 3, strip=(48, 104))

    assert [character.position for character in found] == pytest.approx([0.5 / 13, 12.5 / 13])


@pytest.mark.parametrize(
    ("strip", "width"), [((48, 1), 32), ((48, 64), 64), ((48, 65), 96), ((24, 128), 256), ((48, 257), 320)]
)
def test_widths_come_in_steps(strip, width):
    network = network_saying(0)

    TextRecogniser(whole(network), CHARACTERS).read([np.zeros((*strip, 3), dtype=np.uint8)])

    assert network.shapes == [(1, 3, 48, width)]


def test_no_strip_is_so_long_that_its_scores_fill_the_memory():
    network = network_saying(0)

    TextRecogniser(whole(network), CHARACTERS).read([np.zeros((2, 5000, 3), dtype=np.uint8)])

    assert network.shapes[0][3] <= 4864


def test_a_network_of_other_classes_is_refused():
    recogniser = TextRecogniser(whole(network_saying(0)), CHARACTERS[:-1])

    with pytest.raises(ValueError, match="4 classes, but 3 characters"):
        recogniser.read([np.zeros((48, 64, 3), dtype=np.uint8)])


def test_an_empty_cut_out_reads_as_nothing():
    assert TextRecogniser(whole(network_saying(1)), CHARACTERS).read([np.zeros((0, 5, 3), dtype=np.uint8)]) == [[]]


WIDE, NARROW = tuple("一二三四五六七八九十"), tuple("0123456789")


def widths_read(*sayings, strip=(48, 1000)):
    """Read one long line by a network that answers with one saying after the other; return (widths, text)."""
    characters, widths = ("", *WIDE, *NARROW), []

    def run(tensor):
        widths.append(tensor.shape[3])
        saying, sure, pitch = sayings[len(widths) - 1]
        scores = np.full((1, tensor.shape[3] // 8, len(characters)), 0.0, dtype=np.float32)
        scores[0, :, 0] = 0.9
        for place, character in enumerate(saying):
            scores[0, place * pitch] = 0.0
            scores[0, place * pitch, characters.index(character)] = sure
        return scores

    (found,) = TextRecogniser(whole(run), characters).read([np.zeros((*strip, 3), dtype=np.uint8)])
    return widths, "".join(character.text for character in found)


def test_a_long_line_of_sure_wide_characters_is_read_squeezed_only():
    assert widths_read(("一二三四", 0.99, 3)) == ([640], "一二三四")


@pytest.mark.parametrize(
    "squeezed",
    [
        pytest.param(("一二7四", 0.99, 3), id="a digit: its neighbour may have fallen out"),
        pytest.param(("一二三四", 0.7, 3), id="not sure"),
        pytest.param(("一二三四", 0.99, 2), id="too close to part repeats"),
        pytest.param(("一", 0.99, 3), id="hardly anything"),
        pytest.param(("", 0.99, 3), id="nothing"),
    ],
)
def test_a_doubtful_squeezed_line_is_read_again_at_full_width(squeezed):
    assert widths_read(squeezed, ("五六七", 0.6, 4)) == ([640, 1024], "五六七")


def test_lines_of_like_width_are_read_in_a_row():
    """A runtime takes a tenth longer over a shape that is not the one before."""
    shapes = []

    def sure(tensor):
        shapes.append(tensor.shape[3])
        scores = np.zeros((1, tensor.shape[3] // 8, 3), dtype=np.float32)
        scores[0, ::3, 1] = scores[0, 1::6, 2] = 1
        return scores

    strips = [np.zeros((48, width, 3), dtype=np.uint8) for width in (1000, 700, 400) * 5]
    TextRecogniser(whole(sure), ("", "甲", "乙")).read(strips)

    assert sum(a != b for a, b in itertools.pairwise(shapes[:15])) == 2


def test_a_hole_in_a_squeezed_line_may_hide_a_character():
    def with_hole(tensor):
        scores = np.zeros((1, tensor.shape[3] // 8, 3), dtype=np.float32)
        scores[0, :, 0] = 0.9
        scores[0, [0, 3, 9, 12], 1:] = [[0, 0.95], [0.95, 0], [0, 0.95], [0.95, 0]]
        shapes.append(tensor.shape[3])
        return scores

    shapes = []
    TextRecogniser(whole(with_hole), ("", "甲", "乙")).read([np.zeros((48, 1000, 3), dtype=np.uint8)])

    assert shapes == [640, 1024]


def test_pages_on_which_squeezing_does_not_pay_are_read_once():
    network = network_saying(*[0] * 9)

    TextRecogniser(whole(network), CHARACTERS).read([np.zeros((48, 2000, 3), dtype=np.uint8)] * 20)

    assert [shape[3] for shape in network.shapes].count(2048) == 20
    assert [shape[3] for shape in network.shapes].count(1216) == 4


def test_short_strips_are_read_eight_at_a_time_and_keep_their_places():
    def width_as_class(tensor):
        shapes.append(tensor.shape)
        scores = np.zeros((len(tensor), 4, 40), dtype=np.float32)
        for row, picture in zip(scores, tensor, strict=True):
            row[:, int((picture[0, 0] > 0).sum()) // 10] = 1
        return scores

    shapes = []
    strips = [np.full((48, 10 * place, 3), 255, dtype=np.uint8) for place in (3, 9, 1, 7, 5, 8, 2, 4, 6, 30)]

    found = TextRecogniser(whole(width_as_class), tuple(map(str, range(40)))).read(strips)

    assert [reading[0].text for reading in found] == ["3", "9", "1", "7", "5", "8", "2", "4", "6", "30"]
    assert [shape[0] for shape in shapes] == [8, 1, 1]


def test_logits_become_probabilities():
    logits = np.log(np.array([[[0.2, 0.7, 0.1], [0.6, 0.1, 0.3]]], dtype=np.float32)) + 5

    (found,) = TextRecogniser(whole(lambda _: logits, logits=True), ("", "甲", "乙")).read(
        [np.zeros((48, 9, 3), dtype=np.uint8)]
    )

    assert [(c.text, c.confidence) for c in found] == [("甲", pytest.approx(0.7))]


def test_a_warmed_recogniser_has_met_the_shapes_of_usual_lines():
    def noting(tensor):
        shapes.append(tensor.shape)
        return np.zeros((len(tensor), 4, len(CHARACTERS)), dtype=np.float32)

    shapes = []
    recogniser = TextRecogniser(whole(noting), CHARACTERS)
    recogniser.warm()
    met = set(shapes)
    shapes.clear()

    widths = (5, 70, 120, 200, 256, 300, 383, 700, 1000, 1280)
    recogniser.read([np.zeros((48, width, 3), dtype=np.uint8) for width in (*widths, *[90] * 8)])

    assert shapes
    assert set(shapes) <= met

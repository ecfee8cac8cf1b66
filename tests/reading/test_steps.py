import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tests.synthesis.fonts import face
from verifier.reading.cutting import cut_before_head
from verifier.reading.quiet import silence
from verifier.reading.runtimes import load_onnxruntime, read_steps_openvino
from verifier.reading.steps import BlankTest, HeadApart, blank_test_of, whole
from verifier.reading.weights import pp_ocrv6_small

CHANNELS = CLASSES = 4


def body(tensor):
    """A body whose features are the classes' own: channel c is one where the picture says class c."""
    return np.eye(CHANNELS, dtype=np.float32)[tensor.astype(int)]


def head(chunk):
    """A head whose logits are ten times the features; it takes sixteen steps and nothing else."""
    assert chunk.shape == (1, 16, CHANNELS)
    return chunk * 10


def logits(tensor):
    return body(tensor) * 10


BLANK = BlankTest(np.array([1, 0, 0, 0], dtype=np.float32), 0.0, 0.5)
SAYINGS = st.integers(1, 3).flatmap(
    lambda batch: st.lists(
        st.lists(st.integers(0, CLASSES - 1), min_size=21, max_size=21), min_size=batch, max_size=batch
    )
)


@given(SAYINGS, st.sampled_from([None, BLANK]))
def test_a_head_apart_says_what_the_whole_network_says(sayings, blank):
    tensor = np.array(sayings)

    (apart,), (together,) = HeadApart(body, head, blank)([tensor]), whole(logits, logits=True)([tensor])

    assert (apart.best == together.best).all()
    assert np.allclose(apart.sure, together.sure)
    assert apart.classes == together.classes == CLASSES


@given(st.lists(SAYINGS, max_size=4), st.sampled_from([None, BLANK]))
def test_batches_read_together_say_what_each_says_alone(batches, blank):
    memory = np.zeros((3, 21, CHANNELS), dtype=np.float32)

    def overwriting(tensor):
        """A runtime writes every answer into the same memory."""
        memory[: len(tensor)] = body(tensor)
        return memory[: len(tensor)]

    tensors = [np.array(sayings) for sayings in batches]
    reader = HeadApart(overwriting, head, blank)

    together, alone = reader(tensors), [reader([tensor])[0] for tensor in tensors]

    for one, other in zip(together, alone, strict=True):
        assert (one.best == other.best).all()
        assert np.allclose(one.sure, other.sure)


def test_the_head_is_not_asked_about_sure_blanks():
    asked = []

    def counting(chunk):
        asked.append(int((chunk[0].sum(axis=1) > 0).sum()))
        return head(chunk)

    HeadApart(body, counting, BLANK)([np.array([[0] * 100 + [1, 2, 2, 0, 3] + [0] * 100])])

    assert asked == [4]


def test_a_line_of_blanks_still_tells_how_many_classes_there_are():
    (steps,) = HeadApart(body, head, BLANK)([np.zeros((1, 7), dtype=int)])

    assert steps.best.tolist() == [[0] * 7]
    assert steps.classes == CLASSES


def test_what_is_no_number_is_never_taken_for_a_blank():
    features = np.array([[np.nan, 0, 0, 0], [np.inf, -np.inf, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=np.float32)
    mixed = BlankTest(np.array([1, 1, 0, 0], dtype=np.float32), 0.0, 0.5)

    assert BLANK.open_steps(features[[0, 2, 3]]).tolist() == [True, False, True]
    assert mixed.open_steps(features[1:2]).tolist() == [True]


def test_the_test_for_blanks_fits_the_installed_weights():
    """A test that fits no weights would leave all steps to the head, silently."""
    silence()
    import openvino

    file = pp_ocrv6_small().recogniser
    test = blank_test_of(file)
    features, _ = cut_before_head(openvino.Core().read_model(str(file)))

    assert test is not None
    assert test.weights.shape == (features.get_results()[0].get_output_partial_shape(0)[2].get_length(),)


def test_only_what_ends_in_a_matrix_product_can_be_cut():
    silence()
    import openvino

    with pytest.raises(ValueError, match="Sigmoid"):
        cut_before_head(openvino.Core().read_model(str(pp_ocrv6_small().detector)))


@pytest.fixture(scope="module")
def reader():
    return read_steps_openvino(pp_ocrv6_small().recogniser, 1)


@pytest.mark.slow
@pytest.mark.parametrize("colours", [("white", "black"), ("black", "white"), ("#d8d0c0", "#6a6a78")])
@pytest.mark.parametrize("text", ["，。、；：·——一丨", "2019年10月1l日,1.1;l|I", "检定规程第38号，合格。"])
def test_the_installed_test_passes_no_character_over(reader, text, colours):
    paper, ink = colours
    image = Image.new("RGB", (640, 48), paper)
    ImageDraw.Draw(image).text((8, 8), text, font=face("song", 32), fill=ink)
    picture = (np.asarray(image, dtype=np.float32) / 127.5 - 1).transpose(2, 0, 1)[np.newaxis]
    asked_everywhere = HeadApart(reader.body, reader.head)

    (quick,), (slow,) = reader([picture]), asked_everywhere([picture])

    assert (quick.best == slow.best).all()
    assert (slow.best > 0).any()


@pytest.mark.slow
def test_most_blanks_of_a_plain_line_need_no_head(reader):
    image = Image.new("RGB", (640, 48), "white")
    ImageDraw.Draw(image).text((4, 8), "申报人所在单位应当对申报材料的真实性进行", font=face("song", 32), fill="black")
    picture = (np.asarray(image, dtype=np.float32) / 127.5 - 1).transpose(2, 0, 1)[np.newaxis]

    asked = reader.blank.open_steps(reader.body(picture)[0])

    assert asked.mean() < 0.7


@pytest.mark.slow
def test_cut_in_two_the_recogniser_says_the_same():
    picture = np.random.default_rng(2).standard_normal((1, 3, 48, 192), np.float32)
    file = pp_ocrv6_small().recogniser

    (apart,) = read_steps_openvino(file, 1, bf16=False, eight_bits=False)([picture])
    (together,) = whole(load_onnxruntime(file, 1))([picture])

    assert (apart.best == together.best).all()
    assert np.allclose(apart.sure, together.sure, atol=1e-3)

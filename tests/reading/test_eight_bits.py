import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tests.synthesis.fonts import face
from verifier.reading.cutting import cut_before_head
from verifier.reading.eight_bits import fast_here, grid, quantise, ranges_of
from verifier.reading.quiet import silence
from verifier.reading.runtimes import load_onnxruntime, read_steps_openvino
from verifier.reading.weights import pp_ocrv6_small


@given(st.floats(-50, 0), st.floats(0.1, 50))
def test_the_grid_holds_the_range_and_zero(low, high):
    start, end = map(float, grid(low, high))
    step = (end - start) / 255

    assert start <= low * (1 - 1e-6) + 1e-6
    assert end >= high * (1 - 1e-6)
    assert abs(start / step - round(start / step)) < 1e-3


def test_one_sided_inputs_keep_most_levels():
    start, end = map(float, grid(-0.17, 4.0))

    assert end - start < 5


def test_every_range_names_a_layer_of_the_installed_weights():
    """A range that names nothing would leave its layer in sixteen bits, silently."""
    silence()
    import openvino

    for network in (pp_ocrv6_small().recogniser, pp_ocrv6_small().detector):
        ranges = ranges_of(network)
        assert quantise(openvino.Core().read_model(str(network)), ranges) == len(ranges)


def test_the_recogniser_has_ranges():
    assert len(ranges_of(pp_ocrv6_small().recogniser)) > 20


@pytest.mark.slow
@pytest.mark.skipif(not fast_here(), reason="no instructions for eight bits: OpenVINO rounds otherwise")
def test_every_rounding_is_part_of_another_step():
    """Alone, a rounding is three steps: out of sixteen bits, the rounding, and back to the order of channels."""
    silence()
    import openvino

    file = pp_ocrv6_small().recogniser
    body, _ = cut_before_head(openvino.Core().read_model(str(file)))
    quantise(body, ranges_of(file))
    steps = openvino.Core().compile_model(body, "CPU").get_runtime_model().get_ops()

    assert "FakeQuantize" not in {step.get_rt_info()["layerType"].value for step in steps}


@pytest.mark.slow
def test_the_rounded_recogniser_says_the_same_as_the_exact_one():
    image = Image.new("RGB", (640, 48), "white")
    ImageDraw.Draw(image).text((8, 8), "2019年检定规程第38号，合格", font=face("song", 32), fill="black")
    picture = (np.asarray(image, dtype=np.float32) / 127.5 - 1).transpose(2, 0, 1)[np.newaxis]
    file = pp_ocrv6_small().recogniser
    exact = load_onnxruntime(file, 1)(picture)[0]

    reader = read_steps_openvino(file, 1)
    logits = np.asarray(reader.head(reader.body(picture)))[0]

    rounded = np.exp(logits - logits.max(axis=1, keepdims=True))
    rounded /= rounded.sum(axis=1, keepdims=True)
    assert (rounded.argmax(axis=1) == exact.argmax(axis=1)).all()
    assert np.abs(rounded - exact).max(axis=1).mean() < 0.02

import numpy as np
import pytest

from verifier.reading.quiet import silence
from verifier.reading.runtimes import load_openvino
from verifier.reading.shuffling import without_transposed
from verifier.reading.weights import pp_ocrv6_small


def run(model, tensor):
    import openvino

    return openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})([tensor])[0]


def ending(inward):
    """A small network that ends as the detector does, its weights drawn at random."""
    silence()
    import openvino
    from openvino import opset13

    rng = np.random.default_rng(3)
    picture = opset13.parameter([1, inward, -1, -1], np.float32)
    last = picture
    for outward in (5, 1):
        weights = rng.standard_normal((last.get_output_partial_shape(0)[1].get_length(), outward, 2, 2), np.float32)
        last = opset13.convolution_backprop_data(last, opset13.constant(weights), [2, 2])
        last = opset13.add(last, opset13.constant(rng.standard_normal((1, outward, 1, 1), np.float32)))
        last = opset13.relu(last) if outward > 1 else opset13.sigmoid(last)
    return openvino.Model([opset13.result(last.output(0))], [picture], "ending")


def test_the_shuffled_end_gives_the_same_numbers():
    model = ending(5)
    picture = np.random.default_rng(1).standard_normal((1, 5, 7, 9), np.float32)
    before = run(model, picture)

    after = run(without_transposed(model), picture)

    assert after.shape == before.shape == (1, 1, 28, 36)
    assert np.abs(after - before).max() < 1e-5
    assert before.std() > 0.1


def test_other_networks_stay_as_they_are():
    silence()
    import openvino

    recogniser = openvino.Core().read_model(str(pp_ocrv6_small().recogniser))

    assert without_transposed(recogniser) is recogniser


@pytest.mark.slow
def test_the_detector_is_one_that_is_shuffled():
    silence()
    import openvino

    detector = openvino.Core().read_model(str(pp_ocrv6_small().detector))
    picture = np.random.default_rng(2).standard_normal((1, 3, 160, 96), np.float32)
    before = run(detector, picture)

    shuffled = without_transposed(detector)

    assert shuffled is not detector
    assert np.abs(run(shuffled, picture) - before).max() < 1e-4
    assert load_openvino(pp_ocrv6_small().detector, 1, picture.shape)(picture).shape == before.shape

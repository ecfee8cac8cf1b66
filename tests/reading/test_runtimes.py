import numpy as np
import pytest

from verifier.reading.runtimes import load_onnxruntime, load_openvino
from verifier.reading.weights import pp_ocrv6_small


@pytest.mark.slow
def test_an_input_of_the_usual_shape_and_any_other_give_what_the_plain_network_gives():
    file, usual = pp_ocrv6_small().detector, (1, 3, 64, 96)
    network, plain = load_openvino(file, 1, usual, bf16=False), load_onnxruntime(file, 1)

    for shape in (usual, (1, 3, 96, 64), usual):
        picture = np.random.default_rng(4).standard_normal(shape, np.float32)
        assert np.allclose(network(picture), plain(picture), atol=2e-3)

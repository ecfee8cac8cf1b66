import numpy as np

from verifier.reading.planes import put_planes


def test_planes_are_blue_first_from_minus_one_to_one():
    image = np.array([[[255, 51, 0]], [[0, 102, 255]]], dtype=np.uint8)
    planes = np.full((3, 2, 2), 7, dtype=np.float32)

    put_planes(image, planes[:, :, :1])

    assert np.allclose(planes[:, :, 0], [[-1, 1], [-0.6, -0.2], [1, -1]])
    assert (planes[:, :, 1] == 7).all()


def test_every_byte_comes_out_as_the_plain_formula_has_it():
    image = np.random.default_rng(3).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    planes = np.empty((3, 40, 60), dtype=np.float32)

    put_planes(image, planes)

    assert (planes == image[:, :, ::-1].transpose(2, 0, 1) * np.float32(2 / 255) - np.float32(1)).all()

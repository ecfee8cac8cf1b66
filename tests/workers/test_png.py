"""Pictures of pages as PNG: every reader gets back exactly what was written."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from verifier.pictures import RgbImage
from workers.png import encode_png

_SIDES = st.integers(1, 40)


@given(st.tuples(_SIDES, _SIDES, st.just(3)).flatmap(lambda shape: arrays(np.uint8, shape)))
def test_readers_get_back_what_was_written(image: RgbImage) -> None:
    png = encode_png(image)
    with Image.open(io.BytesIO(png)) as read:
        read.load()
        assert (read.format, read.mode) == ("PNG", "RGB")
        assert np.array_equal(np.asarray(read), image)
    assert np.array_equal(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1], image)


def test_a_picture_that_is_no_block_of_memory_is_written_as_well() -> None:
    image = np.arange(30 * 20 * 3, dtype=np.uint8).reshape(30, 20, 3)[::2, ::-1]
    with Image.open(io.BytesIO(encode_png(image))) as read:
        assert np.array_equal(np.asarray(read), image)


def test_a_broken_picture_is_noticed() -> None:
    """Every chunk carries its checksum."""
    png = bytearray(encode_png(np.full((5, 5, 3), 7, np.uint8)))
    png[20] ^= 1  # the height
    with pytest.raises((OSError, SyntaxError)), Image.open(io.BytesIO(bytes(png))) as read:
        read.load()

"""Runs of ink on packed bits, against OpenCV's opening of the same mask."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.certificates.runs import across_runs, along_runs


def _opened(ink: np.ndarray, width: int, height: int) -> np.ndarray:
    thick = cv2.dilate(ink, np.ones((3, 1) if width > height else (1, 3), np.uint8))
    kernel = np.ones((height, width), np.uint8)
    return cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)


@given(
    seed=st.integers(0, 10**6),
    shape=st.tuples(st.integers(1, 70), st.integers(1, 70)),
    half=st.integers(1, 12),
    share=st.sampled_from([0.3, 0.7, 0.95]),
)
def test_runs_are_those_of_an_opening(seed: int, shape: tuple[int, int], half: int, share: float) -> None:
    ink = (np.random.default_rng(seed).random(shape) < share).astype(np.uint8)
    length = 2 * half + 1
    assert np.array_equal(along_runs(ink, length), _opened(ink, 1, length))
    assert np.array_equal(across_runs(ink, length), _opened(ink, length, 1))


@pytest.mark.parametrize("length", [15, 16, 39, 40])
def test_a_line_is_kept_from_its_length_on(length: int) -> None:
    ink = np.zeros((100, 61), np.uint8)
    ink[20 : 20 + length, 8] = 1
    ink[30 : 29 + length, 40] = 1
    kept = along_runs(ink, length)
    assert kept[20 : 20 + length, 7:10].all()
    assert kept.sum() == 3 * length
    assert across_runs(ink, length).sum() == 0


def test_a_line_that_climbs_stays_in_one_piece() -> None:
    ink = np.zeros((40, 120), np.uint8)
    for x in range(120):
        ink[10 + x // 60, x] = 1
    assert across_runs(ink, 100)[:, 60].any()
    assert not across_runs(np.where(np.arange(120) == 60, 0, ink).astype(np.uint8), 100).any()

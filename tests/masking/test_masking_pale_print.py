"""Large pale print under other print is read without what lies over it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.document import Line
from models.geometry import Box
from models.observation import SurfaceKind
from verifier.masking.pale_print import pale_readings

ROWS = tuple(Line("the quick brown fox", Box(0.1, 0.1 * row, 0.8, 0.1 * row + 0.04), 0.99) for row in range(1, 8))


class Reader:
    """Keeps what it is shown; reads one line."""

    name = "reader"
    version = "1"

    def __init__(self) -> None:
        self.shown: list[np.ndarray] = []

    def read(self, image: np.ndarray) -> list[Line]:
        self.shown.append(image)
        return [Line("欧阳若川", Box(0.0, 0.0, 1.0, 1.0), 0.9)]

    def read_strip(self, image: np.ndarray) -> tuple[str, tuple[float, ...]]:
        raise NotImplementedError


def page(mark: int | None, *, colour=(170, 170, 170), at=(300, 430)) -> np.ndarray:
    image = np.full((1000, 1000, 3), 250, np.uint8)
    if mark is not None:
        cv2.putText(image, "OUYANG", at, 0, 2.6, colour, mark)
    for row in range(1, 8):
        cv2.putText(image, "the quick brown fox jumps over", (100, 100 * row + 30), 0, 1.2, (20, 20, 20), 3)
    return image


def test_a_pale_name_across_print_is_read_without_the_print():
    engine = Reader()
    (found,) = pale_readings(page(8), ROWS, engine, page=3)

    assert (found.kind, found.text, found.page) == (SurfaceKind.PIXELS, "欧阳若川", 3)
    assert found.box is not None and found.box.contains((0.45, 0.41))
    (shown,) = engine.shown
    assert shown.min() > 100 and (shown < 200).any()


@pytest.mark.parametrize(
    "image",
    [page(None), page(8, colour=(220, 120, 120)), page(8, at=(300, 880)), np.full((1000, 1000, 3), 60, np.uint8)],
    ids=["print alone", "a stamp", "beside print", "a dark picture"],
)
def test_what_is_no_pale_print_under_print_is_not_read_again(image: np.ndarray):
    engine = Reader()
    assert list(pale_readings(image, ROWS, engine, page=1)) == [] and engine.shown == []

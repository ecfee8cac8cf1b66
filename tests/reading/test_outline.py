"""The outline of a page in a photograph, and above all where there is none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.reading.lying import SQUARE, photographed
from tests.synthesis.drawing import draw_document
from verifier.reading.outline import find_outline, flattening


@pytest.mark.parametrize(("kind", "seed"), [("diploma", 1), ("blank", 3)])
def test_a_page_on_a_table_is_found_to_within_a_hundredth(kind: str, seed: int):
    photo, there = photographed(draw_document(kind, seed).image, seed, shake=0.04)
    corners = find_outline(photo)
    assert corners is not None
    assert corners == pytest.approx(np.array([there.apply((float(x), float(y))) for x, y in SQUARE]), abs=0.01)
    way, size = flattening(corners, (photo.shape[1], photo.shape[0]))
    assert size[1] / size[0] == pytest.approx(2**0.5, abs=0.01)
    assert way.apply((0.5, 0.5)) == pytest.approx(there.apply((0.5, 0.5)), abs=0.01)


@pytest.mark.parametrize("kind", ["diploma", "id_card"])
def test_a_scan_is_left_alone(kind: str):
    assert find_outline(draw_document(kind, 6).image) is None


def wall() -> np.ndarray:
    noise = np.random.default_rng(3).integers(120, 200, (12, 16, 3)).astype(np.float32)
    return np.clip(cv2.resize(noise, (1600, 1200), interpolation=cv2.INTER_CUBIC), 0, 255).astype(np.uint8)


def on_table(corners: list[tuple[int, int]], *, size: tuple[int, int] = (1600, 1200)) -> np.ndarray:
    picture = np.full((size[1], size[0], 3), 60, np.uint8)
    cv2.fillPoly(picture, [np.array(corners)], (240, 240, 240))
    return picture


def two_sheets() -> np.ndarray:
    picture = on_table([(60, 60), (1100, 60), (1100, 1140), (60, 1140)])
    cv2.rectangle(picture, (1160, 60), (1540, 1140), (235, 235, 235), cv2.FILLED)
    return picture


DOUBTFUL = {
    "wall": wall(),
    "tiny": on_table([(10, 10), (90, 10), (90, 90), (10, 90)], size=(100, 100)),
    "round": cv2.circle(np.full((1200, 1600, 3), 60, np.uint8), (800, 600), 560, (240, 240, 240), cv2.FILLED),
    "cut by the edge": on_table([(-200, 100), (1300, 60), (1340, 1100), (-200, 1150)]),
    "torn corner": on_table([(400, 60), (1500, 60), (1500, 1140), (100, 1140), (100, 360)]),
    "small": on_table([(500, 300), (1000, 300), (1000, 800), (500, 800)]),
    "second sheet": two_sheets(),
    "too oblique": on_table([(600, 60), (1000, 60), (1580, 1180), (20, 1180)]),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_in_doubt_nothing_is_cut(name: str):
    assert find_outline(DOUBTFUL[name]) is None


def test_a_plain_sheet_is_beyond_doubt():
    corners = find_outline(on_table([(100, 60), (1500, 60), (1500, 1140), (100, 1140)]))
    assert corners is not None
    assert corners[0] == pytest.approx((100 / 1600, 60 / 1200), abs=0.01)

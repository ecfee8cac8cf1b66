"""Pages that no office would make: an answer in bounded time, no crash, nothing invented."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest

from models.observation import SealColour
from tests.seals.stamp import paper, pixels, press, round_seal
from tests.seals.test_seals_observe import NAME, Reader
from verifier.pictures import RgbImage
from verifier.seals.find import find_candidates
from verifier.seals.observe import observe_seals

_SECONDS = 8.0
"""CPU seconds; an ordinary page takes a tenth of one."""


def sixty_marks() -> RgbImage:
    page = np.full((2339, 1654, 3), 252, np.uint8)
    for index in range(60):
        middle = (130 + 230 * (index % 7), 130 + 240 * (index // 7))
        cv2.circle(page, middle, 88, (200, 40, 45), 5, cv2.LINE_AA)
        cv2.putText(page, "XX", (middle[0] - 30, middle[1] + 20), cv2.FONT_HERSHEY_SIMPLEX, 2, (200, 40, 45), 6)
    return page


def noise() -> RgbImage:
    return np.random.default_rng(1).integers(0, 256, (1200, 900, 3), dtype=np.uint8)


def red(page: RgbImage) -> RgbImage:
    return np.broadcast_to(np.array([215, 30, 40], np.uint8), page.shape).copy()


PAGES = {
    "noise": noise(),
    "red": red(np.empty((2339, 1654, 3), np.uint8)),
    "black": np.zeros((2339, 1654, 3), np.uint8),
    "10,000 px wide": np.full((400, 10_000, 3), 250, np.uint8),
    "thumbnail": np.full((50, 40, 3), 250, np.uint8),
    "one pixel": np.full((1, 1, 3), 250, np.uint8),
    "a line": np.full((3, 2000, 3), 250, np.uint8),
}


@pytest.mark.parametrize(
    "page",
    [pytest.param(sixty_marks(), marks=pytest.mark.slow, id="60 marks")]
    + [pytest.param(page, id=name) for name, page in PAGES.items()],
)
def test_an_answer_in_bounded_time(page: RgbImage) -> None:
    started = time.process_time()
    seals = observe_seals(page, page=1, dpi=None, engine=Reader(""))
    assert time.process_time() - started < _SECONDS
    assert len(seals) <= 24


def test_a_seal_on_a_very_wide_scan_is_found() -> None:
    page = np.full((7000, 10_000, 3), 252, np.uint8)
    seal = cv2.resize(pixels(press(paper(), round_seal(NAME), centre=(430, 330))), (4500, 3300))
    page[2000:5300, 3000:7500] = seal
    started = time.process_time()
    (found,) = observe_seals(page, page=1, dpi=None, engine=Reader(NAME))
    assert time.process_time() - started < _SECONDS
    assert (found.text, found.colour) == (NAME, SealColour.RED)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_seal_on_a_turned_page_is_found(turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(pixels(press(paper(), round_seal(NAME), centre=(430, 330))), turns))
    (candidate,) = find_candidates(page)
    left, top, right, bottom = candidate.bounds()
    assert (right - left) == pytest.approx(260, abs=12)
    assert (bottom - top) == pytest.approx(260, abs=12)


def test_a_thumbnail_of_a_page_holds_no_readable_seal() -> None:
    page = pixels(press(paper(), round_seal(NAME), centre=(430, 330)))
    small = cv2.resize(page, (50, round(50 * page.shape[0] / page.shape[1])), interpolation=cv2.INTER_AREA)
    assert all(seal.text is None for seal in observe_seals(small, page=1, dpi=None, engine=Reader("")))

"""Narrow slices of a seal at the page's edge (骑缝章) are reported as pieces; other red things at the edge are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.seals.test_seals_observe import Reader
from tests.synthesis.ink.seal_kinds import stamp_of
from tests.synthesis.paper import Sheet
from tests.synthesis.scanning.capture import capture
from tests.synthesis.seals import press_across
from tests.synthesis.truth import Drawn
from verifier.pictures import RgbImage
from verifier.seals.observe import observe_seals
from verifier.seals.slices import slices_at_edges

RED = (200, 40, 45)
MM = 2339 / 297


def fanned(pages: int, which: int, *, edge: str = "right", colour: str = "red") -> Drawn:
    """Return one of several fanned pages over whose edges a stamp was pressed."""
    sheets = [Sheet() for _ in range(pages)]
    stamp = stamp_of("official", "梨城县计量检测研究所", 5, split="train", colour=colour)
    press_across(sheets, stamp, 140, edge=edge, seed=7)
    return sheets[which].finish(None, "seam")


def pieces(image: RgbImage) -> list[tuple[bool, str | None]]:
    found = observe_seals(image, page=1, dpi=None, engine=Reader(""))
    return [(seal.is_fragment, seal.text) for seal in found]


@pytest.mark.parametrize(
    ("pages", "which", "edge", "way"),
    [
        (5, 0, "right", "flatbed"),
        (5, 2, "right", "flatbed"),
        (6, 3, "left", "flatbed_150"),
        (6, 1, "left", "heavy_jpeg"),
    ],
)
def test_a_slice_is_a_piece_without_a_text(pages: int, which: int, edge: str, way: str) -> None:
    page = capture(fanned(pages, which, edge=edge), way, 3)
    (seal,) = observe_seals(page.image, page=1, dpi=None, engine=Reader(""))
    assert seal.is_fragment
    assert (seal.text, seal.confidence, seal.diameter_mm) == (None, None, None)
    assert seal.box.intersection(page.truth.seals[0].box) is not None


def test_a_blue_slice_at_the_top_edge() -> None:
    turned = np.ascontiguousarray(np.rot90(fanned(5, 2, colour="blue").image))
    (seal,) = observe_seals(turned, page=1, dpi=None, engine=Reader(""))
    assert (seal.is_fragment, seal.colour.value) == (True, "blue")
    assert seal.box.top == 0


def sheet() -> RgbImage:
    return np.full((2339, 1654, 3), 252, np.uint8)


def margin() -> RgbImage:
    """A red rule along the margin of a form."""
    page = sheet()
    cv2.line(page, (30, 100), (30, 2200), RED, 5)
    return page


def folder() -> RgbImage:
    """A red folder that shows beside the paper."""
    page = sheet()
    page[:, :60] = RED
    return page


def tab() -> RgbImage:
    """A solid index tab at the edge."""
    page = sheet()
    page[900:1200, :80] = RED
    return page


def bracket() -> RgbImage:
    """Short red lines that begin at the edge, of a table that was cut."""
    page = sheet()
    for y in range(600, 2200, 90):
        cv2.line(page, (0, y), (700, y), RED, 4)
    return page


def heading() -> RgbImage:
    """A red heading that begins near the edge and goes on."""
    page = sheet()
    for x in range(30, 1500, 120):
        cv2.putText(page, "H", (x, 300), cv2.FONT_HERSHEY_SIMPLEX, 5, RED, 18)
    return page


@pytest.mark.parametrize("draw", [margin, folder, tab, bracket, heading, sheet])
def test_other_red_things_at_the_edge_are_none(draw: object) -> None:
    assert callable(draw)
    assert pieces(draw()) == []


def test_a_whole_seal_near_the_edge_has_no_slice() -> None:
    page = capture(fanned(1, 0), "flatbed", 3)
    assert [piece for piece, _ in pieces(page.image) if piece] == []


def test_a_thumbnail_has_no_slices() -> None:
    assert slices_at_edges(np.full((50, 40), 255, np.uint8), "red") == []  # type: ignore[arg-type]

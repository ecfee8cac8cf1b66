"""Every box of the truth is found again by drawing what it names alone: its ink lies inside it and nowhere else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from models.geometry import Box
from tests.synthesis.covers import cover
from tests.synthesis.documents.common import SPLITS, style
from tests.synthesis.drawing import DOCUMENTS, draw_seal
from tests.synthesis.handwriting import hand, sign, write
from tests.synthesis.names import draw_name
from tests.synthesis.paper import DPI, Sheet, Type
from tests.synthesis.people import scene
from tests.synthesis.seals import press

SLACK = 2
"""Pixels that a box may be too small: smoothed edges of glyphs, rounding of places."""

Sides = tuple[int, int, int, int]


@dataclass(frozen=True)
class Set:
    """One call of Sheet.text."""

    size_mm: tuple[float, float]
    x: float
    y: float
    text: str
    type_: Type
    stretch: float
    box: Box


@contextmanager
def noted() -> Iterator[list[Set]]:
    """Note every line that is set on any sheet meanwhile."""
    lines: list[Set] = []
    original = Sheet.text

    def text(self: Sheet, x: float, y: float, text: str, type_: Type, *, stretch: float = 0.0) -> Box:
        box = original(self, x, y, text, type_, stretch=stretch)
        lines.append(Set((self.width_mm, self.height_mm), x, y, text, type_, stretch, box))
        return box

    Sheet.text = text  # type: ignore[method-assign]
    try:
        yield lines
    finally:
        Sheet.text = original  # type: ignore[method-assign]


def ink_alone(line: Set) -> Sides | None:
    """Return where the line's ink is, in pixels of its page, when it stands on a sheet of its own."""
    ground = (0, 0, 0) if sum(line.type_.colour) > 380 else (255, 255, 255)
    # A strip of the page will do, cut at a whole pixel.
    above = max(0, int(line.y * DPI / 25.4) - 40)
    sheet = Sheet((line.size_mm[0], line.type_.points * 0.8 + 15), ground)
    sheet.text(line.x, line.y - above * 25.4 / DPI, line.text, line.type_, stretch=line.stretch)
    ink = changed(Image.new("RGB", sheet.size, ground), sheet.picture, 24)
    return ink and (ink[0], ink[1] + above, ink[2], ink[3] + above)


def changed(before: Image.Image, after: Image.Image, level: int) -> Sides | None:
    """Return where two pictures differ by more than this level."""
    grey = ImageChops.difference(before, after).convert("L")
    return grey.point(lambda value: 255 if value > level else 0).getbbox()


def outside(box: Box, ink: Sides, size: tuple[int, int]) -> float:
    """Return by how many pixels ink leaves the box."""
    width, height = size
    left, top, right, bottom = box.left * width, box.top * height, box.right * width, box.bottom * height
    return max(left - ink[0], top - ink[1], ink[2] - right, ink[3] - bottom)


def check(line: Set) -> None:
    ink, size = ink_alone(line), Sheet(line.size_mm).size
    assert (ink is None) == (not line.text.strip()), line
    if ink is not None:
        assert outside(line.box, ink, size) <= SLACK, (line, outside(line.box, ink, size))


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.sampled_from(sorted(DOCUMENTS)), st.sampled_from(sorted(SPLITS)), st.data())
def test_lines_of_documents_lie_in_their_boxes(seed: int, type_: str, split: str, data: st.DataObject):
    with noted() as lines:
        DOCUMENTS[type_](scene(seed), style(seed, split=split))
    for line in data.draw(st.permutations(lines))[:12]:
        check(line)


@pytest.mark.slow
@pytest.mark.parametrize(("type_", "split"), list(zip(sorted(DOCUMENTS), cycle(SPLITS), strict=False)))
def test_lines_of_every_type_lie_in_their_boxes(type_: str, split: str):
    with noted() as lines:
        DOCUMENTS[type_](scene(60), style(60, split=split))
    for line in lines[:: 1 + len(lines) // 25]:
        check(line)


def printed_sheet() -> Sheet:
    """Return a small sheet with print all over, so that what is drawn must show over letters and on bare paper."""
    sheet = Sheet((120.0, 70.0))
    for row in range(5):
        sheet.text(8, 6 + row * 13, "质量检验报告与计量检定证书" * 2, Type("song", 11))
    return sheet


@settings(max_examples=18, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    kind=st.sampled_from(["handwritten", "printed", "pasted"]),
    x=st.floats(5, 40),
    y=st.floats(15, 55),
)
def test_what_is_signed_lies_in_its_box_and_fills_it(seed: int, kind: str, x: float, y: float):
    sheet = Sheet((120.0, 70.0))
    before = sheet.picture.copy()
    name = draw_name(random.Random(seed), "女").text
    writer = hand(seed, faces=SPLITS[("train", "dev", "held")[seed % 3]].writers)
    truth = sign(sheet, x, y, name, "申报人", writer, kind=kind, seed=seed % 97)
    ink = changed(before, sheet.picture, 24)
    assert ink is not None
    assert outside(truth.box, ink, sheet.size) <= SLACK
    if kind == "handwritten":
        assert truth.box.iou(sheet.box_px(*ink)) > 0.85


@settings(max_examples=18, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    shape=st.sampled_from(["round", "oval", "square", "rectangle"]),
    x=st.floats(-8, 128),
    y=st.floats(10, 60),
    wear=st.floats(0, 0.9),
)
def test_a_seal_lies_where_its_truth_says_to_the_pixel(seed: int, shape: str, x: float, y: float, wear: float):
    sheet = printed_sheet()
    before = sheet.picture.copy()
    about = scene(seed)
    text = about.person.name[:4].replace("·", "") if shape == "square" else about.unit.name
    truth = press(sheet, draw_seal(text, shape=shape, seed=seed, wear=wear, tilt_degrees=seed % 41 - 20), x, y)
    # Ink below a seventh of its strength is no part of a stamp: it is the rim of its softness.
    ink = changed(before, sheet.picture, 40)
    assert ink is not None
    assert outside(truth.box, ink, sheet.size) <= SLACK
    if truth.visible > 0.99 and wear < 0.5:
        assert truth.box.iou(sheet.box_px(*ink)) > 0.9


@settings(max_examples=18, deadline=None, derandomize=True)
@given(
    kind=st.sampled_from(["opaque", "translucent", "mosaic", "blur", "thin", "partial"]),
    left=st.floats(0.05, 0.6),
    top=st.floats(0.05, 0.8),
    width=st.floats(0.05, 0.3),
    height=st.floats(0.03, 0.12),
)
def test_a_cover_changes_its_box_and_nothing_else(kind: str, left: float, top: float, width: float, height: float):
    sheet = printed_sheet()
    before = sheet.picture.copy()
    wanted = Box(left, top, left + width, top + height)
    truth = cover(sheet, wanted, kind=kind)
    ink = changed(before, sheet.picture, 0)
    if ink is not None:
        assert outside(truth.box, ink, sheet.size) < 0.1
    if kind in ("thin", "partial"):
        assert truth.box.covered_by(wanted.expanded(0.01, 0.01)) > 0.99
    else:
        assert wanted.covered_by(truth.box) > 0.99
    if kind == "opaque":
        place = truth.box.to_pixels(*sheet.size)
        assert np.asarray(sheet.picture.crop(place)).max() == 0


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.floats(5, 30), st.floats(15, 55), st.floats(4, 9))
def test_notes_by_hand_lie_in_their_boxes_character_by_character(seed: int, x: float, y: float, high: float):
    sheet = Sheet((150.0, 70.0))
    before = sheet.picture.copy()
    box = write(sheet, x, y, "已审核，与原件相符", hand(seed), height_mm=high, seed=seed % 89)
    ink = changed(before, sheet.picture, 24)
    assert ink is not None
    assert outside(box, ink, sheet.size) <= SLACK
    assert Box.around(sheet.lines[-1].characters).covered_by(box.expanded(0.002, 0.002)) > 0.99

"""A portrait that fills its picture (一寸免冠照片): a plain ground, one person before it, nothing written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.geometry import Box
from models.observation import Photo
from verifier.pictures import RgbImage

RATIO: Final = (0.62, 0.86)
"""Width to height: 25 x 35 mm and 35 x 45 mm with some slack for the cut."""

_WORD: Final = 4
_FEW_CHARACTERS: Final = 40
"""Characters on a portrait, and on the sheet on which one lies (a name, a line at the foot)."""

_PRINT: Final = (0.002, 0.3)
_FILLED: Final = 0.85
"""Share of the sheet that a print takes up, and of its frame that differs from the paper."""

_PALE: Final = 170.0
_LOOK, _MOST_PRINTS = 400, 16
_ONE_INCH: Final = 25 / 35
_SIZE: Final = (180, 252)
"""Width and height at which a picture is looked at."""

_GROUND_SPREAD: Final = 16.0
"""Grey levels by which a plain ground may vary: light falls off towards the corners."""

_FROM_GROUND: Final = 34.0
_PERSON: Final = (0.28, 0.88)
"""Share of the picture that a person takes up."""

_SKIN_LOW: Final = np.array((40, 135, 80), np.uint8)
_SKIN_HIGH: Final = np.array((250, 175, 128), np.uint8)
"""Skin in Y, Cr, Cb, after Chai and Ngan 1999 (133..173, 77..127), a little narrower against wood and brick."""

_FACE: Final = 0.03
"""Share of the picture that a face takes up at the least."""


def find_photo(image: RgbImage, lines: Sequence[Line], *, page: int) -> Photo | None:
    """Return the portrait that a picture is, None where it is something else.

    `faces` counts patches of skin in the upper part; None for a picture without colour, in which skin cannot be told.

    Args:
        image: H x W x 3 uint8 RGB, upright.
        lines: what was read on it; more than a word means that it is no portrait.
        page: its number, from 1.
    """
    whole = Box(0.0, 0.0, 1.0, 1.0)
    if sum(len(line.text.strip()) for line in lines) > _FEW_CHARACTERS:
        return None
    return portrait_in(image, whole, lines, page) or _print_on_sheet(image, lines, page)


def _print_on_sheet(image: RgbImage, lines: Sequence[Line], page: int) -> Photo | None:
    """Look at the prints that lie on an otherwise empty sheet, one or a whole set (一版多张); the first that is one."""
    small = np.asarray(cv2.resize(image, (_LOOK, _LOOK), interpolation=cv2.INTER_AREA), dtype=np.float32)
    # A set of prints covers most of its sheet: the sheet itself is what lies along the edges.
    edge = np.concatenate([small[:6].reshape(-1, 3), small[-6:].reshape(-1, 3), small[:, :6].reshape(-1, 3)])
    paper = np.median(edge, axis=0)
    if float(paper.min()) < _PALE:
        return None  # a desk or a wall with things on it
    other = (np.linalg.norm(small - paper, axis=2) > _FROM_GROUND).astype(np.uint8)
    joined = np.asarray(cv2.morphologyEx(other, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), np.uint8)
    shape = image.shape[1] / image.shape[0]
    boxes = [*_rectangles(joined), *_busts(other, shape)]
    return next((photo for box in boxes if (photo := portrait_in(image, box, lines, page)) is not None), None)


def _rectangles(other: NDArray[np.uint8]) -> Iterator[Box]:
    """Yield the prints whose ground is another colour than the sheet."""
    for left, top, width, height, area in _largest(other):
        if _PRINT[0] <= width * height / other.size <= _PRINT[1] and area >= _FILLED * width * height:
            yield Box(left / _LOOK, top / _LOOK, (left + width) / _LOOK, (top + height) / _LOOK)


def _busts(other: NDArray[np.uint8], shape: float) -> Iterator[Box]:
    """Yield prints whose ground is as white as the sheet: the shoulders reach both sides and the foot of the print."""
    for left, top, width, height, _ in _largest(other):
        full = width * shape / _ONE_INCH
        if 0.7 <= height / full <= 1.0 and top + height - full >= 0 and width * full >= _PRINT[0] * other.size:
            yield Box(left / _LOOK, (top + height - full) / _LOOK, (left + width) / _LOOK, (top + height) / _LOOK)


def _largest(other: NDArray[np.uint8]) -> list[tuple[int, int, int, int, int]]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(other)
    found = sorted(stats[1:], key=lambda part: -int(part[cv2.CC_STAT_AREA]))[:_MOST_PRINTS]
    return [(int(one[0]), int(one[1]), int(one[2]), int(one[3]), int(one[4])) for one in found]


def portrait_in(image: RgbImage, box: Box, lines: Sequence[Line], page: int) -> Photo | None:
    """Return the portrait that fills a part of a picture, None where the part is something else."""
    left, top, right, bottom = box.to_pixels(image.shape[1], image.shape[0])
    # A print's own edge is lighter or darker than its ground.
    edge = 0 if box.width == 1.0 else round(0.02 * (right - left)) + 1
    picture = image[top + edge : bottom - edge, left + edge : right - edge]
    height, width = picture.shape[:2]
    written = sum(len(line.text.strip()) for line in lines if line.box.covered_by(box) > 0.5)
    if min(height, width) < 60 or not RATIO[0] <= width / height <= RATIO[1] or written > _WORD:
        return None
    small = np.asarray(cv2.resize(picture, _SIZE, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    person = _person(small)
    if person is None:
        return None
    faces = _faces(small)
    if faces == 0:
        return None
    return Photo(page, box, width, height, faces)


def _person(small: RgbImage) -> NDArray[np.bool_] | None:
    """Return what stands before the ground; None where the ground is not plain or nobody stands there."""
    width, height = _SIZE
    band, upper = 8, int(0.35 * height)
    # The upper edge and the upper ends of both sides: shoulders reach the lower ones.
    ground = np.concatenate([
        small[2:band].reshape(-1, 3), small[band:upper, 2:band].reshape(-1, 3),
        small[band:upper, width - band : width - 2].reshape(-1, 3),
    ]).astype(np.float32)  # fmt: skip
    colour = np.median(ground, axis=0)
    if float(np.mean(np.abs(ground - colour))) > _GROUND_SPREAD:
        return None
    apart = np.linalg.norm(small.astype(np.float32) - colour, axis=2) > _FROM_GROUND
    share = float(apart.mean())
    at_bottom = float(apart[-6:, width // 4 : -width // 4].mean())
    in_middle = float(apart[int(0.3 * height) : int(0.6 * height), width // 3 : -width // 3].mean())
    if not _PERSON[0] <= share <= _PERSON[1] or at_bottom < 0.6 or in_middle < 0.7:
        return None
    # A room or a desk reaches the edges everywhere; a head leaves the corners free.
    corners = (apart[:upper, : width // 8].mean() + apart[:upper, -width // 8 :].mean()) / 2
    return apart if float(corners) < 0.25 else None


def _faces(small: RgbImage) -> int | None:
    spread = float(np.mean(small.max(axis=2).astype(np.int16) - small.min(axis=2)))
    if spread < 8:
        return None
    tones = cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb)
    skin = cv2.inRange(tones, _SKIN_LOW, _SKIN_HIGH)
    skin = cv2.morphologyEx(skin, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    skin[int(0.75 * _SIZE[1]) :] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(skin)
    return int(np.sum(stats[1:, cv2.CC_STAT_AREA] >= _FACE * skin.size))

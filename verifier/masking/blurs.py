"""Find blurred patches (模糊处理) on sharp pages: grey smears on bare paper where print would have sharp rims."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

_DARK: Final = 14
"""Levels by which a smear is darker than the paper around it."""

_DEEP: Final = 28
"""Levels that its darkest part reaches: shadows and stains of paper stay below, smeared print does not."""

_SMOOTH: Final = 0.16
"""Share of its depth by which a smear may change from one pixel to the next; print changes by half and more."""

_SHARP: Final = 0.35
"""The same for the page itself, which must be sharp: on a blurred page a blurred name says nothing."""

_FILLED: Final = 0.55
_BARE: Final = 0.75
"""Share of the rim around a smear that is paper: shadows at the edge and faces in photographs have other rims."""

_LARGEST: Final = 0.05
_LONGEST: Final = 12
"""Times its height that a smear is long: longer ones are the rims of desks, folds and shadows of covers."""


def find_blurs(image: RgbImage, text_height: float) -> list[tuple[int, int, int, int]]:
    """Return (left, top, right, bottom) of smears as high as text and longer, on a page with sharp print.

    Args:
        image: the page, H x W x 3, small enough that print is some ten pixels high.
        text_height: of a usual line, in pixels.
    """
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    high = max(8, round(text_height))
    depth = _depth(grey, high)
    kernel = np.ones((3, 3), np.uint8)
    change = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel))
    around = np.ones((high // 3 * 2 + 1, high // 3 * 2 + 1), np.uint8)
    steepest, deepest = cv2.dilate(change, around), cv2.dilate(depth, around)
    dark = depth >= _DARK
    printed = dark & (steepest >= _SHARP * np.maximum(deepest, 1)) & (deepest >= 60)
    if int(printed.sum()) < high * high * 4:
        return []
    # Rims in a 3 x 3 window span two steps.
    smear = dark & (steepest <= 2 * _SMOOTH * deepest.astype(np.float32) + 6)
    # Blurred a little, characters are smears of their own with light between them.
    third = np.ones((high // 3, high // 3), np.uint8)
    joined = cv2.morphologyEx(smear.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, high // 2), np.uint8))
    opened = cv2.morphologyEx(joined, cv2.MORPH_OPEN, third)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    found = []
    for index in range(1, count):
        left, top, wide, tall, area = (int(value) for value in stats[index])
        sized = 0.6 * high <= tall <= 4 * high and wide >= 1.2 * tall and wide * tall <= _LARGEST * grey.size
        long = wide > _LONGEST * tall
        at_edge = left < high or top < high or left + wide > grey.shape[1] - high or top + tall > grey.shape[0] - high
        if not sized or long or at_edge or area < _FILLED * wide * tall:
            continue
        own = depth[top : top + tall, left : left + wide][labels[top : top + tall, left : left + wide] == index]
        if int(own.max()) >= _DEEP and float(own.std()) >= 4 and _on_paper(depth, (left, top, wide, tall), high):
            found.append((left, top, left + wide, top + tall))
    return found


def _depth(grey: NDArray[np.uint8], high: int) -> NDArray[np.uint8]:
    """Return by how much each pixel is darker than the paper around it, found on a quarter of the size."""
    small = cv2.resize(grey, (max(1, grey.shape[1] // 4), max(1, grey.shape[0] // 4)), interpolation=cv2.INTER_AREA)
    side = max(5, high * 2 | 1)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((side // 2 | 1, side // 2 | 1), np.uint8)), min(side, 255))
    full = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(full, grey), dtype=np.uint8)


def _on_paper(depth: NDArray[np.uint8], box: tuple[int, int, int, int], high: int) -> bool:
    left, top, wide, tall = box
    out = max(3, high // 2)
    outer = depth[max(0, top - out) : top + tall + out, max(0, left - out) : left + wide + out]
    inner_bare = int((depth[top : top + tall, left : left + wide] < _DARK).sum())
    room = outer.size - wide * tall
    return room > 0 and (int((outer < _DARK).sum()) - inner_bare) / room >= _BARE

"""Read large pale print that lies below or across the print of a page: watermarks (水印) that hold a name.

Where dark print crosses it, a reader sees neither: the pale strokes are read once more with the dark ones taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.geometry import Box
from models.observation import Surface, SurfaceKind
from verifier.masking.covers import text_height
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine

_PALE, _DARK = 30, 110
"""Levels by which pale print is darker than its paper, and from which on print is dark."""

_COLOURED: Final = 40
"""Levels by which one channel leads another in a stamp or a shaded field."""

_SOFT: Final = 0.12
"""Heights of a line over which the rim of dark print is pale."""

_JOINED, _ROOM = 0.9, 0.7
"""Heights of a line over which its strokes belong together, print between them, and that are cut out around them."""

_BRIDGE, _THIN = 5, 0.15
"""Pixels of the reduced picture over which that is, and the share of one of them that a stroke takes."""

_HIGH, _LONG, _HIGHEST = 1.1, 1.6, 0.3
"""Least height and length of such print in heights of a line, and its largest height as a share of the page's."""

_INK: Final = (0.06, 0.5)
"""Share of pale pixels in its box: shadows and shaded fields have more, grain less."""

_UNDER: Final = 0.08
"""Share of its box that dark print takes: bare pale print is a line as any other."""

_MOST: Final = 3
"""Places of one page, the largest first."""


def pale_readings(image: RgbImage, lines: Sequence[Line], engine: OcrEngine, *, page: int) -> Iterator[Surface]:
    """Yield what is written in large pale print under other print.

    Args:
        image: the upright page, H x W x 3.
        lines: what was read on it.
        engine: reads the places again.
        page: its number.
    """
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    paper = int(np.median(grey[::4, ::4]))
    high = text_height(lines) * grey.shape[0]
    if paper <= _DARK or high < 8:
        return
    soft = max(3, round(_SOFT * high)) | 1
    print_ = (grey < paper - _DARK).astype(np.uint8)
    dark = np.asarray(cv2.dilate(print_, np.ones((soft, soft), np.uint8)), dtype=np.uint8)
    pale = ((grey < paper - _PALE) & (dark == 0)).astype(np.uint8)
    for left, top, right, bottom in _places(image, pale, dark, high):
        room = round(_ROOM * high)
        own = (slice(max(0, top - room), bottom + room), slice(max(0, left - room), right + room))
        crop = np.array(image[own])
        crop[dark[own] > 0] = paper
        text = "\n".join(line.text for line in engine.read(crop))
        if text:
            box = Box.from_pixels(left, top, right, bottom, width_px=grey.shape[1], height_px=grey.shape[0])
            yield Surface(SurfaceKind.PIXELS, text, page, box)


def _places(
    image: RgbImage, pale: NDArray[np.uint8], dark: NDArray[np.uint8], high: float
) -> list[tuple[int, int, int, int]]:
    by = max(1, round(_JOINED * high / _BRIDGE))
    size = (max(1, pale.shape[1] // by), max(1, pale.shape[0] // by))
    small = cv2.resize(pale[: size[1] * by, : size[0] * by] * np.uint8(255), size, interpolation=cv2.INTER_AREA)
    strokes = (small >= _THIN * 255).astype(np.uint8)
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((_BRIDGE, _BRIDGE), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    stats = stats * by
    stats = stats[1:][(stats[1:, 3] >= _HIGH * high) & (stats[1:, 2] >= _LONG * high)]
    stats = stats[stats[:, 3] <= _HIGHEST * image.shape[0]]
    found = []
    for left, top, wide, tall, _ in sorted(stats[:, :5].tolist(), key=lambda one: -one[2] * one[3]):
        own = (slice(top, top + tall), slice(left, left + wide))
        ink = pale[own] > 0
        if _INK[0] <= float(ink.mean()) <= _INK[1] and float(dark[own].mean()) >= _UNDER and _is_grey(image[own][ink]):
            found.append((left, top, left + wide, top + tall))
    return found[:_MOST]


def _is_grey(ink: NDArray[np.uint8]) -> bool:
    return float(np.median(np.ptp(ink.astype(np.int16), axis=1))) <= _COLOURED

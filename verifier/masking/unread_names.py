"""Places of names in which something stands that nobody could read: so pale, blurred or cut that no reader has a line.

A blurred name in the cell behind 姓名 is grey as stains are, and nothing tells the two apart but where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Page
from models.geometry import Box
from models.observation import Cover, CoverKind, Surface, SurfaceKind, Table
from verifier.masking.covers import text_height
from verifier.masking.name_places import name_places
from verifier.pictures import RgbImage

_RIM: Final = 0.08
"""Share of a place on each side that may be a rule of the form, or its shadow."""

_SOFT: Final = 0.1
"""Heights of a line over which grey is evened out: grain of paper and scanners goes, what was print stays."""

_DEEPER: Final = 9
"""Levels by which what is left is deeper than the paper around it."""

_HIGH, _LONG = 0.3, 0.35
"""Size of one piece of it in heights of a line; specks and commas are smaller."""

_RULE: Final = 0.8
"""Share of a row or column that is ink where it is a rule."""


def unread_names(image: RgbImage, page: Page, tables: Sequence[Table], covers: Sequence[Cover]) -> Iterator[Surface]:
    """Yield the places of names on an upright page (H x W x 3) that hold something unread, as surfaces without text.

    Args:
        image: the page.
        page: what was read on it.
        tables: its tables.
        covers: its covers; what lies under one is told by that.
    """
    for place in name_places(page, tables):
        hidden = any(cover.box.intersection(place.box) and cover.kind is CoverKind.OPAQUE for cover in covers)
        if not place.text.strip() and not hidden and _holds_something(image, place.box, text_height(page.lines)):
            yield Surface(SurfaceKind.PIXELS, "", page.number, place.box)


def _holds_something(image: RgbImage, box: Box, share: float) -> bool:
    height, width = image.shape[:2]
    left, top, right, bottom = box.expanded(-_RIM * box.width, -_RIM * box.height).to_pixels(width, height)
    if min(right - left, bottom - top) < 4:
        return False
    high = share * height
    grey = cv2.cvtColor(np.ascontiguousarray(image[top:bottom, left:right]), cv2.COLOR_RGB2GRAY)
    even = cv2.GaussianBlur(grey, (0, 0), max(1.0, _SOFT * high))
    depth = np.median(even) - even.astype(np.float32)
    return _has_a_piece(depth >= _DEEPER, high)


def _has_a_piece(dark: NDArray[np.bool_], high: float) -> bool:
    dark[dark.mean(axis=1) > _RULE, :] = False
    dark[:, dark.mean(axis=0) > _RULE] = False
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    return any(
        tall >= _HIGH * high and wide >= _LONG * high and not (wide > 3 * tall and wide > 0.9 * dark.shape[1])
        for _, _, wide, tall, _ in stats[1:count].tolist()
    )

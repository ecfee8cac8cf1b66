"""Find dark blocks (深色块): covers that a scanner made noisy, shiny or soft, so that they are flat and sharp no more.

No stroke of print survives an opening by a square nearly as high as a line (granulometry: Matheron 1975); what does and
fills a rectangle is a block of ink, whatever its surface and its rim look like.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

_DARK: Final = 0.45
"""Brightness of a block as a share of its paper's, grain evened out."""

_GAP, _SOLID = 0.6, 0.97
"""Brightness of paper in a gap as a share of all paper's, and the share of a block that is darker."""

_SIDE: Final = 0.58
"""Side of the opening's square in heights of a line: half of a name is covered by a block as high and wide."""

_FILLED: Final = 0.93
"""Share of its bounding box that a block fills; holes of a punch are round and fill 0.79."""

_HIGHEST, _LONGEST = 3.0, 20.0
"""Its size in heights of a line; larger ones are pictures."""

_GREY: Final = 40
"""Levels by which one channel may lead another: seals, buttons and clothes have colours."""

_RIM: Final = 2
"""Pixels over which the edge of a block is soft."""

_GOES_ON, _BULGES = 0.8, 0.4
"""Share of a strip along the middle of a side that is dark where the block does not end there, and where it is round; a
glyph cut in half is less, and stands on one side or two."""

Pixels = tuple[int, int, int, int]
"""left, top, right, bottom; right and bottom exclusive."""


def find_blocks(image: RgbImage, text_height: float, paper: int) -> Iterator[Pixels]:
    """Yield the dark blocks of a page.

    Args:
        image: the page, H x W x 3.
        text_height: of a usual line, in pixels.
        paper: brightness of the paper.
    """
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    dark = (cv2.medianBlur(grey, 5) < _DARK * paper).astype(np.uint8)
    side = max(5, round(_SIDE * text_height))
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    height, width = grey.shape
    for left, top, wide, high, area in stats[1:count].tolist():
        box = (left, top, left + wide, top + high)
        inside = left > 2 and top > 2 and left + wide < width - 2 and top + high < height - 2
        sized = high <= _HIGHEST * text_height and wide <= _LONGEST * text_height
        if (
            inside
            and sized
            and area >= _FILLED * wide * high
            and _is_solid(grey, box, paper)
            and _is_grey(image, box)
            and _stands_alone(dark, box, side)
        ):
            yield box


def _is_solid(grey: NDArray[np.uint8], box: Pixels, paper: int) -> bool:
    """Tell whether hardly a pixel is bright: bold glyphs have gaps (量), which evening out the grain fills."""
    left, top, right, bottom = box
    return float((grey[top:bottom, left:right] < _GAP * paper).mean()) >= _SOLID


def _is_grey(image: RgbImage, box: Pixels) -> bool:
    left, top, right, bottom = box
    return float(np.median(np.ptp(image[top:bottom, left:right].astype(np.int16), axis=2))) <= _GREY


def _stands_alone(dark: NDArray[np.uint8], box: Pixels, side: int) -> bool:
    """Tell whether a block ends where its box does: discs bulge beyond it, pictures and black margins go on."""
    left, top, right, bottom = box
    out = max(_RIM + 1, side // 4)
    across, down = (right - left) // 4, (bottom - top) // 4
    strips = (
        dark[max(0, top - out) : top - _RIM, left + across : right - across],
        dark[bottom + _RIM : bottom + out, left + across : right - across],
        dark[top + down : bottom - down, max(0, left - out) : left - _RIM],
        dark[top + down : bottom - down, right + _RIM : right + out],
    )
    shares = [float(strip.mean()) if strip.size else 0.0 for strip in strips]
    return max(shares) < _GOES_ON and sum(share > _BULGES for share in shares) < 3

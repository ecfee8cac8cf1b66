"""The picture on which seals are looked for: at the working size and at half of it, its paper known everywhere.

What asks little is asked at half the size, and paper is divided out only where somebody looks: most pages are bare.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

Window: TypeAlias = tuple[slice, slice]
"""Rows and columns of the picture at the working size, both with a start and a stop inside it."""

WORKING_SIDE: Final = 1200
"""Long side, in pixels, of the picture on which seals are looked for: 100 dpi of an A4 page, 160 px a common seal."""

_PAPER_SIDE: Final = 96
"""Long side, in pixels, of the thumbnail on which the paper is estimated."""
_PAPER_REACH: Final = 0.2
"""How far (share of the long side) paper is looked for; wider than the solid star of a seal that fills the picture."""
_DARKEST_PAPER: Final = 90
"""Levels of 255: what is darker is no paper but a dark page or a table top, whose noise must not be raised to ink."""
_PAPER_MAX_CHROMA: Final = 0.30
"""A bright place whose channels differ by more than this share is a coloured surface, not paper under a tinted lamp."""


@dataclass(frozen=True, eq=False)
class Working:
    """A picture at the working size, `factor` times as large as it came in."""

    image: RgbImage
    factor: float

    @classmethod
    def of(cls, image: RgbImage) -> Working:
        """Return a picture (H x W x 3 uint8 RGB) at the working size; smaller ones stay as they are."""
        factor = min(1.0, WORKING_SIDE / max(image.shape[:2]))
        return cls(_shrunk(image, factor), factor)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width at the working size."""
        height, width = self.image.shape[:2]
        return height, width

    @cached_property
    def half(self) -> RgbImage:
        """The picture at half the working size, its paper made white everywhere (uneven light and cast taken out)."""
        return _white(self._halved, stretched(self._paper, self._halved.shape[:2]))

    def balanced(self, window: Window) -> RgbImage:
        """Return a part of the picture at the working size with its paper made white."""
        return _white(self.image[window], stretched(self._paper, self.shape, window))

    @cached_property
    def _halved(self) -> RgbImage:
        height, width = self.shape
        size = max(1, width // 2), max(1, height // 2)
        even = self.image[: 2 * size[1], : 2 * size[0]]  # averaging two by two exactly takes a fifth of the time
        return cast(RgbImage, cv2.resize(even, size, interpolation=cv2.INTER_AREA))

    @cached_property
    def _paper(self) -> RgbImage:
        return _paper(self._halved)


def stretched(thumbnail: NDArray[np.uint8], shape: tuple[int, int], window: Window | None = None) -> NDArray[np.uint8]:
    """Return a thumbnail of a whole picture at the size of the picture, or of a part of it."""
    rows, columns = window or (slice(0, shape[0]), slice(0, shape[1]))
    down, across = thumbnail.shape[0] / shape[0], thumbnail.shape[1] / shape[1]
    # The middle of the first pixel lies half a pixel in, at either size.
    to_thumbnail = np.array(
        [
            [across, 0.0, (columns.start + 0.5) * across - 0.5],
            [0.0, down, (rows.start + 0.5) * down - 0.5],
        ]
    )
    size = columns.stop - columns.start, rows.stop - rows.start
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = cv2.warpAffine(thumbnail, to_thumbnail, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return cast("NDArray[np.uint8]", part)


def _white(image: RgbImage, paper: NDArray[np.uint8]) -> RgbImage:
    return cast(RgbImage, cv2.divide(image, paper, scale=250.0))


def _shrunk(image: RgbImage, factor: float) -> RgbImage:
    """Return the picture resized by `factor` <= 1: whole steps by averaging, the rest linearly, which is faster."""
    height, width = image.shape[:2]
    whole = max(1, int(1 / factor))
    if whole > 1:
        reduced = max(1, width // whole), max(1, height // whole)
        image = cast(RgbImage, cv2.resize(image, reduced, interpolation=cv2.INTER_AREA))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return cast(RgbImage, cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)) if size[0] < width else image


def _paper(image: RgbImage) -> RgbImage:
    """Return the colour of the paper, a thumbnail: the brightest nearby, smoothed, never a coloured surface."""
    height, width = image.shape[:2]
    scale = _PAPER_SIDE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    whole = max(1, int(1 / scale))  # averaging over whole pixels is much faster, and the rest is a trifle
    if whole > 1 and min(height, width) >= whole:
        reduced = width // whole, height // whole
        even = image[: reduced[1] * whole, : reduced[0] * whole]
        image = cast(RgbImage, cv2.resize(even, reduced, interpolation=cv2.INTER_AREA))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    reach = 2 * round(_PAPER_SIDE * _PAPER_REACH / 2) + 1
    bright = cv2.dilate(small, np.ones((reach, reach), np.uint8)).astype(np.float32)
    lightest = bright.max(axis=2)
    coloured = (lightest - bright.min(axis=2)) > _PAPER_MAX_CHROMA * lightest
    plain = bright[~coloured]
    bright[coloured] = np.median(plain, axis=0) if len(plain) else (255.0, 255.0, 255.0)
    smooth = cv2.blur(bright, (reach, reach))
    return cast(RgbImage, np.clip(smooth, _DARKEST_PAPER, 255).astype(np.uint8))

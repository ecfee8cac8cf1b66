"""Patches of nearby ink: where on a page something may be stamped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.candidate import smallest_diameter
from verifier.seals.ink import Mask

_SEEN: Final = 0.93
"""Share of a patch's ink that was looked at in vain from which it is not looked at again."""


@dataclass(frozen=True, eq=False)
class Patch:
    """Nearby ink: its own mask alone, and where on the picture that lies."""

    ink: Mask
    left: int
    top: int

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the picture that the mask covers."""
        height, width = self.ink.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


def seen_before(patch: Patch, looked_at: Mask) -> bool:
    """Tell whether nearly all ink of a patch was looked at in vain."""
    vain = cv2.countNonZero(cv2.bitwise_and(patch.ink, looked_at[patch.window]))
    return vain > _SEEN * cv2.countNonZero(patch.ink)


def patches(ink: Mask) -> list[Patch]:
    """Return every large patch of nearby ink, the largest first."""
    smallest = smallest_diameter(ink.shape)
    reach = max(3, round(0.012 * max(ink.shape))) | 1
    ink, x, y = _inked_part(ink, reach)
    joined = cv2.dilate(ink, np.ones((reach, reach), np.uint8))
    # Pieces that were joined over a dozen pixels are told apart at half the size too, in a quarter of the time.
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined[::2, ::2], connectivity=8)
    large = []
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= 0.005 * smallest * smallest).tolist():
        left, top, width, height = (2 * side for side in stats[label, :4].tolist())
        # A rule or a line of red text is long but low; a slice of a seal at the page's edge is narrow but high.
        if not label or max(width, height) - reach < smallest or min(width, height) - reach < 0.3 * smallest:
            continue
        own = labels[top // 2 : (top + height) // 2, left // 2 : (left + width) // 2] == label
        part = ink[top : top + height, left : left + width]
        whole = np.repeat(np.repeat(own.view(np.uint8), 2, axis=0), 2, axis=1)[: part.shape[0], : part.shape[1]]
        large.append(Patch(part * whole, left + x, top + y))
    return sorted(large, key=lambda patch: -patch.ink.size)


def _inked_part(ink: Mask, reach: int) -> tuple[Mask, int, int]:
    """Return the part of a mask that holds ink, with room of `reach` around, and its left and top, both even."""
    left, top, width, height = cv2.boundingRect(ink)
    x, y = (max(0, side - reach) // 2 * 2 for side in (left, top))
    return ink[y : top + height + reach, x : left + width + reach], x, y


def outline(patch: Patch) -> NDArray[np.float64]:
    """Return (n, 2) points of the outer outlines of a patch, picture coordinates."""
    offset = patch.left, patch.top
    contours, _ = cv2.findContours(patch.ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE, offset=offset)
    if not contours:
        return np.empty((0, 2))
    return np.concatenate([contour.reshape(-1, 2) for contour in contours]).astype(np.float64)

"""The places of the glyphs of a name, and a picture of each as it was cut.

Glyphs on a ring are set evenly. So their places follow from those that a reader found, also of the glyphs that it
passed over, between them or at the ends. A glyph is taken out upright along its own radius: an unwrapped strip
squeezes its head and stretches its foot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.ellipse import Ellipse, sample_ring
from verifier.seals.ink import Grey
from verifier.seals.unwrap import Gap

CELL: Final = 48
"""Pixels on each side of a glyph's picture."""
Cell: TypeAlias = NDArray[np.float32]
"""Ink of one glyph, (48, 48), 0 paper to 1."""

_FEWEST: Final = 3
_TURN: Final = 2 * math.pi
_HALF: Final = 0.53
"""Half the width of a cell, in steps: glyphs are hardly wider than their place."""
_STEPS_OFF: Final = np.linspace(-0.4, 0.4, 33)
"""By how much of a step a reader's places may be off, all of them alike."""
_STRETCH: Final = np.linspace(-0.12, 0.12, 7)
"""By how much of a step all places together may be too wide or too narrow."""
_BESIDE: Final = 0.08
"""The seam between two glyphs is looked at here and so far to both sides, in steps."""
_BEYOND: Final = 6
"""So many places before the first glyph that was read, and behind the last, are looked at."""
_LEAST_FREE: Final = 0.3
"""What is left of the ring between the last and the first glyph, in steps, at least."""
_SHARPEST: Final = 1.4
"""Pixels of the seal to one of a cell from which the seal is smoothed first."""


@dataclass(frozen=True, eq=False)
class GlyphRow:
    """Where glyphs stand or may stand: middles, radians clockwise from x, ascending, and the usual step.

    `room` is how many of them one turn has room for.
    """

    angles: NDArray[np.float64]
    step: float
    room: int

    def part(self, places: slice) -> GlyphRow:
        """Return some of the places."""
        return GlyphRow(self.angles[places], self.step, self.room)


@dataclass(frozen=True, eq=False)
class _Profile:
    """Mean ink along the ring at many angles."""

    angles: NDArray[np.float64]
    mean: NDArray[np.float64]


def glyph_rows(
    ink: Grey, ellipse: Ellipse, zone: tuple[float, float], gap: Gap, read: Sequence[float]
) -> list[GlyphRow]:
    """Return the places of the glyphs that were read and of those beyond; none where too few were read to tell.

    Two tries: with least ink on the seams between the places, and as they were read: print over a seal hides its seams.

    Args:
        ink: dark on white, (height, width).
        ellipse: the rim of a common seal with these glyphs, pixels.
        zone: outer and inner radius of the glyphs.
        gap: where none stand.
        read: the angles at which a reader found Chinese characters, ascending.
    """
    if len(read) < _FEWEST:
        return []
    profile = _profile(ink, ellipse, zone, gap)
    start, step, count = _even(np.array(read, dtype=np.float64))
    return [_row(*_between_seams(profile, start, step, count), count), _row(start, step, count)]


def _row(start: float, step: float, count: int) -> GlyphRow:
    room = int((_TURN - _LEAST_FREE * step) / step)
    beyond = min(max(0, room - count), _BEYOND)
    return GlyphRow(start + step * np.arange(-beyond, count + beyond, dtype=np.float64), step, room)


def _even(read: NDArray[np.float64]) -> tuple[float, float, int]:
    """Return start, step and number of the evenly set places that the angles fit best (least squares)."""
    step = float(np.median(np.diff(read)))
    start, index = float(read[0]), np.arange(len(read), dtype=np.float64)
    for _ in range(3):
        index = np.concatenate([[0.0], np.cumsum(np.maximum(1.0, np.round(np.diff(read) / step)))])
        (start, step), *_ = np.linalg.lstsq(np.stack([np.ones_like(index), index], axis=1), read, rcond=None)
    return float(start), float(step), int(index[-1]) + 1


def _profile(ink: Grey, ellipse: Ellipse, zone: tuple[float, float], gap: Gap) -> _Profile:
    angles = np.linspace(gap.end - gap.width / 2, gap.start + _TURN + gap.width / 2, 1440)
    dark = (255.0 - sample_ring(ink, ellipse, angles, np.linspace(zone[0], zone[1], 32)).astype(np.float64)) / 255.0
    return _Profile(angles, dark.mean(axis=0))


def _between_seams(profile: _Profile, start: float, step: float, count: int) -> tuple[float, float]:
    """Return start and step moved and stretched so that least ink lies on the seams between glyphs."""
    wider = step * (1 + _STRETCH / max(count, 4))[:, np.newaxis]
    moved = start + _STEPS_OFF * step - (wider - step) * (count - 1) / 2
    middle = moved[..., np.newaxis] + (np.arange(count + 1) - 0.5) * wider[..., np.newaxis]
    beside = np.array([-_BESIDE, _BESIDE])[:, np.newaxis] * wider[..., np.newaxis, np.newaxis]
    ink = _ink_at(profile, middle).mean(axis=-1)
    ink += 0.5 * _ink_at(profile, middle[..., np.newaxis, :] + beside).mean(axis=(-2, -1))
    stretch, off = np.unravel_index(int(ink.argmin()), ink.shape)
    return float(moved[stretch, off]), float(wider[stretch, 0])


def _ink_at(profile: _Profile, angles: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.interp(angles.ravel(), profile.angles, profile.mean)
    return cast("NDArray[np.float64]", found.reshape(angles.shape))


def glyph_cells(ink: Grey, ellipse: Ellipse, zone: tuple[float, float], row: GlyphRow) -> list[Cell]:
    """Return the picture of every glyph of a row, upright."""
    return [_cell(ink, ellipse, zone, float(angle), row.step) for angle in row.angles]


def _cell(ink: Grey, ellipse: Ellipse, zone: tuple[float, float], angle: float, step: float) -> Cell:
    xs, ys = ellipse.ring_points(np.array([angle]), np.array(zone))
    head, foot = np.array([xs[0, 0], ys[0, 0]]), np.array([xs[1, 0], ys[1, 0]])
    sides = np.array([angle - _HALF * step, angle + _HALF * step])
    xs, ys = ellipse.ring_points(sides, np.array([sum(zone) / 2]))
    across = np.array([xs[0, 1] - xs[0, 0], ys[0, 1] - ys[0, 0]])
    height, half = float(np.hypot(*(foot - head))), float(np.hypot(*across)) / 2
    down = (foot - head) / max(height, 1e-6)
    right = np.array([-down[1], down[0]])
    right = right if float(right @ across) > 0 else -right
    corners = np.array([head - right * half, head + right * half, foot - right * half], np.float32)
    target = np.array([[0, 0], [CELL, 0], [0, CELL]], np.float32)
    finer = max(2 * half, height) / CELL
    smooth = cv2.GaussianBlur(ink, (0, 0), 0.35 * finer) if finer > _SHARPEST else ink
    cut = cv2.warpAffine(smooth, cv2.getAffineTransform(corners, target), (CELL, CELL), borderValue=(255,))
    return cast(Cell, (255.0 - cut.astype(np.float32)) / np.float32(255.0))

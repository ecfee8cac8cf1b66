"""How deep the glyphs of a name stand: the strip that is read holds them and neither rim nor star.

A recogniser scales what it is given to its own height; a strip twice as deep as the glyphs halves them.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.seals.ellipse import Ellipse, sample_ring
from verifier.seals.ink import Grey
from verifier.seals.unwrap import Gap

_RADII: Final[NDArray[np.float64]] = np.linspace(1.02, 0.30, 145)
_MIDDLE: Final = 0.72
"""A radius at which the glyphs of every seal have ink."""
_CORE: Final = 0.1
_ANGLES: Final = 240
_INKED: Final = 0.35
"""Share of the darkest ink from which a point counts."""
_LEFT: Final = 0.28
"""Share of the glyphs' usual ink below which a row lies beyond them."""
_RIM: Final = (0.75, 1.6, 0.9)
"""Share of a row's length from which it is rim: at least, times the glyphs' own, and where glyphs fill half a row."""
_OUTSIDE: Final = 0.8
"""Rims lie outside this radius."""
_LIMITS: Final = (0.96, 0.36)
_MARGIN: Final = 0.12
"""Share of the glyphs' depth that is left free above and below them in the strip that is read."""
_READ_LIMITS: Final = (0.98, 0.34)


def glyph_zone(ink: Grey, ellipse: Ellipse, gap: Gap) -> tuple[float, float]:
    """Return the outer and the inner radius between which the glyphs beside `gap` stand, shares of the rim's.

    Args:
        ink: dark on white, (height, width).
        ellipse: the rim of a common seal with these glyphs, pixels.
        gap: where no glyphs stand.
    """
    angles = np.linspace(gap.end, gap.start + 2 * math.pi, _ANGLES)
    dark = 255.0 - sample_ring(ink, ellipse, angles, _RADII).astype(np.float32)
    core = np.abs(_RADII - _MIDDLE) < _CORE
    rows = (dark > _INKED * float(np.percentile(dark[core], 95))).mean(axis=1)
    usual = float(np.median(rows[core]))
    middle = int(np.argmin(np.abs(_RADII - _MIDDLE)))
    outer = _outer_end(rows, middle, usual)
    inner = middle
    while inner < len(rows) - 1 and rows[inner] > _LEFT * usual:
        inner += 1
    highest, deepest = _LIMITS
    return min(highest, float(_RADII[outer]) + 0.005), max(deepest, float(_RADII[inner]) - 0.005)


def with_margin(zone: tuple[float, float]) -> tuple[float, float]:
    """Return the radii of the strip that is read for glyphs in a zone."""
    outer, inner = zone
    margin = _MARGIN * (outer - inner)
    return min(_READ_LIMITS[0], outer + margin), max(_READ_LIMITS[1], inner - margin)


def _outer_end(rows: NDArray[np.float64], middle: int, usual: float) -> int:
    """Return the row beyond which no glyph reaches; where the rim has grown to them, the emptiest one before it."""
    least, times, dense = _RIM
    rim = max(least, times * usual) if usual < 0.5 else dense
    end = middle
    while end > 0 and rows[end] > _LEFT * usual and not (rows[end] > rim and _RADII[end] > _OUTSIDE):
        end -= 1
    between = [row for row in range(end, middle) if _RADII[row] > _OUTSIDE]
    return min(between, key=lambda row: rows[row]) if rows[end] > _LEFT * usual and between else end

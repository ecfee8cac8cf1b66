"""A place that looks like a seal, and what two ways of looking have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from models.observation import SealColour, SealShape
from verifier.seals.ellipse import Ellipse
from verifier.seals.frame import Corners
from verifier.seals.ring import RingEvidence

SURE: Final = 0.72
"""Strength from which the shape alone makes a seal, even when nothing can be read on it."""
CUT_FROM: Final = 0.22
"""Share of the turn without a rim from which a part of the seal is missing rather than worn."""
OVAL_FROM: Final = 1.2
"""Aspect from which a seal is oval: oval seals are 45x30 and 40x30 mm, a photographed round one stays below."""

_MIN_DIAMETER: Final = 0.05
"""Smallest seal as a share of the picture's short side: 10 mm on A4."""
_MIN_DIAMETER_PX: Final = 32


@dataclass(frozen=True)
class Candidate:
    """A place that looks like a seal, in pixels of the full picture.

    Exactly one of `ellipse` and `corners` is set. `strength` 0..1 is the geometric evidence alone; a weak candidate
    is a seal only if it can be read.
    """

    colour: SealColour
    shape: SealShape
    ellipse: Ellipse | None
    corners: Corners | None
    strength: float
    is_fragment: bool
    extent: tuple[float, float, float, float] | None = None
    """For a fragment: left, top, right, bottom of the ink that is there."""
    is_negative: bool = False
    """White on red (阴文): the glyphs are paper."""
    is_slice: bool = False
    """A narrow slice at the page's edge (骑缝章), `corners` its box: nothing can be read on it, and nothing need be."""

    def bounds(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in pixels; may lie outside the picture."""
        if self.extent is not None:
            return self.extent
        if self.ellipse is not None:
            return self.ellipse.bounds()
        assert self.corners is not None
        x, y = self.corners[:, 0], self.corners[:, 1]
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def is_cut(evidence: RingEvidence, ellipse: Ellipse, shape: tuple[int, ...]) -> bool:
    """Tell whether a part of the seal is missing: beyond the picture's edge, or on another sheet (骑缝章)."""
    left, top, right, bottom = ellipse.bounds()
    reach = 0.06 * ellipse.radius
    over = left < -reach or top < -reach or right > shape[1] + reach or bottom > shape[0] + reach
    return over or evidence.longest_gap > CUT_FROM


def smallest_diameter(shape: tuple[int, ...]) -> float:
    """Return the smallest diameter looked for, working pixels."""
    return max(_MIN_DIAMETER_PX, _MIN_DIAMETER * min(shape))


def same_place(one: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates share most of the smaller one's box."""
    first, second = one.bounds(), other.bounds()
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return False
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return width * height > 0.6 * smaller


def scaled(candidate: Candidate, factor: float) -> Candidate:
    """Return the candidate on a picture resized by `factor`."""
    left, top, right, bottom = candidate.bounds()
    return replace(
        candidate,
        ellipse=candidate.ellipse.scaled(factor) if candidate.ellipse is not None else None,
        corners=candidate.corners * factor if candidate.corners is not None else None,
        extent=(left * factor, top * factor, right * factor, bottom * factor) if candidate.extent else None,
    )

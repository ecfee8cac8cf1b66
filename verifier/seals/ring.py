"""Is this ellipse the rim of a seal? Evidence from the polar picture of the ink, and the fit of the rim itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.ellipse import Ellipse, sample
from verifier.seals.ink import Grey, Mask

_ANGLES: Final = np.linspace(0.0, 2 * math.pi, 360, endpoint=False)
_RADII: Final[NDArray[np.float64]] = np.linspace(0.0, 1.18, 60)
_NEAR_RIM: Final[NDArray[np.float64]] = np.linspace(0.9, 1.1, 11)
_RIM: Final = (_RADII >= 0.92) & (_RADII <= 1.05)
_BEHIND: Final = (_RADII >= 0.70) & (_RADII <= 0.94)
_BAND: Final = (_RADII >= 0.56) & (_RADII <= 0.90)
_OUTSIDE: Final = (_RADII >= 1.09) & (_RADII <= 1.17)
BUSY: Final = 20.0
"""Changes a full turn from which a ring holds writing, however full it is."""
_GLYPHS: Final = 0.2
"""Share of the rim's own strength from which the ring holds ink: fine glyphs are fainter than the rim around them."""


@dataclass(frozen=True)
class RingEvidence:
    """What the polar picture says, shares 0..1 over the angles that lie inside the picture.

    Attributes:
        coverage: angles with ink on the rim; black print over the rim counts neither way.
        arc: the same within the arc that is left when the longest gap is taken out.
        separated: angles of the rim behind which (inwards) the paper shows again: a solid disc has none.
        thickness: median depth of the rim as a share of the radius.
        clutter: angles with ink just outside the rim.
        band: share of ink in the ring of glyphs, where there is a rim.
        changes: changes between ink and paper along the ring of glyphs, reckoned for a full turn.
        ridges: edges met going outwards over edges met going round, at equal steps: about 1 for glyphs, far more for
            the ridges of a fingerprint, which run along its outline.
        roughness: spread of the rim's outer edge as a share of the radius.
        visible: share of the rim inside the picture.
        longest_gap: longest run of angles without rim, a share of the full turn (what lies outside counts as gap).
    """

    coverage: float
    arc: float
    separated: float
    thickness: float
    clutter: float
    band: float
    changes: float
    ridges: float
    roughness: float
    visible: float
    longest_gap: float


@dataclass(frozen=True, eq=False)
class Rim:
    """Where along an ellipse there is ink, flags over the angles; shares 0..1 as in `RingEvidence`.

    `full` is the strength of the ink, `inside` the angles within the picture, `present` those outside the longest gap.
    """

    ellipse: Ellipse
    full: float
    found: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    present: NDArray[np.bool_]
    coverage: float
    arc: float
    longest_gap: float


def trace(ellipse: Ellipse, strength: Grey, dark: Mask) -> Rim:
    """Return the rim along the supposed outer edge `ellipse`; for the other two see `weigh`."""
    soft = sample(strength, ellipse, _ANGLES, _RADII[_RIM], outside=0).max(axis=0)
    full = percentile(soft, 85)
    inside = _inside(ellipse, strength.shape)
    covered = (sample(dark, ellipse, _ANGLES, _RADII[_RIM], outside=0) > 100).any(axis=0) & inside
    rim = (soft > _least(full)) & inside
    start, gap = _longest_gap(rim, covered)
    present = np.ones_like(rim)
    present[(start + np.arange(gap)) % len(rim)] = False
    return Rim(
        ellipse, full, rim, inside, present,
        coverage=_share(rim, inside & (rim | ~covered)),
        arc=_share(rim, inside & present & (rim | ~covered)),
        longest_gap=gap / len(_ANGLES),
    )  # fmt: skip


def weigh(rim: Rim, strength: Grey) -> RingEvidence:
    """Return the evidence that a rim is that of a seal.

    Args:
        rim: as `trace` returned it.
        strength: of the ink, (height, width); its threshold is taken from the rim itself, so that a faint seal keeps
            its glyphs and a heavy one does not run together.
    """
    soft = sample(strength, rim.ellipse, _ANGLES, _RADII, outside=0)
    polar = soft > _least(rim.full)
    glyphs = soft > np.clip(_GLYPHS * rim.full, 5, 60)
    there = rim.inside & rim.present
    behind = ~polar[_BEHIND]
    band = glyphs[_BAND][:, there]
    return RingEvidence(
        coverage=rim.coverage,
        arc=rim.arc,
        separated=_share(np.asarray(behind.any(axis=0), np.bool_), rim.found),
        thickness=_thickness(polar, rim.found),
        clutter=_share(np.asarray(polar[_OUTSIDE].any(axis=0), np.bool_), rim.inside),
        band=float(band.mean()) if band.size else 0.0,
        changes=_changes(glyphs, there),
        ridges=_ridges(polar, there),
        roughness=_roughness(polar, rim.found),
        visible=float(rim.inside.mean()),
        longest_gap=rim.longest_gap,
    )


def _least(full: float) -> float:
    """Return the strength above which there is ink, for that of the rim."""
    return float(np.clip(0.35 * full, 6, 60))


def is_hopeless(ellipse: Ellipse, ink: Mask, *, least: float) -> bool:
    """Tell whether far less than `least` of a rim has ink near it: asked before it is refined and weighed."""
    near = sample(ink, ellipse, _ANGLES[::6], _NEAR_RIM, outside=0).max(axis=0) > 100
    inside = _inside(ellipse, ink.shape)[::6]
    return _share(near & inside, inside) < least


def refine(ellipse: Ellipse, ink: Mask, *, rounds: int = 3) -> Ellipse:
    """Return the ellipse fitted to the outer edge of the ink near it; the ellipse itself where the fit fails."""
    for reach, angles in ((0.14, _ANGLES[::2]), (0.09, _ANGLES[::2]), (0.06, _ANGLES))[:rounds]:
        radii = np.linspace(1.0 + reach, 1.0 - reach, max(8, round(2 * reach * max(40.0, ellipse.radius))))
        polar = sample(ink, ellipse, angles, radii, outside=0) > 100
        found = polar.any(axis=0)
        first = radii[np.argmax(polar, axis=0)]
        if found.sum() < 0.25 * len(angles):
            return ellipse
        # What sticks out of the rim (a heading, another seal) is outermost too: keep what agrees with the middle.
        agreed = found & (np.abs(first - np.median(first[found])) < max(reach / 2, 0.025))
        x, y = ellipse.points(angles[agreed], first[agreed])
        fitted = fit_points(np.stack([x, y], axis=1))
        if fitted is None or not 0.75 < fitted.radius / ellipse.radius < 1.33 or fitted.aspect > 2.2:
            return ellipse
        if agreed.sum() < 0.55 * len(angles) and fitted.aspect > 1.1:
            return ellipse
        ellipse = fitted
    return ellipse


def fit_points(points: NDArray[np.float64]) -> Ellipse | None:
    """Return the least-squares ellipse of (n, 2) points, n >= 6, or None where they lie on no ellipse."""
    if len(points) < 6:
        return None
    (x, y), (first, second), degrees = cv2.fitEllipseDirect(points.astype(np.float32))
    if not math.isfinite(x + y + first + second) or min(first, second) <= 1.0:
        return None
    if second >= first:
        return Ellipse(x, y, second / 2, first / 2, math.radians(degrees + 90.0))
    return Ellipse(x, y, first / 2, second / 2, math.radians(degrees))


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    total = int(whole.sum())
    return float((part & whole).sum()) / total if total else 0.0


def _changes(polar: NDArray[np.bool_], inside: NDArray[np.bool_]) -> float:
    """Return the number of changes a full turn on the busier circles through the ring of glyphs."""
    rows = polar[(_RADII >= 0.64) & (_RADII <= 0.86)]
    changes = (rows != np.roll(rows, 1, axis=1))[:, inside].sum(axis=1)
    return percentile(changes, 75) / max(float(inside.mean()), 0.05)


def _ridges(polar: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> float:
    """Return edges per length outwards over edges per length round the ring of glyphs."""
    rows = (_RADII >= 0.5) & (_RADII <= 0.88)
    band = polar[rows]
    outwards = (band[1:] != band[:-1])[:, chosen].mean() / _RADII[1] if chosen.any() else 0.0
    steps = 2 * math.pi * _RADII[rows] / len(_ANGLES)
    around = ((band != np.roll(band, 1, axis=1))[:, chosen].mean(axis=1) / steps).mean() if chosen.any() else 0.0
    return float(outwards / max(around, 1e-6))


def _roughness(polar: NDArray[np.bool_], rim: NDArray[np.bool_]) -> float:
    """Return the spread (from quartiles) of the rim's outer edge where there is a rim."""
    chosen = (_RADII >= 0.90) & (_RADII <= 1.10)
    rows, radii = polar[chosen][::-1], _RADII[chosen][::-1]
    edge = radii[np.argmax(rows, axis=0)][rim & rows.any(axis=0)]
    if not edge.size:
        return 1.0
    return (percentile(edge, 90) - percentile(edge, 10)) / 2.56


def percentile(values: NDArray[Any], share: float) -> float:
    """Return a percentile (0..100) of a few hundred values: numpy's own takes twenty times as long for so few."""
    ordered = np.sort(values, axis=None)
    place = (len(ordered) - 1) * share / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low]) + (place - low) * (float(ordered[high]) - float(ordered[low]))


def _inside(ellipse: Ellipse, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return for every angle whether the rim lies inside the picture."""
    x, y = ellipse.points(_ANGLES, np.ones_like(_ANGLES))
    return (x >= 0) & (x < shape[1]) & (y >= 0) & (y < shape[0])


def _thickness(polar: NDArray[np.bool_], rim: NDArray[np.bool_]) -> float:
    """Return the median depth of the rim, from its outer edge inwards to the first paper."""
    inwards = polar[(_RADII >= 0.5) & (_RADII <= 1.06)][::-1][:, rim]
    if not inwards.size:
        return 1.0
    first = np.argmax(inwards, axis=0)
    paper = ~inwards & (np.arange(len(inwards))[:, None] > first)
    end = np.where(paper.any(axis=0), np.argmax(paper, axis=0), len(inwards))
    return float(np.median(end - first)) * float(_RADII[1])


def _longest_gap(rim: NDArray[np.bool_], covered: NDArray[np.bool_]) -> tuple[int, int]:
    """Return start and length of the longest run of angles without a rim.

    Specks of rim do not end a run; print that covers the rim neither ends it nor, alone, makes one.
    """
    window = np.ones(5)
    dense = np.convolve(np.concatenate([rim[-2:], rim, rim[:2]]).astype(float), window, mode="valid") >= 3
    start, length = _longest_run(~dense)
    run = (start + np.arange(length)) % len(rim)
    if length and covered[run].mean() > 0.5:
        return _longest_run(~(dense | covered))
    return start, length


def _longest_run(flags: NDArray[np.bool_]) -> tuple[int, int]:
    """Return start and length of the longest run of true flags on the circle."""
    if flags.all():
        return 0, len(flags)
    # On the circle opened at a gap every run is whole.
    first = int(np.argmin(flags))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], np.roll(flags, -first), [False]))))
    if not len(edges):
        return 0, 0
    lengths = edges[1::2] - edges[::2]
    longest = int(np.argmax(lengths))
    return int(edges[2 * longest] + first) % len(flags), int(lengths[longest])

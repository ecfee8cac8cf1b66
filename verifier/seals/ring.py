"""Is this ellipse the rim of a seal? Evidence from the polar picture of the ink, and the fit of the rim itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.ellipse import Ellipse, sample
from verifier.seals.ink import Grey, Mask

_ANGLES: Final = np.linspace(0.0, 2 * math.pi, 360, endpoint=False)
_RADII: Final[NDArray[np.float64]] = np.linspace(0.0, 1.18, 60)
_NEAR_RIM: Final[NDArray[np.float64]] = np.linspace(0.9, 1.1, 11)
_CONTOUR_POINTS: Final = 450
_TRIPLES: Final = 700
_SIXES: Final = 200
_LIKELY: Final = 24
_BINS: Final = 72
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


def weigh(ellipse: Ellipse, strength: Grey, dark: Mask) -> RingEvidence:
    """Return the evidence that `ellipse` is the rim of a seal.

    Args:
        ellipse: the supposed outer edge of the rim, pixels.
        strength: of the ink, (height, width); its threshold is taken from the rim itself, so that a faint seal keeps
            its glyphs and a heavy one does not run together.
        dark: the print that may cover the seal.
    """
    soft = sample(strength, ellipse, _ANGLES, _RADII, outside=0)
    rim_rows = (_RADII >= 0.92) & (_RADII <= 1.05)
    full = float(np.percentile(soft[rim_rows].max(axis=0), 85))
    polar = soft > np.clip(0.35 * full, 6, 60)
    glyphs = soft > np.clip(_GLYPHS * full, 5, 60)
    inside = _inside(ellipse, strength.shape)
    covered = (sample(dark, ellipse, _ANGLES, _RADII, outside=0) > 100)[rim_rows].any(axis=0) & inside
    rim = polar[rim_rows].any(axis=0) & inside
    start, gap = _longest_gap(rim, covered)
    present = np.ones_like(rim)
    present[(start + np.arange(gap)) % len(rim)] = False
    behind = ~polar[(_RADII >= 0.70) & (_RADII <= 0.94)]
    band = glyphs[(_RADII >= 0.56) & (_RADII <= 0.90)][:, inside & present]
    return RingEvidence(
        coverage=_share(rim, inside & (rim | ~covered)),
        arc=_share(rim, inside & present & (rim | ~covered)),
        separated=_share(behind.any(axis=0) & rim, rim),
        thickness=_thickness(polar, rim),
        clutter=_share(polar[(_RADII >= 1.09) & (_RADII <= 1.17)].any(axis=0), inside),
        band=float(band.mean()) if band.size else 0.0,
        changes=_changes(glyphs, inside & present),
        ridges=_ridges(polar, inside & present),
        roughness=_roughness(polar, rim),
        visible=float(inside.mean()),
        longest_gap=gap / len(_ANGLES),
    )


def is_hopeless(ellipse: Ellipse, ink: Mask, *, least: float) -> bool:
    """Tell whether far less than `least` of a rim has ink near it: asked before it is refined and weighed."""
    near = sample(ink, ellipse, _ANGLES[::6], _NEAR_RIM, outside=0).max(axis=0) > 100
    inside = _inside(ellipse, ink.shape)[::6]
    return _share(near & inside, inside) < least


def propose(points: NDArray[np.float64], *, low: float, high: float, seed: int = 7) -> list[Ellipse]:
    """Return circles through many of the points, best first (RANSAC, Fischler and Bolles 1981).

    Args:
        points: (n, 2) x and y of the outlines of ink, pixels.
        low: smallest radius of interest, pixels.
        high: largest radius of interest, pixels.
        seed: of the sampling, fixed so that a page gives the same seals every time.
    """
    if len(points) < 12:
        return []
    random = np.random.default_rng(seed)
    if len(points) > _CONTOUR_POINTS:
        points = points[random.choice(len(points), _CONTOUR_POINTS, replace=False)]
    circles = _circles_through(points[random.integers(0, len(points), (_TRIPLES, 3))])
    circles = circles[(circles[:, 2] >= low) & (circles[:, 2] <= high)]
    if not len(circles):
        return []
    across = (points[:, 0] - circles[:, :1]).astype(np.float32)
    down = (points[:, 1] - circles[:, 1:2]).astype(np.float32)
    near = np.abs(cv2.magnitude(across, down) - circles[:, 2:]) < np.maximum(1.5, 0.025 * circles[:, 2:])
    best = np.argsort(-near.sum(axis=1))[:60]
    scored = []
    for index in best:
        x, y, radius = circles[index]
        circle = Ellipse(float(x), float(y), float(radius), float(radius))
        bins = _turns_hit(points[near[index]], circle)
        if bins >= _BINS // 6:
            # By turn alone the small circles of chance among the glyphs come before the arc of a cut seal.
            scored.append((bins * math.sqrt(radius), circle))
    scored.sort(key=lambda item: -item[0])
    return _distinct([ellipse for _, ellipse in scored])


def propose_ovals(points: NDArray[np.float64], *, low: float, high: float, seed: int = 7) -> list[Ellipse]:
    """Return ellipses through many of the points, best first: RANSAC over six points each, and the hull's own fit.

    `low` is the smallest semi-minor and `high` the largest semi-major axis of interest, pixels.
    """
    if len(points) < 24:
        return []
    random = np.random.default_rng(seed)
    if len(points) > _CONTOUR_POINTS:
        points = points[random.choice(len(points), _CONTOUR_POINTS, replace=False)]
    hull = cv2.convexHull(points.astype(np.float32)).reshape(-1, 2).astype(np.float64)
    samples = [hull] if len(hull) >= 6 else []
    samples += list(points[random.integers(0, len(points), (_SIXES, 6))])
    fitted = [fit_points(chosen) for chosen in samples]
    ellipses = [
        ellipse
        for ellipse in fitted
        if ellipse is not None and low <= ellipse.minor and ellipse.major <= high and ellipse.aspect <= 2.2
    ]
    near = [np.abs(ellipse.relative_radius(*points.T) - 1.0) < max(0.025, 1.5 / ellipse.radius) for ellipse in ellipses]
    # Turns are counted where many points lie near: to count them for all would take longer than to fit.
    likely = np.argsort([-int(one.sum()) for one in near], kind="stable")[:_LIKELY]
    scored = [(_turns_hit(points[near[index]], ellipses[index]), ellipses[index]) for index in likely]
    scored.sort(key=lambda item: -item[0])
    return _distinct([ellipse for bins, ellipse in scored[:10] if bins >= _BINS // 2])


def _turns_hit(points: NDArray[np.float64], ellipse: Ellipse) -> int:
    """Return in how many of `_BINS` directions from the middle there is a point."""
    turn = np.arctan2(points[:, 1] - ellipse.y, points[:, 0] - ellipse.x)
    return len(np.unique((turn / (2 * math.pi) * _BINS).astype(int) % _BINS))


def refine(ellipse: Ellipse, ink: Mask, *, rounds: int = 3) -> Ellipse:
    """Return the ellipse fitted to the outer edge of the ink near it; the ellipse itself where the fit fails."""
    for reach in (0.14, 0.09, 0.06)[:rounds]:
        radii = np.linspace(1.0 + reach, 1.0 - reach, max(8, round(2 * reach * max(40.0, ellipse.radius))))
        polar = sample(ink, ellipse, _ANGLES, radii, outside=0) > 100
        found = polar.any(axis=0)
        first = radii[np.argmax(polar, axis=0)]
        if found.sum() < 90:
            return ellipse
        # What sticks out of the rim (a heading, another seal) is outermost too: keep what agrees with the middle.
        agreed = found & (np.abs(first - np.median(first[found])) < max(reach / 2, 0.025))
        x, y = ellipse.points(_ANGLES[agreed], first[agreed])
        fitted = fit_points(np.stack([x, y], axis=1))
        if fitted is None or not 0.75 < fitted.radius / ellipse.radius < 1.33 or fitted.aspect > 2.2:
            return ellipse
        if agreed.sum() < 200 and fitted.aspect > 1.1:
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


def _circles_through(triples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n, 3) centre and radius of the circles through (n, 3, 2) points, degenerate ones left out."""
    first, second, third = triples[:, 0], triples[:, 1], triples[:, 2]
    b, c = second - first, third - first
    twice = 2 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    sound = np.abs(twice) > 1e-3
    b, c, twice, first = b[sound], c[sound], twice[sound], first[sound]
    bb, cc = (b**2).sum(axis=1), (c**2).sum(axis=1)
    x = (c[:, 1] * bb - b[:, 1] * cc) / twice
    y = (b[:, 0] * cc - c[:, 0] * bb) / twice
    return np.stack([first[:, 0] + x, first[:, 1] + y, np.hypot(x, y)], axis=1)


def _distinct(ellipses: list[Ellipse]) -> list[Ellipse]:
    """Return the ellipses without those that nearly repeat a better one."""
    kept: list[Ellipse] = []
    for ellipse in ellipses:
        if all(
            math.hypot(ellipse.x - other.x, ellipse.y - other.y) > 0.15 * other.radius
            or abs(ellipse.radius / other.radius - 1) > 0.1
            for other in kept
        ):
            kept.append(ellipse)
    return kept


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    total = int(whole.sum())
    return float((part & whole).sum()) / total if total else 0.0


def _changes(polar: NDArray[np.bool_], inside: NDArray[np.bool_]) -> float:
    """Return the number of changes a full turn on the busier circles through the ring of glyphs."""
    rows = polar[(_RADII >= 0.64) & (_RADII <= 0.86)]
    changes = (rows != np.roll(rows, 1, axis=1))[:, inside].sum(axis=1)
    return float(np.percentile(changes, 75)) / max(float(inside.mean()), 0.05)


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
    rows = polar[(_RADII >= 0.90) & (_RADII <= 1.10)][::-1]
    radii = _RADII[(_RADII >= 0.90) & (_RADII <= 1.10)][::-1]
    edge = radii[np.argmax(rows, axis=0)][rim & rows.any(axis=0)]
    if not edge.size:
        return 1.0
    low, high = np.percentile(edge, (10, 90))
    return float(high - low) / 2.56


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
    best_start = best = run = 0
    for index, flag in enumerate(np.concatenate([flags, flags])):
        run = run + 1 if flag else 0
        if run > best:
            best_start, best = index - run + 1, run
    return best_start % len(flags), best

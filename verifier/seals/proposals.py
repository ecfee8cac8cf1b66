"""Circles and ovals that many points of an outline lie on (RANSAC, Fischler and Bolles 1981)."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.ellipse import Ellipse
from verifier.seals.ring import fit_points

_CONTOUR_POINTS: Final = 450
_TRIPLES: Final = 700
_FIVES: Final = 200
_LIKELY: Final = 24
_LIKELY_CIRCLES: Final = 60
_BINS: Final = 72


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
    best = circles[_nearest(points[::3], circles, 3 * _LIKELY_CIRCLES)]
    best = best[_nearest(points, best, _LIKELY_CIRCLES)]
    hit = _turns_hit(points, best, _distances(points, best) < _reach(best))
    # By turn alone the small circles of chance among the glyphs come before the arc of a cut seal.
    worth = np.where(hit >= _BINS // 6, hit * np.sqrt(best[:, 2]), 0.0)
    order = np.argsort(-worth, kind="stable")
    return _distinct([Ellipse(x, y, r, r) for x, y, r in best[order[worth[order] > 0]].tolist()])


def _nearest(points: NDArray[np.float64], circles: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Return the indices of the `count` circles that the most points lie near, those first."""
    near = _distances(points, circles) < _reach(circles)
    return np.argsort(-np.count_nonzero(near, axis=1), kind="stable")[:count]


def _distances(points: NDArray[np.float64], circles: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return how far every point lies from every circle (rows), pixels."""
    across = points[:, 0].astype(np.float32) - circles[:, :1].astype(np.float32)
    down = points[:, 1].astype(np.float32) - circles[:, 1:2].astype(np.float32)
    return np.abs(cv2.magnitude(across, down) - circles[:, 2:].astype(np.float32))


def _reach(circles: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(1.5, 0.025 * circles[:, 2:])


def propose_ovals(points: NDArray[np.float64], *, low: float, high: float, seed: int = 7) -> list[Ellipse]:
    """Return ellipses through many of the points, best first: RANSAC over five points each, and the hull's own fit.

    `low` is the smallest semi-minor and `high` the largest semi-major axis of interest, pixels.
    """
    if len(points) < 24:
        return []
    random = np.random.default_rng(seed)
    if len(points) > _CONTOUR_POINTS:
        points = points[random.choice(len(points), _CONTOUR_POINTS, replace=False)]
    fitted = conics_through(points[random.integers(0, len(points), (_FIVES, 5))])
    hull = fit_points(cv2.convexHull(points.astype(np.float32)).reshape(-1, 2).astype(np.float64))
    ellipses = [
        ellipse
        for ellipse in ([hull, *fitted] if hull is not None else fitted)
        if low <= ellipse.minor and ellipse.major <= high and ellipse.aspect <= 2.2
    ]
    if not ellipses:
        return []
    near = np.stack([np.abs(one.relative_radius(*points.T) - 1.0) < max(0.025, 1.5 / one.radius) for one in ellipses])
    # Turns are counted where many points lie near: to count them for all would take longer than to fit.
    likely = np.argsort(-np.count_nonzero(near, axis=1), kind="stable")[:_LIKELY]
    hit = _turns_hit(points, np.array([(ellipses[index].x, ellipses[index].y) for index in likely]), near[likely])
    order = np.argsort(-hit, kind="stable")[:10]
    return _distinct([ellipses[likely[place]] for place in order if hit[place] >= _BINS // 2])


def _turns_hit(points: NDArray[np.float64], middles: NDArray[np.float64], near: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each middle (rows of x, y) in how many of `_BINS` directions from it there is a point near its rim.

    Args:
        points: (n, 2).
        middles: (m, 2 or more).
        near: (m, n), whether the point lies near the rim around the middle.
    """
    across = points[:, 0].astype(np.float32) - middles[:, :1].astype(np.float32)
    down = points[:, 1].astype(np.float32) - middles[:, 1:2].astype(np.float32)
    turns = (cv2.phase(across, down) * (_BINS / (2 * math.pi))).astype(np.int64) % _BINS
    hit = np.zeros((len(middles), _BINS + 1), np.bool_)
    np.put_along_axis(hit, np.where(near, turns, _BINS), True, axis=1)
    return np.asarray(np.count_nonzero(hit[:, :_BINS], axis=1), np.int64)


def conics_through(fives: NDArray[np.float64]) -> list[Ellipse]:
    """Return the ellipses through (n, 5, 2) points; five points that lie on another conic, or on a line, give none."""
    middle = fives.mean(axis=(0, 1))
    scale = max(1.0, float(np.abs(fives - middle).max()))
    x, y = np.moveaxis((fives - middle) / scale, 2, 0)
    system = np.stack([x * x, x * y, y * y, x, y], axis=2)
    sound = np.abs(np.linalg.det(system)) > 1e-12
    if not sound.any():
        return []
    # a x^2 + b x y + c y^2 + d x + e y = 1
    a, b, c, d, e = np.linalg.solve(system[sound], np.ones((int(sound.sum()), 5, 1)))[:, :, 0].T
    determinant = 4 * a * c - b * b
    with np.errstate(all="ignore"):
        x, y = (b * e - 2 * c * d) / determinant, (b * d - 2 * a * e) / determinant
        level = 1 + a * x * x + b * x * y + c * y * y
        mean, spread = (a + c) / 2, np.hypot((a - c) / 2, b / 2)
        spread *= np.sign(level)
        major, minor = np.sqrt(level / (mean - spread)), np.sqrt(level / (mean + spread))
    # The longer axis lies where the quadratic form is the smaller.
    angle = 0.5 * np.arctan2(b, a - c) + np.where(level > 0, math.pi / 2, 0.0)
    real = (determinant > 0) & np.isfinite(major) & np.isfinite(minor) & (minor * scale > 1.0)
    rows = np.stack([x * scale + middle[0], y * scale + middle[1], major * scale, minor * scale, angle], axis=1)[real]
    return [Ellipse(*row) for row in rows.tolist()]


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

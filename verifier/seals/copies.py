"""Find the seals of black-and-white copies: dark rings among dark print.

Colour does not tell them from print, so circles are voted for by the gradient of what is not small print (Hough
transform with edge direction, Ballard 1981), and the evidence asked of a rim is stricter. What is found here is a
seal only if it can be read. A rim that touches no rule is a piece of ink of its own: so ovals are found, and circles
that print has cost their votes. Squares are not looked for: every form has small frames.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from models.observation import SealColour, SealShape
from verifier.seals.candidate import OVAL_FROM, SURE, Candidate, is_cut, smallest_diameter
from verifier.seals.ellipse import Ellipse, sample
from verifier.seals.ink import Grey, Inks, Mask
from verifier.seals.ring import BUSY, RingEvidence, fit_points, is_hopeless, refine, weigh
from verifier.seals.second_ring import inner_ring

Floats: TypeAlias = NDArray[np.float32]

_VOTING_SIDE: Final = 600
"""Long side, in pixels, of the picture on which circles are voted for: 2 px a millimetre on A4."""
_LARGEST_ON_PAGE: Final = 0.13
"""Largest radius looked for on a page, as a share of its long side: 38 mm on A4."""
_PAGE_SIDE: Final = 900
"""A picture smaller than this (long side, pixels of the working scale) may be a crop that one seal fills."""
_RADIUS_STEP: Final = 1.05
_CELL: Final = 2
"""Votes are counted in cells of this many pixels, three by three of them together."""
_MIN_VOTES: Final = 0.18
"""Votes for a circle as a share of its circumference from which it is looked at."""
_MAX_EDGES: Final = 6000
_LOOKED_AT: Final = 6
_LEAST_RIM: Final = 0.6
"""Share of a proposed rim with ink near it below which refining will not reach what is asked."""
_MOST_OVAL: Final = 1.7
_DARK: Final = 34
"""Darkness (0 paper, 250 black) from which a pixel is ink: a faint grey copy has 60."""
_PAPER_STEP: Final = 8
_PAPER_REACH: Final = 11
"""Paper is looked for this far, in pixels of a picture reduced by the step: over print, not over a dark photograph."""
_DARKEST_PAPER: Final = 48
_BRIGHT_PAPER: Final = 225
_BLACK_FROM: Final = 175
"""Darkness of the rim from which the copy counts as black rather than grey."""


def find_copies(darkness: Grey, taken: list[Candidate]) -> list[Candidate]:
    """Return the dark round seals of a picture, working scale.

    Args:
        darkness: of what has no colour, (height, width), 0 for paper; see `darkness_of`.
        taken: coloured seals, whose place is not looked at again.
    """
    darkness = darkness.copy()
    for candidate in taken:
        left, top, right, bottom = (max(0, round(side)) for side in candidate.bounds())
        darkness[top:bottom, left:right] = 0
    none = np.zeros_like(darkness)
    found: list[Candidate] = []
    mask = cv2.threshold(darkness, _DARK, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)
    for proposed in [*_vote(darkness), *_rims(mask)]:
        if any(_concentric(proposed, other) for other in found) or is_hopeless(proposed, mask, least=_LEAST_RIM):
            continue
        ellipse = refine(proposed, mask)
        evidence = weigh(ellipse, darkness, none)
        second = inner_ring(ellipse, darkness)
        if second is not None:
            inside = weigh(second, darkness, none)
            evidence = replace(evidence, ridges=inside.ridges, band=inside.band, changes=inside.changes)
        strength = _strength(evidence, ellipse)
        if strength > 0 and not any(_concentric(ellipse, other) for other in found):
            colour = SealColour.BLACK if _tone(darkness, ellipse) >= _BLACK_FROM else SealColour.GREY
            cut = is_cut(evidence, ellipse, darkness.shape)
            shape = SealShape.OVAL if ellipse.aspect >= OVAL_FROM else SealShape.ROUND
            found.append(Candidate(colour, shape, ellipse, None, min(strength, SURE - 0.01), cut))
    return [candidate for candidate in found if not candidate.is_fragment]


def darkness_of(grey: Grey, inks: Inks) -> Grey:
    """Return how dark the colourless pixels of a balanced picture are: 0 for paper, about 250 for black."""
    coloured = cv2.max(inks.red.strength, inks.blue.strength) >= 14
    dark = np.uint8(250) - np.minimum(_evened(grey), np.uint8(250))
    dark[cv2.dilate(coloured.view(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 0
    return dark


def _evened(grey: Grey) -> Grey:
    """Return the picture with paper in shadow made as bright as elsewhere.

    Colours cannot be judged there, so that the balanced picture leaves it dark; a dark rim on dark paper still shows.
    """
    size = max(1, grey.shape[1] // _PAPER_STEP), max(1, grey.shape[0] // _PAPER_STEP)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    reach = np.ones((_PAPER_REACH, _PAPER_REACH), np.uint8)
    paper = cv2.blur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, reach), (_PAPER_REACH, _PAPER_REACH))
    paper = np.clip(paper, _DARKEST_PAPER, 250).astype(np.uint8)
    if int(paper.min()) >= _BRIGHT_PAPER:
        return grey
    whole = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, whole, scale=250.0), np.uint8)


def _rims(mask: Mask) -> list[Ellipse]:
    """Return the ellipses that fill the bounds of a hollow piece of ink, largest first."""
    smallest, most = smallest_diameter(mask.shape), 2 * _LARGEST_ON_PAGE * max(mask.shape)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    low, high = sides.min(axis=1), sides.max(axis=1)
    hollow = (stats[:, cv2.CC_STAT_AREA] <= 0.5 * low * high) & (high <= 1.8 * low)
    fit = hollow & (low >= 0.7 * smallest) & (high >= smallest) & (high <= most)
    fit[0] = False
    found = []
    for label in np.flatnonzero(fit).tolist():
        left, top, width, height, _ = stats[label].tolist()
        piece = (labels[top : top + height, left : left + width] == label).astype(np.uint8)
        (points, *_), _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        ellipse = fit_points(points.reshape(-1, 2) + np.array([left, top], np.float64))
        if (
            ellipse is not None
            and ellipse.aspect < _MOST_OVAL
            and 0.8 * high[label] < 2 * ellipse.major < 1.25 * high[label]
        ):
            found.append(ellipse)
    return sorted(found, key=lambda ellipse: -ellipse.radius)[:_LOOKED_AT]


def _vote(darkness: Grey) -> list[Ellipse]:
    """Return the circles with the most votes, working scale, best first."""
    factor = min(1.0, _VOTING_SIDE / max(darkness.shape))
    small = cv2.resize(darkness, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else darkness
    large = _without_small_print(small.astype(np.uint8), smallest_diameter(darkness.shape) * factor)
    x, y, dx, dy, kept_share = _outer_edges(large)
    if len(x) < 30:
        return []
    share = _LARGEST_ON_PAGE if max(darkness.shape) >= _PAGE_SIDE else 0.52
    radius, last = max(12.0, smallest_diameter(darkness.shape) * factor / 2), share * max(small.shape)
    peaks: list[tuple[float, Ellipse]] = []
    while radius <= last:
        peaks += _peaks(x - radius * dx, y - radius * dy, radius, small.shape, kept_share)
        radius *= _RADIUS_STEP
    # By share alone the small circles of chance, in stars and glyphs, come before the rim around them.
    peaks.sort(key=lambda peak: -peak[0] * math.sqrt(peak[1].radius))
    kept: list[Ellipse] = []
    for _, circle in peaks:
        if len(kept) < _LOOKED_AT and not any(_near(circle, other) for other in kept):
            kept.append(circle)
    return [circle.scaled(1 / factor) for circle in kept]


def _without_small_print(darkness: Grey, smallest: float) -> Mask:
    """Return the darkness of large connected pieces alone: rims and rules, hardly any glyphs."""
    ink = (darkness >= _DARK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= 0.5 * smallest
    large[0] = False
    return np.where(large[labels], darkness, np.uint8(0)).astype(np.uint8)


def _outer_edges(darkness: Grey) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Return x, y and the unit direction towards the paper of the edges, at most `_MAX_EDGES`, and the share kept."""
    smooth = cv2.GaussianBlur(darkness, (0, 0), 0.8)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    strength = cv2.magnitude(across, down)
    y, x = np.nonzero(strength > 70)
    share = min(1.0, _MAX_EDGES / max(1, len(x)))
    if share < 1.0:
        chosen = np.random.default_rng(7).choice(len(x), _MAX_EDGES, replace=False)
        y, x = y[chosen], x[chosen]
    length = strength[y, x]
    # darkness falls towards the paper
    dx, dy = (np.asarray(-slope[y, x] / length, np.float32) for slope in (across, down))
    return x.astype(np.float32), y.astype(np.float32), dx, dy, share


def _peaks(
    x: Floats, y: Floats, radius: float, shape: tuple[int, ...], kept_share: float
) -> list[tuple[float, Ellipse]]:
    """Return (share of the circumference, circle) of the best centre of one radius, where it has enough votes."""
    column, row = (x * (1 / _CELL)).astype(np.int32), (y * (1 / _CELL)).astype(np.int32)
    high, wide = -(-shape[0] // _CELL), -(-shape[1] // _CELL)
    inside = (x >= 0) & (column < wide) & (y >= 0) & (row < high)
    votes = np.bincount(row[inside] * wide + column[inside], minlength=high * wide).astype(np.float32)
    spread = cv2.boxFilter(votes.reshape(high, wide), -1, (3, 3), normalize=False)
    peaks = []
    for _ in range(3):
        _, most, _, (left, top) = cv2.minMaxLoc(spread)
        share = most / (2 * math.pi * radius * kept_share)
        if share < _MIN_VOTES:
            break
        peaks.append((share, Ellipse(_CELL * (left + 0.5), _CELL * (top + 0.5), radius, radius)))
        cv2.circle(spread, (left, top), max(2, round(0.5 * radius / _CELL)), (0,), -1)
    return peaks


def _strength(evidence: RingEvidence, ellipse: Ellipse) -> float:
    """Return 0 or the strength of a dark rim; print crosses it, so that clutter is not asked for."""
    if ellipse.aspect > _MOST_OVAL or evidence.coverage < 0.75 or evidence.longest_gap > 0.2:
        return 0.0
    if evidence.separated < 0.8 or evidence.thickness > 0.16 or evidence.roughness > 0.055 or evidence.ridges > 1.4:
        return 0.0
    if not 0.04 <= evidence.band <= (0.6 if evidence.changes < BUSY else 0.75) or evidence.changes < 14:
        return 0.0
    return evidence.coverage * evidence.separated


def _tone(darkness: Grey, ellipse: Ellipse) -> float:
    """Return the median darkness of the rim."""
    angles = np.linspace(0.0, 2 * math.pi, 180, endpoint=False)
    rim = sample(darkness, ellipse, angles, np.linspace(0.93, 1.01, 9), outside=0)
    return float(np.median(rim.max(axis=0)))


def _near(one: Ellipse, other: Ellipse) -> bool:
    return (
        math.hypot(one.x - other.x, one.y - other.y) < 0.25 * other.radius and abs(one.radius / other.radius - 1) < 0.12
    )


def _concentric(one: Ellipse, candidate: Candidate) -> bool:
    other = candidate.ellipse
    return other is not None and math.hypot(one.x - other.x, one.y - other.y) < 0.5 * max(one.radius, other.radius)

"""Find seals on a page: patches of coloured ink, then the evidence of a rim or a frame around glyphs.

Red alone is not a seal: headings, rules, emblems and fingerprints are red too. A candidate needs a closed rim
(ellipse) or a frame (four sides), paper behind it, and an inside that changes like writing.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.observation import SealColour, SealShape
from verifier.pictures import RgbImage
from verifier.seals.candidate import CUT_FROM, OVAL_FROM, SURE, Candidate, is_cut, same_place, scaled, smallest_diameter
from verifier.seals.concentric import centred
from verifier.seals.copies import find_copies
from verifier.seals.ellipse import Ellipse
from verifier.seals.framed import best_frame
from verifier.seals.ink import LEVELS, Ink, Mask, find_inks
from verifier.seals.patches import Patch, outline, patches, seen_before
from verifier.seals.proposals import propose, propose_ovals
from verifier.seals.ring import BUSY, Rim, RingEvidence, is_hopeless, refine, trace, weigh
from verifier.seals.second_ring import inner_ring
from verifier.seals.slices import slices_at_edges
from verifier.seals.working import Working

_EDGE: Final = 0.02
_LEAST_RIM: Final = 0.3
"""Share of a proposed rim with ink near it below which it is not even a good piece of one."""

_SOLID: Final = 0.8
"""Share of ink inside the outline of a patch from which it is no ring; run-together ones have two thirds."""
_LARGE: Final = 130
"""Radius (working scale, 33 mm on A4) from which a rim must be as even as a cut one: arcs of chance are long there."""
_LARGEST_PIECE: Final = 0.2
"""Radius of a cut seal, a share of a page's long side, beyond which it is an arc of chance: twice the largest seals."""
_PAGE_SIDE: Final = 1000
"""A picture smaller than this (long side, working scale) may be a crop of a seal."""
_MIN_INK: Final = 150
"""Pixels of ink (working scale) below which a page holds no seal."""
_LIKELIEST: Final = 4
_MAX_PER_PATCH: Final = 4
_MOST_WEAK: Final = 2
"""Places of a patch that only may be seals after which no more are looked for: the strongest come first."""


def find_candidates(image: RgbImage) -> list[Candidate]:
    """Return the places of a picture (H x W x 3 uint8 RGB) that look like seals, whole and strong ones first.

    Slices at the page's edges come last.
    """
    picture = Working.of(image)
    inks = find_inks(picture)
    found: list[Candidate] = []
    slices: list[Candidate] = []
    for colour, ink in ((SealColour.RED, inks.red), (SealColour.BLUE, inks.blue)):
        left, looked_at, hidden = Ink(ink.strength.copy()), np.zeros_like(inks.dark), inks.dark.copy()
        for level in LEVELS:
            found += _find_in_ink(left, level, hidden, colour, looked_at)
        slices += slices_at_edges(_outside(ink.mask(LEVELS[-1]), found), colour)
    found += find_copies(picture, inks, [candidate for candidate in found if candidate.strength >= SURE])
    found.sort(key=lambda candidate: (candidate.is_fragment, -candidate.strength))
    return [scaled(candidate, 1 / picture.factor) for candidate in (*_without_overlaps(found), *slices)]


def _outside(mask: Mask, found: list[Candidate]) -> Mask:
    """Return the ink that belongs to no whole seal: one that stands near the edge is no slice."""
    for candidate in found:
        if not candidate.is_fragment and candidate.strength >= SURE:
            _erase(mask, candidate)
    return mask


def _find_in_ink(left: Ink, level: tuple[int, int], dark: Mask, colour: SealColour, looked_at: Mask) -> list[Candidate]:
    """Return the candidates in one ink, working scale; what is found is erased from `left` before the next.

    `looked_at` takes up the ink in which nothing was found: where the next level sees hardly more, nothing is there.
    `dark` takes up where seals were found: the rim of another that lies below is hidden there, not missing.
    """
    mask = left.mask(level)
    if cv2.countNonZero(mask) < _MIN_INK:
        return []
    found: list[Candidate] = []
    smallest = smallest_diameter(mask.shape)
    for patch in patches(mask):
        if seen_before(patch, looked_at):
            continue
        weak = 0
        for _ in range(_MAX_PER_PATCH):
            patch = replace(patch, ink=cast(Mask, cv2.bitwise_and(patch.ink, mask[patch.window])))
            points = outline(patch)
            if len(points) < smallest or np.ptp(points, axis=0).max() < smallest:
                break
            candidate = _best(patch, points, left, mask, dark, colour)
            if candidate is None:
                # The next level sees the same strokes a little thicker.
                looked_at[patch.window] |= cast(Mask, cv2.dilate(patch.ink, np.ones((5, 5), np.uint8)))
                break
            if candidate.is_fragment:
                candidate = replace(candidate, extent=_extent(mask, candidate))
            elif candidate.ellipse is not None:
                candidate = replace(candidate, ellipse=centred(candidate.ellipse, left.strength))
            found.append(candidate)
            # A faint whole seal looks like a piece at the first level: leave its ink to the second.
            if candidate.is_fragment and level != LEVELS[-1]:
                break
            for plane in (left.strength, mask):
                _erase(plane, candidate, None if candidate.strength >= SURE else patch)
            if candidate.strength >= SURE:
                _erase(dark, candidate, value=255)
                continue
            weak += 1
            if weak == _MOST_WEAK:
                break
    return found


def _best(
    patch: Patch, points: NDArray[np.float64], ink: Ink, mask: Mask, dark: Mask, colour: SealColour
) -> Candidate | None:
    """Return the best candidate of a patch: a sure frame, else a ring, else a frame that may be a glyph (国)."""
    frame = best_frame(patch, ink, dark, colour)
    if frame is not None and frame.strength >= SURE:
        return frame
    if _is_line(points, smallest_diameter(dark.shape)) and not _at_edge(points, dark.shape):
        return frame  # whole seals are higher, slices of seals lie at the edge
    if _is_solid(patch, points):
        return frame
    return _best_ring(points, ink, mask, dark, colour) or frame


def _is_line(points: NDArray[np.float64], smallest: float) -> bool:
    """Tell whether ink is a line of a heading: lower than any seal, or hardly higher and many times as long."""
    low, high = sorted(np.ptp(points, axis=0).tolist())
    return bool(low < 0.8 * smallest or (low < 1.7 * smallest and high > 6 * low))


def _is_solid(patch: Patch, points: NDArray[np.float64]) -> bool:
    """Tell whether a patch is filled with ink: behind a rim there is paper."""
    hull = cv2.convexHull(points.astype(np.int32))
    return cv2.countNonZero(patch.ink) > _SOLID * cv2.contourArea(hull)


def _at_edge(points: NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    """Tell whether ink comes near the picture's left, right, top or bottom edge."""
    reach = _EDGE * max(shape)
    far = (points.max(axis=0) > np.array([shape[1], shape[0]]) - reach).any()
    return bool(far or (points.min(axis=0) < reach).any())


def _best_ring(points: NDArray[np.float64], ink: Ink, mask: Mask, dark: Mask, colour: SealColour) -> Candidate | None:
    """Return the ring with the strongest evidence through the outlines of a patch, or None."""
    smallest, largest = smallest_diameter(dark.shape), 0.56 * max(dark.shape)
    best = _strongest(propose(points, low=smallest / 2, high=largest)[:_LIKELIEST], ink, mask, dark, colour)
    if best is not None and best.strength > 0.7 and not best.is_fragment:
        return best
    ovals = propose_ovals(points, low=smallest / 2, high=largest)
    oval = _strongest(ovals[: _LIKELIEST // 2], ink, mask, dark, colour)
    if best is not None and oval is not None and oval.is_fragment:
        return best  # a short arc fits many ovals: the circle says more
    return max((found for found in (best, oval) if found is not None), key=lambda found: found.strength, default=None)


def _strongest(ellipses: list[Ellipse], ink: Ink, mask: Mask, dark: Mask, colour: SealColour) -> Candidate | None:
    best: Candidate | None = None
    for proposed in ellipses:
        if is_hopeless(proposed, mask, least=_LEAST_RIM):
            continue
        ellipse = refine(proposed, mask)
        rim = trace(ellipse, ink.strength, dark)
        if _covered(rim) < _least_covered(rim):
            continue
        evidence = weigh(rim, ink.strength)
        if not is_rim(evidence, ellipse):
            continue
        second = inner_ring(ellipse, ink.strength)
        if second is not None:  # what the ring of glyphs says is asked behind the second rim
            inside = weigh(trace(second, ink.strength, dark), ink.strength)
            evidence = replace(evidence, ridges=inside.ridges, band=inside.band, changes=inside.changes)
        strength = ring_strength(evidence, ellipse)
        if strength > 0 and (best is None or strength > best.strength):
            cut = is_cut(evidence, ellipse, dark.shape)
            if cut and ellipse.radius > _LARGEST_PIECE * max(dark.shape) and max(dark.shape) >= _PAGE_SIDE:
                continue
            shape = SealShape.OVAL if ellipse.aspect >= OVAL_FROM else SealShape.ROUND
            best = Candidate(colour, shape, ellipse, None, strength, cut)
    return best


def is_rim(evidence: RingEvidence, ellipse: Ellipse) -> bool:
    """Tell whether the rim alone, whatever it surrounds, may be that of a seal."""
    if ellipse.aspect > 2.0 or evidence.longest_gap > 0.85 or evidence.separated < 0.6:
        return False
    roughest = 0.055 if evidence.coverage >= 0.9 and ellipse.radius < _LARGE else 0.045
    if evidence.roughness > roughest or evidence.thickness > 0.3:
        return False
    return _covered(evidence) >= _least_covered(evidence)


def _is_drawn(evidence: RingEvidence) -> bool:
    """Tell whether the rim is whole and even: ridges of skin make none, so that inner rims are not taken for ridges."""
    whole = evidence.coverage >= 0.95 and evidence.longest_gap < 0.03 and evidence.separated >= 0.95
    return whole and evidence.roughness <= 0.025 and evidence.clutter <= 0.3


def _covered(rim: Rim | RingEvidence) -> float:
    """Return the share of the rim that is there: a cut seal keeps a close arc, a whole one may be worn everywhere."""
    return rim.arc if rim.longest_gap > CUT_FROM else rim.coverage


def _least_covered(rim: Rim | RingEvidence) -> float:
    return 0.8 if rim.longest_gap > CUT_FROM else 0.5


def ring_strength(evidence: RingEvidence, ellipse: Ellipse) -> float:
    """Return 0 (no seal) to 1 (surely one) for the evidence of a rim; the shares required are those of real seals."""
    drawn = _is_drawn(evidence)
    if not is_rim(evidence, ellipse) or (evidence.ridges > 2.0 and not drawn):
        return 0.0
    fullest = 0.65 if evidence.changes < BUSY else 0.8  # strokes run together on photographs, and are still many
    if not 0.025 <= evidence.band <= fullest or evidence.changes < (6 if drawn else 10):
        return 0.0
    coverage = _covered(evidence)
    strength = coverage * min(1.0, evidence.separated / 0.85) * math.sqrt(1.0 - evidence.longest_gap)
    strength *= 1.0 - max(0.0, evidence.clutter - 0.35)
    strength *= min(1.0, evidence.changes / (8 if drawn else 16))
    strength *= 1.0 if drawn else 1.0 - 0.5 * max(0.0, evidence.ridges - 1.1)
    strength *= 1.0 - 8 * max(0.0, evidence.roughness - 0.02)
    strength *= 1.0 - 4 * max(0.0, evidence.thickness - 0.14)
    return max(0.0, strength)


def _extent(mask: Mask, candidate: Candidate) -> tuple[float, float, float, float]:
    """Return the bounds of the ink inside a candidate, working scale."""
    outside = mask.copy()
    _erase(outside, candidate)
    left, top, width, height = cv2.boundingRect(cv2.subtract(mask, outside))
    return float(left), float(top), float(left + width), float(top + height)


def _erase(plane: Mask, candidate: Candidate, only: Patch | None = None, *, value: int = 0) -> None:
    """Erase a candidate from a plane (set it to `value`), with `only` that patch's ink alone.

    What only may be a seal takes no more than its own: an oval of chance around a whole page would take all on it.
    """
    if only is not None:
        own = np.zeros_like(plane)
        own[only.window] = only.ink
        inside = own.copy()
        _erase(inside, candidate)
        plane[(own > 0) & (inside == 0)] = 0
        return
    if candidate.ellipse is not None:
        ellipse = candidate.ellipse
        size = (2.1 * ellipse.major, 2.1 * ellipse.minor)
        cv2.ellipse(plane, ((ellipse.x, ellipse.y), size, math.degrees(ellipse.angle)), (value,), -1)
    elif candidate.corners is not None:
        centre = candidate.corners.mean(axis=0)
        grown = centre + 1.06 * (candidate.corners - centre)
        cv2.fillConvexPoly(plane, np.round(grown).astype(np.int32), (value,))


def _without_overlaps(found: list[Candidate]) -> list[Candidate]:
    """Return the candidates, strongest first, without those whose middle lies in the middle of a stronger one."""
    kept: list[Candidate] = []
    for candidate in found:
        if not any(same_place(candidate, other) for other in kept):
            kept.append(candidate)
    return kept

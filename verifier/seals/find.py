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
from verifier.seals.copies import darkness_of, find_copies
from verifier.seals.ellipse import Ellipse
from verifier.seals.frame import SEPARATED, SOLID, Corners, FrameEvidence, corners_of, weigh_frame
from verifier.seals.ink import LEVELS, Grey, Ink, Mask, balance, find_inks
from verifier.seals.ring import RingEvidence, propose, propose_ovals, refine, weigh
from verifier.seals.second_ring import inner_ring

WORKING_SIDE: Final = 1200
"""Long side, in pixels, of the picture on which seals are looked for: 100 dpi of an A4 page, 160 px a common seal."""

_BESIDE_OTHER_INK: Final = 0.7

_MIN_INK: Final = 150
"""Pixels of ink (working scale) below which a page holds no seal."""
_RECTANGLE_FROM: Final = 1.25
_MAX_PER_PATCH: Final = 4
_LONGEST: Final = 10
"""Aspect beyond which a frame is a ruled box, not a note stamp (条形章)."""
_NEGATIVE_STRENGTH: Final = 0.6
"""Strength of a solid square with holes: logos and ornaments look alike, so that it must be read."""


def find_candidates(image: RgbImage) -> list[Candidate]:
    """Return the places of a picture (H x W x 3 uint8 RGB) that look like seals, whole ones and strong ones first."""
    factor = min(1.0, WORKING_SIDE / max(image.shape[:2]))
    small = _shrunk(image, factor)
    balanced = balance(small)
    inks = find_inks(balanced)
    found: list[Candidate] = []
    for colour, ink in ((SealColour.RED, inks.red), (SealColour.BLUE, inks.blue)):
        left = Ink(ink.strength)
        for level in LEVELS:
            found += _find_in_ink(left, level, inks.dark, colour)
    dark = darkness_of(cast(Grey, cv2.cvtColor(balanced, cv2.COLOR_RGB2GRAY)), inks)
    found += find_copies(dark, [candidate for candidate in found if candidate.strength >= SURE])
    found.sort(key=lambda candidate: (candidate.is_fragment, -candidate.strength))
    return [scaled(candidate, 1 / factor) for candidate in _without_overlaps(found)]


def _shrunk(image: RgbImage, factor: float) -> RgbImage:
    """Return the picture resized by `factor` <= 1: whole steps by averaging, the rest linearly, which is faster."""
    height, width = image.shape[:2]
    whole = max(1, int(1 / factor))
    if whole > 1:
        image = cast(RgbImage, cv2.resize(image, (width // whole, height // whole), interpolation=cv2.INTER_AREA))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return cast(RgbImage, cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)) if size[0] < width else image


def _find_in_ink(left: Ink, level: tuple[int, int], dark: Mask, colour: SealColour) -> list[Candidate]:
    """Return the candidates in one ink, working scale; what is found is erased from `left` before the next."""
    mask = left.mask(level)
    if cv2.countNonZero(mask) < _MIN_INK:
        return []
    found: list[Candidate] = []
    for patch in _patches(mask):
        for _ in range(_MAX_PER_PATCH):
            patch = cast(Mask, cv2.bitwise_and(patch, mask))
            points = _outline(patch)
            if len(points) < 12 or np.ptp(points, axis=0).max() < smallest_diameter(patch.shape):
                break
            candidate = _best(patch, points, left, mask, dark, colour)
            if candidate is None:
                break
            if candidate.is_fragment:
                candidate = replace(candidate, extent=_extent(mask, candidate))
            found.append(candidate)
            # A faint whole seal looks like a piece at the first level: leave its ink to the second.
            if candidate.is_fragment and level != LEVELS[-1]:
                break
            _erase(left.strength, candidate)
            _erase(mask, candidate)
    return found


def _patches(ink: Mask) -> list[Mask]:
    """Return, for every large patch of nearby ink, a mask of that patch alone, the largest first."""
    smallest = smallest_diameter(ink.shape)
    reach = max(3, round(0.012 * max(ink.shape))) | 1
    joined = cv2.dilate(ink, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = []
    for label in range(1, count):
        _, _, width, height, area = (int(value) for value in stats[label])
        # A rule or a line of red text is long but low; a slice of a seal at the page's edge is narrow but high.
        if max(width, height) - reach < smallest or min(width, height) - reach < 0.3 * smallest:
            continue
        if area >= 0.02 * smallest * smallest:
            large.append((-width * height, label))
    return [np.where(labels == label, ink, np.uint8(0)).astype(np.uint8) for _, label in sorted(large)]


def _best(
    patch: Mask, points: NDArray[np.float64], ink: Ink, mask: Mask, dark: Mask, colour: SealColour
) -> Candidate | None:
    """Return the best candidate of a patch: a sure frame, else a ring, else a frame that may be a glyph (国)."""
    frame = _best_frame(patch, ink, dark, colour)
    if frame is not None and frame.strength >= SURE:
        return frame
    return _best_ring(points, ink, mask, dark, colour) or frame


def _best_ring(points: NDArray[np.float64], ink: Ink, mask: Mask, dark: Mask, colour: SealColour) -> Candidate | None:
    """Return the ring with the strongest evidence through the outlines of a patch, or None."""
    smallest, largest = smallest_diameter(dark.shape), 0.56 * max(dark.shape)
    best = _strongest(propose(points, low=smallest / 2, high=largest)[:6], ink, mask, dark, colour)
    if best is not None and best.strength > 0.7 and not best.is_fragment:
        return best
    ovals = [oval for oval in propose_ovals(points) if smallest / 2 <= oval.minor and oval.major <= largest]
    oval = _strongest(ovals[:3], ink, mask, dark, colour)
    if best is not None and oval is not None and oval.is_fragment:
        return best  # a short arc fits many ovals: the circle says more
    return max((found for found in (best, oval) if found is not None), key=lambda found: found.strength, default=None)


def _strongest(ellipses: list[Ellipse], ink: Ink, mask: Mask, dark: Mask, colour: SealColour) -> Candidate | None:
    best: Candidate | None = None
    for proposed in ellipses:
        ellipse = refine(proposed, mask)
        evidence = weigh(ellipse, ink.strength, dark)
        second = inner_ring(ellipse, ink.strength)
        if second is not None:  # what the ring of glyphs says is asked behind the second rim
            inside = weigh(second, ink.strength, dark)
            evidence = replace(evidence, ridges=inside.ridges, band=inside.band, changes=inside.changes)
        strength = ring_strength(evidence, ellipse)
        if strength > 0 and (best is None or strength > best.strength):
            shape = SealShape.OVAL if ellipse.aspect >= OVAL_FROM else SealShape.ROUND
            best = Candidate(colour, shape, ellipse, None, strength, is_cut(evidence, ellipse, dark.shape))
    return best


def ring_strength(evidence: RingEvidence, ellipse: Ellipse) -> float:
    """Return 0 (no seal) to 1 (surely one) for the evidence of a rim; the shares required are those of real seals."""
    if ellipse.aspect > 2.0 or evidence.longest_gap > 0.85:
        return 0.0
    if evidence.separated < 0.6 or not 0.025 <= evidence.band <= 0.65 or evidence.changes < 10:
        return 0.0
    if evidence.roughness > 0.045 or evidence.thickness > 0.3 or evidence.ridges > 2.0:
        return 0.0
    # A cut seal keeps a close arc; a whole one may be worn in many places.
    coverage = evidence.arc if evidence.longest_gap > CUT_FROM else evidence.coverage
    if coverage < (0.8 if evidence.longest_gap > CUT_FROM else 0.5):
        return 0.0
    strength = coverage * min(1.0, evidence.separated / 0.85) * math.sqrt(1.0 - evidence.longest_gap)
    strength *= 1.0 - max(0.0, evidence.clutter - 0.35)
    strength *= min(1.0, evidence.changes / 16)
    strength *= 1.0 - 0.5 * max(0.0, evidence.ridges - 1.1)
    strength *= 1.0 - 8 * max(0.0, evidence.roughness - 0.02)
    strength *= 1.0 - 4 * max(0.0, evidence.thickness - 0.14)
    return max(0.0, strength)


def _best_frame(patch: Mask, ink: Ink, dark: Mask, colour: SealColour) -> Candidate | None:
    """Return the framed seal with the strongest evidence in a patch, working scale, or None."""
    smallest = 0.7 * smallest_diameter(patch.shape)
    best: Candidate | None = None
    for reach in (3, 7):
        closed = cv2.morphologyEx(patch, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            _, _, width, height = cv2.boundingRect(contour)
            if min(width, height) < smallest:
                continue
            corners = corners_of(contour.astype(np.int32))
            evidence = weigh_frame(corners, ink.strength)
            strength = _frame_strength(evidence, corners, patch.shape, dark)
            strength *= _BESIDE_OTHER_INK if _has_neighbour(corners, patch) else 1.0
            if strength > 0 and (best is None or strength > best.strength):
                shape = SealShape.RECTANGLE if evidence.aspect >= _RECTANGLE_FROM else SealShape.SQUARE
                best = Candidate(colour, shape, None, corners, strength, False, is_negative=is_negative(evidence))
    return best


def _frame_strength(evidence: FrameEvidence, corners: Corners, shape: tuple[int, ...], dark: Mask) -> float:
    """Return 0 to 1 for the evidence of a frame."""
    if min(evidence.sides) < 0.66 or float(np.mean(evidence.sides)) < 0.82 or evidence.aspect > _LONGEST:
        return 0.0
    if is_negative(evidence):
        return 0.0 if _fills(corners, shape) else _NEGATIVE_STRENGTH
    if evidence.separated < SEPARATED:
        return 0.0
    if not 0.07 <= evidence.inner <= 0.65 or evidence.changes < 2.2:
        return 0.0
    if _fills(corners, shape) and _share_dark(dark) > 0.02:
        return 0.0  # the coloured border of a certificate, with its text inside
    return float(np.mean(evidence.sides)) * min(1.0, evidence.separated / 0.6)


def is_negative(evidence: FrameEvidence) -> bool:
    """Tell whether a frame may be a chop cut white on red (阴文): full sides, and holes that change like writing."""
    full = evidence.solid > SOLID and evidence.separated < SEPARATED and evidence.aspect < 2.5
    return full and 0.1 <= evidence.holes <= 0.7 and evidence.changes >= 2.2


def _has_neighbour(corners: Corners, patch: Mask) -> bool:
    """Tell whether more of the same ink follows beside a frame: 国 and 圆 in a heading are framed too."""
    left, top = np.round(corners.min(axis=0)).astype(int)
    right, bottom = np.round(corners.max(axis=0)).astype(int)
    near, far = round(0.05 * (right - left)) + 2, round(0.7 * (right - left))
    sides = (
        patch[top:bottom, max(0, left - far) : max(0, left - near)],
        patch[top:bottom, right + near : right + far],
        patch[max(0, top - far) : max(0, top - near), left:right],
        patch[bottom + near : bottom + far, left:right],
    )
    return any(side.size and float((side > 0).mean()) > 0.06 for side in sides)


def _fills(corners: Corners, shape: tuple[int, ...]) -> bool:
    extent = corners.max(axis=0) - corners.min(axis=0)
    return bool(extent[0] > 0.5 * shape[1] or extent[1] > 0.5 * shape[0])


def _share_dark(dark: Mask) -> float:
    return float(np.count_nonzero(dark)) / dark.size


def _outline(patch: Mask) -> NDArray[np.float64]:
    """Return (n, 2) points of the outer outlines of a patch."""
    contours, _ = cv2.findContours(patch, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return np.empty((0, 2))
    return np.concatenate([contour.reshape(-1, 2) for contour in contours]).astype(np.float64)


def _extent(mask: Mask, candidate: Candidate) -> tuple[float, float, float, float]:
    """Return the bounds of the ink inside a candidate, working scale."""
    outside = mask.copy()
    _erase(outside, candidate)
    left, top, width, height = cv2.boundingRect(cv2.subtract(mask, outside))
    return float(left), float(top), float(left + width), float(top + height)


def _erase(plane: Mask, candidate: Candidate) -> None:
    if candidate.ellipse is not None:
        ellipse = candidate.ellipse
        size = (2.1 * ellipse.major, 2.1 * ellipse.minor)
        cv2.ellipse(plane, ((ellipse.x, ellipse.y), size, math.degrees(ellipse.angle)), (0,), -1)
    elif candidate.corners is not None:
        centre = candidate.corners.mean(axis=0)
        grown = centre + 1.06 * (candidate.corners - centre)
        cv2.fillConvexPoly(plane, np.round(grown).astype(np.int32), (0,))


def _without_overlaps(found: list[Candidate]) -> list[Candidate]:
    """Return the candidates, strongest first, without those whose middle lies in the middle of a stronger one."""
    kept: list[Candidate] = []
    for candidate in found:
        if not any(same_place(candidate, other) for other in kept):
            kept.append(candidate)
    return kept

"""Find the seals of black-and-white copies: dark rings among dark print.

Colour does not tell them from print, so circles are voted for by smooth outlines, and the evidence asked of a rim is
stricter. A rim that touches no rule is a piece of ink of its own:
so ovals are found, and circles that print has cost their votes. Squares are not looked for: every form has small
frames. Places are proposed at half the working size and weighed at the whole.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, cast

import cv2
import numpy as np

from models.observation import SealColour, SealShape
from verifier.seals.candidate import OVAL_FROM, Candidate, is_cut, smallest_diameter
from verifier.seals.concentric import centred, settled, stands_out
from verifier.seals.darkness import Darkness
from verifier.seals.ellipse import Ellipse, sample
from verifier.seals.ink import Grey, Inks, Mask
from verifier.seals.ring import BUSY, RingEvidence, fit_points, refine, trace, weigh
from verifier.seals.second_ring import inner_ring
from verifier.seals.votes import voted
from verifier.seals.working import Window, Working

_LARGEST_ON_PAGE: Final = 0.13
"""Largest radius looked for on a page, as a share of its long side: 38 mm on A4."""
_PAGE_SIDE: Final = 1000
"""A picture smaller than this (long side, pixels of the working scale) may be a crop that one seal fills."""
_ROOM: Final = 0.4
"""Room around a proposed rim, a share of its radius, within which it is refined and weighed."""
_PROPOSED: Final = 12
_LOOKED_AT: Final = 8
_STANDS_OUT: Final = 0.22
"""Least share by which there is more ink on a rim than beside it; four of five rings of chance in print have less."""
_MOST_OVAL: Final = 1.7
_LEAST_COVERAGE: Final = 0.75
_LONGEST_GAP: Final = 0.2
_DARK: Final = 34
"""Darkness (0 paper, 250 black) from which a pixel is ink: a faint grey copy has 60."""
_BLACK_FROM: Final = 175
"""Darkness of the rim from which the copy counts as black rather than grey."""


def find_copies(picture: Working, inks: Inks, taken: list[Candidate]) -> list[Candidate]:
    """Return the dark round seals of a picture, working scale.

    Args:
        picture: the picture.
        inks: its coloured ink, which is none of a copy's.
        taken: coloured seals, whose place is not looked at again.
    """
    darkness = Darkness(picture, inks)
    half = darkness.half
    for candidate in taken:
        left, top, right, bottom = (max(0, round(side / 2)) for side in candidate.bounds())
        half[top:bottom, left:right] = 0
    mask = _inked(half)
    found: list[Candidate] = []
    smallest = smallest_diameter(picture.shape) / 2
    share = _LARGEST_ON_PAGE if max(picture.shape) >= _PAGE_SIDE else 0.52
    largest = share * max(half.shape)
    proposed = voted(half, mask, low=max(12.0, smallest / 2), high=largest, most=_PROPOSED)
    clear = [(stands_out(ellipse, mask), ellipse) for ellipse in (*proposed, *_rims(mask, smallest, largest))]
    clear.sort(key=lambda place: -place[0])
    for contrast, ellipse in clear[:_LOOKED_AT]:
        if contrast < _STANDS_OUT:
            break
        if any(_concentric(ellipse.scaled(2), other) for other in found):
            continue
        place = _weighed(ellipse.scaled(2), darkness)
        if place is not None and not any(_same_middle(place, other) for other in found):
            found.append(place)
    return [place for place in found if not place.is_fragment]


def _weighed(proposed: Ellipse, darkness: Darkness) -> Candidate | None:
    """Return the candidate near a proposed rim, working scale, None where the evidence does not make one."""
    window, left, top = _around(proposed, darkness.picture.shape)
    part = darkness.part(window)
    proposed = proposed.moved(-left, -top)
    ellipse = settled(proposed, part)
    evidence = _evidence(ellipse, part)
    if evidence is None:  # the rim may be too worn to stand out in every sector
        ellipse = refine(proposed, _inked(part))
        evidence = _evidence(ellipse, part)
    if evidence is None:
        return None
    colour = SealColour.BLACK if _tone(part, ellipse) >= _BLACK_FROM else SealColour.GREY
    ellipse = centred(ellipse, part).moved(left, top)
    cut = is_cut(evidence, ellipse, darkness.picture.shape)
    shape = SealShape.OVAL if ellipse.aspect >= OVAL_FROM else SealShape.ROUND
    return Candidate(colour, shape, ellipse, None, _strength(evidence), cut)


def _evidence(ellipse: Ellipse, part: Grey) -> RingEvidence | None:
    """Return the evidence that there is a dark seal, None where there is too little of it."""
    none = np.zeros_like(part)
    rim = trace(ellipse, part, none)
    if rim.coverage < _LEAST_COVERAGE or rim.longest_gap > _LONGEST_GAP:
        return None
    evidence = weigh(rim, part)
    if not _is_rim(evidence, ellipse):
        return None
    second = inner_ring(ellipse, part)
    if second is not None:
        inside = weigh(trace(second, part, none), part)
        evidence = replace(evidence, ridges=inside.ridges, band=inside.band, changes=inside.changes)
    return evidence if _is_written(evidence) else None


def _inked(darkness: Grey) -> Mask:
    return cast(Mask, cv2.threshold(darkness, _DARK, 255, cv2.THRESH_BINARY)[1])


def _around(ellipse: Ellipse, shape: tuple[int, int]) -> tuple[Window, int, int]:
    """Return a window with room around an ellipse, cut to the picture, and its left and top."""
    left, top, right, bottom = (round(side) for side in ellipse.bounds())
    room = round(_ROOM * ellipse.major)
    left, top = max(0, left - room), max(0, top - room)
    return (slice(top, min(shape[0], bottom + room)), slice(left, min(shape[1], right + room))), left, top


def _rims(mask: Mask, smallest: float, largest: float) -> list[Ellipse]:
    """Return the ellipses that fill the bounds of a hollow piece of ink, half the working size, largest first."""
    most = 2 * largest
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


def _is_rim(evidence: RingEvidence, ellipse: Ellipse) -> bool:
    """Tell whether the rim is that of a dark seal; print crosses it, so that clutter is not asked for."""
    if ellipse.aspect > _MOST_OVAL:
        return False
    return evidence.separated >= 0.8 and evidence.thickness <= 0.16 and evidence.roughness <= 0.055


def _is_written(evidence: RingEvidence) -> bool:
    """Tell whether there is writing behind the rim."""
    fullest = 0.6 if evidence.changes < BUSY else 0.75
    # A rim without a gap and paper all along behind it is no rings of chance: it may have others inside.
    ridged = 1.4 if evidence.coverage < 0.97 or evidence.separated < 0.98 else 2.6
    return evidence.ridges <= ridged and 0.04 <= evidence.band <= fullest and evidence.changes >= 14


def _strength(evidence: RingEvidence) -> float:
    """Return 0 to 1; what print, codes and drawings make by chance is written less closely, and has no paper behind."""
    strength = evidence.coverage * min(1.0, evidence.separated / 0.96) * min(1.0, evidence.changes / 28)
    return strength * (1.0 - 0.5 * max(0.0, evidence.ridges - 1.1)) * (1.0 - max(0.0, evidence.longest_gap - 0.1))


def _tone(darkness: Grey, ellipse: Ellipse) -> float:
    """Return the median darkness of the rim."""
    angles = np.linspace(0.0, 2 * math.pi, 180, endpoint=False)
    rim = sample(darkness, ellipse, angles, np.linspace(0.93, 1.01, 9), outside=0)
    return float(np.median(rim.max(axis=0)))


def _concentric(one: Ellipse, candidate: Candidate) -> bool:
    other = candidate.ellipse
    return other is not None and math.hypot(one.x - other.x, one.y - other.y) < 0.5 * max(one.radius, other.radius)


def _same_middle(one: Candidate, other: Candidate) -> bool:
    return one.ellipse is not None and _concentric(one.ellipse, other)

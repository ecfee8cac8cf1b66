"""Find framed seals in a patch of ink: square name chops, rectangular stamps, and chops cut white on red."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from models.observation import SealColour, SealShape
from verifier.seals.candidate import Candidate, smallest_diameter
from verifier.seals.frame import (
    CHANNEL,
    HOLES,
    SEPARATED,
    SOLID,
    Corners,
    FrameEvidence,
    corners_of,
    follows,
    weigh_frame,
)
from verifier.seals.ink import Ink, Mask
from verifier.seals.patches import Patch

_BESIDE_OTHER_INK: Final = 0.7
_MOST_OUTLINES: Final = 16
_SAME_CORNER: Final = 1.6
"""Pixels within which two rectangles are one."""
_RECTANGLE_FROM: Final = 1.25
_LONGEST: Final = 10
"""Aspect beyond which a frame is a ruled box, not a note stamp (条形章)."""
_NEGATIVE_STRENGTH: Final = 0.6
"""Strength of a solid square with holes: logos and ornaments look alike, so that it must be read."""
_NAME_CHOP_STRENGTH: Final = 0.76
"""Strength of one that is as large, as square, as red and as closely written as name chops are."""
_NAME_CHOP: Final = (0.033, 0.1)
"""Sides of name chops as shares of the page's long side: 10 to 30 mm on A4."""


def best_frame(patch: Patch, ink: Ink, dark: Mask, colour: SealColour) -> Candidate | None:
    """Return the framed seal with the strongest evidence in a patch, working scale, or None."""
    best: Candidate | None = None
    for corners in _rectangles(patch, 0.7 * smallest_diameter(dark.shape)):
        evidence = weigh_frame(corners, ink.strength)
        strength = _frame_strength(evidence, corners, dark)
        if strength == _NEGATIVE_STRENGTH and colour is SealColour.RED and _is_name_chop(evidence, corners, dark.shape):
            strength = _NAME_CHOP_STRENGTH
        strength *= _BESIDE_OTHER_INK if strength and _has_neighbour(corners, patch) else 1.0
        if strength > 0 and (best is None or strength > best.strength):
            shape = SealShape.RECTANGLE if evidence.aspect >= _RECTANGLE_FROM else SealShape.SQUARE
            best = Candidate(colour, shape, None, corners, strength, False, is_negative=is_negative(evidence))
    return best


def _rectangles(patch: Patch, smallest: float) -> list[Corners]:
    """Return the rectangles around pieces of a patch whose outline keeps near their sides, picture coordinates."""
    found: list[Corners] = []
    for reach in (3, 7):
        closed = cv2.morphologyEx(patch.ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE, offset=(patch.left, patch.top))
        # An outline shorter than its rectangle's sides runs along none of them; a wall of bricks has hundreds.
        large = sorted((contour for contour in contours if len(contour) > 3 * smallest), key=len, reverse=True)
        for contour in large[:_MOST_OUTLINES]:
            if min(cv2.boundingRect(contour)[2:]) < smallest:
                continue
            corners = corners_of(contour.astype(np.int32))
            known = any(np.abs(corners - other).max() < _SAME_CORNER for other in found)
            if not known and follows(contour.reshape(-1, 2).astype(np.int32), corners):
                found.append(corners)
    return found


def _frame_strength(evidence: FrameEvidence, corners: Corners, dark: Mask) -> float:
    """Return 0 to 1 for the evidence of a frame."""
    if min(evidence.sides) < 0.66 or float(np.mean(evidence.sides)) < 0.82 or evidence.aspect > _LONGEST:
        return 0.0
    if is_negative(evidence):
        return 0.0 if _fills(corners, dark.shape) else _NEGATIVE_STRENGTH
    if evidence.separated < SEPARATED:
        return 0.0
    # Glyphs of a heavy chop run together, and still change.
    fullest = 0.65 if evidence.changes < 4 or _fills(corners, dark.shape) else 0.82
    if not 0.07 <= evidence.inner <= fullest or evidence.changes < 2.2:
        return 0.0
    if _fills(corners, dark.shape) and _share_dark(dark) > 0.02:
        return 0.0  # the coloured border of a certificate, with its text inside
    return float(np.mean(evidence.sides)) * min(1.0, evidence.separated / 0.6)


def is_negative(evidence: FrameEvidence) -> bool:
    """Tell whether a frame may be a chop cut white on red (阴文): full sides, and holes that change like writing."""
    full = evidence.solid > SOLID and evidence.channel < CHANNEL and evidence.aspect < 2.5
    return full and HOLES[0] <= evidence.holes <= HOLES[1] and evidence.changes >= 2.2


def _is_name_chop(evidence: FrameEvidence, corners: Corners, shape: tuple[int, ...]) -> bool:
    """Tell whether a solid square is a name chop by its shape alone: icons of screens have smaller signs, and fewer."""
    side = float(np.hypot(*(corners[1] - corners[0]))) / max(shape)
    square = evidence.aspect < _RECTANGLE_FROM and _NAME_CHOP[0] <= side <= _NAME_CHOP[1]
    return square and evidence.solid >= 0.9 and evidence.holes >= 0.24 and evidence.changes >= 3


def _has_neighbour(corners: Corners, patch: Patch) -> bool:
    """Tell whether more of the same ink follows beside a frame: 国 and 圆 in a heading are framed too."""
    (left, top), (right, bottom) = (
        np.round(side(corners, axis=0) - (patch.left, patch.top)).astype(int) for side in (np.min, np.max)
    )
    near, far = round(0.05 * (right - left)) + 2, round(0.7 * (right - left))
    rows, columns = slice(max(0, top), max(0, bottom)), slice(max(0, left), max(0, right))
    sides = (
        patch.ink[rows, max(0, left - far) : max(0, left - near)],
        patch.ink[rows, max(0, right + near) : max(0, right + far)],
        patch.ink[max(0, top - far) : max(0, top - near), columns],
        patch.ink[max(0, bottom + near) : max(0, bottom + far), columns],
    )
    # What lies beside the patch is bare: the share is that of the whole strip.
    whole = float((far - near) * (right - left))
    return any(cv2.countNonZero(side) > 0.06 * whole for side in sides if side.size)


def _fills(corners: Corners, shape: tuple[int, ...]) -> bool:
    extent = corners.max(axis=0) - corners.min(axis=0)
    return bool(extent[0] > 0.5 * shape[1] or extent[1] > 0.5 * shape[0])


def _share_dark(dark: Mask) -> float:
    return float(np.count_nonzero(dark)) / dark.size

"""Narrow slices of a seal at the page's edge (骑缝章): too little of a rim for a circle, and nothing to read.

A stamp pressed over fanned pages leaves on each a strip of strokes that is cut off straight by the page's edge, a few
millimetres deep and as long as a chord of the seal. Table tops and folders at the edge are solid, rules and margins are
lines, and print keeps away from the edge.
"""

from __future__ import annotations

from typing import Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.observation import SealColour, SealShape
from verifier.seals.candidate import Candidate
from verifier.seals.ink import Mask

_PAGE_MM: Final = 297.0
"""Long side of the page that lengths are reckoned for: stamps are pressed on paper of A4 and about."""
_NEAR_MM, _DEEPEST_MM, _CLEAR_MM = 8.0, 20.0, 4.0
"""How near the edge a slice begins at the latest, as scanners shift and turn pages, how deep it reaches at most, and
how far beyond there is paper."""
_LEAST_DEEP_MM: Final = 1.8
_LENGTH_MM: Final = (17.0, 62.0)
"""A finger's print is 19 mm long when whole; the largest seals are 58 mm wide."""
_GAP_MM: Final = 9.0
"""Bare paper between two strokes of one seal, along the edge, at most: from the name to the star."""
_FILLED: Final = (0.05, 0.85)
"""Share of a slice's box that is ink: strokes and paper by turns."""
_THICKEST_MM: Final = 3.2
"""Half the width of the thickest stroke: that of a star's middle; rims have 0.5 to 1.5 mm."""
_FEWEST_CHANGES: Final = 4
"""Strokes and gaps along the edge, at the depth where there are most: a rim crosses twice, glyphs between."""
_CUT_MM, _CUT_SPAN = 2.0, 0.6
"""Strokes that the edge cut off end this near one line, and stand along this share of the slice's length."""


def slices_at_edges(mask: Mask, colour: SealColour) -> list[Candidate]:
    """Return the slices at all four edges of a picture, working scale; `mask` is the ink of one colour."""
    found: list[Candidate] = []
    height, width = mask.shape
    for turned, edge in ((mask, "left"), (mask[:, ::-1], "right"), (mask.T, "top"), (mask.T[:, ::-1], "bottom")):
        for start, end, depth in _slices(np.ascontiguousarray(turned), max(mask.shape) / _PAGE_MM):
            bounds = {
                "left": (0, start, depth, end),
                "right": (width - depth, start, width, end),
                "top": (start, 0, end, depth),
                "bottom": (start, height - depth, end, height),
            }[edge]
            found.append(_candidate(bounds, colour))
    return found


def _candidate(bounds: tuple[int, int, int, int], colour: SealColour) -> Candidate:
    left, top, right, bottom = (float(side) for side in bounds)
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    return Candidate(
        colour,
        SealShape.UNKNOWN,
        None,
        corners,
        1.0,
        is_fragment=True,
        extent=(left, top, right, bottom),
        is_slice=True,
    )


def _slices(mask: Mask, mm: float) -> list[tuple[int, int, int]]:
    """Return (start, end, depth) in pixels of every slice at the left edge of a mask; `mm` is pixels a millimetre."""
    deepest, clear = round(_DEEPEST_MM * mm), round(_CLEAR_MM * mm)
    if mask.shape[1] < 3 * deepest:
        return []
    strip = mask[:, :deepest]
    if cv2.countNonZero(strip) == 0:
        return []
    return [
        (start, end, depth)
        for start, end in _runs(np.asarray(strip.any(axis=1)), round(_GAP_MM * mm))
        if _LENGTH_MM[0] * mm <= end - start <= _LENGTH_MM[1] * mm
        and (depth := _depth(mask[start:end, : deepest + clear], mm)) is not None
    ]


def _runs(inked: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Return [start, end) of the runs of inked rows, those joined that at most `gap` bare rows part."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    runs: list[tuple[int, int]] = []
    for start, end in edges.reshape(-1, 2).tolist():
        if runs and start - runs[-1][1] <= gap:
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    return runs


def _depth(part: Mask, mm: float) -> int | None:
    """Return how deep the ink of a slice reaches from the left, None where it is none of a seal."""
    columns = np.flatnonzero(part.any(axis=0))
    depth = int(columns[-1]) + 1
    # Ink that goes on beyond is a seal that stands on the page, or a heading that begins at its edge.
    if columns[0] > _NEAR_MM * mm or not _LEAST_DEEP_MM * mm <= depth <= _DEEPEST_MM * mm:
        return None
    ink = part[:, int(columns[0]) : depth]
    share = cv2.countNonZero(ink) / ink.size
    thickest = float(cv2.distanceTransform(cast(Mask, np.pad(ink, 1)), cv2.DIST_L2, 3).max())
    along = ink > 0
    changes = int((along[1:] != along[:-1]).sum(axis=0).max(initial=0))
    fits = _FILLED[0] <= share <= _FILLED[1] and thickest <= _THICKEST_MM * mm and changes >= _FEWEST_CHANGES
    return depth if fits and _is_cut_off(along, mm) else None


def _is_cut_off(ink: NDArray[np.bool_], mm: float) -> bool:
    """Tell whether strokes end at one line on the left, here and there along the whole slice."""
    rows = np.flatnonzero(ink[:, : max(2, round(_CUT_MM * mm))].any(axis=1))
    strokes = 1 + int((np.diff(rows) > 1).sum())
    return strokes >= 2 and int(rows[-1] - rows[0]) >= _CUT_SPAN * len(ink)

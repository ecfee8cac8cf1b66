"""Unwrap the ring of a round or oval seal into straight strips: the name clockwise, the code counter-clockwise.

A strip that begins inside the text reads two thirds of the characters at an undiminished confidence, so the gap
between the last and the first character is found from the ink, not from the reading. Glyphs fill the whole depth of
their ring; the digits of a code only its outer half and the ends of a centre line only its inner half, so an angle
holds a glyph where both halves hold ink.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage
from verifier.seals.ellipse import Ellipse, sample_ring
from verifier.seals.ink import Grey

STEPS: Final = 720
"""Angles a full turn: half a degree each."""

_DEEP_BAND: Final = (0.40, 0.54)
"""Between the star and the ring of glyphs: ink here is straight text across the seal."""
_INNER_BAND: Final = (0.57, 0.71)
_OUTER_BAND: Final = (0.75, 0.90)
NAME_BAND: Final = (0.95, 0.46)
"""Radii of the ring of glyphs, outer edge first: large letters behind a second rim reach this deep."""
_CODE_BAND: Final = (0.70, 0.955)
_PAPER: Final = 245.0
"""Brightness of bare paper in a picture of ink alone."""
_SMOOTHING: Final = 9
_PRESENT: Final = 0.07
"""Share of ink in each half of the ring from which an angle holds a glyph."""
_SHORTEST_GAP: Final = math.radians(7)
"""Narrower than this a run without glyphs is the space between two characters."""
_RIVAL: Final = 0.55
"""A second gap of this share of the widest is worth a reading too."""
_MARGIN: Final = math.radians(18)
"""Left free before the first and after the last glyph, so that a faint stroke is not cut off."""


@dataclass(frozen=True)
class Gap:
    """A run of the ring without glyphs, radians clockwise from x; `end` > `start`."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """The middle of the gap: the foot of an upright seal."""
        return (self.start + self.end) / 2

    @property
    def width(self) -> float:
        """Width in radians."""
        return self.end - self.start


def find_gaps(ink: Grey, ellipse: Ellipse) -> list[Gap]:
    """Return where the text along the ring may end and begin, likeliest first, never empty, at most five.

    The widest run without glyphs is the gap. A straight line across the foot (合同专用章) reaches into the ring with
    its ends and splits the gap in two: two runs with straight text between them are then taken as one.
    """
    threshold = _ink_threshold(ink, ellipse)
    gaps = _gaps_at(ink, ellipse, threshold)
    # The last glyphs of a stamp pressed on one side are fainter than Otsu's threshold: look again, more sensitively.
    faint = _gaps_at(ink, ellipse, (threshold + _PAPER) / 2)[:1]
    return gaps + [gap for gap in faint if all(_differ(gap, other) for other in gaps)]


def _differ(one: Gap, other: Gap) -> bool:
    """Tell whether two gaps begin or end at different glyphs."""
    return max(_apart(one.start, other.start), _apart(one.end, other.end)) > _MARGIN / 2


def _apart(one: float, other: float) -> float:
    return abs((one - other + math.pi) % (2 * math.pi) - math.pi)


def _gaps_at(ink: Grey, ellipse: Ellipse, threshold: float) -> list[Gap]:
    """Return the gaps at one threshold of ink, likeliest first, never empty."""
    angles = even_angles(ellipse)
    deep, inner, outer = (
        _fill(ink, ellipse, angles, band, threshold) for band in (_DEEP_BAND, _INNER_BAND, _OUTER_BAND)
    )
    presence = np.minimum(inner, outer)
    runs = [
        Gap(float(angles[start]), _angle_at(angles, start + length)) for start, length in _runs(presence < _PRESENT)
    ]
    runs = sorted((run for run in runs if run.width >= _SHORTEST_GAP), key=lambda run: -run.width)
    if not runs:
        emptiest = float(angles[int(np.argmin(presence))])
        return [Gap(emptiest, emptiest + 2 * math.pi / STEPS)]
    split = _split_by_straight_text(runs[:6], angles, deep)
    single = [run for run in runs[:2] if run.width >= _RIVAL * runs[0].width]
    return split[:2] + single


def _split_by_straight_text(runs: list[Gap], angles: NDArray[np.float64], deep: NDArray[np.float64]) -> list[Gap]:
    """Return the pairs of runs with straight text between them as one gap each, the widest pair first."""
    pairs = []
    for first in runs:
        for second in runs:
            start = second.start if second.start > first.start else second.start + 2 * math.pi
            between = start - first.end
            like = min(first.width, second.width) / max(first.width, second.width)
            if second is first or not math.radians(30) <= between <= math.radians(150) or like < 0.4:
                continue
            merged = Gap(first.start, start + second.width)
            inside = np.abs((angles - merged.middle + math.pi) % (2 * math.pi) - math.pi) < 0.3 * between
            if merged.width < math.radians(200) and float(deep[inside].mean()) > 0.1:
                pairs.append((first.width + second.width, merged))
    return [merged for _, merged in sorted(pairs, key=lambda pair: -pair[0])]


@dataclass(frozen=True, eq=False)
class Unrolled:
    """A stretch of a ring as a straight strip, dark on white, and the angle of each of its columns."""

    picture: RgbImage
    angles: NDArray[np.float64]

    def angle_at(self, position: float) -> float:
        """Return the angle at a place along the strip, 0..1."""
        return float(np.interp(position * len(self.angles) - 0.5, np.arange(len(self.angles)), self.angles))


def name_strip(ink: Grey, ellipse: Ellipse, gap: Gap, band: tuple[float, float] = NAME_BAND) -> Unrolled:
    """Return the ring read clockwise from `gap` to `gap`, the outer rim on top; `band` are the radii of its sides."""
    margin = min(_MARGIN, 0.4 * gap.width)
    return _strip(ink, ellipse, gap.end - margin, gap.start + margin + 2 * math.pi, band)


def code_strip(ink: Grey, ellipse: Ellipse, gap: Gap) -> RgbImage:
    """Return the ring inside `gap` read counter-clockwise, the outer rim at the bottom."""
    return _strip(ink, ellipse, gap.end + _MARGIN / 2, gap.start - _MARGIN / 2, _CODE_BAND).picture


def even_angles(ellipse: Ellipse) -> NDArray[np.float64]:
    """Return `STEPS` angles of equal arc length along the middle of the ring, ascending from 0 to one full turn."""
    dense = np.linspace(0.0, 2 * math.pi, 4 * STEPS + 1)
    x, y = ellipse.ring_points(dense, np.array([0.75]))
    length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x[0]), np.diff(y[0])))])
    return np.interp(np.linspace(0, length[-1], STEPS, endpoint=False), length, dense)


def ring_twice(ink: Grey, ellipse: Ellipse, start: float) -> Unrolled:
    """Return the ring from `start` two turns clockwise: whatever stands along it stands somewhere in one piece."""
    return _strip(ink, ellipse, start, start + 4 * math.pi, NAME_BAND)


def _strip(ink: Grey, ellipse: Ellipse, first: float, last: float, band: tuple[float, float]) -> Unrolled:
    """Return the ring from angle `first` to `last` (either direction), radii from `band[0]` (top) to `band[1]`."""
    angles = even_angles(ellipse)
    turns = np.concatenate([angles + turn * 2 * math.pi for turn in range(-1, 4)])
    low, high = np.searchsorted(turns, (min(first, last), max(first, last)))
    chosen = turns[low : max(high, low + 2)]
    x, y = ellipse.ring_points(chosen, np.array([0.75]))
    arc = float(np.hypot(np.diff(x[0]), np.diff(y[0])).sum())
    columns = np.interp(np.linspace(0, len(chosen) - 1, max(16, round(arc))), np.arange(len(chosen)), chosen)
    columns = columns if first < last else columns[::-1]
    rows = np.linspace(band[0], band[1], max(16, round(abs(band[1] - band[0]) * ellipse.minor)))
    strip = sample_ring(ink, ellipse, columns, rows)
    pad = max(4, strip.shape[0] // 6)
    framed = cv2.copyMakeBorder(strip, 2, 2, pad, pad, cv2.BORDER_CONSTANT, value=(255,))
    return Unrolled(cast(RgbImage, cv2.cvtColor(framed, cv2.COLOR_GRAY2RGB)), np.pad(columns, pad, mode="edge"))


def _ink_threshold(ink: Grey, ellipse: Ellipse) -> float:
    """Return the brightness that parts ink from paper in the ring of glyphs (Otsu 1979), so that faint glyphs count."""
    angles = np.linspace(0.0, 2 * math.pi, 360, endpoint=False)
    ring = sample_ring(ink, ellipse, angles, np.linspace(_INNER_BAND[0], _OUTER_BAND[1], 40))
    threshold, _ = cv2.threshold(ring, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(np.clip(threshold, 110, 215))


def _fill(
    ink: Grey, ellipse: Ellipse, angles: NDArray[np.float64], band: tuple[float, float], threshold: float
) -> NDArray[np.float64]:
    """Return the share of ink per angle in a band of radii, smoothed over the circle."""
    polar = sample_ring(ink, ellipse, angles, np.linspace(band[0], band[1], 16)) < threshold
    share = polar.mean(axis=0)
    reach = _SMOOTHING // 2
    wrapped = np.concatenate([share[-reach:], share, share[:reach]])
    return cast("NDArray[np.float64]", np.convolve(wrapped, np.ones(_SMOOTHING) / _SMOOTHING, mode="valid"))


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return (start, length) of the runs of true flags on the circle; none where all are alike."""
    if flags.all() or not flags.any():
        return []
    first = int(np.argmin(flags))  # a false flag: no run crosses it
    turned = np.roll(flags, -first).astype(np.int8)
    edges = np.diff(np.concatenate([[0], turned, [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [(int(start + first) % len(flags), int(end - start)) for start, end in zip(starts, ends, strict=True)]


def _angle_at(angles: NDArray[np.float64], index: int) -> float:
    """Return the angle at an index that may run over the full turn."""
    turns, rest = divmod(index, len(angles))
    return float(angles[rest]) + turns * 2 * math.pi

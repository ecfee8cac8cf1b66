"""Is this patch of ink a square or rectangular seal? Evidence on its four sides and inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.seals.ink import Grey

Corners: TypeAlias = NDArray[np.float64]
"""Array (4, 2) of x and y in pixels, clockwise from the top left."""

_LONG_SIDE: Final = 160
"""Long side, in pixels, of the upright patch on which the evidence is weighed."""
SOLID: Final = 0.8
"""Share of ink along the worst side's outermost strip from which a patch may be solid (阴文)."""
HOLES: Final = (0.1, 0.7)
"""Share of paper inside a solid patch that may be its glyphs."""
CHANNEL: Final = 0.7
"""Share of paper on the barest row behind the edge below which a patch may be solid."""
SEPARATED: Final = 0.35
"""Share of the worst side behind which paper must show for a frame to be a line, not the edge of a solid patch."""
_GLYPHS: Final = 0.3
"""Share of the frame's strength from which its inside holds ink: fine glyphs are fainter than the frame."""
_HOLES: Final = 0.72
"""Share of a solid patch's strength below which fine glyphs show the paper: ink spreads into them."""
_FOLLOWED: Final = 0.55
"""Mean share of the four sides along which the outline of a frame, worn or crossed, runs."""
_LINE_FROM: Final = 1.8
"""Aspect from which a frame holds lines of writing: between two glyphs a column has no ink."""


@dataclass(frozen=True)
class FrameEvidence:
    """What the upright patch says, all shares 0..1.

    Attributes:
        sides: share of each side (top, right, bottom, left) along which the frame is inked.
        separated: share of the frame behind which the paper shows again, the worst side; a solid area has none.
        inner: share of ink inside the frame.
        changes: changes between ink and paper along a line through the inside, the lesser of rows and columns; of a
            long frame (a line of writing) along its length alone.
        solid: share of ink on the fullest row near the edge, the worst side: a white-on-red chop (阴文) is full there.
        holes: share of paper inside, in the part that a white-on-red chop's glyphs fill.
        channel: share of paper on the barest row between the edge and the glyphs, the mean of the sides: a frame
            that is a line is bare there, of a solid patch only the glyphs' strokes are.
        aspect: long side over short side.
    """

    sides: tuple[float, float, float, float]
    separated: float
    inner: float
    changes: float
    aspect: float
    solid: float
    holes: float
    channel: float


def corners_of(points: NDArray[np.int32]) -> Corners:
    """Return the corners of the smallest rectangle around points, clockwise from the top left as it stands upright."""
    corners = cv2.boxPoints(cv2.minAreaRect(points)).astype(np.float64)
    centre = corners.mean(axis=0)
    # The corner nearest to the top left direction begins; a seal turned by 45 degrees has no true top left.
    around = np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))
    corners = corners[around]
    start = int(np.argmin((corners - centre).sum(axis=1)))
    return cast(Corners, np.roll(corners, -start, axis=0))


def follows(outline: NDArray[np.int32], corners: Corners) -> bool:
    """Tell whether an outline (n, 2) keeps near the sides of its rectangle for a good part of their length.

    Asked before the sides are weighed, which takes ten times as long: glyphs and leaves do not.
    """
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    lengths = max(1.0, float(np.hypot(*along))), max(1.0, float(np.hypot(*down)))
    relative = outline - corners[0]
    depth = max(3.0, 0.13 * min(lengths))
    place = [relative @ side / length for side, length in zip((along, down), lengths, strict=True)]
    hit = 0.0
    for own, own_length, other, other_length in (
        (place[0], lengths[0], place[1], lengths[1]),
        (place[1], lengths[1], place[0], lengths[0]),
    ):
        bins = max(4, round(own_length / 2))
        for near in (other < depth, other > other_length - depth):
            steps = (own[near] * (bins / own_length)).astype(int)
            hit += np.unique(np.clip(steps, 0, bins - 1)).size / bins
    return hit >= 4 * _FOLLOWED


def upright(image: NDArray[np.uint8], corners: Corners, *, long_side: int, outside: int = 255) -> NDArray[np.uint8]:
    """Return what lies between the corners as an upright picture with the given long side, in pixels."""
    width = float(np.hypot(*(corners[1] - corners[0])))
    height = float(np.hypot(*(corners[3] - corners[0])))
    scale = long_side / max(width, height, 1.0)
    size = max(8, round(width * scale)), max(8, round(height * scale))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    border = (outside, outside, outside)
    return cast("NDArray[np.uint8]", cv2.warpPerspective(image, matrix, size, borderValue=border))


def weigh_frame(corners: Corners, strength: Grey) -> FrameEvidence:
    """Return the evidence that the corners hold a framed seal.

    The threshold of the ink is taken from the frame itself: at a low one the glyphs of a small seal run together.
    """
    soft = upright(strength, corners, long_side=_LONG_SIDE, outside=0)
    height, width = soft.shape
    depth = max(3, round(0.11 * min(height, width)))
    frame = np.concatenate([soft[:depth].max(axis=0), soft[-depth:].max(axis=0), soft[:, :depth].max(axis=1)])
    full = float(np.median(frame))
    patch = soft > max(6.0, 0.45 * full)
    behind = max(4, round(0.24 * min(height, width)))
    turned = [
        np.rot90(patch, turns) for turns in range(4)
    ]  # each side in turn becomes the top: top, right, bottom, left
    sides = [_inked(side[:depth]) for side in turned]
    separated = min(_separated(side[:behind]) for side in turned)
    inset = depth + 1
    inner = (soft > max(5.0, _GLYPHS * full))[inset : height - inset, inset : width - inset]
    holes = (soft < _HOLES * full)[inset : height - inset, inset : width - inset]
    # Corners are found to a pixel or two: the fullest row of the outermost ones counts.
    solid = min(float(side[:depth].mean(axis=1).max()) for side in turned)
    channel = float(np.mean([(~side[depth // 2 : behind]).mean(axis=1).max() for side in turned]))
    share = float(holes.mean()) if holes.size else 0.0
    written = holes if solid > SOLID and channel < CHANNEL and HOLES[0] <= share <= HOLES[1] else inner
    along, across = _changes(written), _changes(written.T)
    aspect = max(width, height) / min(width, height)
    return FrameEvidence(
        sides=(sides[0], sides[1], sides[2], sides[3]),
        separated=separated,
        inner=float(inner.mean()) if inner.size else 0.0,
        changes=min(along, across) if aspect < _LINE_FROM else max(along, across),
        aspect=aspect,
        solid=solid,
        holes=share,
        channel=channel,
    )


def _inked(strip: NDArray[np.bool_]) -> float:
    """Return the share of columns of a frame's strip that hold ink."""
    return float(strip.any(axis=0).mean())


def _separated(strip: NDArray[np.bool_]) -> float:
    """Return the share of inked columns in which paper follows after the frame, going inwards."""
    first = np.argmax(strip, axis=0)
    rows = np.arange(strip.shape[0])[:, None]
    paper_after = (~strip & (rows > first)).any(axis=0)
    inked = strip.any(axis=0)
    return float(paper_after[inked].mean()) if inked.any() else 0.0


def _changes(inner: NDArray[np.bool_]) -> float:
    """Return the mean number of changes along the rows."""
    if inner.shape[0] < 2 or inner.shape[1] < 2:
        return 0.0
    return float((inner[:, 1:] != inner[:, :-1]).sum(axis=1).mean())

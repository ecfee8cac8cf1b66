"""Signs that a seal was laid over the page as a picture: leads for a person, each with its figure, never a verdict.

Whoever presses a stamp leaves ink that is thick here and thin there, on paper that is the same beside it, and black
print stays black under it. A picture of a stamp that was pasted may lack each of these. Declared electronic seals lack
them too: whoever asks leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Point
from verifier.pictures import RgbImage
from verifier.seals.ink import levels_at

_Mask: TypeAlias = NDArray[np.bool_]
_Floats: TypeAlias = NDArray[np.float32]

_LARGEST: Final = 480
"""Long side, in pixels, of the crop that is looked at: more detail tells nothing and costs time."""
_ROOM: Final = 0.35
"""What is looked at around a seal, a share of its size: pasted pictures have margins."""
_INK_FROM: Final = 0.35
"""Colour, a share of the seal's own, from which a pixel is ink."""
_DARK_BELOW: Final = 0.55
"""Brightness in the ink's own channel, a share of the paper's, below which a pixel is black print."""
_FEWEST: Final = 250
"""Pixels without which nothing is said."""

_DEPTHS: Final = (9, 7, 5, 3)
"""Ink is looked at this far from its edges, which are soft in any picture, as long as enough of it lies there."""

UNIFORM: Final = 4.0
"""Levels of 255 between the lightest and the darkest tenth of the ink below which it is uniform.

Pressed ink has 10 and more; so has a picture that was printed and scanned, which this cannot tell from it."""
HALO: Final = 2.5
"""Levels of 255 by which paper inside three sides of a rectangle differs from that outside."""
_SURE_STEP: Final = 6.0
"""The same in standard errors of its mean: noise of a scan makes steps of chance."""
_STEP_SPAN, _LEAST_ROWS = 3, 40
"""Columns on either side of a step that are averaged, and rows of bare paper that must have it."""
UNBLENDED: Final = 0.33
"""Share of print that is left under the strokes, against that beside them, below which the seal lies on top of it.

Pictures have 0.2 to 0.3, on noisy scans up to 0.8; pressed stamps 0.75 and more on pages of the developing split."""
_DARKER_THAN_INK: Final = 0.75
"""Brightness, a share of the ink's own, below which a pixel under a stroke is black print."""
_FINE, _WIDE, _NEAR_PRINT, _AROUND_PEN = 5, 7, 9, 15
"""Pixels: print crosses a stroke in lines finer than this; wider ones are a pen's; near print; around a pen."""
_BLUE: Final = 0.06
"""Blue above red, a share of the paper's brightness, from which a dark pixel is ink of a pen."""
_LUMINANCE: Final = np.array((0.299, 0.587, 0.114), np.float32)
"""Weights of red, green and blue in brightness (ITU-R BT.601, which JPEG uses)."""


class Sign(StrEnum):
    """What was noticed."""

    UNIFORM_INK = "uniform_ink"
    HALO = "halo"
    ABOVE_TEXT = "above_text"


@dataclass(frozen=True)
class Lead:
    """One sign with its figure and the limit that the figure passed; see the constants for their units."""

    sign: Sign
    figure: float
    limit: float


@dataclass(frozen=True, eq=False)
class _Parts:
    """The surroundings of a seal: what is ink and print, what lies inside; `own` is the ink's own channel."""

    pixels: _Floats
    own: _Floats
    ink: _Mask
    dark: _Mask
    inside: _Mask
    bounds: tuple[int, int, int, int]


def leads(image: RgbImage, outline: Sequence[Point], *, blue: bool = False) -> tuple[Lead, ...]:
    """Return what about a coloured seal looks like a pasted picture, nothing where there is too little to look at.

    Args:
        image: the upright page, (height, width, 3) uint8 RGB.
        outline: of the seal, in page fractions.
        blue: its ink is blue instead of red.
    """
    parts = _parts(image, outline, blue=blue)
    if parts is None:
        return ()
    figures = (
        (Sign.UNIFORM_INK, spread_of_ink(parts), UNIFORM, -1),
        (Sign.HALO, step_around(parts), HALO, 1),
        (Sign.ABOVE_TEXT, print_below(parts), UNBLENDED, -1),
    )
    return tuple(
        Lead(sign, round(figure, 3), limit)
        for sign, figure, limit, side in figures
        if figure is not None and side * (figure - limit) > 0
    )


def spread_of_ink(parts: _Parts) -> float | None:
    """Return by how many levels the ink's darkest and lightest tenths differ, in the channel where they differ most."""
    shaded = parts.own < 0.85 * float(np.median(parts.own[parts.ink & parts.inside]))
    # The soft edges of print are no black yet, and are darker than any ink is elsewhere.
    clear = parts.inside & (cv2.dilate(shaded.view(np.uint8), np.ones((5, 5), np.uint8)) == 0)
    for depth in _DEPTHS:
        core = (cv2.erode(parts.ink.view(np.uint8), np.ones((depth, depth), np.uint8)) > 0) & clear
        if core.sum() >= _FEWEST:
            break
    else:
        return None
    pixels = parts.pixels[core]
    low, high = np.percentile(pixels, (10, 90), axis=0)
    return float((high - low).max())


def step_around(parts: _Parts) -> float | None:
    """Return the third largest step of the paper's brightness across the sides of a rectangle around the seal, levels.

    None where fewer than three sides have a clear one, or they do not all go the same way.
    """
    left, top, right, bottom = parts.bounds
    marked = cv2.dilate((parts.ink | parts.dark).view(np.uint8), np.ones((7, 7), np.uint8)) > 0
    grey = parts.pixels.mean(axis=2)
    sides = []
    for values, bare, near, start, end in (
        (grey, ~marked, left, top, bottom),
        (grey[:, ::-1], ~marked[:, ::-1], grey.shape[1] - right, top, bottom),
        (grey.T, ~marked.T, top, left, right),
        (grey.T[:, ::-1], ~marked.T[:, ::-1], grey.shape[0] - bottom, left, right),
    ):
        sides.append(_largest_step(values[start:end], bare[start:end], near))
    for sign in (1, -1):
        agreed = sorted((sign * step for step in sides if sign * step > 0), reverse=True)
        if len(agreed) >= 3:
            return float(agreed[2])
    return None


def _largest_step(values: _Floats, bare: _Mask, near: int) -> float:
    """Return the clearest step (inside minus outside) of a column left of `near`, 0 where none is clear."""
    columns = np.arange(_STEP_SPAN, max(_STEP_SPAN, near - 1))
    columns = columns[columns + _STEP_SPAN <= values.shape[1]]
    sums, counts = (np.pad(np.cumsum(plane, axis=1, dtype=kind), ((0, 0), (1, 0))) for plane, kind in
                    ((values, np.float64), (bare, np.int32)))  # fmt: skip
    clear = counts[:, columns + _STEP_SPAN] - counts[:, columns - _STEP_SPAN] == 2 * _STEP_SPAN
    steps = (sums[:, columns + _STEP_SPAN] - 2 * sums[:, columns] + sums[:, columns - _STEP_SPAN]) / _STEP_SPAN * clear
    rows = np.maximum(clear.sum(axis=0), 1)
    means = steps.sum(axis=0) / rows
    errors = np.sqrt(np.maximum((steps**2).sum(axis=0) / rows - means**2, 0.0) / rows)
    sure = means[(rows >= _LEAST_ROWS) & (np.abs(means) > _SURE_STEP * errors)]
    return float(sure[np.abs(sure).argmax()]) if len(sure) else 0.0


def print_below(parts: _Parts) -> float | None:
    """Return how dense fine black print is under the strokes against beside them; None where hardly any is near.

    About 1 where ink was pressed on print or print set on ink, below a quarter where an opaque picture covers it.
    Print is told by brightness, which JPEG keeps sharp where its colour runs. Only where print is, both are counted: it
    crosses a part of a seal. What was written with a pen is left out: its strokes are as wide as those of the seal
    and hide them, and print is never blue.
    """
    bright = parts.pixels @ _LUMINANCE
    paper, inked = float(np.percentile(bright, 80)), parts.ink & parts.inside
    if inked.sum() < _FEWEST:
        return None
    dark = bright < min(_DARK_BELOW * paper, _DARKER_THAN_INK * float(np.median(bright[inked])))
    usable = parts.inside & ~_grown(_written(dark, parts, paper), _AROUND_PEN)
    printed = dark & usable
    closed = cv2.morphologyEx((parts.ink & ~dark).view(np.uint8), cv2.MORPH_CLOSE, _disc(_FINE)) > 0
    zone = _grown(printed, _NEAR_PRINT) & usable
    under = zone & closed
    beside = zone & ~_grown(under, 3)
    if under.sum() < _FEWEST or beside.sum() < _FEWEST:
        return None
    there = float((printed & beside).sum()) / float(beside.sum())
    if there * float(under.sum()) < _FEWEST / 4:
        return None
    return float((printed & under).sum()) / float(under.sum()) / there


def _written(dark: _Mask, parts: _Parts, paper: float) -> _Mask:
    """Return what of the dark pixels no fine print is: wide strokes, and those of blue ink."""
    wide = cv2.morphologyEx(dark.view(np.uint8), cv2.MORPH_OPEN, _disc(_WIDE)) > 0
    return wide | (dark & (parts.pixels[:, :, 2] - parts.pixels[:, :, 0] > _BLUE * paper))


def _grown(mask: _Mask, size: int) -> _Mask:
    return cv2.dilate(mask.view(np.uint8), _disc(size)) > 0


def _disc(size: int) -> NDArray[np.uint8]:
    return cast("NDArray[np.uint8]", cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))


def _parts(image: RgbImage, outline: Sequence[Point], *, blue: bool) -> _Parts | None:
    crop, polygon = surroundings(image, outline)
    if crop is None:
        return None
    paper = np.maximum(levels_at(crop, 80), np.float32(60))
    share = crop.astype(np.float32) / paper
    own = share[:, :, 2 if blue else 0]
    other = np.minimum(share[:, :, 1], share[:, :, 0 if blue else 2])
    filled: NDArray[np.uint8] = np.zeros((crop.shape[0], crop.shape[1]), np.uint8)
    cv2.fillPoly(filled, [np.round(polygon).astype(np.int32)], (1,))
    inside = filled > 0
    colour = own - other
    coloured = colour[inside & (colour > 0.06)]
    if coloured.size < _FEWEST:
        return None
    full = float(np.percentile(coloured, 85))
    dark = (own < _DARK_BELOW) & (colour < 0.6 * full)
    left, top = np.floor(polygon.min(axis=0)).astype(int).clip(0)
    right, bottom = np.ceil(polygon.max(axis=0)).astype(int)
    bounds = int(left), int(top), min(int(right), crop.shape[1]), min(int(bottom), crop.shape[0])
    return _Parts(crop.astype(np.float32), own, (colour > _INK_FROM * full) & ~dark, dark, inside, bounds)


def surroundings(
    image: RgbImage, outline: Sequence[Point], room: float = _ROOM
) -> tuple[RgbImage | None, NDArray[np.float64]]:
    """Return a crop with room around an outline, and the outline on it in pixels; no crop where hardly anything is."""
    height, width = image.shape[:2]
    polygon = np.array(outline, np.float64) * (width, height)
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    margin = room * float((high - low).max())
    left, top = np.maximum(0, np.floor(low - margin)).astype(int).tolist()
    right, bottom = np.minimum((width, height), np.ceil(high + margin)).astype(int).tolist()
    if right - left < 24 or bottom - top < 24:
        return None, polygon
    crop: Any = image[top:bottom, left:right]
    scale = min(1.0, _LARGEST / max(right - left, bottom - top))
    if scale < 1.0:
        crop = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cast(RgbImage, crop), (polygon - (left, top)) * scale

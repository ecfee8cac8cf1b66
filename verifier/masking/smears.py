"""Find blurred and pixelated patches (模糊、马赛克): grey areas in the row of print where print would have strokes.

Print is strokes: paper shows through within a fifth of a line's height, and rims are as steep as the page is sharp.
What was blurred or cut into tiles has lost its strokes and keeps their grey. A grey-level opening (granulometry:
Matheron 1975; Serra, Image Analysis and Mathematical Morphology, 1982) by a square wider than a stroke and narrower
than a tile parts the two, also after printing, scanning and copying, when tiles have no one colour and no straight rims
any more. It is asked around each point, for bold print and rules touch what somebody hid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.geometry import Box
from verifier.pictures import RgbImage

_SQUARE: Final = 0.17
"""Side of the opening's square in heights of a line: strokes of usual print are at most half as wide."""

_GREY: Final = 14
"""Levels by which a smear is darker than the paper around it."""

_DEEP: Final = 26
"""Levels that its darkest part reaches: shadows and stains of paper stay below."""

_UNEVEN: Final = 0.4
"""Share of its depth by which nine tenths of it are deeper than one tenth; a shaded cell is even."""

_RED, _COLOURED = 25, 90
"""Levels by which red may lead the other channels, and any channel another: stamps are red, bars and pictures coloured,
and a pen is blue."""

_TINT, _TINTED = 0.1, 0.5
"""Share of its depth around the commonest level within which so large a part of a shaded place stands, with print on it
or not."""

_THICK: Final = 0.45
"""Heights of a line that are grey from top to bottom of it, in the middle column: bars and rules are thinner."""

_LOW, _HIGH = 0.5, 3.6
_LONG, _LONGEST = 1.1, 14.0
"""Bounds of its height in heights of a line (signatures are high), and of its length in its own heights and in heights
of a line; holes of a punch and bullets are as high as long."""

_PICTURE: Final = 2.2
"""Heights of a line that a grey area has both ways in a picture: faces have patches as high as text."""

_WINDOW: Final = 0.7
"""Heights of a line of the window around a point in which strokes are asked for."""

_BESIDE, _SAME_ROW = 0.6, 0.7
"""Heights of a line within which print stands right beside it, and the share of its height within that row."""

_BARE, _BARE_IN_ROW = 0.72, 0.5
"""Share of the rim around it that is paper: faces in photographs and shadows at the edge have other rims."""

_BRIDGE: Final = 0.25
"""Heights of a line over which its characters run together."""

_FLAT_TOP: Final = 0.8
"""Share of its depth that nearly all of a patch of one colour reaches: that is a mask, and judged elsewhere."""

_READ: Final = 0.85
"""Confidence of a line that was read for certain: bold print at small sizes has as little paper between its strokes."""

_EXPLAINED: Final = 0.35
"""Share of an area that is read print."""

_WIDEST: Final = 0.75
"""Width of a character in heights of its line, as readers give these: with air above and below."""


_BY: Final = 2
"""Pixels between the points; what is asked of a window is asked of a mean."""

_FILLED: Final = 0.45
"""Share of a window that is grey."""

_KEPT, _STEEP = 0.7, 0.30
"""Share of the grey of a window that stays in the opening; its mean step over two pixels as a share of its depth."""

_SMOOTH: Final = 0.11
"""Steps from which on there are tiles."""


Pixels = tuple[int, int, int, int]
"""left, top, right, bottom; right and bottom exclusive."""


@dataclass(frozen=True)
class Smear:
    """A patch; `tiled` where it has steps, as a mosaic."""

    box: Pixels
    tiled: bool


def find_smears(image: RgbImage, lines: Sequence[Line], text_height: float, known: Sequence[Box] = ()) -> list[Smear]:
    """Return the smears of a page as high as text and longer.

    Args:
        image: the page, H x W x 3, large enough that strokes are two pixels wide.
        lines: what was read on it.
        text_height: of a usual line, in pixels.
        known: where seals, portraits and the like are: copied, they are as grey.
    """
    high = max(12, round(text_height))
    grey = cv2.medianBlur(np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8), 3)
    depth = _depth(np.asarray(grey, np.uint8), high)
    side = max(3, round(_SQUARE * high))
    opened = np.asarray(cv2.morphologyEx(depth, cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), np.uint8)
    windows = _windows(depth, opened, high)
    sure = [line for line in lines if (line.confidence or 0.0) >= _READ]
    read = [(_pixels(part.box, depth), len(part.text)) for line in sure for part in line.words or (line,)]
    else_ = [_pixels(box, depth) for box in known] + _pictures(depth, high)
    return [
        Smear(box, steep > _SMOOTH)
        for box, steep in _areas(windows, high)
        if _is_smear(depth, opened, image, box, high, in_row=_is_in_row(box, read, high))
        and _of_read(box, read) < _EXPLAINED
        and not any(_overlap(box, other) for other in else_)
    ]


@dataclass(frozen=True, eq=False)
class _Windows:
    """What is told of the windows around points that stand `_BY` pixels apart.

    `grey` after the opening, the share of grey that it `kept`, the mean step over the depth, the share that is grey.
    """

    grey: NDArray[np.bool_]
    kept: NDArray[np.float32]
    steep: NDArray[np.float32]
    filled: NDArray[np.float32]


def _windows(depth: NDArray[np.uint8], opened: NDArray[np.uint8], high: int) -> _Windows:
    side = round(_WINDOW * high / _BY) | 1

    def mean(values: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(values, (side, side)), np.float32)

    steps = np.zeros_like(depth)
    cv2.absdiff(depth[:, 2:], depth[:, :-2], dst=steps[:, 1:-1])
    inked = np.asarray(cv2.threshold(depth, _GREY // 2 - 1, 0, cv2.THRESH_TOZERO)[1], np.uint8)
    grey = mean(_smaller(inked, _BY)) + 0.5
    kept = _smaller(opened, _BY)
    filled = mean(np.asarray(_smaller(depth, _BY) >= _GREY, np.uint8) * np.uint8(200)) / np.float32(200)
    return _Windows(kept >= _GREY, mean(kept) / grey, mean(_smaller(steps, _BY)) / grey, filled)


def _smaller(values: NDArray[np.uint8], by: int) -> NDArray[np.uint8]:
    """Return the means of squares of so many pixels; what is left over at the right and below is cut off."""
    size = (values.shape[1] // by, values.shape[0] // by)
    whole = values[: size[1] * by, : size[0] * by]  # else every mean is one of parts of pixels, at ten times the cost
    return np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), np.uint8)


def _within(box: Pixels) -> tuple[slice, slice]:
    left, top, right, bottom = box
    return slice(top, bottom), slice(left, right)


def _depth(grey: NDArray[np.uint8], high: int) -> NDArray[np.uint8]:
    """Return by how much each pixel is darker than the paper around it, found on a fraction of the size."""
    by = max(1, min(high // 8, *grey.shape))
    small = _smaller(grey, by)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((17, 17), np.uint8)), 17)
    full = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(full, grey), dtype=np.uint8)


def _areas(windows: _Windows, high: int) -> Iterator[tuple[Pixels, float]]:
    """Yield the boxes of grey without strokes, of the size of a word, each with how steep its steps are."""
    without = (windows.kept >= _KEPT) & (windows.steep <= _STEEP) & (windows.filled >= _FILLED)
    mask = (without & windows.grey).astype(np.uint8)
    bridge = np.ones((max(3, round(_BRIDGE * high / _BY)),) * 2, np.uint8)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, bridge)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    height, width = mask.shape
    line, near = high / _BY, high // 2 // _BY
    for left, top, wide, tall, _ in stats[1:count].tolist():
        sized = _LOW * line <= tall <= _HIGH * line and _LONG * max(tall, 0.9 * line) <= wide <= _LONGEST * line
        at_edge = left < near or top < near or left + wide > width - near or top + tall > height - near
        if sized and not at_edge:
            own = _within((left, top, left + wide, top + tall))
            steep = float(np.median(windows.steep[own][windows.grey[own]]))
            yield (left * _BY, top * _BY, (left + wide) * _BY, (top + tall) * _BY), steep


def _is_smear(
    depth: NDArray[np.uint8], opened: NDArray[np.uint8], image: RgbImage, box: Pixels, high: int, *, in_row: bool
) -> bool:
    """Tell whether an area is deep, uneven and colourless enough, no mask of one colour, and stands on paper.

    Grey of one shade is a shaded cell, but not where print of the same row stands right beside it.
    """
    own, kept = depth[_within(box)], opened[_within(box)]
    core = kept[kept >= _GREY].astype(np.float32)
    deepest = float(np.percentile(own, 95))
    low, lower, most = (float(np.percentile(core, share)) for share in (10, 20, 90))
    if deepest < _DEEP or most - low < _UNEVEN * most or lower > _FLAT_TOP * deepest:
        return False
    if float(np.median((kept >= _GREY).sum(axis=0))) < _THICK * high or (not in_row and _is_tinted(core)):
        return False
    colours = image[_within(box)][kept >= _GREY].astype(np.int16)
    red = float(np.median(colours[:, 0] - colours[:, 1:].max(axis=1)))
    return (
        red <= _RED
        and float(np.median(np.ptp(colours, axis=1))) <= _COLOURED
        and _on_paper(depth, box, high, _BARE_IN_ROW if in_row else _BARE)
    )


def _is_in_row(box: Pixels, read: Sequence[tuple[Pixels, int]], high: int) -> bool:
    """Tell whether something that was read for certain stands in the row of an area, right before or behind it."""
    left, top, right, bottom = box
    for (word_left, word_top, word_right, word_bottom), _ in read:
        shared = min(bottom, word_bottom) - max(top, word_top)
        apart = max(word_left - right, left - word_right)
        if shared > _SAME_ROW * (bottom - top) and -_BESIDE * high < apart < _BESIDE * high:
            return True
    return False


def _is_tinted(core: NDArray[np.float32]) -> bool:
    """Tell whether most of an area has one shade."""
    levels = np.bincount(core.astype(np.int64), minlength=256)
    commonest = int(levels.argmax())
    about = round(_TINT * float(np.percentile(core, 90)))
    near = levels[max(0, commonest - about) : commonest + about + 1].sum()
    return float(near) >= _TINTED * core.size


def _pictures(depth: NDArray[np.uint8], high: int) -> list[Pixels]:
    """Return the boxes around grey areas that are larger than text both ways."""
    by = max(1, min(high // 6, *depth.shape))
    small = (_smaller(depth, by) >= _GREY).astype(np.uint8)
    side = max(3, round(_PICTURE * high / by))
    large = cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(large, connectivity=8)
    around = high
    return [
        (left * by - around, top * by - around, (left + wide) * by + around, (top + tall) * by + around)
        for left, top, wide, tall, _ in stats[1:count].tolist()
    ]


def _overlap(one: Pixels, other: Pixels) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _on_paper(depth: NDArray[np.uint8], box: Pixels, high: int, least: float) -> bool:
    left, top, right, bottom = box
    out = max(3, high // 3)
    rim = (max(0, left - out), max(0, top - out), right + out, bottom + out)
    outer = np.asarray(cv2.blur(depth[_within(rim)], (5, 5)), np.uint8)  # grain of a noisy scan is no ink
    inner_bare = int((outer[top - rim[1] : bottom - rim[1], left - rim[0] : right - rim[0]] < _GREY).sum())
    room = outer.size - (right - left) * (bottom - top)
    return room > 0 and (int((outer < _GREY).sum()) - inner_bare) / room >= least


def _pixels(box: Box, page: NDArray[np.uint8]) -> Pixels:
    return box.to_pixels(page.shape[1], page.shape[0])


def _of_read(box: Pixels, read: Sequence[tuple[Pixels, int]]) -> float:
    """Return the share of an area's length that words, each with its length, stand over which were read for certain."""
    left, top, right, bottom = box
    shared = 0.0
    for (word_left, word_top, word_right, word_bottom), count in read:
        if min(bottom, word_bottom) - max(top, word_top) > 0.5 * min(bottom - top, word_bottom - word_top):
            # One character that is read in a smear is given all its room.
            wide, high = word_right - word_left, word_bottom - word_top
            spare = max(0.0, wide - _WIDEST * high) / 2 if count == 1 else 0.0
            shared += max(0.0, min(right, word_right - spare) - max(left, word_left + spare))
    return shared / (right - left)

"""Read again, another way round, print that may stand otherwise than its page: sideways, upside down, mirrored.

The engine turns standing lines to the left alone. A name in the margin that reads from the bottom up, or a line upside
down on an upright page, is then read as a few senseless characters with little confidence: those few lines are cut out
and read again. Upright print, read with confidence, costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from models.document import Line
from models.geometry import Box
from models.observation import Surface, SurfaceKind
from verifier.masking.covers import text_height
from verifier.masking.unread import unread_ink
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine

_STANDS: Final = 1.5
"""A line this many times as tall as it is wide stands on its side, or is a column of characters."""

_DOUBTFUL: Final = 0.85
"""Confidence below which a line may stand otherwise: print upside down is read with about .65, upright with .99."""

_PLAUSIBLE: Final = 0.6
"""Confidence of another reading that is worth telling: senseless ones stay below."""

_UNREAD: Final = 0.75
"""The same for ink that the reader dropped: it may be no print at all."""

_MOST: Final = 16
"""Lines of a page that are read again, the least confident first: a page of nothing else is no page of print."""

_ROOM: Final = 0.1
"""Share of a line's height cut out around it."""

_LONGEST: Final = 40
"""Times its height that a line may be long: what is longer was read as what it is."""


def other_readings(
    image: RgbImage, lines: Sequence[Line], known: Iterable[Box], engine: OcrEngine, *, page: int
) -> list[Surface]:
    """Return what doubtful lines, and ink that nobody read, say when they are read another way round.

    Args:
        image: the upright page, H x W x 3.
        lines: what was read on it.
        known: boxes of seals, signatures, codes and covers.
        engine: reads single lines.
        page: its number.
    """
    doubtful = [line for line in lines if (line.confidence or 0.0) < _DOUBTFUL and _is_line(image, line)]
    doubtful.sort(key=lambda line: line.confidence or 0.0)
    unread = [Line("", box, _UNREAD) for box in unread_ink(image, lines, known, text_height(lines))]
    return [
        Surface(SurfaceKind.PIXELS, text, page, line.box)
        for line in (*doubtful[:_MOST], *unread)
        for text in _readings(_cut(image, line), line, engine)
    ]


def _is_line(image: RgbImage, line: Line) -> bool:
    width, height = line.box.width * float(image.shape[1]), line.box.height * float(image.shape[0])
    return min(width, height) >= 8 and 1.1 * min(width, height) < max(width, height) < _LONGEST * min(width, height)


def _cut(image: RgbImage, line: Line) -> RgbImage:
    height, width = image.shape[:2]
    thick = _ROOM * min(line.box.height * height, line.box.width * width)
    left, top, right, bottom = line.box.expanded(thick / width, thick / height).to_pixels(width, height)
    return image[top:bottom, left:right]


def _readings(crop: RgbImage, line: Line, engine: OcrEngine) -> Iterator[str]:
    stands = crop.shape[0] > _STANDS * crop.shape[1]
    if stands:  # read already as one that was turned to the right
        lying = np.rot90(crop)
        ways = [np.rot90(crop, 3), lying[:, ::-1]]
    else:
        ways = [np.rot90(crop, 2), crop[:, ::-1]]
    for way in ways:
        text, confidences = engine.read_strip(np.ascontiguousarray(way))
        sure = sum(confidences) / len(confidences) if confidences else 0.0
        if len(text) >= 2 and sure > max(_PLAUSIBLE, line.confidence or 0.0):
            yield text

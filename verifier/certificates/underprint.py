"""Reads what is printed under a seal (章下文字): the unit and the date of a letter stand where the seal is pressed.

A reader sees seal and print as one and drops or garbles the line. In the channel of the seal's own colour its ink is
nearly as bright as paper while black print stays black, so the place is read once more in that channel alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from models.document import Line, Word
from models.geometry import Box
from models.observation import Seal, SealColour
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine

_CHANNEL: Final = {SealColour.RED: 0, SealColour.BLUE: 2}
_SIDE: Final = 1.0
"""Part of the seal's width that is read beside it: lines run on past the rim."""

_ABOVE: Final = 0.15
_INK_BRIGHT: Final = 45
"""How much brighter than grey a pixel must be in the seal's channel to be ink of the seal."""


def read_under_seals(
    image: RgbImage, lines: Sequence[Line], seals: Sequence[Seal], engine: OcrEngine
) -> tuple[Line, ...]:
    """Return the page's lines with those around coloured seals read again without the seals.

    Lines that were read elsewhere stay; a line near a seal gives way to a new one that covers it, and pieces of the
    seal's own text that were taken for lines go. Pages without coloured seals come back as they are.

    Args:
        image: H x W x 3 uint8 RGB, the page.
        lines: what was read on it.
        seals: the seals on it.
        engine: reads the places again.
    """
    result = list(lines)
    for seal in seals:
        channel = _CHANNEL.get(seal.colour)
        if channel is not None and not seal.is_fragment:
            result = _around(image, result, seal, channel, engine)
    return tuple(result)


def _around(image: RgbImage, lines: list[Line], seal: Seal, channel: int, engine: OcrEngine) -> list[Line]:
    place = Box.clamped(
        seal.box.left - _SIDE * seal.box.width,
        seal.box.top - _ABOVE * seal.box.height,
        seal.box.right + _SIDE * seal.box.width,
        seal.box.bottom + _ABOVE * seal.box.height,
    )
    left, top, right, bottom = place.to_pixels(image.shape[1], image.shape[0])
    if right - left < 16 or bottom - top < 16:
        return lines
    crop = without_seal_ink(image[top:bottom, left:right], channel)
    again = [_moved(line, place) for line in engine.read(crop)]
    again = [line for line in again if _touches(line.box, seal.box) and not _is_cut(line.box, place)]
    kept = [line for line in lines if not _gives_way(line, again, seal.box)]
    return kept + [line for line in again if not any(_same_place(line, other) for other in kept)]


def without_seal_ink(image: RgbImage, channel: int) -> RgbImage:
    """Return the picture in one channel, coloured ink lifted to the tone of paper, as grey RGB."""
    own = image[:, :, channel]
    others = np.delete(image, channel, axis=2).max(axis=2)
    paper = np.uint8(np.percentile(own, 75))
    # Print under the ink is dark in every channel; only what is clearly coloured is lifted.
    ink = (own.astype(np.int16) - others > _INK_BRIGHT) & (own > 0.55 * paper)
    cleaned = np.where(
        cv2.dilate(ink.astype(np.uint8), np.ones((2, 2), np.uint8)).astype(bool) & (own > 0.5 * paper), paper, own
    )
    return np.repeat(cleaned[:, :, None], 3, axis=2).astype(np.uint8)


def _moved(line: Line, place: Box) -> Line:
    words = tuple(Word(word.text, word.box.placed_in(place), word.confidence) for word in line.words)
    return Line(line.text, line.box.placed_in(place), line.confidence, words)


def _touches(box: Box, seal: Box) -> bool:
    return box.intersection(seal) is not None


def _is_cut(box: Box, place: Box) -> bool:
    """Tell whether a line runs into the edge of what was read again: the page's own reading has more of it."""
    margin = 0.004
    return (place.left > 0 and box.left - place.left < margin) or (place.right < 1 and place.right - box.right < margin)


def _gives_way(line: Line, again: Sequence[Line], seal: Box) -> bool:
    rivals = [other for other in again if _same_place(line, other)]
    if rivals:
        # The first reading may be longer by a piece of the seal, hardly by more.
        return sum(len(other.text) for other in rivals) >= 0.7 * len(line.text)
    # Nothing stands there once the seal is gone: it was the seal's own text.
    return line.box.covered_by(seal) > 0.8


def _same_place(one: Line, other: Line) -> bool:
    shared = one.box.intersection(other.box)
    return shared is not None and shared.area > 0.4 * min(one.box.area, other.box.area)

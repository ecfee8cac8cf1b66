"""Reads again what a seal made unreadable: black print under coloured ink, and print in coloured ink (条形章).

A page is read once as it lies. Where a seal lies over a date or over the strip stamp 已审核，与原件相符, the detector
sees one tangle and finds no line. Taken apart by colour both are plain text: `unmixing` leaves the black print alone,
the ink alone holds the stamp.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final, cast

import cv2
import numpy as np

from models.document import Line
from models.geometry import Box
from models.observation import Seal, SealColour
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.seals.ink import seal_inks
from verifier.seals.unmixing import print_alone

_MARGIN: Final = 0.3
"""Share of a seal's size that is read around it: text that it covers begins and ends outside."""
_REACH: Final = 1.2
"""Seal's widths beyond it in which a line that it touches must end to be read again as a whole."""
_BESIDE: Final = 0.08
_SURE: Final = 0.8
"""A line that only the second reading has must be read this well: strokes of the seal are left behind as scribbles."""
_SAME: Final = 0.5
"""Two readings of one line cover each other by at least this share."""
_CLEAN: Final = 0.9
_ENDS: Final = 0.8
"""Heights of the line by which its ends may differ."""
_SHORTER: Final = 0.6
_STRAY: Final = 5
"""Characters of the seal that the first reading may have taken for print."""
_INSIDE: Final = 0.7
"""A line this far inside a seal that the black print alone does not show is the seal's own text."""
_COLOURED: Final = 40
"""A pixel whose red exceeds its green and blue by this much carries red ink (levels of 255)."""
_SMALL_SIDE: Final = 800
"""Long side, in pixels, of the thumbnail on which stamps in red ink are looked for."""
_EDGE: Final = 0.005
"""Share of a part's width within which a line touches its side."""
_STAMP: Final = (0.04, 0.008)
"""Least width and height of a strip stamp, page fractions."""


def read_again(image: RgbImage, lines: Sequence[Line], seals: Sequence[Seal], engine: OcrEngine) -> list[Line]:
    """Return the lines of a page with those added or bettered that coloured ink hid; in the order of the page.

    Args:
        image: the page, (height, width, 3).
        lines: what the engine read of the page as it lies.
        seals: what was found on it.
        engine: reads the parts that are taken apart.
    """
    found = list(lines)
    for seal in seals:
        if seal.colour in (SealColour.RED, SealColour.BLUE) and not seal.is_fragment:
            around = _around(seal.box, found)
            beneath = _read_part(print_alone(_crop(image, around), seal.colour), around, engine)
            found = _merged(_without_seal_text(found, seal, beneath), beneath, clean=True)
    for stamp in _unread_stamps(image, found):
        if any(stamp.covered_by(seal.box) >= _INSIDE for seal in seals):
            continue  # the seal's own ink: what is written there stands in its reading
        inked = _read_part(_ink_alone(image, stamp), stamp, engine)
        found = _merged(found, [line for line in inked if not _is_seal_text(line, seals)])
    return (
        sorted(found, key=lambda line: (round(line.box.centre[1], 2), line.box.left)) if found != list(lines) else found
    )


def _around(seal: Box, lines: Sequence[Line]) -> Box:
    """Return the surroundings of a seal, as wide as the lines that it touches and that end near by."""
    around = seal.expanded(seal.width * _MARGIN, seal.height * _MARGIN)
    reach = seal.expanded(seal.width * _REACH, seal.height * _MARGIN)
    boxes = [line.box for line in lines if line.box.intersection(seal) and line.box.covered_by(reach) == 1.0]
    left, right = min((box.left for box in boxes), default=1.0), max((box.right for box in boxes), default=0.0)
    beside = _BESIDE * seal.width
    return Box(
        max(0.0, min(around.left, left - beside)),
        around.top,
        min(1.0, max(around.right, right + beside)),
        around.bottom,
    )


def _crop(image: RgbImage, box: Box) -> RgbImage:
    left, top, right, bottom = box.to_pixels(image.shape[1], image.shape[0])
    return image[top:bottom, left:right]


def _ink_alone(image: RgbImage, box: Box) -> RgbImage:
    return cast(RgbImage, np.repeat(seal_inks(_crop(image, box))[0][:, :, np.newaxis], 3, axis=2))


def _read_part(part: RgbImage, box: Box, engine: OcrEngine) -> list[Line]:
    if min(part.shape[:2]) < 8:
        return []
    return [
        dataclasses.replace(
            line,
            box=line.box.placed_in(box),
            words=tuple(dataclasses.replace(word, box=word.box.placed_in(box)) for word in line.words),
        )
        for line in engine.read(part)
        if not _cut_off(line.box, box)
    ]


def _cut_off(inner: Box, part: Box) -> bool:
    """Tell whether a line runs into a side of its part that is not a side of the page: it goes on beyond."""
    return (inner.left < _EDGE and part.left > 0.0) or (inner.right > 1.0 - _EDGE and part.right < 1.0)


def _without_seal_text(lines: Sequence[Line], seal: Seal, beneath: Sequence[Line]) -> list[Line]:
    """Drop lines that are the seal's own glyphs: they stand in the seal's reading, not in the page's text."""
    return [line for line in lines if not _is_seal_text(line, (seal,)) or any(_same(line, other) for other in beneath)]


def _is_seal_text(line: Line, seals: Sequence[Seal]) -> bool:
    return any(line.box.covered_by(seal.box) >= _INSIDE for seal in seals)


def _merged(lines: Sequence[Line], again: Sequence[Line], *, clean: bool = False) -> list[Line]:
    """Add what is new and well read; of two readings of one line keep the longer, or the surer of two as long.

    A reading that is cut at the border of its part is shorter than the first one and changes nothing. Where the second
    was of print alone (`clean`), it counts for all pieces into which the seal had torn the line.
    """
    merged = list(lines)
    for line in again:
        twins = [other for other in merged if _same(line, other)]
        if not twins:
            if (line.confidence or 0.0) >= _SURE:
                merged.append(line)
        elif (len(twins) == 1 and _better(line, twins[0])) or (clean and _says_all(line, twins)):
            merged[merged.index(twins[0])] = line
            merged = [other for other in merged if other not in twins[1:]]
    return merged


def _says_all(line: Line, twins: Sequence[Line]) -> bool:
    """Tell whether a sure reading of print alone begins and ends where the first one did and is hardly shorter."""
    slack = _ENDS * line.box.height
    spans = (
        line.box.left <= min(other.box.left for other in twins) + slack
        and line.box.right >= max(other.box.right for other in twins) - slack
    )
    first = sum(len(other.text) for other in twins if not any(_is_above(other, longer) for longer in twins))
    return spans and (line.confidence or 0.0) >= _CLEAN and len(line.text) >= max(_SHORTER * first, first - _STRAY)


def _is_above(piece: Line, longer: Line) -> bool:
    """Tell whether a piece stands over or under another one, as the glyphs of a seal do, not beside it."""
    shared = min(piece.box.right, longer.box.right) - max(piece.box.left, longer.box.left)
    return len(piece.text) < len(longer.text) and shared > _SAME * piece.box.width


def _same(one: Line, other: Line) -> bool:
    return max(one.box.covered_by(other.box), other.box.covered_by(one.box)) >= _SAME


def _better(line: Line, other: Line) -> bool:
    new, old = line.confidence or 0.0, other.confidence or 0.0
    return (len(line.text) > len(other.text) and new >= _SURE) or (len(line.text) == len(other.text) and new > old)


def _unread_stamps(image: RgbImage, lines: Sequence[Line]) -> list[Box]:
    """Return regions of red ink in which no line was read well: where strip stamps may hide."""
    height, width = image.shape[:2]
    scale = min(1.0, _SMALL_SIDE / max(height, width))
    small = cv2.resize(
        image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    red = cv2.subtract(small[:, :, 0], cv2.max(small[:, :, 1], small[:, :, 2]))
    mask = cv2.morphologyEx((red > _COLOURED).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 15), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for left, top, part_width, part_height, _ in stats[1:].tolist():
        box = Box.from_pixels(
            left, top, left + part_width, top + part_height, width_px=small.shape[1], height_px=small.shape[0]
        )
        if box.width >= _STAMP[0] and box.height >= _STAMP[1] and not _well_read(box, lines):
            found.append(box.expanded(0.01, 0.01))
    return found


def _well_read(box: Box, lines: Sequence[Line]) -> bool:
    return (
        sum(
            shared.area
            for line in lines
            if (line.confidence or 0.0) >= _SURE and (shared := box.intersection(line.box)) is not None
        )
        >= _SAME * box.area
    )

"""Quarter turns (旋转) of a page: how its lines stand, and how surely they are read.

The recogniser reads upright print with a confidence near 0.99 and the same print upside down with about 0.65, so the
first reading already tells an upright page, at no cost. Only where it does not are a few lines read both ways round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from models.document import Line
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.warping import quarter_turned

_STANDS: Final = 1.5
"""A line this many times as tall as it is wide stands on its side."""
_SURE: Final = 0.9
"""Mean confidence of a page that lies as it should; upside down no page was read with more than 0.75."""
_PLAUSIBLE: Final = 0.8
_CLEARLY: Final = 0.1
"""What the better way round must reach, and by how much it must be ahead of the other."""
_SAMPLE: Final = 6
"""Lines read both ways round."""
_ROOM: Final = 0.1
"""Share of a line's height cut out around it."""


def likely_turn(image: RgbImage, lines: Sequence[Line], engine: OcrEngine) -> int:
    """Return by how many degrees clockwise (0, 90, 180, 270) a page seems to lie turned.

    Args:
        image: the page, shape (H, W, 3), without skew.
        lines: as the engine read it; lines that stand were turned to the left before they were read.
        engine: reads the sample again.
    """
    if not lines:
        return 0
    standing = _standing(image, lines)
    turn, other = (90, 270) if standing else (0, 180)
    if reading_confidence(lines) >= _SURE:
        return turn
    sides = [line for line in lines if _stands(image, line) is standing]
    sample = sorted(sides, key=lambda line: _length(image, line))[-_SAMPLE:]
    crops = [_crop(image, line) for line in sample]
    this_way, that_way = (_confidence(crops, degrees, engine) for degrees in (turn, other))
    best, ahead = (turn, this_way - that_way) if this_way >= that_way else (other, that_way - this_way)
    return best if ahead >= _CLEARLY and max(this_way, that_way) >= _PLAUSIBLE else 0


def reading_confidence(lines: Sequence[Line]) -> float:
    """Return the mean confidence 0..1 of all characters; 0 where none was read."""
    characters = sum(len(line.text) for line in lines)
    return sum(len(line.text) * (line.confidence or 0.0) for line in lines) / characters if characters else 0.0


def reading_score(lines: Sequence[Line]) -> float:
    """Return how much was read how well: to compare two readings of one page."""
    return sum(len(line.text) * max(0.0, (line.confidence or 0.0) - 0.5) for line in lines)


def _standing(image: RgbImage, lines: Sequence[Line]) -> bool:
    standing = sum(len(line.text) for line in lines if _stands(image, line))
    return standing > sum(len(line.text) for line in lines) / 2


def _stands(image: RgbImage, line: Line) -> bool:
    height, width = _size(image, line)
    return height > _STANDS * width


def _length(image: RgbImage, line: Line) -> float:
    return max(_size(image, line))


def _size(image: RgbImage, line: Line) -> tuple[float, float]:
    height, width = image.shape[:2]
    return line.box.height * float(height), line.box.width * float(width)


def _crop(image: RgbImage, line: Line) -> RgbImage:
    height, width = image.shape[:2]
    thick = min(line.box.height * height, line.box.width * width) * _ROOM
    left, top, right, bottom = line.box.expanded(thick / width, thick / height).to_pixels(width, height)
    return image[top:bottom, left:right]


def _confidence(crops: Sequence[RgbImage], degrees: int, engine: OcrEngine) -> float:
    """Return the mean confidence of the characters of these lines when taken as turned by `degrees`."""
    found = [
        confidence for crop in crops if crop.size for confidence in engine.read_strip(quarter_turned(crop, degrees))[1]
    ]
    return sum(found) / len(found) if found else 0.0

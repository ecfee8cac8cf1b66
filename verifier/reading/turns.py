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
_SAMPLE, _WIDER = 6, 24
"""Lines read both ways round; and how many where those do not tell, long rows of ticks or a hand among them."""
_BETTER: Final = 1.5
"""Times by which the wider sample's score must be ahead. Less than plausible both ways, it says little; but a turned
page is read whole before it is believed."""
_HALF: Final = 0.5
"""Confidence from which on a character counts for a reading: senseless ones are read with that much."""
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
    longest_first = sorted(sides, key=lambda line: -_length(image, line))
    this_way, that_way = (_confidences(image, longest_first[:_SAMPLE], way, engine) for way in (turn, other))
    ahead = _mean(this_way) - _mean(that_way)
    if abs(ahead) >= _CLEARLY and max(_mean(this_way), _mean(that_way)) >= _PLAUSIBLE:
        return turn if ahead > 0 else other
    rest = longest_first[_SAMPLE:_WIDER]
    this_way += _confidences(image, rest, turn, engine)
    that_way += _confidences(image, rest, other, engine)
    this_score, that_score = _score(this_way), _score(that_way)
    if max(this_score, that_score) < _BETTER * min(this_score, that_score) or this_score == that_score:
        return 0
    return turn if this_score > that_score else other


def reading_confidence(lines: Sequence[Line]) -> float:
    """Return the mean confidence 0..1 of all characters; 0 where none was read."""
    characters = sum(len(line.text) for line in lines)
    return sum(len(line.text) * (line.confidence or 0.0) for line in lines) / characters if characters else 0.0


def reading_score(lines: Sequence[Line]) -> float:
    """Return how much was read how well: to compare two readings of one page."""
    return sum(len(line.text) * max(0.0, (line.confidence or 0.0) - _HALF) for line in lines)


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


def _confidences(image: RgbImage, lines: Sequence[Line], degrees: int, engine: OcrEngine) -> list[float]:
    """Return the confidences of the characters of these lines when they are taken as turned by `degrees`."""
    crops = [_crop(image, line) for line in lines]
    return [
        confidence for crop in crops if crop.size for confidence in engine.read_strip(quarter_turned(crop, degrees))[1]
    ]


def _mean(confidences: Sequence[float]) -> float:
    return sum(confidences) / len(confidences) if confidences else 0.0


def _score(confidences: Sequence[float]) -> float:
    return sum(max(0.0, confidence - _HALF) for confidence in confidences)

"""Dates that a seal tore (被印章截断的日期): 〇一六年七月一日, 12023年10月18日, 第2023年11月17日, 2024年4月18度.

The characters of a year in Chinese numerals, 二〇一, are thin, pale and far apart: where a seal's ring crosses a date,
the detector takes the rest for the whole line. Elsewhere a stroke of the seal is taken for a character before or behind
it. Read once more as one strip, from where the year ought to begin and without the seal's ink, the date is whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from models.document import Line
from models.geometry import Box
from models.observation import SealColour
from verifier.certificates.folding import fold
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.seals.unmixing import print_alone

_NUMERAL: Final = "〇零一二三四五六七八九十"
_DAY: Final = rf"(?:\d{{1,2}}|[{_NUMERAL}]{{1,3}})"
_TORN: Final = re.compile(rf"[^\d{_NUMERAL}]?[\d{_NUMERAL}O]{{0,5}}年{_DAY}月(?:{_DAY}\D?)?")
_WHOLE: Final = re.compile(rf"(?:(?:19|20)\d\d|[一二][九〇零][{_NUMERAL}]{{2}})年{_DAY}月(?:{_DAY}日)?")
_RING: Final = "〇○零O0"
"""Characters for which a reader is never sure which of them it sees."""

_YEAR: Final = 4
_SPARE: Final = 2
"""Characters' widths that are read before and behind the date."""
_AROUND: Final = 0.6
"""Heights of the line that are read above and below it: the strip without margins lost a numeral in two of seven."""


def with_whole_dates(image: RgbImage, lines: Sequence[Line], engine: OcrEngine) -> list[Line]:
    """Return the lines, dates that are not whole read again where that makes them so.

    A second reading counts only where one of both ends with the numbers of the other: 24年6月22日 stays what it is, and
    another day is none the surer.

    Args:
        image: the page, H x W x 3 uint8 RGB, upright.
        lines: what was read on it.
        engine: reads the strips.
    """
    return [_whole(image, line, engine) if _is_torn(fold(line.text)) else line for line in lines]


def _is_torn(read: str) -> bool:
    # A day without its 日 is written by hand: the year is what counts.
    return _TORN.fullmatch(read) is not None and _WHOLE.fullmatch(f"{read}日") is None and not _WHOLE.fullmatch(read)


def _whole(image: RgbImage, line: Line, engine: OcrEngine) -> Line:
    read = fold(line.text)
    box = _where_it_ought_to_be(line.box, read)
    left, top, right, bottom = box.to_pixels(image.shape[1], image.shape[0])
    if min(right - left, bottom - top) < 8:
        return line
    text, confidences = engine.read_strip(print_alone(image[top:bottom, left:right], SealColour.RED))
    again, numbers = _numbers(fold(text)), _numbers(read)
    if not _WHOLE.fullmatch(fold(text)) or not (again.endswith(numbers) or numbers.endswith(again)):
        return line
    sure = [value for character, value in zip(text, confidences, strict=False) if character not in _RING]
    return replace(line, text=text, box=box, confidence=round(min(sure, default=0.0), 4), words=())


def _numbers(date: str) -> str:
    """Return year, month and day with one space between them, one at the end, whatever stands around them."""
    return "".join(f"{number} " for number in re.findall(rf"[\d{_NUMERAL}O]+", date))


def _where_it_ought_to_be(box: Box, read: str) -> Box:
    """Return the place of a date with its whole year, some room around it."""
    character = box.width / len(read)
    before = max(0, _YEAR - read.index("年")) + _SPARE
    return Box.clamped(
        box.left - before * character,
        box.top - _AROUND * box.height,
        box.right + _SPARE * character,
        box.bottom + _AROUND * box.height,
    )

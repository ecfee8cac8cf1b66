"""The date that belongs to a signature (落款日期): where it stands, by hand or printed, what it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from models.document import Line
from models.geometry import Box
from models.observation import HandwrittenDate, SignatureKind
from verifier.certificates.dates import parse_date as read_date
from verifier.line_spans import range_box
from verifier.pictures import RgbImage
from verifier.signatures.judge import SlotContext, chance_of_handwriting, judge_ink
from verifier.signatures.labels import narrow
from verifier.signatures.rows import Row, rows_of
from verifier.signatures.slots import DATE_TEXT, Slot

_FARTHEST_BELOW = 10.5
"""A date slot starts at most this many label heights below the signature's label: contracts leave room for seals."""
_OTHER_TEXT = 10
"""A line with more characters than this beside its date is prose (公示时间从…起至…止)."""
_HEADING = re.compile(r"[^\d\s.\-/〇零一二三四五六七八九十][\s:]*$")
"""What is printed before a date in its row: 签署日期："""
_PRINTED = "年月日期时间:："
_POINTLESS = re.compile(r"(?P<year>20[0-4]\d)(?:(?P<rest>[1-9][1-9])|[.,](?P<tail>\d{3,4}))")
"""A date whose points the reader lost, all or the second."""
_EARLIEST, _LATEST = 1950, 2100
_DAY_BY_HAND = 0.6
"""Chance of month and day being by hand from which a printed year does not make the date printed."""


@dataclass(frozen=True)
class _Place:
    """Where a date stands: [start, end) of a row, and its box on the page."""

    row: Row
    start: int
    end: int
    box: Box


def dates_of(image: RgbImage, lines: Sequence[Line], slots: Sequence[Slot]) -> list[HandwrittenDate | None]:
    """Return the date slot of each signature slot, None where the page has none for it.

    It stands on the label's row or below it. A date belongs to one signature: the nearest pairs first.
    """
    if not slots:
        return []
    height, width = image.shape[:2]
    aspect = width / height
    places = list(_places(rows_of(lines, aspect=aspect), slots, aspect=aspect))
    pairs = sorted(
        (distance, index, other)
        for index, slot in enumerate(slots)
        for other, place in enumerate(places)
        if (distance := _distance(slot, place.box, aspect=aspect)) is not None
        and not any(_stands_between(one, slot, place.box, aspect=aspect) for one in slots if one is not slot)
    )
    chosen: dict[int, int] = {}
    for _, index, other in pairs:
        if index not in chosen and other not in chosen.values():
            chosen[index] = other
    return [
        _date(image, lines, places[chosen[index]], slot) if index in chosen else None
        for index, slot in enumerate(slots)
    ]


def _date(image: RgbImage, lines: Sequence[Line], place: _Place, slot: Slot) -> HandwrittenDate:
    row, start, end = place.row, place.start, place.end
    box = _date_area(lines, row, start, end, slot, aspect=image.shape[1] / image.shape[0])
    raw = row.line.text[start:end].strip()
    kind, confidence = _judge(image, row.line, box, start, end, slot)
    value = parse_date(raw)
    if kind is SignatureKind.ABSENT and re.search(r"\d", narrow(raw)):
        kind, confidence = SignatureKind.UNCLEAR, None
    return HandwrittenDate(value, raw or None, box, kind, confidence)


def parse_date(raw: str) -> dt.date | None:
    """Return the day that `raw` says, None where any doubt is left: a short year, a missing day, no such day."""
    lost = _POINTLESS.fullmatch(narrow(raw).strip())
    reading = read_date(_pointed(lost["year"], lost["rest"] or lost["tail"]) if lost else raw)
    day = reading.first_day if reading.is_day and not reading.problems else None
    return day if day is not None and _EARLIEST <= day.year <= _LATEST else None


def _pointed(year: str, rest: str) -> str:
    """Return the date with its points, or the year alone where they might stand at more than one place."""
    splits = [(rest[:at], rest[at:]) for at in (1, 2) if 0 < len(rest) - at <= 2]
    possible = [(month, day) for month, day in splits if 1 <= int(month) <= 12 and 1 <= int(day) <= 31]
    possible = [pair for pair in possible if all(len(part) == 1 or len(rest) == 4 or part[0] != "0" for part in pair)]
    return f"{year}.{possible[0][0]}.{possible[0][1]}" if len(possible) == 1 else year


def _places(rows: Sequence[Row], slots: Sequence[Slot], *, aspect: float) -> Iterator[_Place]:
    """Yield the dates that stand alone or beside labels, and not in prose."""
    for row in rows:
        plain = narrow(row.line.text)
        labels = sum(len(slot.role) + 8 for slot in slots if slot.row in row.indices)
        # Two parties' dates side by side are one row: the other date is no prose.
        if len(DATE_TEXT.sub("", plain).replace(" ", "")) > _OTHER_TEXT + labels:
            continue
        for match in DATE_TEXT.finditer(plain):
            box = range_box(row.line, match.start(), match.end(), aspect=aspect)
            yield _Place(row, match.start(), _end_of_value(plain, match), box)


def _end_of_value(plain: str, match: re.Match[str]) -> int:
    """Return the end of the date; behind a bare label (日期：) the value is what follows."""
    if not match[0].rstrip().endswith(":"):
        return match.end()
    value = re.compile(r"[\s\d年月日.\-/,〇零一二三四五六七八九十]*").match(plain, match.end())
    return value.end() if value else match.end()


def _distance(slot: Slot, box: Box, *, aspect: float) -> float | None:
    """Return how far, in label heights, the date is from the signature's label; None where it cannot belong to it."""
    down = (box.centre[1] - slot.label.centre[1]) / slot.height
    across = (box.left - slot.label.right) * aspect / slot.height
    if abs(down) < 0.8:
        return max(0.0, across) * 0.3 if across > -1 else None
    if not 0 < down <= _FARTHEST_BELOW or box.right < slot.label.left - 0.25:
        return None
    return down + 0.05 * _aside(slot, box, aspect=aspect)


def _aside(slot: Slot, box: Box, *, aspect: float) -> float:
    """Return how far, in label heights, the date's beginning is from that of the label: columns begin alike."""
    return abs(box.left - slot.label.left) * aspect / slot.height


def _stands_between(other: Slot, slot: Slot, box: Box, *, aspect: float) -> bool:
    """Tell whether another label of the date's column stands between the slot and the date: the date is that one's."""
    between = slot.label.centre[1] + 0.8 * slot.height < other.label.centre[1] < box.centre[1] + 0.8 * other.height
    return between and _aside(other, box, aspect=aspect) <= _aside(slot, box, aspect=aspect) + 1


def _date_area(lines: Sequence[Line], row: Row, start: int, end: int, slot: Slot, *, aspect: float) -> Box:
    """Return the area of the date: its text, the year's room left of 年, and blank room behind a bare label."""
    height = slot.height
    box = range_box(row.line, start, end, aspect=aspect)
    plain = narrow(row.line.text[start:end])
    left, right = box.left, box.right
    if plain.lstrip().startswith("年"):
        left -= 4 * height / aspect
    if plain.rstrip().endswith(":"):
        right += 8 * height / aspect
    for index, other in enumerate(lines):
        shared = min(other.box.bottom, box.bottom) - max(other.box.top, box.top)
        if index not in row.indices and shared > 0.4 * min(box.height, other.box.height):
            left = max(left, other.box.right) if other.box.right <= box.left + 1e-3 else left
            right = min(right, other.box.left) if other.box.left >= box.right - 1e-3 and _is_print(other) else right
    if slot.row in row.indices:
        left = max(left, slot.label.right)
    heading = _HEADING.search(narrow(row.line.text[:start]))
    if heading:
        left = max(left, range_box(row.line, heading.start(), heading.end(), aspect=aspect).right)
    return Box.clamped(min(left, box.left), box.top - 0.3 * height, max(right, left), box.bottom + 0.3 * height)


def _is_print(line: Line) -> bool:
    return len(re.sub(r"[\d\s.\-/年月日]", "", narrow(line.text))) > 0


def _judge(
    image: RgbImage, line: Line, area: Box, start: int, end: int, slot: Slot
) -> tuple[SignatureKind, float | None]:
    """Judge the ink of the date without its printed words (日期：, and 年 月 日, which forms print).

    Where the digits alone leave it open, the whole date is asked as well: of a date that is all of one make, 年 月 日
    say more than digits do. It decides only if the digits lean its way: beside digits by hand, 年 月 日 are the form's.
    """
    height, width = image.shape[:2]
    left, top, right, bottom = area.to_pixels(width, height)
    whole = image[top:bottom, left:right]
    if min(whole.shape[:2], default=0) < 8:
        return SignatureKind.UNCLEAR, None
    context = SlotContext(slot.height * height)
    printed = [index for index in range(start, end) if line.text[index] in _PRINTED]
    digits = _without(whole, line, printed, area, image)
    kind, confidence = judge_ink(digits, context)
    if kind in (SignatureKind.PRINTED, SignatureKind.UNCLEAR) and (year := _year(line, start, end)):
        # Forms print the year too: month and day by hand beside it are a date by hand.
        day = _without(whole, line, [*year, *printed], area, image)
        by_hand, chance = judge_ink(day, context)
        if by_hand is SignatureKind.HANDWRITTEN:
            return by_hand, chance
        leans = chance_of_handwriting(day, context)
        if kind is SignatureKind.PRINTED and leans is not None and leans > _DAY_BY_HAND:
            return SignatureKind.UNCLEAR, None
    if kind is not SignatureKind.UNCLEAR:
        return kind, confidence
    leaning = chance_of_handwriting(digits, context)
    headed = _without(whole, line, _heading(line, start, end), area, image)
    as_whole, confidence = judge_ink(headed, context)
    agrees = leaning is not None and as_whole is (SignatureKind.HANDWRITTEN if leaning > 0.5 else SignatureKind.PRINTED)
    return (as_whole, confidence) if agrees else (SignatureKind.UNCLEAR, None)


def _year(line: Line, start: int, end: int) -> range:
    """Return the characters of a year in figures before its 年, none where something else begins the date."""
    found = re.match(r"\s*\d{4}(?=\s*年)", narrow(line.text[start:end]))
    return range(start, start + found.end() if found else start)


def _heading(line: Line, start: int, end: int) -> range:
    """Return the characters before the first digit: 日期：."""
    first = re.search(r"[\d年〇零一二]", narrow(line.text[start:end]))
    return range(start, start + first.start() if first else end)


def _without(crop: RgbImage, line: Line, indices: Sequence[int], area: Box, image: RgbImage) -> RgbImage:
    """Return the crop with these characters of the line painted over."""
    height, width = image.shape[:2]
    left, top, _, _ = area.to_pixels(width, height)
    painted = crop.copy()
    paper = np.percentile(crop.reshape(-1, 3), 85, axis=0).astype(np.uint8)
    for index in indices:
        glyph = range_box(line, index, index + 1, aspect=width / height)
        x0, y0, x1, y1 = glyph.expanded(0.08 * glyph.width, 0.15 * glyph.height).to_pixels(width, height)
        cv2.rectangle(painted, (x0 - left, y0 - top), (x1 - left, y1 - top), paper.tolist(), -1)
    return painted

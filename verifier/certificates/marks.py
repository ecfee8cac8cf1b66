"""Boxes to tick and what is in them (勾选框), seen in the pixels: readers of text take them for 口, V, 回 or nothing.

A box is four straight sides of a square; whether it is ticked is a question of ink inside. What is seen is written into
the lines as ☑ and □, where readers of fields look for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.geometry import Box
from verifier.certificates.layout import character_boxes
from verifier.pictures import RgbImage

TICKED: Final = "☑"
OPEN: Final = "□"

_MARKS: Final = "□☐▢■☑☒√✓✔"
_TAKEN_FOR: Final = frozenset(_MARKS + "口囗回Vvν")
_ALONE: Final = _TAKEN_FOR | frozenset("国曰田四团因固园区凹凸白臼0ODQoJ丿レ/<")
"""What readers make of a box, ticked or not; more of it where nothing else stands beside it."""

_ASKS: Final = re.compile(
    rf"[{_MARKS}]|打[“\"'(]?[√V勾]|划[“\"']?√|勾选|方框|[口囗](?:[男女是否有无同合称优]|$)|(?:优秀|称职|合格|是|否|有|无|男|女)[口囗]"
    r"|对照条款|是否(?:具备|符合)|自评表|考核等次|符合.{0,8}条件"
)
"""Words of pages with boxes to tick: other pages are not searched."""

_WORD: Final = re.compile(
    r"[人进出入窗路户接港缺端门牙河渡关胃河海街切]口|口[径号服岸才语味头试腔碑红令]|[^\W\d_]口[^\W\d_]"
    r"|[A-Za-z][Vvν]|[Vvν][A-Za-z]|回[族复收避答归国报访函顾]|[收返撤驳召挽轮来退]回"
)
"""Words in which a character that readers take a box for stands for itself: 人口, 回族, Give."""
_SIDE_MM: Final = (2.0, 7.5)
_SIDE_OF_LINE: Final = (0.5, 2.2)
"""Side of a box, and in heights of the page's lines where its size on paper is unknown."""

_DARKER: Final = 22
_FULL: Final = 0.72
_GROUP: Final = 2
_ALIKE: Final = 0.86
_MOST, _MOST_STRIPS = 40, 60
_EMPTY, _INKED, _SOLID = 0.035, 0.07, 0.8
_SURE: Final = 0.9
_READ_AS: Final = 0.3
"""Share of a box that the character covers at the least that was read for it."""


@dataclass(frozen=True)
class Mark:
    """A box on a page; `ticked` is None where the ink inside may be a tick or dirt."""

    box: Box
    ticked: bool | None


def find_marks(image: RgbImage, lines: Sequence[Line], *, dpi: float | None) -> list[Mark]:
    """Return the boxes to tick of a page; none are looked for where no word speaks of them.

    Args:
        image: H x W x 3 uint8 RGB, upright.
        lines: what was read on it.
        dpi: pixels an inch, None where unknown.
    """
    if not any(_ASKS.search(line.text.replace(" ", "")) for line in lines):
        return []
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    dark = np.asarray(cv2.adaptiveThreshold(
        grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 61, _DARKER
    ), np.uint8)  # fmt: skip
    framed = _squares(dark, *_sides(lines, image.shape[0], dpi))
    written = Box.around(line.box for line in lines)
    crossed = [place for place in _crossed(dark, framed, written) if _ticked(dark, place)]
    found = [
        Mark(box, _ticked(dark, place))
        for place in (*framed, *crossed)
        if _is_no_letter(box := _box(place, image.shape), lines)
    ]
    # Options come in groups of one size; a single square is a letter or a stamp.
    return [one for one in found if sum(_same_size(one.box, other.box) for other in found) >= _GROUP]


def with_marks(lines: Sequence[Line], marks: Sequence[Mark]) -> tuple[Line, ...]:
    """Return the lines with ☑ and □ where boxes were seen; boxes that are neither surely stay as they were read."""
    read = list(lines)
    for mark in marks:
        if mark.ticked is None:
            continue
        sign = TICKED if mark.ticked else OPEN
        at = next((index for index, line in enumerate(read) if _holds(line.box, mark.box)), None)
        if at is None:
            read.append(Line(sign, mark.box, _SURE))
        else:
            read[at] = _written(read[at], mark.box, sign)
    return tuple(read)


def _sides(lines: Sequence[Line], height: int, dpi: float | None) -> tuple[int, int]:
    if dpi:
        return round(_SIDE_MM[0] / 25.4 * dpi), round(_SIDE_MM[1] / 25.4 * dpi)
    usual = float(np.median([line.box.height for line in lines])) * height
    return max(8, round(_SIDE_OF_LINE[0] * usual)), round(_SIDE_OF_LINE[1] * usual)


Place = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""


def _squares(dark: NDArray[np.uint8], least: int, most: int) -> list[Place]:
    """Return the squares with four straight sides."""
    length = max(6, round(0.7 * least))
    across = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)), np.uint8)
    down = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)), np.uint8)
    # Outlines of what hangs together: numbering every pixel of a page takes five times as long.
    outlines, nested = cv2.findContours(across | down, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [outline for index, outline in enumerate(outlines) if nested[0][index][3] < 0]
    boxes = (cv2.boundingRect(outline) for outline in outer)
    places: list[Place] = [(int(box[0]), int(box[1]), int(box[2]), int(box[3])) for box in boxes]
    places.sort(key=lambda place: (place[1], place[0]))
    square = [
        place
        for place in places
        if least <= place[2] <= most and least <= place[3] <= most and 0.85 <= place[2] / place[3] <= 1.18
    ]
    return [place for place in square if _is_framed(across, down, place)]


def _crossed(dark: NDArray[np.uint8], framed: Sequence[Place], written: Box) -> Iterator[Place]:
    """Yield boxes that a pen went through, in the columns and rows of the others and of their size.

    A pen's stroke runs along no side and breaks some: the whole frame is compared, not each side.
    """
    if len(framed) < _GROUP:
        return
    side = int(np.median([place[2] for place in framed]))
    frame = np.zeros((side, side), np.float32)
    frame[:2] = frame[-2:] = frame[:, :2] = frame[:, -2:] = 1
    thick = np.asarray(cv2.dilate(dark, np.ones((3, 3), np.uint8)))
    known = list(framed)
    for left, top, right, bottom in _strips(framed, side, written.to_pixels(dark.shape[1], dark.shape[0])):
        if right - left < side or bottom - top < side:
            continue
        strip = thick[top:bottom, left:right].astype(np.float32)
        match = np.asarray(cv2.matchTemplate(strip, frame, cv2.TM_CCORR) / float(frame.sum()), np.float32)
        for _ in range(_MOST):
            _, best, _, (x, y) = cv2.minMaxLoc(match)
            if best < _ALIKE:
                break
            match[max(0, y - side // 2) : y + side // 2, max(0, x - side // 2) : x + side // 2] = 0
            place = left + x, top + y, side, side
            if not any(abs(one[0] - place[0]) < side and abs(one[1] - place[1]) < side for one in known):
                known.append(place)
                yield place


def _strips(framed: Sequence[Place], side: int, written: Place) -> list[Place]:
    """Return columns and rows in which boxes stand, a box's side of slack around, inside what is written.

    All as left, top, right, bottom.
    """
    left, top, right, bottom = written
    columns = {round(place[0] / side): place[0] for place in framed}
    rows = {round(place[1] / side): place[1] for place in framed}
    found = [(max(0, x - side), top, x + 2 * side, bottom) for x in columns.values()]
    found += [(left, max(0, y - side), right, y + 2 * side) for y in rows.values()]
    # Boxes in many columns and rows are squared paper.
    return found if len(found) <= _MOST_STRIPS else []


def _is_framed(across: NDArray[np.uint8], down: NDArray[np.uint8], place: Place) -> bool:
    left, top, width, height = place
    band = max(2, round(0.2 * width))
    rows, columns = across[top : top + height, left : left + width], down[top : top + height, left : left + width]
    sides = (
        rows[:band].max(axis=0), rows[-band:].max(axis=0), columns[:, :band].max(axis=1), columns[:, -band:].max(axis=1)
    )  # fmt: skip
    return all(float(side.mean()) >= _FULL for side in sides)


def _ticked(dark: NDArray[np.uint8], place: Place) -> bool | None:
    left, top, width, height = place
    edge = max(3, round(0.22 * width))
    inside = dark[top + edge : top + height - edge, left + edge : left + width - edge]
    # The local threshold sees the middle of a filled box as paper: its rim is dark all the same.
    rim = dark[top : top + height, left : left + width]
    ink = float(inside.mean()) if inside.size else 0.0
    if float(rim.mean()) >= _SOLID or ink >= _INKED:
        return True
    return False if ink <= _EMPTY else None


def _box(place: Place, shape: tuple[int, ...]) -> Box:
    left, top, width, height = place
    return Box.clamped(left / shape[1], top / shape[0], (left + width) / shape[1], (top + height) / shape[0])


def _same_size(one: Box, other: Box) -> bool:
    return abs(one.width - other.width) < 0.2 * one.width and abs(one.height - other.height) < 0.2 * one.height


def _is_no_letter(box: Box, lines: Sequence[Line]) -> bool:
    """Tell whether a square is no letter of a word."""
    line = next((line for line in lines if _holds(line.box, box)), None)
    if line is None:
        return True
    at = _character_at(line, box)
    if at is None:
        return True
    if line.text[at] not in (_ALONE if len(line.text.strip()) == 1 else _TAKEN_FOR):
        return False
    return not _in_word(line.text, at)


def _in_word(text: str, at: int) -> bool:
    return any(match.start() <= at < match.end() for match in _WORD.finditer(text))


def _holds(line: Box, box: Box) -> bool:
    x, y = box.centre
    return line.left <= x <= line.right and line.top <= y <= line.bottom


def _character_at(line: Line, box: Box) -> int | None:
    """Return the index of the character that was read where the box is, None where none was."""
    x = box.centre[0]
    places = character_boxes(line)
    inside = [index for index, place in enumerate(places) if place.left <= x <= place.right and place.width]
    near = [index for index in (inside or range(len(places))) if not line.text[index].isspace()]
    best = min(near, key=lambda index: abs(places[index].centre[0] - x), default=None)
    if best is None or abs(places[best].centre[0] - x) > max(box.width, places[best].width):
        return None
    # Characters share their line evenly, and a box is wider than a letter: its neighbours are asked too.
    for index in (best, best - 1, best + 1):
        if 0 <= index < len(places) and line.text[index] in _TAKEN_FOR:
            return index
    # Where characters have boxes of their own, a box behind the last of them was read as nothing at all.
    shared = min(places[best].right, box.right) - max(places[best].left, box.left)
    return best if shared > _READ_AS * box.width else None


def _written(line: Line, box: Box, sign: str) -> Line:
    at = _character_at(line, box)
    if at is not None and _in_word(line.text, at):
        return line
    if at is not None and line.text[at] in (_ALONE if len(line.text.strip()) == 1 else _TAKEN_FOR):
        return replace(line, text=line.text[:at] + sign + line.text[at + 1 :], words=())
    before = sum(place.centre[0] < box.centre[0] for place in character_boxes(line))
    return replace(line, text=line.text[:before] + sign + line.text[before:], words=())

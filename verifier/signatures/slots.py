"""Signature slots (签名栏) of a page, from its lines of text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.document import Line
from models.geometry import Box
from verifier.line_spans import range_box
from verifier.signatures.labels import Label, find_labels, narrow

NAMELESS_ROLE = "签名"
"""Role of a label that names none (签名：)."""

DATE_TEXT = re.compile(
    r"[\d〇零一二三四五六七八九十oOlI]{0,4}\s*年\s*[^年月日]{0,6}月\s*[^年月日]{0,6}日?"
    r"|\d{4}\s*年[^年]{1,8}日|年[^年]{0,8}月[^年]{0,8}日"
    r"|(?:19|20)\d{2}\s*[.\-/,]\s*\d{1,2}\s*[.\-/,]\s*\d{1,2}|日\s?期\s*:|时\s?间\s*:"
    r"|(?<!\d)20[0-4]\d(?:[1-9][1-9]|[.,]\d{3,4})(?!\d)"
)
"""What a date slot looks like, blank or filled, narrowed; a hand's 月 may be read as anything, its
points as nothing (202494, 2024.828)."""
_OTHER_PRINT = re.compile(r":|盖\s?章|公\s?章|\(章\)|电话|地址|意见|单位|[。；]")
_REACH, _ROOM, _AROUND, _BELOW = 10.0, 2.2, 0.9, 2.6
"""In label heights: how far right a slot goes, what room it needs there, its margin up and down, its height below."""
_LONG_FILLING, _LONG_NAME, _LONG_DOTTED_NAME = 8, 12, 24
"""Characters of a filling beside print, of a line alone that may be a name (阿不都热合曼阿迪力 without the dot that
readers drop), and of one with the dot of a transcribed name in it."""
_DOT = re.compile(r"\S[·•・‧∙⋅]\S")
_EDGE = 0.985
_HEADING_ABOVE = 8.0
"""A heading stands at most this many line heights above the label that asks for the signature."""


@dataclass(frozen=True)
class Slot:
    """A slot: `label` is the printed label's box, `areas` where a hand may have signed, the likeliest first.

    `height` is the label's height, `filling` what the reader read behind the label, `row` the index of its line.
    """

    role: str
    label: Box
    areas: tuple[Box, ...]
    height: float
    filling: str | None
    row: int


def find_slots(lines: Sequence[Line], *, aspect: float) -> list[Slot]:
    """Return the slots of a page in reading order; `aspect` is the page's width / height in pixels."""
    labels = [(row, label) for row, line in enumerate(lines) for label in find_labels(line.text)]
    labels = _behind_roles(_under_headings(labels, lines, aspect=aspect), lines, aspect=aspect)
    boxes = {(row, label.start): range_box(lines[row], label.start, label.end, aspect=aspect) for row, label in labels}
    slots = []
    for row, label in labels:
        box = boxes[row, label.start]
        others = [other for key, other in boxes.items() if key != (row, label.start)]
        beside = not label.alone or _asked_beside(labels, boxes, row, box)
        if label.certain or (beside and _date_near(lines, row, box)):
            slots.append(_slot(lines, row, label, box, others, aspect=aspect))
    return slots


def _behind_roles(
    labels: Sequence[tuple[int, Label]], lines: Sequence[Line], *, aspect: float
) -> list[tuple[int, Label]]:
    """Give a nameless label （签字）： the role that stands alone right before it: one label, read in two."""
    kept = list(labels)
    for alone in [pair for pair in labels if pair[1].alone]:
        role = lines[alone[0]].box
        for place, (row, label) in enumerate(kept):
            box = lines[row].box
            level = min(role.bottom, box.bottom) - max(role.top, box.top) > 0.5 * role.height
            if not label.role and level and -1 < (box.left - role.right) * aspect / role.height < 2:
                kept[place] = (row, replace(label, role=alone[1].role, in_brackets=False))
                kept.remove(alone)
                break
    return kept


def _under_headings(
    labels: Sequence[tuple[int, Label]], lines: Sequence[Line], *, aspect: float
) -> list[tuple[int, Label]]:
    """Give a nameless label (签字：) the role of the heading above it (受聘人（签字）), which is no slot of its own."""
    kept = list(labels)
    for place, (row, label) in enumerate(labels):
        ends = narrow(lines[row].text).rstrip()
        if not label.role or ends.endswith((":", ";")) or label.end < len(ends):
            continue
        head = lines[row].box
        for other, (below, nameless) in enumerate(labels):
            foot = lines[below].box
            down = (foot.centre[1] - head.centre[1]) / max(head.height, 1e-6)
            aside = abs(foot.left - head.left) * aspect / max(head.height, 1e-6)
            if not nameless.role and 0.8 < down < _HEADING_ABOVE and aside < 3:
                kept[other] = (below, replace(nameless, role=label.role))
                kept[place] = (-1, label)
    return [(row, label) for row, label in kept if row >= 0]


def _slot(lines: Sequence[Line], row: int, label: Label, box: Box, others: Sequence[Box], *, aspect: float) -> Slot:
    height = _label_height(box, label, aspect=aspect)
    own, filling = _own_filling(lines[row], label, aspect=aspect)
    behind = [index for index in _on_the_row(lines, row, box) if _may_be_filling(lines[index], box, height, aspect)]
    limit = _right_limit(lines, row, box, others, behind, own, height=height, aspect=aspect)
    middle, reach = box.centre[1], (0.5 + _AROUND) * height
    right = Box.clamped(box.right, middle - reach, limit, middle + reach)
    for index in behind:
        if lines[index].box.left < limit:
            right = right.union(_up_to(lines[index].box, limit))
            filling = filling or lines[index].text.strip()
    right = _between_lines(_right_of(right, box.right), lines, {row, *behind}, box)
    below = _below(lines, row, box, height, aspect=aspect)
    roomy = (limit - box.right) * aspect >= _ROOM * height or own is not None
    areas = [right, below] if roomy else [below, right]
    if label.in_brackets and not filling:
        areas.append(_left_of(lines, row, box, height, aspect=aspect))
    kept = tuple(area for area in areas if area is not None and area.area > 0)
    return Slot(label.role or NAMELESS_ROLE, box, kept or (right,), height, filling, row)


def _label_height(box: Box, label: Label, *, aspect: float) -> float:
    """Return the label's height in page heights; a line with handwriting in it is taller than its print."""
    wide = box.width * aspect / max(1, label.end - label.start)
    return min(box.height, 1.35 * wide) if wide > 0 else box.height


def _own_filling(line: Line, label: Label, *, aspect: float) -> tuple[Box | None, str | None]:
    """Return box and text of what follows the label in its own line, up to the next label, date or seal word."""
    rest = narrow(line.text)[label.end :]
    stops = [match.start() for match in (DATE_TEXT.search(rest), re.search(r"\S*(?:盖\s?章|公\s?章)", rest)) if match]
    stops.extend(other.start - label.end for other in find_labels(line.text) if other.start >= label.end)
    rest = rest[: min(stops)] if stops else rest
    filling = rest.strip(" _—-.:;|")
    if not filling:
        return None, None
    return range_box(line, label.end, label.end + len(rest.rstrip()), aspect=aspect), filling


def _on_the_row(lines: Sequence[Line], row: int, box: Box) -> list[int]:
    """Return the lines that start right of the label and share its row, from left to right."""
    found = []
    for index, line in enumerate(lines):
        shared = min(line.box.bottom, box.bottom) - max(line.box.top, box.top)
        if index != row and line.box.left > box.centre[0] and shared > 0.35 * min(line.box.height, box.height):
            found.append(index)
    return sorted(found, key=lambda index: lines[index].box.left)


def _may_be_filling(line: Line, box: Box, height: float, aspect: float) -> bool:
    plain = narrow(line.text).strip()
    close = (line.box.left - box.right) * aspect < 5 * height
    printed = _OTHER_PRINT.search(plain) or DATE_TEXT.search(plain) or find_labels(line.text)
    longest = _LONG_DOTTED_NAME if _DOT.search(plain) else _LONG_NAME
    return close and not printed and len(plain) <= longest


def _right_limit(
    lines: Sequence[Line], row: int, box: Box, others: Sequence[Box], behind: Sequence[int], own: Box | None,
    *, height: float, aspect: float,
) -> float:  # fmt: skip
    """Return where the slot ends on the right: at the next print, at its reach, or at the page's edge."""
    reach = box.right + _REACH * height / aspect
    filled = [lines[index].box.right + height / aspect for index in behind]
    if own is not None:
        filled.append(own.right + 0.5 * height / aspect)
    limit = max([reach, *filled])
    print_starts = [lines[index].box.left for index in _on_the_row(lines, row, box) if index not in behind]
    print_starts.extend(
        other.left for other in others if other.left >= box.right and abs(other.centre[1] - box.centre[1]) < box.height
    )
    date = DATE_TEXT.search(narrow(lines[row].text))
    if date:
        start = range_box(lines[row], date.start(), date.end(), aspect=aspect).left
        print_starts.extend([start] if start >= box.right else [])
    return max(box.right, min([limit, _EDGE, *(start for start in print_starts if start > box.right)]))


def _up_to(box: Box, limit: float) -> Box:
    return Box.clamped(min(box.left, limit), box.top, min(box.right, limit), box.bottom)


def _right_of(box: Box, left: float) -> Box:
    return Box.clamped(max(box.left, left), box.top, max(box.right, left), box.bottom)


def _between_lines(area: Box, lines: Sequence[Line], own: set[int], box: Box) -> Box:
    """Cut the area at printed lines above and below; short lines are left in, a hand may be read as one."""
    top, bottom = area.top, area.bottom
    for index, line in enumerate(lines):
        apart = min(line.box.right, area.right) <= max(line.box.left, area.left)
        if index in own or apart or (len(line.text.strip()) <= 3 and not DATE_TEXT.search(narrow(line.text))):
            continue
        if line.box.centre[1] < box.top:
            top = max(top, min(line.box.bottom, box.top))
        elif line.box.centre[1] > box.bottom:
            bottom = min(bottom, max(line.box.top, box.bottom))
    return Box.clamped(area.left, top, area.right, bottom)


def _below(lines: Sequence[Line], row: int, box: Box, height: float, *, aspect: float) -> Box | None:
    right = max(box.right, box.left + 6 * height / aspect)
    area = Box.clamped(box.left, box.bottom + 0.1 * height, right, box.bottom + _BELOW * height)
    beneath = (line.box for index, line in enumerate(lines) if index != row and line.box.centre[1] > box.bottom)
    tops = [other.top for other in beneath if other.left < area.right and other.right > area.left]
    area = Box.clamped(area.left, area.top, area.right, max(area.top, min([area.bottom, *tops])))
    return area if area.height >= 0.9 * height else None


def _left_of(lines: Sequence[Line], row: int, box: Box, height: float, *, aspect: float) -> Box | None:
    """Return the area left of a bare （签名）: some forms print it behind the line to sign on."""
    left = max(0.0, box.left - 6 * height / aspect)
    for index, line in enumerate(lines):
        shared = min(line.box.bottom, box.bottom) - max(line.box.top, box.top)
        if index != row and shared > 0 and line.box.right <= box.left + 1e-3 and len(line.text) > _LONG_FILLING // 2:
            left = max(left, line.box.right)
    margin = _AROUND * height
    area = Box.clamped(left, box.top - margin, box.left, box.bottom + margin)
    return area if area.width * aspect >= _ROOM * height else None


def _asked_beside(
    labels: Sequence[tuple[int, Label]], boxes: Mapping[tuple[int, int], Box], row: int, box: Box
) -> bool:
    """Tell whether a label that is certain stands at most twelve line heights above or below."""
    certain = (boxes[other, label.start] for other, label in labels if label.certain and other != row)
    return any(abs(one.centre[1] - box.centre[1]) < 12 * box.height for one in certain)


def _date_near(lines: Sequence[Line], row: int, box: Box) -> bool:
    """Tell whether a date stands on the label's row or at most four line heights below."""
    for line in lines:
        below = line.box.centre[1] - box.centre[1]
        if -0.6 * box.height < below < 4.5 * box.height and DATE_TEXT.search(narrow(line.text)):
            return True
    return False

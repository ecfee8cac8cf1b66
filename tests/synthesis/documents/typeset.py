"""Ways of setting what certificates say so that every value's place is known: prose with values, rows, ruled lines."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from models.geometry import Box
from tests.synthesis.documents.common import Style
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene

_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Faces:
    """The faces of one layout: running text, brush-like text, sans text and headings."""

    song: str
    kai: str
    hei: str
    head: str


_FACES = (
    (
        Faces("song", "kai", "hei", "heibold"),
        Faces("song", "song", "hei", "songbold"),
        Faces("kai", "kai", "hei", "heibold"),
    ),
    (Faces("uming", "kai", "hei", "songbold"), Faces("uming", "uming", "hei", "songbold")),
    (Faces("microhei", "ukai", "microhei", "heibold"), Faces("ukai", "ukai", "microhei", "heibold")),
)


def faces(look: Style) -> Faces:
    """Return faces of the look's layout, by lot: printers differ; running text of the last is in faces of its own."""
    return look.rng("faces").choice(_FACES[look.layout])


def worded(look: Style, *wordings: str) -> str:
    """Return one of the wordings by lot: offices head the same paper differently."""
    return look.rng("wording").choice(wordings)


def bearer(scene: Scene, name: str | None) -> Scene:
    """Return the scene as a document that names somebody else would tell it."""
    return replace(scene, person=replace(scene.person, name=name)) if name else scene


def han_year(year: int) -> str:
    """Return 二〇二四 for 2024."""
    return "".join(_NUMERALS[int(digit)] for digit in str(year))


def han_number(number: int) -> str:
    """Return a number below a hundred in Chinese numerals: 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_NUMERALS[tens]}十")
    return head + (_NUMERALS[ones] if ones or not tens else "")


def han_date(day: dt.date, *, with_day: bool = True) -> str:
    """Return 二〇二四年九月二日, or without the day."""
    month = f"{han_year(day.year)}年{han_number(day.month)}月"
    return f"{month}{han_number(day.day)}日" if with_day else month


def prose(
    sheet: Sheet, x: float, y: float, width: float, template: str, values: Mapping[str, str], type_: Type, *,
    leading: float = 1.75, indent: int = 2,
) -> float:  # fmt: skip
    """Set `某人{姓名}，…` as a justified paragraph and note every value as a field of that name; returns the y below.

    A value that is broken over two rows has a box around both pieces. A name that starts with _ is no field.
    """
    pieces: list[tuple[str | None, str]] = []
    for literal, name, _, _ in string.Formatter().parse(template):
        pieces.append((None, literal))
        if name is not None:
            pieces.append((name, values[name]))
    text = "".join(piece for _, piece in pieces)
    first = len(sheet.lines)
    below = sheet.paragraph(x, y, width, text, type_, leading=leading, indent=indent)
    boxes = [box for line in sheet.lines[first:] for box in line.characters]
    start = 0
    for name, piece in pieces:
        if name is not None and not name.startswith("_"):
            sheet.field(name, piece, Box.around(boxes[start : start + len(piece)]))
        start += len(piece)
    return below


Entry = tuple[str, str | None, str]
"""A printed label, the field's name (None where it is no field) and its value."""


def rows(
    sheet: Sheet, x: float, y: float, entries: Iterable[Entry], label: Type, value: Type, *, step: float,
    room: float, colon: str = "：", line_to: float | None = None,
) -> float:  # fmt: skip
    """Set label and value in two columns, `room` apart; with `line_to` each value stands on a ruled line."""
    lift = (value.points - label.points) * 25.4 / 72 * 0.85
    for name, field, text in entries:
        sheet.text(x, y, f"{name}{colon}", label)
        if text:
            box = sheet.text(x + room + (2 if line_to else 0), y - lift, text, value)
            if field:
                sheet.field(field, text, box)
        if line_to:
            below = y + label.points * 25.4 / 72 + 0.9
            sheet.rule(x + room, below, line_to, below, weight=0.18)
        y += step
    return y


def cell_fields(
    sheet: Sheet, first: int, fields: Sequence[tuple[str, str]], cells: Sequence[Sequence[Box]]
) -> None:  # fmt: skip
    """Note fields of a table set since line `first`; a value fills a cell, perhaps in several rows.

    Args:
        sheet: the sheet.
        first: how many lines the sheet had before the table.
        fields: (name, value); of equal values the first takes the first cell.
        cells: the boxes that `grid` returned.
    """
    inside: dict[str, list[Box]] = {}
    for cell in (cell for row in cells for cell in row):
        lines = [line for line in sheet.lines[first:] if line.box.covered_by(cell) > 0.9]
        if lines:
            text = "".join(line.text for line in lines)
            inside.setdefault(text, []).append(Box.around([line.box for line in lines]))
    for name, value in fields:
        sheet.field(name, value, inside[value.replace("\n", "")].pop(0))

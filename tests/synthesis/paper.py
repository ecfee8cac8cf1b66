"""A sheet of paper and typesetting on it. Lengths are millimetres, sizes points, until pixels are unavoidable."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import numpy as np
from PIL import Image, ImageDraw

from models.geometry import Box
from tests.synthesis import fonts
from tests.synthesis.truth import (
    CoverTruth,
    Drawn,
    FieldTruth,
    LaidOver,
    QrTruth,
    SealTruth,
    SignatureTruth,
    TextLine,
    Truth,
)

DPI = 200
A4 = (210.0, 297.0)
INK = (30, 29, 31)
PAPER = (252, 251, 248)

NO_START = "，。、；：？！）》」』”’…％%,.;:?!)]"
NO_END = "（《「『“‘([〔"

ERHAO, SANHAO, SIHAO, XIAOSI, WUHAO = 22.0, 16.0, 14.0, 12.0, 10.5
"""Chinese type sizes 二号 三号 四号 小四 五号 in points."""


@dataclass(frozen=True)
class Type:
    """How text is set: committed face, size in points, colour, letter spacing in millimetres."""

    face: str = "song"
    points: float = SIHAO
    colour: tuple[int, int, int] = INK
    spacing_mm: float = 0.0

    def sized(self, points: float) -> Type:
        return replace(self, points=points)

    def bold(self) -> Type:
        return replace(self, face=fonts.bold(self.face))


class Sheet:
    """A page under construction; `picture` is a PIL image, the lists are the truth so far."""

    def __init__(self, size_mm: tuple[float, float] = A4, colour: tuple[int, int, int] = PAPER) -> None:
        self.width_mm, self.height_mm = size_mm
        self.size = round(size_mm[0] * DPI / 25.4), round(size_mm[1] * DPI / 25.4)
        self.picture = Image.new("RGB", self.size, colour)
        self.pen = ImageDraw.Draw(self.picture)
        self.lines: list[TextLine] = []
        self.fields: list[FieldTruth] = []
        self.seals: list[SealTruth] = []
        self.signatures: list[SignatureTruth] = []
        self.covers: list[CoverTruth] = []
        self.qr_codes: list[QrTruth] = []
        self.rules: list[tuple[float, float, float, float]] = []
        self.laid_over: list[LaidOver] = []
        self.flows: list[range] = []
        """The rows of each paragraph or cell, as indexes of `lines`: a name may be broken over two of them."""

    def px(self, mm: float) -> float:
        return mm * DPI / 25.4

    def box_mm(self, left: float, top: float, right: float, bottom: float) -> Box:
        return Box.clamped(left / self.width_mm, top / self.height_mm, right / self.width_mm, bottom / self.height_mm)

    def box_px(self, left: float, top: float, right: float, bottom: float) -> Box:
        return Box.from_pixels(left, top, right, bottom, width_px=self.size[0], height_px=self.size[1])

    def width_of(self, text: str, type_: Type) -> float:
        """Return the set width in millimetres."""
        em = self._em(type_)
        return sum(
            fonts.advance(type_.face, em, character) for character in text
        ) * 25.4 / DPI + type_.spacing_mm * max(0, len(text) - 1)

    def text(self, x: float, y: float, text: str, type_: Type, *, stretch: float = 0.0) -> Box:
        """Set one line with its top left at (x, y); `stretch` is added after each character.

        Returns the line's box: its em squares and what of the ink leaves them (tails of commas and of Latin letters).
        """
        fonts.demand(type_.face, text)
        em, gap = self._em(type_), self.px(type_.spacing_mm + stretch)
        # The em square is what is laid out: glyph boxes would make lines dance.
        left, baseline = self.px(x), self.px(y) + round(em * 0.88)
        boxes, sides = [], []
        for character in text:
            if not character.isspace():
                self._ink(left, baseline, character, type_, em)
                ink = fonts.ink(type_.face, em, character)
                sides.append((left + ink[0], baseline + ink[1], left + ink[2], baseline + ink[3]))
            advance = fonts.advance(type_.face, em, character)
            boxes.append(self.box_px(left, self.px(y), left + advance, self.px(y) + em))
            left += advance + gap
        box = Box.around(boxes)
        if sides:
            lefts, tops, rights, bottoms = zip(*sides, strict=True)
            box = Box.around([box, self.box_px(min(lefts), min(tops), max(rights), max(bottoms))])
        self.lines.append(TextLine(text, box, tuple(boxes), "printed", type_.face))
        return box

    def _ink(self, x: float, y: float, character: str, type_: Type, em: int) -> None:
        """Print one character with its baseline at y, in pixels: what ImageDraw.text prints, from memory."""
        (across, left), (down, top) = math.modf(x), math.modf(y)
        glyph = fonts.glyph(type_.face, em, character, fonts.phase(across, 31.5), fonts.phase(down, 32.5))
        if glyph is not None:
            picture, corner = glyph
            self.picture.paste(type_.colour, (int(left) + corner[0], int(top) + corner[1]), picture)

    def centred(self, y: float, text: str, type_: Type, *, left: float = 0.0, right: float | None = None) -> Box:
        """Set one line in the middle between two edges (of the page by default)."""
        right = self.width_mm if right is None else right
        return self.text((left + right - self.width_of(text, type_)) / 2, y, text, type_)

    def right(self, y: float, text: str, type_: Type, *, edge: float) -> Box:
        """Set one line that ends at `edge`."""
        return self.text(edge - self.width_of(text, type_), y, text, type_)

    def paragraph(
        self, x: float, y: float, width: float, text: str, type_: Type, *, leading: float = 1.75, indent: int = 2
    ) -> float:
        """Set justified text with a first-line indent in characters; returns the y below it."""
        step = type_.points * leading * 25.4 / 72
        rows = self._wrapped(text, width, type_, indent)
        self.flows.append(range(len(self.lines), len(self.lines) + len(rows)))
        for index, row in enumerate(rows):
            shift = indent * type_.points * 25.4 / 72 if index == 0 else 0.0
            room = width - shift - self.width_of(row, type_)
            full = index < len(rows) - 1 and len(row) > 1
            self.text(x + shift, y, row, type_, stretch=room / (len(row) - 1) if full else 0.0)
            y += step
        return y

    def rule(self, left: float, top: float, right: float, bottom: float, *, weight: float = 0.25) -> None:
        """Draw a straight line."""
        self.rules.append((left, top, right, bottom))
        points = [self.px(left), self.px(top), self.px(right), self.px(bottom)]
        self.pen.line(points, fill=INK, width=max(1, round(self.px(weight))))

    def frame(self, left: float, top: float, right: float, bottom: float, *, weight: float = 0.25) -> None:
        """Draw a rectangle's outline."""
        sides = [self.px(left), self.px(top), self.px(right), self.px(bottom)]
        self.pen.rectangle(sides, outline=INK, width=max(1, round(self.px(weight))))

    def field(self, name: str, value: str, box: Box | None = None) -> None:
        """Note a field; its box is where the value was last set, unless given."""
        place = box if box is not None else next(iter(reversed(self._whole(value))), None)
        if place is None and (pieces := self._broken(value)):
            place = Box.around(pieces)
        if place is None:
            raise ValueError(f"field {name} is not on the page")
        self.fields.append(FieldTruth(name, value, place))

    def find(self, text: str) -> list[Box]:
        """Return where a text stands: a box where it is in one row, two or more where a paragraph or cell breaks it."""
        return self._whole(text) + self._broken(text)

    def _whole(self, text: str) -> list[Box]:
        found = []
        for line in self.lines:
            start = line.text.find(text)
            while start >= 0 and text:
                found.append(Box.around(line.characters[start : start + len(text)]))
                start = line.text.find(text, start + 1)
        return found

    def _broken(self, text: str) -> list[Box]:
        found = []
        for flow in self.flows:
            rows = [self.lines[index] for index in flow]
            boxes = [(number, box) for number, row in enumerate(rows) for box in row.characters]
            both = "".join(row.text for row in rows)
            start = both.find(text)
            while start >= 0 and text:
                place = boxes[start : start + len(text)]
                if place[0][0] != place[-1][0]:
                    for _, piece in groupby(place, key=itemgetter(0)):
                        found.append(Box.around([box for _, box in piece]))
                start = both.find(text, start + 1)
        return found

    def finish(self, type_: str | None, layout: str, *, name: str | None = None, **notes: str) -> Drawn:
        """Return the clean page with its truth; every place of `name` becomes a visible trace unless covered."""
        names = [
            box
            for box in (self.find(name) if name else [])
            if not any(cover.kind == "opaque" and box.covered_by(cover.box) > 0.9 for cover in self.covers)
        ]
        truth = Truth(
            type_,
            layout,
            tuple(self.lines),
            tuple(self.fields),
            tuple(self.seals),
            tuple(self.signatures),
            tuple(self.covers),
            tuple(self.qr_codes),
            tuple(names),
            dict(notes),
        )
        rules = tuple(self.box_mm(*rule) for rule in self.rules)
        return Drawn(np.asarray(self.picture).copy(), truth, float(DPI), rules, laid_over=tuple(self.laid_over))

    def _em(self, type_: Type) -> int:
        return round(type_.points * DPI / 72)

    def _wrapped(self, text: str, width: float, type_: Type, indent: int) -> Sequence[str]:
        rows, row = [], ""
        room = width - indent * type_.points * 25.4 / 72
        # Word processors move a whole number to the next row.
        for piece in re.findall(r"[0-9A-Za-z./:-]+|.", text):
            if row and self.width_of(row + piece, type_) > room + 0.01:
                # 避头尾: a mark that may not start a line stays, overhanging a little; an opening one moves on.
                if piece in NO_START and self.width_of(row + piece, type_) < room + type_.points * 0.4:
                    row += piece
                    continue
                carry = row[-1] if row[-1] in NO_END else ""
                rows.append(row[: len(row) - len(carry)])
                row, room = carry, width
            row += piece
        return [*rows, row] if row else rows

"""What the documents share: a style decided by a seed, letters, tables, the note on copies, the foot line."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from models.geometry import Box
from tests.synthesis import fonts
from tests.synthesis.covers import cover_text
from tests.synthesis.handwriting import Hand, hand, sign, write, write_date
from tests.synthesis.paper import ERHAO, SIHAO, WUHAO, XIAOSI, Sheet, Type
from tests.synthesis.people import Scene, Unit, chinese_date
from tests.synthesis.phrases import COPY_OK
from tests.synthesis.seals import draw_seal, press
from tests.synthesis.truth import Drawn, SealTruth

FOOT = "虚构样例，人物与单位均不存在，仅供软件测试"


@dataclass(frozen=True)
class Style:
    """How one document looks. Lengths are millimetres, sizes points, `wear` of seals 0..1; `seed` decides the rest.

    `chop`: a square name chop stands beside the head's signature; `edge_seal`: the right edge cuts a seal (骑缝章);
    `masked`: the kind of cover that lies on every place of the applicant's name, None for no cover.
    """

    seed: int
    body: str
    layout: int
    applicant: Hand
    head: Hand
    officer: Hand
    wear: float
    margin: float = 28.0
    text_points: float = 16.0
    seal_face: str = "song"
    rims: int = 1
    chop: bool = False
    edge_seal: bool = False
    masked: str | None = None

    def rng(self, purpose: str) -> random.Random:
        return random.Random(f"{purpose} {self.seed}")

    def type(self, points: float = SIHAO) -> Type:
        return Type(self.body, points)


@dataclass(frozen=True)
class Split:
    """What the pages of one split alone look like: no face, writer, layout, seal or margin is another split's."""

    layout: int
    bodies: tuple[str, ...]
    writers: tuple[str, ...]
    seal_face: str
    rims: int
    wear: tuple[float, float]
    margins: tuple[float, ...]


SPLITS = {
    "train": Split(0, fonts.BODY, fonts.WRITERS, "song", 1, (0.15, 0.5), (25.0, 28.0, 31.0)),
    "dev": Split(1, fonts.BODY_DEV, fonts.WRITERS_DEV, "uming", 1, (0.35, 0.65), (23.0, 29.0, 32.0)),
    "held": Split(2, fonts.BODY_HELD, fonts.WRITERS_HELD, "hei", 2, (0.6, 0.85), (20.0, 34.0)),
}
"""`held` is never looked at in development: what is told of the product is measured on it."""


def style(seed: int, *, split: str = "train") -> Style:
    """Return the style of a seed; each split has faces, writers, layouts and seals that no other uses."""
    rng = random.Random(f"style {split} {seed}")
    own = SPLITS[split]
    body = rng.choice(own.bodies)
    if split != "held":
        rng.randrange(2)  # once the layout: committed samples stand on what follows
    applicant, head, officer = (hand(seed * 3 + index, faces=own.writers) for index in (1, 2, 3))
    return Style(
        seed,
        body,
        own.layout,
        applicant,
        head,
        officer,
        rng.uniform(*own.wear),
        rng.choice(own.margins),
        rng.choice((15.0, 16.0)),
        own.seal_face,
        own.rims,
        rng.random() < 0.3,
        rng.random() < 0.15,
    )


def finish(sheet: Sheet, scene: Scene, look: Style, type_: str | None, layout: str, **notes: str) -> Drawn:
    """Say at the foot that nothing on the page is real, press the seal over the edge if there is one, and finish."""
    sheet.centred(sheet.height_mm - 9, FOOT, Type("hei", 7, (150, 150, 150)))
    if look.edge_seal:
        rng = look.rng("edge")
        seal(sheet, scene.unit, sheet.width_mm + rng.uniform(4, 11), rng.uniform(110, 190), look)
    if look.masked:
        cover_text(sheet, scene.person.name, kind=look.masked)
    return sheet.finish(type_, f"{layout}{look.layout}", name=scene.person.name, **notes)


def title(sheet: Sheet, rows: Sequence[str], look: Style, *, y: float = 34.0, points: float = ERHAO) -> float:
    """Set a centred heading of one or more rows; returns the y below it."""
    face = ("songbold", "heibold", "heibold")[look.layout] if look.body != "kai" else "heibold"
    for row in rows:
        sheet.centred(y, row, Type(face, points))
        y += points * 0.62
    return y + 8


def seal(
    sheet: Sheet, unit: Unit, x: float, y: float, look: Style, *, text: str | None = None, centre: str | None = None,
    colour: str = "red",
) -> SealTruth:  # fmt: skip
    """Press a unit's round seal; `text` where another organisation's seal is used."""
    rng = look.rng(f"seal {x:.1f} {y:.1f}")
    stamp = draw_seal(
        text or unit.name,
        centre_text=centre,
        code=unit.code if rng.random() < 0.8 else None,
        colour=colour,
        size_mm=(42.0, 42.0) if unit.name.endswith("局") else (rng.choice((40.0, 42.0)),) * 2,
        face=look.seal_face,
        rims=look.rims,
        seed=rng.randrange(10**6),
        wear=look.wear,
        tilt_degrees=rng.gauss(0, 7),
    )
    return press(sheet, stamp, x + rng.uniform(-2, 2), y + rng.uniform(-2, 2))


def sign_off(
    sheet: Sheet, scene: Scene, look: Style, y: float, *, unit: Unit | None = None, seal_text: str | None = None,
    label: str | None = None, date: dt.date | None = None, seal_centre: str | None = None,
) -> SealTruth:  # fmt: skip
    """Set the name of the unit and the printed date at the lower right, with the seal over both."""
    unit = unit or scene.unit
    type_ = look.type()
    edge = sheet.width_mm - look.margin - 2
    name, day = label or unit.name, chinese_date(date or scene.signed)
    if look.layout == 1 and "（公章）" not in name:
        # The template's own words are often left standing behind the name.
        sheet.right(y, f"{name}（公章）", type_, edge=edge)
    else:
        sheet.right(y, name, type_, edge=edge)
    sheet.field("落款单位", name)
    width = sheet.width_of(name, type_)
    start = edge - width - (0 if look.layout != 1 else sheet.width_of("（公章）", type_))
    sheet.centred(y + 11, day, type_, left=start, right=start + width)
    sheet.field("落款日期", day)
    return seal(sheet, unit, start + width / 2, y + 7, look, text=seal_text, centre=seal_centre)


def copy_note(
    sheet: Sheet, scene: Scene, look: Style, x: float, y: float, *, seal_text: str | None = None,
    phrase: str = COPY_OK, sealed: bool = True,
) -> SealTruth | None:  # fmt: skip
    """Put the note on a copy: the phrase by hand, as a note stamp or in print; the checker's name, date and seal."""
    rng = look.rng("note")
    kind = rng.choice(("hand", "hand", "stamp", "print"))
    if kind == "hand":
        box = write(sheet, x, y, phrase, look.officer, height_mm=9.0, seed=look.seed)
    elif kind == "stamp":
        stamp = draw_seal(phrase, shape="rectangle", colour=rng.choice(("red", "blue")), size_mm=(62.0, 11.0),
                          seed=look.seed, wear=look.wear, tilt_degrees=rng.gauss(0, 1.5))  # fmt: skip
        box = press(sheet, stamp, x + 31, y).box
    else:
        box = sheet.text(x, y - 3, phrase, look.type(16))
    sheet.field("审核短语", phrase, box)
    type_ = look.type(SIHAO)
    sheet.text(x, y + 11.5, "审核人：", type_)
    sign(sheet, x + 22, y + 14, scene.officer.name, "审核人", look.officer, day=scene.signed,
         day_at=(x + 4, y + 27), printed=type_, seed=look.seed)  # fmt: skip
    if not sealed:
        return None
    return seal(sheet, scene.unit, x + rng.choice((60, 66, 74)), y + rng.uniform(8, 19), look, text=seal_text)


Row = tuple[float, Sequence[tuple[int, str]]]
"""A table's row: its height in millimetres and its cells as (columns spanned, text)."""


def grid(
    sheet: Sheet, left: float, top: float, widths: Sequence[float], rows: Sequence[Row], type_: Type
) -> list[list[Box]]:
    """Rule a table with centred texts; returns the cells' boxes by row."""
    boxes: list[list[Box]] = []
    y = top
    for height, cells in rows:
        x, column, row = left, 0, []
        for span, text in cells:
            width = sum(widths[column : column + span])
            sheet.frame(x, y, x + width, y + height)
            _cell(sheet, x, y, width, height, text, type_)
            row.append(sheet.box_mm(x, y, x + width, y + height))
            x, column = x + width, column + span
        boxes.append(row)
        y += height
    sheet.frame(left, top, left + sum(widths), y, weight=0.45)
    return boxes


def _cell(sheet: Sheet, x: float, y: float, width: float, height: float, text: str, type_: Type) -> None:
    step = type_.points * 0.5
    rows: list[str] = []
    spans: list[tuple[int, int]] = []
    for part in text.split("\n"):
        before = len(rows)
        row = ""
        for character in part:
            if row and sheet.width_of(row + character, type_) > width - 2.5:
                rows.append(row)
                row = ""
            row += character
        rows.append(row)
        spans.append((before, len(rows)))
    if all(rows):
        first = len(sheet.lines)
        sheet.flows += [range(first + start, first + end) for start, end in spans]
    top = y + (height - step * len(rows)) / 2 + step * 0.14
    for index, row in enumerate(rows):
        if row:
            sheet.centred(top + index * step, row, type_, left=x, right=x + width)


def blank_date(sheet: Sheet, x: float, y: float, look: Style) -> None:
    """Set an unfilled 年 月 日 in print."""
    write_date(sheet, x, y, None, look.officer, kind="absent", printed=look.type(XIAOSI))


SMALL = WUHAO

"""Signatures, dates and short notes by hand. Writers are in ink/writers.py, their strokes in ink/strokes.py."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.geometry import Box
from tests.synthesis.ink.pasted import GROUNDS, lay_picture
from tests.synthesis.ink.strokes import written
from tests.synthesis.ink.writers import PENS, Hand, hand, writer
from tests.synthesis.paper import NO_START, Sheet, Type
from tests.synthesis.phrases import CHINESE_DIGITS
from tests.synthesis.truth import DateTruth, SignatureTruth, TextLine

__all__ = ["DATE_MANNERS", "GROUNDS", "PENS", "Hand", "draw_signature", "hand", "sign", "write", "write_date",
           "write_lines", "writer"]  # fmt: skip

DATE_MANNERS = ("digits", "full", "dotted", "padded", "slashed", "chinese")
"""Digits into a printed 年月日, or whole: 2024年9月2日, 2024.9.2, 2024.09.02, 2024/9/2, 二〇二四年九月二日."""


def draw_signature(text: str, writer: Hand, *, height_mm: float = 11.0, seed: int = 0) -> NDArray[np.float32]:
    """Return handwriting as ink coverage 0..1, shape (height, width) at 200 dpi, cut to the ink."""
    alpha, _ = written(text, writer, height_mm, seed)
    return alpha


def write(
    sheet: Sheet, x: float, y: float, text: str, writer: Hand, *, height_mm: float = 8.0, seed: int = 0,
    colour: str | None = None,
) -> Box:  # fmt: skip
    """Write a text with its ink starting at x and its middle at y (millimetres); returns the box of the ink."""
    alpha, spans = written(text, writer, height_mm, seed)
    height, width = alpha.shape
    left, top = round(sheet.px(x)), round(sheet.px(y) - height / 2)
    place = (left, top, left + width, top + height)
    paper = np.asarray(sheet.picture.crop(place), np.float32)
    ink = np.asarray(PENS[colour or writer.pen], np.float32)
    mixed = paper * (1 - alpha[..., None]) + np.minimum(paper, ink) * alpha[..., None]
    sheet.picture.paste(Image.fromarray(mixed.astype(np.uint8)), place[:2])
    box = sheet.box_px(*place)
    boxes = tuple(sheet.box_px(left + start, top, left + end, top + height) for start, end in spans)
    sheet.lines.append(TextLine(text, box, boxes, "handwritten"))
    return box


def write_lines(
    sheet: Sheet, x: float, y: float, width: float, text: str, writer: Hand, *, height_mm: float = 7.0,
    leading_mm: float = 9.5, seed: int = 0,
) -> Box:  # fmt: skip
    """Write an opinion over several lines, the first with its middle at y; returns the box around all.

    Lines end where the hand nears the width, not where a typesetter would break them.
    """
    rows, row = [], ""
    room = max(1, round(width / (height_mm * writer.tight * writer.stretch)))
    for character in text:
        if len(row) >= room and character not in NO_START:
            rows.append(row)
            row = ""
        row += character
    boxes = []
    rows.append(row)
    for index, words in enumerate(rows):
        shift = random.Random(f"lines {seed} {index}").uniform(-0.6, 1.2)
        boxes.append(
            write(sheet, x + shift, y + index * leading_mm, words, writer, height_mm=height_mm, seed=seed + index)
        )
    return Box.around(boxes)


def sign(
    sheet: Sheet,
    x: float,
    y: float,
    name: str,
    role: str,
    writer: Hand,
    *,
    kind: str = "handwritten",
    day: dt.date | None = None,
    day_at: tuple[float, float] | None = None,
    day_kind: str | None = None,
    printed: Type | None = None,
    seed: int = 0,
    ground: str | None = None,
    manner: str | None = None,
) -> SignatureTruth:
    """Fill a signature slot that starts at x with its middle at y: handwritten, printed, pasted or left absent.

    `day_at` is where the date starts; with a printed 年月日 skeleton the digits alone are written. `ground` of GROUNDS
    is how a pasted picture shows, `manner` of DATE_MANNERS how the date is written; the seed chooses where None.
    """
    type_ = printed or Type("kai", 14)
    # A slot is as long as it is: eight characters are written smaller than three.
    height = (11.5 + (seed % 5) * 0.8) * min(1.0, 4.5 / max(1, len(name)))
    if kind == "handwritten":
        box = write(sheet, x, y, name, writer, height_mm=height, seed=seed)
    elif kind == "printed":
        box = sheet.text(x, y - type_.points * 25.4 / 144, name, type_)
    elif kind == "pasted":
        box = _paste(sheet, x, y, name, writer, height, seed, ground)
    else:
        box = sheet.box_mm(x, y - 6, x + 32, y + 6)
    date = None
    if day_at is not None:
        date = write_date(sheet, *day_at, day, writer, kind=day_kind or kind, printed=type_, seed=seed, manner=manner)
    truth = SignatureTruth(role, box, kind, name if kind != "absent" else None, date)
    sheet.signatures.append(truth)
    return truth


def write_date(
    sheet: Sheet, x: float, y: float, day: dt.date | None, writer: Hand, *, kind: str, printed: Type, seed: int = 0,
    manner: str | None = None,
) -> DateTruth:  # fmt: skip
    """Put a date at x, middle at y: all by hand, all in print, digits by hand into a printed skeleton, or blank."""
    half = printed.points * 25.4 / 144
    if kind == "printed" and day is not None:
        box = sheet.text(x, y - half, f"{day.year}年{day.month}月{day.day}日", printed)
        return DateTruth(day.isoformat(), box, "printed")
    if kind == "absent" or day is None:
        box = sheet.text(x, y - half, "年    月    日", printed)
        return DateTruth(None, box, "absent")
    if manner is None and seed % 3 == 0:
        manner = random.Random(f"date {writer.seed} {seed}").choice(("dotted", "dotted", "full", "padded", "slashed"))
    if manner is not None and manner != "digits":
        text = date_text(day, manner)
        return DateTruth(day.isoformat(), write(sheet, x, y, text, writer, height_mm=6.6, seed=seed), "handwritten")
    boxes = []
    for part, room, label in ((day.year, 15.0, "年"), (day.month, 9.0, "月"), (day.day, 9.0, "日")):
        boxes.append(write(sheet, x + 1, y, str(part), writer, height_mm=5.4, seed=seed + part))
        boxes.append(sheet.text(x + room, y - half, label, printed))
        x += room + printed.points * 25.4 / 72
    return DateTruth(day.isoformat(), Box.around(boxes), "handwritten")


def date_text(day: dt.date, manner: str) -> str:
    """Return the day as a person writes it in a manner of DATE_MANNERS."""
    if manner == "chinese":
        year = "".join(CHINESE_DIGITS[int(digit)] for digit in str(day.year))
        return f"{year}年{_counted(day.month)}月{_counted(day.day)}日"
    if manner == "padded":
        return f"{day:%Y.%m.%d}"
    join = {"dotted": "..", "slashed": "//", "full": "年月日"}[manner]
    return f"{day.year}{join[0]}{day.month}{join[1]}{day.day}{join[2:]}"


def _counted(number: int) -> str:
    """Return 1..31 in Chinese: 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return head + (CHINESE_DIGITS[ones] if ones else "")


def _paste(
    sheet: Sheet, x: float, y: float, name: str, writer: Hand, height_mm: float, seed: int, ground: str | None
) -> Box:
    """Lay a picture of a signature over the page; the commonest is a white block."""
    alpha, _ = written(name, writer, height_mm, seed)
    if ground is None:
        ground = random.Random(f"ground {writer.seed} {seed}").choices(GROUNDS, (4, 2, 2, 1, 2, 2))[0]
    left, top = round(sheet.px(x)), round(sheet.px(y) - alpha.shape[0] / 2 - 8)
    place, over_scan = lay_picture(sheet, left, top, alpha, ground, seed, PENS[writer.pen])
    box = sheet.box_px(*place)
    sheet.laid_over.extend([over_scan] if over_scan else [])
    step = (place[2] - place[0]) / len(name)
    boxes = tuple(
        sheet.box_px(place[0] + step * index, place[1], place[0] + step * (index + 1), place[3])
        for index in range(len(name))
    )
    sheet.lines.append(TextLine(name, box, boxes, "handwritten"))
    return box

"""Signatures, dates and short notes by hand: brush and pen faces, bent so that no two strokes are alike."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from models.geometry import Box
from tests.synthesis import fonts
from tests.synthesis.paper import DPI, Sheet, Type
from tests.synthesis.truth import DateTruth, SignatureTruth, TextLine

PENS = {"black": (28, 28, 34), "blueblack": (24, 34, 78), "blue": (30, 52, 150)}


@dataclass(frozen=True)
class Hand:
    """One writer: a face and habits. `slant` is a shear, `wander` a share of the letter height."""

    face: str
    pen: str
    slant: float
    wander: float
    tight: float
    weight: float
    seed: int


def hand(seed: int, *, faces: tuple[str, ...] = fonts.WRITERS) -> Hand:
    """Return a writer decided by the seed."""
    rng = random.Random(f"hand {seed}")
    return Hand(
        rng.choice(faces),
        rng.choice(("black", "black", "blueblack", "blue")),
        rng.uniform(-0.05, 0.28),
        rng.uniform(0.02, 0.07),
        rng.uniform(0.68, 0.9),
        rng.uniform(-0.6, 0.8),
        seed,
    )


def draw_signature(text: str, writer: Hand, *, height_mm: float = 11.0, seed: int = 0) -> NDArray[np.float32]:
    """Return handwriting as ink coverage 0..1, shape (height, width) at 200 dpi, cut to the ink."""
    alpha, _ = _written(text, writer, height_mm, seed)
    return alpha


def write(
    sheet: Sheet, x: float, y: float, text: str, writer: Hand, *, height_mm: float = 8.0, seed: int = 0,
    colour: str | None = None,
) -> Box:  # fmt: skip
    """Write a text with its ink starting at x and its middle at y (millimetres); returns the box of the ink."""
    alpha, spans = _written(text, writer, height_mm, seed)
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
) -> SignatureTruth:
    """Fill a signature slot that starts at x with its middle at y: handwritten, printed, pasted or left absent.

    `day_at` is where the date starts; with a printed 年月日 skeleton the digits alone are written.
    """
    type_ = printed or Type("kai", 14)
    # A slot is as long as it is: eight characters are written smaller than three.
    height = (11.5 + (seed % 5) * 0.8) * min(1.0, 4.5 / max(1, len(name)))
    if kind == "handwritten":
        box = write(sheet, x, y, name, writer, height_mm=height, seed=seed)
    elif kind == "printed":
        box = sheet.text(x, y - type_.points * 25.4 / 144, name, type_)
    elif kind == "pasted":
        box = _paste(sheet, x, y, name, writer, height, seed)
    else:
        box = sheet.box_mm(x, y - 6, x + 32, y + 6)
    date = None
    if day_at is not None:
        date = write_date(sheet, *day_at, day, writer, kind=day_kind or kind, printed=type_, seed=seed)
    truth = SignatureTruth(role, box, kind, name if kind != "absent" else None, date)
    sheet.signatures.append(truth)
    return truth


def write_date(
    sheet: Sheet, x: float, y: float, day: dt.date | None, writer: Hand, *, kind: str, printed: Type, seed: int = 0
) -> DateTruth:
    """Put a date at x, middle at y: all by hand, all in print, digits by hand into a printed skeleton, or blank."""
    half = printed.points * 25.4 / 144
    if kind == "printed" and day is not None:
        box = sheet.text(x, y - half, f"{day.year}年{day.month}月{day.day}日", printed)
        return DateTruth(day.isoformat(), box, "printed")
    if kind == "absent" or day is None:
        box = sheet.text(x, y - half, "年    月    日", printed)
        return DateTruth(None, box, "absent")
    if seed % 3 == 0:
        text = f"{day.year}年{day.month}月{day.day}日" if seed % 2 else f"{day.year}.{day.month}.{day.day}"
        return DateTruth(day.isoformat(), write(sheet, x, y, text, writer, height_mm=6.6, seed=seed), "handwritten")
    boxes = []
    for part, room, label in ((day.year, 15.0, "年"), (day.month, 9.0, "月"), (day.day, 9.0, "日")):
        boxes.append(write(sheet, x + 1, y, str(part), writer, height_mm=5.4, seed=seed + part))
        boxes.append(sheet.text(x + room, y - half, label, printed))
        x += room + printed.points * 25.4 / 72
    return DateTruth(day.isoformat(), Box.around(boxes), "handwritten")


def _paste(sheet: Sheet, x: float, y: float, name: str, writer: Hand, height_mm: float, seed: int) -> Box:
    """A picture of a signature laid over the page: its own whiter, blockier ground gives it away."""
    alpha, _ = _written(name, writer, height_mm, seed)
    patch = np.full((*alpha.shape, 3), 255, np.float32) * (1 - alpha[..., None])
    patch = cv2.copyMakeBorder(patch.astype(np.uint8), 8, 8, 10, 10, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    small = cv2.resize(patch, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 45])[1]
    block = cv2.resize(cv2.imdecode(packed, cv2.IMREAD_COLOR), (patch.shape[1], patch.shape[0]))
    left, top = round(sheet.px(x)), round(sheet.px(y) - patch.shape[0] / 2)
    sheet.picture.paste(Image.fromarray(block), (left, top))
    box = sheet.box_px(left, top, left + patch.shape[1], top + patch.shape[0])
    step = patch.shape[1] / len(name)
    boxes = tuple(
        sheet.box_px(left + step * index, top, left + step * (index + 1), top + patch.shape[0])
        for index in range(len(name))
    )
    sheet.lines.append(TextLine(name, box, boxes, "handwritten"))
    return box


def _written(
    text: str, writer: Hand, height_mm: float, seed: int
) -> tuple[NDArray[np.float32], list[tuple[float, float]]]:
    """Return ink coverage and each character's [start, end) in pixels."""
    fonts.demand(writer.face, text)
    rng = random.Random(f"written {text} {writer.seed} {seed}")
    em = round(height_mm * DPI / 25.4)
    if not any(ord(character) > 0x2E80 for character in text):
        # Brush faces draw digits at a third of the em: nobody writes dates that small.
        _, top, _, bottom = fonts.face(writer.face, em).getbbox("0")
        em = round(em * min(2.2, 0.72 * em / (bottom - top)))
    font = fonts.face(writer.face, em)
    canvas = Image.new("L", (round(em * (len(text) + 3) * 1.2), em * 3), 0)
    x, spans = float(em), []
    for character in text:
        grow = rng.uniform(0.86, 1.14) if not character.isdigit() else rng.uniform(0.94, 1.06)
        tile = Image.new("L", (em * 2, em * 2), 0)
        ImageDraw.Draw(tile).text((em, em), character, font=font, fill=255, anchor="mm")
        tile = tile.resize((round(em * 2 * grow), round(em * 2 * grow * rng.uniform(0.94, 1.06))))
        tile = tile.rotate(rng.uniform(-5, 5), Image.Resampling.BICUBIC)
        advance = font.getlength(character) * grow * (writer.tight if not character.isdigit() else 0.96)
        y = em * 1.5 + rng.gauss(0, writer.wander) * em
        place = (round(x + advance / 2 - tile.width / 2), round(y - tile.height / 2))
        canvas.paste(255, (*place, place[0] + tile.width, place[1] + tile.height), tile)
        spans.append((x, x + advance))
        x += advance * rng.uniform(0.96, 1.05)
    alpha = _bent(np.asarray(canvas, np.float32) / 255, writer, em, rng)
    rows, columns = np.nonzero(alpha > 0.2)
    left, right = int(columns.min()), int(columns.max()) + 1
    cut = alpha[int(rows.min()) : int(rows.max()) + 1, left:right]
    return cut, [(max(0.0, start - left), min(float(right - left), max(0.0, end - left))) for start, end in spans]


def _bent(alpha: NDArray[np.float32], writer: Hand, em: int, rng: random.Random) -> NDArray[np.float32]:
    """Return the ink sheared by the writer's slant, waved, thickened or thinned, with uneven pressure."""
    noise = np.random.default_rng(rng.randrange(2**32))
    height, width = alpha.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    coarse = (max(3, height // max(8, em // 3)), max(3, width // max(8, em // 3)))
    field = [
        cv2.resize(
            noise.normal(0, em * 0.028, coarse).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        for _ in range(2)
    ]
    bent = cv2.remap(
        alpha, xs + (ys - height / 2) * writer.slant + field[0], ys + field[1], cv2.INTER_LINEAR, borderValue=0
    )
    spread = cv2.GaussianBlur(bent, (0, 0), 1.1)
    level = 0.46 - 0.14 * writer.weight
    ink = np.clip((spread - level) * 3.2 + 0.5, 0, 1)
    pressure = cv2.resize(noise.random((6, 24), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(cv2.GaussianBlur(ink, (0, 0), 0.55) * (0.74 + 0.3 * pressure), 0, 1).astype(np.float32)

"""What certificates are printed on: guilloche grounds, cards with round corners, ornamental borders, dry seals.

Grounds are drawn once for each size and colour and then kept: only the text on them is anybody's own.
"""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from tests.synthesis.documents.common import Style
from tests.synthesis.documents.portraits import Rgb
from tests.synthesis.paper import Sheet
from tests.synthesis.seals import draw_seal

Waves = tuple[tuple[Rgb, float, float, float, float], ...]
"""Families of lines: colour, distance, amplitude and wave length in pixels, turn of phase from line to line."""

CARD_FRONT: Waves = (((212, 226, 235), 15, 22, 300, 0.35), ((234, 221, 225), 21, 34, 430, -0.28))
CARD_BACK: Waves = (((210, 225, 232), 13, 26, 260, 0.42), ((234, 220, 223), 17, 18, 350, -0.31))
GOLDEN: Waves = (((238, 226, 196), 19, 16, 240, 0.5), ((240, 214, 196), 27, 30, 390, -0.4))
ROSY: Waves = (((243, 222, 222), 17, 20, 280, 0.45), ((238, 228, 208), 23, 26, 340, -0.36))
GREENISH: Waves = (((212, 230, 216), 16, 18, 220, 0.4), ((222, 226, 240), 25, 28, 420, -0.33))
BLUISH: Waves = (((210, 224, 240), 18, 22, 260, 0.38), ((228, 222, 240), 24, 20, 360, -0.42))


@lru_cache(maxsize=24)
def guilloche(width: int, height: int, ground: Rgb, waves: Waves) -> Image.Image:
    """Return a ground of waving hairlines, in pixels."""
    picture = np.full((height, width, 3), ground, np.uint8)
    xs = np.arange(-8, width + 16, 8, dtype=np.float32)
    for colour, distance, amplitude, length, turn in waves:
        lines = []
        for index in range(round((height + 4 * amplitude) / distance)):
            swell = amplitude * np.sin(2 * math.pi * xs / length + index * turn)
            ys = index * distance - 2 * amplitude + swell * np.cos(2 * math.pi * xs / (length * 3.7))
            lines.append(np.stack((xs, ys), axis=1).round().astype(np.int32))
        cv2.polylines(picture, lines, False, colour, 1, cv2.LINE_AA)
    return Image.fromarray(picture)


def lay_ground(sheet: Sheet, left: float, top: float, right: float, bottom: float, ground: Rgb, waves: Waves) -> None:
    """Cover a rectangle of the sheet (millimetres) with a guilloche."""
    size = round(sheet.px(right - left)), round(sheet.px(bottom - top))
    sheet.picture.paste(guilloche(*size, ground, waves), (round(sheet.px(left)), round(sheet.px(top))))


def lay_card(
    sheet: Sheet,
    left: float,
    top: float,
    width: float,
    height: float,
    ground: Rgb,
    waves: Waves,
    *,
    radius: float = 3.2,
) -> None:
    """Lay a plastic card on the glass: round corners, a darker rim, a soft shadow at two sides."""
    picture, mask, shadow = _card(
        round(sheet.px(width)), round(sheet.px(height)), ground, waves, round(sheet.px(radius))
    )
    x, y = round(sheet.px(left)), round(sheet.px(top))
    sheet.picture.paste((170, 170, 172), (x - _SOFT + 2, y - _SOFT + 4), shadow)
    sheet.picture.paste(picture, (x, y), mask)


_SOFT = 12


@lru_cache(maxsize=16)
def _card(
    width: int, height: int, ground: Rgb, waves: Waves, radius: int
) -> tuple[Image.Image, Image.Image, Image.Image]:
    picture = guilloche(width, height, ground, waves).copy()
    ImageDraw.Draw(picture).rounded_rectangle((0, 0, width - 1, height - 1), radius, outline=(178, 180, 182), width=2)
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), radius, fill=255)
    shadow = Image.new("L", (width + 2 * _SOFT, height + 2 * _SOFT), 0)
    box = (_SOFT, _SOFT, width + _SOFT, height + _SOFT)
    ImageDraw.Draw(shadow).rounded_rectangle(box, radius, fill=190)
    return picture, mask, shadow.filter(ImageFilter.GaussianBlur(4))


def lay_border(
    sheet: Sheet, left: float, top: float, right: float, bottom: float, colour: Rgb, *, kind: str = "plait",
    width: float = 6.0,
) -> None:  # fmt: skip
    """Print a certificate's border: `plait` (interlaced waves), `loops`, `steps` (a key pattern) or `double`."""
    size = round(sheet.px(right - left)), round(sheet.px(bottom - top))
    mask = _border(*size, round(sheet.px(width)), kind)
    sheet.picture.paste(colour, (round(sheet.px(left)), round(sheet.px(top))), mask)


def border_of(look: Style, *kinds: str) -> str:
    """Return one of the borders by lot: not all of a kind come from one printer."""
    return look.rng("border").choice(kinds)


@lru_cache(maxsize=24)
def _border(width: int, height: int, band: int, kind: str) -> Image.Image:
    mask = np.zeros((height, width), np.uint8)
    for inset, weight in ((2, 4), (band, 2)):
        cv2.rectangle(mask, (inset, inset), (width - 1 - inset, height - 1 - inset), 255, weight, cv2.LINE_AA)
    if kind == "double":
        inset = band + 8
        cv2.rectangle(mask, (inset, inset), (width - 1 - inset, height - 1 - inset), 200, 1, cv2.LINE_AA)
    else:
        for start, end in (((0, 0), (width, 0)), ((0, height), (width, height)), ((0, 0), (0, height)),
                           ((width, 0), (width, height))):  # fmt: skip
            _band(mask, start, end, band, kind, (width / 2, height / 2))
    return Image.fromarray(mask)


def _band(
    mask: NDArray[np.uint8], start: tuple[int, int], end: tuple[int, int], band: int, kind: str,
    middle: tuple[float, float],
) -> None:  # fmt: skip
    """Fill one side of the border; the pattern ends whole at both corners."""
    length = math.dist(start, end) - 2 * band
    count = max(2, round(length / (band * 1.15)))
    along = np.linspace(0, 1, count * 24 + 1)
    unit = ((end[0] - start[0]) / math.dist(start, end), (end[1] - start[1]) / math.dist(start, end))
    normal = (-unit[1], unit[0])
    if (middle[0] - start[0]) * normal[0] + (middle[1] - start[1]) * normal[1] < 0:
        normal = (-normal[0], -normal[1])
    turns = along * count * 2 * math.pi
    across = {
        "plait": [0.5 + 0.36 * np.sin(turns / 2 + shift) for shift in (0, math.pi / 2, math.pi, 3 * math.pi / 2)],
        "loops": [0.5 + 0.36 * np.sin(turns)],
        "steps": [0.5 + 0.34 * np.sign(np.sin(turns))],
    }[kind]
    sway = 0.6 * band * np.sin(turns * 2) if kind == "loops" else np.zeros_like(turns)
    for depth in across:
        away = band + along * length + sway
        xs = start[0] + unit[0] * away + normal[0] * depth * band
        ys = start[1] + unit[1] * away + normal[1] * depth * band
        points = np.stack((xs, ys), axis=1).round().astype(np.int32)
        cv2.polylines(mask, [points], False, 230, 1 if kind == "plait" else 2, cv2.LINE_AA)


def emboss(sheet: Sheet, text: str, x: float, y: float, *, diameter: float = 36.0) -> str:
    """Press a dry seal (钢印) over a photograph's corner: light and shade, no ink. Returns its text for the notes."""
    relief = _relief(text, diameter)
    height, width = relief.shape
    left, top = round(sheet.px(x) - width / 2), round(sheet.px(y) - height / 2)
    paper = np.asarray(sheet.picture.crop((left, top, left + width, top + height)), np.float32)
    sheet.picture.paste(Image.fromarray(np.clip(paper + relief[..., None], 0, 255).astype(np.uint8)), (left, top))
    return text


@lru_cache(maxsize=16)
def _relief(text: str, diameter: float) -> NDArray[np.float32]:
    alpha = draw_seal(text, size_mm=(diameter, diameter), seed=1, wear=0.0, tilt_degrees=4).alpha
    raised = cv2.GaussianBlur(alpha, (0, 0), 1.0)
    slope = np.roll(raised, (-2, -2), (0, 1)) - np.roll(raised, (2, 2), (0, 1))
    return np.asarray(np.clip(slope * 34, -26, 22), np.float32)


def roundel(sheet: Sheet, x: float, y: float, radius: float, colour: Rgb, *, filled: bool = False) -> None:
    """Where an emblem stands, a plain wheel of rays: emblems are not for drawing."""
    pen = sheet.pen

    def ring(share: float, weight: int) -> None:
        reach = radius * share
        sides = (sheet.px(x - reach), sheet.px(y - reach), sheet.px(x + reach), sheet.px(y + reach))
        pen.ellipse(sides, outline=colour, width=weight)

    if filled:
        sides = (sheet.px(x - radius), sheet.px(y - radius), sheet.px(x + radius), sheet.px(y + radius))
        pen.ellipse(sides, fill=colour)
        colour = (246, 214, 120)
    for share, weight in ((1.0, 4), (0.86, 2), (0.36, 3)):
        ring(share, weight)
    for step in range(24):
        angle = math.pi * step / 12
        inner, outer = radius * 0.42, radius * (0.8 if step % 2 else 0.66)
        pen.line(
            [
                (sheet.px(x + inner * math.cos(angle)), sheet.px(y + inner * math.sin(angle))),
                (sheet.px(x + outer * math.cos(angle)), sheet.px(y + outer * math.sin(angle))),
            ],
            fill=colour,
            width=3,
        )

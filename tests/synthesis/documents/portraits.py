"""Portraits of nobody: drawn heads with hair and shoulders before a plain ground, decided by a seed.

They stand where a photograph would, for finders of photographs and of faces; nothing in them looks like a letter.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.synthesis.paper import Sheet

Rgb = tuple[int, int, int]

GROUNDS: dict[str, Rgb] = {"white": (249, 249, 248), "blue": (66, 139, 214), "red": (186, 26, 36)}
SKINS: tuple[Rgb, ...] = ((236, 202, 178), (226, 188, 160), (241, 212, 192), (214, 172, 142))
HAIRS: tuple[Rgb, ...] = ((28, 24, 24), (38, 30, 28), (22, 22, 26))
CLOTHES: tuple[Rgb, ...] = ((38, 42, 58), (24, 25, 29), (70, 74, 84), (92, 40, 48), (44, 62, 96))
_SIZE = (600, 840)
"""Everything is drawn at twice the size at which it is kept: 300 by 420 pixels."""
_MORE = 130
"""A sitter goes on below the picture, for those who sit askew or further off."""


@dataclass(frozen=True)
class Sitter:
    """Who is in the picture and what is wrong with it.

    `faces` 0, 1 or 2; `coloured` False for a black and white picture; `plain` False for a room behind the head;
    `hat` True for a covered head; `tilt_degrees` clockwise.
    """

    seed: int
    gender: str
    ground: str = "white"
    coloured: bool = True
    faces: int = 1
    plain: bool = True
    hat: bool = False
    tilt_degrees: float = 0.0


@lru_cache(maxsize=64)
def portrait(sitter: Sitter) -> Image.Image:
    """Return the picture at 300 by 420 pixels."""
    rng = random.Random(f"portrait {sitter.seed} {sitter.gender}")
    picture = _ground(sitter, rng)
    if sitter.faces == 1:
        _sit(picture, sitter, rng, 1.0, (0.0, 0.0))
    elif sitter.faces > 1:
        _sit(picture, sitter, rng, 0.68, (-60.0, 190.0))
        _sit(picture, sitter, random.Random(f"second {sitter.seed}"), 0.68, (240.0, 202.0))
    shaded = _shaded(np.asarray(picture, np.float32), sitter.seed)
    small = cv2.resize(shaded, (300, 420), interpolation=cv2.INTER_AREA)
    if not sitter.coloured:
        small = cv2.cvtColor(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return Image.fromarray(small)


def place_portrait(
    sheet: Sheet, sitter: Sitter, x: float, y: float, width: float, height: float, *, printed: bool = False
) -> None:
    """Lay the picture on the sheet (millimetres); `printed` lets what is below shine through the white ground."""
    size = round(sheet.px(width)), round(sheet.px(height))
    picture = portrait(sitter).resize(size, Image.Resampling.LANCZOS)
    left, top = round(sheet.px(x)), round(sheet.px(y))
    if printed:
        below = np.asarray(sheet.picture.crop((left, top, left + size[0], top + size[1])), np.float32)
        # The lamp's shade on a white ground would print as a grey field.
        light = np.clip(np.asarray(picture, np.float32) * 1.16, 0, 255)
        picture = Image.fromarray((below * light / 255).astype(np.uint8))
    sheet.picture.paste(picture, (left, top))


def _ground(sitter: Sitter, rng: random.Random) -> Image.Image:
    picture = Image.new("RGB", _SIZE, GROUNDS[sitter.ground])
    if not sitter.plain:
        pen = ImageDraw.Draw(picture)
        pen.rectangle((0, 0, *_SIZE), fill=(206, 198, 184))
        pen.rectangle((0, 620, _SIZE[0], _SIZE[1]), fill=(128, 104, 80))
        for x in range(-40, 600, 190):
            shade = rng.randrange(60, 130)
            pen.rectangle((x, 60, x + 130, 560), fill=(shade, shade + 20, shade + 34), outline=(88, 70, 52), width=12)
    return picture


def _sit(picture: Image.Image, sitter: Sitter, rng: random.Random, scale: float, at: tuple[float, float]) -> None:
    """Draw one head and its shoulders, on a layer of its own so that it can be turned and made smaller."""
    layer = Image.new("RGBA", (_SIZE[0], _SIZE[1] + _MORE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    woman = sitter.gender == "女"
    skin, hair, cloth = rng.choice(SKINS), rng.choice(HAIRS), rng.choice(CLOTHES)
    wide = rng.uniform(0.94, 1.08)
    long_hair = woman and rng.random() < 0.6
    if woman:
        _back_hair(pen, hair, long_hair, wide)
    _body(pen, skin, cloth, rng, tie=not woman and rng.random() < 0.5)
    _head(pen, skin, wide)
    _features(pen, skin, hair, rng, woman, wide)
    _front_hair(pen, hair, rng, woman, wide)
    if sitter.hat:
        pen.pieslice((140, 90, 460, 440), 180, 360, fill=(54, 70, 60))
        pen.rounded_rectangle((120, 250, 480, 282), 14, fill=(40, 54, 46))
    if sitter.tilt_degrees:
        layer = layer.rotate(-sitter.tilt_degrees, Image.Resampling.BICUBIC, center=(300, 700))
    if scale != 1.0:
        layer = layer.resize((round(layer.width * scale), round(layer.height * scale)), Image.Resampling.BICUBIC)
    picture.paste(layer, (round(at[0]), round(at[1])), layer)


def _back_hair(pen: ImageDraw.ImageDraw, hair: Rgb, long: bool, wide: float) -> None:
    reach = 152 * wide
    pen.ellipse((300 - reach, 150, 300 + reach, 520), fill=hair)
    if long:
        pen.polygon([(300 - reach, 330), (300 + reach, 330), (300 + reach + 6, 690), (300 - reach - 6, 690)], fill=hair)


def _body(pen: ImageDraw.ImageDraw, skin: Rgb, cloth: Rgb, rng: random.Random, *, tie: bool) -> None:
    """Neck, shoulders, collar and, for some, lapels and a tie."""
    end = _SIZE[1] + _MORE
    pen.polygon([(238, 470), (362, 470), (374, 590), (330, 700), (270, 700), (226, 590)], fill=_dark(skin, 0.88))
    slope = rng.uniform(-14, 14)
    left = [(-30, end), (24, 740), (58, 680 + slope), (124, 624 + slope), (226, 572)]
    right = [(600 - x, y) for x, y in reversed(left)]
    pen.polygon([*left, (262, 690), (338, 690), *right], fill=cloth)
    shirt = (238, 239, 242)
    pen.polygon([(262, 690), (300, 660), (338, 690), (318, end), (282, end)], fill=_dark(shirt, 0.95))
    pen.polygon([(224, 560), (300, 662), (262, 696), (196, 598)], fill=shirt)
    pen.polygon([(376, 560), (300, 662), (338, 696), (404, 598)], fill=shirt)
    pen.line([(196, 598), (274, 840), (278, end)], fill=_dark(cloth, 0.62), width=5)
    pen.line([(404, 598), (326, 840), (322, end)], fill=_dark(cloth, 0.62), width=5)
    if tie:
        colour = rng.choice(((110, 26, 36), (36, 48, 96)))
        pen.polygon([(286, 664), (314, 664), (326, end), (274, end)], fill=colour)


def _head(pen: ImageDraw.ImageDraw, skin: Rgb, wide: float) -> None:
    rx = 122 * wide
    for side in (-1, 1):
        middle = 300 + side * (rx + 2)
        pen.ellipse((middle - 20, 330, middle + 20, 412), fill=_dark(skin, 0.92))
    pen.ellipse((300 - rx, 178, 300 + rx, 470), fill=skin)
    jaw = [(300 - rx, 340), (300 - rx * 0.9, 440), (300 - rx * 0.52, 506), (300, 528)]
    pen.polygon([*jaw, *((600 - x, y) for x, y in reversed(jaw))], fill=skin)


def _features(
    pen: ImageDraw.ImageDraw, skin: Rgb, hair: Rgb, rng: random.Random, woman: bool, wide: float
) -> None:  # fmt: skip
    """Brows, eyes, nose and mouth; glasses for some."""
    apart, eye_y = rng.uniform(52, 60) * wide, 356 + rng.uniform(-6, 6)
    for side in (-1, 1):
        x = 300 + side * apart
        pen.arc((x - 38, eye_y - 48, x + 38, eye_y + 8), 208, 332, fill=_mix(hair, skin, 0.2), width=8 if woman else 12)
        pen.ellipse((x - 25, eye_y - 10, x + 25, eye_y + 11), fill=(246, 243, 240))
        pen.ellipse((x - 11, eye_y - 11, x + 11, eye_y + 11), fill=(48, 32, 26))
        pen.ellipse((x - 4, eye_y - 7, x + 2, eye_y - 2), fill=(220, 220, 220))
        pen.arc((x - 29, eye_y - 15, x + 29, eye_y + 22), 196, 344, fill=(52, 38, 34), width=6)
    pen.line([(306, eye_y + 8), (314, 424), (308, 436)], fill=_dark(skin, 0.84), width=5)
    for side in (-1, 1):
        pen.ellipse((300 + side * 14 - 7, 432, 300 + side * 14 + 7, 441), fill=_dark(skin, 0.66))
    lip = (190, 84, 84) if woman else (188, 116, 104)
    half = rng.uniform(36, 44)
    pen.chord((300 - half, 462, 300 + half, 496), 0, 180, fill=lip)
    pen.polygon([(300 - half, 479), (288, 469), (300, 473), (312, 469), (300 + half, 479)], fill=_dark(lip, 0.86))
    if rng.random() < 0.3:
        for side in (-1, 1):
            x = 300 + side * apart
            pen.rounded_rectangle((x - 44, eye_y - 30, x + 44, eye_y + 34), 22, outline=(46, 42, 44), width=6)
        pen.line([(300 - apart + 44, eye_y), (300 + apart - 44, eye_y)], fill=(46, 42, 44), width=6)


def _front_hair(pen: ImageDraw.ImageDraw, hair: Rgb, rng: random.Random, woman: bool, wide: float) -> None:
    """The cap of hair: the outer edge an ellipse, the hairline parted at one side."""
    rx, part = 134 * wide, rng.choice((-1, 1)) * rng.uniform(20, 60)
    low = rng.uniform(330, 352) if woman else rng.uniform(306, 330)
    outer = [
        (300 + rx * math.cos(angle), 316 - 172 * math.sin(angle))
        for angle in (math.pi * step / 40 for step in range(41))
    ]
    line = [(300 - rx, low), (300 - rx * 0.83, 290), (300 - rx * 0.5, 252), (300 + part, 232)]
    line += [(300 + rx * 0.5, 250), (300 + rx * 0.83, 290), (300 + rx, low)]
    pen.polygon([*outer, *line], fill=hair)
    for _ in range(18):
        x = rng.uniform(-0.8, 0.8)
        start = (300 + rx * x * 0.7, 165 + 60 * x * x)
        pen.line([start, (300 + rx * x, 215 + 50 * x * x)], fill=_mix(hair, (110, 100, 96), 0.3), width=2)


def _shaded(picture: NDArray[np.float32], seed: int) -> NDArray[np.uint8]:
    """Return it under a lamp from one side, softened as by a lens, with a little grain."""
    noise = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    soft = cv2.GaussianBlur(picture, (0, 0), 2.6)
    ys, xs = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    side = 1 if seed % 2 else -1
    light = 1.02 - 0.16 * np.clip(side * (xs - 0.5) + 0.25 * ys, 0, 1)
    grain = cv2.resize(noise.normal(0, 3.0, (height // 2, width // 2)).astype(np.float32), (width, height))
    return np.clip(soft * light[..., None] + grain[..., None], 0, 255).astype(np.uint8)


def _dark(colour: Rgb, factor: float) -> Rgb:
    return tuple(round(channel * factor) for channel in colour)  # type: ignore[return-value]


def _mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    return tuple(round(a * (1 - share) + b * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]

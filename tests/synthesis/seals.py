"""Stamps in ink: round with an arc text, star, straight line and code; oval; square name chop; rectangular note."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.synthesis import fonts
from tests.synthesis.paper import DPI, Sheet
from tests.synthesis.truth import SealTruth

Alpha = NDArray[np.float32]
"""Ink coverage, shape (height, width), 0 for bare paper and 1 for full ink."""

INKS = {"red": (203, 32, 38), "blue": (38, 58, 160), "black": (40, 40, 42), "grey": (118, 116, 116)}
_OVER = 3
"""Seals are drawn this much larger and then reduced: arc letters at 1:1 are ragged as no real stamp is."""


@dataclass(frozen=True, eq=False)
class Stamp:
    """An inked stamp before it is pressed; `alpha` at 200 dpi."""

    alpha: Alpha
    ink: tuple[int, int, int]
    text: str
    shape: str
    colour: str
    centre_text: str | None
    code: str | None
    size_mm: tuple[float, float]


def draw_seal(
    text: str,
    *,
    shape: str = "round",
    centre_text: str | None = None,
    code: str | None = None,
    colour: str = "red",
    size_mm: tuple[float, float] | None = None,
    face: str = "song",
    star: bool | None = None,
    rims: int = 1,
    seed: int = 0,
    wear: float = 0.4,
    tilt_degrees: float = 0.0,
) -> Stamp:
    """Return a stamp of `text`; `wear` 0..1 is how uneven, faint and gappy the ink is; `tilt_degrees` clockwise."""
    rng = random.Random(f"seal {text} {seed}")
    size = size_mm or {"round": (42.0, 42.0), "oval": (45.0, 30.0), "square": (18.0, 18.0)}.get(
        shape, (12.0 + 6.2 * len(text), 12.0)
    )
    width, height = (round(side * DPI / 25.4) * _OVER for side in size)
    mask = Image.new("L", (width, height), 0)
    if shape in ("round", "oval"):
        _oval(mask, text, centre_text, code, face, star if star is not None else shape == "round", rims)
    else:
        {"square": _square, "rectangle": _rectangle}[shape](mask, text, face)
    alpha = np.asarray(mask.resize((width // _OVER, height // _OVER), Image.Resampling.LANCZOS), np.float32) / 255
    alpha = _worn(_turned(alpha, tilt_degrees), rng, wear)
    spread = 14 if colour in ("red", "blue") else 2
    ink = tuple(min(255, max(0, channel + rng.randint(-spread, spread))) for channel in INKS[colour])
    return Stamp(alpha, (ink[0], ink[1], ink[2]), text, shape, colour, centre_text, code, size)


def press(sheet: Sheet, stamp: Stamp, x: float, y: float) -> SealTruth:
    """Press the stamp with its middle at (x, y) millimetres; what falls off the sheet is lost. Ink multiplies."""
    height, width = stamp.alpha.shape
    left, top = round(sheet.px(x) - width / 2), round(sheet.px(y) - height / 2)
    right, bottom = min(sheet.size[0], left + width), min(sheet.size[1], top + height)
    part = stamp.alpha[max(0, -top) : bottom - top, max(0, -left) : right - left]
    place = (max(0, left), max(0, top), right, bottom)
    paper = np.asarray(sheet.picture.crop(place), np.float32)
    # Ink is a filter, not a paint: black print under a red seal stays black.
    shade = 1 - part[..., None] * (1 - np.asarray(stamp.ink, np.float32) / 255)
    sheet.picture.paste(Image.fromarray((paper * shade).astype(np.uint8)), place[:2])
    rows, columns = np.nonzero(part > 0.15)
    inked = max(1, int((stamp.alpha > 0.15).sum()))
    box = sheet.box_px(
        place[0] + int(columns.min()), place[1] + int(rows.min()),
        place[0] + int(columns.max()) + 1, place[1] + int(rows.max()) + 1,
    )  # fmt: skip
    visible = len(rows) / inked
    truth = SealTruth(
        stamp.text, box, stamp.shape, stamp.colour, stamp.centre_text, stamp.code,
        stamp.size_mm[0] if stamp.shape == "round" else None, visible < 0.6, round(visible, 3),
    )  # fmt: skip
    sheet.seals.append(truth)
    return truth


def _oval(
    mask: Image.Image, text: str, centre_text: str | None, code: str | None, face: str, star: bool, rims: int,
) -> None:  # fmt: skip
    pen = ImageDraw.Draw(mask)
    width, height = mask.size
    is_round = width == height
    rim = max(4, round(min(width, height) * 0.028))
    pen.ellipse((1, 1, width - 2, height - 2), outline=255, width=rim)
    if rims == 2:
        inner = round(rim * 1.7)
        pen.ellipse((inner, inner, width - 1 - inner, height - 1 - inner), outline=255, width=max(2, rim // 3))
        rim = inner + rim // 3
    # The longer the name the wider its arc; a line below the star needs the foot free.
    spread = math.radians(min(232 if centre_text else 285, 95 + (12.5 if centre_text else 15.5) * len(text)))
    squeeze = 0.78 if len(text) < 11 else 0.68
    if len(text) > 1:
        _arc(mask, text, fonts.bold(face), height * (0.17 if is_round else 0.19), spread, rim=rim, squeeze=squeeze)
    if code:
        _arc(mask, code, "heibold", height * 0.052, math.radians(62), rim=rim, squeeze=0.9, foot=True)
    middle = (width / 2, height / 2 - (height * 0.02 if centre_text else 0))
    if star:
        pen.polygon(_star(*middle, min(width, height) * 0.15), fill=255)
    if centre_text:
        size = min(height * 0.1, width * (0.5 if is_round else 0.42) / len(centre_text))
        font = fonts.face(fonts.bold(face), round(size))
        fonts.demand(fonts.bold(face), centre_text)
        y = height * (0.76 if star else 0.55) if is_round else height * 0.68
        pen.text((width / 2, y), centre_text, font=font, fill=255, anchor="mm")


def _arc(
    mask: Image.Image, text: str, face: str, largest: float, spread: float, *, rim: int, squeeze: float,
    foot: bool = False,
) -> None:  # fmt: skip
    """Set letters along the inside of the rim, heads outward (or, at the foot, upright), evenly by length of arc.

    Evenly by angle would crowd the letters at the ends of an oval.
    """
    fonts.demand(face, text)
    inset = rim + largest * (0.62 if not foot else 0.8)
    across, down = mask.width / 2 - inset, mask.height / 2 - inset
    angles = np.linspace(-spread / 2, spread / 2, 721)
    steps = np.hypot(across * np.diff(np.sin(angles)), down * np.diff(np.cos(angles)))
    along = np.concatenate(([0.0], np.cumsum(steps)))
    size = min(largest, 0.94 * along[-1] / ((len(text) - 1) * squeeze)) if not foot else largest
    font = fonts.face(face, round(size))
    direction = -1 if foot else 1
    for index, letter in enumerate(text):
        angle = float(np.interp(along[-1] * index / (len(text) - 1), along, angles))
        x = mask.width / 2 + across * math.sin(angle)
        y = mask.height / 2 - direction * down * math.cos(angle)
        # On an ellipse the letter stands on the normal, not on the ray from the middle.
        normal = math.degrees(math.atan2(math.sin(angle) / across, math.cos(angle) / down))
        _letter(mask, letter, font, x, y, -direction * normal, squeeze)


def _letter(
    mask: Image.Image, letter: str, font: ImageFont.FreeTypeFont, x: float, y: float, degrees: float, squeeze: float
) -> None:
    side = round(font.size * 1.5)
    tile = Image.new("L", (side, side), 0)
    ImageDraw.Draw(tile).text((side / 2, side / 2), letter, font=font, fill=255, anchor="mm")
    narrow = tile.resize((max(1, round(side * squeeze)), side), Image.Resampling.BICUBIC)
    turned = narrow.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    place = (round(x - turned.width / 2), round(y - turned.height / 2))
    mask.paste(255, (*place, place[0] + turned.width, place[1] + turned.height), turned)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    corners = []
    for index in range(10):
        length = radius if index % 2 == 0 else radius * 0.382
        angle = math.pi * index / 5
        corners.append((x + length * math.sin(angle), y - length * math.cos(angle)))
    return corners


def _square(mask: Image.Image, text: str, face: str) -> None:
    """A name chop: two columns read from the right, top to bottom."""
    pen = ImageDraw.Draw(mask)
    side = mask.width
    pen.rectangle((2, 2, side - 3, mask.height - 3), outline=255, width=round(side * 0.05))
    letters = text if len(text) % 2 == 0 else text + "印"
    rows = len(letters) // 2
    font = fonts.face(fonts.bold(face), round(side * 0.84 / max(2, rows)))
    fonts.demand(fonts.bold(face), letters)
    for index, letter in enumerate(letters):
        column, row = divmod(index, rows)
        x = side * (0.71 - 0.42 * column)
        pen.text((x, mask.height * (row + 0.5) / rows * 0.86 + mask.height * 0.07), letter, font=font, fill=255,
                 anchor="mm")  # fmt: skip


def _rectangle(mask: Image.Image, text: str, face: str) -> None:
    """A one-line note stamp (条形章)."""
    pen = ImageDraw.Draw(mask)
    pen.rectangle((2, 2, mask.width - 3, mask.height - 3), outline=255, width=round(mask.height * 0.05))
    fonts.demand(fonts.bold(face), text)
    size = min(mask.height * 0.56, mask.width * 0.92 / len(text))
    pen.text((mask.width / 2, mask.height / 2), text, font=fonts.face(fonts.bold(face), round(size)), fill=255,
             anchor="mm")  # fmt: skip


def _turned(alpha: Alpha, degrees: float) -> Alpha:
    if not degrees:
        return np.pad(alpha, 3)
    picture = Image.fromarray((alpha * 255).astype(np.uint8)).rotate(-degrees, Image.Resampling.BICUBIC, expand=True)
    return np.asarray(picture, np.float32) / 255


def _worn(alpha: Alpha, rng: random.Random, wear: float) -> Alpha:
    """Return the alpha as ink leaves it: a pressure slope, cloudy unevenness, grain, small gaps and soft edges."""
    noise = np.random.default_rng(rng.randrange(2**32))
    height, width = alpha.shape
    soft = cv2.GaussianBlur(alpha, (0, 0), 0.7 + 0.5 * wear)
    angle = rng.uniform(0, 2 * math.pi)
    ys, xs = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    slope = 1 - wear * 0.35 * (1 + xs * math.cos(angle) + ys * math.sin(angle)) / 2
    cloud = cv2.resize(noise.random((7, 7), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    speck = cv2.GaussianBlur(noise.random((height, width), np.float32), (0, 0), 1.4)
    speck = (speck - speck.mean()) / (speck.std() + 1e-6)
    gaps = np.clip(1.6 - speck * (0.25 + 0.75 * wear) - (1 - cloud) * 1.1 * wear, 0, 1)
    grain = 1 - 0.25 * wear * noise.random((height, width), np.float32)
    return np.clip(soft * slope * gaps * grain * (0.96 - 0.22 * wear), 0, 1).astype(np.float32)

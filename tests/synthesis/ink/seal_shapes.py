"""The cut of a stamp, without ink: round and oval with their arcs, squares, rectangles, white-on-red chops."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.synthesis import fonts
from tests.synthesis.ink.emblems import EMBLEMS, Mask, cursive
from tests.synthesis.ink.seal_styles import SealStyle

SCRIPT = "\u0637"
"""As `second` text: an arc of joined writing that nobody can read. (A letter, so that it is no word of Chinese.)"""


@dataclass(frozen=True)
class Cut:
    """What is cut into the stamp; `size` is in pixels, `emblem` a key of EMBLEMS or None."""

    text: str
    shape: str
    size: tuple[int, int]
    style: SealStyle
    centre_text: str | None = None
    code: str | None = None
    second: str | None = None
    emblem: str | None = None
    negative: bool = False


@lru_cache(maxsize=32)
def cut(what: Cut) -> Mask:
    """Return the stamp's face; not to be written into. An application presses the same few stamps again and again."""
    mask = np.zeros((what.size[1], what.size[0]), np.uint8)
    if what.shape in ("round", "oval"):
        _oval(mask, what)
    elif what.shape == "square":
        _square(mask, what)
    else:
        _rectangle(mask, what)
    mask.setflags(write=False)
    return mask


def _oval(mask: Mask, what: Cut) -> None:
    height, width = mask.shape
    style, is_round = what.style, width == height
    rim = max(3, round(min(width, height) * style.rim))
    _ring(mask, rim / 2 + 1, rim)
    if style.ring is not None:
        gap, weight = (max(2, round(share * min(width, height))) for share in style.ring)
        _ring(mask, rim + gap, weight)
        rim += gap + weight
    low = bool(what.second or what.centre_text)
    # The longer the name the wider its arc; a line below the star needs the foot free.
    most = style.span_centred if low else style.span
    if what.centre_text and "\n" in what.centre_text:
        most -= 45
    spread = math.radians(min(most, 95 + (12.5 if low else 15.5) * len(what.text)))
    squeeze = style.squeeze if len(what.text) < 11 else style.squeeze * 0.88
    letter = height * (style.letter if is_round else style.letter * 1.1)
    if what.second == SCRIPT:
        # On bilingual stamps the other script stands above and the Chinese name below it or inside.
        strip = cursive(round(width * 1.7), round(height * 0.105), len(what.text) * 7 + ord(what.text[0]))
        _bend(mask, strip, rim + height * 0.012, math.radians(300))
        _arc(mask, what.text, style.face, letter * 0.82, spread, rim=rim + height * 0.115, squeeze=squeeze)
    elif len(what.text) > 1:
        _arc(mask, what.text, style.face, letter, spread, rim=rim, squeeze=squeeze)
    if what.second and what.second != SCRIPT:
        _arc(mask, what.second, style.digits, height * 0.07, math.radians(min(120, 6.5 * len(what.second))), rim=rim,
             squeeze=0.95, foot=True)  # fmt: skip
    elif what.code:
        _arc(mask, what.code, style.digits, height * 0.052, math.radians(62), rim=rim, squeeze=0.9, foot=True)
    _middle(mask, what, is_round)


def _middle(mask: Mask, what: Cut, is_round: bool) -> None:
    height, width = mask.shape
    if what.emblem:
        size = what.style.star * (0.72 if what.second == SCRIPT else 0.88 if what.centre_text else 1.0)
        EMBLEMS[what.emblem](mask, width / 2, height / 2 - (height * 0.02 if what.centre_text else 0),
                             min(width, height) * size)  # fmt: skip
    if not what.centre_text:
        return
    rows = what.centre_text.split("\n")
    for index, row in enumerate(rows):
        ems = sum(0.58 if character.isascii() else 1.0 for character in row)
        size = min(height * 0.1, width * (0.5 if is_round else 0.42 if len(rows) == 1 else 0.56) / ems)
        y = (
            height * ((0.72 if what.style.ring else 0.76) if what.emblem else 0.55)
            if is_round
            else height * (0.68 if len(rows) == 1 else 0.54)
        )
        _text(mask, row, what.style.face, size, width / 2, y + index * height * 0.16)


def _ring(mask: Mask, inset: float, weight: int) -> None:
    height, width = mask.shape
    axes = (round((width / 2 - inset) * 16), round((height / 2 - inset) * 16))
    middle = (round((width / 2 - 0.5) * 16), round((height / 2 - 0.5) * 16))
    cv2.ellipse(mask, middle, axes, 0, 0, 360, 255, weight, cv2.LINE_AA, shift=4)


def _arc(
    mask: Mask, text: str, face: str, largest: float, spread: float, *, rim: float, squeeze: float, foot: bool = False
) -> None:
    """Set letters along the inside of the rim, heads outward (or, at the foot, upright), evenly by length of arc.

    Evenly by angle would crowd the letters at the ends of an oval.
    """
    fonts.demand(face, text)
    inset = rim + largest * (0.62 if not foot else 0.8)
    across, down = mask.shape[1] / 2 - inset, mask.shape[0] / 2 - inset
    angles = np.linspace(-spread / 2, spread / 2, 721)
    steps = np.hypot(across * np.diff(np.sin(angles)), down * np.diff(np.cos(angles)))
    along = np.concatenate(([0.0], np.cumsum(steps)))
    gaps = max(1, len(text) - 1)
    size = min(largest, 0.94 * along[-1] / (gaps * squeeze)) if not foot else largest
    direction = -1 if foot else 1
    for index, letter in enumerate(text):
        angle = float(np.interp(along[-1] * index / gaps, along, angles))
        x = mask.shape[1] / 2 + across * math.sin(angle)
        y = mask.shape[0] / 2 - direction * down * math.cos(angle)
        # On an ellipse the letter stands on the normal, not on the ray from the middle.
        normal = math.degrees(math.atan2(math.sin(angle) / across, math.cos(angle) / down))
        _letter(mask, letter, face, round(size), (x, y), -direction * normal, squeeze)


def _letter(
    mask: Mask, letter: str, face: str, size: int, at: tuple[float, float], degrees: float, squeeze: float
) -> None:
    """Squeeze, turn and place one letter in one resampling."""
    side = round(size * 1.5)
    tile = Image.new("L", (side, side), 0)
    ImageDraw.Draw(tile).text((side / 2, side / 2), letter, font=fonts.face(face, size), fill=255, anchor="mm")
    turn = math.radians(degrees)
    cosine, sine = math.cos(turn), math.sin(turn)
    reach = math.ceil(side * 0.75)
    left, top = math.floor(at[0]) - reach, math.floor(at[1]) - reach
    matrix = np.asarray([(squeeze * cosine, sine, 0.0), (-squeeze * sine, cosine, 0.0)])
    matrix[:, 2] = np.asarray((at[0] - left, at[1] - top)) - matrix[:, :2] @ (side / 2, side / 2)
    turned = cv2.warpAffine(np.asarray(tile), matrix, (2 * reach, 2 * reach), flags=cv2.INTER_LINEAR)
    _lay(mask, turned, left, top)


def _lay(mask: Mask, tile: Mask, left: int, top: int) -> None:
    height, width = mask.shape
    right, bottom = min(width, left + tile.shape[1]), min(height, top + tile.shape[0])
    if right <= max(0, left) or bottom <= max(0, top):
        return
    view = mask[max(0, top) : bottom, max(0, left) : right]
    part = tile[max(0, -top) : bottom - top, max(0, -left) : right - left]
    np.maximum(view, part, out=view)


def _bend(mask: Mask, strip: Mask, inset: float, spread: float) -> None:
    """Lay a straight strip along the inside of the rim."""
    height, width = mask.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = (xs - width / 2) / (width / 2), (ys - height / 2) / (height / 2)
    depth = (1 - np.hypot(across, down)) * height / 2 - inset
    angle = np.arctan2(across, -down)
    along = (angle / spread + 0.5) * strip.shape[1]
    bent = cv2.remap(strip, along, depth, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    np.maximum(mask, bent, out=mask)


def _text(mask: Mask, text: str, face: str, size: float, x: float, y: float, value: int = 255) -> None:
    fonts.demand(face, text)
    picture = Image.fromarray(mask)
    ImageDraw.Draw(picture).text((x, y), text, font=fonts.face(face, max(4, round(size))), fill=value, anchor="mm")
    mask[:] = np.asarray(picture)


def _square(mask: Mask, what: Cut) -> None:
    """A name chop: columns read from the right, top to bottom; red on white (阳文) or white on red (阴文)."""
    height, width = mask.shape
    ink = 0 if what.negative else 255
    edge = 2
    if what.negative:
        cv2.rectangle(mask, (edge, edge), (width - 1 - edge, height - 1 - edge), 255, -1)
    else:
        weight = max(2, round(width * what.style.rim * 1.7))
        inset = edge + weight // 2
        cv2.rectangle(mask, (inset, inset), (width - 1 - inset, height - 1 - inset), 255, weight)
    letters = what.text if len(what.text) % 2 == 0 else what.text + "印"
    columns = 2 if len(letters) <= 6 else 3
    rows = -(-len(letters) // columns)
    size = width * 0.84 / max(columns, rows)
    for index, letter in enumerate(letters):
        column, row = divmod(index, rows)
        x = width * (0.5 + 0.84 * ((columns - 1) / 2 - column) / columns)
        _text(mask, letter, what.style.face, size, x, height * ((row + 0.5) / rows * 0.86 + 0.07), ink)


def _rectangle(mask: Mask, what: Cut) -> None:
    """A note stamp (条形章) of one line, or of more where the text has line breaks; without a rim where negative."""
    height, width = mask.shape
    weight = max(2, round(height * 0.05))
    if not what.negative:
        inset = 2 + weight // 2
        cv2.rectangle(mask, (inset, inset), (width - 1 - inset, height - 1 - inset), 255, weight)
    rows = what.text.split("\n")
    size = min(height * 0.56 / len(rows) ** 0.75, width * 0.92 / max(map(len, rows)))
    for index, row in enumerate(rows):
        y = height * (0.08 + 0.84 * (index + 0.5) / len(rows))
        _text(mask, row, what.style.face, size, width / 2, y)

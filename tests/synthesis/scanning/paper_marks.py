"""What happens to the paper itself: folds, creases, punched holes, staples, the back showing through."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np

from tests.synthesis.scanning.light import Picture


def folded(image: Picture, rng: random.Random, *, folds: int = 1) -> Picture:
    """Return the page with creases where it was folded into halves or thirds: one flank light, one dark."""
    image = image.copy()
    height, width = image.shape[:2]
    places = {1: (0.5,), 2: (1 / 3, 2 / 3)}.get(folds, (0.25, 0.5, 0.75))
    upright = rng.random() < 0.25
    for place in places:
        _crease(image, rng, place + rng.uniform(-0.008, 0.008), upright)
    if folds == 1 and rng.random() < 0.4:
        _crease(image, rng, 0.5 + rng.uniform(-0.01, 0.01), not upright)
    if rng.random() < 0.3:
        _dog_ear(image, rng, round(min(height, width) * rng.uniform(0.03, 0.07)))
    return image


def _crease(image: Picture, rng: random.Random, place: float, upright: bool) -> None:
    """Shade a band around the crease in place."""
    view = image.transpose(1, 0, 2) if upright else image
    length = view.shape[1]
    middle, slope = place * view.shape[0], rng.uniform(-0.004, 0.004) * view.shape[0]
    reach = rng.randint(14, 40)
    top = max(0, int(middle - reach - abs(slope)))
    band = view[top : int(middle + reach + abs(slope)) + 1].astype(np.float32)
    along = np.linspace(-1, 1, length, dtype=np.float32)
    wobble = cv2.resize(
        np.random.default_rng(rng.randrange(2**32)).normal(0, 0.8, (1, 60)).astype(np.float32), (length, 1)
    )[0]
    distance = np.arange(top, top + len(band), dtype=np.float32)[:, None] - (middle + slope * along + wobble)
    depth, side = rng.uniform(0.08, 0.2), rng.choice((-1, 1))
    flank = np.where(distance * side > 0, -1.0, 0.35) * np.exp(-np.abs(distance) / (reach * 0.35))
    core = np.exp(-((distance / 1.1) ** 2))
    light = 1 + depth * flank - rng.uniform(0.05, 0.16) * core
    view[top : top + len(band)] = np.clip(band * light[..., None] + 26 * core[..., None], 0, 255).astype(np.uint8)


def _dog_ear(image: Picture, rng: random.Random, side: int) -> None:
    """A corner folded over: the back of the paper, a line, the desk or lid beyond."""
    height, width = image.shape[:2]
    right, low = rng.random() < 0.7, rng.random() < 0.5
    x, y = (width - 1 if right else 0), (height - 1 if low else 0)
    inner = [(x - side if right else x + side, y), (x, y - side if low else y + side)]
    cv2.fillPoly(image, [np.asarray([(x, y), *inner], np.int32)], (196, 195, 190))
    flap = (x - side if right else x + side, y - side if low else y + side)
    cv2.fillPoly(image, [np.asarray([*inner, flap], np.int32)], (240, 239, 234))
    cv2.line(image, inner[0], inner[1], (206, 204, 200), 2, cv2.LINE_AA)


def punched(image: Picture, rng: random.Random, dpi: float) -> Picture:
    """Return the page with two or four holes of a punch (6 mm wide, 80 mm apart, 12 mm from the edge, ISO 838)."""
    image = image.copy()
    scale = dpi / 25.4
    four = rng.random() < 0.3
    x = round((12 + rng.uniform(-1, 1)) * scale)
    middle = image.shape[0] / 2 + rng.uniform(-2, 2) * scale
    shade = rng.choice((18, 60, 222))
    for step in (-1.5, -0.5, 0.5, 1.5) if four else (-0.5, 0.5):
        y = round(middle + step * 80 * scale)
        cv2.circle(image, (x + 1, y + 1), round(3 * scale), (190, 188, 184), -1, cv2.LINE_AA)
        cv2.circle(image, (x, y), round(2.8 * scale), (shade, shade, shade - 4), -1, cv2.LINE_AA)
    return image


def stapled(image: Picture, rng: random.Random, dpi: float) -> Picture:
    """Return the page with a staple in its upper left corner, or the two pricks that it left."""
    image = image.copy()
    scale = dpi / 25.4
    x, y, angle = (
        rng.uniform(6, 12) * scale,
        rng.uniform(6, 12) * scale,
        rng.choice((0.0, 0.8, 1.57)) + rng.gauss(0, 0.1),
    )
    reach = 5.5 * scale
    ends = [(round(x + sign * reach * math.cos(angle)), round(y - sign * reach * math.sin(angle))) for sign in (-1, 1)]
    if rng.random() < 0.6:
        below = [(a + 3, b + 4) for a, b in ends]
        cv2.line(image, below[0], below[1], (176, 174, 170), 5, cv2.LINE_AA)
        cv2.line(image, ends[0], ends[1], (112, 114, 118), 5, cv2.LINE_AA)
        cv2.line(image, ends[0], ends[1], (214, 216, 220), 2, cv2.LINE_AA)
    for end in ends:
        cv2.circle(image, end, round(0.45 * scale), (70, 68, 66), -1, cv2.LINE_AA)
    return image


def bled_through(image: Picture, rng: random.Random, back: Picture | None, strength: float) -> Picture:
    """Return the page with its printed back showing through: mirrored, soft, faint.

    Without a `back` the page's own print stands for it: letters come on both sides of a sheet.
    """
    behind = cv2.flip(image if back is None else back, 1)
    height, width = image.shape[:2]
    if behind.shape != image.shape:
        behind = cv2.resize(behind, (width, height), interpolation=cv2.INTER_AREA)
    half = cv2.resize(cv2.cvtColor(behind, cv2.COLOR_RGB2GRAY), (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(half, (0, 0), rng.uniform(0.8, 1.6))
    shift = np.asarray([[1, 0, rng.uniform(-8, 8)], [0, 1, rng.uniform(-14, 14)]], np.float64)
    soft = cv2.warpAffine(soft, shift, (width // 2, height // 2), borderMode=cv2.BORDER_REPLICATE)
    table = np.clip(255 - (250 - np.arange(256)).clip(0) * strength, 0, 255).astype(np.uint8)
    light = cv2.resize(cv2.LUT(soft, table), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(image, cv2.merge([light, light, light]), scale=1 / 255), np.uint8)

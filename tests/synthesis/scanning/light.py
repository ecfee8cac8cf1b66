"""Light, lens and sensor: shading, shadows, grain, motion, moiré, JPEG. Pictures are RGB uint8 (height, width, 3).

Smooth fields are drawn small and enlarged as bytes: drawing them as floats for each pixel costs more than the page.
"""

from __future__ import annotations

import math
import random
import weakref
from functools import lru_cache
from statistics import NormalDist

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Field = NDArray[np.float32]
"""How much light is left, 0..1, a small picture of the page: shape (rows, columns) of `small`."""

_STEP = 8


def small(image: Picture) -> tuple[int, int]:
    """Return rows and columns of a field for this picture."""
    return -(-image.shape[0] // _STEP), -(-image.shape[1] // _STEP)


def dimmed(image: Picture, field: Field) -> Picture:
    """Return the picture under the light of the field."""
    light = np.clip(field * 255, 0, 255).astype(np.uint8)
    full = cv2.resize(light, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.multiply(image, cv2.merge([full, full, full]), scale=1 / 255), np.uint8)


def uneven(shape: tuple[int, int], rng: random.Random, depth: float) -> Field:
    """A slow change of brightness over the page, at most `depth` darker."""
    noise = np.random.default_rng(rng.randrange(2**32))
    cloud = cv2.resize(noise.random((4, 3), np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(1 - depth * np.clip(cloud, 0, 1), np.float32)


def vignette(shape: tuple[int, int], depth: float) -> Field:
    """Corners darker than the middle, by the fourth power of the cosine as lenses do; `depth` at the corners."""
    ys, xs = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j].astype(np.float32)
    cosine = 1 / (1 + (xs**2 + ys**2) / 2 * (1 / (1 - depth) ** 0.5 - 1))
    return np.asarray(cosine**2, np.float32)


def cast_shadow(shape: tuple[int, int], rng: random.Random, depth: float) -> Field:
    """The shadow of a hand or of the phone: a blunt shape that reaches in from an edge, soft at its rim."""
    rows, columns = shape
    mask = np.zeros(shape, np.uint8)
    side = rng.choice(("left", "right", "bottom", "bottom"))
    if rng.random() < 0.5:
        corners = _slab(rng, side)
        cv2.fillPoly(mask, [np.asarray([(x * columns, y * rows) for x, y in corners], np.int32)], 255)
    else:
        _hand(mask, rng, side)
    soft = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.03, 0.06) * columns)
    return np.asarray(1 - depth * soft.astype(np.float32) / 255, np.float32)


def _slab(rng: random.Random, side: str) -> list[tuple[float, float]]:
    reach, slope, start, end = (
        rng.uniform(0.2, 0.55),
        rng.uniform(-0.2, 0.2),
        rng.uniform(-0.1, 0.3),
        rng.uniform(0.6, 1.1),
    )
    if side == "bottom":
        return [(start, 1.1), (end, 1.1), (end + slope, 1 - reach), (start + slope, 1 - reach + slope / 2)]
    corners = [(-0.1, start), (reach, start + slope), (reach + slope / 2, end), (-0.1, end)]
    return corners if side == "left" else [(1 - x, y) for x, y in corners]


def _hand(mask: NDArray[np.uint8], rng: random.Random, side: str) -> None:
    """A fist with fingers, as blunt as shadows are."""
    rows, columns = mask.shape
    where = {"left": (0.0, rng.uniform(0.3, 0.8)), "right": (1.0, rng.uniform(0.3, 0.8))}
    x, y = where.get(side, (rng.uniform(0.2, 0.8), 1.0))
    middle = (round(x * columns), round(y * rows))
    cv2.ellipse(mask, middle, (round(columns * 0.2), round(columns * 0.26)), rng.uniform(0, 90), 0, 360, 255, -1)
    inward = math.atan2(rows / 2 - middle[1], columns / 2 - middle[0])
    for finger in range(4):
        angle = inward + (finger - 1.5) * 0.24 + rng.uniform(-0.06, 0.06)
        reach = columns * rng.uniform(0.32, 0.45)
        tip = (round(middle[0] + reach * math.cos(angle)), round(middle[1] + reach * math.sin(angle)))
        cv2.line(mask, middle, tip, 255, round(columns * 0.065))


@lru_cache(maxsize=1)
def _quantiles() -> NDArray[np.float64]:
    normal = NormalDist()
    return np.asarray([normal.inv_cdf((index + 0.5) / 256) for index in range(256)])


def grained(image: Picture, rng: random.Random, sigma: float, *, coloured: bool = False) -> Picture:
    """Return the picture with sensor noise of `sigma` levels, in each channel of its own where `coloured`.

    One random byte a pixel picks a quantile of the normal distribution: a tenth of the cost of normal deviates.
    """
    if sigma <= 0:
        return image
    noise = np.random.default_rng(rng.randrange(2**32))
    table = np.round(_quantiles() * sigma).astype(np.int16)
    channels = 3 if coloured else 1
    raw = noise.integers(0, 256, (*image.shape[:2], channels), np.uint8)
    # Added as two halves in bytes: arithmetic in 16 bits doubles the traffic.
    above, below = (np.clip(sign * table, 0, 255).astype(np.uint8) for sign in (1, -1))
    up, down = cv2.LUT(raw, above), cv2.LUT(raw, below)
    if channels == 1:
        up, down = cv2.merge([up, up, up]), cv2.merge([down, down, down])
    return np.asarray(cv2.add(cv2.subtract(image, down), up), np.uint8)


def blurred(image: Picture, sigma: float) -> Picture:
    """Return the picture out of focus."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8) if sigma > 0 else image


def coarsened(image: Picture, share: float) -> Picture:
    """Return the picture scanned at a `share` of its resolution and enlarged again."""
    small_ = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small_, image.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def shaken(image: Picture, rng: random.Random, length: float) -> Picture:
    """Return the picture smeared along a line of `length` pixels, the middle of the smear in place."""
    side = int(length) | 1
    if side < 3:
        return image
    kernel = np.zeros((side, side), np.float32)
    kernel[side // 2] = 1
    turn = cv2.getRotationMatrix2D((side / 2 - 0.5, side / 2 - 0.5), rng.uniform(0, 180), 1)
    kernel = cv2.warpAffine(kernel, turn, (side, side))
    return np.asarray(cv2.filter2D(image, -1, kernel / kernel.sum()), np.uint8)


def moire(image: Picture, rng: random.Random, depth: float) -> Picture:
    """Return the picture as a screen shows it to a camera: beats between two grids, of another phase in each colour."""
    height, width = image.shape[:2]
    xs, ys = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    angle, period = rng.uniform(-0.5, 0.5), rng.uniform(9, 26)
    wave = 2 * math.pi / period
    across = (xs * math.cos(angle) + ys * math.sin(angle)) * wave
    bend = np.sin(ys * (2 * math.pi / (height * rng.uniform(0.4, 0.9)))) * rng.uniform(1, 4)
    phase = across + bend
    sine, cosine = np.sin(phase), np.cos(phase)
    channels = []
    for shift in (0.0, 2.1, 4.2):
        pattern = sine * math.cos(shift) + cosine * math.sin(shift)
        channels.append((255 * (1 - depth * (0.5 + 0.5 * pattern))).astype(np.uint8))
    return np.asarray(cv2.multiply(image, cv2.merge(channels), scale=1 / 255), np.uint8)


def tinted(image: Picture, gains: tuple[float, float, float]) -> Picture:
    """Return the picture under light of another colour; gains are for red, green and blue."""
    table = np.clip(np.arange(256)[:, None] * np.asarray(gains), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table[:, None, :]), np.uint8)


_FILES: dict[int, tuple[weakref.ref[Picture], bytes]] = {}


def jpeg(image: Picture, quality: int) -> Picture:
    """Return the picture after a JPEG file of this quality."""
    packed = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    read = np.asarray(cv2.cvtColor(cv2.imdecode(packed, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB), np.uint8)
    key = id(read)
    _FILES[key] = weakref.ref(read, lambda _: _FILES.pop(key, None)), bytes(packed)
    return read


def file_of(image: Picture) -> bytes | None:
    """Return the JPEG file that this very array was read from, None where it is from none: to write it only once."""
    found = _FILES.get(id(image))
    return found[1] if found is not None and found[0]() is image else None

"""Photographs by phone: a page on a desk in perspective, bent, shaded, out of focus, with its outline told."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.synthesis.scanning import light
from tests.synthesis.scanning.desks import DESKS, desk
from tests.synthesis.scanning.geometry import Points, moved_truth
from tests.synthesis.truth import Drawn

_STEP = 8
"""The map is computed at every eighth pixel: between them it is straight to a hundredth of a pixel."""


@dataclass(frozen=True)
class Photo:
    """How a page is photographed.

    Angles in degrees: `turn` in the picture's plane (clockwise), `pitch` and `yaw` out of it. `fill` is the share of
    the frame that the page's longer side takes. `curl` is how far a bent page rises and `lens` the barrel distortion
    at the corners, both as shares of the width. `shadow` and `vignette` are depths 0..1; `motion` in pixels.
    """

    turn: float = 1.5
    pitch: float = 4.0
    yaw: float = 2.0
    fill: float = 0.9
    curl: float = 0.0
    lens: float = 0.004
    shadow: float = 0.0
    vignette: float = 0.12
    blur: float = 0.7
    motion: float = 0.0
    noise: float = 4.0
    warmth: float = 0.03
    exposure: float = 0.96
    moire: float = 0.0
    quality: int = 80
    surface: str = "wood"
    size: tuple[int, int] = (1728, 2304)


def phone(seed: int, *, tilted: bool = False, curved: bool = False) -> Photo:
    """Return how somebody takes a picture, decided by the seed."""
    rng = random.Random(f"phone {seed}")
    lean = 3.0 if tilted else 1.0
    return Photo(
        rng.gauss(0, 1.6 * lean), rng.gauss(0, 3.5 * lean), rng.gauss(0, 3.0 * lean), rng.uniform(0.82, 0.97),
        rng.uniform(0.012, 0.035) * rng.choice((-1, 1)) if curved else rng.uniform(-0.002, 0.002),
        rng.uniform(-0.002, 0.007), rng.uniform(0.15, 0.45) if rng.random() < 0.4 else 0.0, rng.uniform(0.05, 0.25),
        rng.uniform(0.5, 0.95), 0.0, rng.uniform(2, 6), rng.uniform(-0.04, 0.06), rng.uniform(0.82, 1.02), 0.0,
        rng.randint(70, 90), rng.choice(DESKS),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Lens:
    """The way from the paper to the picture: curl, then the plane's homography, then the lens."""

    plane: NDArray[np.float64]
    width: int
    curl_px: float
    middle: tuple[float, float]
    radius: float
    barrel: float

    def forward(self, points: Points) -> Points:
        x, y = points.T
        y = y + self.curl_px * _rise(x / self.width)
        flat = np.stack((x, y, np.ones_like(x)), axis=1) @ self.plane.T
        target = flat[:, :2] / flat[:, 2:]
        # The lens is known from the picture to the plane; the way back converges at once, it bends so little.
        found = target
        for _ in range(6):
            found = target - (self._straight(found) - found)
        return np.asarray(found)

    def backward(self, points: Points) -> Points:
        straight = self._straight(points)
        flat = np.concatenate((straight, np.ones((len(straight), 1))), axis=1) @ np.linalg.inv(self.plane).T
        x, y = (flat[:, :2] / flat[:, 2:]).T
        return np.stack((x, y - self.curl_px * _rise(x / self.width)), axis=1)

    def _straight(self, points: Points) -> Points:
        offset = points - self.middle
        square = (offset**2).sum(axis=1, keepdims=True) / self.radius**2
        return np.asarray(self.middle + offset * (1 + self.barrel * square))


def _rise(across: NDArray[np.float64]) -> NDArray[np.float64]:
    """Height of a bent page by its width 0..1: steep near the spine at the left, flat at the right."""
    inside = np.clip(across, -0.2, 1.2)
    return np.asarray(np.exp(-3.0 * inside) - 0.5 + 0.25 * inside)


def photo(page: Drawn, how: Photo, seed: int = 0) -> Drawn:
    """Return the page as the phone sees it; boxes are around what became of them, `outline` is the paper's edge."""
    rng = random.Random(f"photo {seed}")
    height, width = page.image.shape[:2]
    lens = _lens((width, height), how)
    image = _seen(page.image, lens, how, rng)
    corners = lens.forward(np.asarray([(0, 0), (width, 0), (width, height), (0, height)], np.float64))
    image = _lit(image, corners, how, rng)
    image = light.shaken(light.blurred(image, how.blur), rng, how.motion)
    image = light.jpeg(light.grained(image, rng, how.noise), how.quality)
    truth = moved_truth(page.truth, (width, height), how.size, lens.forward)
    outline = tuple((float(x) / how.size[0], float(y) / how.size[1]) for x, y in corners)
    scale = math.dist(corners[0], corners[3]) / height
    return replace(page, image=image, truth=truth, dpi=round(page.dpi * scale, 1), rules=(), outline=outline)


def _lens(size: tuple[int, int], how: Photo) -> _Lens:
    width, height = size
    frame = np.asarray(how.size, np.float64)
    corners = np.asarray([(-width, -height), (width, -height), (width, height), (-width, height)], np.float64) / 2
    turn, pitch, yaw = (math.radians(angle) for angle in (how.turn, how.pitch, how.yaw))
    flat = corners @ np.asarray([(math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))])
    # A camera at 1.3 page heights: nearer than a hand would hold it, so that tilt shows.
    depth = 1.3 * height + flat[:, 1] * math.sin(pitch) + flat[:, 0] * math.sin(yaw)
    seen = flat * (math.cos(yaw), math.cos(pitch)) / depth[:, None]
    seen -= (seen.min(axis=0) + seen.max(axis=0)) / 2
    seen *= how.fill / float((np.ptp(seen, axis=0) / frame).max())
    target = seen + frame / 2
    plane = cv2.getPerspectiveTransform(
        np.add(corners, (width / 2, height / 2)).astype(np.float32), target.astype(np.float32)
    )
    return _Lens(
        np.asarray(plane, np.float64), width, how.curl * width, (frame[0] / 2, frame[1] / 2),
        float(np.hypot(*frame)) / 2, how.lens,
    )  # fmt: skip


def _seen(image: light.Picture, lens: _Lens, how: Photo, rng: random.Random) -> light.Picture:
    width, height = how.size
    columns, rows = -(-width // _STEP) + 2, -(-height // _STEP) + 2
    xs, ys = np.meshgrid((np.arange(columns) - 0.5) * _STEP, (np.arange(rows) - 0.5) * _STEP)
    source = lens.backward(np.stack((xs.ravel(), ys.ravel()), axis=1)).reshape(rows, columns, 2).astype(np.float32)
    # Points are counted from the pixels' edges here, from their middles in OpenCV.
    maps = cv2.resize(source - 0.5, (columns * _STEP, rows * _STEP), interpolation=cv2.INTER_LINEAR)
    maps = np.ascontiguousarray(maps[_STEP : _STEP + height, _STEP : _STEP + width])
    ground = desk(how.surface, how.size, rng)
    return np.asarray(
        cv2.remap(image, maps, None, cv2.INTER_LINEAR, dst=ground, borderMode=cv2.BORDER_TRANSPARENT), np.uint8
    )


def _lit(image: light.Picture, corners: Points, how: Photo, rng: random.Random) -> light.Picture:
    shape = light.small(image)
    field = light.uneven(shape, rng, 0.1) * light.vignette(shape, how.vignette)
    # Paper lies a little above the desk: a thin shade around it, to one side.
    below = np.zeros(shape, np.uint8)
    shift = (rng.uniform(-1, 1), rng.uniform(0, 1.5))
    cv2.fillPoly(below, [np.round(corners / 8 + shift).astype(np.int32)], 255)
    paper = np.zeros(shape, np.uint8)
    cv2.fillPoly(paper, [np.round(corners / 8).astype(np.int32)], 255)
    around = cv2.GaussianBlur(below, (0, 0), 2.0).astype(np.float32) * (paper == 0)
    field *= 1 - 0.4 * around / 255
    if how.shadow:
        field *= light.cast_shadow(shape, rng, how.shadow)
    if how.moire:
        image = light.moire(image, rng, how.moire)
    gains = (how.exposure * (1 + how.warmth), how.exposure, how.exposure * (1 - how.warmth))
    return light.dimmed(light.tinted(image, gains), field)

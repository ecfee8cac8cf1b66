"""An ellipse in pixels, and the polar picture that it spans."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Ellipse:
    """Centre and semi-axes in pixels; `angle` is the direction of the major axis in radians, clockwise from x."""

    x: float
    y: float
    major: float
    minor: float
    angle: float = 0.0

    @property
    def radius(self) -> float:
        """The geometric mean of the semi-axes, in pixels."""
        return math.sqrt(self.major * self.minor)

    @property
    def aspect(self) -> float:
        """Major over minor axis, at least 1."""
        return self.major / self.minor

    def scaled(self, factor: float) -> Ellipse:
        """Return the same ellipse on a picture resized by `factor`."""
        return Ellipse(self.x * factor, self.y * factor, self.major * factor, self.minor * factor, self.angle)

    def moved(self, dx: float, dy: float) -> Ellipse:
        """Return the ellipse shifted by (dx, dy) pixels."""
        return Ellipse(self.x + dx, self.y + dy, self.major, self.minor, self.angle)

    def points(self, angles: NDArray[np.float64], radii: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Return x and y of the points at `angles` (radians, clockwise from x, as seen) and relative `radii`.

        The angle is that of the ray in the picture, so that reading directions stay true for an oval too.
        """
        relative = angles - self.angle
        reach = 1.0 / np.sqrt((np.cos(relative) / self.major) ** 2 + (np.sin(relative) / self.minor) ** 2)
        return self.x + radii * reach * np.cos(angles), self.y + radii * reach * np.sin(angles)

    def ring_points(self, angles: NDArray[np.float64], radii: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
        """Return x and y, shape (radii, angles), of the points (1 - radius) minor axes inside the rim.

        Glyphs of an oval seal stand at one distance from its rim, on the rim's normal. Along rays that distance grows
        by half at the two ends, and the first and the last glyph of a name lie there.
        """
        relative = angles - self.angle
        turn = np.arctan2(self.major * np.sin(relative), self.minor * np.cos(relative))
        along, across = np.cos(turn), np.sin(turn)
        length = np.hypot(along / self.major, across / self.minor)
        depth = (1.0 - radii)[:, np.newaxis] * self.minor
        u = self.major * along - depth * (along / self.major / length)
        v = self.minor * across - depth * (across / self.minor / length)
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return self.x + u * cos - v * sin, self.y + u * sin + v * cos

    def bounds(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom in pixels; may lie outside the picture."""
        dx = math.hypot(self.major * math.cos(self.angle), self.minor * math.sin(self.angle))
        dy = math.hypot(self.major * math.sin(self.angle), self.minor * math.cos(self.angle))
        return self.x - dx, self.y - dy, self.x + dx, self.y + dy

    def relative_radius(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how far points lie from the centre, 1.0 being on the ellipse."""
        dx, dy = x - self.x, y - self.y
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        along, across = dx * cos + dy * sin, dy * cos - dx * sin
        return np.hypot(along / self.major, across / self.minor)


def sample(
    image: NDArray[np.uint8],
    ellipse: Ellipse,
    angles: NDArray[np.float64],
    radii: NDArray[np.float64],
    *,
    outside: int = 255,
) -> NDArray[np.uint8]:
    """Return the picture at every pair of relative radius (rows) and angle (columns)."""
    # One ray an angle, stretched by the radii: trigonometry over the whole grid was a quarter of the search's time.
    edge_x, edge_y = ellipse.points(angles, np.ones_like(angles))
    x = ellipse.x + radii[:, np.newaxis] * (edge_x - ellipse.x)
    y = ellipse.y + radii[:, np.newaxis] * (edge_y - ellipse.y)
    return _at(image, x, y, outside)


def sample_ring(
    image: NDArray[np.uint8],
    ellipse: Ellipse,
    angles: NDArray[np.float64],
    radii: NDArray[np.float64],
    *,
    outside: int = 255,
) -> NDArray[np.uint8]:
    """Return the picture in the ring of glyphs: radii (rows) measured from the rim along its normal, angles (columns).

    Of a circle the same as `sample`.
    """
    x, y = ellipse.ring_points(angles, radii)
    return _at(image, x, y, outside)


def _at(image: NDArray[np.uint8], x: NDArray[np.float64], y: NDArray[np.float64], outside: int) -> NDArray[np.uint8]:
    sampled = cv2.remap(
        image,
        x.astype(np.float32),
        y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(outside, outside, outside),
    )
    return cast("NDArray[np.uint8]", sampled)

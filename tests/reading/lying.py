"""Pages that do not lie as they should: turned, skewed, photographed; each with the map from page to picture."""

from __future__ import annotations

import cv2
import numpy as np

from models.geometry import Homography
from verifier.pictures import RgbImage
from verifier.reading.warping import QUARTERS, homography, quarter_turned, straightening, warped

SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)


def turned(image: RgbImage, degrees: int) -> tuple[RgbImage, Homography]:
    """Return the page as it looks when it lies turned clockwise by 90, 180 or 270 degrees."""
    return quarter_turned(image, 360 - degrees), QUARTERS[degrees]


def skewed(image: RgbImage, degrees: float) -> tuple[RgbImage, Homography]:
    """Return the page turned clockwise by a few degrees, all of it in the picture."""
    back, size = straightening((image.shape[1], image.shape[0]), -degrees)
    return warped(image, back, size), back.inverse()


def photographed(image: RgbImage, seed: int, *, shake: float = 0.06) -> tuple[RgbImage, Homography]:
    """Return the page as seen on a dark table, its corners moved at random by up to `shake` of the page's size."""
    rng = np.random.default_rng(seed)
    height, width = image.shape[:2]
    size = (round(width * 1.25), round(height * 1.2))
    grain = cv2.resize(rng.normal(0, 14, (size[1] // 30, size[0] // 30, 3)).astype(np.float32), size)
    table = np.clip(np.array([70, 55, 45]) + rng.integers(-25, 25, 3) + grain, 0, 255).astype(np.uint8)
    corners = SQUARE * (width, height) + (np.array(size) - (width, height)) / 2
    corners = (corners + rng.uniform(-shake, shake, (4, 2)) * (width, height)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(SQUARE * np.float32([width, height]), corners)
    photo = cv2.warpPerspective(
        image, matrix, size, table.copy(), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_TRANSPARENT
    )
    light = np.linspace(rng.uniform(0.75, 1), rng.uniform(0.75, 1), size[0])[None, :, None]
    there = cv2.getPerspectiveTransform(SQUARE, corners / np.float32(size))
    return np.clip(photo * light, 0, 255).astype(np.uint8), homography(there)

"""Pictures through a homography: the one place where a page's pixels are turned, straightened and flattened.

A homography maps fractions of the new picture to fractions of the old one, as `Page.original` does, so that all steps
can be put together first and the pixels are interpolated once.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Homography
from verifier.pictures import RgbImage

Matrix: TypeAlias = NDArray[np.float64]
Size: TypeAlias = tuple[int, int]
"""Width and height in pixels."""

QUARTERS: Final[dict[int, Homography]] = {
    90: Homography((0.0, -1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)),
    180: Homography((-1.0, 0.0, 1.0, 0.0, -1.0, 1.0, 0.0, 0.0, 1.0)),
    270: Homography((0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 1.0)),
}
"""The way back from an upright page to one that lies turned clockwise by so many degrees."""

_WHITE: Final = (255, 255, 255)


def warped(image: RgbImage, original: Homography, size: Size) -> RgbImage:
    """Return the picture of `size` whose fractions `original` maps to those of `image`; white where there is none.

    Quarter turns move pixels and change none; everything else is interpolated once (cubic).
    """
    for degrees, quarter in QUARTERS.items():
        if original == quarter:
            return quarter_turned(image, degrees)
    height, width = image.shape[:2]
    # Fractions count from the edge of the first pixel, OpenCV from its middle.
    matrix = _pixels((width, height)) @ matrix_of(original) @ np.linalg.inv(_pixels(size))
    result = cv2.warpPerspective(
        image,
        matrix,
        size,
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=_WHITE,
    )
    return cast(RgbImage, result)


def quarter_turned(image: RgbImage, degrees: int) -> RgbImage:
    """Return the upright picture of one that lies turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, degrees // 90))


def straightening(size: Size, degrees: float) -> tuple[Homography, Size]:
    """Return how to take `degrees` of clockwise skew out of a picture, and the size that keeps all of it."""
    width, height = size
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    new = (
        math.ceil(width * cosine + height * abs(sine) - 1e-6),
        math.ceil(height * cosine + width * abs(sine) - 1e-6),
    )
    to_middle = np.array([[1, 0, -new[0] / 2], [0, 1, -new[1] / 2], [0, 0, 1]], dtype=np.float64)
    turn = np.array([[cosine, -sine, width / 2], [sine, cosine, height / 2], [0, 0, 1]], dtype=np.float64)
    return homography(np.diag([1 / width, 1 / height, 1]) @ turn @ to_middle @ np.diag([new[0], new[1], 1.0])), new


def homography(matrix: Matrix) -> Homography:
    """Return a 3 x 3 matrix as a value, its last number 1."""
    a, b, c, d, e, f, g, h, i = (float(value) for value in (matrix / matrix[2, 2]).ravel())
    return Homography((a, b, c, d, e, f, g, h, i))


def matrix_of(value: Homography) -> Matrix:
    """Return the 3 x 3 matrix of a homography."""
    return np.array(value.values, dtype=np.float64).reshape(3, 3)


def _pixels(size: Size) -> Matrix:
    """Return the matrix from fractions to OpenCV's pixel coordinates."""
    return np.array([[size[0], 0, -0.5], [0, size[1], -0.5], [0, 0, 1]], dtype=np.float64)

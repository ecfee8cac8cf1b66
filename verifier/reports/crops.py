"""A picture of the place that evidence points at: the box in a thin red frame, with some of the page around it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from models.geometry import Box
from verifier.pictures import RgbImage

WIDEST_PX: Final = 900
"""Widest picture; a wider one is scaled down."""

TALLEST_PX: Final = 480
"""Tallest picture: three times as high as a report shows it, so that eighty of them stay a page that opens."""

_MARGIN: Final = 0.35
"""Shown around the box, as a share of its size on each side."""

_LEAST_MARGIN: Final = 0.04
"""Shown around the box at least, as a share of the page: a signature means nothing without the words beside it."""

_RED: Final = (200, 16, 46)

_QUALITY: Final = (cv2.IMWRITE_JPEG_QUALITY, 88)
"""The grain of a scan makes a PNG six times as large and shows nothing more."""


def crop_jpeg(image: RgbImage, box: Box, *, below: RgbImage | None = None) -> bytes:
    """Return the neighbourhood of `box` as JPEG, at most `WIDEST_PX` by `TALLEST_PX`.

    Args:
        image: the upright page, shape (height, width, 3), RGB.
        box: what to frame, in page fractions; a box without area is shown with its surroundings.
        below: a picture to set below it at the same width, such as a seal's ring as a straight strip; it comes on top
            of the height promised.
    """
    height, width = image.shape[:2]
    around = box.expanded(
        max(_LEAST_MARGIN, box.width * _MARGIN), max(_LEAST_MARGIN * width / height, box.height * _MARGIN)
    )
    left, top, right, bottom = around.to_pixels(width, height)
    # At least one pixel, also where a box lies on the very edge of a tiny page.
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    crop = image[min(top, height - 1) : bottom, min(left, width - 1) : right]
    scale = min(1.0, WIDEST_PX / crop.shape[1], TALLEST_PX / crop.shape[0])
    if scale < 1.0:
        size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
        crop = np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    framed = np.ascontiguousarray(crop).copy()
    corners = _pixels(box, (left, top), (width, height), scale)
    cv2.rectangle(framed, corners[0], corners[1], _RED, 2)
    if below is not None:
        high = max(1, round(below.shape[0] * framed.shape[1] / below.shape[1]))
        strip = cv2.resize(below, (framed.shape[1], high), interpolation=cv2.INTER_AREA)
        framed = np.concatenate([framed, np.asarray(strip, dtype=np.uint8)], axis=0)
    done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(framed, cv2.COLOR_RGB2BGR), _QUALITY)
    if not done:
        raise RuntimeError("OpenCV could not write a JPEG")
    return jpeg.tobytes()


def _pixels(
    box: Box, origin: tuple[int, int], page: tuple[int, int], scale: float
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the corners of the frame in the crop, just outside the box so that it hides nothing."""
    left, top, right, bottom = box.to_pixels(*page)
    return (
        (round((left - origin[0]) * scale) - 3, round((top - origin[1]) * scale) - 3),
        (round((right - origin[0]) * scale) + 2, round((bottom - origin[1]) * scale) + 2),
    )

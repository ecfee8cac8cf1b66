"""Finds the text lines of a picture: PaddleOCR's detector (differentiable binarisation, Liao et al., AAAI 2020)."""

from __future__ import annotations

from typing import Final, cast

import cv2
import numpy as np

from verifier.pictures import RgbImage
from verifier.reading.planes import put_planes
from verifier.reading.regions import Quad, Regions
from verifier.reading.runtimes import Network
from verifier.reading.steps import Tensor

LONG_SIDE_PX: Final = 1280
"""The detector sees the page at most this large: larger finds no more lines at 200 dpi and costs in proportion."""

A4_INPUT: Final = (1, 3, 1280, 896)
"""What the network gets for an upright A4 page."""

_STRIDE_PX: Final = 32
_THRESHOLD: Final = 0.3
_BOX_THRESHOLD: Final = 0.5
_UNCLIP: Final = 1.6
_STRIP_RATIO: Final = 8
_STRIP_HEIGHT_PX: Final = 30


class TextDetector:
    """The detector with its pre- and post-processing; thresholds are the published ones of RapidOCR 3.10.

    Scores are taken inside the outline (`slow`), not in the rectangle around it: a printed label with a signature
    behind it, or a date under a seal, has an outline that is no rectangle, and was thrown away whole.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._regions = Regions(_THRESHOLD, _BOX_THRESHOLD, _UNCLIP)

    def find(self, image: RgbImage) -> list[Quad]:
        """Return the text lines of a picture of shape (H, W, 3), in no order, corners inside the picture."""
        padded, margin = _pad_strip(image)
        height, width = padded.shape[:2]
        quads = self._regions.find(self._network(_as_input(padded))[0, 0], width, height)
        moved = [quad - np.array([0, margin], dtype=np.float32) for quad in quads]
        return [_inside(quad, image) for quad in moved]


def _pad_strip(image: RgbImage) -> tuple[RgbImage, int]:
    """Give a low strip room above and below: the detector finds nothing in a line that fills its picture."""
    height, width = image.shape[:2]
    if height > _STRIP_HEIGHT_PX and width <= _STRIP_RATIO * height:
        return image, 0
    margin = max(_STRIP_HEIGHT_PX, width // _STRIP_RATIO)
    padded = cv2.copyMakeBorder(image, margin, margin, 0, 0, cv2.BORDER_REPLICATE)
    return cast(RgbImage, padded), margin


def _as_input(image: RgbImage) -> Tensor:
    """Return the picture as the network wants it: (1, 3, h, w), blue first, -1..1, sides multiples of 32."""
    height, width = image.shape[:2]
    scale = min(1.0, LONG_SIDE_PX / max(height, width))
    size = (_to_stride(width * scale), _to_stride(height * scale))
    tensor = np.empty((1, 3, size[1], size[0]), dtype=np.float32)
    put_planes(cast(RgbImage, cv2.resize(image, size)), tensor[0])
    return tensor


def _to_stride(length: float) -> int:
    return max(_STRIDE_PX, round(int(length) / _STRIDE_PX) * _STRIDE_PX)


def _inside(quad: Quad, image: RgbImage) -> Quad:
    height, width = image.shape[:2]
    return np.clip(quad, 0, np.array([width, height], dtype=np.float32))

"""From bytes to what the networks take: three planes, blue first, -1..1."""

from __future__ import annotations

import cv2
import numpy as np

from verifier.pictures import RgbImage
from verifier.reading.steps import Tensor


def put_planes(image: RgbImage, planes: Tensor) -> None:
    """Write a picture (H x W x 3) into `planes`, shape (3, H, W): plane by plane in half the time of a transpose."""
    for plane, channel in zip(planes, reversed(cv2.split(image)), strict=True):
        plane[...] = channel
    planes *= np.float32(2 / 255)
    planes -= np.float32(1)

"""What scanning programs make of a scan before anybody sees it: enlarged, sharpened, whitened, compressed again."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from verifier.pictures import RgbImage

BLOCKS = ("white", "tinted", "near_paper")
"""Grounds of pictures that are told by their paper: whitening would take it away."""


def reworked(image: RgbImage, rng: Generator, *, may_whiten: bool) -> RgbImage:
    """Return the slot after some of these steps, each by lot: none of them says anything about a pen."""
    if rng.random() < 0.5:
        scale = float(np.exp(rng.uniform(np.log(0.6), np.log(1.8))))
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way), dtype=np.uint8)
    if rng.random() < 0.4:
        soft = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.7, 1.5)))
        amount = float(rng.uniform(0.5, 1.8))
        image = np.asarray(cv2.addWeighted(image, 1 + amount, soft, -amount, 0), dtype=np.uint8)
    if may_whiten and rng.random() < 0.6:
        image = _stretched(image, rng)
    if rng.random() < 0.6:
        packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 93))])[1]
        image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)
    return image


def _stretched(image: RgbImage, rng: Generator) -> RgbImage:
    """Return the slot as a scanner's text mode leaves it: paper white without grain, ink black or nearly so."""
    dark, paper = (float(level) for level in np.percentile(image, (2, 60)))
    low = dark + rng.uniform(0, 0.45) * (paper - dark)
    high = paper - rng.uniform(0.02, 0.35) * (paper - dark)
    levels = (np.arange(256) - low) * (255 / max(high - low, 20))
    return np.asarray(cv2.LUT(image, np.clip(levels, 0, 255).astype(np.uint8)), dtype=np.uint8)

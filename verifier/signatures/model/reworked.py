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
    if rng.random() < 0.2:
        image = _as_telephones_clean(image, rng)
    if rng.random() < 0.4:
        soft = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.7, 1.5)))
        amount = float(rng.uniform(0.5, 1.8))
        image = np.asarray(cv2.addWeighted(image, 1 + amount, soft, -amount, 0), dtype=np.uint8)
    if may_whiten and rng.random() < 0.6:
        image = _stretched(image, rng)
    return _saved(image, rng) if rng.random() < 0.6 else image


def in_two_tones(image: RgbImage, rng: Generator) -> RgbImage:
    """Return the slot as a scanner's line-art mode leaves it: black and white, scaled and saved again by lot.

    What a pen or a printer left in the ink is gone there.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    fine = cv2.resize(grey, None, fx=(scale := float(rng.uniform(1, 2.2))), fy=scale, interpolation=cv2.INTER_CUBIC)
    dark, paper = (float(level) for level in np.percentile(fine, (2, 60)))
    lines = np.where(
        fine > dark + rng.uniform(0.35, 0.7) * (paper - dark), np.uint8(255), np.uint8(rng.integers(0, 40))
    )
    if rng.random() < 0.5:
        shrunk = float(rng.uniform(0.35, 0.9))
        lines = np.asarray(cv2.resize(lines, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    image = np.repeat(lines[..., None], 3, axis=2)
    return _saved(image, rng) if rng.random() < 0.6 else image


def _as_telephones_clean(image: RgbImage, rng: Generator) -> RgbImage:
    """Return the slot as a telephone in poor light saves it: dimmed, grainy, the grain wiped away in patches."""
    grain = rng.normal(0, float(rng.uniform(2, 9)), (*image.shape[:2], 1))
    coarse = cv2.GaussianBlur(rng.normal(0, 1, image.shape[:2]), (0, 0), float(rng.uniform(0.7, 1.5)))[..., None]
    dim = image * float(rng.uniform(0.45, 1.0)) + grain + coarse * float(rng.uniform(0, 12))
    taken = np.clip(dim, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        taken = np.asarray(cv2.bilateralFilter(taken, 5, float(rng.uniform(10, 45)), 2.0), dtype=np.uint8)
    return taken


def _saved(image: RgbImage, rng: Generator) -> RgbImage:
    packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 93))])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)


def _stretched(image: RgbImage, rng: Generator) -> RgbImage:
    """Return the slot as a scanner's text mode leaves it: paper white without grain, ink black or nearly so."""
    dark, paper = (float(level) for level in np.percentile(image, (2, 60)))
    low = dark + rng.uniform(0, 0.45) * (paper - dark)
    high = paper - rng.uniform(0.02, 0.35) * (paper - dark)
    levels = (np.arange(256) - low) * (255 / max(high - low, 20))
    return np.asarray(cv2.LUT(image, np.clip(levels, 0, 255).astype(np.uint8)), dtype=np.uint8)

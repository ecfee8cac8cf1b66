"""Signatures as pictures laid over a page: each way leaves its own trace, from a white block to a cut-out."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.synthesis.ink.strokes import Ink
from tests.synthesis.paper import Sheet

Picture = NDArray[np.uint8]
GROUNDS = ("white", "tinted", "near_paper", "halo", "cutout", "pixelated")
"""White block; photographed; nearly the paper's colour; no block but the JPEG's ringing; hard rim; big pixels."""
_MARGIN = (8, 10)


def lay_picture(
    sheet: Sheet, left: int, top: int, ink: Ink, ground: str, seed: int, pen: tuple[int, int, int]
) -> tuple[int, int, int, int]:
    """Lay a picture of the ink, its upper left margin at (left, top) pixels; returns what of the page it changed.

    Rectangles change all of their area, the others only where there is ink.
    """
    rng = random.Random(f"pasted {seed} {ground}")
    patch = _drawn(ink, (0, 0, 0) if ground == "white" else pen)
    height, width = patch.shape[:2]
    if ground in ("white", "tinted", "near_paper"):
        block = _block(sheet, patch, ground, rng)
        sheet.picture.paste(Image.fromarray(block), (left, top))
        return left, top, left + width, top + height
    below = np.asarray(sheet.picture.crop((left, top, left + width, top + height)))
    new = below
    if ground == "halo":
        light = _compressed(patch, rng.uniform(0.4, 0.6), rng.randint(18, 35))
        new = cv2.multiply(below, light, scale=1 / 255)
    elif ground == "pixelated":
        factor = rng.uniform(0.16, 0.3)
        small = cv2.resize(patch, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        new = cv2.multiply(below, cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), scale=1 / 255)
    elif ground == "cutout":
        new = _cut_out(below, patch, rng)
    sheet.picture.paste(Image.fromarray(np.asarray(new, np.uint8)), (left, top))
    dark = np.asarray(new, np.int16).min(axis=2) < np.asarray(below, np.int16).min(axis=2) - 60
    rows, columns = np.nonzero(dark)
    return left + int(columns.min()), top + int(rows.min()), left + int(columns.max()) + 1, top + int(rows.max()) + 1


def _drawn(ink: Ink, pen: tuple[int, int, int]) -> Picture:
    """Return the ink on white with a margin."""
    shades = 255 - ink[..., None] * (255 - np.asarray(pen, np.float32))
    down, across = _MARGIN
    return np.asarray(
        cv2.copyMakeBorder(
            shades.astype(np.uint8), down, down, across, across, cv2.BORDER_CONSTANT, value=(255, 255, 255)
        )
    )


def _compressed(patch: Picture, scale: float, quality: int) -> Picture:
    small = cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.resize(cv2.imdecode(packed, cv2.IMREAD_COLOR), (patch.shape[1], patch.shape[0])), np.uint8)


def _block(sheet: Sheet, patch: Picture, ground: str, rng: random.Random) -> Picture:
    block = _compressed(patch, 0.45, 45)
    if ground == "tinted":
        # Signed on paper and photographed: the paper is grey or bluish and darker to one side.
        tone = rng.uniform(0.86, 0.97)
        tint = np.asarray([tone + rng.uniform(-0.007, 0.007) for _ in range(3)])
        ramp = np.linspace(1, rng.uniform(0.9, 1.0), block.shape[1])[:: rng.choice((-1, 1))]
        return np.asarray(np.clip(block * tint * ramp[None, :, None], 0, 255), np.uint8)
    if ground == "near_paper":
        paper = np.asarray(sheet.picture.getpixel((2, sheet.size[1] // 2)), np.float32)
        return np.asarray(np.clip(block * ((paper + rng.choice((-2, 1, 2))) / 255), 0, 255), np.uint8)
    return block


def _cut_out(below: Picture, patch: Picture, rng: random.Random) -> Picture:
    """Ink without half tones, with the whitish seam of a careless selection around it."""
    dark = patch.min(axis=2) < 150
    seam = cv2.dilate(dark.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    new = below.copy()
    new[seam] = np.maximum(new[seam], rng.randint(225, 250))
    new[dark] = patch[dark]
    return new

"""Machines that keep less than colour: photocopiers, fax, toner savers, glass with a dark rim."""

from __future__ import annotations

import random
from dataclasses import replace

import cv2
import numpy as np

from tests.synthesis.scanning import light
from tests.synthesis.scanning.light import Picture
from tests.synthesis.truth import Truth

_BAYER = np.asarray([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.uint8) * 16 + 8


def grey_truth(truth: Truth, colour: str = "grey") -> Truth:
    """Return the truth of a copy without colour."""
    return replace(truth, seals=tuple(replace(seal, colour=colour) for seal in truth.seals))


def photocopied(image: Picture, rng: random.Random, *, generations: int = 1) -> Picture:
    """Return a photocopy: grey, paper burnt out, print darkened and eaten at its rims, specks of toner."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    for _ in range(generations):
        black, white = rng.uniform(18, 55), rng.uniform(205, 240)
        curve = np.clip((np.arange(256) - black) / (white - black), 0, 1) ** rng.uniform(0.9, 1.5)
        grey = cv2.LUT(cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.5, 0.8)), (curve * 250).astype(np.uint8))
    height, width = grey.shape
    for _ in range(rng.randint(20, 120) * generations):
        centre = (rng.randrange(width), rng.randrange(height))
        cv2.circle(grey, centre, rng.choice((0, 0, 1, 1, 2)), rng.randint(30, 150), -1, cv2.LINE_AA)
    if rng.random() < 0.3:
        # A scratch on the drum draws a hair line down every page.
        x = rng.randrange(width // 10, width * 9 // 10)
        strip = grey[:, x : x + 2]
        strip[:] = np.minimum(strip, rng.randint(150, 215))
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)


def faxed(image: Picture, rng: random.Random) -> Picture:
    """Return the page after a fax: 204 dots an inch across, 98 or 196 lines down (ITU-T T.4), black or white."""
    height, width = image.shape[:2]
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    lines = height if rng.random() < 0.6 else height // 2
    low = cv2.resize(grey, (width, lines), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        threshold = np.tile(_BAYER, (-(-lines // 4), -(-width // 4)))[:lines, :width]
        bits = cv2.LUT(low, np.clip(np.arange(256) * 1.25 - 20, 0, 255).astype(np.uint8)) > threshold
    else:
        bits = low > rng.randint(135, 185)
    bits = bits.astype(np.uint8) * 255
    # A lost line repeats the one before.
    for _ in range(rng.randint(0, 5)):
        row = rng.randrange(1, lines - 4)
        bits[row : row + rng.randint(1, 3)] = bits[row - 1]
    full = cv2.resize(bits, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(cv2.cvtColor(full, cv2.COLOR_GRAY2RGB), np.uint8)


def faded(image: Picture, rng: random.Random) -> Picture:
    """Return the page in a toner saver's print or an over-lit scan: black is grey, grey is nearly paper."""
    dark, light = rng.uniform(95, 150), rng.uniform(238, 252)
    curve = dark + (light - dark) * np.arange(256) / 255
    return np.asarray(cv2.LUT(image, curve.astype(np.uint8)), np.uint8)


def low_toner(image: Picture, rng: random.Random, depth: float) -> Picture:
    """Return the page from a printer that runs out: in bands and clouds up to `depth` of the ink is missing."""
    if depth < 0.02:
        return image
    height, width = image.shape[:2]
    noise = np.random.default_rng(rng.randrange(2**32))
    cloud = cv2.resize(noise.random((rng.randint(3, 12), 3), np.float32), (width // 8, height // 8),
                       interpolation=cv2.INTER_CUBIC)  # fmt: skip
    return np.asarray(255 - light.dimmed(255 - image, 1 - depth * np.clip(cloud, 0, 1)), np.uint8)


def dark_rim(image: Picture, rng: random.Random) -> Picture:
    """Return the page with the shade of the glass's rim along one or two sides, ragged where the paper waves."""
    image = image.copy()
    noise = np.random.default_rng(rng.randrange(2**32))
    for turns in rng.sample(range(4), rng.choice((1, 1, 2))):
        view = np.rot90(image, turns)
        length = view.shape[1]
        wave = cv2.resize(noise.normal(0, 3.5, (1, 7)).astype(np.float32), (length, 1), interpolation=cv2.INTER_CUBIC)[
            0
        ]
        reach = rng.uniform(6, 26)
        depth = round(reach * 3 + 14)
        distance = np.arange(depth, dtype=np.float32)[:, None] - (reach + wave)
        light = np.clip(1 / (1 + np.exp(-distance / 2.2)), rng.uniform(0.05, 0.3), 1)
        light *= 1 - 0.25 * np.exp(-np.clip(distance, 0, None) / (reach + 4))
        view[:depth] = (view[:depth] * light[..., None]).astype(np.uint8)
    return image

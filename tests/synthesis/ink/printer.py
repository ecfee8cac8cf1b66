"""What a printer makes of a picture: dots of toner or ink on a screen, where print of text is solid."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.synthesis.paper import INK

Picture = NDArray[np.uint8]
Shares = NDArray[np.float32]

_DEVICE_DPI = 600
_ANGLES = (15.0, 75.0, 0.0, 45.0)
_INKS = np.asarray(((0, 150, 215), (215, 20, 120), (250, 225, 0), INK), np.float32) / 255
"""Cyan, magenta, yellow and black on paper, and the angles of their screens in degrees (the trade's usual ones)."""
_BALANCE = (1.0, 0.88, 0.72, 1.0)
"""Equal shares of real inks make brown: printers take less magenta and yellow to a grey."""
_COLOUR_PRINTERS = 0.35
_LINES_PER_INCH = (71.0, 85.0, 100.0, 106.0, 133.0, 141.0)
"""Screens of laser printers of 600 dots an inch."""


def screened(picture: Picture, rng: random.Random, dpi: float = 200.0) -> Picture:
    """Return the picture, of this resolution on paper, as an office printer prints it on white.

    Only solid black comes out solid: what a pen leaves paler, an anti-aliased edge or a photographed ground becomes
    dots (clustered, on a turned grid).
    """
    fine = max(1, round(_DEVICE_DPI / dpi))
    pitch = dpi * fine / rng.choice(_LINES_PER_INCH)
    colour = rng.random() < _COLOUR_PRINTERS
    height, width = picture.shape[:2]
    large = cv2.resize(picture, (width * fine, height * fine), interpolation=cv2.INTER_LINEAR)
    shares = _separated(large.astype(np.float32) / 255, colour=colour)
    light = np.ones((*large.shape[:2], 3), np.float32)
    for share, balance, angle, ink in zip(shares, _BALANCE, _ANGLES, _INKS, strict=True):
        if share is not None:
            dots = share * balance > _screen(share.shape, pitch, angle)
            light = np.where(dots[..., None], light * ink, light)
    small = cv2.resize(light, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small * 255, 0, 255), np.uint8)


def _separated(light: Shares, *, colour: bool) -> tuple[Shares | None, ...]:
    """Return the shares of cyan, magenta, yellow and black; a black-and-white printer has only the last."""
    if not colour:
        return None, None, None, np.asarray(1 - light @ np.asarray((0.299, 0.587, 0.114), np.float32), np.float32)
    wanted = 1 - light
    black = np.asarray(np.clip((wanted.min(axis=2) - 0.3) / 0.6, 0, 1), np.float32)
    left = np.clip((wanted - black[..., None] * 0.85) / np.maximum(1 - 0.85 * black[..., None], 1e-3), 0, 1)
    return left[..., 0], left[..., 1], left[..., 2], black


def _screen(shape: tuple[int, ...], pitch: float, degrees: float) -> Shares:
    """Return the thresholds 0..1 of a clustered-dot screen; as many pixels lie below t as t says."""
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    turn = math.radians(degrees)
    across = (xs * math.cos(turn) + ys * math.sin(turn)) * (2 * math.pi / pitch)
    down = (ys * math.cos(turn) - xs * math.sin(turn)) * (2 * math.pi / pitch)
    wave = (np.cos(across) + np.cos(down)) / 2
    # The wave's values are spread like a triangle: ranks make them even.
    low = np.where(wave < 0, (1 + wave) ** 2 / 2, 1 - (1 - wave) ** 2 / 2)
    return np.asarray(0.015 + 0.97 * low, np.float32)

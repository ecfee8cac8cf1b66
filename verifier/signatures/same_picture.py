"""Are two signatures one and the same picture? A lead for a person: nobody signs twice alike.

It is the one trace that a signature which was cut out cleanly, printed and scanned cannot hide: wherever the same file
was used again, the ink lies the same.
"""

from __future__ import annotations

from typing import Final, cast

import cv2
import numpy as np

from verifier.ink_prints import Grid, InkPrint, laid_over
from verifier.signatures.ink import Ink

_TALL, _WIDEST = 48, 320
"""Height of the grid, and its greatest width: names are one to eight times as wide as high."""
_LEAST_INK, _SPECK = 60, 8
"""Pixels of ink without which nothing is said, and pieces of fewer pixels that are no stroke."""
_MARGIN, _SOFT = 8, 1.0
_OTHER_SHAPE: Final = 0.1
"""Two pictures of one signature differ in breadth by the scanners' stretch alone."""

SAME_PICTURE: Final = 0.96
"""Correlation of the ink, laid over each other, from which two signatures are held to be one picture.

One picture printed and scanned twice had 0.979 and more (56 pairs), by telephone too; two signatures of a drawn writer
0.852 at most (56 pairs).
"""


def signature_print(ink: Ink) -> InkPrint | None:
    """Return how the ink of a slot lies, cut to its strokes, None where there is hardly any."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.mask.astype(np.uint8), connectivity=8)
    strokes = (stats[:, cv2.CC_STAT_AREA] >= _SPECK)[labels] & ink.mask
    if int(strokes.sum()) < _LEAST_INK:
        return None
    rows, columns = np.flatnonzero(strokes.any(axis=1)), np.flatnonzero(strokes.any(axis=0))
    part = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
    near = cv2.dilate(strokes[part].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    dark = np.where(near, 255.0 - ink.levelled[part], 0.0)
    full = max(1.0, float(np.percentile(dark[near], 80)))
    height, width = dark.shape
    size = int(np.clip(round(width * _TALL / height), 16, _WIDEST)), _TALL
    small = cv2.resize((np.clip(dark / full, 0, 1) * 255).astype(np.uint8), size, interpolation=cv2.INTER_AREA)
    return InkPrint(cast(Grid, small), np.zeros((_TALL, size[0]), np.uint8))


def likeness(one: InkPrint, other: InkPrint) -> float | None:
    """Return the correlation -1..1 of two signatures' ink, None where their shapes have nothing in common."""
    widths = one.ink.shape[1], other.ink.shape[1]
    if max(widths) - min(widths) > _OTHER_SHAPE * max(widths):
        return None
    first, second = (_prepared(sign, max(widths)) for sign in (one, other))
    moved = laid_over(first, second)
    if moved is None:
        return None
    return float(np.corrcoef(first.ink.ravel(), moved.ink.ravel())[0, 1])


def is_same_picture(one: InkPrint, other: InkPrint) -> bool:
    """Tell whether two signatures are held to be one picture."""
    found = likeness(one, other)
    return found is not None and found >= SAME_PICTURE


def _prepared(sign: InkPrint, width: int) -> InkPrint:
    """Return the print at a common width with room to be moved in, softened as the softer scan."""
    wide = np.pad(cv2.resize(sign.ink, (width, _TALL), interpolation=cv2.INTER_LINEAR), _MARGIN)
    ink = cast(Grid, cv2.GaussianBlur(wide, (0, 0), _SOFT))
    return InkPrint(ink, np.zeros_like(ink))

"""How the ink of a seal or a signature lies, small enough to be kept with what was observed.

A print tells later, and across documents, whether two marks are one picture; it is no picture to be shown.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Grid: TypeAlias = NDArray[np.uint8]

_STEP: Final = 17
"""Sixteen steps of ink are kept; finer ones change nothing in a comparison."""
_ROUNDS: Final = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
_SMOOTH: Final = 5
"""Pixels of the filter that registration sees both prints through."""


@dataclass(frozen=True, eq=False)
class InkPrint:
    """Ink on a grid, (height, width): 0 paper to 255 full ink, and 255 where something else hides it."""

    ink: Grid
    hidden: Grid


def packed(one: InkPrint) -> str:
    """Return the print as a short text: its size, sixteen steps of ink, one bit of what is hidden."""
    height, width = one.ink.shape
    steps = np.round(one.ink / _STEP).astype(np.uint8).ravel()
    steps = np.append(steps, np.zeros(len(steps) % 2, np.uint8))
    body = (steps[::2] << 4 | steps[1::2]).tobytes() + np.packbits(one.hidden > 0).tobytes()
    return f"{width}x{height}:{base64.b85encode(zlib.compress(body, 9)).decode('ascii')}"


def unpacked(text: str) -> InkPrint:
    """Return the print that `packed` wrote.

    Raises:
        ValueError: the text is none of it.
    """
    size, _, body = text.partition(":")
    width, height = (int(side) for side in size.split("x"))
    count = width * height
    try:
        data = np.frombuffer(zlib.decompress(base64.b85decode(body)), np.uint8)
    except zlib.error as error:
        raise ValueError("broken print") from error
    half = (count + 1) // 2
    steps = np.stack([data[:half] >> 4, data[:half] & 15], axis=1).ravel()[:count]
    hidden = np.unpackbits(data[half:], count=count)
    return InkPrint((steps * _STEP).reshape(height, width), (hidden * 255).reshape(height, width))


def laid_over(one: InkPrint, other: InkPrint) -> InkPrint | None:
    """Return the other print moved, turned and stretched onto the first, None where the two have nothing in common.

    By the enhanced correlation coefficient (Evangelidis and Psarakis, PAMI 30(10), 2008).
    """
    align: Any = cv2.findTransformECC
    try:
        _, matrix = align(one.ink, other.ink, np.eye(2, 3, dtype=np.float32), cv2.MOTION_AFFINE, _ROUNDS, None, _SMOOTH)
    except cv2.error:
        return None
    size, flags = one.ink.shape[::-1], cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return InkPrint(
        *(cast(Grid, cv2.warpAffine(plane, matrix, size, flags=flags)) for plane in (other.ink, other.hidden))
    )

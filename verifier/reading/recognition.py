"""Reads cut-out text lines: PaddleOCR's recogniser, decoded greedily (CTC, Graves et al., ICML 2006)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from verifier.pictures import RgbImage
from verifier.reading.runtimes import Network, Tensor

_HEIGHT_PX: Final = 48
_WIDTH_STEP_PX: Final = 64
"""Widths are rounded up to multiples of this: OpenVINO compiles a kernel set for every new shape."""
_MAX_WIDTH_PX: Final = 4800


@dataclass(frozen=True)
class Character:
    """One character as read: `position` is its middle as a fraction 0..1 of the strip's width."""

    text: str
    confidence: float
    position: float


class TextRecogniser:
    """The recogniser. `characters[c]` is the text of class c, class 0 the blank."""

    def __init__(self, network: Network, characters: Sequence[str]) -> None:
        self._network = network
        self._characters = characters

    def read(self, strips: Sequence[RgbImage]) -> list[list[Character]]:
        """Return the characters of every strip (H x W x 3, one text line each), in the order of `strips`."""
        return [self._read_one(strip) if strip.size else [] for strip in strips]

    def _read_one(self, strip: RgbImage) -> list[Character]:
        # One strip at a time: on one thread, batches of 2, 4 and 8 strips of equal width cost the same or more.
        tensor, filled = _as_input(strip)
        scores = self._network(tensor)[0]
        if scores.shape[1] != len(self._characters):
            raise ValueError(f"{scores.shape[1]} classes, but {len(self._characters)} characters")
        return _decode(scores, self._characters, filled / tensor.shape[3])


def _as_input(strip: RgbImage) -> tuple[Tensor, int]:
    """Return (tensor of shape (1, 3, 48, w), filled width in pixels); the rest is padding."""
    height, width = strip.shape[:2]
    filled = min(_MAX_WIDTH_PX, max(1, math.ceil(_HEIGHT_PX * width / height)))
    padded = math.ceil(filled / _WIDTH_STEP_PX) * _WIDTH_STEP_PX
    tensor = np.zeros((1, 3, _HEIGHT_PX, padded), dtype=np.float32)
    small = cv2.resize(strip, (filled, _HEIGHT_PX))
    tensor[0, :, :, :filled] = small[:, :, ::-1].transpose(2, 0, 1) * np.float32(2 / 255) - np.float32(1)
    return tensor, filled


def _decode(scores: Tensor, characters: Sequence[str], filled: float) -> list[Character]:
    """Return the best path of `scores` (shape (steps, classes), probabilities): repeats and blanks fall away."""
    best = scores.argmax(axis=1)
    sure = scores[np.arange(len(best)), best]
    first_of_run = np.append(True, best[1:] != best[:-1])
    steps = np.flatnonzero(first_of_run & (best != 0))
    return [
        Character(
            characters[best[step]],
            float(min(1.0, max(0.0, sure[step]))),
            min(1.0, (step + 0.5) / len(best) / filled),
        )
        for step in steps
    ]

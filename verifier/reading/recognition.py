"""Reads cut-out text lines: PaddleOCR's recogniser, decoded greedily (CTC, Graves et al., ICML 2006).

Cost grows with the width of what is read. Long lines are first read squeezed to six tenths; what is sure and purely
Chinese stays, everything else is read again at full width: digits, Latin letters and points fall out of squeezed lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, cast

import cv2
import numpy as np

from verifier.pictures import RgbImage
from verifier.reading.runtimes import Network, Tensor

_HEIGHT_PX: Final = 48
_WIDTH_STEP_PX: Final = 64
"""Widths are rounded up to multiples of this: OpenVINO compiles a kernel set for every new shape."""
_MAX_WIDTH_PX: Final = 4800

_BATCH: Final = 8
_BATCH_WIDTH_PX: Final = 256
"""Strips up to this wide are read eight at a time, a quarter cheaper; wider ones gain nothing."""

_SQUEEZE: Final = 0.6
"""At 0.5, sure characters are lost now and then; at 0.6 none of 20,000."""
_LONG_PX: Final = 8 * _HEIGHT_PX
"""Shorter lines are mostly numbers and names: not worth two readings."""
_SURE: Final = 0.8
_FIRST_WIDE: Final = 0x2E80
"""From here on, characters are as wide as high (CJK radicals, Unicode)."""
_STEP_PX: Final = 8
_LEAST_STEPS: Final = 2.3
_WIDEST_GAP: Final = 1.7


@dataclass(frozen=True)
class Character:
    """One character as read: `position` is its middle as a fraction 0..1 of the strip's width."""

    text: str
    confidence: float
    position: float


class TextRecogniser:
    """The recogniser. `characters[c]` is the text of class c, class 0 the blank.

    Args:
        network: gives scores of shape (batch, steps, classes): probabilities, or with `logits` what softmax takes.
        characters: text of every class.
        logits: see `network`.
    """

    def __init__(self, network: Network, characters: Sequence[str], *, logits: bool = False) -> None:
        self._network = network
        self._characters = characters
        self._logits = logits

    def read(self, strips: Sequence[RgbImage]) -> list[list[Character]]:
        """Return the characters of every strip (H x W x 3, one text line each), in the order of `strips`."""
        readings: dict[int, list[Character]] = {i: [] for i, strip in enumerate(strips) if not strip.size}
        readings |= self._squeezed(
            {i: strip for i, strip in enumerate(strips) if strip.size and _full_px(strip) >= _LONG_PX}
        )
        rest = [i for i in range(len(strips)) if i not in readings]
        for batch in _batches(rest, strips):
            readings |= zip(batch, self._read_batch([strips[i] for i in batch], 1.0), strict=True)
        return [readings[i] for i in range(len(strips))]

    def _squeezed(self, strips: dict[int, RgbImage]) -> dict[int, list[Character]]:
        """Return what squeezed lines say beyond doubt; give up on pages where too few do (numbers, Latin, blur)."""
        readings = {}
        saved = 2.0 * _MAX_WIDTH_PX * (1 - _SQUEEZE)
        for index, strip in strips.items():
            if saved < 0:
                break
            (found,) = self._read_batch([strip], _SQUEEZE)
            if _beyond_doubt(found, _full_px(strip) * _SQUEEZE / _STEP_PX):
                readings[index] = found
                saved += _full_px(strip) * (1 - _SQUEEZE)
            else:
                saved -= _full_px(strip) * _SQUEEZE
        return readings

    def _read_batch(self, strips: Sequence[RgbImage], squeeze: float) -> list[list[Character]]:
        tensor, filled = _as_input(strips, squeeze)
        scores = self._network(tensor)
        if scores.shape[2] != len(self._characters):
            raise ValueError(f"{scores.shape[2]} classes, but {len(self._characters)} characters")
        return [
            _decode(rows, self._characters, width / tensor.shape[3], logits=self._logits)
            for rows, width in zip(scores, filled, strict=False)
        ]


def _full_px(strip: RgbImage) -> int:
    height, width = strip.shape[:2]
    return int(min(_MAX_WIDTH_PX, max(1, math.ceil(_HEIGHT_PX * width / height))))


def _padded_px(width: int) -> int:
    return -(-width // _WIDTH_STEP_PX) * _WIDTH_STEP_PX


def _batches(indices: list[int], strips: Sequence[RgbImage]) -> Iterator[list[int]]:
    """Yield indices that are read together: strips of like width by eights, wide ones and the last few alone."""
    by_width = sorted(indices, key=lambda index: _full_px(strips[index]))
    narrow = sum(_full_px(strips[index]) <= _BATCH_WIDTH_PX for index in indices)
    whole = narrow - narrow % _BATCH
    for start in range(0, whole, _BATCH):
        yield by_width[start : start + _BATCH]
    for index in by_width[whole:]:
        yield [index]


def _as_input(strips: Sequence[RgbImage], squeeze: float) -> tuple[Tensor, list[int]]:
    """Return (tensor of shape (strips, 3, 48, w), filled widths in pixels); the rest is padding."""
    filled = [max(1, math.ceil(_full_px(strip) * squeeze)) for strip in strips]
    tensor = np.zeros((len(strips), 3, _HEIGHT_PX, _padded_px(max(filled))), dtype=np.float32)
    for row, strip, width in zip(tensor, strips, filled, strict=True):
        small = cv2.resize(strip, (width, _HEIGHT_PX))
        row[:, :, :width] = small[:, :, ::-1].transpose(2, 0, 1) * np.float32(2 / 255) - np.float32(1)
    return tensor, filled


def _beyond_doubt(found: Sequence[Character], steps: float) -> bool:
    """Say whether a squeezed line of so many steps may stand: wide characters only, each sure, evenly set.

    A gap of nearly two characters may hide a lost one; characters set closer than the squeezing can part them may, too.
    """
    if len(found) < 2 or any(not _wide(c.text) or c.confidence < _SURE for c in found):
        return False
    gaps = [(after.position - before.position) * steps for before, after in pairwise(found)]
    usual = median(gaps)
    return usual >= _LEAST_STEPS and max(gaps) <= _WIDEST_GAP * usual


def _wide(text: str) -> bool:
    return ord(min(text)) >= _FIRST_WIDE


def _decode(scores: Tensor, characters: Sequence[str], filled: float, *, logits: bool) -> list[Character]:
    """Return the best path of `scores` (shape (steps, classes)): repeats and blanks fall away."""
    best = scores.argmax(axis=1)
    first_of_run = np.append(True, best[1:] != best[:-1])
    steps = np.flatnonzero(first_of_run & (best != 0))
    sure = _sure(scores[steps], logits=logits)
    return [
        Character(
            characters[best[step]],
            float(min(1.0, max(0.0, confidence))),
            min(1.0, (step + 0.5) / len(best) / filled),
        )
        for step, confidence in zip(steps, sure, strict=True)
    ]


def _sure(scores: Tensor, *, logits: bool) -> Tensor:
    """Return the probability of the best class of each row."""
    best: Tensor = scores.max(axis=1)
    if not logits:
        return best
    return cast(Tensor, 1 / np.exp(scores - best[:, np.newaxis]).sum(axis=1))

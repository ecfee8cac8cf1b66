"""Reads cut-out text lines: PaddleOCR's recogniser, decoded greedily (CTC, Graves et al., ICML 2006).

Cost grows with the width of what is read. Long lines are first read squeezed to six tenths; what is sure and purely
Chinese stays, everything else is read again at full width: digits, Latin letters and points fall out of squeezed lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage
from verifier.reading.doubt import Character, Stretch, doubtful, joined
from verifier.reading.planes import put_planes
from verifier.reading.steps import StepReader, Tensor

_HEIGHT_PX: Final = 48
_WIDTH_STEP_PX: Final = 64
_NARROW_STEP_PX: Final = 32
"""Widths are rounded up to multiples of these, the second up to `_BATCH_WIDTH_PX`, where 64 would be a third of a
strip: for every new shape OpenVINO compiles a kernel set, of 20 to 40 ms and 6 MB."""
_MAX_WIDTH_PX: Final = 4800
_USUAL_PX: Final = 1280
"""Few lines of an A4 page at 200 dpi are wider, once they are squeezed."""

_BATCH: Final = 8
_BATCH_WIDTH_PX: Final = 256
"""Strips up to this wide are read eight at a time, a quarter cheaper; wider ones gain nothing."""

_SQUEEZE: Final = 0.6
"""At 0.5, sure characters are lost now and then; at 0.6 none of 20,000."""
_LONG_PX: Final = 8 * _HEIGHT_PX
"""Shorter lines are mostly numbers and names: not worth two readings."""
_STEP_PX: Final = 8
"""One step of the network."""
_TOGETHER: Final = 4
"""Batches that are read before what they say is looked at."""

_T = TypeVar("_T")
_Batch: TypeAlias = tuple[Sequence[RgbImage], Sequence[int]]
"""Strips and the widths in pixels that each is to fill."""


class TextRecogniser:
    """The recogniser. `characters[c]` is the text of class c, class 0 the blank."""

    def __init__(self, read_steps: StepReader, characters: Sequence[str]) -> None:
        self._read_steps = read_steps
        self._characters = characters

    def warm(self) -> None:
        """Meet the usual shapes: batches of narrow strips, and single ones up to a line of an A4 page."""
        for batch, widest in ((_BATCH, _BATCH_WIDTH_PX), (1, _USUAL_PX)):
            for width in sorted({_padded_px(width) for width in range(1, widest + 1)}):
                self._read_steps([np.zeros((batch, 3, _HEIGHT_PX, width), dtype=np.float32)])

    def read(self, strips: Sequence[RgbImage], *, squeeze: bool = True) -> list[list[Character]]:
        """Return the characters of every strip (H x W x 3, one text line each), in the order of `strips`.

        Long ones are squeezed first, which pays for print; of what is worn nearly all is read again at full width.
        """
        long = {i: strip for i, strip in enumerate(strips) if squeeze and _full_px(strip) >= _LONG_PX}
        squeezed = self._squeezed(long)
        whole = [i for i in range(len(strips)) if i not in squeezed]
        pieces = [(i, piece) for i, (_, stretches) in squeezed.items() for piece in stretches]
        again = self._at_full_width([*(strips[i] for i in whole), *(_cut(strips[i], piece) for i, piece in pieces)])
        readings = dict(zip(whole, again, strict=False))
        of_line: dict[int, list[list[Character]]] = {i: [] for i in squeezed}
        for (i, _), reading in zip(pieces, again[len(whole) :], strict=True):
            of_line[i].append(reading)
        lines = {i: joined(*squeezed[i], of_line[i]) for i in squeezed}
        apart = [i for i, line in lines.items() if line is None]
        readings |= zip(apart, self._at_full_width([strips[i] for i in apart]), strict=True)
        readings |= {i: line for i, line in lines.items() if line is not None}
        return [readings[i] for i in range(len(strips))]

    def _squeezed(self, strips: dict[int, RgbImage]) -> dict[int, tuple[list[Character], list[Stretch]]]:
        """Return what squeezed lines say, and what of them is in doubt; lines that are to be read whole are missing.

        Gives up on pages where squeezing does not pay (numbers, Latin, blur).
        """
        readings = {}
        saved = 2.0 * _MAX_WIDTH_PX * (1 - _SQUEEZE)
        # Widest first: they have the most to save, and what has the same width is read in a row.
        by_width = sorted(strips, key=lambda index: _squeezed_px(strips[index]), reverse=True)
        for group in _groups(by_width):
            if saved < 0:
                break
            widths = [_squeezed_px(strips[index]) for index in group]
            said = self._read_batches([([strips[index]], [width]) for index, width in zip(group, widths, strict=True)])
            for index, width, (found,) in zip(group, widths, said, strict=True):
                stretches = doubtful(found, width / _STEP_PX)
                if stretches is not None:
                    readings[index] = found, stretches
                again = 1.0 if stretches is None else sum(piece.end - piece.start for piece in stretches)
                saved += _full_px(strips[index]) * (1 - again) - width
        return readings

    def _at_full_width(self, strips: Sequence[RgbImage]) -> list[list[Character]]:
        readings: dict[int, list[Character]] = {}
        for group in _groups(list(_batches(strips))):
            batches = [[strips[i] for i in batch] for batch in group]
            said = self._read_batches([(batch, [_full_px(strip) for strip in batch]) for batch in batches])
            for batch, found in zip(group, said, strict=True):
                readings |= zip(batch, found, strict=True)
        return [readings.get(i, []) for i in range(len(strips))]

    def _read_batches(self, batches: Sequence[_Batch]) -> list[list[list[Character]]]:
        """Return the characters of every strip of every batch."""
        tensors = [_as_input(strips, filled) for strips, filled in batches]
        said = self._read_steps(tensors)
        if any(steps.classes != len(self._characters) for steps in said):
            raise ValueError(f"{said[0].classes} classes, but {len(self._characters)} characters")
        return [
            [
                _decode(best, sure, self._characters, width / tensor.shape[3])
                for best, sure, width in zip(steps.best, steps.sure, filled, strict=False)
            ]
            for steps, tensor, (_, filled) in zip(said, tensors, batches, strict=True)
        ]


def _groups(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Yield what is read before the next decision: more would hold more memory."""
    for start in range(0, len(items), _TOGETHER):
        yield items[start : start + _TOGETHER]


def _squeezed_px(strip: RgbImage) -> int:
    """Return the width to which a long strip is squeezed."""
    return math.ceil(_full_px(strip) * _SQUEEZE)


def _full_px(strip: RgbImage) -> int:
    """Return the width of a strip at the height of the network's pictures; 0 where it is empty."""
    height, width = strip.shape[:2]
    return int(min(_MAX_WIDTH_PX, max(1, math.ceil(_HEIGHT_PX * width / height)))) if strip.size else 0


def _padded_px(width: int) -> int:
    step = _NARROW_STEP_PX if width <= _BATCH_WIDTH_PX else _WIDTH_STEP_PX
    return -(-width // step) * step


def _cut(strip: RgbImage, stretch: Stretch) -> RgbImage:
    width = strip.shape[1]
    return strip[:, int(stretch.start * width) : math.ceil(stretch.end * width)]


def _batches(strips: Sequence[RgbImage]) -> Iterator[list[int]]:
    """Yield indices that are read together: strips of like width by eights, wide ones and the last few alone."""
    by_width = sorted((i for i, strip in enumerate(strips) if strip.size), key=lambda i: _full_px(strips[i]))
    narrow = sum(_full_px(strips[index]) <= _BATCH_WIDTH_PX for index in by_width)
    whole = narrow - narrow % _BATCH
    for start in range(0, whole, _BATCH):
        yield by_width[start : start + _BATCH]
    for index in by_width[whole:]:
        yield [index]


def _as_input(strips: Sequence[RgbImage], filled: Sequence[int]) -> Tensor:
    """Return a tensor of shape (strips, 3, 48, w) that holds each strip in so many pixels; the rest is padding."""
    tensor = np.zeros((len(strips), 3, _HEIGHT_PX, _padded_px(max(filled))), dtype=np.float32)
    for row, strip, width in zip(tensor, strips, filled, strict=True):
        put_planes(cast(RgbImage, cv2.resize(strip, (width, _HEIGHT_PX))), row[:, :, :width])
    return tensor


def _decode(best: NDArray[np.intp], sure: Tensor, characters: Sequence[str], filled: float) -> list[Character]:
    """Return the best path of a strip's steps: repeats and blanks fall away."""
    first_of_run = np.append(True, best[1:] != best[:-1])
    return [
        Character(
            characters[best[step]],
            min(1.0, max(0.0, float(sure[step]))),
            min(1.0, (step + 0.5) / len(best) / filled),
        )
        for step in np.flatnonzero(first_of_run & (best != 0))
    ]

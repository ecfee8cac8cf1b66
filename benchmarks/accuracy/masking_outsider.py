"""RapidOCR as the outsider of the masking benchmark: it reads a copy upright, and the other ways round where need be.

A name that lies on its side or upside down is found by its detector as any other line and read without confidence. So
what it was not sure of is cut out and read in the other directions; every so often a copy is read whole in all four,
to see whether that tells more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.reading.engines import rapidocr_pipeline
from models.geometry import Box
from verifier.pictures import RgbImage
from verifier.reading.order import reading_order

_SURE: Final = 0.9
"""Confidence from which on a line lies as it was read."""

_SQUARE: Final = 1.5
"""Times the shorter side up to which nothing tells along which side a line runs; RapidOCR turns what is taller."""


class Outsider:
    """What RapidOCR reads on pictures (H x W x 3 uint8 RGB)."""

    def __init__(self) -> None:
        self._pipeline: Any = rapidocr_pipeline(1)
        self._unsure: list[NDArray[np.uint8]] = []

    def read(self, image: RgbImage) -> str:
        """Return the text of an upright page in reading order; `turned` tells of its unsure lines afterwards."""
        picture, done = self._pipeline.preprocess_img(np.ascontiguousarray(image[:, :, ::-1]))
        # Its steps one by one: as a whole it keeps to itself which lines it found and could not read.
        found, _, read, crops = self._pipeline.run_ocr_steps(picture, done)
        self._unsure = [crop for crop, score in zip(crops, read.scores, strict=False) if score < _SURE]
        if found.boxes is None or read.txts is None:
            return ""
        height, width = picture.shape[:2]
        boxes = [
            Box.from_pixels(*map(float, (*quad.min(axis=0), *quad.max(axis=0))), width_px=width, height_px=height)
            for quad in found.boxes
        ]
        least = self._pipeline.text_score
        return "".join(read.txts[index] for index in reading_order(boxes) if read.scores[index] >= least)

    def turned(self) -> Iterator[str]:
        """Yield what the unsure lines of the last picture say in other directions, however little sure that is."""
        ways = [np.rot90(crop, turns) for crop in self._unsure for turns in _turns(crop)]
        if ways:
            yield from self._pipeline.recognize_txt([np.ascontiguousarray(way) for way in ways]).txts

    def whole(self, image: RgbImage) -> Iterator[str]:
        """Yield the text of a whole page turned once, twice and three times to the left."""
        yield from (self.read(np.rot90(image, turns)) for turns in (1, 2, 3))


def _turns(crop: NDArray[np.uint8]) -> tuple[int, ...]:
    long, short = max(crop.shape[:2]), min(crop.shape[:2])
    return (2,) if long >= _SQUARE * short else (1, 2, 3)

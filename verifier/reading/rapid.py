"""PP-OCRv6 small, the default engine: detect lines, cut them out, read them, put them in reading order.

The weights come with RapidOCR; the recipe around them is ours, because the product needs
a box and a confidence for every character, and RapidOCR's own pipeline pads every strip of a batch to the widest.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Final, cast

import cv2
import numpy as np

from models.document import Line, Word
from models.geometry import Box
from verifier.pictures import RgbImage
from verifier.reading.detection import A4_INPUT, TextDetector
from verifier.reading.doubt import Character
from verifier.reading.order import reading_order
from verifier.reading.recognition import TextRecogniser
from verifier.reading.regions import Quad
from verifier.reading.runtimes import RUNTIMES
from verifier.reading.weights import characters_of, pp_ocrv6_small

_UPRIGHT_RATIO: Final = 1.5
"""A cut-out at least this much taller than wide is a line standing on its side (PaddleOCR's own rule)."""

_MIN_CONFIDENCE: Final = 0.5
"""Lines read with less are patterns, seals and scribbles (PaddleOCR's and RapidOCR's published limit)."""


class RapidEngine:
    """PP-OCRv6 small on one of the runtimes `openvino` and `onnxruntime`. Loading takes about a second."""

    def __init__(self, runtime: str = "openvino", *, threads: int = 1) -> None:
        chosen, weights = RUNTIMES[runtime], pp_ocrv6_small()
        self._detector = TextDetector(chosen.load(weights.detector, threads, A4_INPUT))
        self._recogniser = TextRecogniser(
            chosen.read_steps(weights.recogniser, threads), characters_of(weights.recogniser)
        )
        self.name = f"pp-ocrv6-{runtime}"
        self.version = f"{weights.version}, {chosen.package} {version(chosen.package)}"

    def warm(self) -> None:
        """Meet an A4 page and the usual widths of lines: a runtime compiles its kernels for every new one."""
        self._detector.find(np.full((2339, 1654, 3), 255, dtype=np.uint8))
        self._recogniser.warm()

    def read(self, image: RgbImage) -> list[Line]:
        """Return the lines of a picture (H x W x 3 uint8 RGB) in reading order; a word is one character."""
        quads = self._detector.find(image)
        readings = self._recogniser.read([cut_out(image, quad) for quad in quads])
        found = [
            (quad, line)
            for quad, reading in zip(quads, readings, strict=True)
            if (line := _as_line(quad, reading, image)) is not None
        ]
        order = reading_order([line.box for _, line in found], _slope([quad for quad, _ in found], image))
        return [found[index][1] for index in order]

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
        """Return the text of a picture of one line, and a confidence for every character of it."""
        characters = self.read_characters(image)
        return _text(characters), tuple(character.confidence for character in characters)

    def read_characters(self, image: RgbImage) -> list[Character]:
        """Return what `read_strip` reads with the place of every character along the strip."""
        return self._recogniser.read([image], squeeze=False)[0]


def cut_out(image: RgbImage, quad: Quad) -> RgbImage:
    """Return the line inside `quad`, straightened; one that stands on its side is turned to the left."""
    width, height = _size(quad)
    if (quad == _around(quad)).all():
        left, top = quad[0].astype(int)
        return _lying(image[top : top + height, left : left + width], width, height)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    strip = cv2.warpPerspective(
        image,
        cv2.getPerspectiveTransform(quad, target),
        (width, height),
        borderMode=cv2.BORDER_REPLICATE,
        flags=cv2.INTER_LINEAR,
    )
    return _lying(cast(RgbImage, strip), width, height)


def _lying(strip: RgbImage, width: int, height: int) -> RgbImage:
    return np.rot90(strip) if _stands(width, height) else strip


def _around(quad: Quad) -> Quad:
    """Return the upright rectangle around whole pixels of a quad: itself, for two lines in three."""
    (left, top), (right, bottom) = np.floor(quad.min(axis=0)), np.floor(quad.max(axis=0))
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)


def _size(quad: Quad) -> tuple[int, int]:
    top_left, top_right, bottom_right, bottom_left = quad
    width = max(np.linalg.norm(top_left - top_right), np.linalg.norm(bottom_right - bottom_left))
    height = max(np.linalg.norm(top_left - bottom_left), np.linalg.norm(top_right - bottom_right))
    return max(1, int(width)), max(1, int(height))


def _stands(width: int, height: int) -> bool:
    return height >= _UPRIGHT_RATIO * width


def _as_line(quad: Quad, reading: Sequence[Character], image: RgbImage) -> Line | None:
    text = _text(reading)
    if not text.strip():
        return None
    confidence = sum(character.confidence for character in reading) / len(reading)
    if confidence < _MIN_CONFIDENCE:
        return None
    return Line(text, _box(quad, image), round(confidence, 4), _words(quad, reading, image))


def _text(reading: Sequence[Character]) -> str:
    return "".join(character.text for character in reading)


def _box(corners: Quad, image: RgbImage) -> Box:
    return _boxes(corners[np.newaxis], image)[0]


def _boxes(corners: Quad, image: RgbImage) -> list[Box]:
    """Return the box around each of the outlines `corners`, shape (n, 4, 2)."""
    height, width = image.shape[:2]
    sides = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1).tolist()
    return [Box.from_pixels(*four, width_px=width, height_px=height) for four in sides]


def _words(quad: Quad, reading: Sequence[Character], image: RgbImage) -> tuple[Word, ...]:
    """Return one word a character. Its sides lie halfway to its neighbours, at most a line's height apart."""
    width, height = _size(quad)
    order = [1, 2, 0, 3] if _stands(width, height) else [0, 1, 3, 2]
    near_start, near_end, far_start, far_end = quad[order]
    half = min(width, height) / max(width, height) / 2
    places = np.array([character.position for character in reading])
    between = (places[1:] + places[:-1]) / 2
    starts = np.maximum(np.append(0.0, between), np.maximum(places - half, 0.0))[:, np.newaxis]
    ends = np.minimum(np.append(between, 1.0), np.minimum(places + half, 1.0))[:, np.newaxis]
    corners = np.stack(
        [
            start + (end - start) * at
            for start, end in ((near_start, near_end), (far_start, far_end))
            for at in (starts, ends)
        ],
        axis=1,
    )
    return tuple(
        Word(character.text, box, round(character.confidence, 4))
        for character, box in zip(reading, _boxes(corners, image), strict=True)
        if character.text.strip()
    )


def _slope(quads: Sequence[Quad], image: RgbImage) -> float:
    """Return how far rows sink across the page, as a fraction of its height: the median over lying lines."""
    height, width = image.shape[:2]
    slopes = [
        float((quad[1][1] - quad[0][1]) / (quad[1][0] - quad[0][0]))
        for quad in quads
        if quad[1][0] - quad[0][0] >= 3 * (quad[3][1] - quad[0][1]) > 0
    ]
    return float(np.median(slopes)) * width / height if slopes else 0.0

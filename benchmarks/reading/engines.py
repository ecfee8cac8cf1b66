"""The engines that reading is measured with: ours, and its peers on the same weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.geometry import Box
from verifier.pictures import RgbImage
from verifier.reading.order import reading_order
from verifier.reading.quiet import silence

Reader = Callable[[RgbImage], str]
"""Picture in, text out, lines in reading order."""

Layout = tuple[int, int]
"""Processes x threads."""


@dataclass(frozen=True)
class Runner:
    """One engine: how it is made for so many threads, and the layouts in which it is measured."""

    make: Callable[[int], Reader]
    layouts: tuple[Layout, ...]


def _product(name: str) -> Callable[[int], Reader]:
    def make(threads: int) -> Reader:
        from verifier.reading.engines import create_engine

        engine = create_engine(name, threads=threads, warm=True)  # as the workers do
        return lambda image: "".join(line.text for line in engine.read(image))

    return make


def _without(runtime: str) -> Callable[[int], Reader]:
    """Return the maker of ours on a runtime that leaves instructions of the processor unused."""

    def make(threads: int) -> Reader:
        from verifier.reading.rapid import RapidEngine

        engine = RapidEngine(runtime, threads=threads)
        engine.warm()
        return lambda image: "".join(line.text for line in engine.read(image))

    return make


def _paddle(long_side_px: int | None) -> Callable[[int], Reader]:
    """Return the maker of PaddleOCR's pipeline at a detector size; None is its own, the picture's native size."""

    def make(threads: int) -> Reader:
        from verifier.reading.paddle import PaddleEngine

        engine = PaddleEngine(threads=threads, long_side_px=long_side_px)
        return lambda image: "".join(line.text for line in engine.read(image))

    return make


def rapidocr_pipeline(threads: int) -> Any:  # noqa: ANN401  # it has no types
    """Return RapidOCR's own pipeline on onnxruntime, its detector at 1280 pixels like ours, its other settings own."""
    silence()
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Global.max_side_len": 4000,
            "Det.limit_type": "max",
            "Det.limit_side_len": 1280,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def _rapidocr(threads: int) -> Reader:
    pipeline = rapidocr_pipeline(threads)

    def read(image: RgbImage) -> str:
        found = pipeline(np.ascontiguousarray(image[:, :, ::-1]))
        if found.boxes is None:
            return ""
        height, width = image.shape[:2]
        boxes = [
            Box.from_pixels(*map(float, (*quad.min(axis=0), *quad.max(axis=0))), width_px=width, height_px=height)
            for quad in found.boxes
        ]
        return "".join(found.txts[index] for index in reading_order(boxes))

    return read


RUNNERS: dict[str, Runner] = {
    "ours": Runner(_product("pp-ocrv6-openvino"), ((2, 1), (1, 2))),
    "rapidocr": Runner(_rapidocr, ((2, 1), (1, 2))),
    "paddleocr-1280": Runner(_paddle(1280), ((2, 1),)),
    "paddleocr-native": Runner(_paddle(None), ((2, 1),)),
    "ours-f32": Runner(_without("openvino-f32"), ((2, 1),)),
    "ours-plain": Runner(_without("openvino-plain"), ((2, 1),)),
    "ours-onnxruntime": Runner(_product("pp-ocrv6-onnxruntime"), ((2, 1),)),
    "tesseract": Runner(_product("tesseract"), ((2, 1),)),
}
"""Name -> engine. `USUAL` are measured unless others are asked for; `ours-f32` is ours with bf16 off, `ours-plain` with
the eight-bit products off as well."""

USUAL = ("ours", "rapidocr", "paddleocr-1280", "paddleocr-native")
QUICK = ("ours", "rapidocr", "paddleocr-native")

"""PaddleOCR's own pipeline as a second engine, offline, on the same weights.

PaddleOCR looks for its models at four hubs unless it is given a folder for each, with `inference.onnx` and an
`inference.yml` that describes the processing. The folders are made here from the files of the `rapidocr` wheel.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml

from models.document import Line
from models.geometry import Box
from verifier.pictures import RgbImage
from verifier.reading.detection import LONG_SIDE_PX
from verifier.reading.order import reading_order
from verifier.reading.quiet import silence
from verifier.reading.recognition import TextRecogniser
from verifier.reading.runtimes import read_steps_onnxruntime
from verifier.reading.weights import Weights, characters_of, pp_ocrv6_small

_DETECTOR_NAME: Final = "PP-OCRv6_small_det"
_RECOGNISER_NAME: Final = "PP-OCRv6_small_rec"

_DETECTOR: Final[dict[str, Any]] = {
    "Global": {"model_name": _DETECTOR_NAME},
    "PreProcess": {
        "transform_ops": [
            {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
            {"DetResizeForTest": {"resize_long": 960}},
            {
                "NormalizeImage": {
                    "mean": [0.485, 0.456, 0.406],
                    "std": [0.229, 0.224, 0.225],
                    "scale": "1./255.",
                    "order": "hwc",
                }
            },
            {"ToCHWImage": None},
            {"KeepKeys": {"keep_keys": ["image", "shape", "polys", "ignore_tags"]}},
        ]
    },
    "PostProcess": {
        "name": "DBPostProcess",
        "thresh": 0.3,
        "box_thresh": 0.6,
        "max_candidates": 1000,
        "unclip_ratio": 1.5,
    },
}


class PaddleEngine:
    """PaddleOCR's pipeline on onnxruntime; a peer to compare with, several times slower, lines without words.

    Args:
        threads: for one reading.
        long_side_px: the detector sees at most this long a side; None leaves PaddleOCR's own processing.
    """

    name = "paddleocr"

    def __init__(self, *, threads: int = 1, long_side_px: int | None = LONG_SIDE_PX) -> None:
        silence()
        self._weights = pp_ocrv6_small()
        self._threads = threads
        # PaddleX makes folders below HOME when it is imported, unless told another place before.
        os.environ.setdefault("PADDLE_PDX_CACHE_HOME", _scratch())
        detector, recogniser = _model_folders(self._weights)
        from paddleocr import PaddleOCR

        logging.getLogger("paddlex").setLevel(logging.WARNING)  # it announces every model that it makes
        limits = {} if long_side_px is None else {"text_det_limit_type": "max", "text_det_limit_side_len": long_side_px}
        self._pipeline: Any = PaddleOCR(
            text_detection_model_name=_DETECTOR_NAME,
            text_detection_model_dir=str(detector),
            text_recognition_model_name=_RECOGNISER_NAME,
            text_recognition_model_dir=str(recogniser),
            use_doc_orientation_classify=False,
            use_doc_unwarping=False,
            use_textline_orientation=False,
            device="cpu",
            engine="onnxruntime",
            engine_config={"intra_op_num_threads": threads, "inter_op_num_threads": 1},
            **limits,
        )
        self.version = (
            f"{self._weights.version}, paddleocr {version('paddleocr')}, onnxruntime {version('onnxruntime')}"
        )

    def read(self, image: RgbImage) -> list[Line]:
        """Return the lines of a picture (H x W x 3 uint8 RGB) in reading order, without words."""
        (result,) = self._pipeline.predict(np.ascontiguousarray(image[:, :, ::-1]))
        height, width = image.shape[:2]
        lines = []
        for text, score, quad in zip(result["rec_texts"], result["rec_scores"], result["rec_polys"], strict=True):
            if text.strip():
                (left, top), (right, bottom) = np.min(quad, axis=0), np.max(quad, axis=0)
                box = Box.from_pixels(
                    float(left), float(top), float(right), float(bottom), width_px=width, height_px=height
                )
                lines.append(Line(text, box, round(min(1.0, max(0.0, float(score))), 4)))
        return [lines[index] for index in reading_order([line.box for line in lines])]

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
        """Return the text of a picture of one line, and a confidence for every character of it.

        PaddleOCR tells one confidence a line; so the same weights are asked directly.
        """
        characters = self._recogniser.read([image])[0]
        return "".join(found.text for found in characters), tuple(found.confidence for found in characters)

    @cached_property
    def _recogniser(self) -> TextRecogniser:
        file = self._weights.recogniser
        return TextRecogniser(read_steps_onnxruntime(file, self._threads), characters_of(file))


@lru_cache(maxsize=1)
def _scratch() -> str:
    """Return a folder of this process that goes away with it."""
    import atexit

    folder = tempfile.mkdtemp(prefix="verifier-paddle-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _model_folders(weights: Weights) -> tuple[Path, Path]:
    """Make the folders that PaddleOCR wants and return (the detector's, the recogniser's)."""
    characters = list(characters_of(weights.recogniser)[1:-1])  # PaddleOCR adds the blank and the space itself
    recogniser = {
        "Global": {"model_name": _RECOGNISER_NAME},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"MultiLabelEncode": {"gtc_encode": "NRTRLabelEncode"}},
                {"RecResizeImg": {"image_shape": [3, 48, 320]}},
                {"KeepKeys": {"keep_keys": ["image", "label_ctc", "label_gtc", "length", "valid_ratio"]}},
            ]
        },
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": characters},
    }
    root = Path(_scratch())
    return (
        _model_folder(root / _DETECTOR_NAME, weights.detector, _DETECTOR),
        _model_folder(root / _RECOGNISER_NAME, weights.recogniser, recogniser),
    )


def _model_folder(folder: Path, network: Path, description: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    link = folder / "inference.onnx"
    if not link.exists():
        link.symlink_to(network)
    (folder / "inference.yml").write_text(yaml.safe_dump(description, allow_unicode=True), encoding="utf-8")
    return folder

"""The readable list of OCR engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verifier.reading.engine import OcrEngine, SlowAtFirst


def _openvino(threads: int) -> OcrEngine:
    from verifier.reading.rapid import RapidEngine

    return RapidEngine("openvino", threads=threads)


def _onnxruntime(threads: int) -> OcrEngine:
    from verifier.reading.rapid import RapidEngine

    return RapidEngine("onnxruntime", threads=threads)


def _paddleocr(threads: int) -> OcrEngine:
    from verifier.reading.paddle import PaddleEngine

    return PaddleEngine(threads=threads)


def _tesseract(threads: int) -> OcrEngine:
    from verifier.reading.tesseract import TesseractEngine

    return TesseractEngine(threads=threads)


ENGINES: Final[dict[str, Callable[[int], OcrEngine]]] = {
    "pp-ocrv6-openvino": _openvino,
    "pp-ocrv6-onnxruntime": _onnxruntime,
    "paddleocr": _paddleocr,
    "tesseract": _tesseract,
}
"""Name -> maker; each loads its libraries only when made."""

DEFAULT_ENGINE: Final = "pp-ocrv6-openvino"


def create_engine(name: str = DEFAULT_ENGINE, *, threads: int = 1, warm: bool = False) -> OcrEngine:
    """Return a loaded engine for one thread of the caller.

    Args:
        name: a key of `ENGINES`.
        threads: how many threads one reading may use; one process a core with one thread each is the fastest layout.
        warm: meet the usual sizes of lines at once; for processes that will read many pages.

    Raises:
        ValueError: no such engine, or `threads` below 1.
        EngineUnavailable: it needs a program of the system that is not installed.
    """
    if name not in ENGINES:
        raise ValueError(f"no OCR engine {name!r}; there are {', '.join(ENGINES)}")
    if threads < 1:
        raise ValueError("an engine needs at least one thread")
    engine = ENGINES[name](threads)
    if warm and isinstance(engine, SlowAtFirst):
        engine.warm()
    return engine

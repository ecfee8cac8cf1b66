"""Where the weights are: PP-OCRv6 small, as ONNX inside the installed `rapidocr` wheel. Nothing is downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import distribution, version
from pathlib import Path

_FOLDER = "rapidocr/models"


@dataclass(frozen=True)
class Weights:
    """The files of one generation of PaddleOCR's networks and a text that names them exactly."""

    detector: Path
    recogniser: Path
    version: str


def pp_ocrv6_small() -> Weights:
    """Return PP-OCRv6 small from the `rapidocr` wheel.

    Raises:
        FileNotFoundError: the installed wheel does not carry the files.
    """
    folder = Path(str(distribution("rapidocr").locate_file(_FOLDER)))
    found = Weights(
        folder / "PP-OCRv6_det_small.onnx",
        folder / "PP-OCRv6_rec_small.onnx",
        f"PP-OCRv6-small (rapidocr {version('rapidocr')})",
    )
    for path in (found.detector, found.recogniser):
        if not path.is_file():
            raise FileNotFoundError(f"the rapidocr wheel does not carry {path.name}; reinstall the locked version")
    return found


def characters_of(recogniser: Path) -> tuple[str, ...]:
    """Return the recogniser's classes: class 0 is the blank of CTC (""), the last one a space."""
    from verifier.reading.quiet import silence

    silence()
    import openvino

    model = openvino.Core().read_model(str(recogniser))
    # splitlines() would also split at U+2028 and kin, which may be characters of the list.
    listed = str(model.get_rt_info(["framework", "character"]).value).split("\n")
    return ("", *(listed[:-1] if listed[-1] == "" else listed), " ")

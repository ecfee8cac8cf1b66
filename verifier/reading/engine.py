"""The protocol of every OCR engine."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from models.document import Line
from verifier.pictures import RgbImage


class OcrEngine(Protocol):
    """Reads pictures. One instance serves one thread; loading is done once, in the constructor."""

    @property
    def name(self) -> str:
        """Name of the engine and its runtime, for example `pp-ocrv6-openvino`."""
        ...

    @property
    def version(self) -> str:
        """Versions of the weights and of the runtime, so that a reading can be repeated."""
        ...

    def read(self, image: RgbImage) -> list[Line]:
        """Return the lines of a picture (H x W x 3 uint8 RGB) in reading order, boxes as fractions of it."""
        ...

    def read_strip(self, image: RgbImage) -> tuple[str, tuple[float, ...]]:
        """Return the text of a picture that holds exactly one line, without detection, and a confidence a character."""
        ...


@runtime_checkable
class SlowAtFirst(Protocol):
    """An engine that takes longer over the first picture of every size."""

    def warm(self) -> None:
        """Meet the usual sizes: a second or two that no page has to wait for."""
        ...

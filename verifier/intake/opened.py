"""What comes back from opening a file."""

from __future__ import annotations

from dataclasses import dataclass

from models.document import Document
from models.observation import Surface
from verifier.pictures import RgbImage


@dataclass(frozen=True)
class Opened:
    """An opened file: the document (pages without lines), one picture a page, and the text found beside the pixels.

    `images[i]` belongs to `document.pages[i]` and has exactly its `width_px` and `height_px`.
    """

    document: Document
    images: tuple[RgbImage, ...]
    surfaces: tuple[Surface, ...] = ()

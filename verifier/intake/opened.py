"""What comes back from opening a file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.document import Document
from models.geometry import Box
from models.observation import Surface, SurfaceKind, Table
from verifier.pictures import RgbImage


@dataclass(frozen=True, eq=False)
class LayerLine:
    """A line of a page's text layer (文字层).

    `places` (N x 4 float32: left, top, right, bottom in page fractions, not clipped) and `drawn` (N: whether the render
    mode leaves ink) belong to the N characters of `text` that are not white space. Arrays, because a document may have
    millions of characters.
    """

    text: str
    places: NDArray[np.float32]
    drawn: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class HiddenPicture:
    """A picture of the file that no page shows as it is: the surface on which it lies, and its pixels.

    One that lies on a page has the page's number and its box there, and is turned as the page shows it.
    """

    kind: SurfaceKind
    image: RgbImage
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Opened:
    """An opened file: the document (pages without lines), one picture a page, and the text found beside the pixels.

    `images[i]` belongs to `document.pages[i]` and has exactly its `width_px` and `height_px`; so does `layers[i]`,
    where there are layers. `tables` are those that a born-digital page draws with vector lines; their cells have no
    text yet.
    """

    document: Document
    images: tuple[RgbImage, ...]
    surfaces: tuple[Surface, ...] = ()
    layers: tuple[tuple[LayerLine, ...], ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[HiddenPicture, ...] = ()
    unsearched: tuple[SurfaceKind, ...] = ()
    """Surfaces that the file has and that could not be searched, or not whole."""
    laid: tuple[tuple[Box, ...], ...] = ()
    """For each page of a PDF, where small pictures lie that were put on it one by one."""

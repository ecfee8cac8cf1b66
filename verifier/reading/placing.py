"""Moves what the intake found at places of the picture that came in to the same places of the upright page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from models.document import Page
from models.geometry import Box, Homography
from models.observation import Surface, Table
from verifier.intake.opened import LayerLine, Opened
from verifier.pictures import RgbImage
from verifier.reading.warping import matrix_of


def placed(opened: Opened, pages: Sequence[Page], images: Iterable[RgbImage]) -> Opened:
    """Return the document with these upright pages and pictures, and everything else moved onto them.

    Args:
        opened: the document as it came in.
        pages: its pages, upright; their `original` says how to get there.
        images: their pictures.
    """
    return replace(
        opened,
        document=replace(opened.document, pages=tuple(pages)),
        images=tuple(images),
        surfaces=placed_surfaces(opened.surfaces, pages),
        layers=tuple(placed_layer(layer, page) for page, layer in zip(pages, opened.layers, strict=False)),
        tables=placed_tables(opened.tables, pages),
        laid=tuple(placed_boxes(boxes, page) for page, boxes in zip(pages, opened.laid, strict=False)),
    )


def placed_surfaces(surfaces: Sequence[Surface], pages: Sequence[Page]) -> tuple[Surface, ...]:
    """Return texts found beside the pixels with their boxes on the upright pages."""
    ways = _ways(pages)
    return tuple(_surface(surface, ways.get(surface.page or 0)) for surface in surfaces)


def placed_tables(tables: Sequence[Table], pages: Sequence[Page]) -> tuple[Table, ...]:
    """Return tables found beside the pixels with their boxes on the upright pages."""
    ways = _ways(pages)
    return tuple(_table(table, ways.get(table.page)) for table in tables)


def placed_boxes(boxes: Sequence[Box], page: Page) -> tuple[Box, ...]:
    """Return boxes of a page as it came in on the upright page."""
    way = page.original.inverse() if page.original is not None else None
    return tuple(boxes) if way is None else tuple(way.apply_box(box) for box in boxes)


def placed_layer(layer: tuple[LayerLine, ...], page: Page) -> tuple[LayerLine, ...]:
    """Return the text layer of a page, as it came in, with its characters on the upright page."""
    if page.original is None:
        return layer
    way = page.original.inverse()
    return tuple(_line(line, way) for line in layer)


def _ways(pages: Sequence[Page]) -> dict[int, Homography]:
    """Return the ways from the pictures that came in to those of the pages that were moved."""
    return {page.number: page.original.inverse() for page in pages if page.original is not None}


def _surface(surface: Surface, way: Homography | None) -> Surface:
    return surface if way is None or surface.box is None else replace(surface, box=way.apply_box(surface.box))


def _table(table: Table, way: Homography | None) -> Table:
    if way is None:
        return table
    cells = tuple(replace(cell, box=way.apply_box(cell.box)) for cell in table.cells)
    return replace(table, box=way.apply_box(table.box), cells=cells)


def _line(line: LayerLine, way: Homography) -> LayerLine:
    """Move the characters' places as arrays: a document may have millions of them."""
    left, top, right, bottom = line.places.astype(np.float64).T
    corners = np.stack([np.stack([x, y, np.ones_like(x)]) for x in (left, right) for y in (top, bottom)])
    across, down, depth = np.moveaxis(matrix_of(way) @ corners, 1, 0)
    across, down = across / depth, down / depth
    places = np.stack([across.min(axis=0), down.min(axis=0), across.max(axis=0), down.max(axis=0)], axis=1)
    return replace(line, places=places.astype(np.float32))

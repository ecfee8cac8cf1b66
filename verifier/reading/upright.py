"""The recipe: a picture as it came in, the upright page and its lines out, and the way back to the picture.

Flatten where the outline of a page is visible, take out skew, read, and turn where the reading says so. An upright page
is read once and its pixels stay untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.document import Line, Page, TextSource
from models.geometry import Homography
from verifier.intake.opened import Opened
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.outline import find_outline, flattening
from verifier.reading.placing import placed
from verifier.reading.quality import skew_degrees
from verifier.reading.skew import estimate_skew
from verifier.reading.turns import likely_turn, reading_score
from verifier.reading.warping import QUARTERS, Size, straightening, warped

_LEAST_SKEW: Final = 0.7
"""Degrees; less disturbs nothing that is looked for, and a page that is left alone stays as sharp as it came."""
_LEFT_SKEW: Final = 1.5
"""Degrees by which lines may still slope after that, before the page is read a second time for it."""
_LEAST_SIDE_PX: Final = 400
"""Smaller pictures are snippets: the glyphs of a cut-out seal stand every way, and there is no page to put upright.
An identity card at 200 dpi is 425 pixels high."""
_AS_GOOD: Final = 0.98
"""Share of the first reading's score that a second one of a straightened page must reach."""
_TURNED_AS_GOOD: Final = 0.8
"""The same for a turned page. Lower, because lines on their side are read well, too: to the left, as they should be."""


@dataclass(frozen=True)
class Upright:
    """An upright page and what was read on it; `original` maps its fractions to the picture it came from."""

    image: RgbImage
    lines: tuple[Line, ...]
    rotation_degrees: int = 0
    skew_degrees: float = 0.0
    flattened: bool = False
    original: Homography | None = None


def read_upright(image: RgbImage, engine: OcrEngine) -> Upright:
    """Put a picture upright and read it.

    Args:
        image: as opened, shape (H, W, 3), uint8 RGB.
        engine: reads the page; a second time only where the first reading shows that it lay wrong.
    """
    if min(image.shape[:2]) < _LEAST_SIDE_PX:
        return Upright(image, tuple(engine.read(image)))
    flat = _flattened(image)
    skew = estimate_skew(flat.image) or 0.0
    first = _read(_straightened(image, flat, skew) if abs(skew) >= _LEAST_SKEW else flat, engine)
    turned = _turned(image, first, engine)
    return _straightened_by_lines(image, turned, engine)


def upright(opened: Opened, engine: OcrEngine, *, on_page: Callable[[int], None] | None = None) -> Opened:
    """Return the document with every picture upright, its pages with their lines, and all boxes on the upright pages.

    Args:
        opened: the document as it came in.
        engine: reads the pages.
        on_page: called with the number of each page before it is read.
    """
    pages, images = [], []
    for page, image in zip(opened.document.pages, opened.images, strict=True):
        if on_page is not None:
            on_page(page.number)
        found = read_upright(image, engine)
        pages.append(upright_page(page, found))
        images.append(found.image)
    return placed(opened, pages, images)


def straightened(opened: Opened, pages: Sequence[Page]) -> Opened:
    """Return the document put upright as `pages` say that it was, without reading it again.

    Args:
        opened: the document as it came in.
        pages: the upright pages of an observation of the same bytes.
    """
    images = [straight_picture(image, page) for page, image in zip(pages, opened.images, strict=True)]
    return placed(opened, pages, images)


def straight_picture(image: RgbImage, page: Page) -> RgbImage:
    """Return the upright picture of `page`, an upright page, made of the picture that came in; the same pixels."""
    return image if page.original is None else warped(image, page.original, (page.width_px, page.height_px))


def upright_page(page: Page, found: Upright) -> Page:
    """Return the page of the upright picture, with its lines."""
    height, width = found.image.shape[:2]
    return replace(
        page,
        width_px=width,
        height_px=height,
        # Pixels of a flattened photograph have no size on paper.
        dpi=None if found.flattened else page.dpi,
        lines=found.lines,
        text_source=TextSource.PIXELS,
        rotation_degrees=found.rotation_degrees,
        skew_degrees=found.skew_degrees,
        original=found.original,
    )


def _flattened(image: RgbImage) -> Upright:
    corners = find_outline(image)
    if corners is None:
        return Upright(image, ())
    way, size = flattening(corners, _size(image))
    return Upright(warped(image, way, size), (), flattened=True, original=way)


def _straightened(image: RgbImage, page: Upright, degrees: float) -> Upright:
    way, size = straightening(_size(page.image), degrees)
    original = page.original.after(way) if page.original is not None else way
    return replace(
        page,
        image=warped(image, original, size),
        skew_degrees=round(page.skew_degrees + degrees, 2),
        original=original,
    )


def _read(page: Upright, engine: OcrEngine) -> Upright:
    return replace(page, lines=tuple(engine.read(page.image)))


def _turned(image: RgbImage, page: Upright, engine: OcrEngine) -> Upright:
    """Return the page turned where its lines say so and the turned page is indeed read better, else as it is."""
    degrees = likely_turn(page.image, page.lines, engine)
    if degrees == 0:
        return page
    original = page.original.after(QUARTERS[degrees]) if page.original is not None else QUARTERS[degrees]
    width, height = _size(page.image)
    size = (width, height) if degrees == 180 else (height, width)
    turned = replace(page, image=warped(image, original, size), rotation_degrees=degrees, original=original)
    turned = _read(turned, engine)
    return turned if reading_score(turned.lines) >= _TURNED_AS_GOOD * reading_score(page.lines) else page


def _straightened_by_lines(image: RgbImage, page: Upright, engine: OcrEngine) -> Upright:
    """Return the page without the skew that only its lines show, as on a photograph full of other things."""
    left = skew_degrees(page.lines, *_size(page.image)) or 0.0
    if abs(left) < _LEFT_SKEW:
        return page
    straight = _read(_straightened(image, page, left), engine)
    return straight if reading_score(straight.lines) >= _AS_GOOD * reading_score(page.lines) else page


def _size(image: RgbImage) -> Size:
    return image.shape[1], image.shape[0]

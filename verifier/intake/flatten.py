"""Inside the child: pictures of any mode to RGB, transparency laid on white, band by band.

Pillow makes a copy at every step, at four bytes a pixel: of a scan of 35 megapixels with transparency half a dozen, and
those would not fit into `CHILD_MEMORY_BYTES`. A band's copies are small.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from PIL import Image

_BAND_PIXELS: Final = 4_000_000


class Band(NamedTuple):
    """Some rows of a picture, from `top` on."""

    top: int
    image: Image.Image


class _Range(NamedTuple):
    """The darkest and the lightest value of a picture whose values have no fixed range."""

    low: float
    high: float


def bands(image: Image.Image, factor: int = 1) -> Iterator[Band]:
    """Yield a picture in bands whose heights are multiples of `factor`, but for the last one."""
    rows = factor * max(1, _BAND_PIXELS // (factor * image.width))
    for top in range(0, image.height, rows):
        yield Band(top, image.crop((0, top, image.width, min(image.height, top + rows))))


def to_rgb(image: Image.Image, factor: int = 1) -> Image.Image:
    """Return a picture in mode RGB, reduced by a whole number; what is transparent becomes white, as on paper.

    A picture that is so already is returned itself.
    """
    if image.mode == "RGB" and factor == 1 and not image.has_transparency_data:
        return image
    span = _range(image)
    reduced = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for top, band in bands(image, factor):
        rgb = _band_to_rgb(band, span)
        reduced.paste(rgb.reduce(factor) if factor > 1 else rgb, (0, top // factor))
    return reduced


def on_white(layered: Image.Image) -> Image.Image:
    """Return a picture in mode RGBA as it looks on white paper, in mode RGB."""
    white = Image.new("RGBA", layered.size, "white")
    white.alpha_composite(layered)
    return white.convert("RGB")


def _range(image: Image.Image) -> _Range | None:
    """Return the range of the whole picture: a band's own would make every band another brightness."""
    if image.mode not in ("I", "F"):
        return None
    low, high = image.getextrema()
    return _Range(float(low), float(high))  # type: ignore[arg-type]  # one band, one pair


def _band_to_rgb(image: Image.Image, span: _Range | None) -> Image.Image:
    if image.mode.startswith("I;16"):
        # convert("L") clips at 255: every grey above 1/256 would become white.
        image = image.point(lambda value: value / 256).convert("L")
    elif span is not None:
        scale = 255.0 / (span.high - span.low or 1.0)
        image = image.point(lambda value: value * scale - span.low * scale).convert("L")
    return on_white(image.convert("RGBA")) if image.has_transparency_data else image.convert("RGB")

"""Write masked pages into a fresh container: an image-only PDF, or a PNG, with nothing in it but pixels.

Written by hand and not by a PDF library, because what is not written cannot leak: no information dictionary, no ids, no
dates, no producer, one end mark. `proof` holds the same structure against what it reads back.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

_POINTS_PER_PIXEL: Final = 0.36
"""200 dpi, at which the intake renders. Photographs have no size on paper."""
_LESS: Final = 0.0002
"""Programs round the size of a page up to whole pixels: without it a copy may be rendered a pixel wider."""

_UP: Final = 2
"""PNG's filter that stores the difference to the row above (RFC 2083, 6.4): pages are mostly rows of paper."""

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def masked_pdf(images: Sequence[RgbImage]) -> bytes:
    """Return a PDF of one picture a page, lossless, at 200 dpi."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for image in images:
        number = len(objects) + 1
        kids.append(f"{number} 0 R".encode())
        objects += _page(image, number)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(images), b" ".join(kids))
    return _file(objects)


def masked_png(image: RgbImage) -> bytes:
    """Return a PNG with a header, the pixels and an end."""
    pixels = _without_colour(image)
    colour_type = 0 if pixels.ndim == 2 else 2
    header = struct.pack(">IIBBBBB", image.shape[1], image.shape[0], 8, colour_type, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", _packed(pixels)) + _chunk(b"IEND", b"")


def _page(image: RgbImage, number: int) -> list[bytes]:
    height, width = image.shape[:2]
    across, down = (round(side * _POINTS_PER_PIXEL - _LESS, 4) for side in (width, height))
    pixels = _without_colour(image)
    colours = 1 if pixels.ndim == 2 else 3
    space = b"/DeviceGray" if colours == 1 else b"/DeviceRGB"
    content = b"q %.4f 0 0 %.4f 0 0 cm /I Do Q" % (across, down)
    packed = _packed(pixels)
    return [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.4f %.4f]/Resources<</XObject<</I %d 0 R>>>>/Contents %d 0 R>>"
        % (across, down, number + 2, number + 1),
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8/Filter/FlateDecode"
        b"/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent 8/Columns %d>>/Length %d>>\nstream\n%s\nendstream"
        % (width, height, space, colours, width, len(packed), packed),
    ]


def _without_colour(image: RgbImage) -> NDArray[np.uint8]:
    """Return a grey picture with one channel: a third of the bytes."""
    first = image[:, :, 0]
    grey = np.array_equal(first, image[:, :, 1]) and np.array_equal(first, image[:, :, 2])
    return np.ascontiguousarray(first) if grey else image


def _packed(pixels: NDArray[np.uint8]) -> bytes:
    rows = pixels.reshape(pixels.shape[0], -1)
    filtered = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return zlib.compress(filtered.tobytes(), 4)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _file(objects: Sequence[bytes]) -> bytes:
    pieces = [b"%PDF-1.5\n"]
    starts, position = [], len(pieces[0])
    for number, content in enumerate(objects, start=1):
        piece = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        starts.append(position)
        position += len(piece)
        pieces.append(piece)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table))
    pieces.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, position))
    return b"".join(pieces)

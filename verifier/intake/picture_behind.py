"""Inside the child: what a picture file holds behind its pixels: thumbnails, comments, transparent pixels, loose bytes.

The texts of EXIF, XMP and of PNG's text chunks are Pillow's business (`picture_texts`); here the file's own structure
is walked, because Pillow passes over what it does not know.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from PIL import Image, ImageChops

from verifier.intake.behind import Behind
from verifier.intake.flatten import bands, on_white
from verifier.intake.limits import HIDDEN_PICTURE_LONG_SIDE_PX
from verifier.intake.readable import search_bytes, search_pictures

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""JPEG markers without a length (ISO/IEC 10918-1, table B.1): TEM, RSTn, SOI."""

_APPLICATION: Final = range(0xE0, 0xF0)
_SILENT: Final = (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe\0", b"MPF\0")
_EXIF: Final = b"Exif\0\0"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_KNOWN_CHUNKS: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs sPLT tIME tEXt zTXt iTXt cICP".split()
)
"""PNG chunks that hold no text, or text that Pillow tells."""

_MOST_SEGMENTS: Final = 10_000
_VISIBLE: Final = 4
"""Difference of brightness from which print can be told from its ground."""


def search_file(kind: str, data: bytes, behind: Behind) -> None:
    """Keep what stands in the file beside the picture, by its format."""
    end = {"jpeg": _search_jpeg, "png": _search_png, "webp": _search_riff, "bmp": _search_bmp}.get(kind)
    if end is None:
        return
    rest = data[end(data, behind) :]
    if rest.strip(b"\0\r\n\t "):
        search_bytes("trailing_bytes", rest, behind)


def search_transparent(image: Image.Image, behind: Behind) -> None:
    """Keep the colours below transparency: a patch made transparent hides nothing from whoever drops the alpha."""
    if not image.has_transparency_data:
        return
    factor = max(1, max(image.size) // HIDDEN_PICTURE_LONG_SIDE_PX)
    reduced = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    visible = False
    for top, band in bands(image, factor):
        layered = band.convert("RGBA")
        bare = layered.convert("RGB")
        unlike = ImageChops.difference(bare, on_white(layered)).convert("L")
        visible = visible or unlike.getextrema()[1] >= _VISIBLE  # type: ignore[operator]  # one band, one pair
        reduced.paste(bare.reduce(factor) if factor > 1 else bare, (0, top // factor))
    if visible:
        behind.picture("frame", reduced)


def _search_jpeg(data: bytes, behind: Behind) -> int:
    """Search the application and comment segments of a JPEG; returns where it ends."""
    position = 2
    for _ in range(_MOST_SEGMENTS):
        position = data.find(b"\xff", position)
        if position < 0 or position + 4 > len(data):
            return len(data)
        marker = data[position + 1]
        if marker == _EOI:
            return position + 2
        if marker in _ALONE or marker in (0x00, 0xFF):
            position += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        if marker in _APPLICATION or marker == _COM:
            _search_segment(marker, data[position + 4 : position + 2 + length], behind)
        position += 2 + length
    behind.unread.add("metadata")
    return len(data)


def _search_segment(marker: int, content: bytes, behind: Behind) -> None:
    if content.startswith(_EXIF):
        search_pictures("thumbnail", content, behind)
    elif marker == _COM or not content.startswith(_SILENT):
        search_bytes("metadata", content.removeprefix(_XMP), behind)


def _search_png(data: bytes, behind: Behind) -> int:
    """Search the unknown chunks of a PNG; returns where it ends."""
    position = 8
    for name, content, end in _png_chunks(data, position):
        position = end
        if name == b"eXIf":
            search_pictures("thumbnail", content, behind)
        elif name not in _KNOWN_CHUNKS:
            search_bytes("metadata", content, behind)
    return position


def _png_chunks(data: bytes, position: int) -> Iterator[tuple[bytes, bytes, int]]:
    for _ in range(_MOST_SEGMENTS):
        if position + 8 > len(data):
            return
        length, name = struct.unpack(">I4s", data[position : position + 8])
        end = min(len(data), position + 12 + length)
        yield name, data[position + 8 : position + 8 + length], end
        position = end
        if name == b"IEND":
            return


def _search_riff(data: bytes, behind: Behind) -> int:
    """Search the unknown chunks of a WEBP; returns where it ends."""
    size = 8 + int.from_bytes(data[4:8], "little")
    position = 12
    while position + 8 <= min(size, len(data)):
        name, length = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8], "little")
        if name == b"EXIF":
            search_pictures("thumbnail", data[position + 8 : position + 8 + length], behind)
        elif name not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"XMP "):
            search_bytes("metadata", data[position + 8 : position + 8 + length], behind)
        position += 8 + length + length % 2
    return min(size, len(data))


def _search_bmp(data: bytes, behind: Behind) -> int:
    del behind  # a bitmap has no segments
    return min(len(data), max(int.from_bytes(data[2:6], "little"), 54))

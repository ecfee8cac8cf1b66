"""Traps in what a picture file holds beside its pixels; the mask on the picture is proper."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.synthesis.traps.paper import Subject, Trap, masked, named, tag

_ARTIST, _COMMENT, _XP_AUTHOR, _DESCRIPTION = 0x013B, 0x9286, 0x9C9D, 0x010E


def encoded(image: Image.Image, format_: str = "JPEG", **options: Any) -> bytes:
    """Return the picture as a file at 200 dpi."""
    stream = io.BytesIO()
    if format_ in ("JPEG", "PNG", "TIFF"):
        options.setdefault("dpi", (200, 200))
    if format_ == "JPEG":
        options.setdefault("quality", 88)
    image.save(stream, format_, **options)
    return stream.getvalue()


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def _into_jpeg(put: Callable[[Subject], bytes]) -> Trap:
    """Return the trap with these segments right after the file's start."""

    def trap(told: Subject, seed: int) -> tuple[str, bytes]:
        data = encoded(masked(seed).picture)
        return "scan.jpg", data[:2] + put(told) + data[2:]

    return trap


def _saved(ending: str, format_: str, options: Callable[[Subject], dict[str, Any]]) -> Trap:
    return lambda told, seed: (f"scan.{ending}", encoded(masked(seed).picture, format_, **options(told)))


def _exif(number: int, value: Callable[[str], Any]) -> Callable[[Subject], dict[str, Any]]:
    def options(told: Subject) -> dict[str, Any]:
        exif = Image.Exif()
        exif[number] = value(told.written)
        return {"exif": exif}

    return options


def _user_comment(told: Subject) -> dict[str, Any]:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[_COMMENT] = b"UNICODE\0" + told.written.encode("utf-16-le")
    return {"exif": exif}


def _exif_thumbnail(told: Subject) -> bytes:
    """Write an EXIF block whose second directory holds a JPEG of the name."""
    small = encoded(tag(told, size=(420, 110)), dpi=(72, 72))
    start = 8 + 2 + 4 + 2 + 2 * 12 + 4
    first = struct.pack("<HI", 0, 14)
    second = (
        struct.pack("<H", 2)
        + struct.pack("<HHII", 0x0201, 4, 1, start)
        + struct.pack("<HHII", 0x0202, 4, 1, len(small))
    )
    return segment(0xE1, b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + struct.pack("<I", 0) + small)


def _iptc(told: Subject) -> bytes:
    name = told.written.encode()
    byline = b"\x1c\x02\x50" + struct.pack(">H", len(name)) + name
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(byline)) + byline + b"\0" * (len(byline) % 2)
    return segment(0xED, b"Photoshop 3.0\0" + block)


def _xmp(told: Subject) -> bytes:
    packet = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>{told.written}</dc:creator></x:xmpmeta>"
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def _text(told: Subject, *, packed: bool = False, international: bool = False) -> dict[str, Any]:
    info = PngInfo()
    if international:
        info.add_itxt("Author", told.written)
    else:
        # Latin-1 is all that tEXt knows; programs write GBK or UTF-8 into it all the same.
        name = told.written.encode("utf-8")
        value = b"Author\0" + (b"\0" + zlib.compress(name) if packed else name)
        info.add(b"zTXt" if packed else b"tEXt", value)
    return {"pnginfo": info}


def _own_chunk(told: Subject, seed: int) -> tuple[str, bytes]:
    data = encoded(masked(seed).picture, "PNG")
    content = told.written.encode("gbk")
    check = struct.pack(">I", zlib.crc32(b"prVt" + content))
    return "scan.png", data[:33] + struct.pack(">I", len(content)) + b"prVt" + content + check + data[33:]


def _alpha(told: Subject, seed: int) -> tuple[str, bytes]:
    image = named(told, seed).picture
    alpha = np.full((image.height, image.width), 255, np.uint8)
    alpha[220:290, 230:620] = 0
    image.putalpha(Image.fromarray(alpha))
    return "scan.png", encoded(image, "PNG")


def _key_colour(told: Subject, seed: int) -> tuple[str, bytes]:
    """A name whose one shade is declared transparent."""
    image = masked(seed).picture.convert("L")
    pixels = np.maximum(np.array(image), 8)
    small = np.asarray(tag(told, size=(400, 90)).convert("L"))
    pixels[690 : 690 + small.shape[0], 760 : 760 + small.shape[1]][small < 128] = 7
    return "scan.png", encoded(Image.fromarray(pixels), "PNG", transparency=7)


def _frames(ending: str, format_: str) -> Trap:
    def trap(told: Subject, seed: int) -> tuple[str, bytes]:
        second = named(told, seed + 1).picture
        return f"scan.{ending}", encoded(masked(seed).picture, format_, save_all=True, append_images=[second])

    return trap


def _second_frame_png(told: Subject, seed: int) -> tuple[str, bytes]:
    second = named(told, seed).picture
    options = {"save_all": True, "append_images": [second], "duration": 1000}
    return "scan.png", encoded(masked(seed).picture, "PNG", **options)


def _behind(ending: str, format_: str, put: Callable[[Subject], bytes]) -> Trap:
    return lambda told, seed: (f"scan.{ending}", encoded(masked(seed).picture, format_) + put(told))


TRAPS: dict[str, Trap] = {
    "exif_artist": _saved("jpg", "JPEG", _exif(_ARTIST, lambda name: name.encode())),
    "exif_description": _saved("jpg", "JPEG", _exif(_DESCRIPTION, lambda name: name.encode("gbk"))),
    "exif_windows_author": _saved("jpg", "JPEG", _exif(_XP_AUTHOR, lambda name: name.encode("utf-16-le") + b"\0\0")),
    "exif_user_comment": _saved("jpg", "JPEG", _user_comment),
    "exif_thumbnail": _into_jpeg(_exif_thumbnail),
    "iptc": _into_jpeg(_iptc),
    "jpeg_xmp": _into_jpeg(_xmp),
    "jpeg_comment": _into_jpeg(lambda told: segment(0xFE, told.written.encode())),
    "jpeg_comment_gbk": _into_jpeg(lambda told: segment(0xFE, told.written.encode("gbk"))),
    "jpeg_own_segment": _into_jpeg(lambda told: segment(0xEB, b"vendor\0" + told.written.encode())),
    "jpeg_bytes_behind": _behind("jpg", "JPEG", lambda told: told.written.encode()),
    "jpeg_picture_behind": _behind("jpg", "JPEG", lambda told: encoded(tag(told))),
    "png_text": _saved("png", "PNG", _text),
    "png_packed_text": _saved("png", "PNG", lambda told: _text(told, packed=True)),
    "png_international_text": _saved("png", "PNG", lambda told: _text(told, international=True)),
    "png_exif": _saved("png", "PNG", _exif(_ARTIST, lambda name: name.encode())),
    "png_own_chunk": _own_chunk,
    "png_transparent": _alpha,
    "png_transparent_colour": _key_colour,
    "png_second_frame": _second_frame_png,
    "png_bytes_behind": _behind("png", "PNG", lambda told: told.written.encode("gbk")),
    "tiff_second_page": _frames("tif", "TIFF"),
    "tiff_artist": _saved("tif", "TIFF", lambda told: {"tiffinfo": {_ARTIST: told.written.encode()}}),
    "webp_exif": _saved("webp", "WEBP", _exif(_ARTIST, lambda name: name.encode())),
    "webp_second_frame": _frames("webp", "WEBP"),
    "bmp_bytes_behind": _behind("bmp", "BMP", lambda told: told.written.encode()),
}

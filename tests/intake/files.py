"""Files for the tests of the intake, good and bad, all made here."""

import io
import struct
import zlib

import numpy as np
import pikepdf
from PIL import Image


def pattern(width=60, height=40):
    """A picture without symmetry: every corner has a colour of its own."""
    image = np.full((height, width, 3), 255, dtype=np.uint8)
    image[: height // 2, : width // 2] = (255, 0, 0)
    image[: height // 2, width // 2 :] = (0, 255, 0)
    image[height // 2 :, : width // 2] = (0, 0, 255)
    image[height // 2, width // 2] = (9, 8, 7)
    return image


def encoded(image, format, **options):
    file = io.BytesIO()
    picture = image if isinstance(image, Image.Image) else Image.fromarray(image)
    picture.save(file, format=format, **options)
    return file.getvalue()


def pdf(pages=1, *, content=b"", size=(595, 842), text=None, info=None, encryption=None, **page_keys):
    """A PDF of empty pages, with `content` (operators) on each; `text` is set in Helvetica 24 pt at (100, 700)."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    if text:
        content += f"BT /F1 24 Tf 100 700 Td ({text}) Tj ET".encode("ascii")
    for _ in range(pages):
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, *size],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
            Contents=document.make_stream(content),
            **page_keys,
        )
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    for key, value in (info or {}).items():
        document.docinfo[pikepdf.Name("/" + key)] = value
    file = io.BytesIO()
    document.save(file, **({"encryption": encryption} if encryption else {}))
    return file.getvalue()


def pdf_without_pages():
    document = pikepdf.new()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def png_declaring(width, height):
    """A PNG whose header declares a size and whose data is one short stream."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def tiff_in_a_circle():
    """A TIFF whose only directory names itself as the next."""
    entries = [
        (256, 3, 1, 1),
        (257, 3, 1, 1),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (279, 4, 1, 1),
    ]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 12) + b"\xff\0\0\0" + directory + struct.pack("<I", 12)

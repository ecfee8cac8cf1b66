"""A scanned page as PDF, written so that one thing can be changed about it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.synthesis.paper import DPI, Sheet

Change = Callable[[pikepdf.Pdf], None]


def scanned(
    sheet: Sheet, change: Change | None = None, *, before: bytes = b"", after: bytes = b"", **save: Any
) -> bytes:
    """Return a PDF whose page shows the sheet.

    Args:
        change: alters the document before it is saved.
        before: content under the picture; font /F writes any text as UTF-16.
        after: content over it.
        save: for `pikepdf.Pdf.save`.
    """
    stream = io.BytesIO()
    with pikepdf.new() as document:
        add_page(document, sheet.picture, before=before, after=after)
        if change is not None:
            change(document)
        document.save(stream, fix_metadata_version=False, **save)
    return stream.getvalue()


def add_page(document: pikepdf.Pdf, image: Image.Image, *, before: bytes = b"", after: bytes = b"") -> None:
    width, height = (side * 72 / DPI for side in image.size)
    document.add_blank_page(page_size=(width, height))
    page = document.pages[-1]
    page.Resources = Dictionary(XObject=Dictionary(I=picture(document, image)), Font=Dictionary(F=font(document)))
    page.Contents = document.make_stream(before + b"\nq %.3f 0 0 %.3f 0 0 cm /I Do Q\n" % (width, height) + after)


def picture(document: pikepdf.Pdf, image: Image.Image, **entries: Any) -> pikepdf.Stream:
    """Return an image object; JPEG inside, as scanners write it."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=85)
    return document.make_stream(
        data.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
        ColorSpace=Name.DeviceGray if image.mode == "L" else Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        **entries,
    )  # fmt: skip


def font(document: pikepdf.Pdf) -> pikepdf.Object:
    """Return a font that viewers bring along (ISO 32000-1, 9.7.5.2): nothing is embedded, any text can be written."""
    system = Dictionary(Registry="Adobe", Ordering="GB1", Supplement=4)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=6, FontBBox=Array([-25, -254, 1000, 880]),
        ItalicAngle=0, Ascent=880, Descent=-120, CapHeight=880, StemV=93,
    )  # fmt: skip
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), CIDSystemInfo=system,
        FontDescriptor=document.make_indirect(descriptor),
    )  # fmt: skip
    return document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light-UniGB-UCS2-H"),
            Encoding=Name("/UniGB-UCS2-H"), DescendantFonts=Array([document.make_indirect(below)]),
        )
    )  # fmt: skip


def shown(text: str, *, at: tuple[float, float] = (92.0, 190.0), points: float = 12.0, way: str = "") -> bytes:
    """Return the operators that show a text at a point of the page; `way` are operators before it."""
    return f"\nq BT {way} /F {points} Tf 1 0 0 1 {at[0]} {at[1]} Tm <{hexed(text)}> Tj ET Q\n".encode()


def hexed(text: str) -> str:
    return text.encode("utf-16-be").hex()

"""Inside the child: pictures that a PDF holds and no page shows: listed and never drawn, or veiled by a mask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pikepdf
from PIL import Image

from verifier.intake.behind import Behind
from verifier.intake.limits import MAX_PICTURE_PIXELS

_ERRORS: Final = (
    pikepdf.PdfError,
    NotImplementedError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RuntimeError,
    OSError,
)
_DRAWN: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_SMALLEST_SIDE_PX: Final = 40
_MOST: Final = 60
_MOST_CONTENT_BYTES: Final = 8 * 1024 * 1024
_OPAQUE: Final = 128
_INK: Final = 48
"""Range of brightness below a mask from which something can be told there: cut-out seals have one colour there."""


def search_images(document: pikepdf.Pdf, behind: Behind) -> None:
    """Keep the pictures of a document that no content draws, and drawn ones whose mask hides what they show."""
    drawn, aside = _drawn_and_aside(document)
    looked = 0
    for item in document.objects:
        if not isinstance(item, pikepdf.Stream) or item.get("/Subtype") != "/Image" or item.objgen in aside:
            continue
        veils = [item[key] for key in ("/SMask", "/Mask") if isinstance(item.get(key), pikepdf.Stream)]
        if item.objgen in drawn and not veils:
            continue
        looked += 1
        if looked > _MOST:
            behind.unread.add("frame")
            return
        try:
            _keep(item, veils, drawn=item.objgen in drawn, behind=behind)
        except _ERRORS:
            if item.objgen not in drawn:
                behind.unread.add("frame")


def _keep(item: Any, veils: list[Any], *, drawn: bool, behind: Behind) -> None:  # noqa: ANN401
    width, height = int(item.get("/Width", 0)), int(item.get("/Height", 0))
    if min(width, height) < _SMALLEST_SIDE_PX or bool(item.get("/ImageMask", False)):
        return
    if width * height > MAX_PICTURE_PIXELS:
        behind.unread.add("frame")
        return
    picture = pikepdf.PdfImage(item).as_pil_image().convert("RGB")
    if not drawn or any(_hides(picture, veil) for veil in veils):
        behind.picture("frame", picture)


def _hides(picture: Image.Image, veil: Any) -> bool:  # noqa: ANN401
    if int(veil.get("/Width", 0)) * int(veil.get("/Height", 0)) > MAX_PICTURE_PIXELS:
        return True
    mask = pikepdf.PdfImage(veil).as_pil_image().convert("L")
    below = np.asarray(picture.convert("L").resize(mask.size, Image.Resampling.NEAREST))[np.asarray(mask) < _OPAQUE]
    return below.size > 0 and int(below.max()) - int(below.min()) >= _INK


def _drawn_and_aside(document: pikepdf.Pdf) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the ids of the pictures that some content draws, and of those that serve another object."""
    drawn: set[tuple[int, int]] = set()
    aside: set[tuple[int, int]] = set()
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            aside.update(item[key].objgen for key in ("/SMask", "/Mask") if isinstance(item.get(key), pikepdf.Stream))
        elif isinstance(item, pikepdf.Dictionary) and isinstance(item.get("/Thumb"), pikepdf.Stream):
            aside.add(item["/Thumb"].objgen)
    for content, resources in _contents(document):
        listed = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(listed, pikepdf.Dictionary):
            continue
        names = {match.group(1) for match in _DRAWN.finditer(content)}
        for name, item in listed.items():
            if isinstance(item, pikepdf.Stream) and name[1:].encode("utf-8", "surrogateescape") in names:
                drawn.add(item.objgen)
    return drawn, aside


def _contents(document: pikepdf.Pdf) -> Iterator[tuple[bytes, Any]]:
    """Yield (operators, resources) of pages, and of all forms and patterns, drawn or not."""
    for page in document.pages:
        content = page.obj.get("/Contents")
        streams = content if isinstance(content, pikepdf.Array) else [content]
        yield b"\n".join(map(_unpacked, streams)), page.resources
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and isinstance(item.get("/Resources"), pikepdf.Dictionary):
            yield _unpacked(item), item["/Resources"]


def _unpacked(stream: Any) -> bytes:  # noqa: ANN401
    if not isinstance(stream, pikepdf.Stream) or int(stream.get("/Length", 0)) > _MOST_CONTENT_BYTES:
        return b""
    try:
        return stream.read_bytes()
    except _ERRORS:
        return b""

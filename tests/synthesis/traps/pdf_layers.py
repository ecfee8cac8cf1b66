"""Traps in a PDF's content: the mask is proper on the picture, the name is drawn or held beside it."""

from __future__ import annotations

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.synthesis.traps.paper import Subject, Trap, masked, named, tag
from tests.synthesis.traps.pdf_file import add_page, hexed, picture, scanned, shown

FILE = "材料.pdf"


def _drawn(way: str = "", *, under: bool = False, **options: object) -> Trap:
    def trap(told: Subject, seed: int) -> tuple[str, bytes]:
        text = shown(told.written, way=way, **options)  # type: ignore[arg-type]
        return FILE, scanned(masked(seed), **{"before" if under else "after": text})

    return trap


def _clipped(told: Subject, seed: int) -> tuple[str, bytes]:
    return FILE, scanned(masked(seed), after=b"q 0 0 1 1 re W n " + shown(told.written) + b" Q")


def _outside_crop(told: Subject, seed: int) -> tuple[str, bytes]:
    def crop(document: pikepdf.Pdf) -> None:
        width, height = (float(side) for side in document.pages[0].MediaBox[2:])
        document.pages[0].MediaBox = Array([0, 0, width + 200, height])
        document.pages[0].CropBox = Array([0, 0, width, height])

    return FILE, scanned(masked(seed), crop, after=shown(told.written, at=(440.0, 100.0)))


def _layer_off(told: Subject, seed: int) -> tuple[str, bytes]:
    def switch_off(document: pikepdf.Pdf) -> None:
        group = document.make_indirect(Dictionary(Type=Name.OCG, Name="layer"))
        document.pages[0].Resources.Properties = Dictionary(L=group)
        document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))

    return FILE, scanned(masked(seed), switch_off, after=b"/OC /L BDC" + shown(told.written) + b"EMC")


def _transparent(told: Subject, seed: int) -> tuple[str, bytes]:
    def state(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.ExtGState = Dictionary(G=Dictionary(ca=0.0, CA=0.0))

    return FILE, scanned(masked(seed), state, after=b"q /G gs " + shown(told.written) + b" Q")


def _reversed(told: Subject, seed: int) -> tuple[str, bytes]:
    """Glyph by glyph from right to left: what is copied reads backwards, what is seen does not."""
    pieces = [shown(letter, way="3 Tr", at=(92.0 + 12 * place, 190.0)) for place, letter in enumerate(told.written)][
        ::-1
    ]
    return FILE, scanned(masked(seed), after=b"".join(pieces))


def _scattered(told: Subject, seed: int) -> tuple[str, bytes]:
    """Each character a text object of its own, other text drawn between them."""
    pieces = [
        shown(letter, way="3 Tr", at=(92.0 + 12 * place, 190.0)) + shown("说明", way="3 Tr", at=(92.0, 40.0 + place))
        for place, letter in enumerate(told.written)
    ]
    return FILE, scanned(masked(seed), after=b"".join(pieces))


def _sideways(told: Subject, seed: int) -> tuple[str, bytes]:
    text = f"\nq BT 1 g /F 10 Tf 0 1 -1 0 415 60 Tm <{hexed(told.written)}> Tj ET Q\n".encode()
    return FILE, scanned(masked(seed), after=text)


def _under_rectangle(told: Subject, seed: int) -> tuple[str, bytes]:
    return FILE, scanned(named(told, seed), after=b"q 0 g 84 178 90 24 re f Q")


def _under_rectangle_live(told: Subject, seed: int) -> tuple[str, bytes]:
    return FILE, scanned(masked(seed), after=shown(told.written) + b"q 0 g 84 178 90 24 re f Q")


def _unused_form(told: Subject, seed: int) -> tuple[str, bytes]:
    def keep(document: pikepdf.Pdf) -> None:
        fonts = document.pages[0].Resources.Font
        document.pages[0].Resources.XObject.Old = document.make_stream(
            shown(told.written), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 425, 283]),
            Resources=Dictionary(Font=fonts),
        )  # fmt: skip

    return FILE, scanned(masked(seed), keep)


def _marked(key: str) -> Trap:
    def trap(told: Subject, seed: int) -> tuple[str, bytes]:
        content = f"/Span <</{key} <feff{hexed(told.written)}>>> BDC EMC".encode()
        return FILE, scanned(masked(seed), after=content)

    return trap


def _syntax_comment(told: Subject, seed: int) -> tuple[str, bytes]:
    return FILE, scanned(masked(seed), after=b"\n% " + told.written.encode() + b"\n")


def _second_page(told: Subject, seed: int) -> tuple[str, bytes]:
    return FILE, scanned(masked(seed), lambda document: add_page(document, named(told, seed + 1).picture))


def _image_under_image(told: Subject, seed: int) -> tuple[str, bytes]:
    def lay(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.Resources.XObject.Below = picture(document, named(told, seed).picture)
        content = b"q 425 0 0 283 0 0 cm /Below Do Q\n" + page.Contents.read_bytes()
        page.Contents = document.make_stream(content)

    return FILE, scanned(masked(seed), lay)


def _image_patched(told: Subject, seed: int) -> tuple[str, bytes]:
    """A black picture over the name in the scan."""

    def lay(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.XObject.Patch = picture(document, Image.new("L", (40, 12), 0))

    return FILE, scanned(named(told, seed), lay, after=b"q 90 0 0 24 84 178 cm /Patch Do Q")


def _image_clipped(told: Subject, seed: int) -> tuple[str, bytes]:
    """The strip with the name lies beyond the page's edge."""

    def shift(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.Resources.XObject.I = picture(document, _beside(masked(seed).picture, tag(told)))
        page.Contents = document.make_stream(b"q 552.8 0 0 283.3 0 0 cm /I Do Q")

    return FILE, scanned(masked(seed), shift)


def _beside(image: Image.Image, small: Image.Image) -> Image.Image:
    wide = Image.new("RGB", (round(image.width * 1.3), image.height), "white")
    wide.paste(image)
    wide.paste(small.resize((round(image.width * 0.28), round(image.width * 0.28 * small.height / small.width))),
               (round(image.width * 1.01), 300))  # fmt: skip
    return wide


def _soft_mask(told: Subject, seed: int) -> tuple[str, bytes]:
    """The scan with the name whole, made transparent where it stands."""

    def veil(document: pikepdf.Pdf) -> None:
        image = named(told, seed).picture
        alpha = np.full((image.height, image.width), 255, np.uint8)
        alpha[220:290, 230:620] = 0
        page = document.pages[0]
        page.Resources.XObject.I = picture(document, image, SMask=picture(document, Image.fromarray(alpha)))

    return FILE, scanned(named(told, seed), veil)


def _unused_image(told: Subject, seed: int) -> tuple[str, bytes]:
    def keep(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.XObject.Old = picture(document, tag(told))

    return FILE, scanned(masked(seed), keep)


TRAPS: dict[str, Trap] = {
    "layer_visible": _drawn(points=11.0),
    "layer_white": _drawn("1 g"),
    "layer_invisible": _drawn("3 Tr"),
    "layer_tiny": _drawn("0.9 g", points=0.5),
    "layer_off_page": _drawn(at=(900.0, 190.0)),
    "layer_under_image": _drawn(under=True),
    "layer_spaced": _drawn("3 Tr 9 Tc"),
    "layer_clipped": _clipped,
    "layer_outside_crop": _outside_crop,
    "layer_switched_off": _layer_off,
    "layer_transparent": _transparent,
    "layer_reversed": _reversed,
    "layer_scattered": _scattered,
    "layer_sideways": _sideways,
    "rectangle_over_scan": _under_rectangle,
    "rectangle_over_text": _under_rectangle_live,
    "unused_form": _unused_form,
    "marked_actual_text": _marked("ActualText"),
    "marked_alternative": _marked("Alt"),
    "content_comment": _syntax_comment,
    "second_page": _second_page,
    "image_under_image": _image_under_image,
    "image_patched": _image_patched,
    "image_beyond_edge": _image_clipped,
    "image_soft_mask": _soft_mask,
    "image_unused": _unused_image,
}

"""Patches over names (遮盖). Only an opaque one hides for good."""

from __future__ import annotations

from PIL import Image, ImageFilter

from models.geometry import Box
from tests.synthesis.paper import Sheet
from tests.synthesis.truth import CoverTruth

_GROW = 0.003


def cover(sheet: Sheet, box: Box, *, kind: str = "opaque", colour: tuple[int, int, int] = (0, 0, 0)) -> CoverTruth:
    """Cover a box, a little beyond its edges: opaque, translucent, mosaic, blur, thin (a line) or partial (half)."""
    grown = box.expanded(_GROW, _GROW)
    place = grown.to_pixels(*sheet.size)
    piece = sheet.picture.crop(place)
    if kind == "opaque":
        new = Image.new("RGB", piece.size, colour)
    elif kind == "translucent":
        new = Image.blend(piece, Image.new("RGB", piece.size, colour), 0.45)
    elif kind == "mosaic":
        small = piece.resize((max(1, piece.width // 9), max(1, piece.height // 9)), Image.Resampling.BOX)
        new = small.resize(piece.size, Image.Resampling.NEAREST)
    elif kind == "blur":
        new = piece.filter(ImageFilter.GaussianBlur(7))
    elif kind == "thin":
        new = piece.copy()
        middle = piece.height // 2
        new.paste(colour, (0, middle - 3, piece.width, middle + 3))
    elif kind == "partial":
        new = piece.copy()
        new.paste(colour, (0, 0, piece.width // 2, piece.height))
    else:
        raise ValueError(f"no such cover: {kind}")
    sheet.picture.paste(new, place[:2])
    truth = CoverTruth(sheet.box_px(*place), kind)
    sheet.covers.append(truth)
    return truth


def cover_text(sheet: Sheet, text: str, *, kind: str = "opaque") -> list[CoverTruth]:
    """Cover every place where the text stands."""
    return [cover(sheet, box, kind=kind) for box in sheet.find(text)]


def patch(
    sheet: Sheet, x: float, y: float, width: float, height: float, *, colour: tuple[int, int, int] = (0, 0, 0)
) -> None:
    """Lay an opaque patch on bare paper, where a name would have been (millimetres)."""
    box = sheet.box_mm(x, y, x + width, y + height)
    place = box.to_pixels(*sheet.size)
    sheet.picture.paste(Image.new("RGB", (place[2] - place[0], place[3] - place[1]), colour), place[:2])
    sheet.covers.append(CoverTruth(sheet.box_px(*place), "opaque"))

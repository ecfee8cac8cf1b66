"""Patches over names (遮盖). Only an opaque one hides for good. The truth's box is the cover's own extent."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from models.geometry import Box
from tests.synthesis.ink import cover_shapes
from tests.synthesis.paper import Sheet
from tests.synthesis.truth import CoverTruth

_GROW = 0.003
Rgb = tuple[int, int, int]

COLOURS: tuple[Rgb, ...] = (
    (0, 0, 0), (0, 0, 0), (24, 24, 28), (255, 255, 255), (252, 251, 248), (128, 128, 128), (208, 208, 210),
    (200, 30, 36), (32, 60, 160), (250, 214, 60), (40, 130, 70),
)  # fmt: skip
"""What people cover with, black first."""
HIGHLIGHTS: tuple[Rgb, ...] = ((255, 236, 90), (160, 240, 130), (255, 170, 200), (150, 215, 250))
LOOKS = ("flat", "marker", "tape")
"""Of opaque covers: a drawn rectangle, a felt pen by hand, a strip of paper or tape stuck on."""


@dataclass(frozen=True)
class Covering:
    """How something is covered; see `cover`."""

    kind: str = "opaque"
    colour: Rgb = (0, 0, 0)
    look: str = "flat"
    strength: float = 1.0


def covering(seed: int, *, kind: str | None = None) -> Covering:
    """Return a way to cover, decided by the seed; opaque ones most often."""
    rng = random.Random(f"covering {seed}")
    kind = kind or rng.choices(cover_shapes.KINDS, (10, 2, 2, 2, 1, 2))[0]
    if kind == "translucent":
        marker = rng.random() < 0.6
        return Covering(kind, rng.choice(HIGHLIGHTS if marker else COLOURS), "marker" if marker else "flat")
    look = rng.choice(LOOKS) if kind == "opaque" else "flat"
    inks = COLOURS[:3] + COLOURS[7:9]
    colours = inks if look == "marker" or kind == "thin" else COLOURS[3:7] if look == "tape" else COLOURS
    return Covering(kind, rng.choice(colours), look, rng.choice((0.45, 0.7, 1.0, 1.6)))


def cover(
    sheet: Sheet, box: Box, *, kind: str = "opaque", colour: Rgb = (0, 0, 0), look: str = "flat",
    strength: float = 1.0, seed: int = 0,
) -> CoverTruth:  # fmt: skip
    """Cover a box, a little beyond its edges.

    Args:
        kind: opaque, translucent, mosaic, blur, thin (a line) or partial (half).
        look: of opaque and translucent covers: flat; marker (strokes with ragged ends); tape (a strip with a shadow).
        strength: of mosaic and blur: the size of cells and of the blur; below 0.6 print can be read through.

    Returns:
        the cover with the box of what it covers to the pixel: of a line only the line, of a half only the half.
    """
    grown = box.expanded(_GROW, _GROW)
    left, top, right, bottom = grown.to_pixels(*sheet.size)
    if kind == "thin":
        middle = (top + bottom) // 2
        top, bottom = middle - 3, middle + 3
    elif kind == "partial":
        right = left + (right - left) // 2
    elif kind not in cover_shapes.KINDS:
        raise ValueError(f"no such cover: {kind}")
    if look != "flat":
        place = _shaped(sheet, (left, top, right, bottom), kind, colour, look, seed)
    else:
        place = (left, top, right, bottom)
        piece = sheet.picture.crop(place)
        sheet.picture.paste(_flat(piece, kind, colour, strength), place[:2])
    truth = CoverTruth(sheet.box_px(*place), kind, look=look)
    sheet.covers.append(truth)
    return truth


def cover_text(sheet: Sheet, text: str, *, kind: str = "opaque", how: Covering | None = None) -> list[CoverTruth]:
    """Cover every place where the text stands: flat and black, or as `how` says (its kind then counts)."""
    how = how or Covering(kind)
    return [
        cover(sheet, box, kind=how.kind, colour=how.colour, look=how.look, strength=how.strength, seed=index)
        for index, box in enumerate(sheet.find(text))
    ]


def patch(sheet: Sheet, x: float, y: float, width: float, height: float, *, colour: Rgb = (0, 0, 0)) -> None:
    """Lay an opaque patch on bare paper, where a name would have been (millimetres)."""
    box = sheet.box_mm(x, y, x + width, y + height)
    place = box.to_pixels(*sheet.size)
    sheet.picture.paste(Image.new("RGB", (place[2] - place[0], place[3] - place[1]), colour), place[:2])
    sheet.covers.append(CoverTruth(sheet.box_px(*place), "opaque"))


def _flat(piece: Image.Image, kind: str, colour: Rgb, strength: float) -> Image.Image:
    if kind == "translucent":
        return Image.blend(piece, Image.new("RGB", piece.size, colour), 0.45)
    if kind == "mosaic":
        cell = max(2, round(9 * strength))
        small = piece.resize((max(1, piece.width // cell), max(1, piece.height // cell)), Image.Resampling.BOX)
        return small.resize(piece.size, Image.Resampling.NEAREST)
    if kind == "blur":
        return piece.filter(ImageFilter.GaussianBlur(7 * strength))
    return Image.new("RGB", piece.size, colour)


def _shaped(
    sheet: Sheet, place: tuple[int, int, int, int], kind: str, colour: Rgb, look: str, seed: int
) -> tuple[int, int, int, int]:
    """Lay a cover whose rim is not straight; returns the extent of what it covers by more than half."""
    margin = cover_shapes.MARGIN
    outer = (place[0] - margin, place[1] - margin, place[2] + margin, place[3] + margin)
    size = (place[2] - place[0], place[3] - place[1])
    shape = cover_shapes.marker(size, seed) if look == "marker" else cover_shapes.strip(size, seed)
    below = np.asarray(sheet.picture.crop(outer), np.float32)
    tone = np.asarray(colour, np.float32) + cover_shapes.texture(shape.mask.shape, look, seed)[..., None]
    mask = shape.mask[..., None]
    if kind == "translucent":
        # Highlighter ink is a filter: print below stays black.
        new = below * (1 - mask * (1 - np.clip(tone, 0, 255) / 255))
    else:
        new = (below * shape.shadow[..., None]) * (1 - mask) + tone * mask
    sheet.picture.paste(Image.fromarray(np.clip(new, 0, 255).astype(np.uint8)), outer[:2])
    rows, columns = np.nonzero(shape.mask > 0.5)
    return (
        max(0, outer[0] + int(columns.min())), max(0, outer[1] + int(rows.min())),
        min(sheet.size[0], outer[0] + int(columns.max()) + 1), min(sheet.size[1], outer[1] + int(rows.max()) + 1),
    )  # fmt: skip

"""The characters of a text layer, each with the question whether the picture shows anything where it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.geometry import Box
from verifier.certificates.folding import fold_character
from verifier.intake.opened import LayerLine
from verifier.pictures import RgbImage

_MIN_CONTRAST: Final = 24
"""Grey levels 0..255 between a glyph and its ground: less is what JPEG and paper do, palest print has more."""

_MIN_LINE_PX: Final = 6
"""A line's tallest character in pixels: at 200 dpi that is 0.8 mm, and no reader and no person reads it."""

_MARGIN_PX: Final = 1


@dataclass(frozen=True, eq=False)
class LayerCharacter:
    """One character that is not white space; sides in page fractions, not clipped. `line` counts the layer's lines.

    `is_shown`: the picture has ink (or anything but one even shade) where it stands, and it is large enough to be seen.
    """

    text: str
    folded: str
    left: float
    top: float
    right: float
    bottom: float
    line: int
    after_space: bool
    is_drawn: bool
    is_shown: bool

    @property
    def is_on_page(self) -> bool:
        """Whether any of it lies on the page."""
        return self.left < 1 and self.top < 1 and self.right > 0 and self.bottom > 0

    @property
    def box_on_page(self) -> Box:
        """Its box, cut at the page's edges."""
        return Box.clamped(self.left, self.top, self.right, self.bottom)


def characters_of(layer: Sequence[LayerLine], image: RgbImage) -> list[LayerCharacter]:
    """Return the characters of a text layer in its order, each compared with the picture (H x W x 3 uint8 RGB)."""
    found = []
    for number, line in enumerate(layer):
        shown = _shown(line.places, image)
        following = iter(range(len(line.places)))
        after_space = True
        for character in line.text:
            if character.isspace():
                after_space = True
                continue
            index = next(following)
            left, top, right, bottom = (float(side) for side in line.places[index])
            found.append(
                LayerCharacter(
                    character, fold_character(character), left, top, right, bottom, number, after_space,
                    bool(line.drawn[index]), bool(shown[index]),
                )
            )  # fmt: skip
            after_space = False
    return found


def text_of(run: Sequence[LayerCharacter]) -> str:
    """Return the characters joined, with the layer's spaces."""
    return "".join((" " if index and one.after_space else "") + written(one) for index, one in enumerate(run))


def written(one: LayerCharacter) -> str:
    """Return the character as people write it: some fonts map 文 to the radical of the same shape (U+2F42)."""
    return unicodedata.normalize("NFKC", one.text) if "\u2e80" <= one.text <= "\u2fdf" else one.text


def is_broken(one: LayerCharacter) -> bool:
    """Tell whether a font without a proper map left something that is no character, or a radical in its place."""
    if one.text == "\ufffd" or unicodedata.category(one.text) in ("Co", "Cn", "Cs"):
        return True
    return "\u2e80" <= one.text < "\u2f00"


def is_crowded(run: Sequence[LayerCharacter], every: Sequence[LayerCharacter]) -> bool:
    """Tell whether a character of `run` stands on another's place: two texts share one ink, one of them is false."""
    return any(one is not other and _overlaps(one, other) for one in run for other in every)


def undoubled(characters: Sequence[LayerCharacter]) -> list[LayerCharacter]:
    """Return the characters of a line, in its direction, without those set twice on one place to look bold."""
    kept: list[LayerCharacter] = []
    for one in characters:
        if not any(one.text == before.text and _overlaps(one, before) for before in kept[-3:]):
            kept.append(one)
    return kept


def _overlaps(one: LayerCharacter, other: LayerCharacter) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0.5 * min(one.right - one.left, other.right - other.left) and down > 0.5 * min(
        one.bottom - one.top, other.bottom - other.top
    )


def _shown(places: NDArray[np.float32], image: RgbImage) -> NDArray[np.bool_]:
    """Return for each place (N x 4) whether the picture has contrast there."""
    height, width = image.shape[:2]
    pixels = places.astype(np.float64) * (width, height, width, height)
    shown = np.zeros(len(places), dtype=np.bool_)
    if len(places) == 0 or float((pixels[:, 3] - pixels[:, 1]).max()) < _MIN_LINE_PX:
        return shown
    for index, (left, top, right, bottom) in enumerate(pixels):
        x0, y0 = max(0, int(left) - _MARGIN_PX), max(0, int(top) - _MARGIN_PX)
        x1, y1 = min(width, int(np.ceil(right)) + _MARGIN_PX), min(height, int(np.ceil(bottom)) + _MARGIN_PX)
        if x0 < x1 and y0 < y1 and right > left:
            crop = image[y0:y1, x0:x1]
            shown[index] = int((crop.max(axis=(0, 1)).astype(int) - crop.min(axis=(0, 1))).max()) >= _MIN_CONTRAST
    return shown

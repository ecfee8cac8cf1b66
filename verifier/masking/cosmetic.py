"""Find covers that only the eye respects (装饰性遮盖): a patch over live text, or over a picture that is still whole.

A rectangle drawn over words in a PDF leaves the words in the file: they can be marked and copied. The same holds for a
rectangle over a scanned picture. What the page shows is compared with what the file holds below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.geometry import Box
from models.observation import Cover, CoverKind
from verifier.intake.opened import HiddenPicture, LayerLine
from verifier.pictures import RgbImage

_UNLIKE_PAPER: Final = 60
_FILLED: Final = 0.75
"""Share of a character's box that is not paper: print fills at most a half of it, hatched black four fifths."""

_SOLID: Final = 0.97
"""The same for characters that leave no ink of their own: the layer that a scanner's program laid over a picture, where
photographs and scribbles are dark as well."""

_SHORTEST: Final = 2
"""Characters of a run: one alone is a bullet, or half a ligature."""

_SHOWN: Final = 0.5
"""Share of a run's characters that were read where they stand: then it is print on a dark ground, and open."""

_DARK: Final = 100
_ASKEW, _CORE = 0.8, 0.7
"""Heights of a cover by which the same patch lies elsewhere in the picture below, and the share of it that is dark."""

_INK: Final = 48
_INK_SHARE: Final = 0.005


def cosmetic_covers(
    image: RgbImage,
    lines: Sequence[Line],
    layer: Sequence[LayerLine],
    pictures: Sequence[HiddenPicture],
    covers: Sequence[Cover],
    *,
    page: int,
) -> list[Cover]:
    """Return the covers of a page, those that hide nothing as `cosmetic`, with those found over live text added.

    Args:
        image: the upright page, H x W x 3.
        lines: what was read on it.
        layer: the lines of the text layer, placed on the upright page.
        pictures: pictures of the file that lie on this page and differ from what it shows.
        covers: what `find_covers` found on it.
        page: its number.
    """
    over_text = [Cover(page, box, CoverKind.COSMETIC) for box in _over_text(image, lines, layer)]
    judged = [
        replace(cover, kind=CoverKind.COSMETIC)
        if any(_holds_ink(picture, cover.box) for picture in pictures)
        or any(cover.box.intersection(other.box) for other in over_text)
        else cover
        for cover in covers
    ]
    alone = [cover for cover in over_text if not any(cover.box.intersection(other.box) for other in judged)]
    return sorted([*judged, *alone], key=lambda cover: (cover.box.top, cover.box.left))


def _over_text(image: RgbImage, lines: Sequence[Line], layer: Sequence[LayerLine]) -> Iterator[Box]:
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    paper = int(np.bincount(grey[::4, ::4].ravel(), minlength=256)[96:].argmax()) + 96
    filled = (cv2.absdiff(grey, np.full_like(grey, paper)) > _UNLIKE_PAPER).astype(np.uint8)
    unlike = np.asarray(cv2.integral(filled), dtype=np.int32)
    words = _centres(lines)
    for line in layer:
        characters = [character for character in line.text if not character.isspace()]
        hidden = _filled(unlike, line.places) >= np.where(line.drawn, _FILLED, _SOLID)
        for covered, run in groupby(range(len(characters)), key=lambda index: bool(hidden[index])):
            places = list(run)
            told = sum(characters[index].isalnum() for index in places)
            if not covered or told < _SHORTEST:
                continue
            sides = line.places[places]
            box = (*sides[:, :2].min(axis=0).tolist(), *sides[:, 2:].max(axis=0).tolist())
            if _count_within(words, box) < _SHOWN * told and (kept := _on_page(*box)) is not None:
                yield kept


def _filled(unlike: NDArray[np.int32], places: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the share of each place (N x 4, page fractions) that is not paper; 0 for a place beside the page."""
    height, width = unlike.shape[0] - 1, unlike.shape[1] - 1
    sides = np.clip(places.astype(np.float64) * [width, height, width, height], 0, [width, height, width, height])
    left, top, right, bottom = np.round(sides).astype(np.int64).T
    area = (right - left) * (bottom - top)
    inked = unlike[bottom, right] - unlike[top, right] - unlike[bottom, left] + unlike[top, left]
    return np.where(area >= 4, inked / np.maximum(area, 1), 0.0)


def _centres(lines: Sequence[Line]) -> NDArray[np.float64]:
    boxes = [word.box for line in lines for word in line.words]
    return np.asarray([((b.left + b.right) / 2, (b.top + b.bottom) / 2) for b in boxes]).reshape(-1, 2)


def _count_within(centres: NDArray[np.float64], box: tuple[float, float, float, float]) -> int:
    left, top, right, bottom = box
    x, y = centres[:, 0], centres[:, 1]
    return int(((x >= left) & (x <= right) & (y >= top) & (y <= bottom)).sum())


def _on_page(left: float, top: float, right: float, bottom: float) -> Box | None:
    return Box.clamped(left, top, right, bottom) if left < 1 and top < 1 and right > 0 and bottom > 0 else None


def _holds_ink(picture: HiddenPicture, box: Box) -> bool:
    """Tell whether a picture below a cover has something in its place that the cover's one colour does not show."""
    if picture.box is None or not (shared := picture.box.intersection(box)):
        return False
    height, width = picture.image.shape[:2]
    across, down = picture.box.width / width, picture.box.height / height
    left, right = ((side - picture.box.left) / across for side in (shared.left, shared.right))
    top, bottom = ((side - picture.box.top) / down for side in (shared.top, shared.bottom))
    below = picture.image[int(top) + 1 : int(bottom), int(left) + 1 : int(right)]
    if below.size == 0:
        return False
    grey = cv2.cvtColor(np.ascontiguousarray(below), cv2.COLOR_RGB2GRAY)
    differs = float((cv2.absdiff(grey, np.full_like(grey, int(np.median(grey)))) > _INK).mean()) > _INK_SHARE
    return differs and not _holds_patch(picture.image, (left, top, right, bottom))


def _holds_patch(image: RgbImage, place: tuple[float, float, float, float]) -> bool:
    """Tell whether a picture holds a dark patch of a cover's size itself, near its place: pictures lie askew."""
    left, top, right, bottom = place
    off = _ASKEW * (bottom - top)
    near = image[max(0, int(top - off)) : int(bottom + off), max(0, int(left - off)) : int(right + off)]
    dark = (cv2.cvtColor(np.ascontiguousarray(near), cv2.COLOR_RGB2GRAY) < _DARK).astype(np.uint8)
    core = np.ones((max(1, int(_CORE * (bottom - top))), max(1, int(_CORE * (right - left)))), np.uint8)
    return bool(cv2.erode(dark, core, borderType=cv2.BORDER_CONSTANT, borderValue=(0,)).any())

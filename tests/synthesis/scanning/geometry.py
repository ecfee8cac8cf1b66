"""Pages moved under the lens: one forward map for points, and the truth that follows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from models.geometry import Box
from tests.synthesis.truth import Drawn, SealTruth, TextLine, Truth

Points = NDArray[np.float64]
"""Shape (count, 2): x, y in pixels, whole numbers at the pixels' edges (a pixel's middle is at a half)."""
Forward = Callable[[Points], Points]
"""From the old picture's pixels to the new one's."""

_KEEP = {"fields": 0.6, "signatures": 0.3, "qr_codes": 0.98, "names": 0.5, "covers": 0.05, "seals": 0.03}
"""How much of a thing must be left on the picture for it to be still there; a QR code has no spare quiet zone."""
_WHOLE = 0.999
Thing = TypeVar("Thing")


def moved_truth(truth: Truth, old: tuple[int, int], new: tuple[int, int], forward: Forward) -> Truth:
    """Return the truth with each box around where its outline went; what left the picture leaves the truth.

    Args:
        old: width and height in pixels of the picture that the truth belongs to.
        new: the same of the new picture.
        forward: may bend lines: sides are followed at their ends and middles.
    """
    boxes: dict[Box, None] = {}

    def note(box: Box) -> Box:
        boxes[box] = None
        return box

    truth.moved(note)
    if not boxes:
        return truth
    table, shares = _mapped(list(boxes), old, new, forward)
    after = truth.moved(table.__getitem__)
    return after if min(shares.values()) > _WHOLE else _cut(truth, after, table, shares)


def _mapped(
    boxes: Sequence[Box], old: tuple[int, int], new: tuple[int, int], forward: Forward
) -> tuple[dict[Box, Box], dict[Box, float]]:
    """Return each box's new box, and the share 0..1 of it that is still on the picture."""
    sides = np.asarray([tuple(box) for box in boxes]) * (*old, *old)
    left, top, right, bottom = sides.T
    middle, centre = (left + right) / 2, (top + bottom) / 2
    xs = np.stack((left, middle, right, right, right, middle, left, left), axis=1)
    ys = np.stack((top, top, top, centre, bottom, bottom, bottom, centre), axis=1)
    moved = forward(np.stack((xs.ravel(), ys.ravel()), axis=1)).reshape(-1, 8, 2)
    low, high = moved.min(axis=1), moved.max(axis=1)
    kept = np.prod(np.clip(np.minimum(high, new) - np.maximum(low, 0), 0, None), axis=1)
    share = kept / np.maximum(np.prod(high - low, axis=1), 1e-9)
    table = {
        box: Box.from_pixels(*map(float, (*one, *other)), width_px=new[0], height_px=new[1])
        for box, one, other in zip(boxes, low, high, strict=True)
    }
    return table, dict(zip(boxes, map(float, share), strict=True))


def _cut(before: Truth, after: Truth, table: dict[Box, Box], shares: dict[Box, float]) -> Truth:
    def kept(name: str, things: Sequence[Thing], boxes: Sequence[Box]) -> tuple[Thing, ...]:
        return tuple(thing for thing, box in zip(things, boxes, strict=True) if shares[box] >= _KEEP[name])

    seals = tuple(_cut_seal(seal, shares[old.box]) for seal, old in zip(after.seals, before.seals, strict=True))
    return replace(
        after,
        lines=tuple(line for old in before.lines if (line := _cut_line(old, table, shares)) is not None),
        fields=kept("fields", after.fields, [item.box for item in before.fields]),
        seals=kept("seals", seals, [item.box for item in before.seals]),
        signatures=kept("signatures", after.signatures, [item.box for item in before.signatures]),
        covers=kept("covers", after.covers, [item.box for item in before.covers]),
        qr_codes=kept("qr_codes", after.qr_codes, [item.box for item in before.qr_codes]),
        names=kept("names", after.names, before.names),
    )


def _cut_line(line: TextLine, table: dict[Box, Box], shares: dict[Box, float]) -> TextLine | None:
    """Return what is left of a line: characters of which more than half is on the picture."""
    left = [
        (character, table[box])
        for character, box in zip(line.text, line.characters, strict=True)
        if shares[box] > 0.5 or (box.area == 0 and shares[line.box] > _WHOLE)
    ]
    if not left:
        return None
    boxes = tuple(box for _, box in left)
    box = table[line.box] if len(left) == len(line.text) else Box.around(boxes)
    return replace(line, text="".join(character for character, _ in left), box=box, characters=boxes)


def _cut_seal(seal: SealTruth, share: float) -> SealTruth:
    if share > _WHOLE:
        return seal
    visible = round(seal.visible * share, 3)
    return replace(seal, visible=visible, is_fragment=seal.is_fragment or visible < 0.6)


def quarter_turn(page: Drawn, turns: int) -> Drawn:
    """Return the page turned clockwise by `turns` quarters."""
    height, width = page.image.shape[:2]
    turns %= 4

    def forward(points: Points) -> Points:
        x, y = points.T
        moved = {0: (x, y), 1: (height - y, x), 2: (width - x, height - y), 3: (y, width - x)}[turns]
        return np.stack(moved, axis=1)

    size = (width, height) if turns % 2 == 0 else (height, width)
    image = np.ascontiguousarray(np.rot90(page.image, -turns))
    return Drawn(image, moved_truth(page.truth, (width, height), size, forward), page.dpi)


def resized(page: Drawn, dpi: float) -> Drawn:
    """Return the page at another resolution; fractions stay what they are."""
    height, width = page.image.shape[:2]
    size = (round(width * dpi / page.dpi), round(height * dpi / page.dpi))
    image = cv2.resize(page.image, size, interpolation=cv2.INTER_AREA if dpi < page.dpi else cv2.INTER_LINEAR)
    return Drawn(np.asarray(image, np.uint8), page.truth, dpi)


def laid(
    page: Drawn,
    *,
    degrees: float = 0.0,
    shift: tuple[float, float] = (0.0, 0.0),
    scale: float = 1.0,
    border: tuple[int, int, int] | None = None,
) -> Drawn:
    """Return the page turned clockwise, shifted (shares of its sides) and scaled on the glass.

    What lies beyond the paper is the paper's own edge continued, or `border` where the lid or the desk is seen.
    """
    height, width = page.image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), -degrees, scale)
    matrix[:, 2] += (shift[0] * width, shift[1] * height)
    image = cv2.warpAffine(
        page.image, matrix, (width, height), flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE if border is None else cv2.BORDER_CONSTANT, borderValue=border or (0, 0, 0),
    )  # fmt: skip
    affine = np.asarray(matrix, np.float64)

    def forward(points: Points) -> Points:
        # OpenCV counts from the pixels' middles.
        return np.asarray((points - 0.5) @ affine[:, :2].T + affine[:, 2] + 0.5)

    truth = moved_truth(page.truth, (width, height), (width, height), forward)
    return Drawn(np.asarray(image, np.uint8), truth, page.dpi * scale)

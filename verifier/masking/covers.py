"""Find covers on a page (遮盖块): solid patches, and mosaics.

Only what is sound is reported. A translucent patch looks like a shaded table cell, and a white patch on white paper
like paper: these are left to the proof that no name can be read any more. A cover found here says that something was
hidden, not that it was hidden well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from models.document import Line
from models.geometry import Box
from models.observation import Cover, CoverKind
from verifier.masking.bars import find_bars
from verifier.masking.blocks import find_blocks
from verifier.masking.edges import cuts_print
from verifier.masking.mosaics import find_mosaics
from verifier.masking.smears import find_smears
from verifier.pictures import RgbImage

_PATCH_SIDE, _MOSAIC_SIDE = 1200, 2600
"""Longer sides are divided until they fit: a patch is as high as a line of text and survives that, a tile does not."""
_FLAT = 14
"""Largest difference between neighbours inside a patch of one colour; JPEG ripples stay below."""
_GREY = 40
"""Patches are black, grey or white: no channel leads another by more. Coloured bars are charts and letterheads."""
_UNLIKE_PAPER = 28
_FILLED = 0.94
"""Share of its bounding box that a rectangle fills; print on a shaded cell, or a photograph, leaves holes."""
_HARD_EDGE = 0.85
"""Share of the rim along which the colour jumps within two pixels."""
_BLOCK = 0.5
"""Least side of a block in heights of the row in which it stands."""
_LARGEST_UNREAD = 0.1
"""Share of the page that a code takes at most that cannot be decoded."""
_SQUARE = 0.85
"""Side of the smallest square cover in heights of a line."""
_LARGEST = 0.2
_LARGE_PRINT = 1.8
"""Heights of a usual line from which on a line is a heading."""
_TEXT_HEIGHT = 0.011
"""Height of a line of text in page heights where the page has no lines."""


def find_covers(image: RgbImage, lines: Sequence[Line], *, page: int, known: Sequence[Box] = ()) -> list[Cover]:
    """Return the opaque patches, bars, mosaics and blurred places of an upright page (H x W x 3), top to bottom.

    `known` is where seals and portraits are: grey copies of them have areas without strokes as blurred print has.
    A patch is `opaque` when it is one colour all over, a rectangle of at least three quarters of a text line's height
    and longer than that, hard-edged, no shaded cell of a table, no module of a QR code and not the edge of the scan.
    """
    share = text_height(lines)
    fine, small = _shrunk(image, _MOSAIC_SIDE), _shrunk(image, _PATCH_SIDE)
    mosaics = [_fractions(box, fine) for box in find_mosaics(fine, share * fine.shape[0])]
    covers = [Cover(page, box, CoverKind.MOSAIC) for box in mosaics]
    smears = []
    for smear in find_smears(fine, lines, share * fine.shape[0], known):
        box = _fractions(smear.box, fine)
        if not any(map(box.intersection, mosaics)):
            smears.append(Cover(page, box, CoverKind.MOSAIC if smear.tiled else CoverKind.BLUR))
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    paper = _paper(grey)
    patches = list(_patches(small, share * small.shape[0]))
    blocks = list(_blocks(small, lines, share, paper))
    codes = _codes(fine) if patches or blocks else []
    for patch in patches:
        box = _fractions(patch, small)
        # Neighbouring tiles of one shade run together into small patches, in a mosaic and along its rim.
        near_mosaic = any(box.intersection(mosaic.expanded(box.height, box.height)) for mosaic in mosaics)
        if not near_mosaic and not any(box.intersection(code) for code in codes):
            cut = cuts_print(grey, patch, share * small.shape[0], paper)
            covers.append(Cover(page, box, CoverKind.PARTIAL if cut else CoverKind.OPAQUE))
    covers += [
        Cover(page, block, CoverKind.OPAQUE)
        for block in blocks
        if not any(map(block.intersection, (*known, *codes, *mosaics, *(cover.box for cover in covers))))
    ]
    covers += [Cover(page, bar, CoverKind.THIN) for bar in _bars(fine, lines, share, paper, codes)]
    # A mask with a soft rim is found as both.
    covers += [smear for smear in smears if not any(smear.box.intersection(cover.box) for cover in covers)]
    return sorted(covers, key=lambda cover: (cover.box.top, cover.box.left))


Pixels = tuple[int, int, int, int]
"""left, top, right, bottom; right and bottom exclusive."""


def _fractions(box: Pixels, image: RgbImage) -> Box:
    return Box.from_pixels(*box, width_px=image.shape[1], height_px=image.shape[0])


def _bars(image: RgbImage, lines: Sequence[Line], share: float, paper: int, codes: Sequence[Box]) -> list[Box]:
    """Return the bars that stand in a row of usual print; strokes of large letters are as long and dark."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    bars = [_fractions(bar, image) for bar in find_bars(grey, share * grey.shape[0], paper)]
    rows = [line.box for line in lines if line.box.height < _LARGE_PRINT * share]
    return [
        bar
        for bar in bars
        if any(row.top < bar.centre[1] < row.bottom for row in rows) and not any(map(bar.intersection, codes))
    ]


def _blocks(image: RgbImage, lines: Sequence[Line], share: float, paper: int) -> Iterator[Box]:
    """Yield the dark blocks right beside print that was read, in its row: elsewhere holes and pictures are as dark."""
    aspect = image.shape[1] / image.shape[0]
    for pixels in find_blocks(image, share * image.shape[0], paper):
        block = _fractions(pixels, image)
        for line in lines:
            row = line.box.expanded(line.box.height / aspect, 0.0)
            shared = min(row.bottom, block.bottom) - max(row.top, block.top)
            # In bold headings strokes are as thick as a block beside usual print.
            large = (
                _BLOCK * row.height < min(block.height, block.width * aspect)
                and block.height < _LARGE_PRINT * row.height
            )
            if large and row.intersection(block) and shared > 0.5 * min(row.height, block.height):
                yield block
                break


def _codes(image: RgbImage) -> list[Box]:
    """Return the boxes of the QR codes: their modules are hard-edged black rectangles as covers are."""
    kinds = zxingcpp.BarcodeFormat
    formats = zxingcpp.BarcodeFormats([kinds.QRCode, kinds.MicroQRCode, kinds.DataMatrix])
    boxes = []
    for code in zxingcpp.read_barcodes(image, formats=formats, return_errors=True):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        x, y = [corner.x for corner in corners], [corner.y for corner in corners]
        box = _fractions((min(x), min(y), max(x) + 1, max(y) + 1), image)
        # Corners of a form are taken for those of a code now and then: what does not decode is no half of a page.
        if code.valid or box.area < _LARGEST_UNREAD:
            boxes.append(box)
    return boxes


def _shrunk(image: RgbImage, side: int) -> RgbImage:
    """Return the picture with its sides divided by a whole number, so that flat stays flat and edges stay hard."""
    by = int(np.ceil(max(image.shape[:2]) / side))
    if by <= 1:
        return image
    size = (max(1, image.shape[1] // by), max(1, image.shape[0] // by))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def text_height(lines: Sequence[Line]) -> float:
    """Return the height of a usual line of a page as a share of the page's height."""
    heights = sorted(line.box.height for line in lines if len(line.text) > 1)
    return heights[len(heights) // 2] if heights else _TEXT_HEIGHT


def _paper(grey: NDArray[np.uint8]) -> int:
    """Return the commonest brightness of paper."""
    return int(cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel()[96:].argmax()) + 96


def _patches(image: RgbImage, text_height: float) -> Iterator[Pixels]:
    """Yield the rectangles of one colour that look like covers."""
    height, width = image.shape[:2]
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    paper = _paper(grey)
    kernel = np.ones((3, 3), np.uint8)
    ripple = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel))
    red, green, blue = cv2.split(image)
    spread = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    unlike = cv2.absdiff(grey, np.full_like(grey, paper)) > _UNLIKE_PAPER
    candidate = ((ripple <= _FLAT) & (spread <= _GREY) & unlike).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(candidate, connectivity=4)
    least = max(4.0, 0.75 * text_height - 2)
    for index in range(1, len(stats)):
        left, top, wide, high, area = (int(value) for value in stats[index])
        # Half of a name is covered by a square; no glyph is as large. The flat core is a pixel smaller on each side.
        square = min(wide, high) + 2 >= _SQUARE * text_height
        long_enough = min(wide, high) >= least and (square or max(wide, high) >= 1.3 * text_height)
        inside = left > 2 and top > 2 and left + wide < width - 2 and top + high < height - 2
        if not (long_enough and inside and _FILLED * wide * high <= area <= _LARGEST * grey.size):
            continue
        values = grey[top : top + high, left : left + wide][labels[top : top + high, left : left + wide] == index]
        box = (left - 1, top - 1, left + wide + 1, top + high + 1)
        if (
            float(values.std()) < 5
            and _hard_edged(grey, box)
            and not _framed(grey, box, paper)
            and not _finder(grey, box)
        ):
            yield box


def _hard_edged(grey: NDArray[np.uint8], box: Pixels) -> bool:
    """Tell whether the brightness jumps all along the rim, from just inside to three pixels outside."""
    left, top, right, bottom = box
    jump = 0.5 * _UNLIKE_PAPER
    inside = float(grey[(top + bottom) // 2, (left + right) // 2])
    shares = []
    for outer in (
        grey[max(0, top - 3), left:right],
        grey[min(grey.shape[0] - 1, bottom + 2), left:right],
        grey[top:bottom, max(0, left - 3)],
        grey[top:bottom, min(grey.shape[1] - 1, right + 2)],
    ):
        shares.append(float((np.abs(outer.astype(np.float32) - inside) > jump).mean()))
    return float(np.mean(shares)) >= _HARD_EDGE and min(shares) > 0.5


def _framed(grey: NDArray[np.uint8], box: Pixels, paper: int) -> bool:
    """Tell whether a rule darker than patch and paper runs around a pale patch: a shaded cell, a form's field."""
    left, top, right, bottom = box
    inside = float(grey[(top + bottom) // 2, (left + right) // 2])
    if inside < 90:
        return False
    rims = []
    for near in range(4):
        rims.append(
            [
                float(grey[max(0, top - near), left:right].mean()),
                float(grey[min(grey.shape[0] - 1, bottom - 1 + near), left:right].mean()),
                float(grey[top:bottom, max(0, left - near)].mean()),
                float(grey[top:bottom, min(grey.shape[1] - 1, right - 1 + near)].mean()),
            ]
        )
    darkest = np.min(np.array(rims), axis=0)
    return int((darkest < min(inside, paper) - 25).sum()) >= 2


def _finder(grey: NDArray[np.uint8], box: Pixels) -> bool:
    """Tell whether the patch is the square heart of a QR finder pattern: a ring of light, then a ring of dark."""
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    if not 0.75 < wide / high < 1.33:
        return False
    module = max(1, round((wide + high) / 6))
    y, x = (top + bottom) // 2, (left + right) // 2
    down, across = high // 2 + int(1.5 * module), wide // 2 + int(1.5 * module)
    around = [(y - down, x), (y + down, x), (y, x - across), (y, x + across)]
    within = [(r, c) for r, c in around if 0 <= r < grey.shape[0] and 0 <= c < grey.shape[1]]
    return sum(int(grey[r, c]) < 110 for r, c in within) >= 3

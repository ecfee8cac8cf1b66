"""Signatures as pictures laid over a page: each way leaves its own trace, from a white block to a cut-out.

There are two ways to get one there. In a word processor, before the page was printed: then a printer made dots of it.
Or with a PDF editor, over the finished scan: then it has none of the scan's blur, grain and shade.
"""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.geometry import Box
from tests.synthesis.ink.printer import screened
from tests.synthesis.ink.strokes import Ink
from tests.synthesis.paper import DPI, Sheet
from tests.synthesis.truth import Drawn, LaidOver

Picture = NDArray[np.uint8]
GROUNDS = ("white", "tinted", "near_paper", "halo", "cutout", "pixelated")
"""White block; photographed; nearly the paper's colour; no block but the JPEG's ringing; hard rim; big pixels."""
_BLOCKS = ("white", "tinted", "near_paper")
_OVER_SCANS = {"white": 1.0, "near_paper": 1.0, "tinted": 0.5, "halo": 0.4, "cutout": 0.4, "pixelated": 0.4}
"""Share that is laid over the scan: a white block that is printed is none, and paper is matched on a scan only."""
_MARGIN = (8, 10)


def lay_picture(
    sheet: Sheet, left: int, top: int, ink: Ink, ground: str, seed: int, pen: tuple[int, int, int], dpi: float = DPI
) -> tuple[tuple[int, int, int, int], LaidOver | None]:
    """Lay a picture of the ink, its upper left margin at (left, top) pixels; `dpi` is what the sheet stands for.

    Returns what of the page it changed and, if it lies over the scan, how it is to be laid there. Rectangles change all
    of their area, the others only where there is ink.
    """
    rng = random.Random(f"pasted {seed} {ground}")
    patch = _drawn(ink, (0, 0, 0) if ground == "white" else pen)
    picture, opaque = _picture(patch, ground, rng)
    height, width = picture.shape[:2]
    below = np.array(sheet.picture.crop((left, top, left + width, top + height)))
    over_scan = random.Random(f"over the scan {seed} {ground}").random() < _OVER_SCANS[ground]
    shown = picture if over_scan else screened(picture, rng, dpi)
    new = _composed(below, _toned(shown, below, rng) if ground == "near_paper" else shown, opaque)
    sheet.picture.paste(Image.fromarray(new), (left, top))
    place = (left, top, left + width, top + height)
    if ground not in _BLOCKS:
        dark = np.asarray(new, np.int16).min(axis=2) < np.asarray(below, np.int16).min(axis=2) - 60
        rows, columns = np.nonzero(dark)
        y0, y1, x0, x1 = int(rows.min()), int(rows.max()) + 1, int(columns.min()), int(columns.max()) + 1
        place = (left + x0, top + y0, left + x1, top + y1)
        picture, opaque, below, new = (part[y0:y1, x0:x1] for part in (picture, opaque, below, new))
    laid = LaidOver(sheet.box_px(*place), picture, opaque, below, new, ground == "near_paper")
    return place, laid if over_scan else None


def without_pictures(page: Drawn) -> Drawn:
    """Return the page as it was before pictures were laid over it that belong over its scan."""
    image = page.image.copy()
    for laid in page.laid_over:
        left, top, right, bottom = _pixels(laid.box, image)
        # What was stamped over the picture later stays, as the share of the light that it lets through.
        later = (image[top:bottom, left:right] + np.float32(1)) / (laid.shown + np.float32(1))
        image[top:bottom, left:right] = np.clip(laid.below * np.minimum(later, 1), 0, 255)
    return _replaced(page, image)


def with_pictures(scan: Drawn, page: Drawn, seed: int) -> Drawn:
    """Return the scan of `page` with its pictures laid over, saved anew; each where the truth of the scan has it."""
    rng = random.Random(f"laid over {seed}")
    image = scan.image.copy()
    for laid in page.laid_over:
        index = next(place for place, true in enumerate(page.truth.signatures) if true.box == laid.box)
        left, top, right, bottom = _pixels(scan.truth.signatures[index].box, image)
        size = (right - left, bottom - top)
        way = cv2.INTER_AREA if size[0] < laid.picture.shape[1] else cv2.INTER_LINEAR
        picture = np.asarray(cv2.resize(laid.picture, size, interpolation=way), np.uint8)
        opaque = np.asarray(cv2.resize(laid.opaque.astype(np.uint8) * 255, size, interpolation=way) > 127)
        below = image[top:bottom, left:right]
        picture = _toned(picture, below, rng) if laid.matched else picture
        image[top:bottom, left:right] = _composed(below, picture, opaque)
    packed = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, rng.randint(78, 95)])[1]
    return _replaced(scan, np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1]))


def _replaced(page: Drawn, image: NDArray[np.uint8]) -> Drawn:
    return Drawn(image, page.truth, page.dpi, page.rules, page.outline)


def _pixels(box: Box, image: Picture) -> tuple[int, int, int, int]:
    height, width = image.shape[:2]
    left, top = round(box.left * width), round(box.top * height)
    return left, top, max(left + 4, round(box.right * width)), max(top + 4, round(box.bottom * height))


def _composed(below: Picture, picture: Picture, opaque: NDArray[np.bool_]) -> Picture:
    """Return the picture over what is below: hiding it where opaque, like ink on it elsewhere."""
    through = cv2.multiply(below, picture, scale=1 / 255)
    return np.asarray(np.where(opaque[..., None], picture, through), np.uint8)


def _drawn(ink: Ink, pen: tuple[int, int, int]) -> Picture:
    """Return the ink on white with a margin."""
    shades = 255 - ink[..., None] * (255 - np.asarray(pen, np.float32))
    down, across = _MARGIN
    return np.asarray(
        cv2.copyMakeBorder(
            shades.astype(np.uint8), down, down, across, across, cv2.BORDER_CONSTANT, value=(255, 255, 255)
        )
    )


def _picture(patch: Picture, ground: str, rng: random.Random) -> tuple[Picture, NDArray[np.bool_]]:
    """Return the picture file of the signature, and where it hides what is below."""
    height, width = patch.shape[:2]
    nowhere = np.zeros((height, width), np.bool_)
    if ground in _BLOCKS:
        block = _compressed(patch, 0.45, 45)
        return (_photographed(block, rng) if ground == "tinted" else block), ~nowhere
    if ground == "halo":
        return _compressed(patch, rng.uniform(0.4, 0.6), rng.randint(18, 35)), nowhere
    if ground == "pixelated":
        factor = rng.uniform(0.16, 0.3)
        small = cv2.resize(patch, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8), nowhere
    # Ink without half tones, with the whitish seam of a careless selection around it.
    dark = patch.min(axis=2) < 150
    seam = cv2.dilate(dark.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    light = np.where(seam, rng.randint(225, 250), 255)
    return np.where(dark[..., None], patch, light[..., None]).astype(np.uint8), seam


def _compressed(patch: Picture, scale: float, quality: int) -> Picture:
    small = cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.resize(cv2.imdecode(packed, cv2.IMREAD_COLOR), (patch.shape[1], patch.shape[0])), np.uint8)


def _photographed(block: Picture, rng: random.Random) -> Picture:
    """Signed on paper and photographed: the paper is grey or bluish and darker to one side."""
    tone = rng.uniform(0.86, 0.97)
    tint = np.asarray([tone + rng.uniform(-0.007, 0.007) for _ in range(3)])
    ramp = np.linspace(1, rng.uniform(0.9, 1.0), block.shape[1])[:: rng.choice((-1, 1))]
    return np.asarray(np.clip(block * tint * ramp[None, :, None], 0, 255), np.uint8)


def _toned(picture: Picture, below: Picture, rng: random.Random) -> Picture:
    """Return the picture with its paper nearly as light as what is below."""
    paper = np.percentile(below.reshape(-1, 3), 70, axis=0)
    return np.asarray(np.clip(picture * ((paper + rng.choice((-2, 1, 2))) / 255), 0, 255), np.uint8)

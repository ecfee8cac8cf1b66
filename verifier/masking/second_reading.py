"""The last step of the proof: an engine with other mistakes reads the masked copy and must find no trace.

Upright it reads the whole page. In the other three directions it reads what is left when the lines that the first
engine read with confidence are taken out: a page that is explained whole is not read three more times for nothing.

A sure trace keeps the copy back. A doubtful one (a look-alike, a part of the name) does so unless the first engine read
other characters at that very place with confidence, away from every mask: then the second one misread.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from models.document import Line, Page
from models.geometry import Box
from models.observation import NameHit, Observation, SurfaceKind
from verifier.masking.covering import CoverBox
from verifier.masking.covers import text_height
from verifier.masking.names import find_traces, page_hits
from verifier.masking.subject import Subject
from verifier.masking.unread import unread_ink
from verifier.masking.variants import DOUBTFUL
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.upright import straight_picture

_SURE: Final = 0.9
"""Confidence of a line that explains its ink."""

_STANDS: Final = 1.5
_NEAR: Final = 0.5
"""Heights of a hit around it in which a mask lies near."""

ENGINE_ERRORS: Final = (RuntimeError, OSError, subprocess.SubprocessError)


def traces_left(
    images: Sequence[RgbImage],
    observation: Observation,
    boxes: Sequence[CoverBox],
    subject: Subject,
    second: OcrEngine,
) -> Iterator[NameHit]:
    """Yield the traces that the second engine finds on the pages of a copy.

    Args:
        images: the copy's pictures, as the originals came.
        observation: what the first engine saw on the originals.
        boxes: what was covered.
        subject: whose traces must be gone.
        second: the other engine.

    Raises:
        RuntimeError, OSError, subprocess.SubprocessError: the engine failed.
    """
    for image, seen in zip(images, observation.pages, strict=True):
        upright = straight_picture(image, seen)
        own = [one.box for one in boxes if one.page == seen.number]
        page = _read(upright, seen.number, second)
        yield from (hit for hit in page_hits(page, subject) if not _is_misread(hit, seen, own, subject))
        yield from _other_directions(upright, seen, observation, own, subject, second)


def _read(image: RgbImage, number: int, engine: OcrEngine) -> Page:
    height, width = image.shape[:2]
    return Page(number, width, height, lines=tuple(engine.read(image)))


def _is_misread(hit: NameHit, seen: Page, covers: Sequence[Box], subject: Subject) -> bool:
    """Tell whether the first engine read other characters where a doubtful trace was found."""
    if hit.variant not in DOUBTFUL or hit.box is None:
        return False
    near = hit.box.expanded(_NEAR * hit.box.height, _NEAR * hit.box.height)
    if any(near.intersection(cover) for cover in covers):
        return False
    for line in seen.lines:
        if (line.confidence or 0.0) >= _SURE and (read := _within(line, hit.box)):
            return not find_traces(read, subject)
    return False


def _within(line: Line, box: Box) -> str:
    """Return the characters of a line that stand in a box."""
    return "".join(word.text for word in line.words if box.contains(word.box.centre))


def _other_directions(
    image: RgbImage,
    seen: Page,
    observation: Observation,
    covers: Sequence[Box],
    subject: Subject,
    second: OcrEngine,
) -> Iterator[NameHit]:
    explained = [line for line in seen.lines if not _stands(line, image) and (line.confidence or 0.0) >= _SURE]
    known = [*covers, *(code.box for code in observation.qr_codes if code.page == seen.number)]
    high = text_height(seen.lines)
    standing = [line.box for line in seen.lines if _stands(line, image)]
    areas = [*standing, *unread_ink(image, explained, known, high, most=None)]
    if not areas:
        return
    areas += [line.box for line in seen.lines if line not in explained]
    rest = _only(image, [area.expanded(high * image.shape[0] / image.shape[1], high) for area in areas], explained)
    for turns in (1, 2, 3):
        turned = np.ascontiguousarray(np.rot90(rest, turns))
        page = _read(turned, seen.number, second)
        # Its places are on the turned picture, so they are not told.
        yield from (
            NameHit(SurfaceKind.PIXELS, hit.text, hit.variant, False, seen.number) for hit in page_hits(page, subject)
        )


def _only(image: RgbImage, areas: Sequence[Box], explained: Sequence[Line]) -> RgbImage:
    """Return the part of a page that holds some areas, with paper around them and over the lines that are explained."""
    height, width = image.shape[:2]
    rest = np.empty_like(image)
    rest[:] = np.median(image[::8, ::8].reshape(-1, 3), axis=0).astype(np.uint8)
    paper = rest[0, 0].copy()
    for area in areas:
        left, top, right, bottom = area.to_pixels(width, height)
        rest[top:bottom, left:right] = image[top:bottom, left:right]
    for line in explained:
        left, top, right, bottom = line.box.to_pixels(width, height)
        rest[top:bottom, left:right] = paper
    left, top, right, bottom = Box.around(areas).to_pixels(width, height)
    return rest[top:bottom, left:right]


def _stands(line: Line, image: RgbImage) -> bool:
    return line.box.height * float(image.shape[0]) > _STANDS * line.box.width * float(image.shape[1])

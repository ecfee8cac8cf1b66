"""The independent check of a masked copy before it is released: structure first, strings second, pixels third.

It reads the finished file from the disk and believes nothing of how it was made. Every step must pass; an error in a
step is a failure of that step (fail closed).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pikepdf
from PIL import Image

from models.errors import EngineUnavailable, VerifierError
from models.geometry import Box
from models.masking import Step
from models.messages import text
from models.observation import Observation
from verifier.intake.opened import Opened
from verifier.intake.opening import open_document
from verifier.masking.covering import CoverBox
from verifier.masking.names import find_traces
from verifier.masking.second_reading import ENGINE_ERRORS, traces_left
from verifier.masking.structure import structure_problem
from verifier.masking.subject import Subject
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.reading.engines import create_engine

_ENCODINGS: Final = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_LEAST_BYTES: Final = 4


def prove(
    path: Path,
    originals: Sequence[RgbImage],
    boxes: Sequence[CoverBox],
    subject: Subject,
    second: OcrEngine,
    observation: Observation,
) -> tuple[Step, ...]:
    """Check a finished copy.

    Args:
        path: the copy, under the name that it will have.
        originals: the pictures of the pages as they came, unmasked.
        boxes: what was to be covered.
        subject: whose traces must be gone.
        second: the engine of the last step, another one than that which found the names where there is one.
        observation: what the first engine saw on the originals: where it is sure, a doubtful trace is a misreading.
    """
    data = path.read_bytes()
    steps = [_structure(data, len(originals)), _strings(path, data, subject)]
    try:
        copy = open_document(path, filename=path.name)
    except VerifierError:
        return (*steps, Step("pixels", False, text("masking.proof_unreadable")))
    steps.append(_pixels(copy, stored_pictures(data), originals, boxes))
    if all(step.passed for step in steps):  # the dearest step last, and not for a copy that failed already
        steps.append(_second_reading(copy, observation, boxes, subject, second))
    return tuple(steps)


def proof_engine(first: OcrEngine) -> OcrEngine:
    """Return the engine of the proof: Tesseract, whose mistakes are its own, or else the first engine once more."""
    try:
        return create_engine("tesseract")
    except EngineUnavailable:
        return first


def _structure(data: bytes, pages: int) -> Step:
    problem = structure_problem(data, pages)
    return Step("structure", problem is None, problem or text("masking.proof_structure", pages=pages))


def _strings(path: Path, data: bytes, subject: Subject) -> Step:
    """Search every string surface: the file name, the bytes, all that the intake finds behind the pages."""
    found = find_traces(path.name, subject)
    wanted = [subject.name, *(value for _, value in subject.also)]
    encoded = {value.encode(encoding, "ignore") for value in wanted for encoding in _ENCODINGS}
    # Three bytes stand in any megabyte of compressed pixels by chance.
    told = bool(found) or any(needle in data for needle in encoded if len(needle) >= _LEAST_BYTES)
    return Step("strings", not told, text("masking.proof_strings_found" if told else "masking.proof_strings"))


def stored_pictures(data: bytes) -> list[RgbImage]:
    """Return the pictures that a copy holds, pixel by pixel, whatever a program makes of them on its screen."""
    if data.startswith(b"\x89PNG"):
        return [_rgb(Image.open(io.BytesIO(data)))]
    with pikepdf.open(io.BytesIO(data)) as document:
        return [_picture_of(page.obj.Resources.XObject.I) for page in document.pages]


def _picture_of(stream: Any) -> RgbImage:  # noqa: ANN401  # pikepdf's objects are of any type
    return _rgb(pikepdf.PdfImage(stream).as_pil_image())


def _rgb(image: Image.Image) -> RgbImage:
    return np.asarray(image.convert("RGB"))


def _pixels(copy: Opened, stored: Sequence[RgbImage], originals: Sequence[RgbImage], boxes: Sequence[CoverBox]) -> Step:
    """Demand one colour in every box and, outside the boxes, the very pixels of the original."""
    if copy.surfaces or copy.pictures or copy.unsearched:
        return Step("pixels", False, text("masking.proof_surfaces"))
    for number, (image, original, shown) in enumerate(zip(stored, originals, copy.images, strict=True), start=1):
        own = [pixels_of(one.original, original) for one in boxes if one.page == number]
        if image.shape != original.shape or np.abs(np.subtract(image.shape, shown.shape)).max() > 1:
            return Step("pixels", False, text("masking.proof_size", page=number))
        for left, top, right, bottom in own:
            inside = image[top:bottom, left:right].reshape(-1, 3)
            if inside.size == 0 or (inside != inside[0]).any():
                return Step("pixels", False, text("masking.proof_colours", page=number))
        outside = np.ones(image.shape[:2], dtype=bool)
        for left, top, right, bottom in own:
            outside[top:bottom, left:right] = False
        if (image[outside] != original[outside]).any():
            return Step("pixels", False, text("masking.proof_changed", page=number))
    return Step("pixels", True, text("masking.proof_pixels", boxes=len(boxes)))


def pixels_of(box: Box, image: RgbImage) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) of a box in whole pixels, widened to them, right and bottom exclusive."""
    height, width = image.shape[:2]
    return (
        int(np.floor(box.left * width)), int(np.floor(box.top * height)),
        int(np.ceil(box.right * width)), int(np.ceil(box.bottom * height)),
    )  # fmt: skip


def _second_reading(
    copy: Opened, observation: Observation, boxes: Sequence[CoverBox], subject: Subject, second: OcrEngine
) -> Step:
    """Demand that another engine finds no trace in any direction."""
    try:
        left = next(traces_left(copy.images, observation, boxes, subject, second), None)
    except ENGINE_ERRORS:
        return Step("second_reading", False, text("masking.proof_engine", engine=second.name))
    if left is not None:
        variant = text(f"masking.variant_{left.variant}")
        return Step("second_reading", False, text("masking.proof_read", page=left.page, variant=variant))
    return Step("second_reading", True, text("masking.proof_second", engine=second.name))

"""The recipe: a page in, its seals out."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from models.geometry import Box, Point
from models.observation import Seal, SealColour, SealShape
from verifier.ink_prints import packed
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.seals.candidate import SURE, Candidate
from verifier.seals.find import find_candidates
from verifier.seals.reading import Reading, read_seal
from verifier.seals.same_picture import seal_print
from verifier.seals.suspicions import leads

_OUTLINE_POINTS: Final = 24
_MOST: Final = 24
"""Places that are read on one page, the likeliest: reading takes a tenth of a second each, and no paper bears more."""
_FAINTEST: Final = 0.35
"""Strength below which a place is not worth reading: all real and drawn seals, worn ones too, had more."""
_MM_PER_INCH: Final = 25.4
_ELECTRONIC: Final = "电子"
"""What electronic seals call themselves."""


def observe_seals(image: RgbImage, *, page: int, dpi: float | None, engine: OcrEngine) -> list[Seal]:
    """Return the seals of a page, those cut by its edge marked as fragments, whole ones first.

    Args:
        image: the upright page, (height, width, 3) uint8 RGB.
        page: its number, from 1.
        dpi: its resolution, None where unknown (a photograph): no diameter is given then.
        engine: reads strips and crops.
    """
    seals: list[Seal] = []
    places = [place for place in find_candidates(image) if place.strength >= _FAINTEST]
    for candidate in [place for place in places if not place.is_slice][:_MOST]:
        reading = read_seal(image, candidate, engine)
        if _is_seal(candidate, reading):
            seals.append(_assemble(image, candidate, reading, page=page, dpi=dpi))
    for candidate in [place for place in places if place.is_slice][:_MOST]:
        piece = _assemble(image, candidate, Reading(), page=page, dpi=dpi)
        if not any(piece.box.intersection(seal.box) for seal in seals):
            seals.append(piece)
    return seals


def _is_seal(candidate: Candidate, reading: Reading) -> bool:
    """Tell whether shape and reading together make a seal: a weak shape needs a text, and so does a piece."""
    if reading.text is not None:
        return True
    return candidate.strength >= SURE and not candidate.is_fragment


def _assemble(image: RgbImage, candidate: Candidate, reading: Reading, *, page: int, dpi: float | None) -> Seal:
    height, width = image.shape[:2]
    return Seal(
        page=page,
        box=Box.from_pixels(*candidate.bounds(), width_px=width, height_px=height),
        outline=_outline(candidate, width, height),
        shape=SealShape.UNKNOWN if candidate.is_fragment else candidate.shape,
        colour=candidate.colour,
        text=reading.text,
        centre_text=reading.centre,
        code=reading.code,
        confidence=reading.confidence,
        is_copy=candidate.colour in (SealColour.GREY, SealColour.BLACK),
        is_fragment=candidate.is_fragment,
        diameter_mm=None
        if dpi is None or candidate.is_fragment
        else round(_diameter(candidate) / dpi * _MM_PER_INCH, 1),
        character_confidences=reading.characters if reading.text is not None else (),
        arc=reading.arc if reading.text is not None else None,
        suspicions=_suspicions(image, candidate, reading),
        ink=_ink_print(image, candidate, reading),
        alternatives=reading.alternatives if reading.text is not None else (),
    )


def _suspicions(image: RgbImage, candidate: Candidate, reading: Reading) -> tuple[str, ...]:
    """Return what looks like a picture laid over the page."""
    if not _may_be_pasted(candidate, reading):
        return ()
    height, width = image.shape[:2]
    found = leads(image, _outline(candidate, width, height), blue=candidate.colour is SealColour.BLUE)
    return tuple(lead.sign.value for lead in found)


def _ink_print(image: RgbImage, candidate: Candidate, reading: Reading) -> str | None:
    """Return how the ink lies, for a seal that can be told from another picture of it."""
    if not _may_be_pasted(candidate, reading):
        return None
    height, width = image.shape[:2]
    found = seal_print(image, _outline(candidate, width, height), blue=candidate.colour is SealColour.BLUE)
    return packed(found) if found is not None else None


def _may_be_pasted(candidate: Candidate, reading: Reading) -> bool:
    """Tell whether a seal should have been pressed: declared electronic ones are not, of copies nothing is said."""
    if candidate.is_fragment or candidate.colour not in (SealColour.RED, SealColour.BLUE):
        return False
    return _ELECTRONIC not in (reading.centre or "") and _ELECTRONIC not in (reading.text or "")


def _outline(candidate: Candidate, width: int, height: int) -> tuple[Point, ...]:
    """Return the outline as points in page fractions; those of a cut seal may lie outside the page."""
    if candidate.ellipse is not None:
        angles = np.linspace(0.0, 2 * math.pi, _OUTLINE_POINTS, endpoint=False)
        x, y = candidate.ellipse.points(angles, np.ones_like(angles))
    else:
        assert candidate.corners is not None
        x, y = candidate.corners[:, 0], candidate.corners[:, 1]
    return tuple((round(float(a) / width, 6), round(float(b) / height, 6)) for a, b in zip(x, y, strict=True))


def _diameter(candidate: Candidate) -> float:
    """Return the longest extent in pixels: the diameter, an oval's long axis, a frame's long side."""
    if candidate.ellipse is not None:
        return 2 * candidate.ellipse.major
    assert candidate.corners is not None
    sides = np.hypot(*(np.roll(candidate.corners, -1, axis=0) - candidate.corners).T)
    return float(sides.max())

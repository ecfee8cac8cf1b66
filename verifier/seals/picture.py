"""The ring of a seal as a straight strip, for people: what was read stands the right way up, in order."""

from __future__ import annotations

from typing import Final

import numpy as np

from models.observation import Seal, SealColour, SealShape
from verifier.pictures import RgbImage
from verifier.seals.candidate import Candidate
from verifier.seals.reading import reading_strip
from verifier.seals.ring import fit_points

_FEWEST: Final = 6


def unwrapped(image: RgbImage, seal: Seal) -> RgbImage | None:
    """Return the strip along which a round or oval seal was read, None for others and for pieces.

    Args:
        image: the upright page that the seal was found on, (height, width, 3).
        seal: as observed; its outline tells where the rim lies.
    """
    if seal.is_fragment or seal.shape not in (SealShape.ROUND, SealShape.OVAL) or len(seal.outline) < _FEWEST:
        return None
    height, width = image.shape[:2]
    ellipse = fit_points(np.array(seal.outline, np.float64) * (width, height))
    if ellipse is None or seal.colour is SealColour.UNKNOWN:
        return None
    return reading_strip(image, Candidate(seal.colour, seal.shape, ellipse, None, 1.0, False), seal.arc)

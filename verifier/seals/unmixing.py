"""Black print under coloured ink, as if nobody had stamped on it (印章下文字的分离).

Ink and print lie one over the other as stains do: what they swallow of the light multiplies, so that their optical
densities add up. A pixel has two densities, that of the ink's own channel and that of the others; print swallows both
alike, ink mostly the latter. Two equations, two stains: colour deconvolution (Ruifrok and Johnston, Anal Quant Cytol
Histol 23, 2001).

A threshold in the ink's own channel does worse: one that takes away the ink takes the thin strokes with it, and
2024年 is read 2021年, surely.
"""

from __future__ import annotations

from typing import Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.observation import SealColour
from verifier.pictures import RgbImage

Density: TypeAlias = NDArray[np.float32]
"""Array H x W of optical densities, 0 for paper."""

_DENSITY: Final = -np.log(np.clip(np.arange(256) / 255, 0.02, 1.0)).astype(np.float32)
"""Optical density of a level of 255, against paper."""

_STRENGTH: Final = 0.15
"""Difference of the two densities from which a pixel is ink; at least a part of that of the strongest ink here."""
_OF_STRONGEST: Final = 0.4
_SAMPLED: Final = 3
"""Step between the pixels that figures of the whole part are taken from."""
_LEAST_INK: Final = 8
"""Sampled pixels of ink that are needed to say what it is."""

_PURE: Final = 35.0
"""Percentile of the ink's pixels, by what they swallow in their own channel, of those without print over them."""
_MOST_SHARED: Final = 0.8
"""An ink that swallows both channels alike is grey: nothing takes it apart from print."""

_PAPER: Final = 0.93
"""Light that is left where no print is: what is paler is noise of the paper and of compression."""
_BRIDGED: Final = 0.12
"""Share of a part's shorter side over which the paper's brightness is looked for: wider than the star of a seal."""
_REDUCED: Final = 4


def print_alone(part: RgbImage, colour: SealColour) -> RgbImage:
    """Return the part of a page with its black print alone, dark on white.

    Args:
        part: H x W x 3 uint8 RGB, a seal and what surrounds it.
        colour: RED or BLUE, of the ink that is taken away.

    Returns:
        H x W x 3 uint8, its three channels alike. Without ink of that colour, the part in its own channel.
    """
    own = 0 if colour is SealColour.RED else 2
    planes = cv2.split(cv2.LUT(_on_white(part), _DENSITY))
    in_own = cast(Density, planes[own])
    in_others = cast(Density, cv2.addWeighted(planes[1], 0.5, planes[2 - own], 0.5, 0.0))
    return _drawn(np.maximum(in_own - _of_ink(in_own, in_others), 0.0))


def _of_ink(in_own: Density, in_others: Density) -> Density:
    """Return what the ink swallows in its own channel, H x W float32."""
    excess = in_others - in_own
    sample = np.s_[::_SAMPLED, ::_SAMPLED]
    ink = excess[sample] > max(_STRENGTH, _OF_STRONGEST * float(np.percentile(excess[sample], 99)))
    if np.count_nonzero(ink) < _LEAST_INK:
        return np.zeros_like(in_own)
    ratio = in_own[sample][ink] / np.maximum(in_others[sample][ink], 1e-3)
    shared = min(_MOST_SHARED, float(np.percentile(ratio, _PURE)))
    return cast(Density, shared / (1.0 - shared) * np.maximum(excess, 0.0))


def _on_white(part: RgbImage) -> RgbImage:
    """Divide by the paper, channel by channel: lamps and shadows colour it, and its edge may be darker than ink."""
    height, width = part.shape[:2]
    small = cv2.resize(part, (max(1, width // _REDUCED), max(1, height // _REDUCED)), interpolation=cv2.INTER_AREA)
    reach = max(3, round(_BRIDGED * min(small.shape[:2]))) | 1
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), (0, 0), reach)
    return cast(RgbImage, cv2.divide(part, cv2.resize(paper, (width, height)), scale=255))


def _drawn(density: Density) -> RgbImage:
    """Return densities as a picture, the darkest print black."""
    light = cast(Density, cv2.exp(-density))
    darkest = min(_PAPER - 0.1, float(np.percentile(light[::_SAMPLED, ::_SAMPLED], 0.5)))
    scale = 255.0 / (_PAPER - darkest)
    # Rounded and held within 0..255 by OpenCV.
    grey = cv2.addWeighted(light, scale, light, 0.0, -darkest * scale, dtype=cv2.CV_8U)
    return cast(RgbImage, cv2.merge([grey, grey, grey]))

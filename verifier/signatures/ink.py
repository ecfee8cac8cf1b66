"""The ink in a signature slot: found, freed of rules and seals, brought to one size."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

Mask = NDArray[np.bool_]
"""Array of shape (height, width), True where there is ink."""

Grey = NDArray[np.uint8]
"""Array of shape (height, width), 0 black, 255 paper."""

_FAINTEST = 215
"""Nothing lighter than this share (of 255) of the paper's own brightness is ink, whatever Otsu says of the noise."""
_RED_LEAD = 35
"""Red ink leads green and blue by this much at least; blue and black pens never do."""
_WARMER_THAN_PAPER, _PALE = 12, 130
"""Red minus blue above the paper's own, and brightness, of a printed ground."""
_RULE_WIDTHS = 0.55
_RULE_HEIGHTS = 1.4
"""A straight run over this share of the slot's width, or this many times its height, is a rule and not a stroke."""


@dataclass(frozen=True)
class Ink:
    """The ink of a slot. `levelled` is the picture with its shading taken out (paper 255), `mask` its ink.

    `contrast` is the mean darkness of the ink, 0..255; `red_share` the share of the slot's area that is red ink (left
    out of `mask`); `colourful` the mean saturation of the ink, 0..255: high for a pen of colour or a tinted ground;
    `warmth` its red minus its blue, positive for yellow, green and pink.
    """

    levelled: Grey
    mask: Mask
    contrast: float
    red_share: float
    colourful: float
    warmth: float

    @property
    def share(self) -> float:
        """Share 0..1 of the area that is ink."""
        return float(self.mask.mean()) if self.mask.size else 0.0


def isolate_ink(image: RgbImage) -> Ink:
    """Return the ink of a slot (H x W x 3), red (seals) and straight rules taken out."""
    red = _red(image)
    left_out = red | _security_print(image)
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    grey[left_out] = 255
    levelled = _level(grey)
    levelled[left_out] = 255
    threshold = min(float(cv2.threshold(levelled, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]), _FAINTEST)
    mask = _without_rules(levelled <= threshold)
    contrast = float(255 - levelled[mask].mean()) if mask.any() else 0.0
    saturation = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)[..., 1]
    colourful = float(saturation[mask].mean()) if mask.any() else 0.0
    warmth = float(image[mask][:, 0].mean() - image[mask][:, 2].mean()) if mask.any() else 0.0
    return Ink(levelled, mask, contrast, float(red.mean()), colourful, warmth)


def _red(image: RgbImage) -> Mask:
    channels = image.astype(np.int16)
    lead = channels[..., 0] - np.maximum(channels[..., 1], channels[..., 2])
    red = (lead > _RED_LEAD).astype(np.uint8)
    return np.asarray(cv2.dilate(red, np.ones((3, 3), np.uint8)) > 0)


def _security_print(image: RgbImage) -> Mask:
    """Return the pale yellow, green or pink of a certificate's ground (底纹): pens are dark, or blue."""
    channels = image.astype(np.int16)
    brightest = channels.max(axis=2)
    warmth = channels[..., 0] - channels[..., 2]
    paper = brightest >= np.percentile(brightest, 80)
    return np.asarray((warmth - np.median(warmth[paper]) > _WARMER_THAN_PAPER) & (brightest > _PALE))


def _level(grey: Grey) -> Grey:
    """Divide by the paper's brightness: photographs of pages are darker towards one side than ink is on the other."""
    side = max(9, int(min(grey.shape) * 0.6) | 1)
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    paper = cv2.blur(paper, (side, side), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255.0), dtype=np.uint8)


def _without_rules(mask: Mask) -> Mask:
    height, width = mask.shape
    plain = mask.astype(np.uint8)
    across = max(8, int(min(width * _RULE_WIDTHS, height * _RULE_HEIGHTS)))
    down = max(8, int(height * 0.9))
    rules = np.zeros(mask.shape, dtype=np.bool_)
    for length, kernel in ((width, (1, across)), (height, (down, 1))):
        if length >= 16:
            rules |= cv2.morphologyEx(plain, cv2.MORPH_OPEN, np.ones(kernel, np.uint8)) > 0
    if not rules.any():
        return mask
    return np.asarray(mask & (cv2.dilate(rules.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0))

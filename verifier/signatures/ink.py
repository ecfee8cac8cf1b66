"""The ink in a signature slot: found, freed of rules and seals, brought to one size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.pictures import RgbImage

Mask = NDArray[np.bool_]
"""Array of shape (height, width), True where there is ink."""

Grey = NDArray[np.uint8]
"""Array of shape (height, width), 0 black, 255 paper."""

_Number = TypeVar("_Number", bound=np.generic)

_FAINTEST = 215
"""Nothing lighter than this share (of 255) of the paper's own brightness is ink, whatever Otsu says of the noise."""
_RED_LEAD = 35
"""Red ink leads green and blue by this much at least; blue and black pens never do."""
_PALE_RED = 16
"""The same where red ink is near."""
_WIDEST_STROKE_PX = 61
_WARMER_THAN_PAPER, _PALE = 12, 130
"""Red minus blue above the paper's own, and brightness, of a printed ground."""
_NOISY = 9.0
"""Median absolute Laplacian from which paper is so grainy that grain passes for ink; strokes touch fewer pixels."""
_LEAST_TO_SMOOTH_PX = 48
_SAMPLED = 12000
_SLANT = 0.02
"""Rules on photographs slope this much."""
_CROSSES, _ASIDE, _THIN = 0.9, 0.12, 0.05
"""Share of the slot's side that a border crosses, how far aside it goes meanwhile and how thick it is, in heights."""
_RULE_WIDTHS = 0.55
_RULE_HEIGHTS = 1.4
"""A straight run over this share of the slot's width, or this many times its height, is a rule and not a stroke."""


@dataclass(frozen=True)
class Ink:
    """The ink of a slot. `levelled` is the picture with its shading taken out (paper 255), `mask` its ink.

    `contrast` is the mean darkness of the ink, 0..255; `red_share` the share of the slot's area that is red ink (left
    out of `mask`); `colourful` the mean saturation of the ink, 0..255: high for a pen of colour or a tinted ground;
    `warmth` its red minus its blue, positive for yellow, green and pink; `sharpness` the slope of its edges, as the
    share of the contrast a pixel: shadows have next to none.
    """

    levelled: Grey
    mask: Mask
    contrast: float
    red_share: float
    colourful: float
    warmth: float
    sharpness: float

    @property
    def share(self) -> float:
        """Share 0..1 of the area that is ink."""
        return float(self.mask.mean()) if self.mask.size else 0.0


def isolate_ink(image: RgbImage) -> Ink:
    """Return the ink of a slot (H x W x 3), red (seals) and straight rules taken out."""
    red = _red(image)
    left_out = red | _security_print(image)
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    levelled = _level(_smoothed(_papered(grey, left_out)))
    levelled[left_out] = 255
    threshold = min(float(cv2.threshold(levelled, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]), _FAINTEST)
    mask = _without_rules(levelled <= threshold)
    contrast = float(255 - levelled[mask].mean()) if mask.any() else 0.0
    saturation = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)[..., 1]
    colourful = float(saturation[mask].mean()) if mask.any() else 0.0
    warmth = float(image[mask][:, 0].mean() - image[mask][:, 2].mean()) if mask.any() else 0.0
    return Ink(levelled, mask, contrast, float(red.mean()), colourful, warmth, _sharpness(levelled, mask, contrast))


def sampled(levels: NDArray[_Number]) -> NDArray[_Number]:
    """Return some ten thousand of the pixels, evenly spread: medians need no more."""
    step = max(1, int((levels.shape[0] * levels.shape[1] / _SAMPLED) ** 0.5))
    return levels[step // 2 :: step, step // 2 :: step]


def lead_of_red(image: RgbImage) -> Grey:
    """Return by how much red leads green and blue, 0 where it does not."""
    red, green, blue = cv2.split(image)
    return np.asarray(cv2.subtract(red, cv2.max(green, blue)), dtype=np.uint8)


def _smoothed(grey: Grey) -> Grey:
    """Return the picture without its grain, where it is grainy and large enough to bear it."""
    if (
        min(grey.shape) < _LEAST_TO_SMOOTH_PX
        or float(np.median(np.abs(sampled(cv2.Laplacian(grey, cv2.CV_16S))))) < _NOISY
    ):
        return grey
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.3), dtype=np.uint8)


def _sharpness(levelled: Grey, mask: Mask, contrast: float) -> float:
    if not mask.any():
        return 0.0
    ink = mask.astype(np.uint8)
    rim = cv2.morphologyEx(ink, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    if not rim.any():
        return 1.0
    slope = cv2.morphologyEx(levelled, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return float(slope[rim].mean()) / 2.0 / max(contrast, 1.0)


def _papered(grey: Grey, left_out: Mask) -> Grey:
    """Return the picture with what is left out painted over in the brightness of the paper beside it.

    White instead would be the brightest place of a shaded page, and make ink of the shade around it.
    """
    if not left_out.any():
        return grey
    bare = np.where(left_out, 0, grey).astype(np.uint8)
    side = max(9, int(0.3 * min(grey.shape))) | 1
    beside = cv2.dilate(bare, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.where(left_out, np.where(beside > 0, beside, 255), grey).astype(np.uint8)


def depth(ink: Ink) -> float:
    """Return how much darker than the paper right beside it most of the ink is, levels of 255: shade hardly is.

    Grain is smoothed away first; what is wider than a third of the slot is no stroke.
    """
    if not ink.mask.any():
        return 0.0
    side = min(_WIDEST_STROKE_PX, max(9, int(0.35 * ink.levelled.shape[0]))) | 1
    smooth = cv2.GaussianBlur(ink.levelled, (0, 0), 1.5)
    near = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return float(np.percentile(cv2.subtract(near, smooth)[ink.mask], 75))


def _red(image: RgbImage) -> Mask:
    lead = lead_of_red(image)
    red = lead > _RED_LEAD
    if not red.any():
        return red
    # The soft rim of a seal's stroke is red too, but less; ink beside a seal is not.
    beside = cv2.dilate(red.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    return np.asarray(cv2.dilate((red | (beside & (lead > _PALE_RED))).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _security_print(image: RgbImage) -> Mask:
    """Return the pale yellow, green or pink of a certificate's ground (底纹): pens are dark, or blue."""
    red, green, blue = cv2.split(image)
    brightest = cv2.max(cv2.max(red, green), blue)
    warmth = cv2.subtract(red, blue, dtype=cv2.CV_16S)
    few, few_warm = sampled(brightest), sampled(warmth)
    paper = float(np.median(few_warm[few >= np.percentile(few, 80)]))
    return np.asarray((warmth > paper + _WARMER_THAN_PAPER) & (brightest > _PALE))


def _level(grey: Grey) -> Grey:
    """Divide by the paper's brightness: photographs of pages are darker towards one side than ink is on the other."""
    side = max(9, int(min(grey.shape) * 0.6) | 1)
    pool = 4 if side >= 32 else 1
    brightest = cv2.dilate(grey, np.ones((pool, pool), np.uint8), borderType=cv2.BORDER_REPLICATE)[::pool, ::pool]
    reach = max(3, side // pool | 1)
    paper = cv2.morphologyEx(
        brightest, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8), borderType=cv2.BORDER_REPLICATE
    )
    paper = cv2.blur(paper, (reach, reach), borderType=cv2.BORDER_REPLICATE)
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255.0), dtype=np.uint8)


def _without_rules(mask: Mask) -> Mask:
    mask = _without_slanting_rules(mask)
    height, width = mask.shape
    plain = mask.astype(np.uint8)
    across = max(8, int(min(width * _RULE_WIDTHS, height * _RULE_HEIGHTS)))
    down = max(8, int(height * 0.9))
    rules = np.zeros(mask.shape, dtype=np.bool_)
    for length, kernel in ((width, (1, across)), (height, (down, 1))):
        if length >= 16:
            # Thickened across the rule by what it slopes over the kernel's length, a sloping rule is level somewhere.
            slope = 1 + 2 * round(_SLANT * max(kernel))
            thick = cv2.dilate(plain, np.ones((slope, 1) if kernel[0] == 1 else (1, slope), np.uint8))
            rules |= _runs(np.asarray(thick, dtype=np.uint8), kernel)
    if not rules.any():
        return mask
    return np.asarray(mask & (cv2.dilate(rules.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0))


def _without_slanting_rules(mask: Mask) -> Mask:
    """Return the ink without thin pieces that cross the whole slot: borders of cells on photographs slope and bend."""
    height, width = mask.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    wide, tall, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    upright = (tall >= _CROSSES * height) & (wide <= _ASIDE * height) & (area <= _THIN * height * tall)
    level = (wide >= _CROSSES * width) & (tall <= _ASIDE * height) & (area <= _THIN * height * wide)
    rules = upright | level
    rules[0] = False
    return mask & ~rules[labels] if rules.any() else mask


def _runs(plain: NDArray[np.uint8], kernel: tuple[int, int]) -> Mask:
    """Return the morphological opening with a line of (height, width): sums cost the same at every length."""
    size = (kernel[1] | 1, kernel[0] | 1)
    full = cv2.boxFilter(plain, cv2.CV_32S, size, normalize=False, borderType=cv2.BORDER_REPLICATE)
    whole = (full == size[0] * size[1]).astype(np.uint8)
    if not whole.any():
        return np.zeros(plain.shape, dtype=np.bool_)
    return np.asarray(cv2.boxFilter(whole, cv2.CV_32S, size, normalize=False, borderType=cv2.BORDER_CONSTANT) > 0)

"""Read what stands on a seal: the arc, the line below the star, the code, the text inside a frame."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import Line
from models.observation import SealColour, SealShape
from verifier.pictures import RgbImage
from verifier.reading.engine import OcrEngine
from verifier.seals.candidate import SURE, Candidate
from verifier.seals.centre import centre_lines
from verifier.seals.ellipse import Ellipse, sample
from verifier.seals.frame import upright
from verifier.seals.ink import Grey, dark_inks, seal_inks
from verifier.seals.names import DISPUTED, han_count
from verifier.seals.ring_name import Name, read_ring_name
from verifier.seals.second_ring import inner_ring, ring_below
from verifier.seals.strips import CLOSING, Strip, agreed
from verifier.seals.unwrap import Gap, code_strip, find_gaps, name_strip
from verifier.seals.zone import glyph_zone, with_margin

_READING_RADIUS: Final = (130, 210)
"""Radius, in pixels, to which seals are resized before reading: below the first glyphs get lost, above is waste."""
_SAFE_CONFIDENCE: Final = 0.6
"""Mean confidence below which a reading is not reported; garbage comes with .3 to .55."""
_LEAST_CONFIDENCE: Final = 0.3
"""The same where the shape leaves no doubt and glyphs stand evenly: a person reads on from there."""
_FEWEST_CHARACTERS: Final = 3
_FEWEST_OF_A_PIECE: Final = 2
_CODE: Final = re.compile(r"[1-8]\d{12}")
"""Thirteen digits that begin with a province (GB/T 2260)."""
_CODE_CONFIDENCE: Final = 0.8
"""Least confidence of a digit of a code."""
_WORTH_ANOTHER: Final = 0.9
"""Confidence from which a framed text is read a second time: below it nobody relies on it anyway."""
_INKED: Final = 160
_LEAST_INK: Final = 0.006
"""Share of the middle that is inked where a line may stand: one of four small characters has two hundredths."""
_ROWS_FILL: Final = 0.5
"""Share of a name chop's height that its rows fill."""
_SIDE: Final = 320
"""Long side, in pixels, of a framed seal when it is read."""


@dataclass(frozen=True)
class Reading:
    """What was read on a seal; None where nothing safe was read.

    `characters` are the confidences of `text`, `alternatives` all that may stand where each of them does,
    `arc` where the name on a ring begins and ends, degrees clockwise from three o'clock.
    """

    text: str | None = None
    characters: tuple[float, ...] = ()
    centre: str | None = None
    code: str | None = None
    alternatives: tuple[str, ...] = ()
    arc: tuple[float, float] | None = None

    @property
    def confidence(self) -> float | None:
        """Confidence of the least sure character, None without a text: a name is right only if all of it is."""
        return min(self.characters) if self.text is not None and self.characters else None


def read_seal(image: RgbImage, candidate: Candidate, engine: OcrEngine) -> Reading:
    """Return what is read on a candidate of a picture (H x W x 3 uint8 RGB)."""
    if candidate.ellipse is not None:
        return _read_round(image, candidate, candidate.ellipse, engine)
    return _read_framed(image, candidate, engine)


def _read_round(image: RgbImage, candidate: Candidate, ellipse: Ellipse, engine: OcrEngine) -> Reading:
    crop, ellipse = crop_around(image, ellipse)
    ink, second = inks_of(crop, candidate.colour, ellipse)
    ellipse = inner_ring(ellipse, 255 - ink) or ellipse
    fewest = _FEWEST_OF_A_PIECE if candidate.is_fragment else _FEWEST_CHARACTERS
    name = read_ring_name((ink, second), ellipse, engine)
    is_named = _is_safe(name.text, name.characters, fewest)
    if not is_named and not candidate.is_fragment and candidate.strength >= SURE:
        below = read_ring_name((ink, second), ring_below(ellipse), engine)
        name = max(name, below, key=_sureness)
        is_named = _is_safe(name.text, name.characters, fewest) or _is_legible(name)
    if not is_named and candidate.strength < SURE:
        return Reading()  # no seal by its shape, nor by a name: what stands in its middle is nobody's
    centre = _read_centre(ink, ellipse, name.gap, engine)
    code = _read_code((ink, second), ellipse, name.gap, engine)
    if not is_named:
        return Reading(centre=centre, code=code)
    return Reading(name.text, name.characters, centre, code, name.alternatives, name.arc)


def reading_strip(image: RgbImage, candidate: Candidate, arc: tuple[float, float] | None) -> RgbImage:
    """Return the strip along which a round candidate is read, dark on white.

    Args:
        image: (H x W x 3 uint8 RGB).
        candidate: where the seal is.
        arc: where its name begins and ends, degrees clockwise from three o'clock; None lets the ink tell.
    """
    assert candidate.ellipse is not None
    crop, ellipse = crop_around(image, candidate.ellipse)
    ink, _ = inks_of(crop, candidate.colour, ellipse)
    ellipse = inner_ring(ellipse, 255 - ink) or ellipse
    if arc is None:
        gap = find_gaps(ink, ellipse)[0]
    else:
        begin, end = (math.radians(degrees) for degrees in arc)
        gap = Gap(end, begin + 2 * math.pi if begin < end else begin)
    return name_strip(ink, ellipse, gap, with_margin(glyph_zone(ink, ellipse, gap))).picture


def _read_code(inks: tuple[Grey, Grey], ellipse: Ellipse, gap: Gap, engine: OcrEngine) -> str | None:
    """Return the thirteen digits at the foot, None where there are more, fewer or none, or the two inks disagree."""
    if gap.width < math.radians(25) or not _has_code(inks[0], ellipse, gap):
        return None
    read: set[str] = set()
    for ink in inks:
        text, characters = engine.read_strip(code_strip(ink, ellipse, gap))
        if not characters or min(characters) < _CODE_CONFIDENCE:
            return None
        read.add("".join(character for character in text if character.isascii() and character.isdigit()))
    (code, *others) = read
    return code if not others and _CODE.fullmatch(code) else None


def _read_centre(ink: Grey, ellipse: Ellipse, gap: Gap, engine: OcrEngine) -> str | None:
    """Return the straight lines in the middle, top to bottom, one a line; the star is taken out."""
    size = 2 * math.ceil(ellipse.major) + 8
    middle = size / 2
    # The foot of the seal turned downwards: rotation of the picture by the gap's angle against straight down.
    turn = math.degrees(gap.middle - math.pi / 2)
    matrix = cv2.getRotationMatrix2D((ellipse.x, ellipse.y), turn, 1.0)
    matrix[0, 2] += middle - ellipse.x
    matrix[1, 2] += middle - ellipse.y
    turned = cv2.warpAffine(ink, matrix, (size, size), borderValue=(255,))
    y, x = np.mgrid[0:size, 0:size].astype(np.float64)
    upright_ellipse = Ellipse(middle, middle, ellipse.major, ellipse.minor, ellipse.angle - math.radians(turn))
    radius = upright_ellipse.relative_radius(x, y)
    direction = np.abs(np.arctan2(x - middle, y - middle))  # 0 straight down
    foot = 0.75 if _has_code(ink, ellipse, gap) else 0.9
    keep = (radius < 0.54) | ((radius < foot) & (direction < gap.width / 2))
    picture = np.where(keep, turned, np.uint8(255)).astype(np.uint8)
    _remove_star(picture, radius)
    if float((picture[keep] < _INKED).mean()) < _LEAST_INK:
        return None
    lines = engine.read(cast(RgbImage, cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)))
    kept = centre_lines(line.text for line in _sound(lines) if line.box.centre[1] > 0.42)
    return "\n".join(kept) or None


def _remove_star(picture: Grey, radius: NDArray[np.float64]) -> None:
    """Whiten the piece of ink in the middle where it is a solid one that ends before the ring: star or emblem."""
    core = radius < 0.13
    if float((picture[core] < 140).mean()) < 0.7:
        return
    _, labels = cv2.connectedComponents((picture < 200).astype(np.uint8), connectivity=4)
    label = int(np.bincount(labels[core]).argmax())
    star = labels == label
    if label and float(radius[star].max()) < 0.56:
        picture[cv2.dilate(star.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0] = 255


def _has_code(ink: Grey, ellipse: Ellipse, gap: Gap) -> bool:
    """Tell whether small print runs along the rim inside the gap."""
    strip = code_strip(ink, ellipse, gap)[:, :, 0]
    rows = (strip < 128).mean(axis=1)
    lower, upper = rows[len(rows) // 2 :], rows[: len(rows) // 2]
    return bool(lower.mean() > 0.04 and lower.mean() > 1.3 * upper.mean())


def _read_framed(image: RgbImage, candidate: Candidate, engine: OcrEngine) -> Reading:
    """Return the reading of a square or rectangular seal."""
    assert candidate.corners is not None
    patch = upright(image, candidate.corners, long_side=_SIDE)
    first, second = seal_inks(patch, blue=candidate.colour is SealColour.BLUE)
    lines = _read_inside(first, candidate, engine)
    text, characters = _said(lines)
    if len(text) < 2 or not _is_safe(text, characters, fewest=2):
        return Reading()
    if candidate.shape is SealShape.SQUARE:
        # A name chop of two characters is a row of a larger one, of which the other was passed over.
        if len(text) < _FEWEST_CHARACTERS or _is_in_part(lines):
            characters = tuple(min(value, DISPUTED) for value in characters)
    elif min(characters) >= _WORTH_ANOTHER:
        other = _said(_read_inside(second, candidate, engine))
        text, characters = agreed((text, characters), other) if other[0] else (text, characters)
    return Reading(text, characters)


def _read_inside(ink: Grey, candidate: Candidate, engine: OcrEngine) -> list[Line]:
    """Return the sound lines inside the frame."""
    ink = 255 - ink if candidate.is_negative else ink.copy()
    inset = max(2, round(0.07 * min(ink.shape)))
    ink[:inset] = ink[-inset:] = 255
    ink[:, :inset] = ink[:, -inset:] = 255
    framed = cv2.copyMakeBorder(ink, 24, 24, 24, 24, cv2.BORDER_CONSTANT, value=(255,))
    return _sound(engine.read(cast(RgbImage, cv2.cvtColor(framed, cv2.COLOR_GRAY2RGB))))


def _said(lines: list[Line]) -> Strip:
    """Return the text of the lines of a framed seal, with the confidence of each character."""
    characters = tuple(line.confidence or 0.0 for line in lines for _ in line.text.strip())
    return reading_order([line.text.strip() for line in lines]), characters


def _is_in_part(lines: list[Line]) -> bool:
    """Tell whether rows of a name chop were passed over, or nothing says from which side its one row is read."""
    covered = sum(line.box.height for line in lines)
    return covered < _ROWS_FILL or (len(lines) == 1 and lines[0].text.strip()[-1:] not in CLOSING)


def reading_order(rows: list[str]) -> str:
    """Return the text of a framed seal from its rows.

    Name chops of two by two characters are read down the right column, then down the left one: 李庆国印 stands as
    国李 over 印庆. The closing 印 or 章 tells which way: at the lower left the columns are old style.
    """
    if len(rows) == 2 and all(len(row) == 2 for row in rows) and rows[1][0] in "印章" and rows[1][1] not in "印章":
        return rows[0][1] + rows[1][1] + rows[0][0] + rows[1][0]
    return "".join(rows)


def _sound(lines: list[Line]) -> list[Line]:
    """Return the lines that are text, not ornaments."""
    return [
        line
        for line in lines
        if (line.confidence or 0.0) >= _SAFE_CONFIDENCE and (han_count(line.text) >= 2 or len(line.text.strip()) >= 6)
    ]


def _is_safe(text: str, characters: tuple[float, ...], fewest: int = _FEWEST_CHARACTERS) -> bool:
    return han_count(text) >= fewest and float(np.mean(characters)) >= _SAFE_CONFIDENCE


def _sureness(name: Name) -> float:
    return float(np.mean(name.characters)) if han_count(name.text) >= _FEWEST_CHARACTERS else 0.0


def _is_legible(name: Name) -> bool:
    """Tell whether glyphs were found, even if few of them were read for sure."""
    return bool(name.alternatives) and _sureness(name) >= _LEAST_CONFIDENCE


def crop_around(image: RgbImage, ellipse: Ellipse) -> tuple[RgbImage, Ellipse]:
    """Return the seal's surroundings at a size fit for reading, and the ellipse there."""
    left, top, right, bottom = ellipse.bounds()
    pad = 0.12 * ellipse.major
    x0, y0 = max(0, math.floor(left - pad)), max(0, math.floor(top - pad))
    x1, y1 = min(image.shape[1], math.ceil(right + pad)), min(image.shape[0], math.ceil(bottom + pad))
    crop = image[y0:y1, x0:x1]
    low, high = _READING_RADIUS
    factor = min(max(ellipse.minor, low), high) / ellipse.minor
    if factor != 1.0:
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        crop = cast(RgbImage, cv2.resize(crop, None, fx=factor, fy=factor, interpolation=way))
    return crop, ellipse.moved(-x0, -y0).scaled(factor)


def inks_of(crop: RgbImage, colour: SealColour, ellipse: Ellipse) -> tuple[Grey, Grey]:
    """Return two pictures of the seal's ink, dark on white."""
    if colour not in (SealColour.GREY, SealColour.BLACK):
        return seal_inks(crop, blue=colour is SealColour.BLUE)
    grey = cast(Grey, cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY))
    rim = sample(grey, ellipse, np.linspace(0.0, 2 * math.pi, 240, endpoint=False), np.linspace(0.93, 1.0, 8))
    return dark_inks(crop, float(np.median(rim.min(axis=0))) / max(float(np.percentile(grey, 85)), 60.0))

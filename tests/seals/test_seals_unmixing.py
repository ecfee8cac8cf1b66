"""Black print is left alone where coloured ink lies over it, thin strokes included."""

import numpy as np
import pytest

from models.observation import SealColour
from verifier.pictures import RgbImage
from verifier.seals.unmixing import print_alone

INKS = {SealColour.RED: (0.86, 0.22, 0.25), SealColour.BLUE: (0.25, 0.35, 0.88)}
"""The share of the light that an ink lets through, by channel."""

THIN = 0.55
"""The share that a stroke thinner than a pixel lets through."""


def stamped(colour: SealColour, lamp: tuple[float, float, float] = (0.96, 0.96, 0.96)) -> RgbImage:
    """A sheet of 400 x 400 with a ring of ink, a thin and a thick stroke across it; light falls off to the right."""
    y, x = np.mgrid[:400, :400]
    radius = np.hypot(x - 200, y - 200)
    light = np.ones((400, 400, 3)) * np.array(lamp) * np.linspace(1.0, 0.85, 400)[None, :, None]
    light[(radius > 110) & (radius < 140)] *= INKS[colour]
    light[200:202, 40:360] *= THIN
    light[240:246, 40:360] *= 0.1
    return np.round(255 * light).astype(np.uint8)


@pytest.mark.parametrize("colour", list(INKS))
@pytest.mark.parametrize("lamp", [(0.96, 0.96, 0.96), (0.95, 0.84, 0.66)], ids=["white paper", "yellow lamp"])
def test_ink_goes_and_strokes_stay(colour: SealColour, lamp: tuple[float, float, float]) -> None:
    alone = print_alone(stamped(colour, lamp), colour)[:, :, 0]
    ring = alone[150:190, 66:86]
    assert ring.min() > 225
    assert alone[242:244, 60:340].max() < 25
    thin = alone[200:202, 60:340]
    # As dark under the ring as beside it, where a threshold in the channel of the ink would wipe it out.
    assert thin.max() < 170
    assert abs(float(np.median(thin[:, 5:25])) - float(np.median(thin[:, 80:100]))) < 40


def test_a_part_without_ink_keeps_its_print() -> None:
    sheet = np.full((200, 300, 3), 240, np.uint8)
    sheet[90:110, 50:250] = 20
    alone = print_alone(sheet, SealColour.RED)
    assert alone[95:105, 60:240].max() < 10
    assert alone[:60].min() > 250


def test_ink_as_grey_as_print_is_not_taken_for_it() -> None:
    sheet = np.full((300, 300, 3), 235, np.uint8)
    sheet[50:250, 140:160] = (120, 112, 116)
    assert print_alone(sheet, SealColour.RED)[100:200, 145:155].max() < 200

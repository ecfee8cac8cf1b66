"""The middle of a seal is found from all its rings together, whatever touches or has worn its outer edge."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from verifier.seals.concentric import centred
from verifier.seals.ellipse import Ellipse
from verifier.seals.ink import Grey

MIDDLE = (130.0, 128.0)
AXES = {"round": (80.0, 80.0), "oval": (95.0, 68.0)}


def drawn(axes: tuple[float, float], rims: int) -> Grey:
    """Return a seal of one heavy or two fine rims around glyphs, drawn at four times the size."""
    large = np.zeros((1040, 1040), np.uint8)
    middle = round(4 * MIDDLE[0]), round(4 * MIDDLE[1])
    for rim in range(rims):
        size = round(4 * (axes[0] - 6 * rim)), round(4 * (axes[1] - 6 * rim))
        cv2.ellipse(large, middle, size, 30, 0, 360, 120, 12 if rims == 1 else 8)
    for turn in np.arange(0, 2 * math.pi, 0.45):
        x, y = (
            round(place + 0.7 * 4 * axes[1] * wave(turn)) for place, wave in zip(middle, (np.cos, np.sin), strict=True)
        )
        cv2.rectangle(large, (x - 30, y - 30), (x + 30, y + 30), 120, 9)
    return np.asarray(cv2.resize(large, (260, 260), interpolation=cv2.INTER_AREA), np.uint8)


def _turned(angle: float) -> tuple[float, float]:
    return math.cos(angle), math.sin(angle)


def worn_and_crossed(ink: Grey) -> Grey:
    ink = ink.copy()
    cv2.ellipse(ink, (130, 130), (92, 92), 0, 200, 260, 0, 20)
    cv2.putText(ink, "XXXX", (20, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 150, 4)
    return ink


@pytest.mark.parametrize("rims", [1, 2])
@pytest.mark.parametrize("shape", sorted(AXES))
@pytest.mark.parametrize("away", [(2.0, -1.5), (-2.5, 0.5), (0.0, 2.5)])
def test_a_misplaced_middle_is_put_right(shape: str, rims: int, away: tuple[float, float]) -> None:
    axes = AXES[shape]
    guess = Ellipse(MIDDLE[0] + away[0], MIDDLE[1] + away[1], *axes, math.radians(30))
    found = centred(guess, worn_and_crossed(drawn(axes, rims)))
    assert math.hypot(found.x - MIDDLE[0], found.y - MIDDLE[1]) < 0.9
    assert (found.major, found.minor) == pytest.approx(axes, abs=1.2)


def test_no_rim_moves_nothing() -> None:
    guess = Ellipse(130, 130, 80, 80)
    noise = np.random.default_rng(1).integers(0, 120, (260, 260)).astype(np.uint8)
    assert centred(guess, np.zeros((260, 260), np.uint8)) == guess
    found = centred(guess, noise)
    assert math.hypot(found.x - guess.x, found.y - guess.y) < 4

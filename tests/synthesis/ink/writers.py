"""Who writes: a face bent by habits that stay the same in all that one person writes. Splits share no writer."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.synthesis import fonts

PENS = {
    "black": (28, 28, 34), "blueblack": (24, 34, 78), "blue": (30, 52, 150), "carbon": (62, 60, 64),
    "royal": (48, 84, 190),
}  # fmt: skip
TOOLS = {"brush": 0.0, "gel": 0.58, "ballpoint": 0.4, "fountain": 0.52}
"""Width of the line in millimetres; a brush keeps the width of the face's own strokes."""


@dataclass(frozen=True)
class Hand:
    """One writer: a face and habits.

    `slant` is a shear, `wander` a share of the letter height, `tight` the advance by the face's own, `weight` of brush
    strokes -1..1, `width_mm` of pens, `drift` the slope of the line (positive sinks), `joined` the share 0..1 of
    characters that are not lifted apart, `stretch` the letters' width by the face's own.
    """

    face: str
    pen: str
    slant: float
    wander: float
    tight: float
    weight: float
    seed: int
    tool: str = "brush"
    width_mm: float = 0.5
    drift: float = 0.0
    joined: float = 0.0
    stretch: float = 1.0


@dataclass(frozen=True)
class _Habits:
    """Ranges of a split; slant and stretch of the splits do not meet."""

    faces: tuple[str, ...]
    slant: tuple[float, float]
    stretch: tuple[float, float]


HABITS = {
    "train": _Habits(fonts.WRITERS, (-0.05, 0.15), (0.93, 1.07)),
    "dev": _Habits(fonts.WRITERS_DEV, (0.17, 0.24), (1.09, 1.2)),
    "held": _Habits(fonts.WRITERS_HELD, (0.26, 0.36), (0.8, 0.91)),
}


def hand(seed: int, *, faces: tuple[str, ...] = fonts.WRITERS) -> Hand:
    """Return a writer decided by the seed, of the split that the faces belong to (train, if of none alone)."""
    split = next((name for name, habits in HABITS.items() if set(faces) <= set(habits.faces)), "train")
    return _writer(random.Random(f"hand {seed}"), seed, faces, HABITS[split])


def writer(seed: int, *, split: str = "train") -> Hand:
    """Return a writer of a split, decided by the seed."""
    return hand(seed, faces=HABITS[split].faces)


def _writer(rng: random.Random, seed: int, faces: tuple[str, ...], habits: _Habits) -> Hand:
    face = rng.choice(faces)
    pen = rng.choice(("black", "black", "black", "blueblack", "blue", "carbon", "royal"))
    slant, wander = rng.uniform(*habits.slant), rng.uniform(0.02, 0.07)
    tight, weight = rng.uniform(0.68, 0.9), rng.uniform(-0.6, 0.8)
    tool = rng.choices(tuple(TOOLS), (2, 5, 4, 2))[0]
    return Hand(
        face, pen, slant, wander, tight, weight, seed, tool, max(0.3, TOOLS[tool] * rng.uniform(0.8, 1.25)),
        rng.gauss(0, 0.025), rng.choice((0.0, 0.0, 0.3, 0.7)), rng.uniform(*habits.stretch),
    )  # fmt: skip

"""How a stamp is cut: face, rim, star, spread of the arc, rings. Each split has styles that no other split uses."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class SealStyle:
    """Lengths are shares of the stamp's height (its width, for the star of an oval).

    `span` is the widest arc of the name in degrees, `squeeze` the letters' width by their height, `ring` the inner
    ring's distance from the outer and its weight (None where there is one rim), `coded` whether such stamps carry the
    number of the register at their foot.
    """

    face: str = "songbold"
    digits: str = "heibold"
    rim: float = 0.028
    star: float = 0.15
    letter: float = 0.17
    span: float = 285.0
    span_centred: float = 232.0
    squeeze: float = 0.78
    ring: tuple[float, float] | None = None
    coded: bool = True


@dataclass(frozen=True)
class _Range:
    faces: tuple[str, ...]
    digits: str
    rim: tuple[float, float]
    star: tuple[float, float]
    letter: tuple[float, float]
    span: tuple[float, float]
    squeeze: tuple[float, float]
    ring: tuple[float, float] | None
    coded: bool


RANGES = {
    "train": _Range(
        ("songbold", "song"), "heibold", (0.024, 0.031), (0.145, 0.165), (0.16, 0.18), (262, 285), (0.64, 0.8),
        None, True,
    ),
    "dev": _Range(
        ("uming",), "hei", (0.016, 0.022), (0.12, 0.138), (0.145, 0.155), (236, 256), (0.82, 0.92), None, False
    ),
    "held": _Range(
        ("hei", "microhei", "ukai"), "song", (0.034, 0.042), (0.17, 0.182), (0.185, 0.2), (290, 305), (0.56, 0.62),
        (1.5, 2.1), True,
    ),
}  # fmt: skip


def seal_style(owner: str, *, split: str = "train") -> SealStyle:
    """Return how an organisation's stamps are cut: the same for all its stamps, of the split's own ranges."""
    rng = random.Random(f"seal style {split} {owner}")
    own = RANGES[split]
    rim, span = rng.uniform(*own.rim), rng.uniform(*own.span)
    ring = (rim * rng.uniform(*own.ring), rim * rng.uniform(0.25, 0.4)) if own.ring else None
    return SealStyle(
        rng.choice(own.faces), own.digits, rim, rng.uniform(*own.star), rng.uniform(*own.letter), span,
        span - 53.0, rng.uniform(*own.squeeze), ring, own.coded,
    )  # fmt: skip


def various_style(rng: random.Random) -> SealStyle:
    """Return a cut from far wider ranges than a split's, for development: engravers keep to no norm but the diameter.

    Faces are those of `train` and `dev`. Half have a second rim, nearer to the first or farther from it than any of
    `held`.
    """
    rim, span = rng.uniform(0.012, 0.05), rng.uniform(220, 310)
    gap = rng.choice((rng.uniform(0.4, 1.2), rng.uniform(2.4, 4.0)))
    ring = (min(0.06, max(0.012, rim * gap)), rim * rng.uniform(0.2, 0.7)) if rng.random() < 0.5 else None
    return SealStyle(
        rng.choice(("songbold", "song", "uming")), rng.choice(("heibold", "hei")), rim, rng.uniform(0.1, 0.19),
        rng.uniform(0.13, 0.195), span, span - 53.0, rng.uniform(0.55, 1.0), ring, rng.random() < 0.6,
    )  # fmt: skip

"""Draw glyphs as they are cut out of whole stamps: what the network of `verifier.seals` learns from in the end.

    python scripts/draw_stamped_glyphs.py FOLDER [--rounds 11]
    python -m verifier.seals.build_glyphs OUT.npz DRAWN FOLDER FONT ...

A glyph drawn by itself lacks what the way to it does: the rim found askew, the ink parted from print by colour, places
told by the seams. So stamps of all cuts are drawn with names of characters of chance, worn, pressed over print, scanned
and copied; rims are found and glyphs cut as the product does it, from both pictures of the ink. Faces of the
held split are not used. Drawing a stamp takes a tenth of a second.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from fontTools.ttLib import TTFont

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.accuracy.seal_pages import set_print
from models.geometry import Box
from tests.synthesis import fonts
from tests.synthesis.ink.seal_kinds import stamp_of
from tests.synthesis.ink.seal_styles import SealStyle
from tests.synthesis.paper import Sheet
from tests.synthesis.people import scene
from tests.synthesis.scanning.capture import capture
from tests.synthesis.seals import Stamp, press
from tests.synthesis.truth import Drawn
from verifier.masking.build_confusables import gb2312
from verifier.masking.spelling import lookalikes
from verifier.seals.build_glyphs import Shard
from verifier.seals.candidate import Candidate
from verifier.seals.cells import Cell, glyph_cells, glyph_rows
from verifier.seals.find import find_candidates
from verifier.seals.reading import crop_around, inks_of
from verifier.seals.second_ring import inner_ring
from verifier.seals.unwrap import Gap
from verifier.seals.zone import glyph_zone

FACES: Final = ("songbold", "song", "uming", "kai", "heibold")
WAYS: Final = (
    "flatbed", "flatbed", "flatbed", "soft", "noisy", "heavy_jpeg", "photocopy", "low_contrast", "flatbed_150",
    "flatbed_300",
)  # fmt: skip
_GLYPHS: Final = 3000
"""In a shard."""
_FOUND: Final = 0.75
"""Overlap with the stamp from which its rim counts as found."""
_THINNEST: Final = 0.08
"""Depth of the glyphs, a share of the radius, below which the ring holds none."""
_TURN: Final = 2 * math.pi


def main() -> None:
    """Draw, and keep what was drawn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.rounds):
        if not (options.folder / f"{number}.npz").exists():
            cells, owners = draw_shard(number)
            np.savez(options.folder / f"{number}.npz", cells=cells, owners=owners)


def draw_shard(number: int, glyphs: int = _GLYPHS) -> Shard:
    """Return at least so many glyphs of stamps."""
    cells: list[Cell] = []
    text, index = "", 0
    while len(text) < glyphs:
        cut, name = stamped_glyphs(random.Random(f"stamped {1000 * number + index}"))
        cells, text, index = cells + cut, text + name, index + 1
    owners = np.array([_known().index(character) for character in text], np.int16)
    return np.round(np.clip(np.stack(cells), 0, 1) * 255).astype(np.uint8), owners


def stamped_glyphs(rng: random.Random) -> tuple[list[Cell], str]:
    """Return the glyphs of one stamp, cut from both pictures of its ink, and what they are; none if it is not found."""
    about, sheet = scene(rng.randrange(10**6)), Sheet((60.0, 60.0))
    if rng.random() < 0.5:
        set_print(sheet, about, "dev", rng, top=22.0, bottom=36.0, left=6.0)
    name, style = _name(rng, about.unit.name), _style(rng)
    tilt = rng.gauss(0, 9) if rng.random() < 0.9 else rng.uniform(-180, 180)
    stamp = stamp_of(
        rng.choice(("official", "official", "starless", "review")), name, rng.randrange(10**6), split="dev",
        code=about.unit.code if style.coded else None, style=style, tilt_degrees=tilt,
        colour=rng.choice(("red",) * 8 + ("blue", "black")), wear=0.95 * rng.betavariate(1.6, 2.2),
    )  # fmt: skip
    press(sheet, stamp, 30 + rng.uniform(-3, 3), 30 + rng.uniform(-3, 3))
    page = capture(sheet.finish(None, "stamped"), rng.choice(WAYS), rng.randrange(10**6))
    found = _found(page)
    return ([], "") if found is None else _cut(page, found, stamp, style, tilt, rng)


def _found(page: Drawn) -> Candidate | None:
    """Return the ring that is found where the stamp is."""
    true, (height, width) = page.truth.seals[0].box, page.image.shape[:2]
    rings = [place for place in find_candidates(page.image) if place.ellipse is not None and not place.is_fragment]
    best = max(rings, key=lambda place: _overlap(place, true, width, height), default=None)
    return best if best is not None and _overlap(best, true, width, height) >= _FOUND else None


def _overlap(place: Candidate, true: Box, width: int, height: int) -> float:
    return Box.from_pixels(*place.bounds(), width_px=width, height_px=height).iou(true)


def _cut(
    page: Drawn, found: Candidate, stamp: Stamp, style: SealStyle, tilt: float, rng: random.Random
) -> tuple[list[Cell], str]:
    """Return the glyphs of a stamp whose rim was found."""
    assert found.ellipse is not None
    crop, ellipse = crop_around(page.image, found.ellipse)
    inks = inks_of(crop, found.colour, ellipse)
    ellipse = inner_ring(ellipse, 255 - inks[0]) or ellipse
    count, low = len(stamp.text), stamp.centre_text is not None
    # As tests.synthesis.ink.seal_shapes sets them.
    spread = math.radians(min(style.span_centred if low else style.span, 95 + (12.5 if low else 15.5) * count))
    step = spread / (count - 1)
    begin = (math.radians(tilt - 90) - spread / 2) % _TURN
    end = (begin + spread + 0.6 * step) % _TURN
    gap = Gap(end, end + max(_TURN - spread - 1.2 * step, 0.05))
    zone = glyph_zone(inks[0], ellipse, gap)
    rows = glyph_rows(inks[0], ellipse, zone, gap, [begin + step * place for place in range(count)])
    if zone[0] - zone[1] < _THINNEST or not rows:
        return [], ""
    row = rng.choice(rows)
    first = int(np.abs(row.angles - begin).argmin())
    if first + count > len(row.angles):
        return [], ""
    part = row.part(slice(first, first + count))
    return [cell for ink in inks for cell in glyph_cells(ink, ellipse, zone, part)], stamp.text * 2


def _style(rng: random.Random) -> SealStyle:
    """Return a cut from wider ranges than any split's."""
    rim, span = rng.uniform(0.012, 0.05), rng.uniform(220, 310)
    ring = (min(0.09, max(0.012, rim * rng.uniform(0.4, 4))), rim * rng.uniform(0.2, 0.7))
    return SealStyle(
        rng.choice(FACES), rng.choice(("heibold", "hei")), rim, rng.uniform(0.1, 0.2), rng.uniform(0.125, 0.205), span,
        span - 53.0, rng.uniform(0.5, 1.0), ring if rng.random() < 0.5 else None, rng.random() < 0.6,
    )  # fmt: skip


def _name(rng: random.Random, organisation: str) -> str:
    """Return characters of chance, three in ten of an organisation's name or alike to one of them."""
    drawable = _drawable()
    name = ""
    for _ in range(rng.randrange(6, 21)):
        own = rng.choice(organisation)
        alike = [other for other in lookalikes().get(own, "") if other in drawable]
        chosen = rng.choice(alike) if alike and rng.random() < 0.5 else own
        name += rng.choice(drawable) if rng.random() < 0.7 or chosen not in drawable else chosen
    return name


@cache
def _known() -> str:
    return "".join(gb2312())


@cache
def _drawable() -> str:
    """Return the characters that every face has."""
    sets = [set(TTFont(fonts.FONTS / f"{face}.ttf").getBestCmap()) for face in FACES]
    return "".join(character for character in _known() if all(ord(character) in known for known in sets))


if __name__ == "__main__":
    main()

"""Pages with stamps of every kind on print, as they come in by every way, and pages of red things that are none.

Everything is decided by (seed, index, split), so that a figure can be repeated; the product sees pixels alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tests.synthesis.documents.common import style
from tests.synthesis.drawing import DOCUMENTS
from tests.synthesis.ink.look_alikes import look_alike
from tests.synthesis.ink.seal_kinds import SEAL_KINDS, stamp_of
from tests.synthesis.ink.seal_styles import various_style
from tests.synthesis.paper import Sheet, Type
from tests.synthesis.people import Scene, scene
from tests.synthesis.prose import prose
from tests.synthesis.scanning.capture import capture
from tests.synthesis.seals import Stamp, press, press_across
from tests.synthesis.truth import Drawn

WAYS: Final[dict[str, tuple[str, ...]]] = {
    "scan": ("flatbed", "flatbed_300", "skewed", "cut_edges", "dark_edges", "folded", "bleed_through", "flatbed"),
    "poor scan": ("flatbed_150", "soft", "noisy", "heavy_jpeg", "low_contrast"),
    "copy": ("photocopy", "copy_of_copy", "photocopy", "fax"),
    "phone": ("phone", "phone_tilted", "phone_curved", "phone_shadow", "phone_dark", "phone_shaken", "phone_soft"),
    "screen": ("screen",),
}
"""Condition -> ways in. Turned pages are turned upright before seals are looked for, so that they are left out here."""
_TURNS: Final = ("scan", "scan", "phone", "copy", "poor scan", "scan", "phone", "screen")
_PLACES: Final = ((55.0, 70.0), (150.0, 85.0), (60.0, 165.0), (150.0, 180.0), (75.0, 245.0))
"""Middles of the stamps of a page, millimetres: near enough to touch print, far enough to be told apart."""
_COLOURS: Final = ("red",) * 8 + ("blue", "black")
NEGATIVES: Final = (
    "letterhead", "wall_photo", "qr_poster", "menu", "shopping_receipt", "ticket", "blank", "chat_screenshot",
    "bank_slip", "book", "research_report", "paper", "catalog", "case_material", "xuexi", "id_card", "photo_1in",
    "truth_pledge", "summary", "work_exp", "pub_notice", "recommend", "roster", "unit_nature",
)  # fmt: skip
"""Documents that carry no stamp, or are asked for without."""
_LOOK_ALIKE_WAYS: Final = ("flatbed", "flatbed", "soft", "noisy", "heavy_jpeg", "photocopy", "low_contrast")


@dataclass(frozen=True, eq=False)
class SealPage:
    """A page to measure on: `condition` is a key of `WAYS`, `way` the capture, `about` whose page it is."""

    page: Drawn
    condition: str
    way: str
    number: int


def draw_seal_pages(count: int, *, seed: int, split: str, various: bool = False) -> Iterator[SealPage]:
    """Yield pages with four or five stamps each; every eighth has overlapping ones, one cut and one across edges.

    With `various` stamps are cut in all manners instead of the split's own, and worn up to illegible.
    """
    for index in range(count):
        rng = random.Random(f"seal pages {seed} {index} {split}")
        clean = _page(index, rng, split, various)
        condition = _TURNS[index % len(_TURNS)]
        way = rng.choice(WAYS[condition])
        yield SealPage(capture(clean, way, rng.randrange(10**6)), condition, way, index)


def draw_bare_pages(count: int, *, seed: int, split: str) -> Iterator[SealPage]:
    """Yield first pages of documents without any stamp."""
    for index in range(count):
        rng = random.Random(f"bare pages {seed} {index} {split}")
        type_ = NEGATIVES[index % len(NEGATIVES)]
        about = scene(rng.randrange(10**6))
        options = {"sealed": False} if type_ in _ASKED_WITHOUT else {}
        clean = DOCUMENTS[type_](about, style(about.seed, split=split), **options)[0]
        if clean.truth.seals:
            continue
        condition = _TURNS[rng.randrange(len(_TURNS))]
        way = rng.choice(WAYS[condition])
        yield SealPage(capture(clean, way, rng.randrange(10**6)), condition, way, index)


_ASKED_WITHOUT: Final = {"catalog", "work_exp", "pub_notice", "recommend", "roster", "unit_nature", "id_card"}


@dataclass(frozen=True, eq=False)
class Pair:
    """One stamp on a scrap of paper: what it says, a name that is nearly that, how it came in."""

    page: Drawn
    text: str
    nearly: str
    changes: int
    way: str


def draw_pairs(count: int, *, seed: int, split: str) -> Iterator[Pair]:
    """Yield degraded stamps, each with a look-alike of what it says; half of them say the look-alike's name."""
    for index in range(count):
        rng = random.Random(f"look alikes {seed} {index} {split}")
        about = scene(rng.randrange(10**6))
        changes = 1 + index % 3
        try:
            nearly = look_alike(about.unit.name, changes, rng)
        except ValueError:  # this name has too few places that could be taken for others
            changes = 1
            nearly = look_alike(about.unit.name, 1, rng)
        names = (about.unit.name, nearly) if index % 2 else (nearly, about.unit.name)
        sheet = Sheet((60.0, 60.0))
        if rng.random() < 0.5:
            set_print(sheet, about, split, rng, top=22.0, bottom=36.0, left=6.0)
        kind = rng.choice(("official", "official", "starless", "review"))
        stamp = stamp_of(kind, names[0], rng.randrange(10**6), split=split, code=about.unit.code)
        press(sheet, stamp, 30 + rng.uniform(-3, 3), 30 + rng.uniform(-3, 3))
        way = rng.choice(_LOOK_ALIKE_WAYS)
        page = capture(sheet.finish(None, "pair"), way, rng.randrange(10**6))
        yield Pair(page, names[0], names[1], changes, way)


def _page(index: int, rng: random.Random, split: str, various: bool) -> Drawn:
    about = scene(rng.randrange(10**6))
    sheet = Sheet()
    set_print(sheet, about, split, rng, top=30.0, bottom=262.0, left=26.0)
    kinds = [tuple(SEAL_KINDS)[(5 * index + turn) % len(SEAL_KINDS)] for turn in range(len(_PLACES))]
    for (x, y), kind in zip(_PLACES, kinds, strict=True):
        stamp = _stamp(kind, about, rng, split, various)
        press(sheet, stamp, x + rng.uniform(-12, 12), y + rng.uniform(-10, 10))
    special = index % 8
    other = scene(rng.randrange(10**6))
    if special == 1:  # two offices on one spot
        press(sheet, _stamp("official", other, rng, split, various), 108 + rng.uniform(-6, 6), 120)
        press(sheet, _stamp("review", about, rng, split, various), 126 + rng.uniform(-4, 4), 128)
    elif special == 4:
        press(sheet, _stamp("official", other, rng, split, various), rng.choice((4.0, 206.0)), 130)
    elif special == 6:
        press_across(
            [sheet, *(Sheet() for _ in range(rng.randrange(1, 4)))], _stamp("official", other, rng, split, various),
            130, edge=rng.choice(("right", "left")), seed=rng.randrange(10**6),
        )  # fmt: skip
    return sheet.finish(None, "seals")


def _stamp(kind: str, about: Scene, rng: random.Random, split: str, various: bool) -> Stamp:
    owner = about.person.name[:3] if kind.startswith("chop") else about.unit.name
    changes: dict[str, Any] = {} if kind in ("note", "electronic") else {"colour": rng.choice(_COLOURS)}
    if various and kind != "electronic":
        changes |= {"style": various_style(rng), "wear": rng.uniform(0.0, 0.85)}
    return stamp_of(kind, owner, rng.randrange(10**6), split=split, code=about.unit.code, **changes)


def set_print(
    sheet: Sheet, about: Scene, split: str, rng: random.Random, *, top: float, bottom: float, left: float
) -> None:
    """Set paragraphs of print, with white between them as on real papers."""
    look = style(about.seed, split=split)
    y, width = top, sheet.width_mm - 2 * left
    while y < bottom:
        text = prose(rng.randrange(10**6), 30 if width < 100 else 110)
        y = sheet.paragraph(left, y, width, text, Type(look.body, rng.choice((12.0, 14.0, 16.0))))
        y += rng.uniform(4, 22)

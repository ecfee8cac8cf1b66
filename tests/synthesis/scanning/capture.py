"""How pages come in, by name: `capture(page, kind, seed)` with all kinds in one table."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.synthesis.ink.pasted import with_pictures, without_pictures
from tests.synthesis.scanning import copier, light, paper_marks
from tests.synthesis.scanning.geometry import laid, quarter_turn, resized
from tests.synthesis.scanning.photo import Photo, phone, photo
from tests.synthesis.truth import Drawn

Change = Callable[[Drawn, random.Random], Drawn]


@dataclass(frozen=True)
class Office:
    """An office scanner: what `flatbed` does to the page before it is a file.

    `toner` is how much of the print is missing where most of it is; `coarse`, `through` and `screened` are the shares
    of pages scanned at `grid` of the resolution and enlarged, with the back showing through, and with the beats of a
    printed screen.
    """

    skew: float = 0.8
    shift: float = 0.008
    blur: tuple[float, float] = (0.45, 1.05)
    noise: tuple[float, float] = (1.5, 5.0)
    shading: tuple[float, float] = (0.02, 0.12)
    quality: tuple[int, int] = (48, 88)
    toner: tuple[float, float] = (0.0, 0.45)
    coarse: float = 0.35
    grid: tuple[float, float] = (0.7, 0.8)
    through: float = 0.2
    screened: float = 0.08
    border: tuple[int, int, int] | None = None
    scale: tuple[float, float] = (1.0, 1.0)


def flatbed(page: Drawn, seed: int, office: Office = Office()) -> Drawn:
    """Return the page from an office scanner."""
    rng = random.Random(f"flatbed {seed}")
    page = laid(
        page, degrees=rng.uniform(-office.skew, office.skew),
        shift=(rng.uniform(-office.shift, office.shift), rng.uniform(-office.shift, office.shift)),
        scale=rng.uniform(*office.scale), border=office.border,
    )  # fmt: skip
    return _scanned(page, rng, office)


def _scanned(page: Drawn, rng: random.Random, office: Office) -> Drawn:
    image = copier.low_toner(page.image, rng, rng.uniform(*office.toner))
    if rng.random() < office.through:
        image = paper_marks.bled_through(image, rng, None, rng.uniform(0.04, 0.14))
    if rng.random() < office.screened:
        image = light.moire(image, rng, rng.uniform(0.03, 0.1))
    if rng.random() < office.coarse:
        image = light.coarsened(image, rng.uniform(*office.grid))
    image = light.blurred(image, rng.uniform(*office.blur))
    image = light.dimmed(image, light.uneven(light.small(image), rng, rng.uniform(*office.shading)))
    image = light.grained(image, rng, rng.uniform(*office.noise))
    return replace(page, image=light.jpeg(image, rng.randint(*office.quality)))


def _after(change: Change, office: Office) -> Callable[[Drawn, int], Drawn]:
    """Return a kind: something happens to the paper, then an office scanner."""

    def kind(page: Drawn, seed: int) -> Drawn:
        return flatbed(change(page, random.Random(f"paper {seed}")), seed, office)

    return kind


def _taken(**changes: float) -> Callable[[Drawn, int], Drawn]:
    def kind(page: Drawn, seed: int) -> Drawn:
        return photo(page, replace(phone(seed), **changes), seed)  # type: ignore[arg-type]

    return kind


def _copied(generations: int) -> Change:
    def change(page: Drawn, rng: random.Random) -> Drawn:
        image = copier.photocopied(page.image, rng, generations=generations)
        return replace(page, image=image, truth=copier.grey_truth(page.truth))

    return change


def _bled(page: Drawn, rng: random.Random, back: light.Picture | None = None) -> Drawn:
    return replace(page, image=paper_marks.bled_through(page.image, rng, back, rng.uniform(0.08, 0.3)))


def _fax(page: Drawn, seed: int) -> Drawn:
    rng = random.Random(f"fax {seed}")
    page = laid(page, degrees=rng.uniform(-0.8, 0.8), shift=(rng.uniform(-0.01, 0.01), rng.uniform(-0.01, 0.01)))
    return replace(page, image=copier.faxed(page.image, rng), truth=copier.grey_truth(page.truth, "black"))


def _skewed(page: Drawn, seed: int) -> Drawn:
    rng = random.Random(f"skewed {seed}")
    page = laid(page, degrees=rng.choice((-1, 1)) * rng.uniform(2, 9), border=rng.choice((None, (226, 226, 222))))
    return _scanned(page, rng, Office())


def _cut(page: Drawn, seed: int) -> Drawn:
    rng = random.Random(f"cut {seed}")
    shift = [rng.uniform(-0.01, 0.01), rng.uniform(-0.01, 0.01)]
    shift[rng.randrange(2)] = rng.choice((-1, 1)) * rng.uniform(0.05, 0.12)
    page = laid(
        page, degrees=rng.uniform(-1, 1), shift=(shift[0], shift[1]), border=rng.choice((None, (235, 235, 232)))
    )
    return _scanned(page, rng, Office())


def _dark_rim(page: Drawn, seed: int) -> Drawn:
    rng = random.Random(f"rim {seed}")
    if rng.random() < 0.5:
        # The paper is smaller than the glass and the lid is open.
        page = laid(page, degrees=rng.uniform(-2, 2), shift=(rng.uniform(-0.02, 0.02), rng.uniform(-0.02, 0.02)),
                    scale=rng.uniform(0.95, 0.985), border=(rng.randint(8, 40),) * 3)  # fmt: skip
        return _scanned(page, rng, Office())
    scanned = flatbed(page, seed)
    return replace(scanned, image=copier.dark_rim(scanned.image, rng))


def _screen(page: Drawn, seed: int) -> Drawn:
    rng = random.Random(f"screen {seed}")
    how = replace(phone(seed), surface="screen", moire=rng.uniform(0.08, 0.24), warmth=-0.06, shadow=0.0, curl=0.0)
    return photo(page, how, seed)


def _dpi(dpi: float) -> Callable[[Drawn, int], Drawn]:
    return lambda page, seed: flatbed(resized(page, dpi), seed)


PAPER: dict[str, Change] = {
    "low_contrast": lambda page, rng: replace(page, image=copier.faded(page.image, rng)),
    "folded": lambda page, rng: replace(page, image=paper_marks.folded(page.image, rng, folds=rng.choice((1, 2, 3)))),
    "punched": lambda page, rng: replace(page, image=paper_marks.punched(page.image, rng, page.dpi)),
    "stapled": lambda page, rng: replace(page, image=paper_marks.stapled(page.image, rng, page.dpi)),
    "bleed_through": _bled,
    "photocopy": _copied(1),
    "copy_of_copy": _copied(3),
}
"""What happens to the sheet before it is scanned or photographed; each is a kind of its own too, on a flatbed."""
_COPIED = Office(noise=(0.8, 2.0), shading=(0.0, 0.03), quality=(60, 90), toner=(0.0, 0.0), screened=0.0)
"""A copier has no toner to spare on what it copies: `photocopied` burns print in."""

KINDS: dict[str, Callable[[Drawn, int], Drawn]] = {
    "flatbed": flatbed,
    "flatbed_150": _dpi(150),
    "flatbed_300": _dpi(300),
    "soft": lambda page, seed: flatbed(page, seed, Office(blur=(1.1, 1.9))),
    "noisy": lambda page, seed: flatbed(page, seed, Office(noise=(8, 16), shading=(0.1, 0.2))),
    "heavy_jpeg": lambda page, seed: flatbed(page, seed, Office(quality=(12, 35), toner=(0.0, 0.0), coarse=0.0)),
    "skewed": _skewed,
    "turned_right": lambda page, seed: quarter_turn(flatbed(page, seed), 1),
    "turned_left": lambda page, seed: quarter_turn(flatbed(page, seed), 3),
    "upside_down": lambda page, seed: quarter_turn(flatbed(page, seed), 2),
    "cut_edges": _cut,
    "dark_edges": _dark_rim,
    **{name: _after(change, _COPIED if "copy" in name else Office()) for name, change in PAPER.items()},
    "fax": _fax,
    "phone": lambda page, seed: photo(page, phone(seed), seed),
    "phone_tilted": lambda page, seed: photo(page, phone(seed, tilted=True), seed),
    "phone_curved": lambda page, seed: photo(page, phone(seed, curved=True), seed),
    "phone_shadow": _taken(shadow=0.45),
    "phone_dark": _taken(exposure=0.5, noise=11.0, shadow=0.0),
    "phone_shaken": _taken(motion=7.0),
    "phone_soft": _taken(blur=2.0),
    "screen": _screen,
}
"""Every way in: the name, and what does it, `(clean page, seed) -> Drawn`."""

EVERYDAY = ("flatbed",) * 10 + (
    "flatbed_150", "flatbed_300", "photocopy", "skewed", "turned_right", "dark_edges", "punched", "stapled", "folded",
    "low_contrast", "heavy_jpeg", "bleed_through", "phone", "phone", "phone_tilted", "phone_shadow",
)  # fmt: skip
"""Kinds as often as they come over a counter, for drawing lots; the rest of KINDS is for hard sets."""


_TURNED = ("turned", "upside")
"""Pages that lie on their side: whoever lays a picture over them turns them first."""


def capture(
    page: Drawn, kind: str, seed: int, *, marks: Sequence[str] = (), back: light.Picture | None = None
) -> Drawn:
    """Return the clean page as it comes in, decided by the seed.

    Args:
        kind: a key of KINDS.
        marks: keys of PAPER, what happened to the sheet before, in this order.
        back: what is printed on the sheet's back; it shows through.
    """
    unknown = [name for name, table in ((kind, KINDS), *((mark, PAPER) for mark in marks)) if name not in table]
    if unknown:
        raise ValueError(f"no such way in: {unknown[0]}; there are {', '.join(KINDS)}")
    if page.laid_over and not kind.startswith(_TURNED):
        scan = capture(without_pictures(page), kind, seed, marks=marks, back=back)
        kept = len(scan.truth.signatures) == len(page.truth.signatures)
        return with_pictures(scan, page, seed) if kept else scan
    if back is not None:
        page = _bled(page, random.Random(f"back {seed}"), back)
    for mark in marks:
        page = PAPER[mark](page, random.Random(f"{mark} {seed}"))
    return KINDS[kind](page, seed)


__all__ = ["EVERYDAY", "KINDS", "PAPER", "Photo", "capture", "flatbed", "photo"]

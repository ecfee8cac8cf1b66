"""What is truly on a drawn page. Boxes are fractions 0..1 of the final picture, as everywhere in the product."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.document import Line, Word
from models.geometry import Box

Moved = Callable[[Box], Box]


@dataclass(frozen=True)
class TextLine:
    """One run of text in one row; `kind` is printed or handwritten, `characters` has one box a character."""

    text: str
    box: Box
    characters: tuple[Box, ...]
    kind: str = "printed"
    face: str | None = None


@dataclass(frozen=True)
class FieldTruth:
    """One field of the document by its catalogue name, as it stands on the paper."""

    name: str
    value: str
    box: Box


@dataclass(frozen=True)
class SealTruth:
    """One stamp; `visible` is the share 0..1 of it that lies on the page."""

    text: str
    box: Box
    shape: str
    colour: str
    centre_text: str | None = None
    code: str | None = None
    diameter_mm: float | None = None
    is_fragment: bool = False
    visible: float = 1.0
    second_text: str | None = None
    """A second arc, in Latin letters."""
    kind: str | None = None
    """A key of ink.seal_kinds.SEAL_KINDS, where the stamp was made by kind."""


@dataclass(frozen=True)
class DateTruth:
    """A date beside a signature; `kind` is a signature kind of the interface."""

    value: str | None
    box: Box
    kind: str


@dataclass(frozen=True)
class SignatureTruth:
    """One signature slot: `box` is the slot with what stands in it, `role` the printed label before it."""

    role: str
    box: Box
    kind: str
    name: str | None = None
    date: DateTruth | None = None


@dataclass(frozen=True)
class CoverTruth:
    """A patch that hides something; `box` is its own extent, `look` of covers.LOOKS."""

    box: Box
    kind: str = "opaque"
    hides: str | None = None
    look: str = "flat"


@dataclass(frozen=True)
class QrTruth:
    """A QR code and its payload."""

    box: Box
    text: str


@dataclass(frozen=True)
class Truth:
    """Everything on one page. `type` is None for what is no document of the catalogue; `names` are visible traces."""

    type: str | None
    layout: str
    lines: tuple[TextLine, ...] = ()
    fields: tuple[FieldTruth, ...] = ()
    seals: tuple[SealTruth, ...] = ()
    signatures: tuple[SignatureTruth, ...] = ()
    covers: tuple[CoverTruth, ...] = ()
    qr_codes: tuple[QrTruth, ...] = ()
    names: tuple[Box, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)

    def moved(self, move: Moved) -> Truth:
        """Return the truth with every box moved, as when the page was turned or shifted under the scanner."""
        return replace(
            self, **{item.name: _moved(getattr(self, item.name), move) for item in dataclasses.fields(Truth)}
        )

    def as_lines(self) -> tuple[Line, ...]:
        """Return the text as a perfect reader would: for tests that need lines and no OCR."""
        return tuple(
            Line(
                line.text,
                line.box,
                1.0,
                tuple(Word(character, box, 1.0) for character, box in zip(line.text, line.characters, strict=True)),
            )
            for line in sorted(self.lines, key=lambda line: (round(line.box.top, 2), line.box.left))
        )


def _moved(value: Any, move: Moved) -> Any:
    if isinstance(value, Box):
        return move(value)
    if isinstance(value, tuple):
        return tuple(_moved(item, move) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {item.name: _moved(getattr(value, item.name), move) for item in dataclasses.fields(value)}
        return replace(value, **changes)
    return value


@dataclass(frozen=True, eq=False)
class LaidOver:
    """A picture of a signature that belongs over the scan of a page, not on its paper.

    `box` is the box of its signature on the clean page, where the picture is seen too; `picture` RGB of any size,
    `opaque` where it hides what is below (elsewhere it darkens it), `below` and `shown` the page there without and
    with it (what was printed or stamped later is in neither). `matched`: its paper takes the brightness of the scan's.
    """

    box: Box
    picture: NDArray[np.uint8]
    opaque: NDArray[np.bool_]
    below: NDArray[np.uint8]
    shown: NDArray[np.uint8]
    matched: bool


@dataclass(frozen=True, eq=False)
class Drawn:
    """A finished page: `image` is RGB of shape (height, width, 3), uint8, at `dpi`; `truth` is what is on it."""

    image: NDArray[np.uint8]
    truth: Truth
    dpi: float = 200.0
    rules: tuple[Box, ...] = ()
    """Straight lines of a clean page, for the PDF writer."""
    outline: tuple[tuple[float, float], ...] | None = None
    """In a photograph: the paper's corners, from its own top left clockwise, as fractions; some may lie outside."""
    laid_over: tuple[LaidOver, ...] = ()
    """Of a clean page: pictures that `capture` lays over the scan and not on the paper."""

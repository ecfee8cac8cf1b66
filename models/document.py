"""A document as opened and read: pages, lines, words."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.geometry import Box, Homography
from models.values import VALUE

Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
"""A probability-like figure 0..1; None means that nobody gave one."""

PageNumber = Annotated[int, Field(ge=1)]
"""Pages count from 1."""


class TextSource(StrEnum):
    """Where the lines of a page come from."""

    PIXELS = "pixels"
    TEXT_LAYER = "text_layer"
    NONE = "none"


@dataclass(frozen=True, config=VALUE)
class Word:
    """A run of characters with a box of its own; for Chinese text usually one character."""

    text: str
    box: Box
    confidence: Confidence | None = None


@dataclass(frozen=True, config=VALUE)
class Line:
    """One line of text as read; `words` may be empty where the reader gives no finer boxes."""

    text: str
    box: Box
    confidence: Confidence | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, config=VALUE)
class Page:
    """One upright page.

    `rotation_degrees` (quarter turns) and `skew_degrees`, both clockwise, are how it lay in the picture that came and
    were taken out of it. `original` is the way back: it maps fractions of the upright page to fractions of that
    picture; None where the picture was left as it came.
    """

    number: PageNumber
    width_px: Annotated[int, Field(gt=0)]
    height_px: Annotated[int, Field(gt=0)]
    dpi: Annotated[float, Field(gt=0)] | None = None
    lines: tuple[Line, ...] = ()
    text_source: TextSource = TextSource.NONE
    rotation_degrees: Annotated[int, Field(ge=0, lt=360)] = 0
    skew_degrees: float = 0.0
    original: Homography | None = None

    @property
    def text(self) -> str:
        """The lines, one below the other, in reading order."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, config=VALUE)
class Document:
    """One uploaded file, opened: what it is and its pages. `sha256` is 64 lower-case hex digits."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    filename: str
    media_type: str
    pages: tuple[Page, ...] = field(default=())

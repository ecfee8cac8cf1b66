"""What a child may say: every number and text is checked here before anything believes it."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Final, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import BrokenFile
from models.geometry import Box
from models.observation import Cell, SurfaceKind, Table
from verifier.intake.limits import (
    HIDDEN_PICTURE_LONG_SIDE_PX,
    MAX_DOCX_TEXTS,
    MAX_HIDDEN_PICTURES,
    MAX_HIDDEN_TEXTS,
    MAX_LAID_PICTURES,
    MAX_LINE_CHARACTERS,
    MAX_METADATA_CHARACTERS,
    MAX_METADATA_ENTRIES,
    MAX_PDF_PAGES,
    MAX_RENDERED_PIXELS,
    MAX_TABLE_CELLS_PER_PAGE,
    MAX_TEXT_CHARACTERS_PER_PAGE,
)
from verifier.intake.opened import LayerLine

_MAX_SIDE_PX: Final = 100_000
_KEPT_CONTROLS: Final = frozenset("\n\t")

_Coordinate = Annotated[float, Field(ge=-1e6, le=1e6)]
_PLACE_BYTES: Final = 20
_TextLine = tuple[
    Annotated[str, Field(max_length=MAX_LINE_CHARACTERS)],
    _Coordinate,
    _Coordinate,
    _Coordinate,
    _Coordinate,
    Annotated[str, Field(max_length=4 * (MAX_LINE_CHARACTERS * _PLACE_BYTES // 3 + 1))],
]
_Side = Annotated[int, Field(ge=1, le=HIDDEN_PICTURE_LONG_SIDE_PX)]
_Place = tuple[Annotated[int, Field(ge=1, le=MAX_PDF_PAGES)], _Coordinate, _Coordinate, _Coordinate, _Coordinate]
_Count = Annotated[int, Field(ge=0, le=MAX_TABLE_CELLS_PER_PAGE)]
_Span = Annotated[int, Field(ge=1, le=MAX_TABLE_CELLS_PER_PAGE)]
_Cell = tuple[_Count, _Count, _Span, _Span, _Coordinate, _Coordinate, _Coordinate, _Coordinate]

_STRICT: Final = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Beginning(BaseModel):
    """First line: how many pages follow (a DOCX has none), and the texts beside them."""

    model_config = _STRICT

    pages: Annotated[int, Field(ge=0, le=MAX_PDF_PAGES)]
    metadata: Annotated[
        list[tuple[SurfaceKind, Annotated[str, Field(max_length=MAX_METADATA_CHARACTERS)]]],
        Field(max_length=max(MAX_METADATA_ENTRIES, MAX_DOCX_TEXTS)),
    ]


class PageAnswer(BaseModel):
    """A page: pixels in the spool are width * height * 3 bytes; `texts` and `tables` as their readers describe them."""

    model_config = _STRICT

    width: Annotated[int, Field(ge=1, le=_MAX_SIDE_PX)]
    height: Annotated[int, Field(ge=1, le=_MAX_SIDE_PX)]
    dpi: Annotated[float, Field(gt=0, le=2400)] | None
    texts: Annotated[list[_TextLine], Field(max_length=MAX_TEXT_CHARACTERS_PER_PAGE)]
    tables: Annotated[
        list[Annotated[list[_Cell], Field(max_length=MAX_TABLE_CELLS_PER_PAGE)]],
        Field(max_length=MAX_TABLE_CELLS_PER_PAGE),
    ] = []
    laid: Annotated[
        list[tuple[_Coordinate, _Coordinate, _Coordinate, _Coordinate]], Field(max_length=MAX_LAID_PICTURES)
    ] = []


class Ending(BaseModel):
    """Last line: what stands behind the pages; the pixels of `pictures` (kind, width, height, place) end the spool."""

    model_config = _STRICT

    texts: Annotated[
        list[tuple[SurfaceKind, Annotated[str, Field(max_length=MAX_METADATA_CHARACTERS)]]],
        Field(max_length=MAX_HIDDEN_TEXTS),
    ] = []
    pictures: Annotated[
        list[tuple[SurfaceKind, _Side, _Side, _Place | None]], Field(max_length=MAX_HIDDEN_PICTURES)
    ] = []
    unread: Annotated[list[SurfaceKind], Field(max_length=len(SurfaceKind))] = []


_Answer = TypeVar("_Answer", bound=BaseModel)


def read_beginning(untrusted_line: bytes) -> Beginning:
    """Return the first line of a child; raises BrokenFile where it is anything else."""
    return _read(Beginning, untrusted_line)


def read_page(untrusted_line: bytes) -> PageAnswer:
    """Return a page line of a child; raises BrokenFile where it is anything else, or the page is too large."""
    page = _read(PageAnswer, untrusted_line)
    if page.width * page.height > MAX_RENDERED_PIXELS * 1.1:
        raise BrokenFile
    return page


def read_ending(untrusted_line: bytes) -> Ending:
    """Return the last line of a child; raises BrokenFile where it is anything else."""
    return _read(Ending, untrusted_line)


def _read(kind: type[_Answer], untrusted_line: bytes) -> _Answer:
    try:
        return kind.model_validate_json(untrusted_line)
    except ValidationError:
        raise BrokenFile from None


def clean(untrusted_text: str) -> str:
    """Return a text without control characters, surrogates and direction marks; line breaks and tabs stay."""
    return "".join(
        character
        for character in untrusted_text
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in ("Cc", "Cs", "Cn")
    )


def box_of(left: float, top: float, right: float, bottom: float) -> Box | None:
    """Return the part of a box that lies on the page; None where nothing does."""
    if left >= 1 or top >= 1 or right <= 0 or bottom <= 0:
        return None
    return Box.clamped(left, top, right, bottom)


def layer_line(untrusted_text: str, untrusted_places: str) -> LayerLine | None:
    """Return a line of the text layer with its characters' places; None where the two do not belong together."""
    if clean(untrusted_text) != untrusted_text:
        return None
    try:
        packed = base64.b64decode(untrusted_places, validate=True)
    except binascii.Error:
        return None
    count = sum(not character.isspace() for character in untrusted_text)
    if count == 0 or len(packed) != _PLACE_BYTES * count:
        return None
    places = np.frombuffer(packed, dtype="<i4").reshape(count, 5)
    return LayerLine(untrusted_text, (places[:, :4] / 1e6).astype(np.float32), places[:, 4] == 1)


def table_of(untrusted_cells: Sequence[_Cell], page: int) -> Table | None:
    """Return a table whose cells have no text yet; None where nothing of it lies on the page."""
    cells = [
        Cell(row, column, box, "", row_span, column_span)
        for row, column, row_span, column_span, *sides in untrusted_cells
        if (box := box_of(*sides)) is not None
    ]
    return Table(page, Box.around(cell.box for cell in cells), tuple(cells)) if cells else None

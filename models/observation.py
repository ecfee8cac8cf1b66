"""What was seen in one document, policy-free: an `Observation` and its parts.

Unknown is None, never 0 or "". Enum values are those of the public interface.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from models.document import Confidence, Page, PageNumber
from models.geometry import Box, Point
from models.values import VALUE


class SealShape(StrEnum):
    """Outline of a seal (印章形状)."""

    ROUND = "round"
    OVAL = "oval"
    SQUARE = "square"
    RECTANGLE = "rectangle"
    UNKNOWN = "unknown"


class SealColour(StrEnum):
    """Ink of a seal (印泥颜色); grey and black are copies."""

    RED = "red"
    BLUE = "blue"
    GREY = "grey"
    BLACK = "black"
    UNKNOWN = "unknown"


@dataclass(frozen=True, config=VALUE)
class Seal:
    """One seal (公章 and kin) or, with `is_fragment`, a piece of one (骑缝章).

    `text` is the organisation along the arc (or the whole text of an oval or square seal), `centre_text` the straight
    line below the star, `code` the digits at the bottom. `diameter_mm` is side evidence only. `confidence` is that of
    the reading; `character_confidences` belong to `text`, and so do `alternatives`: for each character all that may
    stand there by the picture of the glyph, likeliest first, the character itself missing where a look-alike fits
    better; empty where nobody looked at the glyphs one by one. `arc` is where a name on a ring begins and ends, degrees
    clockwise from three o'clock. `suspicions` are signs that it was laid over the page as a
    picture (`verifier.seals.suspicions.Sign`): leads for a person, never a verdict. `ink` is how the ink lies,
    packed by `verifier.ink_prints`: it tells whether two seals are one picture, and is None for copies and declared
    electronic ones.
    """

    page: PageNumber
    box: Box
    outline: tuple[Point, ...]
    shape: SealShape
    colour: SealColour
    text: str | None
    centre_text: str | None
    code: str | None
    confidence: Confidence | None
    is_copy: bool | None
    is_fragment: bool
    diameter_mm: float | None
    character_confidences: tuple[float, ...] = ()
    alternatives: tuple[str, ...] = ()
    arc: tuple[float, float] | None = None
    suspicions: tuple[str, ...] = ()
    ink: str | None = None


class SignatureKind(StrEnum):
    """How a signature slot was filled (签名)."""

    HANDWRITTEN = "handwritten"
    PRINTED = "printed"
    PASTED = "pasted"
    ABSENT = "absent"
    UNCLEAR = "unclear"


@dataclass(frozen=True, config=VALUE)
class HandwrittenDate:
    """The date in a signature's date slot (落款日期); `kind` tells handwritten from printed."""

    value: dt.date | None
    raw: str | None
    box: Box
    kind: SignatureKind
    confidence: Confidence | None


@dataclass(frozen=True, config=VALUE)
class Signature:
    """One signature slot and what stands in it. `role` is the printed label (申报人, 单位负责人), `text` a reading.

    `ink` is how the ink lies, packed by `verifier.ink_prints`, None where nothing was written.
    """

    page: PageNumber
    box: Box
    role: str
    kind: SignatureKind
    confidence: Confidence | None
    date: HandwrittenDate | None = None
    text: str | None = None
    ink: str | None = None


@dataclass(frozen=True, config=VALUE)
class Writing:
    """One line of an opinion or note (意见, 已审核，与原件相符) as read; `kind` tells by hand from printed."""

    page: PageNumber
    box: Box
    text: str
    kind: SignatureKind
    confidence: Confidence | None


class SurfaceKind(StrEnum):
    """Every place of a file on which text can live (文字载体)."""

    PIXELS = "pixels"
    TEXT_LAYER = "text_layer"
    HIDDEN_TEXT = "hidden_text"
    ANNOTATION = "annotation"
    FORM_FIELD = "form_field"
    BOOKMARK = "bookmark"
    LINK = "link"
    METADATA = "metadata"
    ATTACHMENT = "attachment"
    THUMBNAIL = "thumbnail"
    REVISION = "revision"
    TRAILING_BYTES = "trailing_bytes"
    EXIF = "exif"
    FRAME = "frame"
    TRACKED_CHANGE = "tracked_change"
    COMMENT = "comment"
    SEAL = "seal"
    SIGNATURE = "signature"
    QR = "qr"
    FILENAME = "filename"


@dataclass(frozen=True, config=VALUE)
class Surface:
    """Text found on one surface; `page` and `box` are None where the surface has no place on a page."""

    kind: SurfaceKind
    text: str
    page: PageNumber | None = None
    box: Box | None = None


@dataclass(frozen=True, config=VALUE)
class NameHit:
    """A trace of a subject on a surface: as which `variant` (name, spaced, traditional, pinyin, id_number ...)."""

    surface: SurfaceKind
    text: str
    variant: str
    covered: bool
    page: PageNumber | None = None
    box: Box | None = None


class CoverKind(StrEnum):
    """How a region is hidden (遮盖方式); only `opaque` hides for good."""

    OPAQUE = "opaque"
    TRANSLUCENT = "translucent"
    MOSAIC = "mosaic"
    BLUR = "blur"
    COSMETIC = "cosmetic"
    THIN = "thin"
    PARTIAL = "partial"


@dataclass(frozen=True, config=VALUE)
class Cover:
    """A region that hides something."""

    page: PageNumber
    box: Box
    kind: CoverKind


@dataclass(frozen=True, config=VALUE)
class FieldValue:
    """One field of a document: `raw` as read, `value` normalised (dates ISO 8601), None where unreadable.

    `problems` are stable codes (checksum, not_a_date, two_digit_year, blank, masked ...), empty when all is well.
    """

    name: str
    raw: str | None
    value: str | None
    box: Box | None
    page: PageNumber
    confidence: Confidence | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, config=VALUE)
class Cell:
    """One cell of a table; rows and columns count from 0, a blank cell has the text ""."""

    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]
    box: Box
    text: str
    row_span: Annotated[int, Field(ge=1)] = 1
    column_span: Annotated[int, Field(ge=1)] = 1


@dataclass(frozen=True, config=VALUE)
class Table:
    """A ruled table on a page."""

    page: PageNumber
    box: Box
    cells: tuple[Cell, ...]


@dataclass(frozen=True, config=VALUE)
class QrCode:
    """A decoded QR or bar code; `text` is the payload, never opened."""

    page: PageNumber
    box: Box
    format: str
    text: str


@dataclass(frozen=True, config=VALUE)
class Photo:
    """A portrait on a page (一寸照片). `on_form` where the page has words, too: a form or a certificate."""

    page: PageNumber
    box: Box
    width_px: int
    height_px: int
    faces: int | None = None
    on_form: bool = False


@dataclass(frozen=True, config=VALUE)
class PageQuality:
    """How well a page can be read. `sharpness` is the variance of the Laplacian at 200 dpi; problems are codes.

    Codes: blank, blurred, low_resolution, rotated, skewed. `is_grey`: not one pixel has a colour (黑白扫描).
    """

    page: PageNumber
    sharpness: float
    is_blank: bool
    problems: tuple[str, ...] = ()
    is_grey: bool = False


@dataclass(frozen=True, config=VALUE)
class Part:
    """One document inside a file: a run of pages of one type."""

    type: str | None
    type_confidence: Confidence | None
    first_page: PageNumber
    last_page: PageNumber


@dataclass(frozen=True, config=VALUE)
class EngineInfo:
    """Which programs looked: the observer's version, the OCR engine's name and version."""

    observer: str
    ocr: str
    ocr_version: str


@dataclass(frozen=True, config=VALUE)
class Observation:
    """All that was seen in one file. Cached by (sha256, engine.observer); knows no applicant and no policy."""

    sha256: str
    pages: tuple[Page, ...]
    type: str | None
    type_confidence: Confidence | None
    engine: EngineInfo
    parts: tuple[Part, ...] = ()
    tables: tuple[Table, ...] = ()
    fields: tuple[FieldValue, ...] = ()
    seals: tuple[Seal, ...] = ()
    signatures: tuple[Signature, ...] = ()
    writings: tuple[Writing, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    covers: tuple[Cover, ...] = ()
    qr_codes: tuple[QrCode, ...] = ()
    photo: Photo | None = None
    quality: tuple[PageQuality, ...] = ()
    unsearched: tuple[SurfaceKind, ...] = ()
    """Surfaces that the file has and that could not be searched, or not whole."""

    @property
    def text(self) -> str:
        """The text of all pages as read from the pixels, a blank line between pages."""
        return "\n\n".join(page.text for page in self.pages)

    def field(self, name: str) -> FieldValue | None:
        """Return the first field of this name, or None."""
        return next((found for found in self.fields if found.name == name), None)

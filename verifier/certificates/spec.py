"""The vocabulary in which a document type writes down its fields (字段规格)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from models.document import Page
from models.geometry import Box
from models.observation import FieldValue, Table
from verifier.certificates.layout import Stream, columns_of


@dataclass(frozen=True)
class Normalised:
    """What a normaliser makes of a folded text: the value, or None, and why it may be wrong.

    `odd`: nothing is wrong with the value, but few values of its kind look like it, and more of them are misread.
    """

    value: str | None
    problems: tuple[str, ...] = ()
    odd: bool = False


Normaliser: TypeAlias = Callable[[str], Normalised]


@dataclass(frozen=True)
class Find:
    """Something that stands on a page: `text` folded, `raw` as read. An empty `text` is a slot left blank."""

    text: str
    raw: str
    page: int
    box: Box | None
    confidence: float | None


@dataclass(frozen=True)
class Material:
    """What a reader of fields works on: the pages of one document, their text as one stream, their tables."""

    pages: Sequence[Page]
    stream: Stream
    tables: Sequence[Table]

    @cached_property
    def blocks(self) -> Stream:
        """The text block by block: halves of a sheet that stand side by side are not read across."""
        return Stream((page, [line]) for page in self.pages for block in columns_of(page.lines) for line in block)


Finder: TypeAlias = Callable[[Material], Find | None]


@dataclass(frozen=True)
class Field:
    """One field: where it stands and how its value is written.

    Places are tried in this order: `finder`, a table cell right of a label or below it, `row_patterns`,
    `patterns`, the text behind a label, `fallback`; the first that holds a sound value counts.

    Attributes:
        name: the field's name in Chinese, as the document prints it.
        normalise: makes the value of the text found.
        labels: printed labels (folded, without spaces); the name itself where empty.
        patterns: regular expressions over the text without white space; the group `value` is the field.
        row_patterns: the same over text with its rows and gaps, where `^` and `$` are the ends of a row.
        finder: a search of its own; nothing behind a label is taken then.
        fallback: a search of its own where no label is printed (the seal's organisation at the foot).
        label_first: a label with a colon is looked for before `patterns`.
        optional: many documents of the type have no such field; where it is not found nothing is said.
        finder_only: nothing but `finder` is tried, where labels would name somebody else's value.
        below: the value may stand in the row below its label.
        multiline: the value may go on in the next rows.
        prompt: printed help inside the slot, removed before reading (简历从高中填起).
    """

    name: str
    normalise: Normaliser
    labels: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    row_patterns: tuple[str, ...] = ()
    finder: Finder | None = None
    fallback: Finder | None = None
    finder_only: bool = False
    below: bool = False
    label_first: bool = False
    optional: bool = False
    multiline: bool = False
    prompt: str | None = None

    @property
    def known_labels(self) -> tuple[str, ...]:
        """The labels under which the field is printed."""
        return self.labels or (self.name,)


Refinement: TypeAlias = Callable[[Mapping[str, FieldValue]], Iterable[FieldValue]]
"""Looks at all fields together; returns those that it changes or adds."""

Listing: TypeAlias = Callable[[Material], Iterable[FieldValue]]
"""Reads fields whose number the document decides (姓名[1], 姓名[2] ... of a list)."""


@dataclass(frozen=True)
class DocumentSpec:
    """All fields of one document type.

    Attributes:
        type: id in the catalogue.
        fields: in the order in which they are reported.
        dense: labels follow values without a gap (身份证: 性别男民族汉).
        stops: characters that end the value behind a label, for documents in prose.
        other_labels: labels that end a value without being fields.
        refine: comparisons between fields (出生 against 公民身份号码).
        listing: fields that stand as often as the document has rows.
    """

    type: str
    fields: tuple[Field, ...]
    dense: bool = False
    stops: str = ""
    other_labels: tuple[str, ...] = ()
    refine: Refinement | None = None
    listing: Listing | None = None

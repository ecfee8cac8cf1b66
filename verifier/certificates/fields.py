"""Reads the fields of a document of a known type. The list of types with fields is `SPECS`."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from models.document import Page
from models.observation import FieldValue, Part, Seal, Table
from verifier.certificates import kinds
from verifier.certificates.certainty import DOUBTFUL, LABEL_MISREAD
from verifier.certificates.labels import label_words, other_labels
from verifier.certificates.layout import stream_of
from verifier.certificates.lookup import (
    find_behind_label,
    find_by_patterns,
    find_by_row_patterns,
    less_sure,
)
from verifier.certificates.normalisers import person_name
from verifier.certificates.organisations import organisation
from verifier.certificates.spec import DocumentSpec, Field, Find, Material, Normalised
from verifier.certificates.table_lookup import find_in_tables
from verifier.certificates.watermark import without_watermark


def _specs() -> dict[str, DocumentSpec]:
    """Return what the modules of `kinds` specify, in the order of the types' ids."""
    found: dict[str, DocumentSpec] = {}
    for module in pkgutil.iter_modules(kinds.__path__, f"{kinds.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, DocumentSpec) and found.setdefault(value.type, value) is not value:
                raise ValueError(f"the fields of {value.type} are specified twice")
    return dict(sorted(found.items()))


SPECS: Final = _specs()
"""Every document type whose fields are read, by its id."""

PROBLEMS: Final = (
    "not_found", "blank", "placeholder", "masked", "unreadable", "several", "checksum", "format", "not_a_date",
    "future_date", "two_digit_year", "incomplete_year", "incomplete_date", "reversed", "open_ended", "unknown_region",
    "unknown_kind", "old_format", "illegal_number", "contradicts_number", "contradicts_words", "not_a_sum",
)  # fmt: skip
"""Every code that `FieldValue.problems` can hold; the texts are `certificates.problem_CODE`."""

_NAMES: Final = (person_name, organisation)
"""What is read by these is never the word of a label."""

_SETTLED: Final = frozenset({"placeholder", "masked", "several"})
"""Problems of a slot that was found: another place would say something else."""


def read_fields(type: str | None, pages: Sequence[Page], tables: Sequence[Table]) -> list[FieldValue]:
    """Return every field of the type, in the order of its specification; nothing for a type without fields.

    A field that is nowhere on the pages has the problem `not_found`, one whose slot is empty `blank`: both have the
    value None. Of an `optional` field that was not found nothing is said. `page` of a field that was not found is the
    first page.
    """
    spec = SPECS.get(type) if type is not None else None
    if spec is None or not pages:
        return []
    numbers = {page.number for page in pages}
    pages, tables = without_watermark(pages, [table for table in tables if table.page in numbers])
    material = Material(pages, stream_of(pages), tables)
    read = {field: _read(field, spec, material) for field in spec.fields}
    fields = {
        field.name: value for field, value in read.items() if not (field.optional and "not_found" in value.problems)
    }
    if spec.refine is not None:
        fields.update({field.name: field for field in spec.refine(fields)})
    listed = spec.listing(material) if spec.listing is not None else ()
    return [*fields.values(), *listed]


def field_names(type: str) -> list[str]:
    """Return the names of the fields that are read of a type, as policies refer to them."""
    return [field.name for field in SPECS[type].fields] if type in SPECS else []


_UNDER_SEAL: Final = 0.85
"""Confidence at the most of a value under a seal: strokes of the seal make other characters, and the reader is sure of
them (of 14 sign-offs under seals two were misread, at 0.93 and 0.99)."""

_UNDER: Final = 0.2


def read_part_fields(
    parts: Sequence[Part], pages: Sequence[Page], tables: Sequence[Table], seals: Sequence[Seal] = ()
) -> list[FieldValue]:
    """Return the fields of every part of a file, each read by its own type from its own pages.

    Args:
        parts: the documents of the file.
        pages: all pages of the file.
        tables: all tables of the file.
        seals: all seals of the file; what stands under one is less sure.
    """
    return [
        _below_seals(field, seals)
        for part in parts
        for field in read_fields(
            part.type, [page for page in pages if part.first_page <= page.number <= part.last_page], tables
        )
    ]


def _below_seals(field: FieldValue, seals: Sequence[Seal]) -> FieldValue:
    box, confidence = field.box, field.confidence
    if box is None or confidence is None or confidence <= _UNDER_SEAL:
        return field
    covered = any(seal.page == field.page and box.covered_by(seal.box) > _UNDER for seal in seals)
    return replace(field, confidence=_UNDER_SEAL) if covered else field


def _read(field: Field, spec: DocumentSpec, material: Material) -> FieldValue:
    """Read a field where it is written soundly; else say what is wrong where it was found first."""
    first: FieldValue | None = None
    blank: FieldValue | None = None
    odd: FieldValue | None = None
    for found in _places(field, spec, material):
        read, is_odd = _normalised(field, found)
        if not found.text:
            blank = blank or read
        elif is_odd:
            odd = odd or read
        elif not read.problems or _SETTLED.intersection(read.problems):
            return read
        else:
            first = first or read
    if odd is not None:
        return odd
    # A blank cell stays blank; a bare word in the text may not have been the label.
    cell = find_in_tables(material, field, _labels_of(spec)) if blank is not None else None
    if first is None and (cell is None or cell.text):
        first = _under_other_labels(field, spec, material)
    nothing = FieldValue(field.name, None, None, None, material.pages[0].number, None, ("not_found",))
    return first or blank or nothing


def _under_other_labels(field: Field, spec: DocumentSpec, material: Material) -> FieldValue | None:
    """Read a field under a label that is not usual for the type: soundly or not at all."""
    labels = other_labels(field, spec)
    if not labels or field.finder is not None:
        return None
    renamed = replace(field, labels=labels)
    owned = _labels_of(spec) | frozenset(labels)
    places = (
        find_in_tables(material, renamed, owned),
        find_behind_label(material.stream, renamed, spec, apart=True),
    )
    for found in places:
        if found is not None and found.text:
            read, _ = _normalised(field, less_sure(found, LABEL_MISREAD))
            if not read.problems:
                return read
    return None


def _normalised(field: Field, found: Find) -> tuple[FieldValue, bool]:
    """Return the value and whether it reads oddly: then another place may have a better one."""
    text = re.sub(field.prompt, "", found.text) if field.prompt else found.text
    normalised = field.normalise(text)
    if field.normalise in _NAMES and normalised.value in label_words():
        normalised = Normalised(None, ("unreadable",))
    found = less_sure(found, DOUBTFUL) if normalised.odd else found
    read = FieldValue(
        field.name, found.raw or None, normalised.value, found.box, found.page, found.confidence, normalised.problems
    )
    return read, normalised.odd


def _labels_of(spec: DocumentSpec) -> frozenset[str]:
    return frozenset((*(label for other in spec.fields for label in other.known_labels), *spec.other_labels))


def _places(field: Field, spec: DocumentSpec, material: Material) -> Iterator[Find]:
    """Yield what stands at the field's places, the surest first."""
    if field.finder_only:
        found = field.finder(material) if field.finder else None
        return iter([found] if found is not None else [])
    return _all_places(field, spec, material)


def _all_places(field: Field, spec: DocumentSpec, material: Material) -> Iterator[Find]:
    labels = _labels_of(spec)
    places: tuple[Callable[[], Find | None], ...] = (
        lambda: field.finder(material) if field.finder else None,
        lambda: find_in_tables(material, field, labels),
        lambda: find_by_row_patterns(material.stream, field.row_patterns),
        # 专业:机械设计 is surer than a sentence in which something stands before 专业.
        lambda: find_behind_label(material.stream, field, spec, only_with_colon=True) if field.label_first else None,
        # Block by block first: a sentence is never read across the halves of a folded sheet.
        lambda: find_by_patterns(material.blocks, field.patterns) if field.patterns else None,
        lambda: find_by_patterns(material.stream, field.patterns),
        lambda: None if field.finder else find_behind_label(material.stream, field, spec),
        lambda: field.fallback(material) if field.fallback else None,
    )
    for look in places:
        found = look()
        if found is not None:
            yield found

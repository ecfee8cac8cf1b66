"""Reads the fields of a document of a known type. The list of types with fields is `SPECS`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from models.document import Page
from models.observation import FieldValue, Part, Table
from verifier.certificates.kinds.appraisal import APPRAISAL
from verifier.certificates.kinds.biz_license import BIZ_LICENSE
from verifier.certificates.kinds.ce_cert import CE_CERT
from verifier.certificates.kinds.ce_exempt import CE_EXEMPT
from verifier.certificates.kinds.chsi_reg import CHSI_REG
from verifier.certificates.kinds.degree import DEGREE
from verifier.certificates.kinds.diploma import DIPLOMA
from verifier.certificates.kinds.freelance_political import FREELANCE_POLITICAL
from verifier.certificates.kinds.id_card import ID_CARD
from verifier.certificates.kinds.paper import PAPER
from verifier.certificates.kinds.patent import PATENT
from verifier.certificates.kinds.pub_notice import PUB_NOTICE
from verifier.certificates.kinds.pub_result import PUB_RESULT
from verifier.certificates.kinds.recommend import RECOMMEND
from verifier.certificates.kinds.roster import ROSTER
from verifier.certificates.kinds.title_cert import TITLE_CERT
from verifier.certificates.kinds.truth_pledge import TRUTH_PLEDGE
from verifier.certificates.kinds.unit_resp import UNIT_RESP
from verifier.certificates.layout import stream_of
from verifier.certificates.lookup import find_behind_label, find_by_patterns, find_by_row_patterns, find_in_tables
from verifier.certificates.spec import DocumentSpec, Field, Find, Material

SPECS: Final[dict[str, DocumentSpec]] = {
    spec.type: spec
    for spec in (
        ID_CARD, DIPLOMA, DEGREE, CHSI_REG, TITLE_CERT, CE_CERT, APPRAISAL, BIZ_LICENSE, PAPER, PATENT,
        PUB_NOTICE, PUB_RESULT, RECOMMEND, CE_EXEMPT, TRUTH_PLEDGE, UNIT_RESP, FREELANCE_POLITICAL, ROSTER,
    )
}  # fmt: skip
"""Every document type whose fields are read, by its id."""

PROBLEMS: Final = (
    "not_found", "blank", "placeholder", "masked", "unreadable", "several", "checksum", "format", "not_a_date",
    "future_date", "two_digit_year", "incomplete_year", "incomplete_date", "reversed", "open_ended", "unknown_region",
    "unknown_kind", "old_format", "illegal_number", "contradicts_number",
)  # fmt: skip
"""Every code that `FieldValue.problems` can hold; the texts are `certificates.problem_CODE`."""


def read_fields(type: str | None, pages: Sequence[Page], tables: Sequence[Table]) -> list[FieldValue]:
    """Return every field of the type, in the order of its specification; nothing for a type without fields.

    A field that is nowhere on the pages has the problem `not_found`, one whose slot is empty `blank`: both have the
    value None. `page` of a field that was not found is the first page.
    """
    spec = SPECS.get(type) if type is not None else None
    if spec is None or not pages:
        return []
    numbers = {page.number for page in pages}
    material = Material(pages, stream_of(pages), [table for table in tables if table.page in numbers])
    fields = {field.name: _read(field, spec, material) for field in spec.fields}
    if spec.refine is not None:
        fields.update({field.name: field for field in spec.refine(fields)})
    return list(fields.values())


def read_part_fields(parts: Sequence[Part], pages: Sequence[Page], tables: Sequence[Table]) -> list[FieldValue]:
    """Return the fields of every part of a file, each read by its own type from its own pages."""
    return [
        field
        for part in parts
        for field in read_fields(
            part.type, [page for page in pages if part.first_page <= page.number <= part.last_page], tables
        )
    ]


def _read(field: Field, spec: DocumentSpec, material: Material) -> FieldValue:
    found = _find(field, spec, material)
    if found is None:
        return FieldValue(field.name, None, None, None, material.pages[0].number, None, ("not_found",))
    text = re.sub(field.prompt, "", found.text) if field.prompt else found.text
    normalised = field.normalise(text)
    raw = found.raw or None
    return FieldValue(field.name, raw, normalised.value, found.box, found.page, found.confidence, normalised.problems)


def _find(field: Field, spec: DocumentSpec, material: Material) -> Find | None:
    """Try the field's places in order; a place that holds a value wins over an earlier one that is blank."""
    labels = frozenset(label for other in spec.fields for label in other.known_labels)
    places: tuple[Callable[[], Find | None], ...] = (
        lambda: field.finder(material) if field.finder else None,
        lambda: find_in_tables(material, field, labels),
        lambda: find_by_row_patterns(material.stream, field.row_patterns),
        lambda: find_by_patterns(material.stream, field.patterns),
        lambda: None if field.finder else find_behind_label(material.stream, field, spec),
    )
    blank: Find | None = None
    for look in places:
        found = look()
        if found is not None and found.text:
            return found
        blank = blank or found
    return blank

"""Which years a set of documents covers: shared by `year_set` and `year_matrix`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from models.report import Evidence
from verifier.certificates.folding import fold
from verifier.checks.confidence import is_doubtful
from verifier.checks.dossier import Held
from verifier.checks.places import at_field

_YEAR_OF: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})年?度")


def years_of(held: Held, field: str) -> tuple[set[int], bool]:
    """Return the years that the document's fields of this name give, and whether all were read with certainty.

    Where no field was read, the one year of which the text says 年度 counts; several leave it open.
    """
    fields = [value for value in held.fields(field) if value.value is not None]
    if not fields:
        body = held.folded_text
        said = {int(year) for year in _YEAR_OF.findall(body)} if "度" in body else set()
        return (said, True) if len(said) == 1 else (set(), False)
    years, certain = set(), True
    for value in fields:
        found = re.search(r"(?:19|20)\d{2}", value.value or "")
        if found is None or value.problems or is_doubtful(value.confidence):
            certain = False
        if found is not None:
            years.add(int(found.group()))
    return years, certain


def subject_of(held: Held, field: str, words: Mapping[str, Sequence[str]]) -> str | None:
    """Return which subject the field, or else the text, speaks of by one of its words; None for several or none."""
    for said in (fold(" ".join(value.value or "" for value in held.fields(field))), held.folded_text):
        found = [subject for subject, names in words.items() if any(fold(name) in said for name in names)]
        if len(found) == 1:
            return found[0]
    return None


def evidence_of(documents: Sequence[Held], field: str) -> list[Evidence]:
    """Return where the years stand."""
    return [
        at_field(held, value) if (value := held.field(field)) is not None else held.evidence() for held in documents
    ]


def listed(years: Iterable[int]) -> str:
    """Return years for a reader."""
    return "、".join(str(year) for year in sorted(years))

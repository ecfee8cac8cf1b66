"""Which years a set of documents covers: shared by `year_set` and `year_matrix`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.report import Evidence
from verifier.certificates.folding import fold
from verifier.checks.confidence import is_doubtful
from verifier.checks.dossier import Held
from verifier.checks.places import at_field


def years_of(held: Held, field: str) -> tuple[set[int], bool]:
    """Return the years that the document's fields of this name give, and whether all were read with certainty."""
    fields = held.fields(field)
    years, certain = set(), bool(fields)
    for value in fields:
        found = re.search(r"(?:19|20)\d{2}", value.value or "")
        if found is None or value.problems or is_doubtful(value.confidence):
            certain = False
        if found is not None:
            years.add(int(found.group()))
    return years, certain


def subjects_of(held: Held, field: str, wanted: Iterable[str]) -> set[str]:
    """Return which of the wanted subjects (公需, 专业) the document's fields of this name speak of."""
    said = fold(" ".join(value.value or "" for value in held.fields(field)))
    return {subject for subject in wanted if fold(subject) in said}


def evidence_of(documents: Sequence[Held], field: str) -> list[Evidence]:
    """Return where the years stand."""
    return [
        at_field(held, value) if (value := held.field(field)) is not None else held.evidence() for held in documents
    ]


def listed(years: Iterable[int]) -> str:
    """Return years for a reader."""
    return "、".join(str(year) for year in sorted(years))

"""What documents say, as far as it was read with confidence, and how two that disagree are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from models.messages import text
from models.observation import FieldValue
from models.report import Evidence
from verifier.certificates.fields import SPECS
from verifier.checks.confidence import UNSURE_TYPE
from verifier.checks.dossier import Dossier, Held
from verifier.checks.places import at_field


class Saying(NamedTuple):
    """A field that was read with confidence."""

    held: Held
    field: FieldValue
    value: str

    @property
    def said(self) -> str:
        """Where it stands and what it says, for a reader."""
        return text(
            "consistency.said", title=self.held.title, page=self.field.page, field=self.field.name, value=self.value
        )

    def evidence(self, expected: str | None = None) -> Evidence:
        """Return where it stands."""
        return at_field(self.held, self.field, expected=expected)


@dataclass(frozen=True)
class Lead:
    """Something odd: for the document it was seen on, with every place that a person must compare."""

    document: str
    message: str
    evidence: tuple[Evidence, ...]


Same = Callable[[str, str], bool]
"""Tells whether two values may mean the same."""


def sayings(held: Held, names: Collection[str]) -> list[Saying]:
    """Return what a document says in its fields of these names."""
    there = held.field_names
    if there.isdisjoint(names) or (held.type_confidence is not None and held.type_confidence < UNSURE_TYPE):
        return []
    rests = _rests_of_labels(held.type or "")
    return [
        Saying(held, field, folded)
        for name in names
        if name in there
        for field, folded in held.sure_fields(name)
        if (field.name, folded) not in rests
    ]


@lru_cache(maxsize=128)
def _rests_of_labels(type_id: str) -> frozenset[tuple[str, str]]:
    """Return what is no value but the rest of a longer label printed in two rows: 技术职务 behind 申报专业."""
    spec = SPECS.get(type_id)
    fields = spec.fields if spec else ()
    labels = {label for field in fields for label in field.known_labels} | set(spec.other_labels if spec else ())
    return frozenset(
        (field.name, label.removeprefix(short))
        for field in fields
        for short in field.known_labels
        for label in labels
        if label != short and label.startswith(short)
    )


def saying(held: Held, name: str) -> Saying | None:
    """Return what a document says first in a field, None where nothing was read for sure."""
    return next(iter(sayings(held, (name,))), None)


def of_types(dossier: Dossier, names: Mapping[str, Sequence[str]]) -> list[Saying]:
    """Return what documents of these types say in these fields, in the order of the types."""
    return [
        one
        for type_id, fields in names.items()
        for held in dossier.by_type.get(type_id, ())
        for one in sayings(held, fields)
    ]


def disagree(one: Saying, other: Saying) -> Lead:
    """Return the lead that `one` says otherwise than `other`: both places are named."""
    message = text("consistency.differs", one=one.said, other=other.said)
    return Lead(one.held.document, message, (one.evidence(other.value), other.evidence(one.value)))


def disagree_with(one: Saying, label: str, value: str) -> Lead:
    """Return the lead that `one` says otherwise than what was stated."""
    message = text("consistency.differs_stated", one=one.said, label=label, value=value)
    return Lead(one.held.document, message, (one.evidence(value),))


def disagreements(said: Sequence[Saying], same: Same, stated: tuple[str, str] | None = None) -> list[Lead]:
    """Return a lead for each saying that differs from what was stated, or else from what most say.

    Args:
        said: in order of their weight: where equally many say one thing and another, the first is believed.
        same: whether two values may mean the same.
        stated: label and value of what the application itself states.
    """
    if not said:
        return []
    counts = Counter(one.value for one in said)
    support = {value: sum(count for other, count in counts.items() if same(value, other)) for value in counts}
    believed = max(said, key=lambda one: support[one.value])
    if stated is None:
        return [disagree(one, believed) for one in said if not same(one.value, believed.value)]
    label, value = stated
    agreeing = next((one for one in said if same(one.value, value)), None)
    return [
        disagree(one, agreeing) if agreeing else disagree_with(one, label, value)
        for one in said
        if not same(one.value, value)
    ]


def equal(one: str, other: str) -> bool:
    """Tell whether two folded values are equal, letters in either case."""
    return one.upper() == other.upper()


def same_day(one: str, other: str) -> bool:
    """Tell whether two ISO 8601 dates may be one: a certificate may print the month, or the year only."""
    return one.startswith(other) or other.startswith(one)


def within(one: str, other: str) -> bool:
    """Tell whether one of two values stands in the other: 机械工程 in 机械工程专业."""
    return one in other or other in one

"""Whose row is it? An applicant's folder to the row (or rows) of the roster that can be theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from models.application import Applicant
from models.observation import FieldValue, Observation
from verifier.certificates.checksums import read_id_number
from verifier.certificates.folding import fold
from verifier.checks.confidence import is_doubtful
from verifier.rosters.columns import ID_NUMBER, NAME, UNIT
from verifier.rosters.roster import RosterRow

HOLDER_TYPES: Final = frozenset(
    {
        "id_card", "diploma", "degree", "chsi_reg", "title_cert", "title_ecert", "ce_cert", "ce_exempt", "appraisal",
        "app_form", "app_form_prev", "first_appoint_form", "freelance_political",
    }
)  # fmt: skip
"""Documents of one person: their 姓名 is the applicant's. An author, a witness or a colleague may stand on others."""

ID_FIELDS: Final = ("公民身份号码", "身份证号", "身份证号码")


@dataclass(frozen=True)
class Identity:
    """Who an applicant is, as far as it is known; `number` is sound."""

    name: str | None
    number: str | None


def identity_of(applicant: Applicant, observations: Mapping[str, Observation]) -> Identity:
    """Return who applies: what was stated, else what their papers say (the identity card first, then the most)."""
    name = applicant.name or seen_name(observations.values())
    number = sound_number(applicant.id_number) or _seen_number(observations.values())
    return Identity(name, number)


def seen_name(observations: Iterable[Observation]) -> str | None:
    """Return the name that the papers of one person say: that of the identity card, else the commonest."""
    names: Counter[str] = Counter()
    for observation in observations:
        field = sure_field(observation, ("姓名",)) if observation.type in HOLDER_TYPES else None
        if field is not None and field.value:
            if observation.type == "id_card":
                return fold(field.value)
            names[fold(field.value)] += 1
    return names.most_common(1)[0][0] if names else None


def sure_field(observation: Observation, names: Iterable[str]) -> FieldValue | None:
    """Return the first field of these names that was read with confidence and without problems."""
    for name in names:
        field = observation.field(name)
        if field is not None and field.value and not field.problems and not is_doubtful(field.confidence):
            return field
    return None


def sound_number(number: str | None) -> str | None:
    """Return an ID number of 18 digits whose checksum holds; None for everything else."""
    reading = read_id_number(number) if number else None
    return reading.value if reading is not None and reading.is_sound else None


def rows_of(folder: str, identity: Identity, unit: str | None, rows: Iterable[RosterRow]) -> tuple[RosterRow, ...]:
    """Return the rows that can be an applicant's: by ID number, by name, last by a name within the folder's name.

    One row is an answer, several are a question, none means that the roster does not know the applicant.
    """
    rows = tuple(rows)
    if identity.number:
        by_number = tuple(row for row in rows if row.get(ID_NUMBER) == identity.number)
        if by_number:
            return by_number[:1]
    if identity.name:
        named = tuple(row for row in rows if fold(row.get(NAME) or "") == fold(identity.name))
        if len(named) > 1 and unit:
            named = tuple(row for row in named if fold(row.get(UNIT) or "") == fold(unit)) or named
        if named:
            return _other_numbers_left_out(named, identity)
    said = fold(folder)
    within = [row for row in rows if len(name := fold(row.get(NAME) or "")) > 1 and name in said]
    longest = max((len(fold(row.get(NAME) or "")) for row in within), default=0)
    return tuple(row for row in within if len(fold(row.get(NAME) or "")) == longest) if identity.name is None else ()


def _other_numbers_left_out(named: tuple[RosterRow, ...], identity: Identity) -> tuple[RosterRow, ...]:
    """Leave out rows of the same name whose sound ID number is another's, as long as a row remains."""
    if len(named) == 1 or identity.number is None:
        return named
    left = tuple(row for row in named if sound_number(row.get(ID_NUMBER)) is None)
    return left or named


def _seen_number(observations: Iterable[Observation]) -> str | None:
    for observation in observations:
        if observation.type == "id_card" and (field := sure_field(observation, ID_FIELDS)):
            return sound_number(field.value)
    return None

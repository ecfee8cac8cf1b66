"""Who applies, with which materials."""

from __future__ import annotations

import datetime as dt
from dataclasses import field

from pydantic import AwareDatetime, JsonValue
from pydantic.dataclasses import dataclass

from models.values import VALUE


@dataclass(frozen=True, config=VALUE)
class Applicant:
    """The person who applies (申报人); whatever is not known is None."""

    name: str | None = None
    id_number: str | None = None
    unit: str | None = None
    gender: str | None = None
    ethnicity: str | None = None
    birth_date: dt.date | None = None
    recommending_unit: str | None = None
    supervising_unit: str | None = None


@dataclass(frozen=True, config=VALUE)
class Material:
    """One document of the application in its slot (网报栏目).

    `document` is the id under which findings name it; `sha256` leads to its observation; `needs_mask` is the
    applicant's own tick 是否需要遮盖; `refusal` is the error code where the file could not be opened at all.
    `handed_in_at` is when it came, where somebody recorded that.
    """

    document: str
    sha256: str
    filename: str
    slot: str | None = None
    declared_type: str | None = None
    needs_mask: bool | None = None
    refusal: str | None = None
    handed_in_at: AwareDatetime | None = None


@dataclass(frozen=True, config=VALUE)
class Application:
    """One application (申报) as handed in: facts answer the policy's questions, events are dates of the process."""

    id: str
    policy: str
    applicant: Applicant
    materials: tuple[Material, ...] = ()
    facts: dict[str, JsonValue] = field(default_factory=dict)
    submitted_at: AwareDatetime | None = None
    received_at: AwareDatetime | None = None
    submission_number: int | None = None

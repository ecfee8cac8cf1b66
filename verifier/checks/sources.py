"""Values to compare with, by name: `applicant.name`, `fact.level`, `policy.series`, `submitted_at`, `diploma.专业`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Final

from models.application import Applicant
from models.messages import text
from models.policy import Policy
from verifier.certificates.types import document_types
from verifier.checks.context import SHANGHAI, Context
from verifier.checks.dossier import type_title

EVENTS: Final = ("submitted_at", "received_at")
"""Moments of the process that a pack may name."""

_POLICY_FIELDS: Final = ("series", "specialty", "committee")
_APPLICANT_FIELDS: Final = tuple(field.name for field in dataclasses.fields(Applicant))


@dataclass(frozen=True)
class Sourced:
    """A value (None: unknown) and how to call its source before a reader."""

    value: str | None
    label: str


def problem_with(source: str, policy: Policy) -> str | None:
    """Return why a pack must not name `source`, or None where it may."""
    if source in EVENTS:
        return None
    owner, _, name = source.partition(".")
    known = {
        "applicant": name in _APPLICANT_FIELDS,
        "fact": name in policy.facts,
        "policy": name in _POLICY_FIELDS,
    }.get(owner, owner in document_types() and bool(name))
    return None if known else text("policies.unknown_source", source=source)


def resolve(source: str, context: Context) -> Sourced:
    """Return the value behind the name of a source; days as ISO 8601."""
    if source in EVENTS:
        day = event_day(source, context)
        return Sourced(day.isoformat() if day else None, text(f"checks.event_{source}"))
    owner, _, name = source.partition(".")
    if owner == "applicant":
        value = getattr(context.applicant, name)
        return Sourced(None if value is None else str(value), text(f"checks.applicant_{name}"))
    if owner == "fact":
        return Sourced(_text(context.fact(name)), context.policy.facts[name].label)
    if owner == "policy":
        return Sourced(getattr(context.policy, name), text(f"checks.policy_{name}"))
    return _field_of(owner, name, context)


def event_day(event: str, context: Context) -> dt.date | None:
    """Return the day in Shanghai of an event of the process, None where nobody recorded it."""
    moment: dt.datetime | None = getattr(context.application, event)
    return moment.astimezone(SHANGHAI).date() if moment else None


def parse_day(value: str | None) -> dt.date | None:
    """Return the day that an ISO 8601 text names; None for anything less exact than a day."""
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _field_of(type_id: str, name: str, context: Context) -> Sourced:
    label = text("checks.field_of", type=type_title(type_id), field=name)
    for held in context.dossier.of((type_id,)):
        for field in held.fields(name):
            if field.value is not None:
                return Sourced(field.value, label)
    return Sourced(None, label)


def _text(value: object) -> str | None:
    return None if value is None else str(value)

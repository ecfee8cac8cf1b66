"""What is known of the applicant's facts, and from where: told, looked up by a person, or read on a document."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from models.messages import text
from models.policy import FactRule, Policy
from models.report import Evidence
from verifier.checks.confidence import is_doubtful
from verifier.checks.dossier import Dossier, type_title
from verifier.checks.places import at_field


@dataclass(frozen=True)
class Known:
    """A fact's value, in Chinese where it comes from, and where that stands."""

    value: JsonValue
    source: str
    evidence: tuple[Evidence, ...] = ()


def known_facts(dossier: Dossier, policy: Policy) -> dict[str, Known]:
    """Return every fact with a value: what a person looked up goes before what was told, that before what was read."""
    told = dossier.case.application.facts
    looked_up = dossier.case.registry
    found = {}
    for name, rule in policy.facts.items():
        if looked_up.get(name) is not None:
            found[name] = Known(looked_up[name], text("clauses.source_looked_up"))
        elif told.get(name) is not None:
            found[name] = Known(told[name], text("clauses.source_told"))
        elif (read := _read(rule, dossier)) is not None:
            found[name] = read
        elif rule.default is not None:
            found[name] = Known(rule.default, text("clauses.source_default"))
    return found


def _read(rule: FactRule, dossier: Dossier) -> Known | None:
    """Return what a document says; a doubtful reading tells nothing, it must not decide which clauses apply."""
    for place in rule.read_from:
        type_id, _, name = place.partition(".")
        for held in dossier.of((type_id,)):
            for field in held.fields(name):
                value = _as_kind(field.value, rule)
                if value is not None and not field.problems and not is_doubtful(field.confidence):
                    source = text("checks.field_of", type=type_title(type_id), field=name)
                    return Known(value, source, (at_field(held, field),))
    return None


def _as_kind(value: str | None, rule: FactRule) -> JsonValue:
    if value is None or rule.kind == "bool":
        return None
    if rule.kind == "integer":
        return int(value) if value.isdecimal() else None
    if rule.kind == "enum":
        return next((known for known in rule.values if known in value), None)
    return value

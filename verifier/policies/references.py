"""What a pack names must exist: checks, types, phrases, templates, windows, facts, slots, sources."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import ValidationError

from models.messages import text
from models.policy import CheckCall, Conditions, DocumentRule, Policy, Requirement
from models.values import adapter
from verifier.certificates.phrases import template_pieces
from verifier.certificates.types import document_types
from verifier.checks.context import AnyCheck
from verifier.checks.dossier import EVERY
from verifier.checks.parameters import Kind, Refers
from verifier.checks.phrase import PLACEHOLDERS
from verifier.checks.registry import CHECKS
from verifier.checks.sources import problem_with

Place = tuple[str | int, ...]
Trouble = tuple[Place, str]
"""Where in the pack (keys and indices) and what is wrong, in Chinese."""


def troubles(policy: Policy) -> Iterator[Trouble]:
    """Yield everything that the pack names and that does not exist."""
    yield from _texts(policy)
    for name, rule in policy.facts.items():
        for source in rule.read_from:
            if problem_with(source, policy):
                yield ("facts", name), text("policies.unknown_source", source=source)
    for index, document in enumerate(policy.documents):
        yield from _in_document(document, policy, ("documents", index))
    yield from _in_roster(policy)
    seen: set[str] = set()
    for index, requirement in enumerate(policy.requirements):
        place: Place = ("requirements", index)
        if requirement.id in seen:
            yield (*place, "id"), text("policies.duplicate_requirement", id=requirement.id)
        seen.add(requirement.id)
        yield from _in_requirement(requirement, policy, place)


def _texts(policy: Policy) -> Iterator[Trouble]:
    """Yield phrases that nobody can fill in and templates that hold nothing to compare."""
    for name, phrase in policy.phrases.items():
        for placeholder in re.findall(r"\{(.*?)\}", phrase):
            source = PLACEHOLDERS.get(placeholder)
            if source is None or problem_with(source, policy):
                yield ("phrases", name), text("policies.unknown_placeholder", name=placeholder)
        if not template_pieces(phrase):
            yield ("phrases", name), text("policies.no_fixed_text")
    for name, template in policy.templates.items():
        if not any(len(piece) > 1 for piece in template_pieces(template)):
            yield ("templates", name), text("policies.no_fixed_text")


def _in_roster(policy: Policy) -> Iterator[Trouble]:
    rule = policy.roster
    if rule is None:
        return
    clauses = {entry.id for entry in policy.requirements} | {entry.id for entry in policy.unjudged}
    if rule.requirement is not None and rule.requirement not in clauses:
        yield ("roster", "requirement"), text("policies.unknown_requirement", name=rule.requirement)
    for name in dict.fromkeys(name for name in rule.columns if rule.columns.count(name) > 1):
        yield ("roster", "columns"), text("policies.duplicate_column", name=name)
    for name in rule.optional:
        if name not in rule.columns:
            yield ("roster", "optional"), text("policies.unknown_column", name=name)


def _in_document(rule: DocumentRule, policy: Policy, place: Place) -> Iterator[Trouble]:
    for type_id in rule.types:
        yield from _type(type_id, place)
    if not rule.types:
        yield place, text("policies.no_type")
    if rule.slot is not None and rule.slot not in policy.slots:
        yield (*place, "slot"), text("policies.unknown_slots", name=rule.slot)
    yield from _conditions(rule.when, policy, (*place, "when"))
    yield from _conditions(rule.unless, policy, (*place, "unless"))


def _in_requirement(requirement: Requirement, policy: Policy, place: Place) -> Iterator[Trouble]:
    if not requirement.checks:
        yield place, text("policies.no_checks")
    if not requirement.quote.strip() or not requirement.clause.strip():
        yield place, text("policies.no_quote")
    for type_id in (*requirement.on, *requirement.unclear_on):
        if type_id != EVERY:
            yield from _type(type_id, (*place, "on"))
    yield from _conditions(requirement.when, policy, (*place, "when"))
    yield from _conditions(requirement.unless, policy, (*place, "unless"))
    for index, call in enumerate(requirement.checks):
        yield from _in_call(call, policy, (*place, "checks", index))


def _in_call(call: CheckCall, policy: Policy, place: Place) -> Iterator[Trouble]:
    for type_id in call.on:
        yield from _type(type_id, (*place, "on"))
    yield from _conditions(call.when, policy, (*place, "when"))
    check = CHECKS.get(call.check)
    if check is None:
        yield (*place, "check"), text("policies.unknown_check", check=call.check)
        return
    nulls = {name for name, value in call.params.items() if value is None}
    known = {field.name for field in dataclasses.fields(check.params)}
    for name in sorted(nulls - known):
        yield (*place, "params", name), text("policies.unknown_parameter", check=call.check, name=name)
    given = {k: v for k, v in call.params.items() if v is not None}
    for name, key in call.external.items():
        outside = policy.external.get(key)
        if outside is None or name not in known:
            problem_text = "policies.unknown_external" if outside is None else "policies.unknown_parameter"
            yield (
                (*place, "external", name),
                text(problem_text, check=call.check, name=key if outside is None else name),
            )
        elif outside.value is None:
            nulls.add(name)
        else:
            given[name] = outside.value
    try:
        params = adapter(check.params).validate_python(given)
    except ValidationError as error:
        for problem in error.errors():
            # A null stands for "the notice does not say": the parameter is there, its value is not.
            if not (problem["type"] == "missing" and problem["loc"] and problem["loc"][0] in nulls):
                reason = text("policies.bad_parameter", check=call.check, why=_why(problem))
                yield (*place, "params", *problem["loc"]), reason
        return
    yield from _named(check, params, policy, (*place, "params"))


def _why(problem: Any) -> str:  # noqa: ANN401  # pydantic's error details
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {problem['msg']}" if where else str(problem["msg"])


def _named(check: AnyCheck, params: object, policy: Policy, place: Place) -> Iterator[Trouble]:
    for field, kind in _references(check).items():
        value = getattr(params, field)
        names = [value] if isinstance(value, str) else list(value)
        for name in names:
            if name and not _exists(kind, name, policy):
                yield (*place, field), text(f"policies.unknown_{kind}", name=name)
    for conditions in getattr(params, "conditions", ()):
        yield from _conditions(conditions, policy, place)
    for source in getattr(params, "sources", ()):
        problem = problem_with(source, policy)
        if problem:
            yield place, problem


def _exists(kind: Kind, name: str, policy: Policy) -> bool:
    if kind is Kind.TYPE:
        return name in document_types()
    return name in getattr(policy, kind)


@lru_cache(maxsize=256)
def _references(check: AnyCheck) -> dict[str, Kind]:
    """Return which parameters of a check hold names, from their annotations."""
    found = {}
    for name, hint in get_type_hints(check.params, include_extras=True).items():
        for part in (hint, *get_args(hint)):
            for mark in getattr(part, "__metadata__", ()) if get_origin(part) is not None else ():
                if isinstance(mark, Refers):
                    found[name] = mark.kind
    return found


def _type(type_id: str, place: Place) -> Iterator[Trouble]:
    if type_id not in document_types():
        yield place, text("policies.unknown_types", name=type_id)


def _conditions(conditions: Conditions, policy: Policy, place: Place) -> Iterator[Trouble]:
    for name, wanted in conditions.items():
        rule = policy.facts.get(name)
        if rule is None:
            yield (*place, name), text("policies.unknown_fact", name=name)
            continue
        for value in wanted if isinstance(wanted, list) else [wanted]:
            wrong_enum = rule.kind == "enum" and value not in rule.values
            if wrong_enum or (rule.kind == "bool" and not isinstance(value, bool)):
                shown = json.dumps(value, ensure_ascii=False)
                yield (*place, name), text("policies.bad_condition", name=name, value=shown)

"""Whether a requirement or a document applies: literal facts, three-valued (Kleene's strong logic of 1938).

An unknown fact must not decide: where it could, the answer is unknown and names the question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from models.policy import Conditions, Policy


@dataclass(frozen=True)
class Applies:
    """`answer` True, False, or None where the facts named in `unknown` would decide."""

    answer: bool | None
    unknown: tuple[str, ...] = ()


_YES: Final = Applies(True)
_NO: Final = Applies(False)


def applies(when: Conditions, unless: Conditions, policy: Policy, facts: Mapping[str, JsonValue]) -> Applies:
    """Return whether all of `when` holds and not all of `unless` (an empty `unless` never holds).

    Args:
        when: facts that must all have their value.
        unless: facts that exempt when all of them have their value.
        policy: gives each fact's label, values and default.
        facts: what the application says.
    """
    wanted = _all_hold(when, policy, facts) if when else _YES
    exempt = _all_hold(unless, policy, facts) if unless else _NO
    if wanted.answer is False or exempt.answer is True:
        return _NO
    if wanted.answer is None or exempt.answer is None:
        return Applies(None, tuple(dict.fromkeys((*wanted.unknown, *exempt.unknown))))
    return _YES


def fact(name: str, policy: Policy, facts: Mapping[str, JsonValue]) -> JsonValue:
    """Return the value of a fact, its default where nothing is said, None where it is unknown or not a known value."""
    rule = policy.facts[name]
    value = facts.get(name)
    if value is None:
        value = rule.default
    if rule.kind == "enum" and value not in rule.values:
        return None
    if rule.kind == "bool" and not isinstance(value, bool):
        return None
    return value


def _all_hold(conditions: Conditions, policy: Policy, facts: Mapping[str, JsonValue]) -> Applies:
    unknown = []
    for name, wanted in conditions.items():
        value = fact(name, policy, facts)
        if value is None:
            unknown.append(policy.facts[name].label)
        elif value not in (wanted if isinstance(wanted, list) else [wanted]):
            return _NO
    return Applies(None, tuple(unknown)) if unknown else _YES

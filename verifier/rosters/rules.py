"""Which columns a roster is to have: as the pack says, or as an office filled them in for an annex that it lacks."""

from __future__ import annotations

from typing import Final

from models.policy import Policy, RosterRule

EXTERNAL: Final = "roster_columns"
"""Key of the pack's `external` table: the notice refers to a form that it does not contain."""


def roster_rule(policy: Policy) -> RosterRule | None:
    """Return the rule of a pack; None where nobody says which columns its roster has."""
    if policy.roster is not None:
        return policy.roster
    outside = policy.external.get(EXTERNAL)
    value = outside.value if outside is not None else None
    if outside is None or not isinstance(value, list) or len(value) < 2:
        return None
    return RosterRule(tuple(str(name) for name in value), _asked_by(policy), outside.source)


def _asked_by(policy: Policy) -> str | None:
    for requirement in policy.requirements:
        if any(EXTERNAL in call.external.values() for call in requirement.checks):
            return requirement.id
    return None

"""Which documents are due by now, and which unknown files may be one of them."""

from __future__ import annotations

from collections.abc import Collection

from models.application import Material
from models.policy import DocumentRule
from verifier.checks.context import Context
from verifier.checks.slots import same_slot


def is_later(rule: DocumentRule, context: Context) -> bool:
    """Tell whether a document is not due yet: what is handed in on paper only, is due once paper was received."""
    return rule.slot is None and rule.paper_copies is not None and context.application.received_at is None


def candidates(types: Collection[str], context: Context) -> list[Material]:
    """Return the files of unknown type that may be a document of these types.

    A file in the slot of something else cannot make good for it: a misfiled document counts as not handed in. Nor can
    any file where only paper is due, later.
    """
    wanted = frozenset(types)
    rules = [rule for rule in context.policy.documents if not wanted.isdisjoint(rule.types)]
    if rules and all(is_later(rule, context) for rule in rules):
        return []
    slots = {rule.slot for rule in rules}
    return [
        material
        for material in context.dossier.undetermined
        if not slots or None in slots or material.slot is None or any(same_slot(material.slot, slot) for slot in slots)
    ]

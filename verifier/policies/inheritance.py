"""How a pack takes over what its bases say.

Bases come first, in the order of `inherits`, the pack last. Tables (windows, facts, phrases ...) are merged key by key,
the later value wins; `documents` are appended; of two requirements with one id the later takes the place of the
earlier; everything else (title, slots, process ...) is the later's where it says anything. Identity (schema, id, title,
version, year, source) is never inherited: every pack states its own.
"""

from __future__ import annotations

from typing import Any, Final

_TABLES: Final = (
    *("windows", "cutoffs", "facts", "phrases", "templates", "organisation_aliases"),
    *("external", "process", "calendar"),
)
_LISTS: Final = ("documents", "routes", "unjudged")
_OWN: Final = ("schema", "id", "title", "version", "year", "source", "inherits")


def merge(base: dict[str, Any], pack: dict[str, Any]) -> dict[str, Any]:
    """Return the raw pack with its raw base merged in; both must already be sound by themselves."""
    merged = {key: value for key, value in base.items() if key not in _OWN}
    for key, value in pack.items():
        if key in _TABLES:
            merged[key] = {**(merged.get(key) or {}), **value}
        elif key in _LISTS:
            merged[key] = [*(merged.get(key) or []), *value]
        elif key == "requirements":
            merged[key] = _by_id(merged.get(key) or [], value)
        else:
            merged[key] = value
    return merged


def _by_id(earlier: list[dict[str, Any]], later: list[dict[str, Any]]) -> list[dict[str, Any]]:
    replaced = {requirement["id"]: requirement for requirement in later}
    kept = [replaced.pop(requirement["id"], requirement) for requirement in earlier]
    return kept + [requirement for requirement in later if requirement["id"] in replaced]

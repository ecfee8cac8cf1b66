"""What the page of help shows to whom: sections and their steps, by the keys of the catalogue `help`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from models.messages import has_text
from models.store.api_keys import Role


@dataclass(frozen=True)
class Section:
    """One task: `name` is its place on the page (`/help#name`), the others are keys of texts."""

    name: str
    title: str
    lead: str
    steps: tuple[str, ...]


_OFFICE: Final = frozenset({Role.REVIEWER})
_PAPERS: Final = frozenset({Role.REVIEWER, Role.APPLICANT})

READERS: Final[dict[str, frozenset[Role]]] = {
    "upload": _OFFICE,
    "own": frozenset({Role.APPLICANT}),
    "bench": _PAPERS,
    "decide": _OFFICE,
    "facts": _PAPERS,
    "notice": _OFFICE,
    "mask": _PAPERS,
    "similar": _OFFICE,
    "blind": frozenset({Role.MASKED_REVIEWER}),
    "audit": frozenset({Role.AUDITOR}),
    "admin": frozenset(),
}
"""Section -> whose task it is, in the order of the page; administrators read all."""


def sections(role: Role) -> tuple[Section, ...]:
    """Return what concerns a role, in the order of the page."""
    return tuple(
        Section(name, f"help.{name}_title", f"help.{name}_lead", tuple(_steps(name)))
        for name, readers in READERS.items()
        if role in readers or role is Role.ADMIN
    )


def _steps(name: str) -> Iterator[str]:
    for number in count(1):
        key = f"help.{name}_{number}"
        if not has_text(key):
            return
        yield key

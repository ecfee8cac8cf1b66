"""What an application under one notice is made of, and what a switch changes about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from models.geometry import Box
from tests.synthesis.application import Filed
from tests.synthesis.documents.common import Style
from tests.synthesis.fault_list import Place, Planned
from tests.synthesis.people import Scene

Values = Mapping[str, object]
Told = Callable[[Scene], Values]
"""Options, facts or events that depend on who applies."""


def nothing(_: Scene) -> Values:
    """Return no change."""
    return {}


def just(**values: object) -> Told:
    """Return the same change for everybody."""
    return lambda _: values


@dataclass(frozen=True)
class Wrong:
    """What a right verdict must say because of a switch.

    `file` None is the application as a whole. Without a `place` the evidence may lie anywhere in the file.
    """

    requirement: str
    file: str | None = None
    place: Place | None = None
    verdict: str = "failed"


@dataclass(frozen=True)
class Switch:
    """One thing wrong, or one circumstance with something wrong in it.

    Attributes:
        wrong: what must then be told.
        change: options of documents by file name.
        facts, events: answers that differ.
        without: files that are not handed in.
        adds: files handed in besides.
        slots: the slot that a file is filed in by mistake.
        names: the name that a file bears instead.
        settles: what a person is no longer asked, requirement and file.
    """

    wrong: tuple[Wrong, ...]
    change: Mapping[str, Told] = field(default_factory=dict)
    facts: Told = nothing
    events: Told = nothing
    without: tuple[str, ...] = ()
    adds: tuple[Planned, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    settles: tuple[tuple[str, str | None], ...] = ()

    @property
    def touches(self) -> frozenset[str]:
        """Files and findings that no two switches of one application may both touch."""
        files = {*self.change, *self.without, *self.slots, *self.names, *(one.filename for one in self.adds)}
        return frozenset(files | {f"{wrong.requirement} {wrong.file}" for wrong in self.wrong})


@dataclass(frozen=True)
class Notice:
    """How people apply under one notice.

    Attributes:
        policy: id of the rule pack.
        prefix: of its requirements' ids.
        scene: who applies, on days that fit the notice, by seed.
        plan: what is handed in without a fault.
        facts, events: answers of facts.yaml.
        reviews: what a person must look at on every application, requirement and file.
        switches: what can be wrong, by name.
        unplanted: requirements without a switch, and why.
        layout: of the documents whose layout the office prescribes, by type.
        now: day of judging, ISO 8601.
        names: what files are called that a notice wants called after what they hold, by the plan's name.
        look: changes the look of the papers.
    """

    policy: str
    prefix: str
    scene: Callable[[int], Scene]
    plan: Callable[[Scene], list[Planned]]
    facts: Told
    events: Told
    reviews: tuple[tuple[str, str | None], ...]
    switches: Mapping[str, Switch]
    unplanted: Mapping[str, str]
    layout: Mapping[str, int]
    now: str
    names: Told = nothing
    look: Callable[[Style], Style] = lambda look: look


def seal_of(*, last: bool = True) -> Place:
    """Return the place of the last (or first) round seal of a file."""

    def place(filed: Filed) -> tuple[int, Box] | None:
        found = [(number, seal.box) for number, page in enumerate(filed.pages, 1) for seal in page.truth.seals
                 if seal.shape == "round" and not seal.is_fragment]  # fmt: skip
        return (found[-1] if last else found[0]) if found else None

    return place


def slot_of(role: str) -> Place:
    """Return the place of the signature slot of this role."""
    return lambda filed: next(
        ((number, slot.box) for number, page in enumerate(filed.pages, 1) for slot in page.truth.signatures
         if role in slot.role), None)  # fmt: skip


def field_of(name: str) -> Place:
    """Return the place of a field."""
    return lambda filed: next(
        ((number, one.box) for number, page in enumerate(filed.pages, 1) for one in page.truth.fields
         if one.name == name), None)  # fmt: skip

"""Everything a judge may know, as plain values."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from pydantic import JsonValue
from pydantic.dataclasses import dataclass

from models.application import Application
from models.document import PageNumber
from models.geometry import Box
from models.observation import NameHit, Observation
from models.overlap import OverlapReport
from models.values import VALUE


@dataclass(frozen=True, config=VALUE)
class Correction:
    """A person's correction of what was observed: field `name` of `document` is `value`."""

    document: str
    name: str
    value: str | None


@dataclass(frozen=True, config=VALUE)
class Repeat:
    """One picture in two places (document id, page, box); `kind` is what it shows: a lead for a person."""

    kind: Literal["seal", "signature"]
    document: str
    page: PageNumber
    box: Box
    other_document: str
    other_page: PageNumber
    other_box: Box


@dataclass(frozen=True, config=VALUE)
class Case:
    """An application with its observations (by document id), name hits and overlaps (by document id).

    `complete` is False while documents are still being observed: then a missing document is not yet a defect.
    `repeats` are marks that are one picture, found among finished observations.
    `registry` holds look-ups that people made elsewhere (黑名单库 ...), `earlier_notices` what was asked before.
    """

    application: Application
    observations: dict[str, Observation] = field(default_factory=dict)
    names: dict[str, tuple[NameHit, ...]] = field(default_factory=dict)
    overlaps: dict[str, OverlapReport] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    earlier_notices: tuple[str, ...] = ()
    registry: dict[str, JsonValue] = field(default_factory=dict)
    complete: bool = True
    repeats: tuple[Repeat, ...] = ()

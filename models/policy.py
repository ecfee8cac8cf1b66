"""A policy pack: one committee's notice of one year as data (policy-pack/1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, JsonValue, WithJsonSchema
from pydantic.dataclasses import dataclass

from models.values import VALUE

Conditions = dict[str, JsonValue]
"""Facts that must have these values, all of them; a list means any of its values. Literal matching, no expressions."""


_TIME_OF_DAY = {"type": "string", "pattern": r"^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"}
"""Pydantic calls it `time`, which JSON Schema wants with an offset (RFC 3339): a notice means the office's clock."""


class Severity(StrEnum):
    """What a failed requirement costs: 不予受理, 退回补正, 提示."""

    REJECT = "reject"
    CORRECT = "correct"
    WARN = "warn"

    __hash__ = str.__hash__


@dataclass(frozen=True, config=VALUE)
class Source:
    """The notice that the pack was read from; `sha256` is that of its text, so that a changed notice is noticed."""

    file: str
    issuer: str
    issued: dt.date | None = None
    doc_no: str | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


@dataclass(frozen=True, config=VALUE)
class Window:
    """A span of days, both ends included; an end may be unknown.

    `until` is the time of the last day at which it closes; `boundary` is `ask` where the notice leaves open whether the
    last day itself counts (7月20日前). With `deadline_only` the notice gives an end and no beginning (截至7月15日).
    """

    start: dt.date | None
    end: dt.date | None
    clause: str | None = None
    until: Annotated[dt.time, WithJsonSchema(_TIME_OF_DAY)] | None = None
    deadline_only: bool = False
    boundary: Literal["included", "ask"] = "included"


@dataclass(frozen=True, config=VALUE)
class Route:
    """One line of the notice's table of committees (评委会及受理范围): for whom it is, who receives, and when.

    An empty tuple means any. `receiver_for` overrides the receiver for a place of social insurance (社保归属地).
    `except_levels` are levels that other lines have for a region; `excludes` are employers that the line is not for,
    with `excludes_levels` at those levels and only for some of their specialties. Vague dates are null. What is vague,
    a person decides.
    """

    committee: str
    specialties: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    except_regions: tuple[str, ...] = ()
    except_levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    receiver: str | None = None
    receiver_for: dict[str, str] = field(default_factory=dict)
    mode: str | None = None
    online: tuple[Window, ...] = ()
    paper: Window | None = None
    excludes: tuple[str, ...] = ()
    excludes_levels: tuple[str, ...] = ()
    number: int | None = None
    note: str | None = None


@dataclass(frozen=True, config=VALUE)
class External:
    """Something that the notice refers to and does not contain (an annex, a list, outside conditions).

    `value` is what an office fills in; while it is null, what depends on it goes to a person, who is told the `source`.
    """

    source: str
    value: JsonValue = None


@dataclass(frozen=True, config=VALUE)
class Calendar:
    """Which public holidays count: `base` a country, `extra` regions with holidays of their own."""

    base: Literal["CN"] = "CN"
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, config=VALUE)
class FactRule:
    """A question about the applicant that conditions refer to.

    `read_from` names fields of documents (title_cert.批准日期) that answer it where nobody was asked, in this order.
    """

    label: str
    kind: Literal["enum", "bool", "text", "date", "integer"]
    values: tuple[str, ...] = ()
    default: JsonValue = None
    read_from: tuple[str, ...] = ()


@dataclass(frozen=True, config=VALUE)
class DocumentRule:
    """A document, or one of several (`any_of`), or all of several (`all_of`), that the application must hold."""

    type: str | None = None
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    slot: str | None = None
    minimum: Annotated[int, Field(ge=0)] = 1
    paper_copies: Annotated[int, Field(ge=1)] | None = None
    optional: bool = False
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Every document type that the rule speaks of."""
        return ((self.type,) if self.type else ()) + self.any_of + self.all_of


@dataclass(frozen=True, config=VALUE)
class CheckCall:
    """One check by name with its parameters; a parameter that the notice does not give is null.

    `external` fills parameters from the pack's `external` table, by name. With `on`, the check speaks of these types
    only, among those of its requirement; with `when`, it is put only where these facts hold.
    """

    check: str
    params: dict[str, JsonValue] = field(default_factory=dict)
    external: dict[str, str] = field(default_factory=dict)
    on: tuple[str, ...] = ()
    when: Conditions = field(default_factory=dict)


@dataclass(frozen=True, config=VALUE)
class Requirement:
    """One clause of the notice and the checks that answer it; the worst of its checks wins.

    `on` names document types, `*` every document; empty means the application as a whole. Where the notice leaves open
    whether the clause covers a type, the type also stands in `unclear_on`: a defect found there goes to a person.
    `stage: paper` speaks of what is handed in on paper: it is not judged before the paper was received.
    `duty` is whose: what the office or committee owes (to publish, to give reasons) is judged and shown, but no letter
    tells an applicant to mend it.
    """

    id: str
    clause: str
    quote: str
    severity: Severity
    checks: tuple[CheckCall, ...]
    on: tuple[str, ...] = ()
    unclear_on: tuple[str, ...] = ()
    when: Conditions = field(default_factory=dict)
    unless: Conditions = field(default_factory=dict)
    remedy: str | None = None
    stage: Literal["online", "paper"] = "online"
    duty: Literal["applicant", "office"] = "applicant"


@dataclass(frozen=True, config=VALUE)
class Unjudged:
    """A clause of the notice that the pack does not judge, and why: a report names it, so that a person looks."""

    id: str
    clause: str
    quote: str
    reason: str


@dataclass(frozen=True, config=VALUE)
class Process:
    """How the office proceeds: how often an application may come back, what becomes of which severity.

    The escalation holds from the event `escalate_from` on (from the beginning where it is null). Without `resubmit`
    nothing may be handed in after the paper was received (不得补报).
    """

    max_submissions: int | None = None
    severity_escalation: dict[Severity, Severity] = field(default_factory=dict)
    escalate_from: Literal["submitted_at", "received_at"] | None = None
    resubmit: bool = True


@dataclass(frozen=True, config=VALUE)
class RosterRule:
    """The roster (花名册) that the notice asks for: its `columns` as printed, in their order.

    `requirement` is the id of the clause, `annex` and `title` are those of the form. A cell left blank outside the
    `optional` columns goes to a person, or fails where the notice forbids it (`blank: fail`).
    """

    columns: Annotated[tuple[str, ...], Field(min_length=2)]
    requirement: str | None = None
    annex: str | None = None
    title: str | None = None
    optional: tuple[str, ...] = ()
    blank: Literal["fail", "ask"] = "ask"


@dataclass(frozen=True, config=VALUE)
class Policy:
    """A loaded pack, inherited parts merged in."""

    schema: Literal["policy-pack/1"]
    id: str
    title: str
    version: str
    year: int
    source: Source
    levels: tuple[str, ...]
    series: str | None = None
    specialty: str | None = None
    committee: str | None = None
    inherits: tuple[str, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    process: Process = field(default_factory=Process)
    windows: dict[str, Window] = field(default_factory=dict)
    cutoffs: dict[str, dt.date | None] = field(default_factory=dict)
    facts: dict[str, FactRule] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    organisation_aliases: dict[str, str] = field(default_factory=dict)
    external: dict[str, External] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    slots: tuple[str, ...] = ()
    documents: tuple[DocumentRule, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    roster: RosterRule | None = None

"""A report sorted for a reader: what rejects, what to mend, hints, what a person must look at, what passed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from models.case import Case
from models.messages import text
from models.policy import Severity
from models.report import Evidence, Finding, Report, Verdict
from verifier.checks.dossier import type_title

Pictures: TypeAlias = Callable[[Evidence], bytes | None]
"""Gives the picture (PNG) of a piece of evidence, None where there is none."""

_MOST_PICTURES: Final = 4
"""Pictures shown of one entry; the first ones are those of the worst answer."""

_MOST_IN_ALL: Final = 80
"""Pictures in one report: beyond it the page grows past what a browser opens at ease (some 100 kB each)."""

_MOST_LINES: Final = 3
"""From how many documents on a table row only names them."""


@dataclass(frozen=True)
class Place:
    """One piece of evidence: where, as read and expected, and its picture as a data URI (or "")."""

    where: str
    read: str
    expected: str
    picture: str


@dataclass(frozen=True)
class Entry:
    """One finding: of which document, what was found, how to mend it."""

    document: str
    lines: tuple[str, ...]
    remedy: tuple[str, ...]
    places: tuple[Place, ...]
    hidden: int
    errored: bool


@dataclass(frozen=True)
class Group:
    """All findings of one requirement in one section; `remedy` is what is to do about each of them."""

    requirement: str
    clause: str
    quote: str
    severity: str
    entries: tuple[Entry, ...]
    remedy: tuple[str, ...] = ()

    @property
    def brief(self) -> tuple[str, ...]:
        """What a table row says: the reasons, or only the documents where there are many of one kind."""
        if len(self.entries) <= _MOST_LINES:
            return tuple(line for entry in self.entries for line in entry.lines)
        documents = "、".join(entry.document for entry in self.entries)
        return (text("reports.many_alike", count=len(self.entries), documents=documents),)


@dataclass(frozen=True)
class Section:
    """One part of the report; `key` is its name in the catalogue and its class in the style sheet."""

    key: str
    title: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many findings it holds."""
        return sum(len(group.entries) for group in self.groups)


def sections(report: Report, case: Case, pictures: Pictures) -> tuple[Section, ...]:
    """Return the parts of a report in reading order, findings by clause as the policy lists them."""
    sorter = _Sorter(case, pictures)
    return tuple(
        sorter.section(key, [finding for finding in report.findings if _key(finding) == key])
        for key in ("reject", "correct", "warn", "review", "passed", "not_applicable")
    )


def _key(finding: Finding) -> str:
    match finding.verdict:
        case Verdict.FAILED:
            return finding.severity.value
        case Verdict.NEEDS_REVIEW | Verdict.ERRORED:
            return "review"
        case _:
            return finding.verdict.value


class _Sorter:
    """Makes sections; keeps what all of them share: names of files, and how many pictures may still be shown."""

    def __init__(self, case: Case, pictures: Pictures) -> None:
        self._case = case
        self._files = {material.document: material.filename for material in case.application.materials}
        self._pictures = pictures
        self._left = _MOST_IN_ALL

    def section(self, key: str, findings: Sequence[Finding]) -> Section:
        """Return one section, findings of a requirement together."""
        groups: dict[str, list[Finding]] = {}
        for finding in findings:
            groups.setdefault(finding.requirement, []).append(finding)
        shows = key in ("reject", "correct", "warn", "review")
        ordered = list(groups.values())
        if key == "review":
            # What may cost the year is to be looked at first.
            ordered.sort(key=lambda group: list(Severity).index(group[0].severity))
        made = tuple(self._group(group, shows=shows) for group in ordered)
        return Section(key, text(f"reports.section_{key}"), made)

    def _group(self, findings: Sequence[Finding], *, shows: bool) -> Group:
        first = findings[0]
        severity = text(f"reports.severity_{Severity(first.severity).value}")
        if first.verdict is Verdict.NEEDS_REVIEW:
            severity = text("reports.severity_if", severity=severity)
        entries = tuple(self._entry(finding, shows=shows) for finding in findings)
        remedies = {entry.remedy for entry in entries}
        if len(entries) == 1 or len(remedies) > 1:
            return Group(first.requirement, first.clause, first.quote, severity, entries)
        bare = tuple(replace(entry, remedy=()) for entry in entries)
        return Group(first.requirement, first.clause, first.quote, severity, bare, entries[0].remedy)

    def _entry(self, finding: Finding, *, shows: bool) -> Entry:
        # What is only expected (a missing document) stands in the reasons already.
        seen = [piece for piece in finding.evidence if piece.document is not None or piece.text is not None]
        evidence = list(dict.fromkeys(seen)) if shows else []
        shown = [self._place(piece, finding) for piece in evidence[:_MOST_PICTURES]]
        return Entry(
            self.name(finding.document),
            _lines(finding.message),
            _lines(finding.remedy or ""),
            tuple(place for place in shown if place.picture or place.read or place.expected),
            max(0, len(evidence) - _MOST_PICTURES),
            finding.verdict is Verdict.ERRORED,
        )

    def _place(self, evidence: Evidence, finding: Finding) -> Place:
        where = self.name(evidence.document or finding.document)
        if evidence.page is not None:
            where += " " + text("reports.page", page=evidence.page)
        return Place(where, evidence.text or "", evidence.expected or "", self._picture(evidence))

    def _picture(self, evidence: Evidence) -> str:
        if self._left <= 0 or evidence.box is None:
            return ""
        jpeg = self._pictures(evidence)
        if jpeg is None:
            return ""
        self._left -= 1
        return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")

    def name(self, document: str | None) -> str:
        """Return how to call a document: its type and its file's name."""
        if document is None:
            return text("reports.whole_application")
        file = self._files.get(document, document)
        observation = self._case.observations.get(document)
        return f"{type_title(observation.type)}　{file}" if observation and observation.type else file


def _lines(value: str) -> tuple[str, ...]:
    return tuple(line for line in value.split("\n") if line.strip())


def counts(parts: Iterable[Section]) -> dict[str, int]:
    """Return how many findings each section holds, by key."""
    return {part.key: part.count for part in parts}

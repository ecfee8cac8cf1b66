"""What people decide on a report (人工裁定): acts are only ever added; what holds now follows from all of them.

The rules, each of which is a property of `standing`:

- An undo is an act of its own. An act holds unless an act that holds undoes it; so undoing an undo brings back.
- Of one reviewer the last decision on a requirement holds. Reviewers who answer differently are in dispute, and a
  disputed requirement needs a person, whatever the machine said, until one of them decides anew or is undone.
- A decision is on what was looked at (`digest_of`). Where the report says something else since, it holds no longer and
  is shown as outdated: nobody has looked at what stands there now.
- An application with an open blocking finding cannot be passed, whoever says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import Final

from pydantic import AwareDatetime
from pydantic.dataclasses import dataclass

from models.policy import Severity
from models.report import Finding, Report, Verdict
from models.values import VALUE

Target = tuple[str | None, str | None]
"""Requirement and document; (None, None) is the application as a whole."""

WHOLE: Final[Target] = (None, None)

CLOSED: Final = (Verdict.PASSED, Verdict.NOT_APPLICABLE)
"""Answers that leave nothing open."""


class ActKind(StrEnum):
    """What a reviewer does: decide, take back an act, hand the application to somebody, or only say something."""

    DECIDE = "decide"
    UNDO = "undo"
    ASSIGN = "assign"
    NOTE = "note"


@dataclass(frozen=True, config=VALUE)
class Act:
    """One act. `number` counts up; a decision has a verdict and `of_finding`, an undo the number that it `undoes`."""

    number: int
    kind: ActKind
    author: str
    at: AwareDatetime
    requirement: str | None = None
    document: str | None = None
    verdict: Verdict | None = None
    reason: str | None = None
    note: str | None = None
    assignee: str | None = None
    undoes: int | None = None
    of_finding: str | None = None

    @property
    def target(self) -> Target:
        """What it is about."""
        return self.requirement, self.document


@dataclass(frozen=True, config=VALUE)
class Decided:
    """What people say of one target: `verdict` where they agree; `acts` are the decisions behind it, oldest first."""

    verdict: Verdict
    acts: tuple[Act, ...]
    disputed: bool = False

    @property
    def authors(self) -> tuple[str, ...]:
        """Who decided so."""
        return tuple(dict.fromkeys(act.author for act in self.acts))


@dataclass(frozen=True, config=VALUE)
class StandingFinding:
    """A finding with what people decided of it; `outdated` are decisions on what it no longer says."""

    finding: Finding
    decided: Decided | None = None
    outdated: tuple[Act, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The answer that holds."""
        return self.decided.verdict if self.decided is not None else self.finding.verdict

    @property
    def is_open(self) -> bool:
        """Whether something is still to mend or to look at."""
        return self.verdict not in CLOSED

    @property
    def blocks(self) -> bool:
        """Whether the application cannot be passed because of it."""
        return self.is_open and self.finding.severity is not Severity.WARN


@dataclass(frozen=True, config=VALUE)
class Standing:
    """A report after people's decisions, in the order of its findings."""

    machine: Verdict
    findings: tuple[StandingFinding, ...]
    conclusion: Decided | None = None
    """What people say of the application as a whole; it may be outweighed by what is open."""
    outdated: tuple[Act, ...] = ()
    assignee: str | None = None
    acts: tuple[Act, ...] = field(default=())

    @property
    def disputed(self) -> bool:
        """Whether reviewers disagree on anything."""
        parts = [found.decided for found in self.findings if found.decided is not None]
        return any(part.disputed for part in (*parts, *([self.conclusion] if self.conclusion else [])))

    @property
    def blocking(self) -> tuple[StandingFinding, ...]:
        """What is open and keeps the application from being passed."""
        return tuple(found for found in self.findings if found.blocks)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict of the application: people's, where they agree and may; else what follows from the findings."""
        said = self.conclusion
        if said is not None and not said.disputed and not (said.verdict in CLOSED and self.blocking):
            return said.verdict
        if said is None and all(found.decided is None for found in self.findings):
            return self.machine
        worst = Verdict.worst(found.verdict for found in self.findings if found.finding.severity is not Severity.WARN)
        if worst is Verdict.FAILED:
            return Verdict.FAILED
        disputed = said is not None and said.disputed
        return Verdict.PASSED if worst is Verdict.PASSED and not disputed else Verdict.NEEDS_REVIEW

    def count(self, severity: Severity) -> int:
        """Return how many findings of this severity are failed."""
        return sum(found.verdict is Verdict.FAILED and found.finding.severity is severity for found in self.findings)

    @property
    def to_review(self) -> int:
        """Return how many findings wait for a person."""
        return sum(found.verdict in (Verdict.NEEDS_REVIEW, Verdict.ERRORED) for found in self.findings)

    @property
    def decided(self) -> int:
        """Return how many findings people decided."""
        return sum(found.decided is not None for found in self.findings)


def standing(report: Report, acts: Sequence[Act]) -> Standing:
    """Return what holds: the report and all acts on its application, oldest first."""
    alive = in_force(acts)
    decisions: dict[Target, list[Act]] = {}
    for act in alive:
        if act.kind is ActKind.DECIDE:
            decisions.setdefault(act.target, []).append(act)
    found = tuple(
        StandingFinding(finding, *_of_target(decisions.get((finding.requirement, finding.document), ()), [finding]))
        for finding in report.findings
    )
    conclusion, outdated = _of_target(decisions.get(WHOLE, ()), report.findings)
    there = {(finding.requirement, finding.document) for finding in report.findings} | {WHOLE}
    gone = tuple(act for target, said in decisions.items() if target not in there for act in said)
    assigned = [act.assignee for act in alive if act.kind is ActKind.ASSIGN]
    return Standing(
        report.verdict, found, conclusion, (*outdated, *gone), assigned[-1] if assigned else None, tuple(acts)
    )


def in_force(acts: Iterable[Act]) -> list[Act]:
    """Return the acts that hold, oldest first: those that no act that holds undoes. Only later acts can undo one."""
    undone: set[int] = set()
    holding: list[Act] = []
    for act in sorted(acts, key=lambda act: -act.number):
        if act.number in undone:
            continue
        holding.append(act)
        if act.kind is ActKind.UNDO and act.undoes is not None and act.undoes < act.number:
            undone.add(act.undoes)
    return holding[::-1]


def digest_of(findings: Sequence[Finding]) -> str:
    """Return what names the content that a reviewer looked at: any word changed in it is another."""
    parts = sorted(
        "\x1f".join((found.requirement, found.document or "", found.verdict, found.severity, found.message))
        for found in findings
    )
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def _of_target(acts: Iterable[Act], findings: Sequence[Finding]) -> tuple[Decided | None, tuple[Act, ...]]:
    """Return what people say of a target, and the decisions on what it said before."""
    digest = digest_of(findings)
    last: Mapping[str, Act] = {act.author: act for act in acts}
    current = tuple(act for act in last.values() if act.of_finding == digest and act.verdict is not None)
    outdated = tuple(act for act in last.values() if act.of_finding != digest)
    verdicts = {act.verdict for act in current}
    if not current:
        return None, outdated
    if len(verdicts) > 1:
        return Decided(Verdict.NEEDS_REVIEW, current, disputed=True), outdated
    return Decided(current[-1].verdict or Verdict.NEEDS_REVIEW, current), outdated

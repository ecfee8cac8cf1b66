"""Judges an application as a perfect reader would see it: no file is written, no engine asked.

A switch may make papers contradict each other, or what was stated, beside what it plants: such leads are left out, but
never those on an application without a fault.

A document that a switch does not touch is drawn and looked at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from models.application import Applicant
from models.policy import Policy
from models.report import Finding, Verdict
from tests.synthesis.application import Expected, Filed, identity_of
from tests.synthesis.fault_list import Planned
from tests.synthesis.notices import making
from tests.synthesis.notices.notice import Notice
from tests.synthesis.people import Scene
from tests.synthesis.perfect import perfect_observation
from tests.synthesis.truth import Drawn
from verifier.consistency.leads import KINDS as LEADS
from verifier.folders import ApplicantFolder, FolderMaterial
from verifier.judging import judge
from verifier.looking import Looked
from verifier.policies.loader import load_policy
from verifier.screening import build_case

Key = tuple[str, str | None]
TOLD = (Verdict.FAILED, Verdict.NEEDS_REVIEW, Verdict.ERRORED)


class Office:
    """Judges the applications of one applicant under one notice."""

    def __init__(self, notice: Notice, seed: int, split: str = "train") -> None:
        self.notice, self.seed = notice, seed
        self.about = notice.scene(seed)
        self.policy = load_policy(notice.policy)
        self._look = making.look_of(notice, seed, split)
        self._seen: dict[str, tuple[tuple[Drawn, ...], Looked]] = {}

    def judged(self, names: Sequence[str]) -> tuple[list[Expected], dict[Key, Finding]]:
        """Return what must be told with these switches, and what the judge tells, by requirement and document."""
        switches = [self.notice.switches[name] for name in names]
        filed, looked = {}, []
        for index, one in enumerate(making.planned(self.notice, self.about, switches)):
            pages, seen = self._look_at(one, self.seed * 100 + index)
            name = making.named(self.notice, one, self.about, switches)
            filed[one.filename] = Filed(name, one.slot, one.type, pages, b"")
            looked.append(seen)
        facts, events = making.answers(self.notice, self.about, switches)
        folder = folder_of(self.about, list(filed.values()), facts, events)
        told = told_of(folder, self.policy, looked, self.notice.now, with_leads=not names)
        return making.expectations(self.notice, switches, filed), told

    def _look_at(self, one: Planned, seed: int) -> tuple[tuple[Drawn, ...], Looked]:
        key = f"{one.filename} {one.type} {one.options}"
        if key not in self._seen:
            pages = making.drawn(self.notice, one, self.about, self._look, seed)
            seen = perfect_observation(pages, name=key)
            self._seen[key] = pages, Looked(seen.sha256, seen, None)
        return self._seen[key]


def folder_of(
    about: Scene, filed: Sequence[Filed], facts: dict[str, object], events: dict[str, object]
) -> ApplicantFolder:
    """Return the folder that these files, answers and events would make."""
    return ApplicantFolder(
        id="applicant",
        applicant=Applicant(**identity_of(about)),  # type: ignore[arg-type]
        materials=tuple(FolderMaterial(Path(one.filename), one.slot) for one in filed),
        facts={key: value.isoformat() if isinstance(value, dt.date) else value for key, value in facts.items()},
        submitted_at=_moment(events.get("submitted_at")),
        received_at=_moment(events.get("received_at")),
        submission_number=1,
        earlier_notices=(),
    )


def told_of(
    folder: ApplicantFolder, policy: Policy, looked: Sequence[Looked], now: str, *, with_leads: bool
) -> dict[Key, Finding]:
    """Return what the judge tells that is open, by requirement and document."""
    report = judge(build_case(folder, policy, looked), policy, now=dt.datetime.fromisoformat(now))
    return {
        (finding.requirement, finding.document): finding
        for finding in report.findings
        if finding.verdict in TOLD and (with_leads or finding.requirement not in LEADS)
    }


def differences(expected: Sequence[Expected], told: dict[Key, Finding]) -> list[str]:
    """Return what was planted and not told, told elsewhere or otherwise, and what was told and not planted."""
    wanted = {(one.requirement, one.document): one for one in expected}
    lines = []
    for key, one in wanted.items():
        finding = told.get(key)
        if finding is None or finding.verdict != one.verdict:
            lines.append(f"{key} should be {one.verdict}, is {finding.verdict if finding else 'not told'}")
        elif one.box is not None and not _is_at(finding, one):
            lines.append(f"{key} should be on page {one.page} at {one.box}")
    lines += [f"{key} is {told[key].verdict}: {told[key].message}" for key in told if key not in wanted]
    return lines


def _is_at(finding: Finding, one: Expected) -> bool:
    assert one.box is not None
    return any(
        place.page == one.page and place.box is not None and place.box.expanded(0.02, 0.02).intersection(one.box)
        for place in finding.evidence
    )


def _moment(value: object) -> dt.datetime | None:
    return None if value is None else dt.datetime.fromisoformat(str(value))

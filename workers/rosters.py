"""A batch's roster beside its applicants: each meets it when judged; the report on it is put together of that."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.case import Case
from models.roster import RosterFinding, RosterReport
from models.store.applications import Applications
from models.store.rosters import BatchRosters
from models.values import from_json, to_json
from verifier.folders import ApplicantFolder
from verifier.policies.loader import load_policy
from verifier.rosters.checking import worst
from verifier.rosters.columns import NAME
from verifier.rosters.comparing import Comparison
from verifier.rosters.roster import Place, Roster
from verifier.rosters.saying import fail
from workers.context import Context


@dataclass(frozen=True)
class Meeting:
    """How one applicant met the roster: under which label, which rows are theirs or may be, what was found."""

    label: str
    matched: Place | None
    asked: tuple[Place, ...]
    findings: tuple[RosterFinding, ...]
    sources: dict[str, str]


@dataclass(frozen=True)
class Met:
    """A meeting with the roster and what else it belongs to, to be noted with the report."""

    application_id: str
    batch_id: str
    digest: str
    roster: Roster
    meeting: Meeting

    def note(self, session: Session, organisation_id: str) -> None:
        """Keep it."""
        body = to_json(self.meeting).decode()
        BatchRosters(session, organisation_id).note_meeting(self.application_id, self.batch_id, self.digest, body)


def meet_roster(context: Context, organisation_id: str, case: Case) -> tuple[Case, Met | None]:
    """Return the case with what only the roster of its batch knows, and how they met; None where there is no roster.

    Raises:
        UnknownPolicy, InvalidPolicy: there is nothing to judge by.
    """
    application = case.application
    with context.database.reading() as session:
        stored = Applications(session, organisation_id).get(application.id)
        rosters = BatchRosters(session, organisation_id)
        digest = rosters.digest(stored.batch_id) if stored.batch_id is not None else None
        if stored.batch_id is None or digest is None:
            return case, None
        roster = _roster(context, organisation_id, stored.batch_id, digest)
    comparison = Comparison(roster, load_policy(application.policy))
    label = stored.label or application.id
    folder = ApplicantFolder(
        id=label, applicant=application.applicant, materials=(), facts=dict(application.facts),
        submitted_at=application.submitted_at, received_at=application.received_at,
        submission_number=application.submission_number, earlier_notices=case.earlier_notices,
    )  # fmt: skip
    known, sources = comparison.meet(folder, case.observations)
    fed = dataclasses.replace(application, applicant=known.applicant, facts=known.facts)
    meeting = Meeting(label, comparison.matched.get(label), comparison.asked, comparison.beside, sources)
    return dataclasses.replace(case, application=fed), Met(application.id, stored.batch_id, digest, roster, meeting)


def roster_report(session: Session, organisation_id: str, batch_id: str, *, everybody: bool) -> RosterReport | None:
    """Return what is to be said of a batch's roster so far; None where it has none.

    Args:
        session: reads the store.
        organisation_id: whose batch it is.
        batch_id: the batch.
        everybody: every applicant was judged: a row that nobody met has no materials.
    """
    rosters = BatchRosters(session, organisation_id)
    stored = rosters.get(batch_id)
    if stored is None:
        return None
    report = from_json(RosterReport, stored.report)
    meetings = [from_json(Meeting, body) for body in rosters.meetings(batch_id, stored.digest)]
    findings = [*report.findings, *(finding for meeting in meetings for finding in meeting.findings)]
    matched = {meeting.label: meeting.matched for meeting in meetings if meeting.matched is not None}
    findings += _twice(matched)
    if everybody:
        met = {*matched.values(), *(place for meeting in meetings for place in meeting.asked)}
        rows = from_json(Roster, stored.roster).rows
        findings += [fail("no_folder", row.values[NAME].place) for row in rows if row.place not in met]
    rows_of = {label: place.row or 0 for label, place in matched.items()}
    return dataclasses.replace(report, findings=tuple(findings), matched=rows_of, verdict=worst(tuple(findings)))


def _twice(matched: dict[str, Place]) -> list[RosterFinding]:
    """Tell of two applicants who are the same row: nobody sees that of one alone."""
    first: dict[Place, str] = {}
    found = []
    for label, place in matched.items():
        if place in first:
            finding = fail("two_folders", place, folder=label, other=first[place])
            found.append(dataclasses.replace(finding, applicant=label))
        first.setdefault(place, label)
    return found


_kept: dict[str, Roster] = {}


def _roster(context: Context, organisation_id: str, batch_id: str, digest: str) -> Roster:
    """Return the roster, parsed once a process: every applicant of a batch of thousands meets it."""
    if digest not in _kept:
        with context.database.reading() as session:
            stored = BatchRosters(session, organisation_id).get(batch_id)
        if stored is None or stored.digest != digest:
            raise LookupError(batch_id)
        _kept.clear()
        _kept[digest] = from_json(Roster, stored.roster)
    return _kept[digest]

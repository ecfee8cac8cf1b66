"""What a reviewer does to an application, checked and recorded in one transaction; views and console call it."""

from __future__ import annotations

import dataclasses

from sqlalchemy.orm import Session

from models.decisions import CLOSED, WHOLE, Act, ActKind, Standing, digest_of, in_force
from models.errors import InvalidRequest, NotReady, OpenFindings
from models.messages import text
from models.report import Finding, Report, Verdict
from models.store.applications import Applications
from models.store.decisions import Decisions, NewAct
from models.store.reports import Reports
from models.store.standings import Standings

_FINAL = (Verdict.PASSED, Verdict.FAILED, Verdict.NEEDS_REVIEW)


def act_on(session: Session, organisation_id: str, application_id: str, act: NewAct) -> Act:
    """Record what a reviewer does and bring the standing of the application up to date.

    Raises:
        NotFound: the organisation has no such application.
        NotReady: a decision on an application that is not judged as it stands now.
        OpenFindings: it is to be passed with something open that blocks.
        InvalidRequest: the act does not fit its kind, or names nothing that is there.
    """
    decisions = Decisions(session, organisation_id)
    decisions.one_at_a_time(application_id)
    report = current_report(session, organisation_id, application_id)
    acts = decisions.of_application(application_id)
    _check_shape(act)
    if act.kind is ActKind.DECIDE:
        if report is None:
            raise NotReady
        act = dataclasses.replace(act, of_finding=digest_of(_looked_at(act, report)))
        _check_decision(act, Standings(session, organisation_id).of(report))
    elif act.kind is ActKind.UNDO and act.undoes not in {one.number for one in in_force(acts)}:
        raise InvalidRequest(reason=text("review.undo_wants"))
    recorded = decisions.record(application_id, act)
    latest = report or Reports(session, organisation_id).latest(application_id)
    if latest is not None:
        Standings(session, organisation_id).decided(latest)
    elif act.kind in (ActKind.ASSIGN, ActKind.UNDO):
        assigned = [one.assignee for one in in_force((*acts, recorded)) if one.kind is ActKind.ASSIGN]
        Standings(session, organisation_id).assign(application_id, assigned[-1] if assigned else None)
    return recorded


def current_report(session: Session, organisation_id: str, application_id: str) -> Report | None:
    """Return the report on an application as it stands now, None where it is not judged.

    Raises:
        NotFound: the organisation has no such application.
    """
    is_judged = Applications(session, organisation_id).get(application_id).is_judged
    return Reports(session, organisation_id).latest(application_id) if is_judged else None


def _check_shape(act: NewAct) -> None:
    """Refuse what does not belong to the kind of act: it would be kept for ever and mean nothing."""
    stray = (
        (act.verdict is not None and act.kind is not ActKind.DECIDE)
        or (act.undoes is not None and act.kind is not ActKind.UNDO)
        or (act.assignee is not None and act.kind is not ActKind.ASSIGN)
    )
    if stray:
        raise InvalidRequest(reason=text("review.undo_only"))
    if act.kind is ActKind.DECIDE and act.verdict in (None, Verdict.ERRORED):
        raise InvalidRequest(reason=text("review.decide_wants"))
    if act.kind is ActKind.NOTE and not (act.note or "").strip():
        raise InvalidRequest(reason=text("review.note_wants"))


def _looked_at(act: NewAct, report: Report) -> tuple[Finding, ...]:
    if (act.requirement, act.document) == WHOLE:
        return report.findings
    found = tuple(
        finding
        for finding in report.findings
        if (finding.requirement, finding.document) == (act.requirement, act.document)
    )
    if not found:
        raise InvalidRequest(reason=text("review.no_finding", requirement=act.requirement or ""))
    return found


def _check_decision(act: NewAct, stands: Standing) -> None:
    if act.requirement is not None:
        return
    if act.verdict not in _FINAL:
        raise InvalidRequest(reason=text("review.decide_wants"))
    if act.verdict in CLOSED and stands.blocking:
        raise OpenFindings(count=len(stands.blocking))

"""Findings to work through, and what reviewers decide of them."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import url_for

from api.auditing import audit
from api.auth import caller, require
from api.idempotency import made_once
from api.schemas_review import (
    ActIn,
    ActOut,
    ActsOut,
    DecidedOut,
    FindingQuery,
    FindingsQuery,
    FoundFindingOut,
    FoundFindingsOut,
    StandingFindingOut,
    StandingFindingsOut,
)
from api.service import Store, reading, writing
from models.decisions import Act, Decided, Standing, StandingFinding, in_force
from models.errors import InvalidRequest, NotReady
from models.messages import text
from models.store.api_keys import Role
from models.store.decisions import Decisions, NewAct
from models.store.report_findings import FindingFilter, FoundFinding, ReportFindings
from models.store.standings import Standings
from workers.reviewing import act_on, current_report

blueprint = APIBlueprint("review", __name__, url_prefix="/api/v1", tag="审核")


@blueprint.get("/applications/<application_id>/findings")
@require(Role.APPLICANT, Role.REVIEWER)
@blueprint.doc(summary="一份申报的核验发现（含人工裁定）", responses={409: "尚未判定"})
@blueprint.input(FindingQuery, location="query", arg_name="query")
@blueprint.output(StandingFindingsOut)
def of_application(application_id: str, query: FindingQuery) -> StandingFindingsOut:
    """Return the findings of the report on the application as it stands now, with what people decided of each."""
    with reading() as store:
        stands = _standing(store, application_id)
    matching = [(place, found) for place, found in enumerate(stands.findings) if _matches(found, query)]
    start = _place(query.after)
    following = [(place, found) for place, found in matching if place > start]
    page = following[: query.limit]
    more = len(following) > query.limit
    return StandingFindingsOut(
        application=application_id,
        verdict=stands.verdict,
        machine_verdict=stands.machine,
        disputed=stands.disputed,
        assignee=stands.assignee,
        conclusion=_decided(stands.conclusion),
        findings=[_finding(found) for _, found in page],
        next=_next(query, ".of_application", str(page[-1][0]), application_id=application_id) if more else None,
    )


@blueprint.get("/findings")
@require(Role.REVIEWER)
@blueprint.doc(summary="跨申报查找核验发现（不含不适用项）")
@blueprint.input(FindingsQuery, location="query", arg_name="query")
@blueprint.output(FoundFindingsOut)
def across(query: FindingsQuery) -> FoundFindingsOut:
    """Return findings of the current reports of the organisation or of one batch; `verdict` is the one that holds."""
    wanted = FindingFilter(
        query.verdict, query.severity, query.requirement, query.document, query.batch, query.application
    )
    with reading() as store:
        findings = ReportFindings(store.session, store.organisation)
        found = findings.page(wanted, limit=query.limit + 1, after=_cursor(query.after))
    page = found[: query.limit]
    cursor = f"{page[-1].application_id}.{page[-1].position}" if len(found) > query.limit else None
    return FoundFindingsOut(
        findings=[_found(one) for one in page], next=_next(query, ".across", cursor) if cursor else None
    )


@blueprint.post("/applications/<application_id>/decisions")
@require(Role.REVIEWER)
@blueprint.doc(summary="裁定、撤销、分派、备注（只增不改）", responses={409: "尚未判定，或仍有未解决的问题"})
@blueprint.input(ActIn, arg_name="body")
@blueprint.output(ActOut, status_code=201)
def decide(application_id: str, body: ActIn) -> tuple[ActOut, int]:
    """Record what a reviewer does. Nothing is ever changed or removed: an undo is an act of its own.

    With the header `Idempotency-Key` the same request may be sent again.
    """
    act = NewAct(author=caller().actor, **body.model_dump())
    with writing() as store:
        store.applications.get(application_id)
        made = made_once(
            store, body, lambda: str(act_on(store.session, store.organisation, application_id, act).number)
        )
        audit(store, f"decision.{body.kind.value}", "application", application_id)
        acts = Decisions(store.session, store.organisation).of_application(application_id)
    holding = {one.number for one in in_force(acts)}
    return next(_act(one, holding) for one in acts if str(one.number) == made), 201


@blueprint.get("/applications/<application_id>/decisions")
@require(Role.REVIEWER)
@blueprint.doc(summary="一份申报的全部裁定、分派与备注")
@blueprint.output(ActsOut)
def decisions(application_id: str) -> ActsOut:
    """Return every act, oldest first, and what holds after all of them; `verdict` is None while it is not judged."""
    with reading() as store:
        store.applications.get(application_id)
        acts = Decisions(store.session, store.organisation).of_application(application_id)
        report = current_report(store.session, store.organisation, application_id)
        stands = Standings(store.session, store.organisation).of(report) if report is not None else None
    alive = in_force(acts)
    assigned = [act.assignee for act in alive if act.kind == "assign"]
    return ActsOut(
        acts=[_act(act, {one.number for one in alive}) for act in acts],
        verdict=stands.verdict if stands is not None else None,
        disputed=stands.disputed if stands is not None else False,
        assignee=assigned[-1] if assigned else None,
    )


def _standing(store: Store, application_id: str) -> Standing:
    store.applications.get(application_id)
    report = current_report(store.session, store.organisation, application_id)
    if report is None:
        raise NotReady
    return Standings(store.session, store.organisation).of(report)


def _matches(found: StandingFinding, query: FindingQuery) -> bool:
    finding = found.finding
    asked = (
        (query.verdict, found.verdict), (query.severity, finding.severity), (query.requirement, finding.requirement),
        (query.document, finding.document),
    )  # fmt: skip
    return all(wanted is None or wanted == has for wanted, has in asked)


def _place(after: str | None) -> int:
    if after is None:
        return -1
    if not (after.isascii() and after.isdecimal() and len(after) < 7):
        raise InvalidRequest(reason=text("review.bad_cursor"))
    return int(after)


def _cursor(after: str | None) -> tuple[str, int] | None:
    if after is None:
        return None
    application, _, position = after.partition(".")
    if "\0" in application:
        raise InvalidRequest(reason=text("review.bad_cursor"))
    return application, _place(position)


def _next(query: FindingQuery, view: str, cursor: str, **values: Any) -> str:  # noqa: ANN401  # as flask.url_for
    asked = query.model_dump(mode="json", exclude_none=True, exclude={"after"})
    return url_for(view, **values, **asked, after=cursor)


def _finding(found: StandingFinding) -> StandingFindingOut:
    return StandingFindingOut(
        verdict=found.verdict,
        finding=found.finding,
        decided=_decided(found.decided),
        outdated=[act.number for act in found.outdated],
    )


def _decided(decided: Decided | None) -> DecidedOut | None:
    if decided is None:
        return None
    return DecidedOut(
        verdict=decided.verdict,
        disputed=decided.disputed,
        acts=[act.number for act in decided.acts],
        authors=list(decided.authors),
    )


def _found(one: FoundFinding) -> FoundFindingOut:
    return FoundFindingOut(application=one.application_id, batch=one.batch_id, verdict=one.verdict, finding=one.finding)


def _act(act: Act, holding: set[int]) -> ActOut:
    names = ("number", "kind", "author", "at", "requirement", "document", "verdict", "reason", "note", "assignee")
    said = {name: getattr(act, name) for name in names}
    return ActOut(**said, undoes=act.undoes, undone=act.number not in holding)

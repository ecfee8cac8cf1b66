"""One batch (批次): a row for every applicant, filters, search, and what is done to several at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from api import batches as batches_over_http
from api.auditing import audit
from api.auth import caller, require
from api.service import Store, reading, service, writing
from api.web.people import names_of, office_of
from api.web.shell import SHANGHAI, page, web_blueprint
from api.web.texts import t
from models.decisions import ActKind
from models.errors import InvalidRequest
from models.policy import Severity
from models.report import Verdict
from models.store.api_keys import Role
from models.store.decisions import NewAct
from models.store.notices import Notices
from models.store.standings import BadCursor, Sort, StandingFilter, Standings
from models.store.users import Users
from verifier.policies.loader import load_policy
from workers.reviewing import act_on
from workers.rosters import roster_report

blueprint = web_blueprint("batch", "/batches")

_PAGE: Final = 50
_MOST_AT_ONCE: Final = 500

_VIEWS: Final[dict[str, StandingFilter]] = {
    "all": StandingFilter(),
    "mine": StandingFilter(assignee="@me"),
    "reject": StandingFilter(severity=Severity.REJECT),
    "correct": StandingFilter(severity=Severity.CORRECT),
    "review": StandingFilter(to_review=True),
    "disputed": StandingFilter(disputed=True),
    "unassigned": StandingFilter(assignee=""),
    "due": StandingFilter(among=frozenset()),
    "passed": StandingFilter(verdict=Verdict.PASSED),
}
"""Saved views of the list, in the order of their chips; `@me` is the caller, `due` are deadlines of letters."""

_SOON: Final = dt.timedelta(days=3)
"""How far ahead a deadline is due soon (临期)."""


@dataclass(frozen=True)
class Asked:
    """Which part of the list the address asks for."""

    view: str
    search: str
    sort: Sort
    after: str | None


def _of_view(store: Store, view: str, batch_id: str, search: str = "") -> StandingFilter:
    chosen = _VIEWS[view]
    assignee = caller().actor if chosen.assignee == "@me" else chosen.assignee
    among = chosen.among
    if view == "due":
        until = dt.datetime.now(SHANGHAI).date() + _SOON
        among = Notices(store.session, store.organisation).due(batch_id, until=until)
    return replace(chosen, batch=batch_id, assignee=assignee, search=search or None, among=among)


def _asked() -> Asked:
    view, sort = request.args.get("view", "all"), request.args.get("sort", "")
    return Asked(
        view=view if view in _VIEWS else "all",
        search=request.args.get("q", "").strip()[:100],
        sort=Sort(sort) if sort in list(Sort) else Sort.LABEL,
        after=request.args.get("after"),
    )


@blueprint.get("/<batch_id>")
@require(Role.REVIEWER)
def show(batch_id: str) -> Response:
    """Show one batch; of the list the part that was asked for."""
    asked = _asked()
    with reading() as store:
        batch = store.batches.get(batch_id)
        progress = store.batches.progress(batch_id)
        listed = _listed(store, batch_id, asked)
        names, office = names_of(store), office_of(store)
    policy = load_policy(batch.policy)
    return page(
        "batch.html", batch=batch, progress=progress, asked=asked, policy=policy, names=names, office=office, **listed
    )


@blueprint.get("/<batch_id>/rows")
@require(Role.REVIEWER)
def rows(batch_id: str) -> Response:
    """Return the list alone, to be put in place of the one of before."""
    asked = _asked()
    with reading() as store:
        batch = store.batches.get(batch_id)
        listed = _listed(store, batch_id, asked)
        names = names_of(store)
    return page("parts/batch_rows.html", batch=batch, asked=asked, names=names, **listed)


@blueprint.get("/<batch_id>/figures")
@require(Role.REVIEWER)
def figures(batch_id: str) -> Response:
    """Return the figures on top of the page."""
    with reading() as store:
        batch = store.batches.get(batch_id)
        progress = store.batches.progress(batch_id)
    return page("parts/batch_figures.html", batch=batch, progress=progress)


def _listed(store: Store, batch_id: str, asked: Asked) -> dict[str, Any]:
    standings = Standings(store.session, store.organisation)
    counts = {view: standings.count(_of_view(store, view, batch_id)) for view in _VIEWS}
    try:
        found = standings.page(
            _of_view(store, asked.view, batch_id, asked.search), sort=asked.sort, limit=_PAGE, after=asked.after
        )
    except BadCursor:
        raise InvalidRequest(reason=t("review.bad_cursor")) from None
    return {"items": found.items, "following": found.next, "total": found.total, "view_counts": counts}


@blueprint.get("/<batch_id>/roster")
@require(Role.REVIEWER)
def roster(batch_id: str) -> Response:
    """Show what is wrong with the roster by itself, and beside the applicants that are judged so far."""
    with reading() as store:
        batch = store.batches.get(batch_id)
        waiting = store.batches.progress(batch_id).waiting
        report = roster_report(store.session, store.organisation, batch_id, everybody=waiting == 0)
    return page("roster.html", batch=batch, report=report, waiting=waiting, policy=load_policy(batch.policy))


@blueprint.post("/<batch_id>/assign")
@require(Role.REVIEWER)
def assign(batch_id: str) -> Answer:
    """Hand the chosen applicants to somebody; each is an act of its own, so each can be undone."""
    chosen = request.form.getlist("application")[:_MOST_AT_ONCE]
    assignee = request.form.get("assignee", "")
    with writing() as store:
        store.batches.get(batch_id)
        if assignee:
            Users(store.session, store.organisation).get(assignee.removeprefix("user:"))
        for application_id in chosen:
            store.applications.get(application_id)
            act = NewAct(kind=ActKind.ASSIGN, author=caller().actor, assignee=assignee or None)
            act_on(store.session, store.organisation, application_id, act)
            audit(store, "decision.assign", "application", application_id)
    return _back(batch_id)


@blueprint.post("/<batch_id>/cancel")
@require(Role.REVIEWER)
def cancel(batch_id: str) -> Answer:
    """Cancel what is not done yet."""
    with writing() as store:
        store.batches.get(batch_id)
        store.batches.cancel(batch_id)
        audit(store, "batch.cancelled", "batch", batch_id)
    return _back(batch_id)


@blueprint.post("/<batch_id>/retry")
@require(Role.REVIEWER)
def retry(batch_id: str) -> Answer:
    """Observe again what was cancelled or failed by our fault."""
    with writing() as store:
        store.batches.get(batch_id)
        again = store.batches.retry(batch_id)
        audit(store, "batch.retried", "batch", batch_id)
    service().enqueue(again)
    return _back(batch_id)


@blueprint.get("/<batch_id>/export.xlsx")
@require(Role.REVIEWER)
def export(batch_id: str) -> Response:
    """Return the result table of what is judged so far; a batch that is not done is marked as partial."""
    return batches_over_http.result_table(batch_id)


def _back(batch_id: str) -> Answer:
    return redirect(url_for("web_batch.show", batch_id=batch_id), code=303)

"""Batches (批次): the list, and one batch with a row for every applicant."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from api.auth import caller, require
from api.service import reading
from api.web.shell import page, web_blueprint
from models.store.api_keys import Role
from verifier.policies.loader import list_policies

blueprint = web_blueprint("batches")

_PAGE = 30
_FIRST = {
    Role.APPLICANT: "web_own.show_all",
    Role.AUDITOR: "web_audit.show_all",
    Role.MASKED_REVIEWER: "web_blind.show_all",
}
"""Role -> its first page, where it is not the list of batches."""


@blueprint.get("/")
@require(*Role)
def start() -> Answer:
    """Lead everybody to their own first page."""
    return redirect(url_for(_FIRST.get(caller().role, "web_batches.show_all")))


@blueprint.get("/batches")
@require(Role.REVIEWER)
def show_all() -> Response:
    """Show the batches of the organisation."""
    after = request.args.get("after")
    with reading() as store:
        found = store.batches.list(limit=_PAGE + 1, after=after)
        shown = found[:_PAGE]
        rows = [(batch, store.batches.progress(batch.id)) for batch in shown]
    titles = {pack.id: pack.title for pack in list_policies()}
    following = shown[-1].id if len(found) > _PAGE else None
    return page("batches.html", rows=rows, titles=titles, following=following)
